#ifndef SUREGRASP_TRAIN_DETECTOR_TASK_HPP
#define SUREGRASP_TRAIN_DETECTOR_TASK_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/loss/binary_cross_entropy.hpp>
#include <suregrasp/loss/pose_loss.hpp>
#include <suregrasp/pyramid/fusion.hpp>
#include <suregrasp/train/adaptation_data.hpp>
#include <suregrasp/train/detector_student.hpp>
#include <suregrasp/train/impl/closest_label.hpp>
#include <suregrasp/train/pose_pseudo_labels.hpp>
#include <suregrasp/train/training_batch.hpp>
#include <suregrasp/train/unlabelled_batch.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// What `detector_task` weighs.
struct detector_task_options {
  double heat_weight = 1;          ///< of LocNet's losses, in weights of PoseNet's
  std::size_t heat_samples = 128;  ///< pixels of each unlabelled photograph whose heat is a pseudo-label
  pose_pseudo_label_options poses{};
};

/// The `mean_teacher_task` of a whole detector, which learns where and how to grasp at once.
///
/// A pseudo-label is a pose at a location that the teacher finds (group 0; its uncertainty is M_uc over the heads of
/// all its views), or its angle (group 0) and its sizes (group 1), or the heat of a pixel (the last group; its
/// uncertainty is the share of the heat's variance m (1 - m) that lies between the views: 0 where they agree, 1 where
/// some say yes and others no). Both are carried from the teacher's view into the student's. Losses are means over the
/// poses and over the pixels, however many there are of each.
template <tensor_backend B>
class detector_task {
 public:
  using tensor = tensor_t<B>;
  using labelled_batch = training_batch;
  using unlabelled_batch = suregrasp::unlabelled_batch;
  using answer = detector_answer<tensor>;

  /// The same photographs in the views of teacher and student.
  struct view_pair {
    detector_question<tensor> teacher, student;
    std::vector<view_maps<affine_map<double>>> maps;  ///< by image
    std::vector<std::int64_t> heat_numbers{};         ///< of the K pixels among those of all processes
  };

  /// The pseudo-labels in the student's view.
  struct target_type {
    std::optional<tensor> poses{};    ///< encoded, `[M, P]`; not there where M is 0
    std::optional<tensor> in_view{};  ///< `[M]`: 1 where the student sees the location
    std::optional<tensor> spread{};   ///< `[M, 3]` of the teacher's heads, where the student's is to agree with it
    std::optional<tensor> heat{};     ///< `[K]`; not there where K is 0
    std::vector<location> at{};       ///< of the poses in the student's view
    std::size_t heat_count = 0;
    double all_poses = 0, all_heats = 0;  ///< M and K of all processes
  };

  detector_task(B be, pose_encoding encoding, fusion_options const& fusion, std::int64_t input_size,
                detector_task_options const& options = {})
      : be_(std::move(be)),
        encoding_(encoding),
        side_(input_size),
        options_(options),
        poses_(encoding, fusion, options.poses) {}

  template <class Model>
  [[nodiscard]] std::vector<loss_term<tensor>> supervised(B const& be, Model& model,
                                                          training_batch const& batch) const {
    auto const& network = model.network();
    auto const levels = network.features(suregrasp::to_tensors(be, batch.images));
    auto const heat = suregrasp::binary_cross_entropy(be, network.heat_logits(levels), be.from_host(batch.heat.view()));
    std::vector<loss_term<tensor>> terms{
        {"heat", suregrasp::scale(be, suregrasp::mean_all(be, heat), options_.heat_weight)}};
    if (batch.at.empty()) return terms;
    auto const heads = network.poses(levels, std::span<location const>(batch.at));
    auto const distance = suregrasp::multi_head_loss(be, heads, be.from_host(batch.poses.view()));
    terms.push_back({"pose", suregrasp::mean_all(be, distance)});
    return terms;
  }

