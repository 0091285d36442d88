#ifndef SUREGRASP_ROBOT_TABLE_PLANE_HPP
#define SUREGRASP_ROBOT_TABLE_PLANE_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <suregrasp/core/field.hpp>
#include <suregrasp/core/field_checks.hpp>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/robot/camera.hpp>
#include <suregrasp/robot/clearance_options.hpp>
#include <suregrasp/robot/surface_depth.hpp>
#include <suregrasp/robot/vector3.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// What counts as the table in a depth image.
struct table_options {
  double tolerance = 0.006;   ///< how far from the plane, along the camera's z, its pixels may lie, metres
  double least_share = 0.25;  ///< of the pixels with a distance that must lie on it
  int draws = 200;            ///< planes through three pixels that are tried
  friend bool operator==(table_options const&, table_options const&) = default;

  static constexpr auto fields(auto list) {
    using self = table_options;
    return list(field{"tolerance", &self::tolerance, "How far off the plane its pixels may lie", "m"}.between(1e-5, 1),
                field{"least_share", &self::least_share, "Share of the pixels that lie on it"}.between(0.01, 1),
                field{"draws", &self::draws, "Planes that are tried"}.between(1, 100000));
  }
};

namespace detail {

/// A plane in the camera's frame as 1 / z = s . ray: linear in what a camera measures.
struct inverse_depths {
  std::vector<vector3> rays{};
  std::vector<double> depth{};

  inverse_depths(pinhole_camera const& camera, host_view<float const> const& image) {
    constexpr double most = 5000;
    auto const stride = std::max(1, static_cast<int>(std::sqrt(double(camera.width) * camera.height / most)));
    for (int y = 0; y < camera.height; y += stride)
      for (int x = 0; x < camera.width; x += stride) {
        auto const z = image.values[static_cast<std::size_t>(y) * static_cast<std::size_t>(camera.width) +
                                    static_cast<std::size_t>(x)];
        if (!is_depth(z)) continue;
        auto const ray = camera.ray({double(x), double(y)});
        if (!ray) continue;
        rays.push_back(*ray);
        depth.push_back(z);
      }
  }

  [[nodiscard]] bool near(std::size_t i, vector3 const& plane, double tolerance) const {
    double const inverse = dot(plane, rays[i]);
    return inverse > 0 && std::abs(1 / inverse - depth[i]) <= tolerance;
  }
  [[nodiscard]] std::size_t count_near(vector3 const& plane, double tolerance) const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < depth.size(); ++i) count += near(i, plane, tolerance) ? 1 : 0;
    return count;
  }
};

/// The solution of the linear system with these columns; nothing where there is none.
[[nodiscard]] inline std::optional<vector3> solved(std::array<vector3, 3> const& a, vector3 const& right) {
  auto const bc = cross(a[1], a[2]), ca = cross(a[2], a[0]), ab = cross(a[0], a[1]);
  double const determinant = dot(a[0], bc);
  if (!(std::abs(determinant) > 1e-12)) return std::nullopt;
  return 1 / determinant * vector3{dot(right, bc), dot(right, ca), dot(right, ab)};
}

/// The plane through three of them.
[[nodiscard]] inline std::optional<vector3> plane_through(inverse_depths const& all,
                                                          std::array<std::size_t, 3> const& at) {
  auto const &p = all.rays[at[0]], &q = all.rays[at[1]], &r = all.rays[at[2]];
  return solved({vector3{p.x, q.x, r.x}, {p.y, q.y, r.y}, {p.z, q.z, r.z}},
                {1 / all.depth[at[0]], 1 / all.depth[at[1]], 1 / all.depth[at[2]]});
}

/// The plane of least squares, in depth, through those near a plane.
[[nodiscard]] inline std::optional<vector3> refined(inverse_depths const& all, vector3 const& plane, double tolerance) {
  std::array<vector3, 3> sum{};
  vector3 right{};
  for (std::size_t i = 0; i < all.depth.size(); ++i) {
    if (!all.near(i, plane, tolerance)) continue;
    auto const& ray = all.rays[i];
    double const weight = std::pow(all.depth[i], 4);  // an error e of the depth z is one of e / z^2 of 1 / z
    sum[0] = sum[0] + weight * ray.x * ray, sum[1] = sum[1] + weight * ray.y * ray;
    sum[2] = sum[2] + weight * ray.z * ray;
    right = right + weight / all.depth[i] * ray;
  }
  return solved(sum, right);
}

}  // namespace detail

/// The plane that most of a depth image `[H, W]`, metres, shows: the table under a camera that looks at one. Nothing
/// where no plane holds enough of it, as over a bin, or where the image holds distances from elsewhere than the camera.
///
/// Planes through three drawn pixels are held against about 5,000 others, the best is refined by least squares
/// (Fischler and Bolles, 1981). The normal points from the camera into the table. Throws `shape_error` `shape.camera`;
/// `option_error` `option.camera`, `option.field`.
[[nodiscard]] inline std::optional<camera_plane> table_plane_in(pinhole_camera const& camera,
                                                                host_view<float const> const& depth,
                                                                table_options const& options = {},
                                                                random_stream draw = random_stream(0)) {
  require_valid(camera);
  require_image_of(camera, depth);
  check_fields(options, "table_plane_in");
  detail::inverse_depths const all(camera, depth);
  if (all.depth.size() < 3) return std::nullopt;
  std::optional<vector3> best;
  std::size_t most = 0;
  for (int i = 0; i < options.draws; ++i) {
    std::array<std::size_t, 3> at{};
    for (auto& each : at) each = draw.below(all.depth.size());
    auto const plane = detail::plane_through(all, at);
    auto const count = plane ? all.count_near(*plane, options.tolerance) : 0;
    if (count > most) best = plane, most = count;
  }
  for (int i = 0; best && i < 2; ++i)
    if (auto const better = detail::refined(all, *best, options.tolerance)) best = better;
  if (!best) return std::nullopt;
  most = all.count_near(*best, options.tolerance);
  if (static_cast<double>(most) < options.least_share * static_cast<double>(all.depth.size())) return std::nullopt;
  return camera_plane{unit(*best), 1 / norm(*best)};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_TABLE_PLANE_HPP
