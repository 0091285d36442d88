#include <suregrasp/detect/smoothed_peaks.hpp>
//
#include <suregrasp/heatmap/disk_target.hpp>
#include <vector>

#include "catch2.hpp"

using namespace suregrasp;

TEST_CASE("smoothed_peaks: the peak of a disk is its centre, smoothed or not") {
  std::vector<point<double>> const centres{{40, 30}, {80, 64}};
  auto const heat = disk_target(100, 100, centres, 6);
  auto const smooth = smoothed_peaks(heat.view(), {}, 3);
  REQUIRE(smooth.size() == 2);
  for (auto const& centre : centres) {
    auto const at_centre = [&](peak const& p) {
      return static_cast<double>(p.x) == centre.x && static_cast<double>(p.y) == centre.y;
    };
    CHECK(std::count_if(smooth.begin(), smooth.end(), at_centre) == 1);
  }
  CHECK(smooth[0].heat < 1);
  auto const flat = smoothed_peaks(heat.view(), {}, 0);
  CHECK(flat == find_peaks(heat.view()));
  CHECK(flat[0] == peak{40, 30, 1});
}

TEST_CASE("smoothed_peaks: a disk cut by the border keeps its location along the border") {
  std::vector<point<double>> const centres{{50, 0}};
  auto const found = smoothed_peaks(disk_target(100, 100, centres, 6).view(), {}, 3);
  REQUIRE(found.size() == 1);
  CHECK(found[0].x == 50);
  CHECK(found[0].y <= 2);
}

TEST_CASE("smoothed_peaks: a map without pixels has no peaks") {
  CHECK(smoothed_peaks(host_array<float>({0, 0}).view(), {}, 1).empty());
}
