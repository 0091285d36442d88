#ifndef SUREGRASP_EVALUATE_ORACLE_HPP
#define SUREGRASP_EVALUATE_ORACLE_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <string_view>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/core/run_progress.hpp>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/detect/input_of.hpp>
#include <suregrasp/detect/smoothed_peaks.hpp>
#include <suregrasp/evaluate/pose_error.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/pose_components.hpp>
#include <suregrasp/heatmap/disk_target.hpp>
#include <suregrasp/heatmap/peaks.hpp>
#include <suregrasp/images/preprocess.hpp>
#include <suregrasp/loss/pose_loss.hpp>
#include <suregrasp/metrics/ranked_success.hpp>
#include <suregrasp/pyramid/pose_encoding.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// The network whose oracle is asked for.
struct oracle_options {
  preprocess_options input{};
  pose_encoding encoding{};
  double disk_radius = 0.02;  ///< of the heatmap's target, in sides of the input
  peak_options peaks{};
  std::size_t few = usual_few;  ///< ranks that `first_few` of the success tables counts
  friend bool operator==(oracle_options const&, oracle_options const&) = default;

  static constexpr auto fields(auto list) {
    using o = oracle_options;
    return list(field{"input", &o::input}, field{"encoding", &o::encoding},
                field{"disk_radius", &o::disk_radius}.above(0), field{"peaks", &o::peaks}, field{"few", &o::few});
  }
};

/// How far the labels come on the way a perfect network's output takes; each stage includes those before it.
inline constexpr std::array<std::string_view, 4> oracle_stages{
    "view",      // labels whose centre the network's input shows
    "encoding",  // and their poses as targets in single precision, decoded
    "grid",      // at whole pixels of the input, as peaks are
    "heatmap",   // at the peaks of the target of disks, each with the pose of the label nearest to it
};

/// How much labels of one location (`same_location`) differ whose axes agree within 30 degrees.
struct label_disagreement {
  std::size_t pairs = 0;
  pose_components loss{};  ///< of one label by another, summed over all pairs
  friend bool operator==(label_disagreement const&, label_disagreement const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"pairs", &label_disagreement::pairs}, field{"loss", &label_disagreement::loss});
  }

  /// Parts of the loss that no pose can go below on average: half of what labels differ by, as the mean of a
  /// distribution is half as far from its draws, squared, as they are from each other. NaN without pairs.
  [[nodiscard]] pose_components least_loss() const { return 0.5 / static_cast<double>(pairs) * loss; }
};

/// What encoding and decoding alone leave of the labels: no model can do better, and this is known before any is
/// trained.
struct oracle {
  std::array<success_table, oracle_stages.size()> stages;  ///< success at each of `success_ious`, stage by stage
  label_disagreement disagreement;
  std::size_t images = 0;
  std::size_t labels = 0;
  friend bool operator==(oracle const&, oracle const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"stages", &oracle::stages}, field{"disagreement", &oracle::disagreement},
                field{"images", &oracle::images}, field{"labels", &oracle::labels});
  }
};

namespace detail {

/// A pose through the numbers a network regresses, at a given location.
[[nodiscard]] inline grasp<double> through_encoding(grasp<double> const& g, pose_encoding const& encoding,
                                                    point<double> at) {
  auto const row = encoding.encode(g);
  std::vector<float> const single(row.begin(), row.end());
  return encoding.decode(std::span<float const>(single), at);
}

/// What the peak finder makes of the very target of LocNet, with perfect poses.
[[nodiscard]] inline std::vector<grasp<double>> from_heat_target(std::vector<grasp<double>> const& labels,
                                                                 oracle_options const& options) {
  if (labels.empty()) return {};
  std::vector<point<double>> centres;
  for (auto const& g : labels) centres.push_back({g.x, g.y});
  auto const heat =
      disk_target(options.input.size, options.input.size, centres, options.disk_radius * options.input.size);
  std::vector<grasp<double>> found;
  for (auto const& peak : smoothed_peaks(heat.view(), options.peaks, options.disk_radius / 2 * options.input.size)) {
    point<double> const at{static_cast<double>(peak.x), static_cast<double>(peak.y)};
    auto const distance = [&](grasp<double> const& g) { return std::hypot(g.x - at.x, g.y - at.y); };
    found.push_back(through_encoding(*std::ranges::min_element(labels, {}, distance), options.encoding, at));
  }
  return found;
}

inline void add_pairs(label_disagreement& to, std::vector<grasp<double>> const& labels, oracle_options const& options) {
  for (std::size_t i = 0; i < labels.size(); ++i)
    for (std::size_t k = 0; k < i; ++k) {
      if (!at_same_location(labels[i], labels[k], options.input.size) ||
          !angle_at_most(axial_distance(labels[i].theta, labels[k].theta), radians(30.0)))
        continue;
      auto const a = options.encoding.encode(labels[i]), b = options.encoding.encode(labels[k]);
      to.loss += pose_loss_parts(std::span<double const>(a), b);
      ++to.pairs;
    }
}

/// The grasps of one photograph at every stage, in pixels of the photograph.
[[nodiscard]] inline std::array<std::vector<grasp<double>>, oracle_stages.size()> oracle_grasps(
    std::vector<grasp<double>> const& in_view, affine_map<double> const& to_photograph, oracle_options const& options) {
  std::array<std::vector<grasp<double>>, oracle_stages.size()> stages;
  stages[0] = in_view;
  for (auto const& g : in_view) {
    stages[1].push_back(through_encoding(g, options.encoding, {g.x, g.y}));
    stages[2].push_back(through_encoding(g, options.encoding, {std::round(g.x), std::round(g.y)}));
  }
  stages[3] = from_heat_target(in_view, options);
  for (auto& stage : stages)
    for (auto& g : stage) g = to_photograph(g);
  return stages;
}

}  // namespace detail

/// Turns the labels of photographs into targets and back, without a network. Throws `run_stopped` where `hooks.stop`
/// asks for it.
[[nodiscard]] inline oracle measure_oracle(std::span<sample const> samples, oracle_options const& options = {},
                                           progress_hooks const& hooks = {}) {
  oracle result;
  std::array<std::vector<ranked_overlaps>, oracle_stages.size()> overlaps;
  for (auto const& each : samples) {
    auto const in_view = grasps_in_input(each, options.input);
    auto const back = input_map(each.rgb.size(), options.input).inverse();
    auto const stages = detail::oracle_grasps(in_view, back, options);
    for (std::size_t i = 0; i < stages.size(); ++i) overlaps[i].push_back(overlaps_of(stages[i], each.grasps));
    detail::add_pairs(result.disagreement, in_view, options);
    result.labels += each.grasps.size();
    detail::report_progress(hooks, "encoding", ++result.images, samples.size());
  }
  for (std::size_t i = 0; i < overlaps.size(); ++i)
    result.stages[i] = success_at(overlaps[i], success_ious, options.few);
  return result;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_EVALUATE_ORACLE_HPP
