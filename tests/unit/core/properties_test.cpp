#include "properties.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <vector>

using namespace suregrasp_tests;
using list = std::vector<double>;

TEST_CASE("properties: a law that holds has no counterexample") {
  for_all("addition commutes", numbers{}, numbers{}, [](double a, double b) { return a + b == b + a; });
  for_all("numbers stay within their range", numbers{-2, 3}, [](double x) { return x >= -2 && x <= 3; });
  for_all("counts stay within their range", counts{3, 40}, [](std::size_t n) { return n >= 3 && n <= 40; });
  for_all("lists have the length asked for", lists(numbers{}, 2, 5),
          [](list const& values) { return values.size() >= 2 && values.size() <= 5; });
}

TEST_CASE("properties: of a law that breaks the simplest case is shown, with its seed") {
  auto const sorted = counterexample(
      "lists are sorted", [](list const& values) { return std::ranges::is_sorted(values); }, lists(numbers{}));
  CHECK_THAT(sorted, Catch::StartsWith("not so: lists are sorted\n for  [1, 0]\n case "));
  CHECK_THAT(sorted, Catch::EndsWith(" of seed 1"));
  auto const small = [](std::size_t n, std::size_t) { return n < 7; };
  CHECK_THAT(counterexample("counts are small", small, counts{}, counts{}), Catch::Contains("for  7  0\n"));
  auto const thrown = [](bool wanted) {
    if (wanted) throw std::runtime_error("no");
    return true;
  };
  CHECK_THAT(counterexample("nothing throws", thrown, one_of<bool>{{false, true}}), Catch::Contains("for  true: no\n"));
  auto const together = [](couple<double, std::size_t> const& each) { return each.first < 3; };
  CHECK_THAT(counterexample("couples", together, couples(numbers{}, counts{2, 9})), Catch::Contains("for  (3, 2)\n"));
}

TEST_CASE("properties: zeros of both signs, ends, tiny and huge numbers, and equal ones in lists all come up") {
  auto const comes_up = [](auto const& found, auto const& generator) {
    return !counterexample(
                "it never comes up", [&](auto const& value) { return !found(value); }, generator)
                .empty();
  };
  CHECK(comes_up([](double x) { return x == 0 && std::signbit(x); }, numbers{}));
  CHECK(comes_up([](double x) { return x == 0 && !std::signbit(x); }, numbers{}));
  CHECK(comes_up([](double x) { return x != 0 && std::abs(x) < 1e-100; }, numbers{}));
  CHECK(comes_up([](double x) { return x > 1e100; }, numbers{-1e200, 1e200}));
  CHECK(comes_up([](double x) { return x == -7; }, numbers{-7, 8}));
  CHECK(
      comes_up([](list const& v) { return std::set<double>(v.begin(), v.end()).size() < v.size(); }, lists(numbers{})));
  CHECK(comes_up([](list const& v) { return v.empty(); }, lists(numbers{})));
  CHECK(comes_up([](list const& v) { return v.size() == 20; }, lists(numbers{})));
}
