#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <suregrasp/backend/derived.hpp>
#include <vector>

#include "host_backend.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::host;
using suregrasp_tests::tensor;
using suregrasp_tests::values_of;
using list = std::vector<double>;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("derived: a constant is a scalar that broadcasts") {
  auto const two = constant(host, 2);
  CHECK(host.shape(two).empty());
  CHECK(item(host, two) == 2);
  CHECK(values_of(host.add(tensor({1, 2}), two)) == list{3, 4});
}

TEST_CASE("derived: the item of a tensor of one element, and of no other") {
  CHECK(item(host, tensor({1, 1, 1}, {5})) == 5);
  auto const [id, message] = error_of([] { (void)item(host, tensor({2, 1}, {5, 6})); });
  CHECK(id == "shape.item");
  CHECK_THAT(message, Catch::Contains("[2, 1]"));
  CHECK(error_of([] { (void)item(host, tensor({0}, {})); }).id == "shape.item");
}

TEST_CASE("derived: scale and square") {
  CHECK(values_of(scale(host, tensor({1, -2, 0}), -3)) == list{-3, 6, 0});
  CHECK(values_of(square(host, tensor({1, -2, 0.5}))) == list{1, 4, 0.25});
}

TEST_CASE("derived: maximum and minimum, with infinities and broadcasting") {
  auto const a = tensor({1, 5, -infinity, infinity, infinity}), b = tensor({2, 4, -infinity, infinity, -infinity});
  CHECK(values_of(maximum(host, a, b)) == list{2, 5, -infinity, infinity, infinity});
  CHECK(values_of(minimum(host, a, b)) == list{1, 4, -infinity, infinity, -infinity});
  CHECK(values_of(maximum(host, tensor({2, 1}, {0, 3}), tensor({1, 2}, {1, 2}))) == list{1, 2, 3, 3});
}

TEST_CASE("derived: absolute values; NaN stays NaN") {
  auto const values = values_of(abs(host, tensor({-2, 3, 0, -infinity, not_a_number})));
  CHECK(list(values.begin(), values.end() - 1) == list{2, 3, 0, infinity});
  CHECK(std::isnan(values.back()));
}

TEST_CASE("derived: square roots of what is positive, 0 elsewhere") {
  auto const values = values_of(sqrt(host, tensor({4, 2, 1e-300, 1e300, 0, -9, not_a_number})));
  CHECK(values[0] == Approx(2).epsilon(1e-15));
  CHECK(values[1] == Approx(std::sqrt(2.0)).epsilon(1e-15));
  CHECK(values[2] == Approx(1e-150).epsilon(1e-13));
  CHECK(values[3] == Approx(1e150).epsilon(1e-13));
  CHECK(list(values.begin() + 4, values.end()) == list{0, 0, 0});
}

TEST_CASE("derived: sums and means of all elements are scalars") {
  auto const t = tensor({2, 3}, {1, 2, 3, 4, 5, 9});
  CHECK(host.shape(sum_all(host, t)).empty());
  CHECK(host.shape(mean_all(host, t)).empty());
  CHECK(item(host, sum_all(host, t)) == 24);
  CHECK(item(host, mean_all(host, t)) == 4);
  CHECK(item(host, sum_all(host, constant(host, 7))) == 7);
  CHECK(item(host, mean_all(host, constant(host, 7))) == 7);
  CHECK(item(host, sum_all(host, tensor({3, 0}, {}))) == 0);
  CHECK(std::isnan(item(host, mean_all(host, tensor({3, 0}, {})))));
}

TEST_CASE("derived: slices along an axis, and columns") {
  auto const t = tensor({2, 4}, {0, 1, 2, 3, 4, 5, 6, 7});
  auto const middle = slice(host, t, 1, 1, 2);
  CHECK(host.shape(middle) == extents{2, 2});
  CHECK(values_of(middle) == list{1, 2, 5, 6});
  CHECK(values_of(slice(host, t, 0, 1)) == list{4, 5, 6, 7});
  CHECK(host.shape(slice(host, t, 1, 2, 0)) == extents{2, 0});
  CHECK(host.shape(column(host, t, 3)) == extents{2, 1});
  CHECK(values_of(column(host, t, 3)) == list{3, 7});
}

TEST_CASE("derived: a tensor of another rank is refused by name") {
  CHECK_NOTHROW(require_rank(host, tensor({1, 2}), 1, "heat"));
  auto const [id, message] = error_of([] { require_rank(host, tensor({1, 2}), 3, "heat"); });
  CHECK(id == "shape.rank");
  CHECK_THAT(message, Catch::Contains("heat: expected 3 axes") && Catch::Contains("[2]"));
}
