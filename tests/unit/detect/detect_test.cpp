#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>
#include <sstream>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/testing/network_laws.hpp>
#include <utility>
#include <vector>

#include "laws/expect_laws.hpp"
#include "lying_network.hpp"
#include "painted_network.hpp"

using namespace suregrasp;
using suregrasp_tests::grey_input;
using suregrasp_tests::host;
using suregrasp_tests::lying_network;
using suregrasp_tests::painted_network;
using suregrasp_tests::three_peaks;
using suregrasp_tests::values_of;

namespace {

using map = affine_map<double>;

void check_grasp(grasp<double> const& found, grasp<double> const& expected) {
  CHECK(found.x == Approx(expected.x).margin(1e-9));
  CHECK(found.y == Approx(expected.y).margin(1e-9));
  CHECK(axial_distance(found.theta, expected.theta) < 1e-9);
  CHECK(found.opening == Approx(expected.opening));
  CHECK(found.jaw == Approx(expected.jaw));
}

std::vector<double> columns_of(detections const& found) {
  std::vector<double> x;
  for (auto const& d : found.ranked) x.push_back(d.grasp.x);
  return x;
}

}  // namespace

TEST_CASE("detect: each peak becomes its grasp, the most certain first") {
  auto const network = three_peaks();
  auto const found = detect(host, network, grey_input({}), {.peaks = {.radius = 2}});
  REQUIRE(found.ranked.size() == 3);
  double const peaks[3][4] = {{12, 2, 0.1, 0.6}, {8, 13, 0.3, 0.4}, {3, 4, 0.5, 0.9}};
  for (std::size_t i = 0; i < 3; ++i) {
    auto const [x, y, doubt, heat] = peaks[i];
    check_grasp(found.ranked[i].grasp, network.pose({0, x, y}));
    CHECK(found.ranked[i].uncertainty == Approx(doubt * doubt));
    CHECK(found.ranked[i].variance.theta == Approx(0).margin(1e-12));
    CHECK(found.ranked[i].variance.opening == Approx(doubt * doubt));
    CHECK(found.ranked[i].variance.jaw == Approx(0).margin(1e-12));
    CHECK(found.ranked[i].heat == Approx(heat));
  }
  CHECK(found.heat.shape == extents{16, 16});
  CHECK(found.heat.values == network.heat_map.values);
  CHECK(found.to_heat == map{});
}

TEST_CASE("detect: or the hottest first") {
  auto const found = detect(host, three_peaks(), grey_input({}), {.peaks = {.radius = 2}, .rank = ranking::heat});
  CHECK(columns_of(found) == std::vector<double>{3, 12, 8});
}

TEST_CASE("detect: grasps come back in the pixels of the photograph, whatever its map to the input") {
  auto const network = three_peaks();
  for (auto const& to_input :
       {map::translation(-7, 3), map::resizing(0.45, 0.45), map::rotation(0.8, {5, 6}), map::horizontal_flip(16),
        map::rotation(-2.5, {1, 2}) * map::scaling(1.7) * map::horizontal_flip(16) * map::translation(100, -50)}) {
    auto const found = detect(host, network, grey_input(to_input), {.peaks = {.radius = 2}});
    REQUIRE(found.ranked.size() == 3);
    check_grasp(to_input(found.ranked[0].grasp), network.pose({0, 12, 2}));
    check_grasp(found.ranked[2].grasp, to_input.inverse()(network.pose({0, 3, 4})));
  }
}

TEST_CASE("detect: where nothing is hot enough, the hottest location of all, if wanted") {
  auto const network = three_peaks();
  detect_options options{.peaks = {.threshold = 0.95}};
  CHECK(detect(host, network, grey_input({}), options).ranked.empty());
  options.always_one = true;
  auto const found = detect(host, network, grey_input({}), options);
  REQUIRE(found.ranked.size() == 1);
  check_grasp(found.ranked[0].grasp, network.pose({0, 3, 4}));
  CHECK(found.ranked[0].heat == Approx(0.9));
}

TEST_CASE("detect: heat that is the same everywhere is one location, the middle, whatever the smoothing") {
  for (float const level : {0.0F, 0.3F, 0.5F, 1.0F})
    for (double const smoothing : {0.0, 0.01, 0.2}) {
      CAPTURE(level, smoothing);
      auto network = three_peaks();
      network.heat_map = host_array<float>({16, 16}, level);
      auto const found = [&](detect_options const& options) { return detect(host, network, grey_input({}), options); };
      auto const ranked = found({.peaks = {.threshold = 0}, .smoothing = smoothing}).ranked;
      REQUIRE(ranked.size() == 1);
      check_grasp(ranked[0].grasp, network.pose({0, 7, 7}));
      CHECK(ranked[0].heat == Approx(level));
      // Where the threshold is above it there is nothing, or the same, if wanted.
      detect_options const above{.peaks = {.threshold = 1.01}, .smoothing = smoothing};
      CHECK(found(above).ranked.empty());
      auto wanted = above;
      wanted.always_one = true;
      REQUIRE(found(wanted).ranked.size() == 1);
      CHECK(found(wanted).ranked[0].grasp == ranked[0].grasp);
    }
}

TEST_CASE("detect: heat that only rises has its one peak at the border") {
  auto network = three_peaks();
  for (std::size_t i = 0; i < 256; ++i) network.heat_map.values[i] = static_cast<float>(i % 16 + i / 16) / 30;
  auto const ranked = detect(host, network, grey_input({}), {.peaks = {.radius = 2}}).ranked;
  REQUIRE(ranked.size() == 1);
  check_grasp(ranked[0].grasp, network.pose({0, 15, 15}));
}

