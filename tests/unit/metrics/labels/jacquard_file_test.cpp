#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <suregrasp/geometry/conventions/cornell_corners.hpp>
#include <suregrasp/metrics/labels/jacquard_file.hpp>
#include <suregrasp/metrics/predictions/prediction_tables.hpp>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

constexpr char const* golden = "583.90408;479.20119;-66.2885;135.0;26.1855\r\n";

}  // namespace

TEST_CASE("the golden row has its corners") {
  auto const file = parse_jacquard_grasps(golden, "g.txt");
  REQUIRE(file.grasps.size() == 1);
  CHECK(degrees(file.grasps[0].theta) == Approx(66.2885));
  std::vector<point<double>> const expected{
      {544.773, 535.738}, {599.060, 412.134}, {623.035, 422.664}, {568.748, 546.268}};
  for (auto const& p : corners(file.grasps[0]))
    CHECK(std::ranges::any_of(expected, [&](auto const& q) { return std::hypot(p.x - q.x, p.y - q.y) < 1e-3; }));
}

TEST_CASE("one position with several jaws is several grasps, each with its line") {
  auto const file = parse_jacquard_grasps("5;6;10;20;8\r\n5;6;10;20;4\r\n\r\n5;6;10;20;16\r\n", "g.txt");
  REQUIRE(file.grasps.size() == 3);
  CHECK(file.grasps[0].jaw == 8);
  CHECK(file.grasps[2].jaw == 16);
  CHECK(file.sources[2].text() == "g.txt:4");
  for (auto const* bad : {"1;2;3;4", "1;2;3;4;5;6", "1;2;3;4;x", "1;2;3;-4;5", "nan;2;3;4;5", "1e9;2;3;4;5"})
    CHECK(error_of([&] { (void)parse_jacquard_grasps(bad, "g.txt"); }).id == "data.jacquard.row");
}

TEST_CASE("a submission reads back as the predictions it was made of") {
  std::vector<grasp<double>> const grasps{{583.90408, 479.20119, radians(66.2885), 135, 26.1855}, {5, 6, 0, 20, 8}};
  auto const back = parse_jacquard_predictions(format_jacquard_submission("0_abc", grasps), "s.txt");
  REQUIRE(back.size() == 1);
  CHECK(back[0].id == "0_abc");
  REQUIRE(back[0].grasps.size() == 2);
  CHECK(back[0].grasps[0].grasp.x == Approx(583.9041));
  CHECK(back[0].grasps[0].grasp.theta == Approx(grasps[0].theta).margin(1e-5));
  CHECK(back[0].grasps[1].grasp.jaw == 8);
}
