#ifndef SUREGRASP_TESTS_UNIT_TRAIN_TOY_DETECTOR_HPP
#define SUREGRASP_TESTS_UNIT_TRAIN_TOY_DETECTOR_HPP

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <suregrasp/backend/tape.hpp>
#include <suregrasp/network/adam.hpp>
#include <suregrasp/network/small_network.hpp>
#include <suregrasp/train/adaptable_heads.hpp>
#include <utility>
#include <vector>

#include "plain_backend.hpp"

namespace suregrasp_tests {

using toy_backend = suregrasp::taped<plain_backend<float>>;
using toy_tensor = suregrasp::tensor_t<toy_backend>;

/// Two heads that read one level.
struct toy_heads {
  using input_type = std::vector<toy_tensor>;
  using output_type = std::vector<toy_tensor>;

  suregrasp::small_network<toy_backend> net;

  [[nodiscard]] output_type forward(input_type const& crops) const { return net.forward(crops.at(0)); }
  [[nodiscard]] suregrasp::model_state<toy_tensor> state() const { return net.state(); }
  void load(suregrasp::model_state<toy_tensor> const& state) { net.load(state); }
  [[nodiscard]] toy_heads clone() const { return {net.clone()}; }
};

/// The least detector that can be adapted: it detects the labels, a little beside them, and the feature of a location
/// is half the pose there. Its LocNet is a number that each step raises by the rate.
class toy_detector {
 public:
  explicit toy_detector(toy_backend be) : be_(be), heads_{{be, heads_options(), suregrasp::random_stream(5)}} {}

  [[nodiscard]] suregrasp::pose_encoding encoding() const {
    return {suregrasp::angle_code::double_angle, {2, 0.5}, {1.5, 0.4}};
  }
  [[nodiscard]] suregrasp::fusion_options fusion() const { return {}; }
  [[nodiscard]] std::int64_t input_size() const { return 32; }
  [[nodiscard]] std::string digest() const { return "toy " + std::to_string(location); }

  [[nodiscard]] suregrasp::detections detect(suregrasp::sample const& image, suregrasp::detect_options const&) const {
    suregrasp::detections found;
    for (auto g : image.grasps) {
      g.x += 0.5;
      found.ranked.push_back({.grasp = g});
    }
    return found;
  }

  [[nodiscard]] suregrasp::feature_crops<toy_tensor> crops(std::span<suregrasp::located_sample const> samples,
                                                           suregrasp::feature_crop_options const& options,
                                                           suregrasp::random_stream const& random) const {
    suregrasp::feature_crops<toy_tensor> all{
        .levels = {}, .maps = {}, .grasps = {}, .locations = 0, .views = options.views};
    std::vector<float> rows;
    for (std::size_t v = 0; v < options.views; ++v)
      for (std::size_t i = 0; i < samples.size(); ++i) {
        auto stream = random.fork(samples[i].image.id, v);
        auto const to_input = suregrasp::affine_map<double>::rotation(v == 0 ? 0 : stream.uniform(-1, 1), {16, 16});
        for (auto const& g : samples[i].locations) {
          if (v == 0) all.grasps.push_back(g), ++all.locations;
          all.maps.push_back(to_input);
          for (double const value : encoding().encode(to_input(g))) rows.push_back(static_cast<float>(value / 2));
        }
      }
    for (std::size_t i = 0; i < samples.size(); ++i) {
      ++crops_taken;
      if (options.on_image) options.on_image(i + 1);
    }
    auto const count = static_cast<std::int64_t>(all.maps.size());
    if (count > 0) all.levels = {be_.from_host(suregrasp::host_view<float const>({count, 4}, rows))};
    return all;
  }

  struct counter {
    std::string count;
    [[nodiscard]] std::string state() const { return count; }
    void load_state(std::string const& bytes) { count = bytes; }
  };
  struct trainer {
    toy_detector* of;
    counter steps;
    double step(suregrasp::training_batch const& batch, double rate) {
      steps.count += '.';
      of->location += static_cast<float>(rate) * static_cast<float>(steps.count.size());
      ++of->heat_steps;
      return static_cast<double>(batch.heat.values.size());
    }
    counter& optimizer() { return steps; }
  };
  [[nodiscard]] trainer heat_training(double) { return {this, {}}; }

  [[nodiscard]] suregrasp::model_state<toy_tensor> location_state() const {
    std::vector<float> const value{location};
    return {{"value", be_.from_host(suregrasp::host_view<float const>({1}, value))}};
  }
  void load_location_state(suregrasp::model_state<toy_tensor> const& state) {
    location = be_.to_host(state.at(0).value).values.at(0);
  }

  [[nodiscard]] toy_heads heads() const { return heads_.clone(); }
  [[nodiscard]] suregrasp::adam<toy_backend> heads_optimizer(toy_heads const&, double rate) const {
    return suregrasp::adam<toy_backend>({.rate = suregrasp::constant_schedule{rate}});
  }
  void load_heads(suregrasp::model_state<toy_tensor> const& state) { heads_.load(state); }

  /// Every number of its heads.
  [[nodiscard]] std::vector<float> weights() const {
    std::vector<float> all;
    for (auto const& item : heads_.state())
      for (float const value : be_.to_host(item.value).values) all.push_back(value);
    return all;
  }

  float location = 0;
  int heat_steps = 0;
  mutable std::size_t crops_taken = 0;  ///< photographs

 private:
  [[nodiscard]] static suregrasp::small_network_options heads_options() {
    return {.input = {4}, .convolutions = {}, .dense = {8}, .heads = 2, .outputs = 4};
  }

  toy_backend be_;
  toy_heads heads_;
};

static_assert(suregrasp::adaptable_heads<toy_detector, toy_backend>);

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_UNIT_TRAIN_TOY_DETECTOR_HPP
