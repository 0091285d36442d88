#include <suregrasp/metrics/conformal_coverage.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

struct labelled {
  std::vector<double> errors, uncertainties;
  std::vector<std::size_t> photographs;
};

/// Five labels a photograph, whose errors share a part.
labelled drawn(std::size_t photographs, double common) {
  random_stream draw(7);
  labelled all;
  for (std::size_t p = 0; p < photographs; ++p) {
    double const part = common * draw.normal();
    for (int i = 0; i < 5; ++i) {
      all.errors.push_back(std::abs(part + draw.normal()));
      all.uncertainties.push_back(1 + draw.uniform());
      all.photographs.push_back(p);
    }
  }
  return all;
}

}  // namespace

TEST_CASE("conformal coverage: what was promised, in most splits") {
  auto const all = drawn(200, 0.5);
  auto const found = conformal_coverage_of(all.errors, all.uncertainties, all.photographs, {.coverage = 0.9}, 300);
  CHECK(found.splits == 300);
  CHECK(found.coverage == Approx(0.9).margin(0.01));
  CHECK(found.middle.low < found.coverage);
  CHECK(found.middle.high > found.coverage);
  CHECK(found.middle.low > 0.85);
  CHECK(found.half_width > 1);
}

TEST_CASE("conformal coverage: photographs stay together, and the same draw gives the same figures") {
  // All errors of a photograph are its number: calibrated on any of them, the others would be known.
  labelled all;
  for (std::size_t p = 0; p < 40; ++p)
    for (int i = 0; i < 50; ++i) {
      all.errors.push_back(std::exp(0.5 * double(p)));
      all.uncertainties.push_back(1);
      all.photographs.push_back(p);
    }
  auto const of = [&](std::uint64_t seed) {
    return conformal_coverage_of(all.errors, all.uncertainties, all.photographs, {}, 200, random_stream(seed));
  };
  CHECK(of(1).coverage < 0.92);
  CHECK(of(1).middle.low < 0.86);  // of 20 photographs one or two
  CHECK(of(1) == of(1));
  CHECK_FALSE(of(1) == of(2));
}

TEST_CASE("conformal coverage: too little data gives no split, bad input is named") {
  std::vector<double> const three{1, 2, 3};
  std::vector<std::size_t> const each{0, 1, 2}, two{0, 1};
  CHECK(conformal_coverage_of(three, three, each).splits == 0);
  CHECK(error_of([&] { (void)conformal_coverage_of(three, three, two); }).id == "metrics.length");
}
