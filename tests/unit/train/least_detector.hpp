#ifndef SUREGRASP_TESTS_UNIT_TRAIN_LEAST_DETECTOR_HPP
#define SUREGRASP_TESTS_UNIT_TRAIN_LEAST_DETECTOR_HPP

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <suregrasp/testing/archetype.hpp>
#include <suregrasp/train/trainable_detector.hpp>
#include <utility>
#include <vector>

namespace suregrasp_tests {

using float_backend = suregrasp::testing::archetype<float>;
using float_tensor = float_backend::tensor_type;

inline float_backend const single = float_backend::make();

/// An optimiser of one number, with momentum.
struct least_optimizer {
  float momentum = 0;

  [[nodiscard]] std::string state() const { return std::to_string(std::bit_cast<std::uint32_t>(momentum)); }
  void load_state(std::string const& bytes) {
    momentum = std::bit_cast<float>(static_cast<std::uint32_t>(std::stoul(bytes)));
  }
};

/// Moves one weight towards the mean of a batch's targets.
class least_trainer {
 public:
  least_trainer(float& weight, bool poses) : weight_(weight), poses_(poses) {}

  double step(suregrasp::training_batch const& batch, double rate) {
    auto const& targets = poses_ ? batch.poses.values : batch.heat.values;
    float target = 0;
    for (float const value : targets) target += value / static_cast<float>(targets.size());
    float const off = weight_ - target;
    optimizer_.momentum = 0.5F * optimizer_.momentum + off;
    weight_ -= static_cast<float>(rate) * optimizer_.momentum;
    return static_cast<double>(std::abs(off));
  }
  [[nodiscard]] least_optimizer& optimizer() { return optimizer_; }

 private:
  float& weight_;
  bool poses_;
  least_optimizer optimizer_;
};

/// A network that answers the same everywhere: its heads say its first weight, its heatmap is even.
struct least_network {
  suregrasp::pose_encoding code;
  std::array<float, 2> weights;

  static constexpr std::int64_t side = 32;
  [[nodiscard]] suregrasp::pose_encoding encoding() const { return code; }
  [[nodiscard]] suregrasp::fusion_options fusion() const { return {}; }
  [[nodiscard]] std::int64_t input_size() const { return side; }
  [[nodiscard]] std::vector<suregrasp::level<float_tensor>> features(
      suregrasp::image_batch<float_tensor> const& images) const {
    return {{full({single.shape(images.rgb)[0], 8, 8, 1}, 0), 4}};
  }
  [[nodiscard]] float_tensor heat(std::vector<suregrasp::level<float_tensor>> const&) const {
    return full({1, side, side}, 0.5F);
  }
  [[nodiscard]] std::vector<float_tensor> poses(std::vector<suregrasp::level<float_tensor>> const&,
                                                std::span<suregrasp::location const> at) const {
    return {full({static_cast<std::int64_t>(at.size()), code.columns()}, weights[0])};
  }

 private:
  [[nodiscard]] static float_tensor full(suregrasp::extents const& shape, float value) {
    auto const values = suregrasp::host_array<float>(shape, value);
    return single.from_host({values.shape, values.values});
  }
};

/// The least detector that can be trained.
class least_detector {
 public:
  explicit least_detector(suregrasp::pose_encoding code) : code_(code) {}

  [[nodiscard]] suregrasp::pose_encoding encoding() const { return code_; }
  [[nodiscard]] std::int64_t input_size() const { return least_network::side; }
  [[nodiscard]] std::map<std::string, std::string> description() const { return {{"kind", kind}}; }
  [[nodiscard]] least_trainer pose_trainer(suregrasp::training_options const&) { return {(*weights_)[0], true}; }
  [[nodiscard]] least_trainer heat_trainer(suregrasp::training_options const&) { return {(*weights_)[1], false}; }
  [[nodiscard]] least_network inference() const { return {code_, *weights_}; }
  [[nodiscard]] suregrasp::model_state<float_tensor> state() const {
    return {{"posenet", single.from_host({{1}, std::span(*weights_).first(1)}), suregrasp::tensor_role::parameter},
            {"locnet", single.from_host({{1}, std::span(*weights_).last(1)}), suregrasp::tensor_role::parameter}};
  }
  void load(suregrasp::model_state<float_tensor> const& state) {
    for (std::size_t i = 0; i < 2; ++i) (*weights_)[i] = single.to_host(state[i].value).values[0];
  }
  [[nodiscard]] std::array<float, 2> weights() const { return *weights_; }

  std::string kind = "least";

 private:
  suregrasp::pose_encoding code_;
  std::shared_ptr<std::array<float, 2>> weights_ = std::make_shared<std::array<float, 2>>(std::array{3.0F, -2.0F});
};

static_assert(suregrasp::trainable_detector<least_detector, float_backend>);

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_UNIT_TRAIN_LEAST_DETECTOR_HPP
