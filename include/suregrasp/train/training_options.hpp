#ifndef SUREGRASP_TRAIN_TRAINING_OPTIONS_HPP
#define SUREGRASP_TRAIN_TRAINING_OPTIONS_HPP

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/detect/detector_options.hpp>
#include <suregrasp/images/augment.hpp>

namespace suregrasp::inline v2 {

/// How far the views of the photographs in a batch go from the photographs.
enum class augmentation {
  none,   ///< the photographs as they are
  weak,   ///< `augment_options::weak()`
  strong  ///< `augment_options::strong()`
};

[[nodiscard]] inline augment_options views_of(augmentation strength) {
  if (strength == augmentation::none) return augment_options::none();
  return strength == augmentation::weak ? augment_options::weak() : augment_options::strong();
}

/// How a detector is trained: first PoseNet with the backbones and the pyramid, then LocNet on frozen features.
struct training_options {
  /// What to train. The depth branch is left out where no photograph has depth; the sizes of the encoding are fitted to
  /// the labels.
  detector_options network{};
  std::filesystem::path backbone_weights{};  ///< pretrained, in torchvision's names; empty: from scratch
  std::int64_t pose_steps = 3000;            ///< of PoseNet
  std::int64_t heat_steps = 800;             ///< of LocNet
  double pose_rate = 1e-3;                   ///< learning rate of PoseNet, which falls to a hundredth by a cosine
  double heat_rate = 1e-3;                   ///< of LocNet, likewise
  /// Learning rate of the backbone, in learning rates of PoseNet. Not given: 0.1 with pretrained weights, else 1.
  std::optional<double> backbone_pace{};
  std::size_t frozen_stages = 0;  ///< of the backbone's four, which keep their weights together with its stem
  bool bfloat16 = false;          ///< networks compute in bfloat16; parameters and losses stay in float
  std::size_t batch = 16;         ///< photographs
  std::size_t locations = 6;      ///< poses learned from each photograph of a batch
  double depth_dropout = 0.5;     ///< share of batches that hide the depth, so that the model works without
  double disk_radius = 0.02;      ///< of the heatmap's target, in sides of the input
  augmentation augment = augmentation::strong;
  std::int64_t validations = 20;       ///< during PoseNet's training
  std::size_t validation_images = 48;  ///< of those held out, the first so many
  std::uint64_t seed = 1;              ///< of batches, views and initial weights
};

/// `backbone_pace`, or what stands for it.
[[nodiscard]] inline double backbone_pace_of(training_options const& o) {
  return o.backbone_pace.value_or(o.backbone_weights.empty() ? 1 : 0.1);
}

/// Throws `option_error` `train.options` for options without sense.
inline void require_valid(training_options const& o) {
  auto const require = [](bool holds, char const* expected) {
    if (!holds) throw option_error("train.options", std::string("expected ") + expected);
  };
  auto const is_rate = [](double rate) { return rate > 0 && std::isfinite(rate); };
  require(o.pose_steps >= 0 && o.heat_steps >= 0, "numbers of steps that are not negative");
  require(is_rate(o.pose_rate) && is_rate(o.heat_rate), "learning rates above 0");
  require(backbone_pace_of(o) >= 0 && std::isfinite(backbone_pace_of(o)), "a backbone's pace that is not negative");
  require(o.frozen_stages <= 4, "at most the four stages of a backbone to freeze");
  require(o.batch > 0 && o.locations > 0, "at least one photograph in a batch, and one location in a photograph");
  require(o.depth_dropout >= 0 && o.depth_dropout <= 1, "a share of batches without depth from 0 to 1");
  require(is_rate(o.disk_radius), "a radius of disks above 0");
  require(o.validations > 0, "at least one validation");
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_TRAINING_OPTIONS_HPP
