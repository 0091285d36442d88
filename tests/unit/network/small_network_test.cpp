#include <suregrasp/network/small_network.hpp>
//
#include <string>
#include <suregrasp/backend/tape.hpp>
#include <suregrasp/testing/model_laws.hpp>
#include <vector>

#include "catch2.hpp"
#include "plain_backend.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using backend = taped<suregrasp_tests::plain_backend<double>>;
using network = small_network<backend>;

namespace {

backend const be;
small_network_options const with_convolutions{.input = {9, 8, 2},
                                              .convolutions = {{4}, {5, {.size = 3, .stride = 1, .padding = 0}}},
                                              .dense = {7},
                                              .heads = 3,
                                              .outputs = 2};

}  // namespace

TEST_CASE("small_network: a model keeps the laws of a model") {
  for (auto const& options : {small_network_options{}, with_convolutions})
    for (auto const& law : testing::check_model(be, network(be, options, random_stream(1)))) {
      CAPTURE(law.name, law.detail);
      CHECK(law.passed);
    }
}

TEST_CASE("small_network: each head gives its outputs, for no sample too") {
  network const net(be, with_convolutions, random_stream(1));
  for (std::int64_t const count : {5, 1, 0}) {
    auto const heads = net.forward(be.from_host(host_array<double>({count, 9, 8, 2}, 0.5).view()));
    REQUIRE(heads.size() == 3);
    for (auto const& head : heads) CHECK(be.shape(head) == extents{count, 2});
  }
}

TEST_CASE("small_network: layers are named in order, and the seed is all that weights depend on") {
  std::vector<std::string> names;
  for (auto const& entry : network(be, with_convolutions, random_stream(1)).state()) names.push_back(entry.name);
  CHECK(names == std::vector<std::string>{"convolution.0.weight", "convolution.0.bias", "convolution.1.weight",
                                          "convolution.1.bias", "dense.2.weight", "dense.2.bias", "head.3.weight",
                                          "head.3.bias", "head.4.weight", "head.4.bias", "head.5.weight",
                                          "head.5.bias"});
  auto const weight = [&](std::uint64_t seed) {
    return be.to_host(network(be, with_convolutions, random_stream(seed)).state()[0].value).values;
  };
  CHECK(weight(1) == weight(1));
  CHECK(weight(1) != weight(2));
}

TEST_CASE("small_network: sizes that make no network are refused by name") {
  auto const id = [](small_network_options const& options) {
    return error_of([&] { network(be, options, random_stream(1)); }).id;
  };
  CHECK(id({.heads = 0}) == "network.heads");
  CHECK(id({.dense = {0}}) == "network.layer");
  CHECK(id({.input = {4}, .convolutions = {{8}}}) == "network.input");
  CHECK(id({.input = {4, 4, 1}, .convolutions = {{8, {.size = 3, .stride = 0}}}}) == "network.layer");
  CHECK(id({.input = {2, 2, 1}, .convolutions = {{8, {.size = 5, .padding = 1}}}}) == "network.layer");
  network net(be, {}, random_stream(1));
  auto state = net.state();
  state.pop_back();
  CHECK(error_of([&] { net.load(state); }).id == "model.structure");
}
