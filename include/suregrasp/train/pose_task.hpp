#ifndef SUREGRASP_TRAIN_POSE_TASK_HPP
#define SUREGRASP_TRAIN_POSE_TASK_HPP

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <suregrasp/core/random.hpp>
#include <suregrasp/geometry/affine_map.hpp>
#include <suregrasp/loss/pose_loss.hpp>
#include <suregrasp/pyramid/fusion.hpp>
#include <suregrasp/pyramid/impl/require_heads.hpp>
#include <suregrasp/pyramid/pose_encoding.hpp>
#include <suregrasp/teacher/carried_targets.hpp>
#include <suregrasp/train/impl/closest_label.hpp>
#include <suregrasp/train/pose_pseudo_labels.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// Crops of a frozen pyramid around a number of locations, each in several views; what PoseNet learns from when its
/// backbone stays as it is. Row `view * locations + i` is location i in one view.
template <class Tensor>
struct feature_crops {
  std::vector<Tensor> levels;            ///< `[views * locations, r, r, C]` per pyramid level
  std::vector<affine_map<double>> maps;  ///< from pixels of the photograph to pixels of the view
  std::vector<grasp<double>> grasps;     ///< the label of each location in the photograph; empty where there are none
  std::size_t locations = 0;
  std::size_t views = 0;
};

/// Rows of every level.
template <tensor_backend B>
[[nodiscard]] std::vector<tensor_t<B>> rows_of(B const& be, feature_crops<tensor_t<B>> const& store,
                                               std::vector<std::int64_t> const& rows) {
  std::vector<tensor_t<B>> crops;
  for (auto const& each : store.levels) crops.push_back(be.take(each, rows, 0));
  return crops;
}

/// What `pose_task` are judged by and reported against.
struct pose_task_options {
  /// Each location has two pseudo-labels, its angle and its sizes: every one has its own uncertainty, and a filter with
  /// groups judges angles (group 0) among angles and sizes (group 1) among sizes.
  bool by_component = false;
  /// Labels near each unlabelled location, in pixels of the photograph: reports say how wrong the pseudo-labels are,
  /// nothing learns from them. No entries where nothing is known.
  std::vector<std::vector<grasp<double>>> known = {};
};

/// The `mean_teacher_task` of the paper's domain adaptation: PoseNet's heads on crops of a frozen pyramid.
///
/// A teacher's pose is fused (Eq. 8), carried from its view into the student's, and every head of the student is drawn
/// to it; its M_uc (Eq. 9) is the uncertainty that the filter judges.
template <tensor_backend B>
class pose_task {
 public:
  using crops_type = std::vector<tensor_t<B>>;         ///< one `[N, r, r, C]` a level
  using labelled_batch = std::vector<std::int64_t>;    ///< rows of the labelled crops
  using unlabelled_batch = std::vector<std::int64_t>;  ///< numbers of unlabelled locations
  using target_type = tensor_t<B>;                     ///< encoded, `[N, P]`

  /// The same locations in the views of teacher and student.
  struct view_pair {
    crops_type teacher;
    crops_type student;
    std::vector<view_maps<affine_map<double>>> maps;  ///< from the photograph into the views, one per location
  };

  pose_task(B be, feature_crops<tensor_t<B>> labelled, feature_crops<tensor_t<B>> unlabelled, pose_encoding encoding,
            fusion_options fusion, pose_task_options options = {})
      : be_(std::move(be)),
        labelled_(std::move(labelled)),
        unlabelled_(std::move(unlabelled)),
        encoding_(encoding),
        fusion_(fusion),
        options_(std::move(options)),
        poses_(encoding, fusion, {.by_component = options_.by_component}) {}

  template <class Model>
  [[nodiscard]] tensor_t<B> supervised(B const& be, Model& model, labelled_batch const& rows) const {
    std::vector<scalar_t<B>> targets;
    for (auto const row : rows) {
      auto const label = labelled_.grasps[static_cast<std::size_t>(row) % labelled_.locations];
      for (double const value : encoding_.encode(labelled_.maps[static_cast<std::size_t>(row)](label)))
        targets.push_back(static_cast<scalar_t<B>>(value));
    }
    auto const target = be.from_host(host_view<scalar_t<B> const>({std::ssize(rows), encoding_.columns()}, targets));
    auto const prediction = model.forward(suregrasp::rows_of(be, labelled_, rows));
    require_answer(be, prediction, std::ssize(rows));
    return suregrasp::mean_all(be, suregrasp::multi_head_loss(be, prediction, target));
  }

