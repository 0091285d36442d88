#include <array>
#include <catch2/catch.hpp>
#include <suregrasp/core/host_array.hpp>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

TEST_CASE("host_array: a shape and its values") {
  host_array<float> const empty;
  CHECK(empty.shape.empty());
  CHECK(empty.values.empty());
  host_array<int> const filled({2, 3}, 7);
  CHECK(filled.values == std::vector<int>(6, 7));
  CHECK(host_array<double>({4}).values == std::vector<double>(4, 0.0));
  host_array<double> const given({2, 2}, std::vector<double>{1, 2, 3, 4});
  CHECK(given.view().shape == extents{2, 2});
  CHECK(given.view().values.data() == given.values.data());
}

TEST_CASE("host_array: a scalar has one value, an axis of extent 0 none") {
  CHECK(host_array<double>(extents{}).values.size() == 1);
  CHECK(host_array<double>({3, 0}).view().values.empty());
}

TEST_CASE("host_array: a view refuses values that do not fit its shape") {
  std::array<double, 6> const values{};
  CHECK(host_view<double const>({2, 3}, values).values.size() == 6);
  auto const [id, message] = error_of([&] { (void)host_view<double const>({2, 2}, values); });
  CHECK(id == "shape.host_view");
  CHECK_THAT(message, Catch::Contains("[2, 2]") && Catch::Contains("needs 4") && Catch::Contains("got 6"));
  CHECK(error_of([&] { (void)host_view<double const>({}, values); }).id == "shape.host_view");
  CHECK(error_of([&] { (void)host_view<double const>({-2, -3}, values); }).id == "shape.host_view");
}

TEST_CASE("host_array: an array refuses values that do not fit its shape") {
  auto const make = [] { return host_array<double>({3}, std::vector<double>{1, 2}); };
  CHECK(error_of(make).id == "shape.host_view");
}
