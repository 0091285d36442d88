#ifndef SUREGRASP_TESTS_LAWS_ALGORITHM_RESULTS_HPP
#define SUREGRASP_TESTS_LAWS_ALGORITHM_RESULTS_HPP

#include <cmath>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/geometry/batch_iou.hpp>
#include <suregrasp/geometry/batch_suppression.hpp>
#include <suregrasp/geometry/impl/tensor_iou.hpp>
#include <suregrasp/geometry/tensor_angle.hpp>
#include <suregrasp/heatmap/peaks.hpp>
#include <suregrasp/loss/binary_cross_entropy.hpp>
#include <suregrasp/loss/pose_loss.hpp>
#include <suregrasp/loss/smooth_l1.hpp>
#include <suregrasp/network/convolution.hpp>
#include <suregrasp/network/dense.hpp>
#include <suregrasp/pyramid/crop.hpp>
#include <suregrasp/pyramid/fusion.hpp>
#include <suregrasp/teacher/moving_average.hpp>
#include <suregrasp/testing/law.hpp>
#include <suregrasp/testing/sample_values.hpp>
#include <suregrasp/testing/tolerance.hpp>
#include <vector>

#include "plain_backend.hpp"

/// Every algorithm that is generic over the backend, run on given data: what one backend makes of it, another must too.
namespace suregrasp_tests {

using namespace suregrasp;

template <tensor_backend B>
using algorithm_results = std::map<std::string, host_array<scalar_t<B>>>;

template <tensor_backend B>
void append_derived(algorithm_results<B>& results, B const& be) {
  auto const a = testing::put(be, testing::mixed_values<scalar_t<B>>({4, 3}, 1)),
             b = testing::put(be, testing::mixed_values<scalar_t<B>>({4, 3}, 2));
  results["scale"] = be.to_host(suregrasp::scale(be, a, -2.5));
  results["square"] = be.to_host(suregrasp::square(be, a));
  results["maximum"] = be.to_host(suregrasp::maximum(be, a, b));
  results["minimum"] = be.to_host(suregrasp::minimum(be, a, b));
  results["abs"] = be.to_host(suregrasp::abs(be, a));
  results["sqrt"] = be.to_host(suregrasp::sqrt(be, a));
  results["sum_all"] = be.to_host(suregrasp::sum_all(be, a));
  results["mean_all"] = be.to_host(suregrasp::mean_all(be, a));
  results["slice"] = be.to_host(suregrasp::slice(be, a, 0, 1, 2));
  results["column"] = be.to_host(suregrasp::column(be, a, 2));
  results["item"] = host_array<scalar_t<B>>({}, suregrasp::item(be, suregrasp::constant(be, 1.5)));
}

template <tensor_backend B>
void append_pyramid(algorithm_results<B>& results, B const& be) {
  using tensor = tensor_t<B>;
  level<tensor> const from{testing::put(be, testing::mixed_values<scalar_t<B>>({2, 5, 6, 3})), 4};
  std::vector<location> const at{{0, 10.25, 7.5}, {1, -3, 40}, {1, 12, 12}};
  results["crop"] = be.to_host(suregrasp::crop(be, from, std::span<location const>(at), 3));

  auto const heads_of = [&](std::int64_t columns) {
    std::vector<tensor> heads;
    for (std::size_t k = 0; k < 4; ++k)
      heads.push_back(testing::put(be, testing::mixed_values<scalar_t<B>>({7, columns}, k)));
    return heads;
  };
  auto const append = [&](std::string const& name, fused_pose<tensor> const& fused) {
    results[name + " mean"] = be.to_host(fused.mean);
    results[name + " variance"] = be.to_host(fused.variance);
    results[name + " uncertainty"] = be.to_host(fused.uncertainty);
  };
  pose_encoding const axial{angle_code::double_angle, {3.5, 0.5}, {3.0, 0.4}}, raw{angle_code::raw, {3, 0.5}, {2, 0.4}};
  auto const axial_heads = heads_of(4), raw_heads = heads_of(3);
  append("fuse", suregrasp::fuse(be, std::span<tensor const>(axial_heads), axial));
  append("fuse unit heads", suregrasp::fuse(be, std::span<tensor const>(axial_heads), axial, {.unit_heads = true}));
  append("fuse raw", suregrasp::fuse(be, std::span<tensor const>(raw_heads), raw));
  append("fuse literal", suregrasp::fuse(be, std::span<tensor const>(raw_heads), raw, {.literal = true}));
}

template <tensor_backend B>
void append_losses(algorithm_results<B>& results, B const& be) {
  using scalar = scalar_t<B>;
  auto const x = testing::put(be, testing::mixed_values<scalar>({5, 4}, 1)),
             y = testing::put(be, testing::mixed_values<scalar>({5, 4}, 2));
  auto const labels = be.where(y, suregrasp::constant(be, 1), suregrasp::constant(be, 0));
  results["smooth_l1"] = be.to_host(suregrasp::smooth_l1(be, x, y));
  results["smooth_l1 beta"] = be.to_host(suregrasp::smooth_l1(be, x, y, 3));
  results["binary_cross_entropy"] = be.to_host(suregrasp::binary_cross_entropy(be, x, labels));
  results["binary_cross_entropy far out"] =
      be.to_host(suregrasp::binary_cross_entropy(be, suregrasp::scale(be, x, 500), labels));
  results["head_distance"] =
      be.to_host(suregrasp::multi_head_loss(be, std::vector<tensor_t<B>>{x, suregrasp::scale(be, x, 0.5)}, y));
}

template <tensor_backend B>
void append_host_kernels(algorithm_results<B>& results, B const& be) {
  using scalar = scalar_t<B>;
  host_array<scalar> heat({24, 30});
  for (std::size_t i = 0; i < heat.values.size(); ++i)
    heat.values[i] = static_cast<scalar>(static_cast<double>((i * 7919) % 1009) / 1024);
  std::vector<scalar> found;
  for (auto const& p : suregrasp::find_peaks(be, testing::put(be, heat), {.threshold = 0.5, .radius = 3}))
    for (auto const value : {static_cast<double>(p.x), static_cast<double>(p.y), static_cast<double>(p.heat)})
      found.push_back(static_cast<scalar>(value));
  results["find_peaks"] = {{static_cast<std::int64_t>(found.size() / 3), 3}, found};

  auto const a =
      testing::put(be, host_array<scalar>({2, 5}, std::vector<scalar>{10, 12, 0.25, 20, 8, 40, 40, -1, 30, 10}));
  auto const b =
      testing::put(be, host_array<scalar>({2, 5}, std::vector<scalar>{11, 12, 0.5, 18, 9, 45, 38, 1.25, 30, 12}));
  results["iou_pairs"] = be.to_host(suregrasp::iou_pairs(be, a, b));
  results["iou_matrix"] = be.to_host(suregrasp::iou_matrix(be, a, b));
  results["iou of tensors"] = be.to_host(suregrasp::iou(be, a, b));
  results["axial_distance"] =
      be.to_host(suregrasp::axial_distance(be, suregrasp::column(be, a, 2), suregrasp::column(be, b, 2)));

  std::vector<tensor_t<B>> const both{a, b};
  auto const scores = testing::put(be, host_array<scalar>({4}, std::vector<scalar>{0.5, 0.75, 0.25, 1}));
  auto const kept =
      suregrasp::rotated_suppression(be, be.concat(std::span<tensor_t<B> const>(both), 0), scores, {.iou = 0.3});
  results["rotated_suppression"] = {{std::ssize(kept)}, std::vector<scalar>(kept.begin(), kept.end())};
}

/// Layers, where the backend multiplies matrices.
template <tensor_backend B>
void append_layers(algorithm_results<B>& results, B const& be) {
  if constexpr (linalg_backend<B>) {
    auto const of = [&](extents const& shape, std::size_t seed) {
      return testing::put(be, testing::mixed_values<scalar_t<B>>(shape, seed));
    };
    results["dense"] = be.to_host(suregrasp::relu(be, suregrasp::dense(be, of({3, 4}, 1), of({4, 2}, 2), of({2}, 3))));
    results["convolution"] =
        be.to_host(suregrasp::convolution(be, of({2, 4, 5, 2}, 1), of({18, 3}, 2), of({3}, 3), {.stride = 2}));
  }
}

/// One layer `x -> mul(x, weight)`, with a statistic and a counter, over any backend: the smallest model to train.
template <tensor_backend B>
class small_model {
 public:
  using input_type = tensor_t<B>;
  using output_type = tensor_t<B>;

