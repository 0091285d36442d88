#include <catch2/catch.hpp>
#include <suregrasp/teacher/divergence.hpp>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

TEST_CASE("divergence: losses that fall, or stay, are no divergence") {
  divergence_watch watch({.factor = 2, .memory = 0.5, .every = 5});
  for (int n = 0; n < 200; ++n) REQUIRE_FALSE(watch.diverged(n < 100 ? 10 - 0.09 * n : 1));
  CHECK(watch.best() == Approx(1));
}

TEST_CASE("divergence: it is told once the average exceeds the factor times the best") {
  divergence_watch watch({.factor = 3, .memory = 0.5, .every = 4});
  for (int n = 0; n < 8; ++n) CHECK_FALSE(watch.diverged(1));
  CHECK(watch.good());
  CHECK_FALSE(watch.diverged(4));  // averages 2.5
  CHECK_FALSE(watch.good());
  CHECK(watch.diverged(8));  // averages 5.25
  CHECK(watch.average() == Approx(5.25).epsilon(0.01));
  watch.restart();
  CHECK(watch.best() == Approx(1));
  CHECK_FALSE(watch.diverged(100));
}

TEST_CASE("divergence: off by default, and options without sense are refused") {
  CHECK_FALSE(divergence_watch({}).active());
  CHECK(divergence_watch({.factor = 2}).active());
  for (auto const& options : {divergence_options{.factor = 1}, divergence_options{.memory = 1},
                              divergence_options{.memory = -0.1}, divergence_options{.every = 0}})
    CHECK(error_of([&] { (void)divergence_watch(options); }).id == "teacher.divergence");
}

TEST_CASE("divergence: its memory is given back to the bit") {
  divergence_watch one({.factor = 2, .memory = 0.9, .every = 3}), other({.factor = 2, .memory = 0.9, .every = 3});
  for (int n = 0; n < 7; ++n) (void)one.diverged(1.0 / (n + 1));
  other.load(one.state());
  for (int n = 0; n < 20; ++n) CHECK(one.diverged(0.1 * n) == other.diverged(0.1 * n));
  CHECK(one.state() == other.state());
}
