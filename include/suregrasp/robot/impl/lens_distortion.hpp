#ifndef SUREGRASP_ROBOT_IMPL_LENS_DISTORTION_HPP
#define SUREGRASP_ROBOT_IMPL_LENS_DISTORTION_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <suregrasp/geometry/grasp.hpp>

namespace suregrasp::inline v2::detail {

/// What OpenCV's lens model makes of a point of the plane z = 1, and back. Source: OpenCV, module calib3d.
class lens_distortion {
 public:
  /// In OpenCV's order: k1, k2, p1, p2, k3, k4, k5, k6, s1, s2, s3, s4; those left out are 0.
  explicit lens_distortion(std::span<double const> coefficients) {
    std::copy_n(coefficients.begin(), std::min(coefficients.size(), c_.size()), c_.begin());
    none_ = std::ranges::all_of(c_, [](double value) { return value == 0; });
  }

  [[nodiscard]] point<double> distorted(point<double> p) const {
    auto const [k1, k2, p1, p2, k3, k4, k5, k6, s1, s2, s3, s4] = c_;
    double const xx = p.x * p.x, yy = p.y * p.y, xy = 2 * p.x * p.y, r2 = xx + yy;
    double const radial = (1 + r2 * (k1 + r2 * (k2 + r2 * k3))) / (1 + r2 * (k4 + r2 * (k5 + r2 * k6)));
    return {p.x * radial + p1 * xy + p2 * (r2 + 2 * xx) + r2 * (s1 + r2 * s2),
            p.y * radial + p1 * (r2 + 2 * yy) + p2 * xy + r2 * (s3 + r2 * s4)};
  }

  /// The inverse by Newton's method; nothing where the model takes no point, or only one beyond the fold of its
  /// polynomial, to `p`.
  [[nodiscard]] std::optional<point<double>> undistorted(point<double> p) const {
    if (none_) return p;
    constexpr double step = 1e-6, enough = 1e-13;
    point<double> q = p;
    for (int iteration = 0; iteration < 50; ++iteration) {
      auto const at = distorted(q);
      auto const along_x = distorted({q.x + step, q.y}), along_y = distorted({q.x, q.y + step});
      double const a = (along_x.x - at.x) / step, c = (along_x.y - at.y) / step;
      double const b = (along_y.x - at.x) / step, d = (along_y.y - at.y) / step;
      double const determinant = a * d - b * c;
      if (!(determinant > 0) || !(a + d > 0)) return std::nullopt;
      double const ex = p.x - at.x, ey = p.y - at.y;
      if (std::hypot(ex, ey) < enough) return q;
      q = {q.x + (d * ex - b * ey) / determinant, q.y + (a * ey - c * ex) / determinant};
    }
    return std::nullopt;
  }

 private:
  std::array<double, 12> c_{};
  bool none_ = true;
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_ROBOT_IMPL_LENS_DISTORTION_HPP
