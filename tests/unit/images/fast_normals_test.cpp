#include <suregrasp/core/random.hpp>
#include <suregrasp/images/fast_normals.hpp>

#include "catch2.hpp"

using namespace suregrasp;

TEST_CASE("rough normals have mean 0 and deviation 1") {
  random_stream draw(3);
  double sum = 0, squares = 0;
  constexpr int count = 60000;
  for (int i = 0; i < count / 3; ++i)
    for (float const value : fast_normals(draw.bits())) sum += value, squares += double(value) * value;
  CHECK(sum / count == Approx(0).margin(0.02));
  CHECK(squares / count == Approx(1).margin(0.03));
}
