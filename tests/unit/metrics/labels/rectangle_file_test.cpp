#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/metrics/labels/rectangle_file.hpp>

#include "catch2.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

constexpr char const* pcd0100 =
    "253 319.7 \n309 324 \n307 350 \n251 345.7 \n255 324.877 \n308 332 \n313 295 \n260 287.877 \n"
    "260 303.092 \n311 309 \n314 283 \n263 277.092 \n258 279.048 \n320 282 \n321 261 \n259 258.048 \n";
constexpr char const* pcd0132 =
    "283 286.999\n284 315\n313 314\n312 285.999\n270 288.92\n271 314\n296 313\n295 287.92\nNaN NaN\n256 313\n"
    "277 313\nNaN NaN\nNaN NaN\n236 314\n259 314\nNaN NaN\n233 289.772\n236 316\n262 313\n259 286.772\n";
constexpr char const* pcd0165 =
    "310 269.716\n313 301\n341 298\n338 266.716\n281 269.267\n279 303\n300 304\n302 270.267\nNaN NaN\n300 305\n"
    "321 305\nNaN NaN\n";

void check_grasp(grasp<double> const& g, double x, double y, double opening, double jaw, double theta_degrees) {
  CHECK(g.x == Approx(x).margin(6e-4));
  CHECK(g.y == Approx(y).margin(6e-4));
  CHECK(g.opening == Approx(opening).margin(6e-4));
  CHECK(g.jaw == Approx(jaw).margin(6e-4));
  CHECK(degrees(g.theta) == Approx(theta_degrees).margin(6e-4));
}

}  // namespace

TEST_CASE("a file of four rectangles gives their grasps") {
  auto const file = parse_rectangles(pcd0100, "pcd0100cpos.txt");
  REQUIRE(file.grasps.size() == 4);
  CHECK(file.dropped.empty());
  check_grasp(file.grasps[0], 280.000, 334.850, 56.165, 26.077, -4.391);
  check_grasp(file.grasps[1], 284.000, 309.938, 53.477, 37.336, -7.654);
  check_grasp(file.grasps[2], 287.000, 293.046, 51.341, 26.173, -6.608);
  check_grasp(file.grasps[3], 289.500, 270.024, 62.070, 21.024, -2.726);
}

TEST_CASE("groups with NaN are dropped and reported, and the groups after them keep their place") {
  auto const file = parse_rectangles(pcd0132, "pcd0132cpos.txt");
  REQUIRE(file.grasps.size() == 3);
  check_grasp(file.grasps[0], 298.000, 300.500, 28.019, 29.017, -87.955);
  check_grasp(file.grasps[2], 247.500, 301.386, 26.399, 26.173, -83.475);
  REQUIRE(file.dropped.size() == 2);
  CHECK(file.dropped[0].where.text() == "pcd0132cpos.txt:9");
  CHECK(file.dropped[1].where.text() == "pcd0132cpos.txt:13");
}

TEST_CASE("angles on both sides of the wrap stay near each other") {
  auto const file = parse_rectangles(pcd0165, "pcd0165cpos.txt");
  REQUIRE(file.grasps.size() == 2);
  check_grasp(file.grasps[0], 325.500, 283.858, 31.428, 28.160, -84.522);
  check_grasp(file.grasps[1], 290.500, 286.634, 33.792, 21.024, 86.607);
  CHECK(degrees(axial_distance(file.grasps[0].theta, file.grasps[1].theta)) == Approx(8.87).margin(0.01));
}

TEST_CASE("line ends, blanks and a missing last line end make no difference") {
  auto const plain = parse_rectangles("1 2\n5 2\n5 4\n1 4\n", "f").grasps;
  CHECK(parse_rectangles("1 2\r\n5 2\r\n5 4\r\n1 4\r\n", "f").grasps == plain);
  CHECK(parse_rectangles(" 1\t2  \n5 2 \n 5 4\n1  4", "f").grasps == plain);
  CHECK(parse_rectangles("1 2\n5 2\n5 4\n1 4\n\n \r\n", "f").grasps == plain);
  CHECK(parse_rectangles("", "f").grasps.empty());
}

