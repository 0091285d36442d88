#include <catch2/catch.hpp>
#include <suregrasp/detect/detector_options.hpp>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

TEST_CASE("detector_options: what makes no detector is refused by name") {
  auto const id_of = [](detector_options const& options) { return error_of([&] { check_detector(options); }).id; };
  CHECK(id_of({}).empty());
  CHECK(id_of({.input_size = 0}) == "network.input_size");
  CHECK(id_of({.input_size = 100}) == "network.input_size");
  CHECK(id_of({.width = 0}) == "network.size");
  CHECK(id_of({.pyramid_channels = 0}) == "network.size");
  CHECK(id_of({.crop_size = 0}) == "network.size");
  CHECK(id_of({.hidden = 0}) == "network.size");
  CHECK(id_of({.dropout = 1}) == "network.dropout");
  CHECK(id_of({.fusion = {.literal = true}}) == "fusion.literal");
  CHECK(id_of({.encoding = {.angle = angle_code::raw, .opening = {}, .jaw = {}}, .fusion = {.literal = true}}).empty());
}
