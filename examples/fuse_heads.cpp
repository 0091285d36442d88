// Rank locations by how well four heads agree on the pose there (Eq. 8 and 9), on the xtensor backend.
#include <cmath>
#include <cstdio>
#include <suregrasp/backends/xtensor/backend.hpp>
#include <suregrasp/pyramid/fusion.hpp>
#include <vector>

int main() {
  suregrasp::xtensor::backend<float> const be;
  suregrasp::pose_encoding const code{};  // (cos 2 theta, sin 2 theta), log opening, log jaw

  // Two locations: at the first the heads agree across the wrap at +-90 degrees, at the second they do not.
  double const angles[4][2] = {{1.55, 0.1}, {-1.56, 0.9}, {1.57, 1.3}, {-1.55, -0.4}};
  std::vector<xt::xarray<float>> heads;
  for (auto const& head : angles) {
    std::vector<float> rows;
    for (double const theta : head)
      for (double const value : code.encode({.theta = theta, .opening = 50, .jaw = 25}))
        rows.push_back(static_cast<float>(value));
    heads.push_back(be.from_host(suregrasp::host_view<float const>({2, 4}, rows)));
  }

  auto const fused = suregrasp::fuse(be, std::span<xt::xarray<float> const>(heads), code);
  auto const mean = be.to_host(fused.mean), uncertainty = be.to_host(fused.uncertainty);
  for (std::size_t i = 0; i < 2; ++i) {
    auto const g = code.decode(std::span(mean.values).subspan(4 * i, 4), {});
    std::printf("location %zu: theta %+.2f rad, opening %.0f px, M_uc %.3f\n", i, g.theta, g.opening,
                static_cast<double>(uncertainty.values[i]));
  }
}