TEST_CASE("detect: thousands of peaks are as many grasps, or the hottest of them, each once and in order") {
  painted_network network = three_peaks();
  network.side = 96;
  network.heat_map = host_array<float>({96, 96});
  for (std::size_t y = 0; y < 96; y += 2)
    for (std::size_t x = 0; x < 96; x += 2)
      network.heat_map.values[96 * y + x] = 0.3F + 0.5F * static_cast<float>((31 * x + 17 * y) % 1000) / 1000;
  network.doubt = [](location const& at) { return 0.1 + std::fmod(7 * at.x + 3 * at.y, 50) / 100; };
  network_input const input{.rgb = host_array<float>({3, 96, 96}), .depth = {}, .to_input = {}, .grasps = {}};
  auto const found = [&](std::size_t most) {
    return detect(host, network, input, {.peaks = {.radius = 1, .max_count = most}, .smoothing = 0}).ranked;
  };
  auto const all = found(100000);
  REQUIRE(all.size() == 48 * 48);
  CHECK(std::ranges::is_sorted(all, {}, &detection::uncertainty));
  std::set<std::pair<double, double>> centres;
  for (auto const& each : all) centres.emplace(each.grasp.x, each.grasp.y);
  CHECK(centres.size() == all.size());
  auto const hottest = found(50);
  REQUIRE(hottest.size() == 50);
  double const least = std::ranges::min_element(hottest, {}, &detection::heat)->heat;
  CHECK(std::ranges::count_if(all, [&](detection const& each) { return each.heat > least; }) < 50);
  CHECK(found(0).empty());
}

TEST_CASE("detect: of one head alone M_uc knows how long its angle vector is, and no more; ranks are by heat") {
  lying_network network;
  network.bend_poses = [](lying_network::heads_type heads) { return lying_network::heads_type{heads[0]}; };
  auto const found = detect(host, network, grey_input({}), {.peaks = {.radius = 2}});
  CHECK(columns_of(found) == std::vector<double>{3, 12, 8});
  for (auto const& each : found.ranked) {
    CHECK(each.uncertainty == Approx(0).margin(1e-14));
    CHECK(each.variance.opening == 0);
    CHECK(each.variance.jaw == 0);
  }
}

TEST_CASE("detect: those nearly as hot as the hottest come first, if wanted, each group by its certainty") {
  auto const found = [](double shortlist) {
    return columns_of(detect(host, three_peaks(), grey_input({}), {.peaks = {.radius = 2}, .shortlist = shortlist}));
  };
  CHECK(found(0.3) == std::vector<double>{12, 8, 3});
  CHECK(found(0.5) == std::vector<double>{12, 3, 8});
  CHECK(found(0.8) == std::vector<double>{3, 12, 8});
  CHECK(found(1) == std::vector<double>{3, 12, 8});
}

TEST_CASE("detect: grasps equally sure stay in the order of their heat") {
  auto network = three_peaks();
  network.doubt = [](location const&) { return 0.0; };
  CHECK(columns_of(detect(host, network, grey_input({}), {.peaks = {.radius = 2}})) == std::vector<double>{3, 12, 8});
}

TEST_CASE("detect: poses anywhere, none for no locations, in either code") {
  auto network = three_peaks();
  network.code = {angle_code::raw, {1, 0.5}, {2, 2}};
  std::vector<location> const at{{0, 1.5, 2.5}, {0, 15, 0}};
  auto const levels = network.features(to_batch(host, grey_input({})));
  auto const poses = poses_at(host, network, levels, std::span<location const>(at));
  REQUIRE(poses.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    check_grasp(poses[i].grasp, network.pose(at[i]));
    auto const expected = network.code.encode(network.pose(at[i]));
    REQUIRE(poses[i].encoded.size() == 3);
    for (std::size_t k = 0; k < 3; ++k) CHECK(poses[i].encoded[k] == Approx(expected[k]));
    CHECK(poses[i].uncertainty == Approx(0.09));
  }
  CHECK(poses_at(host, network, levels, std::span<location const>()).empty());
}

TEST_CASE("detect: an image becomes a batch of one, with depth where there is depth") {
  auto input = grey_input({});
  CHECK_FALSE(to_batch(host, input).depth.has_value());
  input.depth = host_array<float>({3, 16, 16}, 0.25F);
  auto const batch = to_batch(host, input);
  CHECK(host.shape(batch.rgb) == extents{1, 3, 16, 16});
  REQUIRE(batch.depth.has_value());
  CHECK(host.shape(*batch.depth) == extents{1, 3, 16, 16});
  CHECK(values_of(*batch.depth).front() == 0.25);
  CHECK(values_of(batch.rgb).front() == 0.5);
}

TEST_CASE("detection, detections and their options: printed") {
  detection const one{{280, 334.85, -0.5, 56.5, 26}, 0.125, 0.9, {0.01, 0.25, 0.5}};
  std::string const text =
      "{grasp: {x: 280, y: 334.85, theta: -0.5 rad, opening: 56.5, jaw: 26}, uncertainty: 0.125, heat: 0.9, variance: "
      "{theta: 0.01, opening: 0.25, jaw: 0.5}}";
  std::ostringstream out;
  out << one;
  CHECK(out.str() == text);
  detections found;
  CHECK(text_of(found) == "0 grasps");
  found.ranked = {one};
  CHECK(text_of(found) == "1 grasp, first " + text);
  found.ranked = {one, one};
  CHECK(text_of(found) == "2 grasps, first " + text);
  CHECK(text_of(detect_options{}) ==
        "{peaks: {threshold: 0.3, radius: 8 pixels, max_count: 50}, smoothing: 0.01, rank: uncertainty, shortlist: 0, "
        "always_one: false}");
}

TEST_CASE("detect: the network that its tests are painted with keeps the laws of a network") {
  suregrasp_tests::expect_laws(testing::check_network(host, three_peaks()));
}