  small_model(B be, double value)
      : be_(be),
        state_{{"weight", suregrasp::scale(be, testing::put(be, testing::mixed_values<scalar_t<B>>({2, 3})), value),
                tensor_role::parameter},
               {"mean", suregrasp::constant(be, value), tensor_role::buffer},
               {"steps", suregrasp::constant(be, value), tensor_role::counter}} {}

  output_type forward(input_type const& x) { return be_.mul(x, state_.front().value); }
  [[nodiscard]] model_state<tensor_t<B>> state() const { return state_; }
  void load(model_state<tensor_t<B>> const& state) { state_ = state; }
  [[nodiscard]] small_model clone() const { return *this; }

 private:
  B be_;
  model_state<tensor_t<B>> state_;
};

template <tensor_backend B>
void append_moving_average(algorithm_results<B>& results, B const& be) {
  small_model teacher(be, 1);
  suregrasp::ema_update(be, teacher, small_model(be, 3), 0.75);
  for (auto const& entry : teacher.state()) results["move_towards of " + entry.name] = be.to_host(entry.value);
}

template <tensor_backend B>
[[nodiscard]] algorithm_results<B> run_algorithms(B const& be) {
  algorithm_results<B> results;
  append_derived(results, be);
  append_pyramid(results, be);
  append_losses(results, be);
  append_host_kernels(results, be);
  append_layers(results, be);
  append_moving_average(results, be);
  return results;
}

/// What a backend's results have to be: those of the definitions of the primitives.
template <tensor_backend B>
[[nodiscard]] testing::law_results agreement_with_reference(B const& be) {
  auto const expected = run_algorithms(plain_backend<scalar_t<B>>{});
  testing::law_results laws;
  for (auto const& [name, got] : run_algorithms(be))
    laws.push_back(testing::law("the same as by definition: " + name, [&, &title = name, &value = got](auto& against) {
      against.expect_near(title, value, expected.at(title), testing::tolerance<B>::value);
    }));
  return laws;
}

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_LAWS_ALGORITHM_RESULTS_HPP
