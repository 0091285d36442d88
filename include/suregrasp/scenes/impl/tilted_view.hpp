#ifndef SUREGRASP_SCENES_IMPL_TILTED_VIEW_HPP
#define SUREGRASP_SCENES_IMPL_TILTED_VIEW_HPP

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/core/mat.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/scenes/domain.hpp>

namespace suregrasp::inline v2::synthetic {

/// The homography between the image of a slightly tilted camera and that of a camera straight above the same point of
/// the table. Objects are mapped as if they were painted on the table, which is close enough for a tilt of a few
/// degrees.
class tilted_view {
 public:
  /// `focal`: focal length in pixels. `tilt`: angle between the camera's axis and the vertical, `direction`: that of
  /// the tilt in the image plane, both radians.
  tilted_view(cv::Size size, double focal, double tilt, double direction)
      : middle_{size.width / 2.0, size.height / 2.0},
        along_{std::cos(direction), std::sin(direction)},
        cosine_(std::cos(tilt)),
        slant_(std::sin(tilt) / focal) {}

  [[nodiscard]] static tilted_view drawn(domain const& setting, cv::Size size, random_stream draw) {
    double const tilt = draw.uniform(0, setting.most_tilt);
    return {size, setting.camera_height / setting.metres_per_pixel, tilt, draw.uniform(0, 2 * std::numbers::pi)};
  }

  /// The pixel of the camera straight above that shows what this camera shows at `p`.
  [[nodiscard]] point<double> from_above(point<double> p) const {
    double const along = (p.x - middle_.x) * along_.x + (p.y - middle_.y) * along_.y;
    double const across = (p.y - middle_.y) * along_.x - (p.x - middle_.x) * along_.y;
    double const table = along / (cosine_ - along * slant_);
    return placed(table, across * (1 + table * slant_));
  }

  /// `from_above` and `distance` along a row of pixels, with one division per pixel.
  struct line {
    float u0, du, v0, dv, w0, dw, middle_x, middle_y, cosine;

    /// The point of the table that one pixel of the row shows.
    struct ground_point {
      float u, v;      ///< pixel of the camera straight above
      float distance;  ///< depth of the table there, relative to that at the image's middle
    };
    [[nodiscard]] ground_point at(int column) const {
      auto const x = static_cast<float>(column) - middle_x;
      float const share = 1 / (w0 + x * dw);
      return {middle_x + (u0 + x * du) * share, middle_y + (v0 + x * dv) * share, cosine * share};
    }
  };
  [[nodiscard]] line line_of(int row) const {
    double const c = along_.x, s = along_.y, y = row - middle_.y, mixed = c * s * (1 - cosine_);
    auto const f = [](double value) { return static_cast<float>(value); };
    return {f(y * mixed),
            f(c * c + s * s * cosine_),
            f(y * (s * s + c * c * cosine_)),
            f(mixed),
            f(cosine_ - y * s * slant_),
            f(-c * slant_),
            f(middle_.x),
            f(middle_.y),
            f(cosine_)};
  }

  /// The pixel of this camera that shows what the camera straight above shows at `p`: the inverse of `from_above`.
  [[nodiscard]] point<double> projected(point<double> p) const {
    double const along = (p.x - middle_.x) * along_.x + (p.y - middle_.y) * along_.y;
    double const across = (p.y - middle_.y) * along_.x - (p.x - middle_.x) * along_.y;
    double const distance = 1 + along * slant_;
    return placed(along * cosine_ / distance, across / distance);
  }

  /// Depth of the table at a pixel, relative to that at the image's middle.
  [[nodiscard]] double distance(point<double> p) const {
    double const along = (p.x - middle_.x) * along_.x + (p.y - middle_.y) * along_.y;
    return cosine_ / (cosine_ - along * slant_);
  }

  /// A grasp in the image of this camera: the ends of its two axes are mapped.
  [[nodiscard]] grasp<double> projected(grasp<double> const& g) const {
    double const c = std::cos(g.theta), s = std::sin(g.theta);
    auto const end = [&](double dx, double dy, double length) {
      return projected(point<double>{g.x + dx * length / 2, g.y + dy * length / 2});
    };
    auto const a = end(c, -s, -g.opening), b = end(c, -s, g.opening), p = end(s, c, -g.jaw), q = end(s, c, g.jaw);
    auto const centre = projected(point<double>{g.x, g.y});
    return {centre.x, centre.y, axial_wrap(std::atan2(a.y - b.y, b.x - a.x)), std::hypot(b.x - a.x, b.y - a.y),
            std::hypot(q.x - p.x, q.y - p.y)};
  }

 private:
  [[nodiscard]] point<double> placed(double along, double across) const {
    return {middle_.x + along * along_.x - across * along_.y, middle_.y + along * along_.y + across * along_.x};
  }

  point<double> middle_, along_;
  double cosine_, slant_;
};

namespace detail {

/// A coordinate reflected at the image's borders into [0, count - 1].
[[nodiscard]] inline float mirrored(float at, int count) {
  auto const last = static_cast<float>(count - 1);
  float const inside = at < 0 ? -at : at > last ? 2 * last - at : at;
  return std::min(std::max(inside, 0.0F), last);
}

}  // namespace detail

/// The image of the tilted camera from that of a camera straight above; beyond the border it is mirrored.
[[nodiscard]] inline cv::Mat_<cv::Vec3f> tilted_image(cv::Mat_<cv::Vec3f> const& above, tilted_view const& view) {
  cv::Mat_<cv::Vec3f> result(above.size());
  for (int y = 0; y < above.rows; ++y) {
    auto const line = view.line_of(y);
    cv::Vec3f* const out = result[y];
    for (int x = 0; x < above.cols; ++x) {
      auto const from = line.at(x);
      float const u = detail::mirrored(from.u, above.cols), v = detail::mirrored(from.v, above.rows);
      int const column = std::min(static_cast<int>(u), above.cols - 2),
                row = std::min(static_cast<int>(v), above.rows - 2);
      float const right = u - static_cast<float>(column), down = v - static_cast<float>(row);
      cv::Vec3f const *const upper = above[row] + column, *const lower = above[row + 1] + column;
      for (int c = 0; c < 3; ++c) {
        float const top = upper[0][c] + right * (upper[1][c] - upper[0][c]);
        float const bottom = lower[0][c] + right * (lower[1][c] - lower[0][c]);
        out[x][c] = top + down * (bottom - top);
      }
    }
  }
  return result;
}

}  // namespace suregrasp::inline v2::synthetic

#endif  // SUREGRASP_SCENES_IMPL_TILTED_VIEW_HPP
