// A tensor type of one's own as a backend: two functions, and the library's algorithms run on it.
#include <cmath>
#include <cstdio>
#include <suregrasp/backend.hpp>
#include <suregrasp/geometry.hpp>
#include <suregrasp/pyramid.hpp>
#include <suregrasp/testing.hpp>

/// Stands for the tensor of a library that SureGrasp has never heard of.
struct my_tensor {
  suregrasp::extents shape;
  std::vector<double> numbers;  // row-major
};

struct my_backend : suregrasp::reference_backend<my_backend, my_tensor, double> {
  my_tensor from_host(suregrasp::host_view<double const> const& view) const {
    return {view.shape, std::vector<double>(view.values.begin(), view.values.end())};
  }
  suregrasp::host_array<double> to_host(my_tensor const& t) const { return {t.shape, t.numbers}; }
};
static_assert(suregrasp::linalg_backend<my_backend>);

int main() {
  my_backend const be;
  auto const laws = suregrasp::testing::check_backend(be);
  for (auto const& law : laws)
    if (!law.passed) return std::printf("%s: %s\n", law.name.c_str(), law.detail.c_str()), 1;

  // Grasps in rows x, y, theta, opening, jaw.
  std::vector<double> const found{100, 100, 0, 40, 20}, labels{100, 100, 0, 40, 20, 120, 100, 0, 40, 20};
  auto const overlaps =
      be.to_host(suregrasp::iou_matrix(be, be.from_host({{1, 5}, found}), be.from_host({{2, 5}, labels}))).values;

  suregrasp::pose_encoding const code{.opening = {.log_mean = 4}, .jaw = {.log_mean = 3}};
  std::vector<my_tensor> heads;  // one row a location: here four heads, one location
  for (double const theta : {1.55, -1.56, 1.57, -1.55})
    heads.push_back(be.from_host({{1, code.columns()}, code.encode({.theta = theta, .opening = 50, .jaw = 20})}));
  auto const fused = suregrasp::fuse(be, heads, code);
  auto const mean = be.to_host(fused.mean).values;
  double const theta = code.decode(std::span<double const>(mean), {}).theta;
  double const uncertainty = be.to_host(fused.uncertainty).values[0];

  std::printf("%zu laws hold; IoU %.3f and %.3f; theta %+.2f rad, M_uc %.3f\n", laws.size(), overlaps[0], overlaps[1],
              theta, uncertainty);
  bool const upright = std::abs(suregrasp::axial_distance(theta, suregrasp::radians(90.0))) < 0.02;
  return std::abs(overlaps[0] - 1) < 1e-9 && std::abs(overlaps[1] - 1.0 / 3) < 1e-9 && upright && uncertainty < 0.01
             ? 0
             : 1;
}
