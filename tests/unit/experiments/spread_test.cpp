#include "experiments/spread.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

using namespace suregrasp::experiments;

TEST_CASE("spread: mean and standard error") {
  auto const of = spread_of({1, 2, 3, 6});
  CHECK(of.mean == 3);
  CHECK(of.standard_error == Approx(std::sqrt((4 + 1 + 0 + 9) / 3.0 / 4)));
  CHECK(std::isnan(spread_of({4}).standard_error));
  CHECK(differences({3, 5}, {1, 6}) == std::vector<double>{2, -1});
}

TEST_CASE("spread: the exchange of signs tells how often chance reaches so far") {
  CHECK(sign_flip_p({1, 1, 1}) == Approx(2 / 8.0));  // only all + and all -
  CHECK(sign_flip_p({-1, -2, -4}) == Approx(2 / 8.0));
  CHECK(sign_flip_p({1, -1}) == 1);
  CHECK(sign_flip_p({3, 2, -1}) == Approx(4 / 8.0));  // sums of 6 and 4, either way
  CHECK(sign_flip_p({0.1, 0.2, -0.3}) == 1);
  CHECK(sign_flip_p(std::vector<double>(10, 0.7)) == Approx(2 / 1024.0));
  CHECK(std::isnan(sign_flip_p(std::vector<double>(21, 1))));
}
