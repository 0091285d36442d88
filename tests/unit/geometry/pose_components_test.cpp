#include <catch2/catch.hpp>
#include <suregrasp/geometry/pose_components.hpp>

using namespace suregrasp;

TEST_CASE("pose_components: sums and multiples, component by component") {
  pose_components sum{1, 2, 3};
  sum += {0.5, 0.25, 0.125};
  CHECK(sum == pose_components{1.5, 2.25, 3.125});
  CHECK(2 * sum == pose_components{3, 4.5, 6.25});
  CHECK(text_of(sum) == "{theta: 1.5, opening: 2.25, jaw: 3.125}");
}