TEST_CASE("malformed lines are refused with their source and content") {
  for (auto const* line : {"5", "5 2 7", "5 two", "5,2", "5 2x", "", "5 2 NaN", "0x5 2"}) {
    INFO("line `" << line << "`");
    auto const text = std::string("1 2\n") + line + "\n5 4\n1 4\n";
    auto const failed = error_of([&] { (void)parse_rectangles(text, "dir/bad.txt"); });
    CHECK(failed.id == "data.rectangles.vertex");
    CHECK_THAT(failed.message, Catch::Contains("dir/bad.txt:2:") && Catch::Contains(std::string("`") + line + "`"));
  }
}

TEST_CASE("a torn last rectangle is refused") {
  auto const failed = error_of([] { (void)parse_rectangles("1 2\n5 2\n5 4\n1 4\n7 7\n8 8\n", "torn.txt"); });
  CHECK(failed.id == "data.rectangles.torn_group");
  CHECK_THAT(failed.message, Catch::Contains("torn.txt:5") && Catch::Contains("4 lines") && Catch::Contains("has 2"));
}

TEST_CASE("a file without one finite rectangle is refused") {
  auto const failed = error_of([] { (void)parse_rectangles("NaN NaN\n5 2\n5 4\n1 inf\n", "nan.txt"); });
  CHECK(failed.id == "data.rectangles.nothing_finite");
  CHECK_THAT(failed.message, Catch::Contains("nan.txt"));
}

TEST_CASE("written rectangles read back as the same grasps") {
  std::vector<grasp<double>> const grasps{{280, 334.85, -0.0766, 56.165, 26.077}, {12.5, 400.25, 1.5, 20, 35}};
  auto const back = parse_rectangles(format_rectangles(grasps), "round").grasps;
  REQUIRE(back.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(back[i].x == Approx(grasps[i].x).margin(1e-3));
    CHECK(back[i].y == Approx(grasps[i].y).margin(1e-3));
    CHECK(back[i].opening == Approx(grasps[i].opening).margin(2e-3));
    CHECK(back[i].jaw == Approx(grasps[i].jaw).margin(2e-3));
    CHECK(axial_distance(back[i].theta, grasps[i].theta) < 1e-4);
  }
}

TEST_CASE("rectangles as spreadsheets and Windows programs write them") {
  auto const plain = parse_rectangles("1 2\n5 2\n5 4\n1 4\n", "f").grasps;
  for (auto const* text : {"+1 +2\n+5 2\n5 +4.0\n1e0 4.\n",
                           "\xEF\xBB\xBF"
                           "1 2\r\n5 2\r\n5 4\r\n1 4\r\n",
                           "1 2\r5 2\r5 4\r1 4\r"})
    CHECK(parse_rectangles(text, "f").grasps == plain);
  for (auto const* line : {"+-5 2", "++5 2", "+ 5 2"}) {
    auto const failed =
        error_of([&] { (void)parse_rectangles(std::string("1 2\n") + line + "\n5 4\n1 4\n", "bad.txt"); });
    CHECK_THAT(failed.message, Catch::StartsWith("bad.txt:2: "));
  }
  auto const comma = error_of([] { (void)parse_rectangles("1,5 2\n5 2\n5 4\n1 4\n", "comma.txt"); });
  CHECK_THAT(comma.message, Catch::StartsWith("comma.txt:1: ") && Catch::Contains("decimal comma: write 1.5"));
  auto const wide = error_of([] {
    (void)parse_rectangles(std::string("\xFF\xFE"
                                       "1\0 \0",
                                       6),
                           "wide.txt");
  });
  CHECK(wide.id == "data.text.encoding");
}
