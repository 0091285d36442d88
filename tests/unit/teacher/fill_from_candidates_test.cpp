#include <catch2/catch.hpp>
#include <suregrasp/teacher/fill_from_candidates.hpp>
#include <vector>

using suregrasp::fill_from_candidates;
using list = std::vector<double>;

TEST_CASE("fill_from_candidates: the first that were kept") {
  CHECK(fill_from_candidates({0, 1, 0.5, 0, 1, 1}, 2) == list{0, 1, 0.5, 0, 0, 0});
  CHECK(fill_from_candidates({0, 1, 0}, 2) == list{0, 1, 0});
  CHECK(fill_from_candidates({0, 0}, 2) == list{0, 0});
  CHECK(fill_from_candidates({1, 1}, 0) == list{0, 0});
  CHECK(fill_from_candidates({}, 3).empty());
}
