#ifndef SUREGRASP_BACKENDS_LIBTORCH_HEAD_ADAPTATION_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_HEAD_ADAPTATION_HPP

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <suregrasp/backends/libtorch/detector_digest.hpp>
#include <suregrasp/backends/libtorch/feature_crops.hpp>
#include <suregrasp/backends/libtorch/frozen_pyramid.hpp>
#include <suregrasp/backends/libtorch/inference.hpp>
#include <suregrasp/backends/libtorch/pose_student.hpp>
#include <suregrasp/backends/libtorch/training.hpp>
#include <suregrasp/train/adapt_heads.hpp>
#include <utility>

namespace suregrasp::inline v2::libtorch {

/// A detector as `suregrasp::adapt_heads` adapts it. Shares its weights with the detector it is made of.
class detector_with_frozen_pyramid {
 public:
  /// With a folder, pyramids are kept there between runs.
  detector_with_frozen_pyramid(backend be, detector net, std::optional<pyramid_folder> folder = std::nullopt)
      : be_(be),
        net_(std::move(net)),
        pyramid_(net_, be_, {.size = static_cast<int>(net_->options.input_size)}, std::move(folder)) {}

  [[nodiscard]] pose_encoding encoding() const { return net_->options.encoding; }
  [[nodiscard]] fusion_options fusion() const { return net_->options.fusion; }
  [[nodiscard]] std::int64_t input_size() const { return net_->options.input_size; }

  [[nodiscard]] std::string digest() const { return detector_digest(net_); }

  [[nodiscard]] detections detect(sample const& image, detect_options const& options) const {
    auto const plain = pyramid_.of(image)();
    return detect_in(be_, inference(net_), plain.levels, plain.to_input, options);
  }

  [[nodiscard]] feature_crops<torch::Tensor> crops(std::span<located_sample const> samples,
                                                   feature_crop_options const& options,
                                                   random_stream const& random) const {
    return make_feature_crops(net_, pyramid_, samples, options, random);
  }

  [[nodiscard]] libtorch::heat_training heat_training(double rate) {
    return {net_, be_, {.adam = {.learning_rate = rate}}};
  }

  [[nodiscard]] model_state<torch::Tensor> location_state() const { return state_of(*net_->location_net); }
  void load_location_state(model_state<torch::Tensor> const& state) {
    load_state(*net_->location_net, state, "adapted LocNet");
  }

  [[nodiscard]] pose_student heads() const { return pose_student(net_); }
  [[nodiscard]] adam heads_optimizer(pose_student const& heads, double rate) const {
    return adam(heads.parameters(), {.learning_rate = rate});
  }
  void load_heads(model_state<torch::Tensor> const& state) { load_state(*net_->pose_net, state, "adapted PoseNet"); }

 private:
  backend be_;
  detector net_;
  frozen_pyramid pyramid_;
};

static_assert(adaptable_heads<detector_with_frozen_pyramid, backend>);

/// Adapts `net` itself, on the device of `be`, to which it is moved; as `suregrasp::adapt_heads`.
inline adaptation_result adapt_heads(backend const& be, detector net, adaptation_data const& data,
                                     head_adaptation_options const& options = {}, run_hooks const& hooks = {},
                                     feature_cache<torch::Tensor>* cache = nullptr) {
  require_valid(options);
  require_valid(data);
  net->to(be.device);
  std::optional<pyramid_folder> folder;
  if (cache != nullptr && !cache->folder.empty()) folder = {cache->folder / "features", hooks.note};
  detector_with_frozen_pyramid network(be, std::move(net), std::move(folder));
  return suregrasp::adapt_heads(be, network, data, options, hooks, cache);
}

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_HEAD_ADAPTATION_HPP
