#include <suregrasp/robot/messages/depth_message.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "robot_messages.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;

namespace {

constexpr float inf = std::numeric_limits<float>::infinity();

}  // namespace

TEST_CASE("depth message: both encodings in both byte orders, rows with room at their end") {
  std::vector<std::uint16_t> const millimetres{700, 0, 65535, 1, 256, 65534};
  std::vector<float> const metres{0.7F, 0, NAN, 0.001F, 0.256F, -1};
  for (bool const big : {false, true})
    for (std::uint32_t const padding : {0U, 2U, 7U}) {
      CAPTURE(big, padding);
      auto const whole = depth_from(image_of(2, 3, "16UC1", millimetres, big, padding));
      CHECK(whole.shape == extents{2, 3});
      CHECK(whole.values == std::vector<float>{0.7F, 0, 0, 0.001F, 0.256F, 65.534F});
      auto const real = depth_from(image_of(2, 3, "32FC1", metres, big, padding));
      CHECK(real.values == std::vector<float>{0.7F, 0, 0, 0.001F, 0.256F, 0});
    }
}

TEST_CASE("depth message: what stands for no distance becomes 0") {
  auto const depth = depth_from(image_of<float>(1, 6, "32FC1", {0, NAN, inf, -inf, -0.5F, 1e-9F}));
  CHECK(depth.values == std::vector<float>{0, 0, 0, 0, 0, 1e-9F});
}

TEST_CASE("depth message: other encodings are refused, mono16 unless it is said to be depth") {
  auto const grey = image_of<std::uint16_t>(1, 1, "mono16", {500});
  auto const refused = error_of([&] { (void)depth_from(grey); });
  CHECK(refused.id == "data.message.encoding");
  CHECK(refused.message.find("mono16_is_depth") != std::string::npos);
  CHECK(depth_from(grey, {.mono16_is_depth = true}).values[0] == 0.5F);
  for (auto const* encoding : {"rgb8", "64FC1", "", "16uc1"})
    CHECK(error_of([&] { (void)depth_from(image_of<double>(1, 1, encoding, {500})); }).id == "data.message.encoding");
}

TEST_CASE("depth message: bytes that do not hold the rows are refused, whatever the sizes say") {
  auto const broken = [](auto change) {
    auto image = image_of<std::uint16_t>(2, 2, "16UC1", {1, 2, 3, 4});
    change(image);
    return error_of([&] { (void)depth_from(image); }).id;
  };
  CHECK(broken([](auto& image) { image.data.pop_back(); }) == "data.message.size");
  CHECK(broken([](auto& image) { image.step = 3; }) == "data.message.size");
  CHECK(broken([](auto& image) { image.step = 0; }) == "data.message.size");
  CHECK(broken([](auto& image) { image.height = 0xFFFFFFFF; }) == "data.message.size");
  CHECK(broken([](auto& image) { image.width = image.step = 0xFFFFFFFF; }) == "data.message.size");
  CHECK(broken([](auto& image) { image = {0xFFFFFFFF, 0, "16UC1", 0, 0, {}}; }) == "data.message.size");
  CHECK(depth_from(image_of<float>(0, 0, "32FC1", {})).values.empty());
}

TEST_CASE("colour message: red, green, blue of every order") {
  std::vector<std::uint8_t> const bytes{1, 2, 3, 4};
  CHECK(colours_from(image_look_alike{1, 1, "rgb8", 0, 3, {1, 2, 3}}).values == std::vector<std::uint8_t>{1, 2, 3});
  CHECK(colours_from(image_look_alike{1, 1, "bgr8", 0, 3, {1, 2, 3}}).values == std::vector<std::uint8_t>{3, 2, 1});
  CHECK(colours_from(image_look_alike{1, 1, "rgba8", 0, 4, bytes}).values == std::vector<std::uint8_t>{1, 2, 3});
  CHECK(colours_from(image_look_alike{1, 1, "bgra8", 0, 4, bytes}).values == std::vector<std::uint8_t>{3, 2, 1});
  CHECK(colours_from(image_look_alike{2, 1, "mono8", 0, 3, {7, 0, 0, 9, 0, 0}}).values ==
        std::vector<std::uint8_t>{7, 7, 7, 9, 9, 9});
  CHECK(error_of([] {
          (void)colours_from(image_look_alike{1, 1, "yuv422", 0, 2, {1, 2}});
        }).id == "data.message.encoding");
}
