#ifndef SUREGRASP_DETECT_VOTES_IMPL_IMAGE_SYMMETRY_HPP
#define SUREGRASP_DETECT_VOTES_IMPL_IMAGE_SYMMETRY_HPP

#include <array>
#include <concepts>
#include <cstdint>
#include <span>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/geometry/affine_map.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::detail {

/// A way to hold an image: the linear part of its map, in image coordinates about the centre.
struct image_symmetry {
  int a, b, c, d;

  [[nodiscard]] bool exchanges_axes() const { return a == 0; }

  /// A symmetry is orthogonal: its transpose undoes it.
  [[nodiscard]] image_symmetry inverse() const { return {a, c, b, d}; }

  /// The map of pixel centres of an image; one that exchanges the axes is for squares.
  [[nodiscard]] affine_map<double> map(std::int64_t height, std::int64_t width) const {
    auto const shift = [](int first, int second, std::int64_t side) {
      return first + second < 0 ? static_cast<double>(side) - 1 : 0.0;
    };
    return {1.0 * a, 1.0 * b, shift(a, b, width), 1.0 * c, 1.0 * d, shift(c, d, height)};
  }
};

/// All there are: the first as it is, the second mirrored, the first four without an exchange of x and y.
inline constexpr std::array<image_symmetry, 8> image_symmetries{{{1, 0, 0, 1},
                                                                 {-1, 0, 0, 1},
                                                                 {1, 0, 0, -1},
                                                                 {-1, 0, 0, -1},
                                                                 {0, 1, 1, 0},
                                                                 {0, 1, -1, 0},
                                                                 {0, -1, 1, 0},
                                                                 {0, -1, -1, 0}}};

/// Moves images `[..., H, W]` under symmetries, to the bit; H = W where the axes are exchanged. What goes from the host
/// to a device for it is the order of rows or columns, never a table of pixels.
template <tensor_backend B>
class image_mover {
 public:
  explicit image_mover(B be) : be_(std::move(be)) {}

  /// Pixel `s(p)` of the result is pixel p.
  [[nodiscard]] tensor_t<B> operator()(tensor_t<B> images, image_symmetry const& s) const {
    auto const columns = be_.shape(images).size() - 1;
    if (s.exchanges_axes()) images = exchanged(images);
    if (s.a + s.b < 0) images = reversed(images, columns);
    if (s.c + s.d < 0) images = reversed(images, columns - 1);
    return images;
  }

 private:
  [[nodiscard]] tensor_t<B> reversed(tensor_t<B> const& images, std::size_t axis) const {
    std::vector<std::int64_t> backwards;
    for (auto i = be_.shape(images)[axis]; i-- > 0;) backwards.push_back(i);
    return be_.take(images, backwards, axis);
  }

  /// Squares with x and y exchanged: by one transposition where the backend has it, else column by column.
  [[nodiscard]] tensor_t<B> exchanged(tensor_t<B> const& images) const {
    auto const shape = be_.shape(images);
    auto const side = shape.back();
    auto const planes = static_cast<std::int64_t>(suregrasp::element_count(shape)) / (side * side);
    if constexpr (requires {
                    { be_.transpose(images) } -> std::same_as<tensor_t<B>>;
                  }) {
      // Row x of the transposed matrix holds column x of every plane; planes are to come first.
      auto const transposed = be_.transpose(be_.reshape(images, {planes * side, side}));
      std::vector<std::int64_t> order;
      for (std::int64_t plane = 0; plane < planes; ++plane)
        for (std::int64_t x = 0; x < side; ++x) order.push_back(x * planes + plane);
      return be_.reshape(be_.take(be_.reshape(transposed, {side * planes, side}), order, 0), shape);
    } else {
      auto const flat = be_.reshape(images, {planes, side, side});
      std::vector<tensor_t<B>> rows;
      for (std::int64_t x = 0; x < side; ++x)
        rows.push_back(be_.reshape(suregrasp::slice(be_, flat, 2, x), {planes, 1, side}));
      return be_.reshape(be_.concat(std::span<tensor_t<B> const>(rows), 1), shape);
    }
  }

  B be_;
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_DETECT_VOTES_IMPL_IMAGE_SYMMETRY_HPP
