#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <suregrasp/loss/binary_cross_entropy.hpp>
#include <vector>

#include "host_backend.hpp"

using namespace suregrasp;
using suregrasp_tests::host;
using suregrasp_tests::tensor;
using suregrasp_tests::values_of;
using list = std::vector<double>;

namespace {

double loss_of(double logit, double target) {
  return item(host, binary_cross_entropy(host, constant(host, logit), constant(host, target)));
}

}  // namespace

TEST_CASE("binary_cross_entropy: the definition, for targets from 0 to 1") {
  for (double const logit : {-5.0, -1.0, -0.1, 0.0, 0.3, 2.0, 7.0})
    for (double const target : {0.0, 0.25, 0.5, 1.0}) {
      double const p = 1 / (1 + std::exp(-logit));
      CHECK(loss_of(logit, target) == Approx(-target * std::log(p) - (1 - target) * std::log(1 - p)));
    }
  CHECK(loss_of(0, 1) == Approx(std::log(2.0)));
}

TEST_CASE("binary_cross_entropy: large logits neither overflow nor turn into NaN") {
  CHECK(loss_of(1e4, 1) == 0);
  CHECK(loss_of(-1e4, 0) == 0);
  CHECK(loss_of(1e4, 0) == 1e4);
  CHECK(loss_of(-1e4, 1) == 1e4);
  CHECK(loss_of(1e300, 0) == 1e300);
}

TEST_CASE("binary_cross_entropy: a label and its opposite mirror each other") {
  for (double const logit : {-3.0, 0.5, 20.0})
    for (double const target : {0.0, 0.3, 1.0}) CHECK(loss_of(logit, target) == Approx(loss_of(-logit, 1 - target)));
}

TEST_CASE("binary_cross_entropy: element by element, shapes broadcast, NaN is not hidden") {
  auto const loss = binary_cross_entropy(host, tensor({3, 1}, {1, -1, 2}), tensor({1, 2}, {0, 1}));
  CHECK(host.shape(loss) == extents{3, 2});
  CHECK(values_of(loss)[3] == Approx(loss_of(-1, 1)));
  CHECK(std::isnan(loss_of(std::numeric_limits<double>::quiet_NaN(), 0)));
}
