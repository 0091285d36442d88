#include <catch2/catch.hpp>
#include <functional>
#include <limits>
#include <suregrasp/train/training_options.hpp>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

TEST_CASE("training_options: what cannot be meant is refused") {
  CHECK_NOTHROW(require_valid(training_options{}));
  std::vector<std::function<void(training_options&)>> const faults{
      [](auto& o) { o.pose_steps = -1; },     [](auto& o) { o.heat_steps = -1; },
      [](auto& o) { o.pose_rate = 0; },       [](auto& o) { o.heat_rate = std::numeric_limits<double>::infinity(); },
      [](auto& o) { o.backbone_pace = -1; },  [](auto& o) { o.frozen_stages = 5; },
      [](auto& o) { o.batch = 0; },           [](auto& o) { o.locations = 0; },
      [](auto& o) { o.depth_dropout = 1.5; }, [](auto& o) { o.disk_radius = 0; },
      [](auto& o) { o.validations = 0; },     [](auto& o) { o.augment = static_cast<augmentation>(7); }};
  for (auto const& fault : faults) {
    training_options options;
    fault(options);
    auto const refused = error_of([&] { require_valid(options); });
    CHECK(refused.id == "option.field");
    CHECK_THAT(refused.message, Catch::StartsWith("training: ") && Catch::Contains("expected "));
  }
}

TEST_CASE("training_options: a pretrained backbone learns at a tenth of the pace, unless told otherwise") {
  training_options options;
  CHECK(backbone_pace_of(options) == 1);
  options.backbone_weights = "resnet18.pth";
  CHECK(backbone_pace_of(options) == 0.1);
  options.backbone_pace = 0.5;
  CHECK(backbone_pace_of(options) == 0.5);
}

TEST_CASE("training_options: names of augmentations stand for their views") {
  CHECK(name_of(augmentation::strong) == "strong");
  CHECK(views_of(augmentation::none).rotation == 0);
  CHECK(views_of(augmentation::weak).brightness == augment_options::weak().brightness);
  CHECK(views_of(augmentation::strong).most_cutouts == augment_options::strong().most_cutouts);
}
