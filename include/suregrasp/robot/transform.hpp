#ifndef SUREGRASP_ROBOT_TRANSFORM_HPP
#define SUREGRASP_ROBOT_TRANSFORM_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/robot/rotation.hpp>
#include <suregrasp/robot/vector3.hpp>

namespace suregrasp::inline v2 {

/// A point in space, metres, told by the coordinates of `Frame`, a type that stands for a frame.
template <class Frame>
struct position : vector3 {
  static constexpr auto fields(auto list) {
    return list(field<position, double>{"x", &position::x}, field<position, double>{"y", &position::y},
                field<position, double>{"z", &position::z});
  }
};

/// Where the frame `From` lies in the frame `To`: it takes the coordinates of a point in `From` to those in `To`.
///
/// `From` and `To` are any types, complete or not (`robot/frames.hpp`). Transforms multiply where their frames meet,
/// `transform<B, C> * transform<A, B>` is a `transform<A, C>`; anything else, as a transform the wrong way round, does
/// not compile.
template <class From, class To>
struct transform {
  rotation orientation{};  ///< the axes of `From` in `To`
  vector3 translation{};   ///< the origin of `From` in `To`, metres
  friend bool operator==(transform const&, transform const&) = default;

  [[nodiscard]] position<To> operator()(position<From> const& p) const { return {orientation * p + translation}; }

  [[nodiscard]] transform<To, From> inverse() const {
    auto const back = orientation.inverse();
    return {back, -(back * translation)};
  }

  /// Homogeneous 4x4 matrix, row by row; points are columns.
  [[nodiscard]] std::array<double, 16> matrix() const {
    auto const r = orientation.rows();
    return {r[0], r[1], r[2], translation.x, r[3], r[4], r[5], translation.y,
            r[6], r[7], r[8], translation.z, 0,    0,    0,    1};
  }

  /// From a homogeneous 4x4 matrix, row by row.
  ///
  /// Throws `geometry_error`: `geometry.transform.finite` for a value that is NaN or infinite,
  /// `geometry.transform.last_row` where the last row is not 0, 0, 0, 1, as in a matrix written column by column;
  /// `geometry.rotation.rigid`, `geometry.rotation.proper`.
  [[nodiscard]] static transform from_matrix(std::array<double, 16> const& m) {
    if (!std::ranges::all_of(m, [](double value) { return std::isfinite(value); }))
      throw geometry_error("geometry.transform.finite", "expected 16 finite values, got " + text_of(m));
    if (m[12] != 0 || m[13] != 0 || m[14] != 0 || m[15] != 1)
      throw geometry_error("geometry.transform.last_row", "expected 0, 0, 0, 1 as the last row of a transform, got " +
                                                              text_of(std::array{m[12], m[13], m[14], m[15]}) +
                                                              ": is the matrix written column by column?");
    return {rotation::from_rows({m[0], m[1], m[2], m[4], m[5], m[6], m[8], m[9], m[10]}), {m[3], m[7], m[11]}};
  }
};

/// By `first`, then by `second`.
template <class A, class B, class C>
[[nodiscard]] transform<A, C> operator*(transform<B, C> const& second, transform<A, B> const& first) {
  return {second.orientation * first.orientation, second.orientation * first.translation + second.translation};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_TRANSFORM_HPP
