#ifndef SUREGRASP_DETECT_POSE_LESSONS_HPP
#define SUREGRASP_DETECT_POSE_LESSONS_HPP

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <suregrasp/core/random.hpp>
#include <suregrasp/detect/head_distance.hpp>
#include <suregrasp/geometry/affine_map.hpp>
#include <suregrasp/pyramid/fusion.hpp>
#include <suregrasp/pyramid/pose_encoding.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v1 {

/// Windows of a frozen pyramid around a number of places, each seen in several views; what PoseNet learns from when its
/// backbone stays as it is. Row `view * places + place` is one place in one view.
template <class Tensor>
struct window_store {
  std::vector<Tensor> levels;            ///< `[views * places, r, r, C]` a pyramid level
  std::vector<affine_map<double>> maps;  ///< from pixels of the photograph to pixels of the view
  std::vector<grasp<double>> grasps;     ///< the label of each place in the photograph; empty where there are none
  std::size_t places = 0;
  std::size_t views = 0;
};

/// The rows of every level of a store.
template <tensor_backend B>
[[nodiscard]] std::vector<tensor_t<B>> rows_of(B const& be, window_store<tensor_t<B>> const& store,
                                               std::vector<std::int64_t> const& rows) {
  std::vector<tensor_t<B>> windows;
  for (auto const& each : store.levels) windows.push_back(be.take(each, rows, 0));
  return windows;
}

/// Teaching PoseNet's heads on windows of a frozen pyramid: the `teaching_task` of the paper's domain adaptation.
///
/// A teacher's pose is fused (Eq. 8), carried from its view into the student's, and every head of the student is drawn
/// to it; its M_uc (Eq. 9) is the uncertainty that the filter judges.
template <tensor_backend B>
class pose_lessons {
 public:
  using windows_type = std::vector<tensor_t<B>>;       ///< one `[N, r, r, C]` a level
  using labelled_batch = std::vector<std::int64_t>;    ///< rows of the labelled store
  using unlabelled_batch = std::vector<std::int64_t>;  ///< places of the unlabelled store
  using target_type = tensor_t<B>;                     ///< encoded, `[N, P]`

  struct view_pair {
    windows_type teacher;
    windows_type student;
    std::vector<affine_map<double>> between;  ///< from the teacher's view to the student's, a place each
  };

  pose_lessons(B be, window_store<tensor_t<B>> labelled, window_store<tensor_t<B>> unlabelled, pose_encoding encoding,
               fusion_options fusion)
      : be_(std::move(be)),
        labelled_(std::move(labelled)),
        unlabelled_(std::move(unlabelled)),
        encoding_(encoding),
        fusion_(fusion) {}

  template <class Model>
  [[nodiscard]] tensor_t<B> supervised(B const& be, Model& model, labelled_batch const& rows) const {
    std::vector<scalar_t<B>> targets;
    for (auto const row : rows) {
      auto const label = labelled_.grasps[static_cast<std::size_t>(row) % labelled_.places];
      for (double const value : encoding_.encode(labelled_.maps[static_cast<std::size_t>(row)](label)))
        targets.push_back(static_cast<scalar_t<B>>(value));
    }
    auto const target = from_rows(be, targets);
    return mean_all(be, head_distance(be, model.forward(rows_of(be, labelled_, rows)), target));
  }

  /// Each place in two views drawn independently.
  [[nodiscard]] view_pair views(unlabelled_batch const& places, random_stream random) const {
    std::vector<std::int64_t> seen[2];
    view_pair pair;
    for (auto const place : places) {
      for (auto& rows : seen)
        rows.push_back(static_cast<std::int64_t>(random.below(unlabelled_.views) * unlabelled_.places) + place);
      pair.between.push_back(map_of(seen[1].back()) * map_of(seen[0].back()).inverse());
    }
    pair.teacher = rows_of(be_, unlabelled_, seen[0]);
    pair.student = rows_of(be_, unlabelled_, seen[1]);
    return pair;
  }

  /// Poses are few: they are carried over on the host, by the same map that acts on every grasp.
  [[nodiscard]] target_type target(B const& be, windows_type const& prediction, view_pair const& views) const {
    auto const mean = be.to_host(fused(be, prediction).mean);
    auto const columns = static_cast<std::size_t>(encoding_.columns());
    std::vector<scalar_t<B>> targets;
    for (std::size_t i = 0; i < views.between.size(); ++i) {
      auto const row = std::span<scalar_t<B> const>(mean.values).subspan(i * columns, columns);
      auto carried = encoding_.encode(views.between[i](encoding_.decode(row, {})));
      if (encoding_.angle == angle_code::double_angle && !fusion_.unit_angle)
        for (std::size_t k = 0; k < 2; ++k) carried[k] *= std::hypot(row[0], row[1]);
      for (double const value : carried) targets.push_back(static_cast<scalar_t<B>>(value));
    }
    return from_rows(be, targets);
  }

  [[nodiscard]] tensor_t<B> uncertainty(B const& be, windows_type const& prediction) const {
    return fused(be, prediction).uncertainty;
  }

  [[nodiscard]] tensor_t<B> consistency(B const& be, windows_type const& prediction, target_type const& target) const {
    return head_distance(be, prediction, target);
  }

 private:
  [[nodiscard]] affine_map<double> const& map_of(std::int64_t row) const {
    return unlabelled_.maps[static_cast<std::size_t>(row)];
  }

  [[nodiscard]] fused_pose<tensor_t<B>> fused(B const& be, windows_type const& prediction) const {
    return fuse(be, std::span<tensor_t<B> const>(prediction), encoding_, fusion_);
  }

  [[nodiscard]] tensor_t<B> from_rows(B const& be, std::vector<scalar_t<B>> const& values) const {
    auto const rows = static_cast<std::int64_t>(values.size()) / encoding_.columns();
    return be.from_host(host_view<scalar_t<B> const>({rows, encoding_.columns()}, values));
  }

  B be_;
  window_store<tensor_t<B>> labelled_;
  window_store<tensor_t<B>> unlabelled_;
  pose_encoding encoding_;
  fusion_options fusion_;
};

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_DETECT_POSE_LESSONS_HPP