  [[nodiscard]] view_pair views(unlabelled_batch const& batch, random_stream random) const {
    view_pair pair{.teacher = {suregrasp::to_tensors(be_, batch.teacher)},
                   .student = {suregrasp::to_tensors(be_, batch.student)},
                   .maps = batch.maps};
    auto const& part = batch.part;
    for (std::size_t i = 0; i < part.of * options_.heat_samples; ++i) {
      auto const x = random.uniform(0, last()), y = random.uniform(0, last());
      auto const image = i % part.of;
      if (image < part.first || image >= part.first + part.count) continue;
      location const at{static_cast<std::int64_t>(image - part.first), x, y};
      auto const in_student = carried(pair, at);
      if (!inside(in_student)) continue;
      pair.teacher.heat_at.push_back(at);
      pair.student.heat_at.push_back(in_student);
      pair.heat_numbers.push_back(static_cast<std::int64_t>(i));
    }
    return pair;
  }

  /// The student is asked about the locations that the teacher has found.
  [[nodiscard]] detector_question<tensor> student_input(B const&, answer const& prediction,
                                                        view_pair const& views) const {
    auto asked = views.student;
    asked.at.emplace();
    for (auto const& each : prediction.at) {
      auto const [image, x, y] = carried(views, each);
      asked.at->push_back({image, std::clamp(x, 0.0, last()), std::clamp(y, 0.0, last())});
    }
    return asked;
  }

  [[nodiscard]] target_type target(B const& be, answer const& prediction, view_pair const& views) const {
    target_type all{.heat_count = views.teacher.heat_at.size()};
    all.all_poses = static_cast<double>(prediction.at.size()), all.all_heats = static_cast<double>(all.heat_count);
    if (all.heat_count > 0) all.heat = suregrasp::mean_over(be, prediction.heats);
    if (prediction.at.empty()) return all;
    std::vector<view_maps<affine_map<double>>> maps;
    std::vector<scalar_t<B>> in_view;
    for (auto const& each : prediction.at) {
      maps.push_back(views.maps[static_cast<std::size_t>(each.image)]);
      all.at.push_back(carried(views, each));
      in_view.push_back(inside(all.at.back()) ? scalar_t<B>{1} : scalar_t<B>{0});
    }
    std::span<view_maps<affine_map<double>> const> const between(maps);
    auto const fused = poses_.fused(be, prediction.heads);
    if (poses_.agrees()) all.spread = poses_.spread(be, fused);
    all.poses = suregrasp::carried_rows(be, fused.mean, between, [&](auto const& map, auto const& row) {
      return encoding_.encode(map(encoding_.decode(row, {})));
    });
    all.in_view = be.from_host(host_view<scalar_t<B> const>({std::ssize(in_view)}, in_view));
    return all;
  }

  /// `[M + K]`, or `[2 M + K]` by component: of the poses, then of the pixels, which for a student, who sees one view,
  /// are NaN.
  [[nodiscard]] tensor uncertainty(B const& be, answer const& prediction) const {
    std::vector<tensor> parts;
    if (!prediction.at.empty()) parts.push_back(poses_.uncertainty(be, prediction.heads));
    if (!prediction.heats.empty()) parts.push_back(heat_uncertainty(be, prediction));
    return joined(be, parts);
  }

  [[nodiscard]] tensor consistency(B const& be, answer const& prediction, target_type const& target) const {
    auto const all_poses = static_cast<double>(poses_.per_pose()) * target.all_poses;
    auto const all = all_poses + target.all_heats;
    std::vector<tensor> parts;
    if (!target.at.empty()) {
      auto const distance = poses_.distance(be, prediction.heads, *target.poses, target.in_view, target.spread);
      parts.push_back(suregrasp::scale(be, distance, all / all_poses));
    }
    if (target.heat_count > 0) {
      auto const distance = suregrasp::binary_cross_entropy(be, prediction.heats.at(0), *target.heat);
      parts.push_back(suregrasp::scale(be, distance, options_.heat_weight * all / target.all_heats));
    }
    return joined(be, parts);
  }

  /// Poses are counted, and photographs for the heat, of which each has as many pixels.
  [[nodiscard]] std::vector<loss_term<double>> label_counts(training_batch const& batch) const {
    return {{"heat", static_cast<double>(batch.heat.shape[0])}, {"pose", static_cast<double>(batch.at.size())}};
  }

