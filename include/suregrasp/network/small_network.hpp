#ifndef SUREGRASP_NETWORK_SMALL_NETWORK_HPP
#define SUREGRASP_NETWORK_SMALL_NETWORK_HPP

#include <cmath>
#include <cstdint>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/network/convolution.hpp>
#include <suregrasp/network/dense.hpp>
#include <suregrasp/teacher/trainable_model.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// One convolution of a `small_network`.
struct convolution_layer {
  std::int64_t channels = 8;
  convolution_window window = {.size = 3, .stride = 2, .padding = 1};
};

/// The layers of a `small_network`, from its input to its heads. A ReLU follows every layer but the heads.
struct small_network_options {
  extents input = {1};  ///< shape of one sample: `[K]`, or `[H, W, C]` where convolutions follow
  std::vector<convolution_layer> convolutions = {};
  std::vector<std::int64_t> dense = {32};  ///< widths of the fully connected layers
  std::int64_t heads = 4;
  std::int64_t outputs = 1;  ///< numbers per head
};

/// A small network of convolutions, fully connected layers and several linear heads; the spread of the heads' answers
/// serves as uncertainty. Runs and trains on any backend with gradients and matrix products (`taped<B>` gives gradients
/// to a backend `B` without).
///
/// Maps `[N, input...]` to one `[N, outputs]` per head. Models `trainable_model`.
template <class B>
  requires linalg_backend<B> && differentiable_backend<B>
class small_network {
 public:
  using input_type = tensor_t<B>;
  using output_type = std::vector<tensor_t<B>>;

  /// Draws the weights from a normal distribution of variance 2 / inputs (He et al. 2015), 1 / inputs in the heads;
  /// biases are 0. The same `random` gives the same weights on every backend, up to rounding. Throws `option_error`
  /// (`network.input`, `network.layer`, `network.heads`) for sizes below 1 and for a window that does not fit its map.
  small_network(B be, small_network_options options, random_stream const& random)
      : be_(std::move(be)), options_(std::move(options)) {
    extents shape = options_.input;
    for (auto const& layer : options_.convolutions) {
      if (shape.size() != 3)
        throw option_error("network.input", "convolutions expect an input [H, W, C], got " + to_string(options_.input));
      if (!layer.window.fits(shape[0]) || !layer.window.fits(shape[1]))
        throw option_error("network.layer", "a window of " + std::to_string(layer.window.size) + " pixels, " +
                                                std::to_string(layer.window.stride) + " apart, does not fit maps " +
                                                to_string(shape));
      add_layer("convolution", layer.window.size * layer.window.size * shape[2], layer.channels, 2, random);
      shape = {layer.window.count(shape[0]), layer.window.count(shape[1]), layer.channels};
    }
    auto width = static_cast<std::int64_t>(element_count(shape));
    for (auto const next : options_.dense) add_layer("dense", std::exchange(width, next), next, 2, random);
    for (std::int64_t head = 0; head < options_.heads; ++head) add_layer("head", width, options_.outputs, 1, random);
    if (options_.heads < 1) throw option_error("network.heads", "expected at least one head, got none");
  }

  [[nodiscard]] output_type forward(input_type x) const {
    std::size_t next = 0;
    auto const parameter = [&]() -> tensor_t<B> const& { return state_[next++].value; };
    for (auto const& layer : options_.convolutions) {
      auto const& weight = parameter();
      x = suregrasp::relu(be_, suregrasp::convolution(be_, x, weight, parameter(), layer.window));
    }
    auto const shape = be_.shape(x);
    auto const features = element_count({shape.begin() + 1, shape.end()});
    x = be_.reshape(x, {shape.at(0), static_cast<std::int64_t>(features)});
    for (std::size_t layer = 0; layer < options_.dense.size(); ++layer) {
      auto const& weight = parameter();
      x = suregrasp::relu(be_, suregrasp::dense(be_, x, weight, parameter()));
    }
    output_type heads;
    while (next < state_.size()) {
      auto const& weight = parameter();
      heads.push_back(suregrasp::dense(be_, x, weight, parameter()));
    }
    return heads;
  }

  [[nodiscard]] model_state<tensor_t<B>> state() const { return state_; }

  /// Takes over copies of the values. Throws `model_error` for other names or shapes than those of this network.
  void load(model_state<tensor_t<B>> const& state) {
    suregrasp::require_same_structure(be_, "network", state_, "state to load", state);
    for (std::size_t i = 0; i < state.size(); ++i) state_[i].value = be_.variable(state[i].value);
  }

  [[nodiscard]] small_network clone() const {
    auto copy = *this;
    copy.load(state_);
    return copy;
  }

 private:
  void add_layer(std::string const& kind, std::int64_t inputs, std::int64_t outputs, double gain,
                 random_stream const& random) {
    auto const name = kind + "." + std::to_string(state_.size() / 2);
    if (inputs < 1 || outputs < 1)
      throw option_error("network.layer", name + ": expected sizes of at least 1, got " + std::to_string(inputs) +
                                              " inputs and " + std::to_string(outputs) + " outputs");
    auto stream = random.fork(name);
    host_array<scalar_t<B>> weight(extents{inputs, outputs});
    double const deviation = std::sqrt(gain / static_cast<double>(inputs));
    for (auto& value : weight.values) value = static_cast<scalar_t<B>>(stream.normal(0, deviation));
    state_.push_back({name + ".weight", be_.variable(be_.from_host(weight.view())), tensor_role::parameter});
    state_.push_back({name + ".bias", be_.variable(suregrasp::zeros(be_, {outputs})), tensor_role::parameter});
  }

  B be_;
  small_network_options options_;
  model_state<tensor_t<B>> state_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_NETWORK_SMALL_NETWORK_HPP
