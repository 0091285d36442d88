#ifndef SUREGRASP_ROBOT_IMPL_NEAREST_DEPTH_HPP
#define SUREGRASP_ROBOT_IMPL_NEAREST_DEPTH_HPP

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
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
  /// Where a pixel of that image lies among the cells.
  [[nodiscard]] point<double> cell(point<double> pixel) const {
    double const middle = (side - 1) / 2.0;
    return {(pixel.x - middle) / side, (pixel.y - middle) / side};
  }
};

/// The cells of an image of `columns` times `rows` values, which `distance` turns into distances.
template <class Distance>
[[nodiscard]] cell_image nearest_in_cells(std::span<float const> values, int columns, int rows, int side,
                                          Distance const& distance) {
  cell_image cells(columns, rows, side);
  std::vector<float> line(static_cast<std::size_t>(cells.columns * side), nothing_there);
  for (int top = 0; top < rows; top += side) {
    std::ranges::fill(line, nothing_there);
    for (int row = top; row < std::min(top + side, rows); ++row) {
      float const* const in = values.data() + static_cast<std::ptrdiff_t>(row) * columns;
      for (int column = 0; column < columns; ++column) {
        auto& at = line[static_cast<std::size_t>(column)];
        at = std::min(at, distance(in[column]));
      }
    }
    float* const out = cells.nearest.data() + static_cast<std::ptrdiff_t>(top / side) * cells.columns;
    float const* in = line.data();
    for (int cell = 0; cell < cells.columns; ++cell, in += side) out[cell] = *std::min_element(in, in + side);
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

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_ROBOT_IMPL_NEAREST_DEPTH_HPP
