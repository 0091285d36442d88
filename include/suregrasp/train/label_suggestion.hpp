#ifndef SUREGRASP_TRAIN_LABEL_SUGGESTION_HPP
#define SUREGRASP_TRAIN_LABEL_SUGGESTION_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <suregrasp/core/field.hpp>
#include <suregrasp/data/representatives.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/detect/input_of.hpp>
#include <vector>

/// Which photographs are worth a label.
namespace suregrasp::inline v2 {

/// A photograph as a detector sees it.
struct photograph_features {
  std::vector<double> features;  ///< of every pyramid level the mean over the picture, weighed by heat
  double uncertainty = 0;        ///< M_uc of the most certain of its grasps
};

namespace detail {

/// Means over the pixels of a level `[1, H, W, C]` of the first image, weighed by the heat `[S, S]` around them.
template <tensor_backend B>
void append_heat_weighted_mean(B const& be, level<tensor_t<B>> const& of, host_array<float> const& heat,
                               std::vector<double>& to) {
  auto const values = be.to_host(suregrasp::slice(be, of.features, 0, 0, 1));
  auto const height = values.shape[1], width = values.shape[2], channels = values.shape[3];
  auto const stride = static_cast<std::int64_t>(of.stride), side = heat.shape[1];
  std::vector<double> sums(static_cast<std::size_t>(channels));
  double weight = 0;
  for (std::int64_t y = 0; y < height; ++y)
    for (std::int64_t x = 0; x < width; ++x) {
      double hot = 1e-3;
      for (std::int64_t v = y * stride; v < std::min((y + 1) * stride, heat.shape[0]); ++v)
        for (std::int64_t u = x * stride; u < std::min((x + 1) * stride, side); ++u)
          hot += static_cast<double>(heat.values[static_cast<std::size_t>(v * side + u)]) /
                 static_cast<double>(stride * stride);
      auto const* const pixel = &values.values[static_cast<std::size_t>((y * width + x) * channels)];
      for (std::size_t c = 0; c < sums.size(); ++c) sums[c] += hot * static_cast<double>(pixel[c]);
      weight += hot;
    }
  for (double const sum : sums) to.push_back(sum / weight);
}

}  // namespace detail

/// What a detector sees in a photograph; in several views (`symmetric_views`) M_uc is over all of them.
template <tensor_backend B, grasp_network<B> Network>
[[nodiscard]] photograph_features features_of(B const& be, Network const& network, sample const& photograph) {
  auto const input = preprocess(photograph, input_of(network.input_size()));
  auto const levels = detail::checked_network(be, network).features(suregrasp::to_batch(be, input));
  auto const found = suregrasp::detect_in(be, network, levels, input.to_input, {.always_one = true});
  photograph_features summary;
  for (auto const& each : levels) detail::append_heat_weighted_mean(be, each, found.heat, summary.features);
  if (!found.ranked.empty()) summary.uncertainty = found.ranked.front().uncertainty;
  return summary;
}

/// How photographs to label are chosen.
struct suggestion_options {
  std::size_t count = 9;
  representative_rule rule = representative_rule::facility_location;
  bool uncertain_first = false;  ///< weigh photographs by their M_uc
  friend bool operator==(suggestion_options const&, suggestion_options const&) = default;

  static constexpr auto fields(auto list) {
    using o = suggestion_options;
    return list(field{"count", &o::count, "Photographs to suggest"}.above(0),
                field{"rule", &o::rule, "facility-location: near most photographs; k-centre: none is far from one"},
                field{"uncertain_first", &o::uncertain_first, "Photographs of large M_uc need a label more"});
  }
};

/// Which photographs to label so that the others are as much as possible like one of them, the most useful first, by
/// what the detector sees in them. Throws as `choose_representatives`.
[[nodiscard]] inline std::vector<representative> suggest_labels(std::span<photograph_features const> photographs,
                                                                suggestion_options const& options = {}) {
  std::vector<std::vector<double>> points;
  std::vector<double> weights;
  for (auto const& each : photographs) {
    points.push_back(each.features);
    if (options.uncertain_first) weights.push_back(each.uncertainty);
  }
  return choose_representatives(points, options.count, options.rule, weights);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_LABEL_SUGGESTION_HPP
