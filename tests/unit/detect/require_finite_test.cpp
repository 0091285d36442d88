#include <catch2/catch.hpp>
#include <limits>
#include <suregrasp/detect/dense/dense_grasps.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/evaluate/evaluation.hpp>

#include "thrown.hpp"
#include "unit/detect/lying_network.hpp"

using namespace suregrasp;
using Catch::Matchers::Contains;
using suregrasp_tests::error_of;
using suregrasp_tests::host;
using suregrasp_tests::lying_network;
using suregrasp_tests::thrown;
using suregrasp_tests::with_value;

namespace {

double const nan_value = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();

thrown refused(lying_network const& network, affine_map<double> const& to_input = {}) {
  return error_of(
      [&] { (void)detect(host, network, suregrasp_tests::grey_input(to_input), {.peaks = {.radius = 2}}); });
}

/// One number of the answer of the second head replaced.
lying_network with_pose_value(std::size_t index, double value) {
  lying_network network;
  network.bend_poses = [=](auto heads) {
    heads[1] = with_value(heads[1], index, value);
    return heads;
  };
  return network;
}

}  // namespace

TEST_CASE("require_finite: a heatmap that is not finite is refused, wherever the number stands") {
  for (double const value : {nan_value, infinity, -infinity, 1e300})
    for (std::size_t const index : {0U, 16U * 4 + 3, 255U}) {
      lying_network network;
      network.bend_heat = [&](auto const& heat) { return with_value(heat, index, value); };
      auto const [id, message] = refused(network);
      CHECK(id == "model.not_finite");
      CHECK_THAT(message,
                 Contains("heat(levels) of the network") &&
                     Contains("in row " + std::to_string(index / 16) + ", column " + std::to_string(index % 16)));
    }
}

TEST_CASE("require_finite: a pose that is not finite is refused, with its head and location") {
  for (double const value : {nan_value, infinity, -infinity})
    for (std::size_t index = 0; index < 12; ++index) {
      auto const [id, message] = refused(with_pose_value(index, value));
      CHECK(id == "model.not_finite");
      CHECK_THAT(message, Contains("poses(levels, at) of the network") && Contains("from head 1 of 2") &&
                              Contains("of image 0"));
    }
  auto const network = with_pose_value(2, nan_value);
  location const at{0, 8, 8};
  auto const input = suregrasp_tests::grey_input();
  auto const levels = network.features(to_batch(host, input));
  CHECK(error_of([&] { (void)poses_at(host, network, levels, std::span(&at, 1)); }).id == "model.not_finite");
  network_input labelled = input;
  labelled.grasps = {{8, 8, 0, 4, 2}};
  CHECK(error_of([&] { (void)pose_errors(host, network, levels, labelled, 0); }).id == "model.not_finite");
}

TEST_CASE("require_finite: heads that are finite and fuse to what is not are refused as that") {
  auto const [id, message] = refused(with_pose_value(2, 1e200));
  CHECK(id == "model.not_finite");
  CHECK_THAT(message, Contains("fusion of the network's poses"));
}

TEST_CASE("require_finite: no grasp that is not finite leaves a detection") {
  auto const [id, message] = refused(with_pose_value(2, 1e4));  // an opening of exp(5000) pixels
  CHECK(id == "model.not_finite");
  CHECK_THAT(message, Contains("grasp decoded from the network's pose"));
  CHECK(refused(with_pose_value(2, 1400)).id.empty());
  CHECK(refused(with_pose_value(2, 1400), affine_map<double>::scaling(1e-9)).id == "model.not_finite");
  CHECK_THAT(refused(with_pose_value(3, -1e4)).message, Contains("an opening and a jaw above 0, got"));
}

TEST_CASE("require_finite: maps that are not finite are refused by name") {
  auto const maps = [] {
    host_array<float> const map({8, 8}, 0.5F);
    return grasp_maps{map, map, map, map};
  };
  struct named_map {
    char const* name;
    host_array<float> grasp_maps::*map;
  };
  for (auto const& [name, map] : {named_map{"quality", &grasp_maps::quality},
                                  {"cosine", &grasp_maps::cosine},
                                  {"sine", &grasp_maps::sine},
                                  {"opening", &grasp_maps::opening}})
    for (double const value : {nan_value, infinity}) {
      auto bent = maps();
      (bent.*map).values[13] = static_cast<float>(value);
      auto const [id, message] = error_of([&] { (void)dense_grasps(bent, {}); });
      CHECK(id == "model.not_finite");
      CHECK_THAT(message, Contains(std::string("grasp maps, ") + name) && Contains("in row 1, column 5"));
    }
  CHECK(dense_grasps(maps(), {}).ranked.size() == 1);
}