  /// Each location in two views drawn independently.
  [[nodiscard]] view_pair views(unlabelled_batch const& locations, random_stream random) const {
    std::vector<std::int64_t> rows_in_view[2];
    view_pair pair;
    for (auto const each : locations) {
      for (auto& rows : rows_in_view)
        rows.push_back(static_cast<std::int64_t>(random.below(unlabelled_.views) * unlabelled_.locations) + each);
      pair.maps.push_back({map_of(rows_in_view[0].back()), map_of(rows_in_view[1].back())});
    }
    pair.teacher = suregrasp::rows_of(be_, unlabelled_, rows_in_view[0]);
    pair.student = suregrasp::rows_of(be_, unlabelled_, rows_in_view[1]);
    return pair;
  }

  [[nodiscard]] target_type target(B const& be, crops_type const& prediction, view_pair const& views) const {
    require_answer(be, prediction, count_of(be, prediction));
    std::span<view_maps<affine_map<double>> const> const maps(views.maps);
    return suregrasp::carried_rows(be, poses_.fused(be, prediction).mean, maps,
                                   [&](auto const& between, auto const& row) {
                                     auto moved = encoding_.encode(between(encoding_.decode(row, {})));
                                     if (encoding_.angle == angle_code::double_angle && !fusion_.unit_angle)
                                       for (std::size_t k = 0; k < 2; ++k) moved[k] *= std::hypot(row[0], row[1]);
                                     return moved;
                                   });
  }

  [[nodiscard]] tensor_t<B> uncertainty(B const& be, crops_type const& prediction) const {
    require_answer(be, prediction, count_of(be, prediction));
    return poses_.uncertainty(be, prediction);
  }

  [[nodiscard]] tensor_t<B> consistency(B const& be, crops_type const& prediction, target_type const& target) const {
    require_answer(be, prediction, be.shape(target)[0]);
    return poses_.distance(be, prediction, target);
  }

  /// Of each pseudo-label which component it is; one group where it is a whole pose.
  [[nodiscard]] std::vector<std::int64_t> groups(unlabelled_batch const& locations, crops_type const&) const {
    return poses_.groups(locations.size());
  }

  /// Loss of each pseudo-label against the label near its location that it fits best, NaN where there is none.
  [[nodiscard]] std::vector<double> pseudo_label_error(B const& be, target_type const& target,
                                                       unlabelled_batch const& locations,
                                                       view_pair const& views) const {
    if (options_.known.empty()) return {};
    auto const rows = be.to_host(target);
    auto const columns = static_cast<std::size_t>(encoding_.columns());
    std::vector<double> errors;
    for (std::size_t i = 0; i < locations.size(); ++i) {
      auto const row = std::span<scalar_t<B> const>(rows.values).subspan(i * columns, columns);
      auto const& labels = options_.known[static_cast<std::size_t>(locations[i])];
      auto const truth = detail::closest_label<scalar_t<B>>(encoding_, labels, views.maps[i].student, row);
      poses_.append_errors(errors, row, truth);
    }
    return errors;
  }

 private:
  [[nodiscard]] affine_map<double> const& map_of(std::int64_t row) const {
    return unlabelled_.maps[static_cast<std::size_t>(row)];
  }

  /// Throws `shape_error` `shape.heads` unless the model answered one tensor `[count, P]` per head.
  void require_answer(B const& be, crops_type const& prediction, std::int64_t count) const {
    detail::require_heads(be, std::span<tensor_t<B> const>(prediction), {count, encoding_.columns()},
                          "forward(crops) of the model that learns poses");
  }

  [[nodiscard]] static std::int64_t count_of(B const& be, crops_type const& prediction) {
    auto const first = prediction.empty() ? extents{} : be.shape(prediction.front());
    return first.empty() ? 0 : first[0];
  }

  B be_;
  feature_crops<tensor_t<B>> labelled_;
  feature_crops<tensor_t<B>> unlabelled_;
  pose_encoding encoding_;
  fusion_options fusion_;
  pose_task_options options_;
  pose_pseudo_labels<B> poses_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_POSE_TASK_HPP
