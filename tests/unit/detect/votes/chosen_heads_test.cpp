#include <catch2/catch.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/detect/votes/chosen_heads.hpp>
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
using suregrasp_tests::values_of;

static_assert(grasp_network<chosen_heads<painted_network>, host_backend>);

TEST_CASE("chosen_heads: only those vote, in the order given; without a choice all do") {
  auto const network = three_peaks();
  auto const levels = network.features(to_batch(host, suregrasp_tests::grey_input()));
  std::vector<location> const at{{0, 3, 4}, {0, 12, 2}};
  auto const all = network.poses(levels, at);
  auto const heads = [&](std::vector<std::size_t> const& which) {
    std::vector<std::vector<double>> rows;
    for (auto const& head : chosen_heads(network, which).poses(levels, std::span<location const>(at)))
      rows.push_back(values_of(head));
    return rows;
  };
  CHECK(heads({}) == std::vector{values_of(all[0]), values_of(all[1])});
  CHECK(heads({1}) == std::vector<std::vector<double>>{values_of(all[1])});
  CHECK(heads({1, 0}) == std::vector{values_of(all[1]), values_of(all[0])});
  CHECK(poses_at(host, chosen_heads(network, {0}), levels, std::span<location const>(at)).front().uncertainty ==
        Approx(0).margin(1e-12));
  auto const refused = error_of([&] { (void)heads({2}); });
  CHECK(refused.id == "votes.heads");
  CHECK(refused.message.find("no head 2: the network has 2") != std::string::npos);
}

TEST_CASE("chosen_heads: keeps the laws of a network") {
  suregrasp_tests::expect_laws(testing::check_network(host, chosen_heads(three_peaks(), {1})));
}
