#ifndef SUREGRASP_SCENES_IMPL_NOISE_HPP
#define SUREGRASP_SCENES_IMPL_NOISE_HPP

#include <cmath>
#include <cstddef>
#include <opencv2/core/mat.hpp>
#include <suregrasp/core/random.hpp>
#include <vector>

namespace suregrasp::inline v2::synthetic {

namespace detail {

/// Interpolation of the pixels of one axis on a lattice: for each the node before it, and the weight of the next node.
struct lattice_axis {
  std::vector<int> node;
  std::vector<float> weight;

  lattice_axis(int count, double cell) : node(static_cast<std::size_t>(count)), weight(node.size()) {
    for (std::size_t i = 0; i < node.size(); ++i) {
      double const at = static_cast<double>(i) / cell, t = at - std::floor(at);
      node[i] = static_cast<int>(at);
      weight[i] = static_cast<float>(t * t * (3 - 2 * t));
    }
  }
  [[nodiscard]] int nodes() const { return node.back() + 2; }
};

}  // namespace detail

/// Adds value noise in [-amplitude, amplitude] to a CV_32FC1 image, in place: random values on a lattice with cells of
/// `cell_x` by `cell_y` pixels, smoothly interpolated.
inline void add_lattice_noise(cv::Mat_<float>& image, double cell_x, double cell_y, float amplitude,
                              random_stream draw) {
  detail::lattice_axis const xs(image.cols, cell_x), ys(image.rows, cell_y);
  cv::Mat_<float> values(ys.nodes(), xs.nodes());
  for (auto& value : values) value = amplitude * static_cast<float>(draw.uniform(-1, 1));
  std::vector<float> line(static_cast<std::size_t>(xs.nodes()));
  for (int y = 0; y < image.rows; ++y) {
    auto const row = static_cast<std::size_t>(y);
    float const w = ys.weight[row];
    float const* const above = values[ys.node[row]];
    float const* const below = values[ys.node[row] + 1];
    for (std::size_t i = 0; i < line.size(); ++i) line[i] = above[i] + w * (below[i] - above[i]);
    float* const out = image[y];
    for (std::size_t x = 0; x < xs.node.size(); ++x) {
      float const* const cell = line.data() + xs.node[x];
      out[x] += cell[0] + xs.weight[x] * (cell[1] - cell[0]);
    }
  }
}

}  // namespace suregrasp::inline v2::synthetic

#endif  // SUREGRASP_SCENES_IMPL_NOISE_HPP
