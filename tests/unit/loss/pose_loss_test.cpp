#include <catch2/catch.hpp>
#include <suregrasp/loss/pose_loss.hpp>
#include <vector>

#include "host_backend.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::host;
using suregrasp_tests::host_tensor;
using suregrasp_tests::tensor;
using suregrasp_tests::values_of;

TEST_CASE("multi_head_loss: smooth L1 averaged over components and heads, one value per location") {
  auto const target = tensor({2, 3}, {0, 0, 0, 1, 1, 1});
  std::vector<host_tensor> const heads{tensor({2, 3}, {1, 0, 3, 1, 1, 1}), tensor({2, 3}, {0, 0, 0, 1, 1, 1.5})};
  auto const distance = multi_head_loss(host, heads, target);
  CHECK(host.shape(distance) == extents{2});
  CHECK(values_of(distance)[0] == Approx((0.5 + 2.5) / 6));
  CHECK(values_of(distance)[1] == Approx(0.125 / 6));
}

TEST_CASE("pose_loss: of two poses, squares within 1 and straight beyond, and its parts add up to it") {
  std::vector<double> const found{0.5, 3, -2, 1}, target{0, 0, 0, 1};
  CHECK(pose_loss<double>(found, target) == (0.125 + 2.5 + 1.5) / 4);
  auto const parts = pose_loss_parts<double>(found, target);
  CHECK(parts.theta == (0.125 + 2.5) / 4);
  CHECK(parts.opening == 1.5 / 4);
  CHECK(parts.jaw == 0);
}

TEST_CASE("head_distance: heads on either side of the target are both wrong, though their mean is right") {
  std::vector<host_tensor> const heads{tensor({1, 1}, {-2}), tensor({1, 1}, {2})};
  CHECK(values_of(multi_head_loss(host, heads, tensor({1, 1}, {0})))[0] == 1.5);
}

TEST_CASE("head_distance: no heads, or a target of another rank") {
  CHECK(error_of([] { (void)multi_head_loss(host, {}, tensor({1, 1}, {0})); }).id == "loss.no_heads");
  CHECK(error_of([] { (void)multi_head_loss(host, {tensor({0})}, tensor({0})); }).id == "shape.rank");
}
