#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <suregrasp/evaluate/pose_error.hpp>
#include <vector>

#include "unit/detect/painted_network.hpp"

using namespace suregrasp;
using suregrasp_tests::host;
using suregrasp_tests::three_peaks;

namespace {

/// A photograph of twice the size of the network's input.
affine_map<double> const to_input = affine_map<double>::scaling(0.5);

grasp<double> in_photograph(location const& at) { return to_input.inverse()(three_peaks().pose(at)); }

/// The errors at labels in pixels of the photograph.
std::vector<pose_error> errors_at(std::vector<grasp<double>> const& labels, std::size_t image = 0) {
  network_input const input{host_array<float>({3, 16, 16}), {}, to_input, grasps_inside(labels, to_input, {16, 16})};
  auto const network = three_peaks();
  return pose_errors(host, network, network.features(to_batch(host, input)), input, image);
}

}  // namespace

TEST_CASE("pose_error: poses are compared at every labelled centre within the view") {
  auto exact = in_photograph({0, 8, 8}), turned = in_photograph({0, 3, 4});
  turned.theta += 0.4;
  grasp<double> const outside{100, 100, 0, 10, 10};
  CHECK(errors_at({}).empty());
  auto const errors = errors_at({exact, outside, turned}, 1);
  REQUIRE(errors.size() == 2);
  CHECK(errors[0].image == 1);
  CHECK(errors[0].loss == Approx(0).margin(1e-12));
  CHECK(errors[0].angle == Approx(0).margin(1e-9));
  CHECK(errors[0].uncertainty == Approx(0.09));
  CHECK(errors[1].angle == Approx(0.4));
  double const a = 2 * 0.15, b = a + 0.8;
  CHECK(errors[1].loss ==
        Approx((std::pow(std::cos(a) - std::cos(b), 2) + std::pow(std::sin(a) - std::sin(b), 2)) / 2 / 4));
  CHECK(errors[1].uncertainty == Approx(0.25));
  CHECK(errors[1].parts.theta == Approx(errors[1].loss));
  CHECK(errors[1].parts.opening + errors[1].parts.jaw == Approx(0).margin(1e-12));
}

TEST_CASE("pose_error: of several labels of one location the one that fits best also counts") {
  auto const exact_pose = in_photograph({0, 8, 8});
  auto turned = exact_pose, near = exact_pose, far = exact_pose;
  turned.theta += 0.7;
  near.theta += 0.2;
  near.opening *= 1.1;
  double const reach = 2 * same_location * static_cast<double>(three_peaks().input_size());  // in the photograph
  near.x += 0.99 * reach;
  far.y -= 1.01 * reach;
  auto errors = errors_at({turned, near});
  auto const others = errors_at({turned, far});
  errors.insert(errors.end(), others.begin(), others.end());
  REQUIRE(errors.size() == 4);
  CHECK(errors[0].angle == Approx(0.7));
  CHECK(errors[0].location_angle == Approx(0.2));
  CHECK(errors[0].location_opening == Approx(std::log(1.1)));
  CHECK(errors[0].location_loss < errors[0].loss);
  CHECK(errors[2].angle == Approx(0.7));
  CHECK(errors[2].location_angle == Approx(0.7));
  CHECK(errors[2].location_loss == errors[2].loss);
  CHECK(errors[3].location_loss == errors[3].loss);
}

TEST_CASE("pose_error: a label whose corners begin one too late fits with its corners in another order") {
  auto const exact = in_photograph({0, 8, 8});
  auto const errors = errors_at({across(exact), exact});
  REQUIRE(errors.size() == 2);
  CHECK(errors[0].angle == Approx(std::numbers::pi / 2));
  CHECK(errors[0].across_loss == Approx(0).margin(1e-12));
  CHECK(errors[1].loss == Approx(0).margin(1e-12));
  CHECK(errors[1].across_loss == Approx(errors[0].loss));
}

TEST_CASE("pose_error: the distance of two encoded poses") {
  std::vector<double> const zero{0, 0, 0, 0}, other{0, 0.5, -1, 3};
  CHECK(pose_loss<double>(zero, other) == Approx((0.125 + 0.5 + 2.5) / 4));
  auto const parts = pose_loss_parts<double>(zero, other);
  CHECK(parts.theta == Approx(0.125 / 4));
  CHECK(parts.opening == Approx(0.5 / 4));
  CHECK(parts.jaw == Approx(2.5 / 4));
}
