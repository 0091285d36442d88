#include <catch2/catch.hpp>
#include <cmath>
#include <suregrasp/evaluate/evaluation.hpp>
#include <vector>

#include "unit/detect/painted_network.hpp"

using namespace suregrasp;
using suregrasp_tests::host;
using suregrasp_tests::three_places;

namespace {

/// A photograph of twice the size of the network's input.
affine_map<double> const to_input = affine_map<double>::scaling(0.5);

sample labelled(std::vector<grasp<double>> const& grasps) { return {"a", {}, {}, grasps}; }

network_input seen(sample const& image) {
  return {host_array<float>({3, 16, 16}), {}, to_input, grasps_inside(image.grasps, to_input, 16)};
}

grasp<double> in_photograph(location const& at) { return to_input.inverse()(three_places().pose(at)); }

evaluation evaluated(std::vector<sample> const& images, detect_options const& options) {
  evaluation result;
  for (auto const& image : images) (void)add_image(result, host, three_places(), image, seen(image), options);
  return result;
}

detect_options const close_peaks{.peaks = {.radius = 2}};

}  // namespace

TEST_CASE("evaluation: the first grasp counts for top, each of them for any") {
  auto const surest = in_photograph({0, 12, 2}), hottest = in_photograph({0, 3, 4});
  auto const result = evaluated({labelled({surest}), labelled({hottest}), labelled({{0, 0, 0, 3, 3}})}, close_peaks);
  CHECK(result.images == 3);
  for (std::size_t k = 0; k < 3; ++k) {
    CHECK(result.top[k] == proportion{1, 3});
    CHECK(result.any[k] == proportion{2, 3});
  }
  auto by_heat = close_peaks;
  by_heat.rank = ranking::heat;
  CHECK(evaluated({labelled({hottest})}, by_heat).top[2] == proportion{1, 1});
  CHECK(evaluated({labelled({surest})}, by_heat).top[0] == proportion{0, 1});
}

TEST_CASE("evaluation: success at an IoU is an overlap above it") {
  auto label = in_photograph({0, 12, 2});
  label.opening *= 0.6;
  auto const result = evaluated({labelled({label})}, close_peaks);
  CHECK(result.top[0] == proportion{1, 1});
  CHECK(result.top[1] == proportion{1, 1});
  CHECK(result.top[2] == proportion{0, 1});
}

TEST_CASE("evaluation: an axis more than 30 degrees off is no success") {
  for (double const off : {29.0, 31.0}) {
    auto label = in_photograph({0, 12, 2});
    label.jaw = label.opening;
    label.theta += radians(off);
    CHECK(evaluated({labelled({label})}, close_peaks).any[0] == proportion{off < 30 ? 1U : 0U, 1});
  }
}

TEST_CASE("evaluation: nothing detected, or nothing labelled, is no success") {
  auto const nothing =
      evaluated({labelled({in_photograph({0, 12, 2})})}, {.peaks = {.threshold = 2}, .always_one = false});
  CHECK(nothing.top[0] == proportion{0, 1});
  CHECK(nothing.any[0] == proportion{0, 1});
  auto const unlabelled = evaluated({labelled({})}, close_peaks);
  CHECK(unlabelled.top[0] == proportion{0, 1});
  CHECK(unlabelled.errors.empty());
}

TEST_CASE("evaluation: poses are compared at every labelled centre within the view") {
  auto exact = in_photograph({0, 8, 8}), turned = in_photograph({0, 3, 4});
  turned.theta += 0.4;
  grasp<double> const outside{100, 100, 0, 10, 10};
  auto const result = evaluated({labelled({}), labelled({exact, outside, turned})}, close_peaks);
  REQUIRE(result.errors.size() == 2);
  CHECK(result.errors[0].image == 1);
  CHECK(result.errors[0].loss == Approx(0).margin(1e-12));
  CHECK(result.errors[0].angle == Approx(0).margin(1e-9));
  CHECK(result.errors[0].uncertainty == Approx(0.09));
  CHECK(result.errors[1].angle == Approx(0.4));
  double const a = 2 * 0.15, b = a + 0.8;
  CHECK(result.errors[1].loss ==
        Approx((std::pow(std::cos(a) - std::cos(b), 2) + std::pow(std::sin(a) - std::sin(b), 2)) / 2 / 4));
  CHECK(result.errors[1].uncertainty == Approx(0.25));
  CHECK(result.errors[1].parts.theta == Approx(result.errors[1].loss));
  CHECK(result.errors[1].parts.opening + result.errors[1].parts.jaw == Approx(0).margin(1e-12));
}

TEST_CASE("evaluation: of several labels of one place the one that fits best also counts") {
  auto const seen_pose = in_photograph({0, 8, 8});
  auto turned = seen_pose, near = seen_pose, far = seen_pose;
  turned.theta += 0.7;
  near.theta += 0.2;
  double const reach = 2 * same_place * static_cast<double>(three_places().input_size());  // in the photograph
  near.x += 0.99 * reach;
  far.y -= 1.01 * reach;
  auto const errors = evaluated({labelled({turned, near}), labelled({turned, far})}, close_peaks).errors;
  REQUIRE(errors.size() == 4);
  CHECK(errors[0].angle == Approx(0.7));
  CHECK(errors[0].place_angle == Approx(0.2));
  CHECK(errors[0].place_loss < errors[0].loss);
  CHECK(errors[2].angle == Approx(0.7));
  CHECK(errors[2].place_angle == Approx(0.7));
  CHECK(errors[2].place_loss == errors[2].loss);
  CHECK(errors[3].place_loss == errors[3].loss);
}

TEST_CASE("evaluation: the distance of two encoded poses") {
  std::vector<double> const zero{0, 0, 0, 0}, other{0, 0.5, -1, 3};
  CHECK(pose_loss<double>(zero, other) == Approx((0.125 + 0.5 + 2.5) / 4));
  auto const parts = pose_loss_parts<double>(zero, other);
  CHECK(parts.theta == Approx(0.125 / 4));
  CHECK(parts.opening == Approx(0.5 / 4));
  CHECK(parts.jaw == Approx(2.5 / 4));
}
