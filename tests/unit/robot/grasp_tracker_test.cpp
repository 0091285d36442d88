#include <suregrasp/robot/grasp_tracker.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <suregrasp/core/random.hpp>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

struct sighting {
  suregrasp::grasp<double> grasp;
  double uncertainty = 0.1;
};

using frame = std::vector<sighting>;

std::vector<grasp_track> const& next(grasp_tracker& tracker, frame const& found) {
  return tracker.update(std::span<sighting const>(found));
}

}  // namespace

TEST_CASE("tracker: crossing things keep their numbers") {
  grasp_tracker tracker;
  for (int i = 0; i <= 40; ++i) {
    double const step = 4 * i;
    // They pass each other 10 pixels apart, with axes at right angles, listed in changing order.
    frame found{{{100 + step, 100, 0.2, 50, 20}}, {{260 - step, 110, 0.2 + 1.5, 50, 20}}};
    if (i % 2 == 1) std::swap(found[0], found[1]);
    auto const& tracks = next(tracker, found);
    REQUIRE(tracks.size() == 2);
    CHECK(tracks[0].id == 1);
    CHECK(std::abs(tracks[0].pose.x - (100 + step)) < (i > 12 ? 1 : 5));  // its speed is found out first
    CHECK(tracks[1].id == 2);
    CHECK(tracks[0].sighting == std::size_t(i % 2));
  }
  CHECK(tracker.find(1)->velocity.x == Approx(4).margin(0.1));
  CHECK(tracker.find(2)->velocity.x == Approx(-4).margin(0.1));
}

TEST_CASE("tracker: M_uc shrinks with agreement, and does not without") {
  random_stream draw(4);
  grasp_tracker agreeing, differing;
  auto const one = [&](double spread) {
    return frame{{{200, 200, 0.3 * spread * draw.normal(), 50 * std::exp(spread * draw.normal()),
                   20 * std::exp(spread * draw.normal())},
                  0.3}};
  };
  for (int i = 0; i < 30; ++i) {
    next(agreeing, one(0.1));   // squares of the distance: 0.03, a tenth of M_uc
    next(differing, one(0.3));  // 0.27: as M_uc says
  }
  double const steady = 0.3 * (1 - 0.85);  // of equal sightings, each of which fades
  CHECK(agreeing.tracks().front().uncertainty == Approx(steady).epsilon(0.02));
  grasp_tracker wild;
  for (int i = 0; i < 30; ++i) next(wild, {{{200, 200, i % 2 == 0 ? 0.25 : -0.25, 50 + 15.0 * (i % 2), 20}, 0.01}});
  CHECK(wild.tracks().front().uncertainty > 5 * 0.01 * (1 - 0.85));
  CHECK(wild.tracks().front().uncertainty > 0.05);
}

TEST_CASE("tracker: the pose is the mean by certainty, over the wrap of the angle") {
  grasp_tracker tracker({.memory = 0.999});
  double const half = 1.5707963267948966;
  next(tracker, {{{200, 200, half - 0.05, 40, 20}, 0.1}});
  next(tracker, {{{200, 200, -half + 0.05, 50, 20}, 0.1}});
  auto const& track = tracker.tracks().front();
  CHECK(track.sightings == 2);
  CHECK(axial_distance(track.pose.theta, half) < 1e-3);
  CHECK(track.pose.opening == Approx(std::sqrt(40.0 * 50)).epsilon(1e-3));
  grasp_tracker sure({.memory = 0.999});
  next(sure, {{{200, 200, 0, 40, 20}, 0.01}});
  next(sure, {{{200, 200, 0.3, 40, 20}, 0.09}});
  CHECK(sure.tracks().front().pose.theta == Approx(0.03).epsilon(0.01));
}

TEST_CASE("tracker: what is unseen for a while goes on where it was going, then ends") {
  grasp_tracker tracker({.patience = 4});
  auto const at = [](double x) { return frame{{{x, 100, 0, 50, 20}}}; };
  for (int i = 0; i < 20; ++i) next(tracker, at(100 + 10 * i));
  double const known = tracker.tracks().front().uncertainty;
  for (int i = 0; i < 4; ++i) next(tracker, {});
  REQUIRE(tracker.find(1));
  CHECK(tracker.find(1)->unseen == 4);
  CHECK(tracker.find(1)->uncertainty > known);
  next(tracker, at(100 + 10 * 24));
  REQUIRE(tracker.tracks().size() == 1);
  CHECK(tracker.find(1)->unseen == 0);
  for (int i = 0; i < 5; ++i) next(tracker, {});
  CHECK_FALSE(tracker.find(1));
  CHECK(next(tracker, at(340)).front().id == 2);  // numbers are never given twice
}

TEST_CASE("tracker: another axis at the same location is another grasp") {
  grasp_tracker tracker;
  next(tracker, {{{100, 100, 0, 50, 20}}});
  auto const& tracks = next(tracker, {{{100, 100, 1.5, 50, 20}}, {{100, 100, 0.05, 50, 20}}});
  REQUIRE(tracks.size() == 2);
  CHECK(tracks[0].sighting == 1);
  CHECK(tracks[1].sighting == 0);
  CHECK(error_of([] { grasp_tracker({.memory = 1.5}); }).id == "option.field");
}
