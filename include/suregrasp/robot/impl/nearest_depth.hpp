#ifndef SUREGRASP_ROBOT_IMPL_NEAREST_DEPTH_HPP
#define SUREGRASP_ROBOT_IMPL_NEAREST_DEPTH_HPP

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <limits>
#include <span>
#include <suregrasp/core/impl/simd.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/robot/camera.hpp>
#include <suregrasp/robot/surface_depth.hpp>
#include <vector>

namespace suregrasp::inline v2::detail {

/// The distance of a cell in which there is nothing.
inline constexpr float nothing_there = std::numeric_limits<float>::infinity();

/// An image of cells, `side` times `side` pixels each, with the nearest distance in each.
struct cell_image {
  int columns = 0, rows = 0, side = 1;
  std::vector<float> nearest{};

  cell_image(int columns_in, int rows_in, int side_in)
      : columns((columns_in + side_in - 1) / side_in),
        rows((rows_in + side_in - 1) / side_in),
        side(side_in),
        nearest(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows), nothing_there) {}

  /// The middle of a cell, in pixels of the image it is made of.
  [[nodiscard]] point<double> pixel(int column, int row) const {
    double const middle = (side - 1) / 2.0;
    return {column * side + middle, row * side + middle};
  }
};

/// The cells of an image of `columns` times `rows` values, which `distance` turns into distances, one or a pack.
template <class Distance>
[[nodiscard]] cell_image nearest_in_cells(std::span<float const> values, int columns, int rows, int side,
                                          Distance const& distance) {
  cell_image cells(columns, rows, side);
  std::vector<float> line(static_cast<std::size_t>(cells.columns * side), nothing_there);
  for (int top = 0; top < rows; top += side) {
    std::ranges::fill(line, nothing_there);
    for (int row = top; row < std::min(top + side, rows); ++row) {
      float const* const in = values.data() + static_cast<std::ptrdiff_t>(row) * columns;
      auto const take = [&]<class V>(V, int column) {
        auto const nearest = simd::baseline::smaller<V>(simd::baseline::load<V>(line.data() + column),
                                                        distance(simd::baseline::load<V>(in + column)));
        std::memcpy(line.data() + column, &nearest, sizeof nearest);
      };
      int column = 0;
      for (; column + 4 <= columns; column += 4) take(simd::pack<float, 16>{}, column);
      for (; column < columns; ++column) take(float{}, column);
    }
    float* const out = cells.nearest.data() + static_cast<std::ptrdiff_t>(top / side) * cells.columns;
    float const* in = line.data();
    for (int cell = 0; cell < cells.columns; ++cell, in += side) {
      out[cell] = in[0];
      for (int i = 1; i < side; ++i) out[cell] = std::min(out[cell], in[i]);
    }
  }
  return cells;
}

/// The rays of the middles of cells: what x and y become per metre of depth; NaN where the lens model has none.
struct cell_rays {
  std::vector<float> x{}, y{};

  cell_rays(pinhole_camera const& camera, cell_image const& cells) {
    for (int row = 0; row < cells.rows; ++row)
      for (int column = 0; column < cells.columns; ++column) {
        auto const ray = camera.ray(cells.pixel(column, row));
        x.push_back(ray ? static_cast<float>(ray->x) : std::numeric_limits<float>::quiet_NaN());
        y.push_back(ray ? static_cast<float>(ray->y) : std::numeric_limits<float>::quiet_NaN());
      }
  }
};

/// A cell in which there is something, by its middle at the nearest distance there, metres in the camera's frame. Where
/// that is 0, an obstacle of any height, x and y are those of its ray.
struct obstacle_point {
  float x, y, z;
};

/// The cells of an image in which there is something, row by row.
class obstacle_cells {
 public:
  obstacle_cells(cell_image const& cells, cell_rays const& rays)
      : columns_(cells.columns), rows_(cells.rows), side_(cells.side) {
    before_.reserve(cells.nearest.size() + 1);
    for (std::size_t i = 0; i < cells.nearest.size(); ++i) {
      before_.push_back(points_.size());
      float const z = cells.nearest[i], scale = z > 0 ? z : 1;
      if (z < nothing_there) points_.push_back({scale * rays.x[i], scale * rays.y[i], z});
    }
    before_.push_back(points_.size());
  }

  [[nodiscard]] int columns() const { return columns_; }
  [[nodiscard]] int rows() const { return rows_; }
  [[nodiscard]] int side() const { return side_; }

  /// Where a pixel of the image lies among the cells.
  [[nodiscard]] point<double> cell(point<double> pixel) const {
    double const middle = (side_ - 1) / 2.0;
    return {(pixel.x - middle) / side_, (pixel.y - middle) / side_};
  }

  /// Those of a row, from its cell `left` to its cell `right`.
  [[nodiscard]] std::span<obstacle_point const> row(int row, int left, int right) const {
    auto const* const before = before_.data() + static_cast<std::ptrdiff_t>(row) * columns_;
    return std::span(points_).subspan(before[left], before[right + 1] - before[left]);
  }

 private:
  int columns_, rows_, side_;
  std::vector<obstacle_point> points_{};
  std::vector<std::size_t> before_{};  ///< points in front of each cell
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_ROBOT_IMPL_NEAREST_DEPTH_HPP
