#ifndef SUREGRASP_TRAIN_TRAINING_OPTIONS_HPP
#define SUREGRASP_TRAIN_TRAINING_OPTIONS_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <suregrasp/core/field_checks.hpp>
#include <suregrasp/images/augment.hpp>

namespace suregrasp::inline v2 {

/// How far the views of the photographs in a batch go from the photographs.
enum class augmentation {
  none,   ///< the photographs as they are
  weak,   ///< `augment_options::weak()`
  strong  ///< `augment_options::strong()`
};

/// What each value is called in files and on the command line.
[[nodiscard]] constexpr auto names_of(augmentation) {
  return std::array{named_value{augmentation::none, "none"}, named_value{augmentation::weak, "weak"},
                    named_value{augmentation::strong, "strong"}};
}

/// The views that augmentation of such a strength draws from.
[[nodiscard]] inline augment_options views_of(augmentation strength) {
  if (strength == augmentation::none) return augment_options::none();
  return strength == augmentation::weak ? augment_options::weak() : augment_options::strong();
}

/// How a detector is trained: first PoseNet with the backbones and the pyramid, then LocNet on frozen features.
struct training_options {
  std::filesystem::path backbone_weights{};  ///< empty: from scratch
  std::int64_t pose_steps = 3000;            ///< of PoseNet
  std::int64_t heat_steps = 800;             ///< of LocNet
  double pose_rate = 1e-3;                   ///< of PoseNet at first; falls to a hundredth by a cosine
  double heat_rate = 1e-3;                   ///< of LocNet, likewise
  double backbone_pace = 0;                  ///< see `backbone_pace_of`
  std::size_t frozen_stages = 0;             ///< of the backbone's four; its stem with them
  bool bfloat16 = false;                     ///< of networks; parameters and losses stay in float
  std::size_t batch = 16;
  std::size_t locations = 6;
  double depth_dropout = 0.5;
  double disk_radius = 0.02;
  augmentation augment = augmentation::strong;
  std::int64_t validations = 20;
  std::size_t validation_images = 48;  ///< the first of those held out
  std::uint64_t seed = 1;              ///< of batches, views and initial weights
  friend bool operator==(training_options const&, training_options const&) = default;

  static constexpr auto fields(auto list) {
    using o = training_options;
    return list(
        field{"backbone_weights", &o::backbone_weights,
              "Pretrained backbone in torchvision's names: safetensors or torch.save; its batch statistics stay"},
        field{"pose_steps", &o::pose_steps, "Steps of PoseNet's training"}.between(0, 1e9),
        field{"heat_steps", &o::heat_steps, "Steps of LocNet's training"}.between(0, 1e9),
        field{"pose_rate", &o::pose_rate, "Learning rate of PoseNet"}.above(0),
        field{"heat_rate", &o::heat_rate, "Learning rate of LocNet"}.above(0),
        field{"backbone_pace", &o::backbone_pace,
              "Learning rate of the backbone, in learning rates of PoseNet; 0: 0.1 with pretrained weights, else 1"}
            .rarely_needed()
            .at_least(0),
        field{"frozen_stages", &o::frozen_stages,
              "Of the backbone's four stages, so many keep their weights; its first stages are the slow ones to train"}
            .between(0, 4),
        field{"bfloat16", &o::bfloat16, "Compute in bfloat16: twice as fast on processors that have it"},
        field{"batch", &o::batch, "Photographs in a batch"}.between(1, 4096),
        field{"locations", &o::locations, "Poses learned from each photograph of a batch"}
            .rarely_needed()
            .between(1, 4096)
            .typed_as("--places"),
        field{"depth_dropout", &o::depth_dropout,
              "Share of batches that hide the depth, so that the model works without"}
            .rarely_needed()
            .between(0, 1),
        field{"disk_radius", &o::disk_radius, "Radius of LocNet's target disks, in sides of the input"}
            .rarely_needed()
            .between(0.001, 0.5),
        field{"augment", &o::augment, "Views of the photographs to learn from"}.rarely_needed(),
        field{"validations", &o::validations, "Validations during PoseNet's training"}.rarely_needed().between(1, 1e6),
        field{"validation_images", &o::validation_images, "Held-out photographs used for them, at most"}
            .rarely_needed(),
        field{"seed", &o::seed}.not_offered());
  }
};

/// The learning rate of the backbone in learning rates of PoseNet: what the options say, else 0.1 for pretrained
/// weights and 1 for a backbone from scratch.
[[nodiscard]] inline double backbone_pace_of(training_options const& o) {
  if (o.backbone_pace > 0) return o.backbone_pace;
  return o.backbone_weights.empty() ? 1 : 0.1;
}

/// Throws `option_error` `option.field` for the first option out of its range.
inline void require_valid(training_options const& o) { check_fields(o, "training"); }

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_TRAINING_OPTIONS_HPP
