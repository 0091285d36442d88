#ifndef SUREGRASP_EVALUATE_ORACLE_HPP
#define SUREGRASP_EVALUATE_ORACLE_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <string_view>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/evaluate/evaluation.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/heatmap/disk_target.hpp>
#include <suregrasp/heatmap/peaks.hpp>
#include <suregrasp/heatmap/smoothed_peaks.hpp>
#include <suregrasp/images/preprocess.hpp>
#include <suregrasp/loss/pose_loss.hpp>
#include <suregrasp/metrics/proportion.hpp>
#include <suregrasp/metrics/rectangle_metric.hpp>
#include <suregrasp/pyramid/pose_encoding.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// The network whose ceiling is asked for.
struct oracle_options {
  preprocess_options input{};
  pose_encoding encoding{};
  double disk_radius = 0.02;  ///< of the heatmap's target, in sides of the input
  peak_options peaks{};
  friend bool operator==(oracle_options const&, oracle_options const&) = default;

  static constexpr auto fields(auto list) {
    using o = oracle_options;
    return list(field{"input", &o::input}, field{"encoding", &o::encoding},
                field{"disk_radius", &o::disk_radius}.above(0), field{"peaks", &o::peaks});
  }
};

/// How far the labels come on the way a perfect network's output takes; each stage includes those before it.
inline constexpr std::array<std::string_view, 4> oracle_stages{
    "view",      // labels whose centre the network's input shows
    "encoding",  // and their poses as targets in single precision, decoded
    "grid",      // at whole pixels of the input, as peaks are
    "heatmap",   // at the peaks of the target of disks, each with the pose of the label nearest to it
};

/// Success of the grasps of one stage, at each of `success_ious`.
struct oracle_stage {
  std::array<proportion, 3> top;   ///< photographs whose first grasp is correct
  std::array<proportion, 3> any;   ///< photographs with any correct grasp
  std::array<proportion, 3> each;  ///< grasps that are correct
  friend bool operator==(oracle_stage const&, oracle_stage const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"top", &oracle_stage::top}, field{"any", &oracle_stage::any}, field{"each", &oracle_stage::each});
  }
};

/// How much labels of one place (`same_place`) differ whose axes agree within 30 degrees.
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

/// What encoding and decoding alone leave of the labels: the ceiling on every model, before any is trained.
struct oracle {
  std::array<oracle_stage, oracle_stages.size()> stages;  ///< in the order of `oracle_stages`
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

/// A pose through the numbers a network regresses, at a given place.
[[nodiscard]] inline grasp<double> through_encoding(grasp<double> const& g, pose_encoding const& encoding,
                                                    point<double> place) {
  auto const row = encoding.encode(g);
  std::vector<float> const single(row.begin(), row.end());
  return encoding.decode(std::span<float const>(single), place);
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
  for (auto const& peak : smoothed_peaks(heat.view(), options.peaks, options.disk_radius / 2)) {
    point<double> const place{static_cast<double>(peak.x), static_cast<double>(peak.y)};
    auto const distance = [&](grasp<double> const& g) { return std::hypot(g.x - place.x, g.y - place.y); };
    found.push_back(through_encoding(*std::ranges::min_element(labels, {}, distance), options.encoding, place));
  }
  return found;
}

inline void add_pairs(label_disagreement& to, std::vector<grasp<double>> const& labels, oracle_options const& options) {
  for (std::size_t i = 0; i < labels.size(); ++i)
    for (std::size_t k = 0; k < i; ++k) {
      if (!at_same_place(labels[i], labels[k], options.input.size) ||
          !angle_at_most(axial_distance(labels[i].theta, labels[k].theta), radians(30.0)))
        continue;
      auto const a = options.encoding.encode(labels[i]), b = options.encoding.encode(labels[k]);
      to.loss += pose_loss_parts(std::span<double const>(a), b);
      ++to.pairs;
    }
}

inline void add_success(oracle_stage& to, std::vector<grasp<double>> const& grasps,
                        std::vector<grasp<double>> const& labels) {
  for (std::size_t k = 0; k < success_ious.size(); ++k) {
    std::size_t correct = 0;
    for (std::size_t i = 0; i < grasps.size(); ++i) {
      bool const right = is_correct(grasps[i], labels, {.iou = success_ious[k]});
      correct += right ? 1 : 0;
      to.each[k].add(right);
      if (i == 0) to.top[k].add(right);
    }
    if (grasps.empty()) to.top[k].add(false);
    to.any[k].add(correct > 0);
  }
}

}  // namespace detail

/// Adds the labels of one photograph of the given size.
inline void add_image(oracle& to, std::vector<grasp<double>> const& labels, cv::Size photograph,
                      oracle_options const& options) {
  auto const map = input_map(photograph, options.input);
  auto const back = map.inverse();
  auto const seen = grasps_inside(labels, map, options.input.size);
  std::array<std::vector<grasp<double>>, oracle_stages.size()> stages;
  stages[0] = seen;
  for (auto const& g : seen) {
    stages[1].push_back(detail::through_encoding(g, options.encoding, {g.x, g.y}));
    stages[2].push_back(detail::through_encoding(g, options.encoding, {std::round(g.x), std::round(g.y)}));
  }
  stages[3] = detail::from_heat_target(seen, options);
  for (std::size_t i = 0; i < stages.size(); ++i) {
    for (auto& g : stages[i]) g = back(g);
    detail::add_success(to.stages[i], stages[i], labels);
  }
  detail::add_pairs(to.disagreement, seen, options);
  ++to.images;
  to.labels += labels.size();
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_EVALUATE_ORACLE_HPP
