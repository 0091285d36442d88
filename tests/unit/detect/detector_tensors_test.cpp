#include <catch2/catch.hpp>
#include <cstdint>
#include <string>
#include <suregrasp/detect/detector_tensors.hpp>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

/// Numbers in the tensors whose names begin with `part`; with running statistics or without.
std::int64_t numbers_in(detector_options const& options, std::string const& part, bool statistics = false) {
  std::int64_t count = 0;
  for (auto const& [name, shape] : detector_tensors(options))
    if (name.starts_with(part) && (statistics || name.find(".running_") == std::string::npos))
      count += static_cast<std::int64_t>(element_count(shape));
  return count;
}

std::int64_t backbone_numbers(std::string const& name) {
  return numbers_in({.backbone = name, .depth_branch = false}, "branches.rgb.");
}

}  // namespace

TEST_CASE("detector_tensors: backbones have as many parameters as the published ones without their classifiers") {
  // torchvision 0.15 states them with the last layers, which are taken off here
  CHECK(backbone_numbers("resnet18") == 11'689'512 - (512 * 1000 + 1000));
  CHECK(backbone_numbers("resnet34") == 21'797'672 - (512 * 1000 + 1000));
  CHECK(backbone_numbers("resnet50") == 25'557'032 - (2048 * 1000 + 1000));
  CHECK(backbone_numbers("mobilenet_v2") == 3'504'872 - (1280 * 1000 + 1000) - (320 * 1280 + 2 * 1280));
}

TEST_CASE("detector_tensors: the parts above the backbone, counted by hand") {
  detector_options const options{.pyramid_channels = 16, .crop_size = 3, .hidden = 8};
  CHECK(numbers_in(options, "pyramid.lateral.") == (64 + 128 + 256 + 512) * 16 + 4 * 16);
  CHECK(numbers_in(options, "pyramid.smooth.") == 4 * (16 * 16 * 9 + 16));
  CHECK(numbers_in(options, "locnet.", true) == 5 * (16 * 16 * 9 + 4 * 16) + (8 * 16 * 9 + 4 * 8) + (8 + 1));
  CHECK(numbers_in(options, "posenet.") == 4 * ((16 * 9 * 8 + 8) + (8 * 4 + 4)));
  auto raw = options;
  raw.encoding.angle = angle_code::raw;
  CHECK(numbers_in(raw, "posenet.") == 4 * ((16 * 9 * 8 + 8) + (8 * 3 + 3)));
}

TEST_CASE("detector_tensors: the branch of depth is that of colour once more, if there is one") {
  for (std::string const name : {"resnet18", "resnet50", "mobilenet_v2"}) {
    detector_options options{.backbone = name, .width = 24};
    CHECK(numbers_in(options, "branches.depth.", true) == numbers_in(options, "branches.rgb.", true));
    options.depth_branch = false;
    CHECK(numbers_in(options, "branches.depth.") == 0);
  }
}

TEST_CASE("detector_tensors: options that make no detector have none") {
  CHECK(error_of([] { (void)detector_tensors({.backbone = "resnet19"}); }).id == "network.backbone");
  CHECK(error_of([] { (void)detector_tensors({.input_size = 100}); }).id == "network.input_size");
}