  /// Poses first, then pixels as they were drawn.
  [[nodiscard]] std::vector<std::int64_t> positions(answer const& prediction, view_pair const& views) const {
    std::vector<std::int64_t> all(prediction.at.size() * poses_.per_pose(), -1);
    all.insert(all.end(), views.heat_numbers.begin(), views.heat_numbers.end());
    return all;
  }

  /// Distances are weighed by how many poses and pixels all processes have.
  void count_over(target_type& target, std::function<void(std::span<double>)> const& sum) const {
    std::array counts{target.all_poses, target.all_heats};
    sum(counts);
    target.all_poses = counts[0], target.all_heats = counts[1];
  }

  /// 0 for poses, or 0 and 1 for their components, then one more for pixels.
  [[nodiscard]] std::vector<std::int64_t> groups(unlabelled_batch const&, answer const& prediction) const {
    auto which = poses_.groups(prediction.at.size());
    if (!prediction.heats.empty())
      which.insert(which.end(), static_cast<std::size_t>(be_.shape(prediction.heats.front())[0]),
                   static_cast<std::int64_t>(poses_.per_pose()));
    return which;
  }

  /// Loss of each pose against the label near it that it fits best, NaN where there is none, and for pixels.
  [[nodiscard]] std::vector<double> pseudo_label_error(B const& be, target_type const& target,
                                                       unlabelled_batch const& batch, view_pair const& views) const {
    std::vector<double> errors;
    auto const rows = target.poses ? be.to_host(*target.poses) : host_array<scalar_t<B>>{};
    auto const columns = static_cast<std::size_t>(encoding_.columns());
    for (std::size_t i = 0; i < target.at.size(); ++i) {
      auto const image = static_cast<std::size_t>(target.at[i].image);
      auto const row = std::span<scalar_t<B> const>(rows.values).subspan(i * columns, columns);
      auto const& to_view = views.maps[image].student;
      auto const pose = to_view.inverse()(encoding_.decode(row, {target.at[i].x, target.at[i].y}));
      auto const near = suregrasp::labels_near(batch.photographs[image], pose);
      poses_.append_errors(errors, row, detail::closest_label<scalar_t<B>>(encoding_, near, to_view, row));
    }
    errors.resize(errors.size() + target.heat_count, std::numeric_limits<double>::quiet_NaN());
    return errors;
  }

 private:
  [[nodiscard]] double last() const { return static_cast<double>(side_ - 1); }

  [[nodiscard]] bool inside(location const& at) const {
    return at.x >= 0 && at.y >= 0 && at.x <= last() && at.y <= last();
  }

  /// A location of the teacher's view in the student's.
  [[nodiscard]] static location carried(view_pair const& views, location const& at) {
    auto const [x, y] = views.maps[static_cast<std::size_t>(at.image)].between()(point<double>{at.x, at.y});
    return {at.image, x, y};
  }

  [[nodiscard]] static tensor heat_uncertainty(B const& be, answer const& prediction) {
    auto const& heats = prediction.heats;
    if (prediction.is_logits)
      return suregrasp::constant(be, std::numeric_limits<double>::quiet_NaN(), be.shape(heats.front()));
    auto const mean = suregrasp::mean_over(be, heats);
    std::vector<tensor> squares;
    for (auto const& heat : heats) squares.push_back(suregrasp::square(be, be.sub(heat, mean)));
    auto const whole = be.mul(mean, be.sub(suregrasp::constant(be, 1), mean));
    return be.div(suregrasp::mean_over(be, squares), be.add(whole, suregrasp::constant(be, 1e-6)));
  }

  [[nodiscard]] static tensor joined(B const& be, std::vector<tensor> const& parts) {
    if (parts.empty()) return be.from_host(host_view<scalar_t<B> const>({0}, {}));
    return be.concat(std::span<tensor const>(parts), 0);
  }

  B be_;
  pose_encoding encoding_;
  std::int64_t side_;
  detector_task_options options_;
  pose_pseudo_labels<B> poses_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_DETECTOR_TASK_HPP
