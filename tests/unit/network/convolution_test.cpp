#include <suregrasp/network/convolution.hpp>
//
#include <cstdint>
#include <suregrasp/backend/reference_backend.hpp>
#include <suregrasp/core/random.hpp>

#include "catch2.hpp"
#include "plain_backend.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

suregrasp_tests::plain_backend<double> const be;
using array = host_array<double>;

array random_array(extents const& shape, std::uint64_t seed) {
  random_stream random(seed);
  array result(shape);
  for (auto& v : result.values) v = random.normal(0, 1);
  return result;
}

/// By the definition: output [n, i, j, m] is the sum over the window of map times weight.
double at(array const& maps, array const& weight, array const& bias, convolution_window const& window, std::int64_t n,
          std::int64_t i, std::int64_t j, std::int64_t m) {
  std::int64_t const height = maps.shape[1], width = maps.shape[2], channels = maps.shape[3], count = weight.shape[1];
  double total = bias.values[static_cast<std::size_t>(m)];
  for (std::int64_t u = 0; u < window.size; ++u)
    for (std::int64_t v = 0; v < window.size; ++v)
      for (std::int64_t c = 0; c < channels; ++c) {
        std::int64_t const y = i * window.stride - window.padding + u, x = j * window.stride - window.padding + v;
        if (y < 0 || x < 0 || y >= height || x >= width) continue;
        auto const pixel = static_cast<std::size_t>(((n * height + y) * width + x) * channels + c);
        auto const row = (u * window.size + v) * channels + c;
        total += maps.values[pixel] * weight.values[static_cast<std::size_t>(row * count + m)];
      }
  return total;
}

}  // namespace

TEST_CASE("convolution: is its definition, for any window") {
  auto const maps = random_array({2, 5, 6, 3}, 1);
  for (convolution_window const window :
       {convolution_window{3, 1, 1}, {3, 2, 1}, {2, 2, 0}, {1, 1, 0}, {5, 1, 2}, {3, 3, 0}}) {
    auto const weight = random_array({window.size * window.size * 3, 4}, 2), bias = random_array({4}, 3);
    auto const got = convolution(be, maps, weight, bias, window);
    REQUIRE(got.shape == extents{2, window.count(5), window.count(6), 4});
    std::size_t next = 0;
    for (std::int64_t n = 0; n < 2; ++n)
      for (std::int64_t i = 0; i < got.shape[1]; ++i)
        for (std::int64_t j = 0; j < got.shape[2]; ++j)
          for (std::int64_t m = 0; m < 4; ++m)
            REQUIRE(got.values[next++] == Approx(at(maps, weight, bias, window, n, i, j, m)).margin(1e-12));
  }
}

TEST_CASE("convolution: a weight or window that does not fit is refused with the shapes") {
  auto const maps = array({1, 4, 4, 2}), bias = array({3});
  auto const [id, message] = error_of([&] { (void)convolution(be, maps, array({17, 3}), bias); });
  CHECK(id == "shape.convolution");
  CHECK_THAT(message, Catch::Contains("[1, 4, 4, 2]") && Catch::Contains("[17, 3]"));
  CHECK(error_of([&] { (void)convolution(be, maps, array({50, 3}), bias, {5, 1, 0}); }).id == "shape.convolution");
  CHECK(error_of([&] { (void)convolution(be, maps, array({18, 3}), bias, {3, 0, 1}); }).id == "shape.convolution");
  CHECK(error_of([&] { (void)convolution(be, array({4, 4, 2}), array({18, 3}), bias); }).id == "shape.rank");
}
