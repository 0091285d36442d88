#include <suregrasp/robot/pose_deviation.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <suregrasp/core/random.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/robot/grasp_pose.hpp>

using namespace suregrasp;

namespace {

pinhole_camera const camera{640, 480, 500, 500, 320, 240};

}  // namespace

TEST_CASE("pose deviation: a pixel is depth / focal length, an angle is itself") {
  grasp<double> const centred{320, 240, 0, 50, 20};
  auto const of_x = pose_deviation_of(camera, centred, 0.6, {.x = 4});
  CHECK(of_x.closing == Approx(2.4).epsilon(5e-3));  // two pixels at 1.2 mm
  CHECK(of_x.across == Approx(0).margin(1e-6));
  auto const of_y = pose_deviation_of(camera, centred, 0.6, {.y = 4});
  CHECK(of_y.across == Approx(2.4).epsilon(5e-3));
  auto const of_theta = pose_deviation_of(camera, centred, 0.6, {.theta = std::pow(radians(5.0), 2)});
  CHECK(of_theta.turn == Approx(5).epsilon(1e-6));
  CHECK(of_theta.closing == Approx(0).margin(1e-9));
  auto const of_opening = pose_deviation_of(camera, centred, 0.6, {.opening = 9});
  CHECK(of_opening.opening == Approx(3.6).epsilon(5e-3));
  auto const of_depth = pose_deviation_of(camera, centred, 0.6, {.depth = 0.005 * 0.005});
  CHECK(of_depth.approach == Approx(5).epsilon(1e-6));
  CHECK(of_depth.opening == Approx(0.5).epsilon(5e-3));  // 50 pixels at 5 mm / 500
}

TEST_CASE("pose deviation: as drawn poses scatter, tilted and turned") {
  grasp<double> const g{420, 200, 0.7, 60, 25};
  vector3 const normal{0.2, -0.3, 1};
  grasp_variance const variance{1.5, 2.5, 0.002, 4, 9e-6};
  auto const told = pose_deviation_of(camera, g, 0.7, variance, normal);
  auto const tool = tool_frame_of(tool_convention::tool0);
  auto const mean = grasp_pose(camera, g, 0.7, tool, normal);
  auto const axes = mean.wrists[0].orientation;
  random_stream draw(5);
  pose_deviation sum;
  constexpr int count = 4000;
  for (int i = 0; i < count; ++i) {
    auto const by = [&](double of) { return std::sqrt(of) * draw.normal(); };
    double const dx = by(variance.x), dy = by(variance.y), turn = by(variance.theta), wider = by(variance.opening);
    auto const drawn = grasp_pose(camera, {g.x + dx, g.y + dy, g.theta + turn, g.opening + wider, g.jaw},
                                  0.7 + by(variance.depth), tool, normal);
    auto const way = drawn.wrists[0].translation - mean.wrists[0].translation;
    sum.closing += std::pow(1000 * dot(way, axes.x()), 2);
    sum.across += std::pow(1000 * dot(way, axes.y()), 2);
    sum.approach += std::pow(1000 * dot(way, axes.z()), 2);
    sum.opening += std::pow(1000 * (drawn.opening - mean.opening), 2);
    sum.turn += std::pow(degrees(turn_between(drawn.wrists[0].orientation, axes).value), 2);
  }
  auto const scatter = [](double of) { return Approx(std::sqrt(of / count)).epsilon(0.05); };
  CHECK(told.closing == scatter(sum.closing));
  CHECK(told.across == scatter(sum.across));
  CHECK(told.approach == scatter(sum.approach));
  CHECK(told.opening == scatter(sum.opening));
  CHECK(told.turn == scatter(sum.turn));
}
