#include <algorithm>
#include <catch2/catch.hpp>
#include <cstddef>
#include <limits>
#include <suregrasp/core/random.hpp>
#include <suregrasp/heatmap/impl/window_maxima.hpp>
#include <vector>

using namespace suregrasp;

namespace {

struct random_map {
  std::ptrdiff_t height, width;
  std::vector<float> values;

  random_map(random_stream& random, std::ptrdiff_t most)
      : height(1 + static_cast<std::ptrdiff_t>(random.below(30))),
        width(1 + static_cast<std::ptrdiff_t>(random.below(static_cast<std::size_t>(most)))),
        values(static_cast<std::size_t>(height * width)) {
    bool const levels = random.chance(0.5);
    for (float& value : values) {
      value = levels ? static_cast<float>(random.below(3)) : static_cast<float>(random.uniform());
      if (random.chance(0.03)) value = std::numeric_limits<float>::quiet_NaN();
    }
  }

  [[nodiscard]] simd::heat_map view() const { return {values.data(), height, width}; }
};

bool is_hot(simd::heat_map const& map, std::ptrdiff_t row, std::ptrdiff_t column, float threshold,
            std::ptrdiff_t reach) {
  float const heat = map.values[row * map.width + column];
  if (!(heat >= threshold)) return false;
  for (auto y = std::max<std::ptrdiff_t>(0, row - reach); y <= std::min(map.height - 1, row + reach); ++y)
    for (auto x = std::max<std::ptrdiff_t>(0, column - reach); x <= std::min(map.width - 1, column + reach); ++x)
      if (map.values[y * map.width + x] > heat) return false;
  return true;
}

}  // namespace

TEST_CASE("window_maxima: every instruction set finds what the definition says") {
  for (auto const& loops : simd::supported_window_loops()) {
    random_stream random(21);
    detail::window_maxima maxima;
    for (int round = 0; round < 200; ++round) {
      random_map const map(random, 80);
      if (map.width < loops.width) continue;
      auto const reach = static_cast<std::ptrdiff_t>(random.chance(0.1) ? 100 : random.below(14));
      auto const threshold = static_cast<float>(random.uniform());
      std::ptrdiff_t y = 0;
      int wrong = 0;
      maxima.find(map.view(), threshold, reach, loops, [&](unsigned char const* hot) {
        for (std::ptrdiff_t x = 0; x < map.width; ++x)
          wrong += (hot && hot[x]) != is_hot(map.view(), y, x, threshold, reach);
        ++y;
      });
      CAPTURE(loops.width, map.height, map.width, reach, threshold);
      REQUIRE(y == map.height);
      REQUIRE(wrong == 0);
    }
  }
}

TEST_CASE("window_maxima: every instruction set searches parts of a map") {
  random_stream random(22);
  for (int round = 0; round < 300; ++round) {
    random_map const map(random, 50);
    auto const within = [&](std::ptrdiff_t limit) {
      auto const a = static_cast<std::ptrdiff_t>(random.below(static_cast<std::size_t>(limit + 1)));
      auto const b = static_cast<std::ptrdiff_t>(random.below(static_cast<std::size_t>(limit + 1)));
      return std::pair(std::min(a, b), std::max(a, b));
    };
    auto const [top, bottom] = within(map.height);
    auto const [left, right] = within(map.width);
    float const heat = map.values[random.below(map.values.size())];
    bool equal = false, hotter = false;
    for (auto y = top; y < bottom; ++y)
      for (auto x = left; x < right; ++x) {
        equal |= map.values[static_cast<std::size_t>(y * map.width + x)] == heat;
        hotter |= map.values[static_cast<std::size_t>(y * map.width + x)] > heat;
      }
    for (auto const& loops : simd::supported_window_loops()) {
      if (map.width < loops.width) continue;
      CAPTURE(loops.width, map.width, top, bottom, left, right, heat);
      REQUIRE(loops.find_equal(map.view(), {top, bottom, left, right}, heat) == equal);
      REQUIRE(loops.find_hotter(map.view(), {top, bottom, left, right}, heat) == hotter);
    }
  }
}
