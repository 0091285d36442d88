#ifndef SUREGRASP_BACKENDS_OPENVINO_QUANTIZED_HPP
#define SUREGRASP_BACKENDS_OPENVINO_QUANTIZED_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <memory>
#include <openvino/core/model.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/op/convolution.hpp>
#include <openvino/op/fake_quantize.hpp>
#include <openvino/op/group_conv.hpp>
#include <openvino/op/reduce_max.hpp>
#include <openvino/op/reduce_min.hpp>
#include <openvino/op/result.hpp>
#include <span>
#include <suregrasp/backends/openvino/backend.hpp>
#include <suregrasp/backends/openvino/compiled_graph.hpp>
#include <suregrasp/backends/openvino/detector_graphs.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/detect/grasp_network.hpp>
#include <vector>

namespace suregrasp::inline v2::openvino {

namespace quantized_detail {

using graph = std::shared_ptr<ov::Model>;
using operation = std::shared_ptr<ov::Node>;

struct range {
  float low = std::numeric_limits<float>::infinity(), high = -std::numeric_limits<float>::infinity();
};

/// The convolutions of a graph in the order in which it computes them.
[[nodiscard]] inline std::vector<operation> convolutions(graph const& whole) {
  std::vector<operation> found;
  for (auto const& each : whole->get_ordered_ops())
    if (ov::is_type<ov::op::v1::Convolution>(each) || ov::is_type<ov::op::v1::GroupConvolution>(each))
      found.push_back(each);
  return found;
}

/// A graph that gives out the smallest and the largest value that comes into each convolution of another.
[[nodiscard]] inline graph with_ranges_out(graph const& whole) {
  auto const copy = whole->clone();
  auto const axes = ov::op::v0::Constant::create(ov::element::i64, {4}, {0, 1, 2, 3});
  ov::ResultVector ranges;
  for (auto const& each : convolutions(copy)) {
    auto const into = each->input_value(0);
    ranges.push_back(std::make_shared<ov::op::v0::Result>(std::make_shared<ov::op::v1::ReduceMin>(into, axes)));
    ranges.push_back(std::make_shared<ov::op::v0::Result>(std::make_shared<ov::op::v1::ReduceMax>(into, axes)));
  }
  return std::make_shared<ov::Model>(ranges, copy->get_parameters());
}

[[nodiscard]] inline std::vector<range> ranges_of(graph const& whole, std::span<std::vector<tensor> const> inputs) {
  compiled_graph const observed(with_ranges_out(whole), {}, compilation::each_shape);
  std::vector<range> ranges;
  for (auto const& each : inputs) {
    auto const found = observed(each);
    ranges.resize(found.size() / 2);
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      ranges[i].low = std::min(ranges[i].low, found[2 * i].values[0]);
      ranges[i].high = std::max(ranges[i].high, found[2 * i + 1].values[0]);
    }
  }
  return ranges;
}

[[nodiscard]] inline ov::Output<ov::Node> rounded(ov::Output<ov::Node> const& x, ov::Shape const& shape,
                                                  std::vector<float> const& low, std::vector<float> const& high,
                                                  std::size_t levels) {
  auto const least = ov::op::v0::Constant::create(ov::element::f32, shape, low);
  auto const most = ov::op::v0::Constant::create(ov::element::f32, shape, high);
  return std::make_shared<ov::op::v0::FakeQuantize>(x, least, most, least, most, levels);
}

/// What comes in, in 256 levels: from 0 where it never is less, else as far below 0 as above it.
[[nodiscard]] inline ov::Output<ov::Node> rounded_input(ov::Output<ov::Node> const& x, range const& limits) {
  float const most = std::max(std::abs(limits.low), std::abs(limits.high));
  if (!(most > 0)) return x;
  return limits.low >= 0 ? rounded(x, {}, {0}, {most}, 256) : rounded(x, {}, {-most}, {most * 127 / 128}, 256);
}

/// Weights `[out, ...]` in 255 levels, of each channel as far as its largest.
[[nodiscard]] inline ov::Output<ov::Node> rounded_weights(std::shared_ptr<ov::op::v0::Constant> const& weights) {
  auto shape = weights->get_shape();
  auto const values = weights->cast_vector<float>();
  std::vector<float> most(shape[0]);
  std::size_t const count = values.size() / most.size();
  for (std::size_t i = 0; i < values.size(); ++i) most[i / count] = std::max(most[i / count], std::abs(values[i]));
  for (auto& each : most) each = each > 0 ? each : 1;
  auto least = most;
  for (auto& each : least) each = -each;
  std::fill(shape.begin() + 1, shape.end(), 1);
  return rounded(weights, shape, least, most, 255);
}

}  // namespace quantized_detail

/// A graph whose convolutions multiply 8-bit integers: what comes into them is rounded to the range seen for `inputs`,
/// examples of what the graph will be asked, weights to that of each channel (Jacob et al. 2018, without training).
/// Throws `option_error` `quantized.no_examples`.
[[nodiscard]] inline std::shared_ptr<ov::Model> quantized(std::shared_ptr<ov::Model> const& graph,
                                                          std::span<std::vector<tensor> const> inputs) {
  if (inputs.empty()) throw option_error("quantized.no_examples", "expected examples to quantize a graph by, got none");
  auto const ranges = quantized_detail::ranges_of(graph, inputs);
  auto const result = graph->clone();
  auto const all = quantized_detail::convolutions(result);
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i]->input(0).replace_source_output(quantized_detail::rounded_input(all[i]->input_value(0), ranges[i]));
    auto const weights = ov::as_type_ptr<ov::op::v0::Constant>(all[i]->get_input_node_shared_ptr(1));
    if (weights) all[i]->input(1).replace_source_output(quantized_detail::rounded_weights(weights));
  }
  result->validate_nodes_and_infer_types();
  return result;
}

/// The graphs of a detector whose pyramid and LocNet multiply 8-bit integers, rounded for these examples, of which a
/// few dozen do; with depth where any of them has it. Heads, which are little work, stay exact. As fast as bfloat16,
/// also on processors that don't multiply that. Throws `option_error` `quantized.no_examples`.
[[nodiscard]] inline detector_graphs quantized(detector_graphs graphs, std::span<image_batch<tensor> const> examples) {
  compiled_graph const pyramid(graphs.colour, {}, compilation::each_shape);
  std::vector<std::vector<tensor>> colour, colour_and_depth, finest;
  for (auto const& each : examples) {
    colour.push_back({each.rgb});
    if (each.depth) colour_and_depth.push_back({each.rgb, *each.depth});
    finest.push_back({pyramid(colour.back()).front()});
  }
  graphs.colour = openvino::quantized(graphs.colour, colour);
  graphs.heat = openvino::quantized(graphs.heat, finest);
  if (graphs.colour_and_depth && !colour_and_depth.empty())
    graphs.colour_and_depth = openvino::quantized(graphs.colour_and_depth, colour_and_depth);
  return graphs;
}

}  // namespace suregrasp::inline v2::openvino

#endif  // SUREGRASP_BACKENDS_OPENVINO_QUANTIZED_HPP
