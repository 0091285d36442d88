#include "charts/chart_axis.hpp"
#include <catch2/catch.hpp>
#include <cmath>

using namespace suregrasp;
using texts = std::vector<std::string>;

TEST_CASE("nice_step: 1, 2, 2.5 or 5 times a power of ten, and never more intervals than asked for") {
  CHECK(nice_step(1, 5) == Approx(0.2));
  CHECK(nice_step(10, 4) == Approx(2.5));
  CHECK(nice_step(7, 5) == Approx(2));
  CHECK(nice_step(0.0031, 5) == Approx(0.001));
  for (double span = 1e-5; span < 1e7; span *= 1.37) {
    double const step = nice_step(span, 5);
    CHECK(span / step <= 5 * (1 + 1e-6));
    CHECK(span / step > 1.9);
  }
}

TEST_CASE("linear_axis: a loose axis holds the data between whole steps") {
  auto const axis = linear_axis(0.23, 1.41);
  CHECK(axis.low == Approx(0));
  CHECK(axis.high == Approx(1.5));
  CHECK(axis.labels == texts{"0.00", "0.25", "0.50", "0.75", "1.00", "1.25", "1.50"});
  CHECK(axis.position(0.75) == Approx(0.5));
}

TEST_CASE("linear_axis: a tight axis ends with the data, its ticks lie inside") {
  auto const axis = linear_axis(3, 2950, 5, false);
  CHECK(axis.low == 3);
  CHECK(axis.high == 2950);
  CHECK(axis.labels == texts{"1k", "2k"});
  CHECK(axis.position(3) == 0);
  CHECK(axis.position(2950) == 1);
}

TEST_CASE("linear_axis: the ends may be ticks, negative numbers have a real minus") {
  CHECK(linear_axis(-2, 2, 4).labels == texts{"\u22122", "\u22121", "0", "1", "2"});
  CHECK(linear_axis(0, 1, 5, false).labels == texts{"0.0", "0.2", "0.4", "0.6", "0.8", "1.0"});
}

TEST_CASE("linear_axis: a range without extent or meaning is widened") {
  auto const constant = linear_axis(0.4, 0.4);
  CHECK(constant.low < 0.4);
  CHECK(constant.high > 0.4);
  CHECK(linear_axis(0, 0).position(0) == Approx(0.5));
  auto const none = linear_axis(std::nan(""), std::nan(""));
  CHECK(none.low == 0);
  CHECK(none.high == Approx(1));
}

TEST_CASE("logarithmic_axis: 1, 2, 5 around the data") {
  auto const axis = logarithmic_axis(0.03, 0.7);
  CHECK(axis.labels == texts{"0.02", "0.05", "0.1", "0.2", "0.5", "1"});
  CHECK(axis.low == Approx(0.02));
  CHECK(axis.high == Approx(1));
  CHECK(axis.position(axis.low) == 0);
  CHECK(axis.position(std::sqrt(axis.low * axis.high)) == Approx(0.5));
}

TEST_CASE("logarithmic_axis: over many decades only powers of ten are named") {
  auto const axis = logarithmic_axis(0.001, 100);
  CHECK(axis.ticks.size() == 16);
  CHECK(axis.labels.front() == "0.001");
  CHECK(axis.labels[1].empty());
  CHECK(axis.labels.back() == "100");
}

TEST_CASE("logarithmic_axis: one value, or none") {
  CHECK(logarithmic_axis(0.2, 0.2).low < logarithmic_axis(0.2, 0.2).high);
  CHECK(logarithmic_axis(-1, 3).low > 0);
}
