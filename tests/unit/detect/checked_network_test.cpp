#include <catch2/catch.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/detect/votes/ensemble.hpp>
#include <suregrasp/detect/votes/symmetric_views.hpp>
#include <suregrasp/evaluate/evaluate.hpp>

#include "thrown.hpp"
#include "unit/detect/lying_network.hpp"

using namespace suregrasp;
using Catch::Matchers::Contains;
using suregrasp_tests::error_of;
using suregrasp_tests::host;
using suregrasp_tests::host_backend;
using suregrasp_tests::in_shape;
using suregrasp_tests::lying_network;
using suregrasp_tests::tensor;
using suregrasp_tests::thrown;

namespace {

network_input const input = suregrasp_tests::grey_input();

thrown refusal_of(auto const& network) {
  return error_of([&] { (void)detect(host, network, input, {.peaks = {.radius = 2}, .always_one = true}); });
}

/// The refusal of a network by detection, which evaluation repeats.
thrown refused(lying_network const& network) {
  auto const by_detection = refusal_of(network);
  auto const by_evaluation = error_of([&] {
    (void)evaluate_image(host, network, {"a", {}, {}, {}}, input, 0, {.detecting = {.peaks = {.radius = 2}}});
  });
  CHECK(by_evaluation.id == by_detection.id);
  CHECK(by_evaluation.message == by_detection.message);
  return by_detection;
}

}  // namespace

TEST_CASE("checked_network: a network that does not lie is believed") {
  CHECK(refused({}).id.empty());
  CHECK(detect(host, lying_network(), input, {.peaks = {.radius = 2}}).ranked.size() == 3);
}

TEST_CASE("checked_network: a heatmap of another shape is refused by name, never read past its end") {
  for (extents const& shape :
       {extents{16, 16}, {1, 16, 16, 1}, {1, 256}, {1, 1, 16, 16}, {256}, {1, 8, 32}, {4, 8, 8}}) {
    lying_network network;
    network.bend_heat = in_shape(shape);
    auto const [id, message] = refused(network);
    CHECK(id == "shape.network_heat");
    CHECK_THAT(message, Contains("heat(levels) of the network: expected a heatmap [N, H, W] = [1, 16, 16]"));
    CHECK_THAT(message, Contains("got shape " + to_string(shape)));
  }
  lying_network smaller;
  smaller.bend_heat = [](auto const&) { return tensor({1, 8, 8}, std::vector<double>(64, 0.5)); };
  CHECK(refused(smaller).id == "shape.network_heat");
  lying_network two;
  two.bend_heat = [](auto const& heat) { return host.concat(std::vector{heat, heat}, 0); };
  CHECK(refused(two).id == "shape.network_heat");
}

TEST_CASE("checked_network: levels are of rank 4 and hold the batch") {
  using levels = lying_network::levels_type;
  auto const bent = [](auto bend) {
    lying_network network;
    network.bend_levels = bend;
    return refused(network);
  };
  auto const flat = bent([](levels const& all) { return levels{{in_shape({16, 16})(all[0].features), 1}}; });
  CHECK(flat.id == "shape.network_levels");
  CHECK_THAT(flat.message, Contains("features(images) of the network: expected levels [N, H, W, C]") &&
                               Contains("got shape [16, 16]"));
  CHECK(bent([](levels const&) { return levels{}; }).id == "shape.network_levels");
  CHECK(bent([](levels const& all) {
          return levels{all[0], {in_shape({2, 16, 8, 1})(all[0].features), 2}};
        }).id == "shape.network_levels");
  CHECK(bent([](levels const&) { return levels{{tensor({0, 16, 16, 1}, {}), 1}}; }).id == "shape.network_levels");
  CHECK_THAT(bent([](levels const& all) { return levels{{all[0].features, 0}}; }).message, Contains("got 0"));
  CHECK(bent([](levels const& all) {
          return levels{{in_shape({4, 8, 8, 1})(all[0].features), 2}};
        }).id == "shape.network_heat");  // four views of one image, of which four heatmaps came
}

TEST_CASE("checked_network: poses are one tensor per head, all of one shape") {
  using heads = lying_network::heads_type;
  auto const bent = [](auto bend) {
    lying_network network;
    network.bend_poses = bend;
    return refused(network);
  };
  auto const none = bent([](heads const&) { return heads{}; });
  CHECK(none.id == "shape.heads");
  CHECK_THAT(none.message,
             Contains("poses(levels, at) of the network") && Contains("[M, P] = [3, 4]") && Contains("none"));
  auto const second = bent([](heads const& all) { return heads{all[0], in_shape({4, 3})(all[1])}; });
  CHECK(second.id == "shape.heads");
  CHECK_THAT(second.message, Contains("got shape [4, 3] from head 1 of 2"));
  for (extents const& shape : {extents{12}, {3, 4, 1}, {1, 12}, {4, 3}})
    CHECK(bent([&](heads const& all) {
            return heads{in_shape(shape)(all[0]), in_shape(shape)(all[1])};
          }).id == "shape.heads");
  CHECK(bent([](heads const& all) {
          return heads{slice(host, all[0], 0, 0, 2), slice(host, all[1], 0, 0, 2)};
        }).id == "shape.heads");
}

TEST_CASE("checked_network: an image of another size than the network states is refused before it is asked") {
  lying_network larger;
  larger.side = 32;
  auto const [id, message] = refused(larger);
  CHECK(id == "shape.network_input");
  CHECK_THAT(message, Contains("[1, 3, 32, 32]") && Contains("got shape [1, 3, 16, 16]"));
}

TEST_CASE("checked_network: what votes make of others is checked as well") {
  lying_network network;
  auto const both = [&] { return refusal_of(ensemble<host_backend, lying_network>(host, {{}, network})); };
  auto const views = [&] { return refusal_of(symmetric_views<host_backend, lying_network>(host, network, 8)); };
  network.bend_heat = in_shape({256});
  CHECK(both().id == "shape.network_heat");
  network.bend_heat = [](auto const& heat) { return slice(host, heat, 0, 0, 1); };
  CHECK(both().id.empty());
  CHECK(views().id == "shape.network_heat");
  network = {};
  network.bend_poses = [](auto heads) {
    heads[1] = slice(host, heads[1], 0, 0, 1);
    return heads;
  };
  CHECK(both().id == "shape.heads");
  CHECK(views().id == "shape.heads");
  network = {};
  network.bend_levels = [](auto levels) {
    levels.push_back(levels.front());
    return levels;
  };
  CHECK(views().id.empty());
  auto const uneven = both();
  CHECK(uneven.id == "shape.network_levels");
  CHECK_THAT(uneven.message, Contains("expected 1 levels") && Contains("got 2"));
}
