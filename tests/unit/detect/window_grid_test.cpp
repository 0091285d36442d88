#include <catch2/catch.hpp>
#include <suregrasp/detect/impl/window_grid.hpp>
#include <tuple>
#include <vector>

using namespace suregrasp;
using suregrasp::detail::window_grid;
using suregrasp::detail::windows_along;

TEST_CASE("window_grid: windows of one length cover a side, overlap enough, and end with it") {
  for (auto const& [shown, window, overlap, step] : std::vector<std::tuple<int, int, int, int>>{{456, 288, 72, 32},
                                                                                                {342, 288, 72, 32},
                                                                                                {288, 288, 72, 32},
                                                                                                {20, 32, 8, 4},
                                                                                                {1000, 32, 8, 4},
                                                                                                {33, 32, 0, 1}}) {
    auto const row = windows_along(shown, window, overlap, step);
    CHECK(row.starts.front() == 0);
    CHECK(row.starts.back() + row.window == row.length);
    CHECK(row.length >= shown);
    CHECK(row.length < std::max(shown + step, window + 1));
    for (std::size_t i = 1; i < row.starts.size(); ++i) {
      CHECK(row.starts[i] % step == 0);
      CHECK(row.starts[i] > row.starts[i - 1]);
      CHECK(row.starts[i - 1] + window - row.starts[i] >= overlap);
    }
  }
}

TEST_CASE("window_grid: no more windows than needed") {
  CHECK(windows_along(288, 288, 72, 32).starts == std::vector<std::int64_t>{0});
  CHECK(windows_along(456, 288, 72, 32).starts == std::vector<std::int64_t>{0, 192});
  CHECK(windows_along(608, 288, 72, 32).starts == std::vector<std::int64_t>{0, 160, 320});
}

TEST_CASE("window_grid: a window counts fully at the border of the canvas, and less towards its own") {
  auto const row = windows_along(48, 32, 8, 4);
  REQUIRE(row.starts == std::vector<std::int64_t>{0, 16});
  CHECK(row.weight(0, 0) == 1);
  CHECK(row.weight(0, 23) == 1);
  CHECK(row.weight(0, 31) == 0.5 / 8);
  CHECK(row.weight(0, 32) == 0);
  CHECK(row.weight(16, 15) == 0);
  CHECK(row.weight(16, 16) == 0.5 / 8);
  CHECK(row.weight(16, 47) == 1);
  for (std::int64_t pixel = 0; pixel < row.length; ++pixel) CHECK(row.weight(0, pixel) + row.weight(16, pixel) > 0);
}

TEST_CASE("window_grid: every pixel has a most central window, which reaches an overlap around it") {
  window_grid const grid{windows_along(40, 32, 8, 4), windows_along(70, 32, 8, 4)};
  REQUIRE(grid.size() == 6);
  for (std::int64_t y = 0; y < grid.down.length; ++y)
    for (std::int64_t x = 0; x < grid.across.length; ++x) {
      auto const corner = grid.at(grid.most_central(y, x));
      auto const room = [](std::int64_t at, std::int64_t start, detail::window_row const& row) {
        CHECK((at >= start && at < start + row.window));
        if (start > 0) CHECK(at - start >= 4);
        if (start + row.window < row.length) CHECK(start + row.window - at > 3);
      };
      room(y, corner.y, grid.down);
      room(x, corner.x, grid.across);
    }
}
