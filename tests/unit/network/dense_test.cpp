#include <suregrasp/network/dense.hpp>
//
#include <cmath>
#include <vector>

#include "catch2.hpp"
#include "plain_backend.hpp"

using namespace suregrasp;
using list = std::vector<double>;
using array = host_array<double>;

TEST_CASE("dense: x W + b") {
  suregrasp_tests::plain_backend<double> const be;
  auto const y =
      dense(be, array({2, 2}, list{1, 2, 3, 4}), array({2, 3}, list{1, 0, -1, 2, 1, 0}), array({3}, list{10, 20, 30}));
  CHECK(y.shape == extents{2, 3});
  CHECK(y.values == list{15, 22, 29, 21, 24, 27});
}

TEST_CASE("dense: relu keeps what is positive") {
  suregrasp_tests::plain_backend<double> const be;
  CHECK(relu(be, array({4}, list{-1, 0, 0.5, -INFINITY})).values == list{0, 0, 0.5, 0});
}
