#include <catch2/catch.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/detect/votes/ensemble.hpp>
#include <suregrasp/testing/network_laws.hpp>

#include "laws/expect_laws.hpp"
#include "thrown.hpp"
#include "unit/detect/painted_network.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::host;
using suregrasp_tests::host_backend;
using suregrasp_tests::painted_network;
using suregrasp_tests::three_peaks;

using painted_ensemble = ensemble<host_backend, painted_network>;
static_assert(grasp_network<painted_ensemble, host_backend>);

namespace {

network_input const input = suregrasp_tests::grey_input();

/// As `three_peaks`, sure of everything, turned by an angle.
painted_network turned(double angle) {
  auto network = three_peaks();
  network.doubt = [](location const&) { return 0.0; };
  network.pose = [angle](location const& at) { return grasp<double>{at.x, at.y, angle, 4, 2}; };
  return network;
}

}  // namespace

TEST_CASE("ensemble: one member answers as it does alone") {
  auto const alone = detect(host, three_peaks(), input);
  auto const together = detect(host, painted_ensemble(host, {three_peaks()}), input);
  REQUIRE(together.ranked.size() == alone.ranked.size());
  CHECK(together.heat.values == alone.heat.values);
  for (std::size_t i = 0; i < alone.ranked.size(); ++i) {
    CHECK(together.ranked[i].grasp == alone.ranked[i].grasp);
    CHECK(together.ranked[i].uncertainty == alone.ranked[i].uncertainty);
  }
}

TEST_CASE("ensemble: heat is averaged, axes are averaged as axes, and disagreement is uncertainty") {
  auto colder = turned(-1.5);
  for (auto& value : colder.heat_map.values) value /= 3;
  auto const found = detect(host, painted_ensemble(host, {turned(1.5), colder}), input, {.peaks = {.radius = 2}});
  REQUIRE_FALSE(found.ranked.empty());
  auto const& first = found.ranked.front();
  CHECK(first.heat == Approx(0.9 * (1 + 1.0 / 3) / 2));
  CHECK(axial_distance(first.grasp.theta, std::numbers::pi / 2) < 1e-9);
  // Two axes 2 (pi/2 - 1.5) apart: the mean of their double angle vectors has the cosine of that as its length.
  CHECK(first.variance.theta == Approx(-std::log(std::cos(2 * (std::numbers::pi / 2 - 1.5))) / 2));
}

TEST_CASE("ensemble: each member sees its own levels") {
  painted_ensemble const both(host, {three_peaks(), three_peaks()});
  auto const levels = both.features(to_batch(host, input));
  CHECK(levels.size() == 2);
  location const at{0, 3, 4};
  CHECK(both.poses(levels, std::span(&at, 1)).size() == 4);
}

TEST_CASE("ensemble: members that do not speak of the same thing are refused") {
  auto larger = three_peaks();
  larger.side = 32;
  auto raw = three_peaks();
  raw.code.angle = angle_code::raw;
  CHECK(error_of([&] { (void)painted_ensemble(host, {three_peaks(), larger}); }).id == "ensemble.members");
  CHECK(error_of([&] { (void)painted_ensemble(host, {three_peaks(), raw}); }).id == "ensemble.members");
  CHECK(error_of([] { (void)painted_ensemble(host, {}); }).id == "ensemble.empty");
}

TEST_CASE("ensemble: keeps the laws of a network") {
  suregrasp_tests::expect_laws(testing::check_network(host, painted_ensemble(host, {three_peaks(), turned(0.4)})));
}
