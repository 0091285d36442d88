#ifndef SUREGRASP_TESTS_UNIT_TRAIN_TOY_WHOLE_DETECTOR_HPP
#define SUREGRASP_TESTS_UNIT_TRAIN_TOY_WHOLE_DETECTOR_HPP

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <suregrasp/backend/tape.hpp>
#include <suregrasp/network/adam.hpp>
#include <suregrasp/network/small_network.hpp>
#include <suregrasp/pyramid/crop.hpp>
#include <suregrasp/train/trainable_network.hpp>
#include <vector>

#include "plain_backend.hpp"

namespace suregrasp_tests {

using toy_backend = suregrasp::taped<plain_backend<float>>;
using toy_tensor = suregrasp::tensor_t<toy_backend>;

/// The least whole detector that can be adapted: its one level is the image, its heat follows from how red a pixel is,
/// its two heads read the colour of a location.
class toy_whole_detector {
 public:
  using levels_type = std::vector<suregrasp::level<toy_tensor>>;

  explicit toy_whole_detector(toy_backend be)
      : be_(be),
        heads_(be, {.input = {3}, .dense = {8}, .heads = 2, .outputs = 4}, suregrasp::random_stream(5)),
        redness_(number(1)),
        shift_(number(0)) {}

  [[nodiscard]] suregrasp::pose_encoding encoding() const {
    return {suregrasp::angle_code::double_angle, {2, 0.5}, {1.5, 0.4}};
  }
  [[nodiscard]] suregrasp::fusion_options fusion() const { return {}; }
  [[nodiscard]] std::int64_t input_size() const { return 16; }
  [[nodiscard]] std::string digest() const {
    std::string all;
    for (float const value : weights()) all += std::to_string(value) + ' ';
    return all;
  }

  [[nodiscard]] levels_type features(suregrasp::image_batch<toy_tensor> const& images) const {
    auto const shape = be_.shape(images.rgb);
    std::vector<toy_tensor> channels;
    for (std::int64_t c = 0; c < 3; ++c)
      channels.push_back(be_.reshape(suregrasp::slice(be_, images.rgb, 1, c, 1), {shape[0], shape[2], shape[3], 1}));
    return {{be_.concat(std::span<toy_tensor const>(channels), 3), 1}};
  }
  [[nodiscard]] toy_tensor heat_logits(levels_type const& levels) const {
    auto const shape = be_.shape(levels.at(0).features);
    auto const red =
        be_.reshape(suregrasp::slice(be_, levels.at(0).features, 3, 0, 1), {shape[0], 1, shape[1], shape[2]});
    return be_.add(be_.mul(red, redness_), shift_);
  }
  [[nodiscard]] toy_tensor heat(levels_type const& levels) const {
    auto const logits = heat_logits(levels);
    auto const shape = be_.shape(logits);
    auto const one = suregrasp::constant(be_, 1);
    auto const odds = be_.exp(be_.sub(suregrasp::constant(be_, 0), logits));
    return be_.reshape(be_.div(one, be_.add(one, odds)), {shape[0], shape[2], shape[3]});
  }
  [[nodiscard]] std::vector<toy_tensor> poses(levels_type const& levels,
                                              std::span<suregrasp::location const> at) const {
    return heads_.forward(be_.reshape(suregrasp::crop(be_, levels.at(0), at, 1), {std::ssize(at), 3}));
  }

  [[nodiscard]] suregrasp::model_state<toy_tensor> state() const {
    auto all = heads_.state();
    all.push_back({"redness", redness_});
    all.push_back({"shift", shift_});
    return all;
  }
  void load(suregrasp::model_state<toy_tensor> state) {
    shift_ = be_.variable(state.back().value);
    state.pop_back();
    redness_ = be_.variable(state.back().value);
    state.pop_back();
    heads_.load(state);
  }
  [[nodiscard]] toy_whole_detector clone() const {
    toy_whole_detector copy(be_);
    auto values = state();
    for (auto& each : values) each.value = be_.from_host(be_.to_host(each.value).view());
    copy.load(values);
    return copy;
  }
  [[nodiscard]] suregrasp::adam<toy_backend> optimizer(suregrasp::adaptation_options const& o) const {
    return suregrasp::adam<toy_backend>({.rate = suregrasp::constant_schedule{o.learning_rate}});
  }

  /// Every number of it.
  [[nodiscard]] std::vector<float> weights() const {
    std::vector<float> all;
    for (auto const& item : state())
      for (float const value : be_.to_host(item.value).values) all.push_back(value);
    return all;
  }

 private:
  [[nodiscard]] toy_tensor number(float value) const {
    std::array<float, 1> const values{value};
    return be_.variable(be_.from_host(suregrasp::host_view<float const>({1}, values)));
  }

  toy_backend be_;
  suregrasp::small_network<toy_backend> heads_;
  toy_tensor redness_, shift_;
};

static_assert(suregrasp::trainable_network<toy_whole_detector, toy_backend>);

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_UNIT_TRAIN_TOY_WHOLE_DETECTOR_HPP
