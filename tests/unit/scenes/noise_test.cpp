#include <suregrasp/scenes/impl/noise.hpp>

#include "catch2.hpp"

using namespace suregrasp;
using namespace suregrasp::synthetic;

TEST_CASE("lattice noise stays within its amplitude, is smooth and repeats") {
  cv::Mat_<float> a(60, 90, 0.0F), b(60, 90, 0.0F);
  add_lattice_noise(a, 20, 10, 0.5F, random_stream(1));
  add_lattice_noise(b, 20, 10, 0.5F, random_stream(1));
  float most = 0, step = 0;
  for (int y = 0; y < 60; ++y)
    for (int x = 1; x < 90; ++x) {
      CHECK(a(y, x) == b(y, x));
      most = std::max(most, std::abs(a(y, x)));
      step = std::max(step, std::abs(a(y, x) - a(y, x - 1)));
    }
  CHECK(most <= 0.5F);
  CHECK(most > 0.2F);
  CHECK(step <= 1.5F / 20);
}
