#include <catch2/catch.hpp>
#include <limits>
#include <suregrasp/core/random.hpp>
#include <suregrasp/pyramid/crop.hpp>
#include <vector>

#include "host_backend.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::host;
using suregrasp_tests::tensor;
using suregrasp_tests::values_of;
using list = std::vector<double>;
using locations = std::vector<location>;

namespace {

using host_level = level<suregrasp_tests::host_tensor>;

/// A level of `images` maps `[height, width]` whose channels are the pixel's x, its y, and the number of the image, as
/// positions in the network's input: what a window samples from them is where it looks.
host_level coordinates(std::int64_t images, std::int64_t height, std::int64_t width, int stride) {
  list values;
  for (std::int64_t n = 0; n < images; ++n)
    for (std::int64_t y = 0; y < height; ++y)
      for (std::int64_t x = 0; x < width; ++x)
        for (double const value : {(static_cast<double>(x) + 0.5) * stride - 0.5,
                                   (static_cast<double>(y) + 0.5) * stride - 0.5, static_cast<double>(n)})
          values.push_back(value);
  return {tensor({images, height, width, 3}, values), stride};
}

}  // namespace

TEST_CASE("crop: a window shows the pixels around its location, one level pixel apart, at every stride") {
  random_stream random(21);
  for (int const stride : {1, 2, 4, 8, 16, 32})
    for (std::int64_t const size : {1, 2, 3, 5, 6}) {
      auto const from = coordinates(3, 12, 15, stride);
      locations at;
      for (int i = 0; i < 10; ++i)
        at.push_back({static_cast<std::int64_t>(random.below(3)), random.uniform(3.0 * stride, 12.0 * stride - 1),
                      random.uniform(3.0 * stride, 9.0 * stride - 1)});
      auto const windows = crop(host, from, at, size);
      REQUIRE(host.shape(windows) == extents{10, size, size, 3});
      auto const values = values_of(windows);
      std::size_t next = 0;
      for (auto const& each : at)
        for (std::int64_t row = 0; row < size; ++row)
          for (std::int64_t col = 0; col < size; ++col) {
            auto const offset = [&](std::int64_t i) {
              return (static_cast<double>(i) - static_cast<double>(size - 1) / 2) * stride;
            };
            REQUIRE(values[next++] == Approx(each.x + offset(col)).margin(1e-9));
            REQUIRE(values[next++] == Approx(each.y + offset(row)).margin(1e-9));
            REQUIRE(values[next++] == Approx(static_cast<double>(each.image)).margin(1e-12));
          }
    }
}

TEST_CASE("crop: a constant field stays constant, also outside the map") {
  host_level const from{tensor({1, 3, 3, 1}, list(9, 0.75)), 4};
  auto const values = values_of(crop(host, from, locations{{0, -50, 3}, {0, 5.3, 6.9}, {0, 1e30, 1e30}}, 5));
  for (double const value : values) CHECK(value == Approx(0.75).epsilon(1e-15));
}

TEST_CASE("crop: pixels at whole coordinates are copied, what lies outside repeats the border") {
  host_level const from{tensor({1, 2, 3, 1}, {1, 2, 3, 4, 5, 6}), 1};
  CHECK(values_of(crop(host, from, locations{{0, 0, 0}}, 3)) == list{1, 1, 2, 1, 1, 2, 4, 4, 5});
  CHECK(values_of(crop(host, from, locations{{0, 2, 1}}, 3)) == list{2, 3, 3, 5, 6, 6, 5, 6, 6});
  CHECK(values_of(crop(host, from, locations{{0, -100, 100}}, 2)) == list{4, 4, 4, 4});
  CHECK(values_of(crop(host, from, locations{{0, 0.5, 0.5}}, 1)) == list{3});
}

TEST_CASE("crop: no locations, no windows") {
  CHECK(host.shape(crop(host, coordinates(1, 4, 4, 2), locations{}, 3)) == extents{0, 3, 3, 3});
}

TEST_CASE("crop: locations outside the batch, or nowhere, are refused") {
  auto const from = coordinates(2, 4, 4, 2);
  auto const not_a_number = std::numeric_limits<double>::quiet_NaN();
  for (auto const& bad : {location{2, 1, 1}, location{-1, 1, 1}, location{0, not_a_number, 1},
                          location{0, 1, std::numeric_limits<double>::infinity()}}) {
    auto const [id, message] = error_of([&] { (void)crop(host, from, locations{{0, 1, 1}, bad}, 3); });
    CHECK(id == "shape.location");
    CHECK_THAT(message, Catch::Contains("batch of 2"));
  }
  host_level const flat{tensor({4, 4}, list(16, 0)), 1};
  CHECK(error_of([&] { (void)crop(host, flat, locations{{0, 1, 1}}, 3); }).id == "shape.rank");
}
