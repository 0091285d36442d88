#include <catch2/catch.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/detect/votes/neighbour_votes.hpp>
#include <suregrasp/testing/network_laws.hpp>

#include "laws/expect_laws.hpp"
#include "thrown.hpp"
#include "unit/detect/painted_network.hpp"

using namespace suregrasp;
using suregrasp_tests::host;
using suregrasp_tests::host_backend;
using suregrasp_tests::painted_network;
using suregrasp_tests::three_peaks;

static_assert(grasp_network<neighbour_votes<painted_network>, host_backend>);

namespace {

/// Sees the same pose everywhere, but for the opening, which depends on the location.
painted_network sloped(double slope) {
  auto network = three_peaks();
  network.side = 100;
  network.doubt = [](location const&) { return 0.0; };
  network.pose = [slope](location const& at) { return grasp<double>{at.x, at.y, 0.2, std::exp(slope * at.x), 2}; };
  return network;
}

located_pose pose_at(auto const& network, location const& at) {
  auto const levels = network.features(to_batch(host, suregrasp_tests::grey_input()));
  return poses_at(host, network, levels, std::span(&at, 1)).front();
}

}  // namespace

TEST_CASE("neighbour_votes: nine locations vote, so that a pose that depends on the location is uncertain") {
  location const at{0, 8, 8};
  CHECK(pose_at(neighbour_votes(sloped(0), 0.01), at).uncertainty == Approx(0).margin(1e-12));
  // A circle of one pixel: the mean of x is the centre's, its variance 8/9 of cos^2's mean, which is one half.
  auto const sloping = pose_at(neighbour_votes(sloped(0.3), 0.01), at);
  CHECK(sloping.variance.opening == Approx(0.09 * 4 / 9));
  CHECK(sloping.grasp.opening == Approx(std::exp(0.3 * 8)));
  CHECK(pose_at(sloped(0.3), at).uncertainty == Approx(0).margin(1e-12));
}

TEST_CASE("neighbour_votes: the location itself comes first, and without a radius alone") {
  auto const network = three_peaks();
  auto const levels = network.features(to_batch(host, suregrasp_tests::grey_input()));
  std::vector<location> const at{{0, 3, 4}, {0, 12, 2}};
  auto const alone = network.poses(levels, at);
  auto const still = neighbour_votes(network, 0).poses(levels, std::span<location const>(at));
  auto const voted = neighbour_votes(network, 0.02).poses(levels, std::span<location const>(at));
  REQUIRE(still.size() == alone.size());
  REQUIRE(voted.size() == 9 * alone.size());
  for (std::size_t k = 0; k < alone.size(); ++k) {
    CHECK(suregrasp_tests::values_of(still[k]) == suregrasp_tests::values_of(alone[k]));
    CHECK(suregrasp_tests::values_of(voted[k]) == suregrasp_tests::values_of(alone[k]));
  }
}

TEST_CASE("neighbour_votes: a negative radius is refused") {
  CHECK(suregrasp_tests::error_of([] { (void)neighbour_votes(three_peaks(), -0.1); }).id == "votes.radius");
}

TEST_CASE("neighbour_votes: keeps the laws of a network") {
  suregrasp_tests::expect_laws(testing::check_network(host, neighbour_votes(three_peaks(), 0.01)));
}
