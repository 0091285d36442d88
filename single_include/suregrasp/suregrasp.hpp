// SureGrasp 0.1.0 in one header, generated from include/suregrasp: change it there.
//
// MIT License
//
// Copyright (c) 2026 SureGrasp contributors
//
// Permission is hereby granted, free of charge, to any person obtaining a copy
// of this software and associated documentation files (the "Software"), to deal
// in the Software without restriction, including without limitation the rights
// to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
// copies of the Software, and to permit persons to whom the Software is
// furnished to do so, subject to the following conditions:
//
// The above copyright notice and this permission notice shall be included in all
// copies or substantial portions of the Software.
//
// THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
// IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
// FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
// AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
// LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
// OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
// SOFTWARE.

#include <algorithm>
#include <array>
#include <boost/hana/accessors.hpp>
#include <boost/hana/define_struct.hpp>
#include <boost/hana/first.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/pair.hpp>
#include <boost/hana/second.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/unpack.hpp>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <numbers>
#include <numeric>
#include <optional>
#include <ranges>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

// suregrasp/core/extents.hpp
#ifndef SUREGRASP_CORE_EXTENTS_HPP
#define SUREGRASP_CORE_EXTENTS_HPP

namespace suregrasp::inline v1 {

/// The shape of a tensor, outermost axis first; `{}` is a scalar.
using extents = std::vector<std::int64_t>;

/// Number of elements of a tensor of shape `shape`; 1 for a scalar.
[[nodiscard]] inline std::size_t element_count(extents const& shape) {
  std::size_t count = 1;
  for (auto const extent : shape) count *= static_cast<std::size_t>(extent);
  return count;
}

/// `[2, 3, 4]`, for messages.
[[nodiscard]] inline std::string to_string(extents const& shape) {
  std::string text = "[";
  for (std::size_t axis = 0; axis < shape.size(); ++axis) text += (axis ? ", " : "") + std::to_string(shape[axis]);
  return text + "]";
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_CORE_EXTENTS_HPP

// suregrasp/core/error.hpp
#ifndef SUREGRASP_CORE_ERROR_HPP
#define SUREGRASP_CORE_ERROR_HPP

namespace suregrasp::inline v1 {

/// Base of every exception the library throws.
///
/// `id()` is stable across releases, made for tests and for programs that react to one kind of failure; `what()` is for
/// people and says what was expected, what came instead and where.
class error : public std::runtime_error {
 public:
  error(std::string id, std::string const& message) : std::runtime_error(message), id_(std::move(id)) {}

  [[nodiscard]] std::string const& id() const noexcept { return id_; }

 private:
  std::string id_;
};

/// A grasp, rectangle or affine map that has no geometric meaning (non-finite, negative size, singular).
struct geometry_error : error {
  using error::error;
};

/// A tensor of another shape or kind than the algorithm asks for.
struct shape_error : error {
  using error::error;
};

/// An option whose value makes no sense.
struct option_error : error {
  using error::error;
};

/// A file or folder from outside that is missing, malformed or inconsistent.
struct data_error : error {
  using error::error;
};

/// A model file or checkpoint that is malformed or belongs to another architecture or configuration.
struct model_error : error {
  using error::error;
};

/// Training that cannot go on: a non-finite loss, an empty labelled set.
struct training_error : error {
  using error::error;
};

/// A place in a text file, printed as `path:line` or `path:line:column`; lines and columns count from 1.
struct source_location {
  std::string path;
  int line = 0;
  int column = 0;

  [[nodiscard]] std::string text() const {
    std::string result = path;
    if (line > 0) result.append(":").append(std::to_string(line));
    if (line > 0 && column > 0) result.append(":").append(std::to_string(column));
    return result;
  }
};

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_CORE_ERROR_HPP

// suregrasp/core/host_array.hpp
#ifndef SUREGRASP_CORE_HOST_ARRAY_HPP
#define SUREGRASP_CORE_HOST_ARRAY_HPP

namespace suregrasp::inline v1 {

/// A shape and somebody else's contiguous row-major values: what a backend reads from the host.
template <class T>
struct host_view {
  extents shape;
  std::span<T> values;

  host_view(extents shape_in, std::span<T> values_in) : shape(std::move(shape_in)), values(values_in) {
    if (values.size() != element_count(shape) || std::ranges::any_of(shape, [](auto extent) { return extent < 0; }))
      throw shape_error("shape.host_view", "a host view of shape " + to_string(shape) + " needs " +
                                               std::to_string(element_count(shape)) + " values, got " +
                                               std::to_string(values.size()));
  }
};

/// A shape and its own contiguous row-major values: what a backend gives back to the host.
template <class T>
struct host_array {
  extents shape;
  std::vector<T> values;

  host_array() = default;
  explicit host_array(extents shape_in, T fill = T{})
      : shape(std::move(shape_in)), values(element_count(shape), fill) {}
  host_array(extents shape_in, std::vector<T> values_in) : shape(std::move(shape_in)), values(std::move(values_in)) {
    (void)view();  // checks that shape and values fit
  }

  [[nodiscard]] host_view<T const> view() const { return {shape, std::span<T const>(values)}; }
};

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_CORE_HOST_ARRAY_HPP

// suregrasp/backend/concepts.hpp
#ifndef SUREGRASP_BACKEND_CONCEPTS_HPP
#define SUREGRASP_BACKEND_CONCEPTS_HPP

namespace suregrasp::inline v1 {

/// The tensor a backend computes with.
template <class B>
using tensor_t = typename B::tensor_type;

/// The floating-point type a backend exchanges with the host.
template <class B>
using scalar_t = typename B::scalar_type;

/// Host data in, host data out, and the shape of a tensor.
///
/// Laws: `to_host(from_host(v)) == v`; `shape(from_host(v)) == v.shape`.
template <class B>
concept has_transfer = requires(B const& be, tensor_t<B> const& t, host_view<scalar_t<B> const> const& view) {
  { be.from_host(view) } -> std::same_as<tensor_t<B>>;
  { be.to_host(t) } -> std::same_as<host_array<scalar_t<B>>>;
  { be.shape(t) } -> std::same_as<extents>;
};

/// Moving values without changing them.
///
/// `reshape` keeps row-major order; `take(t, indices, axis)` picks slices along an axis; `concat(tensors, axis)` joins.
template <class B>
concept has_layout = requires(B const& be, tensor_t<B> const& t, extents const& shape, std::size_t axis,
                              std::span<std::int64_t const> indices, std::span<tensor_t<B> const> tensors) {
  { be.reshape(t, shape) } -> std::same_as<tensor_t<B>>;
  { be.take(t, indices, axis) } -> std::same_as<tensor_t<B>>;
  { be.concat(tensors, axis) } -> std::same_as<tensor_t<B>>;
};

/// Element-wise arithmetic with NumPy's broadcasting.
template <class B>
concept has_arithmetic = requires(B const& be, tensor_t<B> const& a, tensor_t<B> const& b) {
  { be.add(a, b) } -> std::same_as<tensor_t<B>>;
  { be.sub(a, b) } -> std::same_as<tensor_t<B>>;
  { be.mul(a, b) } -> std::same_as<tensor_t<B>>;
  { be.div(a, b) } -> std::same_as<tensor_t<B>>;
};

/// Element-wise exponential, natural logarithm, and choice.
///
/// `where(condition, a, b)` is `a` where `condition > 0` and `b` elsewhere (also where the condition is NaN); it
/// selects, it never multiplies, so a NaN on the side not chosen stays there. The three broadcast.
template <class B>
concept has_elementary = requires(B const& be, tensor_t<B> const& a, tensor_t<B> const& b, tensor_t<B> const& c) {
  { be.exp(a) } -> std::same_as<tensor_t<B>>;
  { be.log(a) } -> std::same_as<tensor_t<B>>;
  { be.where(c, a, b) } -> std::same_as<tensor_t<B>>;
};

/// Reductions along one axis, which stays with extent 1. A NaN in a slice makes its sum and its maximum NaN.
template <class B>
concept has_reductions = requires(B const& be, tensor_t<B> const& t, std::size_t axis) {
  { be.sum(t, axis) } -> std::same_as<tensor_t<B>>;
  { be.max(t, axis) } -> std::same_as<tensor_t<B>>;
};

/// A small copyable object through which the algorithms compute; what it must offer, and nothing else they may use.
///
/// Tensors are values: no operation changes its arguments. Every operation returns exactly `tensor_type`, which keeps
/// lazy expressions, and the dangling they bring, out. Models: `libtorch::backend`, `xtensor::backend<T>`.
template <class B>
concept tensor_backend =
    std::copyable<B> && std::copyable<tensor_t<B>> && std::floating_point<scalar_t<B>> && has_transfer<B> &&
    has_layout<B> && has_arithmetic<B> && has_elementary<B> && has_reductions<B>;

/// A backend that also multiplies matrices: `matmul([M, K], [K, N])` is `[M, N]`.
template <class B>
concept linalg_backend = tensor_backend<B> && requires(B const& be, tensor_t<B> const& a, tensor_t<B> const& b) {
  { be.matmul(a, b) } -> std::same_as<tensor_t<B>>;
};

/// A backend that also differentiates.
///
/// `variable(t)` is a leaf with the value of `t` whose uses are recorded; `stop_gradient(t)` has the value of `t` and
/// no history; `gradient(loss, leaves)` is the derivative of the one-element tensor `loss` by each leaf, in order, zero
/// for a leaf that `loss` does not depend on.
template <class B>
concept differentiable_backend =
    tensor_backend<B> && requires(B const& be, tensor_t<B> const& t, std::span<tensor_t<B> const> leaves) {
      { be.variable(t) } -> std::same_as<tensor_t<B>>;
      { be.stop_gradient(t) } -> std::same_as<tensor_t<B>>;
      { be.gradient(t, leaves) } -> std::same_as<std::vector<tensor_t<B>>>;
    };

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_BACKEND_CONCEPTS_HPP

// suregrasp/backend/derived.hpp
#ifndef SUREGRASP_BACKEND_DERIVED_HPP
#define SUREGRASP_BACKEND_DERIVED_HPP

/// Operations that every backend has because its primitives give them.
namespace suregrasp::inline v1 {

/// The scalar tensor `value`, of shape `[]`; it broadcasts against anything.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> constant(B const& be, double value) {
  std::array<scalar_t<B>, 1> const values{static_cast<scalar_t<B>>(value)};
  return be.from_host(host_view<scalar_t<B> const>({}, values));
}

/// The value of a tensor of one element.
template <tensor_backend B>
[[nodiscard]] scalar_t<B> item(B const& be, tensor_t<B> const& t) {
  auto const host = be.to_host(t);
  if (host.values.size() != 1)
    throw shape_error("shape.item", "expected a tensor of one element, got shape " + to_string(host.shape));
  return host.values.front();
}

template <tensor_backend B>
[[nodiscard]] tensor_t<B> scale(B const& be, tensor_t<B> const& t, double factor) {
  return be.mul(t, constant(be, factor));
}

template <tensor_backend B>
[[nodiscard]] tensor_t<B> square(B const& be, tensor_t<B> const& t) {
  return be.mul(t, t);
}

/// Element-wise larger value; of two equal ones, `b`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> maximum(B const& be, tensor_t<B> const& a, tensor_t<B> const& b) {
  return be.where(be.sub(a, b), a, b);
}

/// Element-wise smaller value; of two equal ones, `b`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> minimum(B const& be, tensor_t<B> const& a, tensor_t<B> const& b) {
  return be.where(be.sub(b, a), a, b);
}

/// Absolute value; NaN stays NaN.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> abs(B const& be, tensor_t<B> const& t) {
  return be.where(t, t, be.sub(constant(be, 0), t));
}

/// Square root of positive values, 0 elsewhere, with gradient 0 there.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> sqrt(B const& be, tensor_t<B> const& t) {
  auto const safe = be.where(t, t, constant(be, 1));
  return be.where(t, be.exp(scale(be, be.log(safe), 0.5)), constant(be, 0));
}

/// Sum of all elements, shape `[]`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> sum_all(B const& be, tensor_t<B> const& t) {
  auto const count = static_cast<std::int64_t>(element_count(be.shape(t)));
  return be.reshape(be.sum(be.reshape(t, {count}), 0), {});
}

/// Mean of all elements, shape `[]`; NaN for an empty tensor.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> mean_all(B const& be, tensor_t<B> const& t) {
  auto const count = static_cast<double>(element_count(be.shape(t)));
  return be.div(sum_all(be, t), constant(be, count));
}

/// Slices `first .. first + count - 1` along `axis`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> slice(B const& be, tensor_t<B> const& t, std::size_t axis, std::int64_t first,
                                std::int64_t count = 1) {
  std::vector<std::int64_t> indices(static_cast<std::size_t>(count));
  std::iota(indices.begin(), indices.end(), first);
  return be.take(t, indices, axis);
}

/// Column `index` of `[N, C]`, as `[N, 1]`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> column(B const& be, tensor_t<B> const& t, std::int64_t index) {
  return slice(be, t, 1, index);
}

/// Refuses a tensor whose rank differs from `rank`, naming it.
template <tensor_backend B>
void require_rank(B const& be, tensor_t<B> const& t, std::size_t rank, char const* name) {
  auto const shape = be.shape(t);
  if (shape.size() != rank)
    throw shape_error("shape.rank", std::string(name) + ": expected " + std::to_string(rank) + " axes, got shape " +
                                        to_string(shape));
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_BACKEND_DERIVED_HPP

// suregrasp/core/random.hpp
#ifndef SUREGRASP_CORE_RANDOM_HPP
#define SUREGRASP_CORE_RANDOM_HPP

namespace suregrasp::inline v1 {

/// A seeded stream of random numbers, the same on every machine and compiler.
///
/// Streams form a tree: `fork("augment", step)` names a child that depends on the seed, the name and the number alone,
/// never on how much was drawn before. Work can therefore be split over threads, or resumed at any step, and every draw
/// stays the same. Generator: SplitMix64 (Steele, Lea and Flood, 2014).
class random_stream {
 public:
  explicit random_stream(std::uint64_t seed) : seed_(mix(seed ^ 0x5d1f0cc3a2b7e491ULL)), state_(seed_) {}

  /// The child stream called `name`, number `index`.
  [[nodiscard]] random_stream fork(std::string_view name, std::uint64_t index = 0) const {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (char const letter : name) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3ULL;
    return random_stream(mix(seed_ + mix(hash)) ^ mix(index + 0x9e3779b97f4a7c15ULL));
  }

  /// 64 uniform bits.
  std::uint64_t bits() { return mix(state_ += 0x9e3779b97f4a7c15ULL); }

  /// Uniform in [0, 1).
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }

  /// Uniform in [low, high).
  double uniform(double low, double high) { return low + (high - low) * uniform(); }

  /// Uniform in {0, ..., count - 1}; `count` must be positive.
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(uniform() * static_cast<double>(count)); }

  /// True with the given probability.
  bool chance(double probability) { return uniform() < probability; }

  /// Normal with the given mean and standard deviation (Box and Muller).
  double normal(double mean = 0, double deviation = 1) {
    double const radius = std::sqrt(-2 * std::log(1 - uniform()));
    return mean + deviation * radius * std::cos(2 * std::numbers::pi * uniform());
  }

  /// Puts `items` into uniformly random order.
  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  static std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }

  std::uint64_t seed_;
  std::uint64_t state_;
};

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_CORE_RANDOM_HPP

// suregrasp/core/version.hpp
#ifndef SUREGRASP_CORE_VERSION_HPP
#define SUREGRASP_CORE_VERSION_HPP

/// The release these headers belong to. The build files and the package recipe read it here.
#define SUREGRASP_VERSION_MAJOR 0
#define SUREGRASP_VERSION_MINOR 1
#define SUREGRASP_VERSION_PATCH 0

#endif  // SUREGRASP_CORE_VERSION_HPP

// suregrasp/geometry/angle.hpp
#ifndef SUREGRASP_GEOMETRY_ANGLE_HPP
#define SUREGRASP_GEOMETRY_ANGLE_HPP

namespace suregrasp::inline v1 {

/// `theta` brought into [-pi/2, pi/2): the canonical representative of an axis, whose period is pi. What lies there
/// stays as it is, to the bit.
template <std::floating_point T>
[[nodiscard]] T axial_wrap(T theta) {
  constexpr T pi = std::numbers::pi_v<T>;
  if (theta >= -pi / 2 && theta < pi / 2) return theta;
  T const wrapped = theta - pi * std::floor(theta / pi + T(0.5));
  return wrapped < pi / 2 ? (wrapped < -pi / 2 ? -pi / 2 : wrapped) : wrapped - pi;
}

/// Signed difference `a - b` of two axes, in [-pi/2, pi/2).
template <std::floating_point T>
[[nodiscard]] T axial_difference(T a, T b) {
  return axial_wrap(a - b);
}

/// Angle between two axes, in [0, pi/2].
template <std::floating_point T>
[[nodiscard]] T axial_distance(T a, T b) {
  return std::abs(axial_difference(a, b));
}

template <std::floating_point T>
[[nodiscard]] constexpr T radians(T degrees) {
  return degrees * (std::numbers::pi_v<T> / 180);
}

template <std::floating_point T>
[[nodiscard]] constexpr T degrees(T radians) {
  return radians * (180 / std::numbers::pi_v<T>);
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_GEOMETRY_ANGLE_HPP

// suregrasp/geometry/grasp.hpp
#ifndef SUREGRASP_GEOMETRY_GRASP_HPP
#define SUREGRASP_GEOMETRY_GRASP_HPP

namespace suregrasp::inline v1 {

/// A point of the image plane: x right, y down, pixel centres at integers.
template <std::floating_point T>
struct point {
  T x = 0;
  T y = 0;
  friend bool operator==(point const&, point const&) = default;
};

/// A planar grasp g = (x, y, theta, opening, jaw) of a parallel gripper, seen from above.
///
/// `x`, `y`: centre in pixels. `theta`: angle of the opening axis in radians, counter-clockwise positive as seen on the
/// screen, period pi. `opening`: distance between the two fingers, along theta, in pixels. `jaw`: size of a finger's
/// plate, across theta, in pixels. (Zhu et al. 2020 write w for jaw and h for opening.)
template <std::floating_point T>
struct grasp {
  T x = 0;
  T y = 0;
  T theta = 0;
  T opening = 0;
  T jaw = 0;
  friend bool operator==(grasp const&, grasp const&) = default;

  template <std::floating_point U>
  [[nodiscard]] explicit operator grasp<U>() const {
    return {static_cast<U>(x), static_cast<U>(y), static_cast<U>(theta), static_cast<U>(opening), static_cast<U>(jaw)};
  }
};

template <std::floating_point T>
[[nodiscard]] bool is_finite(grasp<T> const& g) {
  return std::isfinite(g.x) && std::isfinite(g.y) && std::isfinite(g.theta) && std::isfinite(g.opening) &&
         std::isfinite(g.jaw);
}

/// The corners p0..p3 in Cornell's order: p0 to p1 runs along the opening axis (direction theta), p1-p2 and p3-p0 are
/// the plates.
template <std::floating_point T>
[[nodiscard]] std::array<point<T>, 4> corners(grasp<T> const& g) {
  T const ux = std::cos(g.theta) * g.opening / 2, uy = -std::sin(g.theta) * g.opening / 2;
  T const vx = std::sin(g.theta) * g.jaw / 2, vy = std::cos(g.theta) * g.jaw / 2;
  return {{{g.x - ux - vx, g.y - uy - vy},
           {g.x + ux - vx, g.y + uy - vy},
           {g.x + ux + vx, g.y + uy + vy},
           {g.x - ux + vx, g.y - uy + vy}}};
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_GEOMETRY_GRASP_HPP

// suregrasp/geometry/affine_map.hpp
#ifndef SUREGRASP_GEOMETRY_AFFINE_MAP_HPP
#define SUREGRASP_GEOMETRY_AFFINE_MAP_HPP

namespace suregrasp::inline v1 {

/// x' = a x + b y + tx, y' = c x + d y + ty, in image coordinates (x right, y down, pixel centres at integers).
///
/// `first * second` maps by `second`, then by `first`.
template <std::floating_point T>
struct affine_map {
  T a = 1, b = 0, tx = 0;
  T c = 0, d = 1, ty = 0;
  friend bool operator==(affine_map const&, affine_map const&) = default;

  [[nodiscard]] static affine_map translation(T dx, T dy) { return {1, 0, dx, 0, 1, dy}; }

  /// About the origin, which is the centre of the first pixel.
  [[nodiscard]] static affine_map scaling(T sx, T sy) { return {sx, 0, 0, 0, sy, 0}; }
  [[nodiscard]] static affine_map scaling(T s) { return scaling(s, s); }

  /// An image resized by these factors so that its outer edges, half a pixel outside the outer centres, stay its edges.
  [[nodiscard]] static affine_map resizing(T sx, T sy) { return {sx, 0, (sx - 1) / 2, 0, sy, (sy - 1) / 2}; }

  /// By `angle` radians, counter-clockwise as seen on the screen, about `centre`.
  [[nodiscard]] static affine_map rotation(T angle, point<T> centre = {}) {
    T const cos = std::cos(angle), sin = std::sin(angle);
    return {cos,  sin, centre.x - cos * centre.x - sin * centre.y,
            -sin, cos, centre.y + sin * centre.x - cos * centre.y};
  }

  /// Left and right exchanged in an image `width` pixels wide.
  [[nodiscard]] static affine_map horizontal_flip(T width) { return {-1, 0, width - 1, 0, 1, 0}; }

  /// A cut-out whose first pixel was the pixel (left, top).
  [[nodiscard]] static affine_map crop(T left, T top) { return translation(-left, -top); }

  /// Factor by which areas grow; below 0 for a map that mirrors.
  [[nodiscard]] T determinant() const { return a * d - b * c; }

  [[nodiscard]] point<T> operator()(point<T> p) const { return {a * p.x + b * p.y + tx, c * p.x + d * p.y + ty}; }

  /// A grasp carried along by the map, which must not flatten the plane.
  ///
  /// The centre moves as a point; the opening axis, a direction drawn on the image, becomes its own image, and
  /// `opening` grows as lengths along it do; `jaw` grows so that the area of the rectangle grows as every area does.
  /// For maps that keep shapes the corners of the result are the images of the corners. Others turn the rectangle into
  /// a parallelogram, and this is the rectangle over the same opening segment with the same area: the one rule that
  /// keeps the fingers square to the axis they close along and lets maps compose and invert on grasps as they do on
  /// points.
  [[nodiscard]] grasp<T> operator()(grasp<T> const& g) const {
    point<T> const centre = (*this)(point<T>{g.x, g.y});
    T const cos = std::cos(g.theta), sin = std::sin(g.theta);
    T const ux = a * cos - b * sin, uy = c * cos - d * sin;
    T const stretch = std::hypot(ux, uy);
    return {centre.x, centre.y, axial_wrap(std::atan2(-uy, ux)), g.opening * stretch,
            g.jaw * std::abs(determinant()) / stretch};
  }

  /// Throws geometry_error `geometry.singular_map` for a map that flattens the plane or is not finite.
  [[nodiscard]] affine_map inverse() const {
    T const det = determinant();
    affine_map const r{d / det, -b / det, (b * ty - d * tx) / det, -c / det, a / det, (c * tx - a * ty) / det};
    T const rounding = 2 * std::numeric_limits<T>::epsilon() * (std::abs(a * d) + std::abs(b * c));
    if (std::abs(det) > rounding && r.is_finite()) return r;
    throw geometry_error("geometry.singular_map",
                         "expected an affine map with an inverse, got one of determinant " + std::to_string(det));
  }

  [[nodiscard]] bool is_finite() const {
    return std::isfinite(a) && std::isfinite(b) && std::isfinite(tx) && std::isfinite(c) && std::isfinite(d) &&
           std::isfinite(ty);
  }

  [[nodiscard]] friend affine_map operator*(affine_map const& f, affine_map const& s) {
    return {f.a * s.a + f.b * s.c, f.a * s.b + f.b * s.d, f.a * s.tx + f.b * s.ty + f.tx,
            f.c * s.a + f.d * s.c, f.c * s.b + f.d * s.d, f.c * s.tx + f.d * s.ty + f.ty};
  }
};

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_GEOMETRY_AFFINE_MAP_HPP

// suregrasp/geometry/axial_mean.hpp
#ifndef SUREGRASP_GEOMETRY_AXIAL_MEAN_HPP
#define SUREGRASP_GEOMETRY_AXIAL_MEAN_HPP

namespace suregrasp::inline v1 {

/// Mean and spread of a set of axes.
template <std::floating_point T>
struct axial_statistics {
  T direction = 0;  ///< half the argument of the sum of exp(2 i theta), in [-pi/2, pi/2)
  T resultant = 0;  ///< length of the mean of exp(2 i theta): 1 for one common axis, 0 where no axis is preferred
  T variance = 0;   ///< mean square of the angle to `direction`, rad^2 (population form)
};

/// Mean axis of `angles`, each counted `weights` times; without weights all count the same.
///
/// An axis and the same axis turned by pi are one, so nothing breaks at +-90 degrees. Where `resultant` is 0 up to
/// rounding, `direction` means nothing. Throws shape_error `shape.axial_mean` where the lengths differ, geometry_error
/// `geometry.axial_mean` for an empty set, a weight below 0, a total weight of 0 or values that are not finite.
template <std::ranges::contiguous_range Angles, class T = std::ranges::range_value_t<Angles>>
  requires std::floating_point<T>
[[nodiscard]] axial_statistics<T> axial_mean(Angles const& angles,
                                             std::span<std::type_identity_t<T> const> weights = {}) {
  std::span<T const> const thetas(angles);
  if (!weights.empty() && weights.size() != thetas.size())
    throw shape_error("shape.axial_mean", "expected one weight an angle, got " + std::to_string(weights.size()) +
                                              " weights for " + std::to_string(thetas.size()) + " angles");
  auto const weight = [&](std::size_t i) { return weights.empty() ? T(1) : weights[i]; };
  T cos = 0, sin = 0, total = 0;
  bool valid = true;
  for (std::size_t i = 0; i < thetas.size(); ++i) {
    valid = valid && weight(i) >= 0;
    cos += weight(i) * std::cos(2 * thetas[i]);
    sin += weight(i) * std::sin(2 * thetas[i]);
    total += weight(i);
  }
  if (!valid || !(total > 0) || !std::isfinite(cos) || !std::isfinite(sin) || !std::isfinite(total))
    throw geometry_error("geometry.axial_mean",
                         "expected finite angles and weights of at least 0 with a sum above 0, got " +
                             std::to_string(thetas.size()) + " angles of total weight " + std::to_string(total));
  T const direction = axial_wrap(std::atan2(sin, cos) / 2);
  T squares = 0;
  for (std::size_t i = 0; i < thetas.size(); ++i) {
    T const off = axial_difference(thetas[i], direction);
    squares += weight(i) * off * off;
  }
  return {direction, std::hypot(cos, sin) / total, squares / total};
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_GEOMETRY_AXIAL_MEAN_HPP

// suregrasp/geometry/overlap.hpp
#ifndef SUREGRASP_GEOMETRY_OVERLAP_HPP
#define SUREGRASP_GEOMETRY_OVERLAP_HPP

namespace suregrasp::inline v1 {

/// A grasp with the sine and cosine of its angle: prepared once, overlapped with many others.
///
/// A grasp of floats is prepared in double, so that its overlaps are right to the last bits of a float however thin or
/// far from the origin it is.
template <std::floating_point T>
struct prepared_grasp {
  using work_type = std::conditional_t<std::is_same_v<T, float>, double, T>;

  grasp<T> pose;
  work_type cos;
  work_type sin;

  explicit prepared_grasp(grasp<T> const& g)
      : pose(g), cos(std::cos(static_cast<work_type>(g.theta))), sin(std::sin(static_cast<work_type>(g.theta))) {}
};

namespace overlap_detail {

/// Half the size of a rectangle along its own two axes.
template <class T>
struct half_size {
  T along = 0;
  T across = 0;
};

template <class T, class U>
[[nodiscard]] half_size<T> halves(grasp<U> const& g) {
  return {static_cast<T>(g.opening) / 2, static_cast<T>(g.jaw) / 2};
}

/// Whether an angle is the other, or the other turned by pi as far as its type can say.
template <class T>
[[nodiscard]] bool same_axis(T a, T b) {
  constexpr T pi = std::numbers::pi_v<T>;
  return a == b || a + pi == b || a - pi == b || b + pi == a || b - pi == a;
}

template <class T>
[[nodiscard]] bool same_rectangle(grasp<T> const& a, grasp<T> const& b) {
  return a.x == b.x && a.y == b.y && a.opening == b.opening && a.jaw == b.jaw && same_axis(a.theta, b.theta);
}

/// A total order, by which both orders of a pair become one computation.
template <class T>
[[nodiscard]] bool precedes(grasp<T> const& a, grasp<T> const& b) {
  return std::tie(a.opening, a.jaw, a.x, a.y, a.theta) < std::tie(b.opening, b.jaw, b.x, b.y, b.theta);
}

/// Whether the circles around two rectangles are apart, by a bound that needs no root: (r + s)^2 <= 2 (r^2 + s^2).
template <class T>
[[nodiscard]] bool far_apart(grasp<T> const& a, grasp<T> const& b) {
  T const dx = b.x - a.x, dy = b.y - a.y;
  T const bound = (a.opening * a.opening + a.jaw * a.jaw + b.opening * b.opening + b.jaw * b.jaw) / 2;
  return dx * dx + dy * dy > bound * T(1.0001);
}

/// Whether an axis of the rectangle around the origin separates it from the one around `d`, turned by (cos, sin).
template <class T>
[[nodiscard]] bool separated(half_size<T> a, half_size<T> b, point<T> d, T cos, T sin) {
  T const c = std::abs(cos), s = std::abs(sin);
  return std::abs(d.x) >= a.along + (b.along * c + b.across * s) ||
         std::abs(d.y) >= a.across + (b.along * s + b.across * c);
}

/// Integral of clamp(y, -b, b) over x within [-a, a], along the edge from `p` to `q`, where `a` and `b` are the halves
/// `along` and `across`. Each quotient lies in [0, 1] or is multiplied by what it was divided by, so nothing
/// degenerates.
template <class T>
[[nodiscard]] T clamped_integral(point<T> p, point<T> q, half_size<T> box) {
  T const xp = std::clamp(p.x, -box.along, box.along), xq = std::clamp(q.x, -box.along, box.along);
  if (xp == xq) return 0;
  T const slope = (q.y - p.y) / (q.x - p.x);
  T const yp = p.y + (xp - p.x) * slope, yq = q.y + (xq - q.x) * slope;
  T const cp = std::clamp(yp, -box.across, box.across), cq = std::clamp(yq, -box.across, box.across);
  T const inside = yp == yq ? T(0) : (cq - cp) / (yq - yp);
  return (xq - xp) * (cp + cq + ((yp - cp) + (yq - cq)) * inside) / 2;
}

/// Overlap of the rectangle around the origin with the one around `d`, turned by (cos, sin).
template <class T>
[[nodiscard]] T overlap_in_frame(half_size<T> a, half_size<T> b, point<T> d, T cos, T sin) {
  point<T> const u{b.along * cos, -b.along * sin}, v{b.across * sin, b.across * cos};
  std::array<point<T>, 4> const p{{{d.x - u.x - v.x, d.y - u.y - v.y},
                                   {d.x + u.x - v.x, d.y + u.y - v.y},
                                   {d.x + u.x + v.x, d.y + u.y + v.y},
                                   {d.x - u.x + v.x, d.y - u.y + v.y}}};
  T const area = std::abs(clamped_integral(p[0], p[1], a) + clamped_integral(p[2], p[3], a) +
                          clamped_integral(p[1], p[2], a) + clamped_integral(p[3], p[0], a));
  return std::min({area, 4 * a.along * a.across, 4 * b.along * b.across});
}

/// The area two rectangles share and the area they cover together, in the type they are computed in.
template <class W>
struct areas {
  W common = 0;
  W covered = 0;
};

/// Kept out of line: where multiplications and additions may fuse, copies of it could round differently.
template <class T, class W = typename prepared_grasp<T>::work_type>
[[nodiscard, gnu::noinline]] areas<W> ordered_areas(prepared_grasp<T> const& a, prepared_grasp<T> const& b) {
  auto const ha = halves<W>(a.pose), hb = halves<W>(b.pose);
  W const dx = W(b.pose.x) - W(a.pose.x), dy = W(b.pose.y) - W(a.pose.y);
  W const cos = a.cos * b.cos + a.sin * b.sin, sin = b.sin * a.cos - b.cos * a.sin;
  point<W> const d{dx * a.cos - dy * a.sin, dx * a.sin + dy * a.cos};
  point<W> const back{dx * b.cos - dy * b.sin, dx * b.sin + dy * b.cos};
  W const both = 4 * (ha.along * ha.across + hb.along * hb.across);
  if (separated(ha, hb, d, cos, sin) || separated(hb, ha, back, cos, sin)) return {0, both};
  W const common = overlap_in_frame(ha, hb, d, cos, sin);
  return {common, both - common};
}

/// Both areas 0 where either rectangle has no area.
template <class T, class W = typename prepared_grasp<T>::work_type>
[[nodiscard]] areas<W> areas_of(prepared_grasp<T> const& a, prepared_grasp<T> const& b) {
  if (!(a.pose.opening > 0 && a.pose.jaw > 0 && b.pose.opening > 0 && b.pose.jaw > 0)) return {};
  W const own = W(a.pose.opening) * W(a.pose.jaw);
  if (same_rectangle(a.pose, b.pose)) return {own, own};
  return precedes(a.pose, b.pose) ? ordered_areas(b, a) : ordered_areas(a, b);
}

}  // namespace overlap_detail

/// Area common to two grasp rectangles in square pixels; 0 where either has no area.
///
/// Closed form without clipping: in the frame of one rectangle, where it is |x| <= a, |y| <= b, the overlap is the
/// absolute sum over the other's four edges of the integral of clamp(y, -b, b) over x clamped to [-a, a]. Continuous in
/// every input, with no degenerate case; swapping the arguments gives the same bits.
template <std::floating_point T>
[[nodiscard]] T overlap_area(prepared_grasp<T> const& a, prepared_grasp<T> const& b) {
  return static_cast<T>(overlap_detail::areas_of(a, b).common);
}

template <std::floating_point T>
[[nodiscard]] T overlap_area(grasp<T> const& a, grasp<T> const& b) {
  return overlap_detail::far_apart(a, b) ? T(0) : overlap_area(prepared_grasp(a), prepared_grasp(b));
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_GEOMETRY_OVERLAP_HPP

// suregrasp/geometry/iou.hpp
#ifndef SUREGRASP_GEOMETRY_IOU_HPP
#define SUREGRASP_GEOMETRY_IOU_HPP

namespace suregrasp::inline v1 {

/// Intersection over union of two grasp rectangles, in [0, 1].
///
/// Exactly 1 for equal grasps (also with theta turned by pi), 0 for rectangles apart or without area, and the same bits
/// for both orders of the arguments. Fields must be finite; `checked_iou` tests them.
template <std::floating_point T>
[[nodiscard]] T iou(prepared_grasp<T> const& a, prepared_grasp<T> const& b) {
  auto const [common, covered] = overlap_detail::areas_of(a, b);
  return common > 0 ? std::min(T(1), static_cast<T>(common / covered)) : T(0);
}

template <std::floating_point T>
[[nodiscard]] T iou(grasp<T> const& a, grasp<T> const& b) {
  return overlap_detail::far_apart(a, b) ? T(0) : iou(prepared_grasp(a), prepared_grasp(b));
}

/// Throws geometry_error `geometry.not_finite` unless every field is finite and both sizes are at least 0; `name` says
/// which grasp it is in the message.
template <std::floating_point T>
void require_valid(grasp<T> const& g, std::string const& name) {
  if (is_finite(g) && g.opening >= 0 && g.jaw >= 0) return;
  throw geometry_error("geometry.not_finite", name + ": expected finite fields and sizes of at least 0, got x " +
                                                  std::to_string(g.x) + ", y " + std::to_string(g.y) + ", theta " +
                                                  std::to_string(g.theta) + ", opening " + std::to_string(g.opening) +
                                                  ", jaw " + std::to_string(g.jaw));
}

/// `iou` for grasps from outside: throws geometry_error `geometry.not_finite` for a field that is not finite or a size
/// below 0.
template <std::floating_point T>
[[nodiscard]] T checked_iou(grasp<T> const& a, grasp<T> const& b) {
  require_valid(a, "first grasp");
  require_valid(b, "second grasp");
  return iou(a, b);
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_GEOMETRY_IOU_HPP

// suregrasp/geometry/batch_iou.hpp
#ifndef SUREGRASP_GEOMETRY_BATCH_IOU_HPP
#define SUREGRASP_GEOMETRY_BATCH_IOU_HPP

namespace suregrasp::inline v1 {

namespace batch_iou_detail {

/// The rows of a tensor `[N, 5]` of x, y, theta, opening, jaw, with their sines and cosines.
template <tensor_backend B>
[[nodiscard]] std::vector<prepared_grasp<scalar_t<B>>> prepared_rows(B const& be, tensor_t<B> const& rows) {
  auto const host = be.to_host(rows);
  if (host.shape.size() != 2 || host.shape[1] != 5)
    throw shape_error("shape.grasp_rows", "expected grasps of shape [N, 5], got " + to_string(host.shape));
  std::vector<prepared_grasp<scalar_t<B>>> prepared;
  prepared.reserve(host.values.size() / 5);
  for (std::size_t i = 0; i < host.values.size(); i += 5) {
    auto const* v = host.values.data() + i;
    prepared.emplace_back(grasp<scalar_t<B>>{v[0], v[1], v[2], v[3], v[4]});
  }
  return prepared;
}

}  // namespace batch_iou_detail

/// IoU of row i of `a` with row i of `b`: `[N, 5]` and `[N, 5]` to `[N]`, columns x, y, theta, opening, jaw.
///
/// Runs the exact kernel of `iou` on host memory. Throws shape_error `shape.grasp_rows` or `shape.iou_pairs`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> iou_pairs(B const& be, tensor_t<B> const& a, tensor_t<B> const& b) {
  auto const first = batch_iou_detail::prepared_rows(be, a), second = batch_iou_detail::prepared_rows(be, b);
  if (first.size() != second.size())
    throw shape_error("shape.iou_pairs", "expected as many grasps on both sides, got " + std::to_string(first.size()) +
                                             " and " + std::to_string(second.size()));
  std::vector<scalar_t<B>> values;
  values.reserve(first.size());
  for (std::size_t i = 0; i < first.size(); ++i) values.push_back(iou(first[i], second[i]));
  return be.from_host({extents{static_cast<std::int64_t>(first.size())}, std::span<scalar_t<B> const>(values)});
}

/// IoU of each row of `a` with each row of `b`: `[N, 5]` and `[M, 5]` to `[N, M]`; cost N * M.
///
/// Runs the exact kernel of `iou` on host memory, with one sine and cosine a row. Throws shape_error
/// `shape.grasp_rows`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> iou_matrix(B const& be, tensor_t<B> const& a, tensor_t<B> const& b) {
  auto const rows = batch_iou_detail::prepared_rows(be, a), columns = batch_iou_detail::prepared_rows(be, b);
  std::vector<scalar_t<B>> values;
  values.reserve(rows.size() * columns.size());
  for (auto const& row : rows)
    for (auto const& column : columns) values.push_back(iou(row, column));
  extents const shape{static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(columns.size())};
  return be.from_host({shape, std::span<scalar_t<B> const>(values)});
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_GEOMETRY_BATCH_IOU_HPP

// suregrasp/geometry/conventions.hpp
#ifndef SUREGRASP_GEOMETRY_CONVENTIONS_HPP
#define SUREGRASP_GEOMETRY_CONVENTIONS_HPP

namespace suregrasp::inline v1 {

/// A row `x;y;theta;opening;jaw` of a Jacquard grasp file: the angle in degrees, clockwise positive on the screen.
template <std::floating_point T>
struct jacquard_row {
  T x = 0;
  T y = 0;
  T theta_degrees = 0;
  T opening = 0;
  T jaw = 0;
  friend bool operator==(jacquard_row const&, jacquard_row const&) = default;
};

template <std::floating_point T>
[[nodiscard]] grasp<T> from_jacquard(jacquard_row<T> const& row) {
  return {row.x, row.y, axial_wrap(-radians(row.theta_degrees)), row.opening, row.jaw};
}

/// `theta_degrees` comes out in (-90, 90].
template <std::floating_point T>
[[nodiscard]] jacquard_row<T> to_jacquard(grasp<T> const& g) {
  return {g.x, g.y, -degrees(axial_wrap(g.theta)), g.opening, g.jaw};
}

/// The `Grasp` of GG-CNN and GR-ConvNet: the centre as (row, column), the angle in radians counter-clockwise on the
/// screen, `length` between the fingers, `width` of a finger.
template <std::floating_point T>
struct ggcnn_grasp {
  T row = 0;
  T column = 0;
  T angle = 0;
  T length = 0;
  T width = 0;
  friend bool operator==(ggcnn_grasp const&, ggcnn_grasp const&) = default;
};

template <std::floating_point T>
[[nodiscard]] grasp<T> from_ggcnn(ggcnn_grasp<T> const& g) {
  return {g.column, g.row, axial_wrap(g.angle), g.length, g.width};
}

template <std::floating_point T>
[[nodiscard]] ggcnn_grasp<T> to_ggcnn(grasp<T> const& g) {
  return {g.y, g.x, axial_wrap(g.theta), g.opening, g.jaw};
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_GEOMETRY_CONVENTIONS_HPP

// suregrasp/geometry/cornell_corners.hpp
#ifndef SUREGRASP_GEOMETRY_CORNELL_CORNERS_HPP
#define SUREGRASP_GEOMETRY_CORNELL_CORNERS_HPP

namespace suregrasp::inline v1 {

/// The way around in which corners follow each other, as seen on the screen.
enum class corner_order { clockwise, counter_clockwise };

/// The order of four corners; a figure without area counts as clockwise.
template <std::floating_point T>
[[nodiscard]] corner_order order_of(std::array<point<T>, 4> const& p) {
  T const twice_area = (p[2].x - p[0].x) * (p[3].y - p[1].y) - (p[3].x - p[1].x) * (p[2].y - p[0].y);
  return twice_area < 0 ? corner_order::counter_clockwise : corner_order::clockwise;
}

/// The grasp of a rectangle in the Cornell files, whose corners come in either order.
///
/// p0 to p1 is the opening axis, p1-p2 and p3-p0 are the plates, whichever is longer. The centre is the mean of the
/// corners, `opening` the length of p0-p1, `jaw` the length of p1-p2. Throws geometry_error `geometry.not_finite`.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_cornell_corners(std::array<point<T>, 4> const& p) {
  T const dx = p[1].x - p[0].x, dy = p[1].y - p[0].y;
  grasp<T> const g{(p[0].x + p[1].x + p[2].x + p[3].x) / 4, (p[0].y + p[1].y + p[2].y + p[3].y) / 4,
                   axial_wrap(std::atan2(-dy, dx)), std::hypot(dx, dy), std::hypot(p[2].x - p[1].x, p[2].y - p[1].y)};
  if (is_finite(g)) return g;
  std::string text;
  for (auto const& corner : p) text += " (" + std::to_string(corner.x) + ", " + std::to_string(corner.y) + ")";
  throw geometry_error("geometry.not_finite", "expected four finite corners, got" + text);
}

/// The corners of a grasp as the Cornell files list them, in the order asked for: p0 to p1 has the direction theta.
template <std::floating_point T>
[[nodiscard]] std::array<point<T>, 4> to_cornell_corners(grasp<T> const& g,
                                                         corner_order order = corner_order::clockwise) {
  auto const p = corners(g);
  if (order == corner_order::clockwise) return p;
  return {p[3], p[2], p[1], p[0]};
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_GEOMETRY_CORNELL_CORNERS_HPP

// suregrasp/geometry/grasp_fields.hpp
#ifndef SUREGRASP_GEOMETRY_GRASP_FIELDS_HPP
#define SUREGRASP_GEOMETRY_GRASP_FIELDS_HPP

/// The fields of a grasp, named once: with this a grasp is a Boost.Hana Struct (its macros take no class templates).
template <std::floating_point T>
struct boost::hana::accessors_impl<suregrasp::grasp<T>> {
  static constexpr auto apply() {
    return make_tuple(
        make_pair(BOOST_HANA_STRING("x"), [](auto&& g) -> auto&& { return std::forward<decltype(g)>(g).x; }),
        make_pair(BOOST_HANA_STRING("y"), [](auto&& g) -> auto&& { return std::forward<decltype(g)>(g).y; }),
        make_pair(BOOST_HANA_STRING("theta"), [](auto&& g) -> auto&& { return std::forward<decltype(g)>(g).theta; }),
        make_pair(BOOST_HANA_STRING("opening"),
                  [](auto&& g) -> auto&& { return std::forward<decltype(g)>(g).opening; }),
        make_pair(BOOST_HANA_STRING("jaw"), [](auto&& g) -> auto&& { return std::forward<decltype(g)>(g).jaw; }));
  }
};

namespace suregrasp::inline v1 {

namespace grasp_fields_detail {

inline constexpr auto name_of = [](auto const& field) {
  return std::string_view(boost::hana::to<char const*>(boost::hana::first(field)));
};

}  // namespace grasp_fields_detail

/// Calls `visit(name, value)` for each field of a grasp in the order x, y, theta, opening, jaw.
///
/// `name` is a std::string_view that lives for ever, `value` a reference to the field.
template <std::floating_point T, class Visit>
constexpr void for_each_field(grasp<T> const& g, Visit&& visit) {
  boost::hana::for_each(boost::hana::accessors<grasp<T>>(), [&](auto const& field) {
    visit(grasp_fields_detail::name_of(field), boost::hana::second(field)(g));
  });
}

/// The same for a grasp whose fields `visit` may change.
template <std::floating_point T, class Visit>
constexpr void for_each_field(grasp<T>& g, Visit&& visit) {
  boost::hana::for_each(boost::hana::accessors<grasp<T>>(), [&](auto const& field) {
    visit(grasp_fields_detail::name_of(field), boost::hana::second(field)(g));
  });
}

/// `{"x", "y", "theta", "opening", "jaw"}`: the columns of tables and the keys of records.
inline constexpr auto grasp_field_names =
    boost::hana::unpack(boost::hana::accessors<grasp<double>>(), [](auto const&... fields) {
      return std::array<std::string_view, sizeof...(fields)>{grasp_fields_detail::name_of(fields)...};
    });

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_GEOMETRY_GRASP_FIELDS_HPP

// suregrasp/geometry/rotated_suppression.hpp
#ifndef SUREGRASP_GEOMETRY_ROTATED_SUPPRESSION_HPP
#define SUREGRASP_GEOMETRY_ROTATED_SUPPRESSION_HPP

namespace suregrasp::inline v1 {

/// When one grasp repeats another, and how many are wanted.
struct rotated_suppression_options {
  double iou = 0.5;                                             ///< repeats overlap by more than this
  double angle = std::numbers::pi / 6;                          ///< and their axes differ by at most this, radians
  std::size_t limit = std::numeric_limits<std::size_t>::max();  ///< stop after this many
};

/// Greedy non-maximum suppression: indices of the grasps kept, best score first; of equal scores the first comes first.
///
/// A grasp is dropped where a kept one covers the same place along nearly the same axis; two grasps across each other
/// on one object are different grasps and both stay. Throws shape_error `shape.rotated_suppression` where the lengths
/// differ and geometry_error `geometry.score_not_a_number`. Cost N log N + N times the number kept.
template <std::floating_point T>
[[nodiscard]] std::vector<std::size_t> rotated_suppression(std::vector<grasp<T>> const& grasps,
                                                           std::vector<T> const& scores,
                                                           rotated_suppression_options const& options = {}) {
  if (grasps.size() != scores.size())
    throw shape_error("shape.rotated_suppression", "expected one score a grasp, got " + std::to_string(scores.size()) +
                                                       " scores for " + std::to_string(grasps.size()) + " grasps");
  if (std::ranges::any_of(scores, [](T score) { return std::isnan(score); }))
    throw geometry_error("geometry.score_not_a_number", "expected scores that can be ranked, got NaN");
  std::vector<std::size_t> order(grasps.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t i, std::size_t j) { return scores[i] > scores[j]; });

  std::vector<std::size_t> kept;
  for (std::size_t const i : order) {
    if (kept.size() >= options.limit) break;
    bool const repeats = std::ranges::any_of(kept, [&](std::size_t k) {
      return axial_distance(grasps[i].theta, grasps[k].theta) <= static_cast<T>(options.angle) &&
             iou(grasps[i], grasps[k]) > static_cast<T>(options.iou);
    });
    if (!repeats) kept.push_back(i);
  }
  return kept;
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_GEOMETRY_ROTATED_SUPPRESSION_HPP

// suregrasp/heatmap/disk_target.hpp
#ifndef SUREGRASP_HEATMAP_DISK_TARGET_HPP
#define SUREGRASP_HEATMAP_DISK_TARGET_HPP

namespace suregrasp::inline v1 {

/// The target of LocNet: a heatmap `[height, width]`, 1 within `radius` pixels of a centre (border included), else 0.
///
/// Centres outside the map paint the part of their disk that reaches in (Zhu et al. 2020, section III-B).
[[nodiscard]] inline host_array<float> disk_target(std::int64_t height, std::int64_t width,
                                                   std::span<point<double> const> centres, double radius) {
  host_array<float> target({height, width});
  for (auto const& centre : centres) {
    auto const first_row = std::max<std::int64_t>(0, static_cast<std::int64_t>(std::ceil(centre.y - radius)));
    auto const last_row = std::min(height - 1, static_cast<std::int64_t>(std::floor(centre.y + radius)));
    for (auto row = first_row; row <= last_row; ++row) {
      double const dy = static_cast<double>(row) - centre.y;
      double const reach = std::sqrt(std::max(0.0, radius * radius - dy * dy));
      auto const first = std::max<std::int64_t>(0, static_cast<std::int64_t>(std::ceil(centre.x - reach)));
      auto const last = std::min(width - 1, static_cast<std::int64_t>(std::floor(centre.x + reach)));
      for (auto col = first; col <= last; ++col) target.values[static_cast<std::size_t>(row * width + col)] = 1;
    }
  }
  return target;
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_HEATMAP_DISK_TARGET_HPP

// suregrasp/heatmap/running_maximum.hpp
#ifndef SUREGRASP_HEATMAP_RUNNING_MAXIMUM_HPP
#define SUREGRASP_HEATMAP_RUNNING_MAXIMUM_HPP

namespace suregrasp::inline v1 {

/// Maximum of `map` (`[height, width]`, row-major) over the square window of `radius` pixels around every pixel, cut at
/// the border. Cost independent of the radius and the content (van Herk 1992, Gil and Werman 1993). A NaN counts as
/// minus infinity.
template <class T>
[[nodiscard]] std::vector<T> running_maximum(std::vector<T> map, std::size_t height, std::size_t width,
                                             std::size_t radius) {
  if (map.empty()) return map;
  radius = std::min(radius, std::max(height, width));
  std::size_t const window = 2 * radius + 1;
  std::vector<T> line, forward, backward;  // one row or column with `radius` times minus infinity at either end
  auto const filter = [&](T* items, std::size_t length, std::size_t stride) {
    std::size_t const padded = length + 2 * radius;
    line.assign(padded, -std::numeric_limits<T>::infinity());
    for (std::size_t i = 0; i < length; ++i)
      if (!std::isnan(items[i * stride])) line[i + radius] = items[i * stride];
    forward = backward = line;  // maxima within blocks of `window` items, from the block's start and to its end
    for (std::size_t i = 1; i < padded; ++i)
      if (i % window) forward[i] = std::max(forward[i - 1], line[i]);
    for (std::size_t i = padded - 1; i-- > 0;)
      if ((i + 1) % window) backward[i] = std::max(backward[i + 1], line[i]);
    for (std::size_t i = 0; i < length; ++i) items[i * stride] = std::max(backward[i], forward[i + 2 * radius]);
  };
  for (std::size_t row = 0; row < height; ++row) filter(map.data() + row * width, width, 1);
  for (std::size_t col = 0; col < width; ++col) filter(map.data() + col, height, width);
  return map;
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_HEATMAP_RUNNING_MAXIMUM_HPP

// suregrasp/heatmap/peaks.hpp
#ifndef SUREGRASP_HEATMAP_PEAKS_HPP
#define SUREGRASP_HEATMAP_PEAKS_HPP

namespace suregrasp::inline v1 {

/// A local maximum of a heatmap: where a grasp may be.
struct peak {
  std::int64_t x = 0;  ///< column
  std::int64_t y = 0;  ///< row
  float heat = 0;
  friend bool operator==(peak const&, peak const&) = default;
};

struct peak_options {
  double threshold = 0.3;      ///< a peak is at least this hot
  std::size_t radius = 8;      ///< and nothing within this many pixels, in rows and columns, is hotter
  std::size_t max_count = 50;  ///< of more peaks than this the hottest are kept
};

/// Peaks of `heat`, `[height, width]` on the host: threshold, then non-maximum suppression in a square window.
///
/// Of equally hot pixels within a window the first in row order stands for all. Hottest peak first, ties in row order.
/// Candidates are verified one by one while they are few, against the running maximum of the whole map otherwise.
[[nodiscard]] inline std::vector<peak> find_peaks(host_view<float const> const& heat,
                                                  peak_options const& options = {}) {
  if (heat.shape.size() != 2)
    throw shape_error("shape.rank", "heatmap: expected [height, width], got shape " + to_string(heat.shape));
  auto const height = heat.shape[0], width = heat.shape[1];
  auto const radius =
      static_cast<std::int64_t>(std::min(options.radius, static_cast<std::size_t>(std::max(height, width))));
  auto const threshold = static_cast<float>(options.threshold);
  auto const at = [&](std::int64_t y, std::int64_t x) { return heat.values[static_cast<std::size_t>(y * width + x)]; };

  std::vector<peak> candidates;
  for (std::int64_t y = 0; y < height; ++y)
    for (std::int64_t x = 0; x < width; ++x)
      if (at(y, x) >= threshold) candidates.push_back({x, y, at(y, x)});

  if (candidates.size() * 50 > heat.values.size()) {
    auto const highest =
        running_maximum(std::vector<float>(heat.values.begin(), heat.values.end()), static_cast<std::size_t>(height),
                        static_cast<std::size_t>(width), options.radius);
    std::erase_if(candidates,
                  [&](peak const& p) { return p.heat < highest[static_cast<std::size_t>(p.y * width + p.x)]; });
  }
  std::erase_if(candidates, [&](peak const& p) {
    for (auto y = std::max<std::int64_t>(0, p.y - radius); y <= std::min(height - 1, p.y + radius); ++y)
      for (auto x = std::max<std::int64_t>(0, p.x - radius); x <= std::min(width - 1, p.x + radius); ++x) {
        bool const earlier = y < p.y || (y == p.y && x < p.x);
        if (at(y, x) > p.heat || (earlier && at(y, x) == p.heat)) return true;
      }
    return false;
  });
  std::stable_sort(candidates.begin(), candidates.end(), [](peak const& a, peak const& b) { return a.heat > b.heat; });
  if (candidates.size() > options.max_count) candidates.resize(options.max_count);
  return candidates;
}

/// Peaks of `heat`, a tensor `[height, width]` of any backend; see above.
template <tensor_backend B>
[[nodiscard]] std::vector<peak> find_peaks(B const& be, tensor_t<B> const& heat, peak_options const& options = {}) {
  auto const host = be.to_host(heat);
  std::vector<float> const values(host.values.begin(), host.values.end());
  return find_peaks(host_view<float const>(host.shape, values), options);
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_HEATMAP_PEAKS_HPP

// suregrasp/loss/binary_cross_entropy.hpp
#ifndef SUREGRASP_LOSS_BINARY_CROSS_ENTROPY_HPP
#define SUREGRASP_LOSS_BINARY_CROSS_ENTROPY_HPP

namespace suregrasp::inline v1 {

/// Element-wise binary cross entropy of `sigmoid(logits)` against `target` in [0, 1]:
/// `max(x, 0) - x t + log(1 + exp(-|x|))`, which overflows for no logit; losses below the rounding of 1 become 0.
/// Nothing is reduced.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> binary_cross_entropy(B const& be, tensor_t<B> const& logits, tensor_t<B> const& target) {
  auto const zero = constant(be, 0);
  auto const tail = be.log(be.add(constant(be, 1), be.exp(be.sub(zero, abs(be, logits)))));
  return be.add(be.sub(be.where(logits, logits, zero), be.mul(logits, target)), tail);
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_LOSS_BINARY_CROSS_ENTROPY_HPP

// suregrasp/loss/smooth_l1.hpp
#ifndef SUREGRASP_LOSS_SMOOTH_L1_HPP
#define SUREGRASP_LOSS_SMOOTH_L1_HPP

namespace suregrasp::inline v1 {

/// Element-wise smooth L1 distance (Girshick 2015): `d^2 / (2 beta)` where `|d| < beta`, `|d| - beta / 2` elsewhere,
/// for `d = prediction - target`. Shapes broadcast; nothing is reduced.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> smooth_l1(B const& be, tensor_t<B> const& prediction, tensor_t<B> const& target,
                                    double beta = 1) {
  auto const distance = abs(be, be.sub(prediction, target));
  auto const quadratic = scale(be, square(be, distance), 0.5 / beta);
  auto const linear = be.sub(distance, constant(be, beta / 2));
  return be.where(be.sub(constant(be, beta), distance), quadratic, linear);
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_LOSS_SMOOTH_L1_HPP

// suregrasp/metrics/metric_error.hpp
#ifndef SUREGRASP_METRICS_METRIC_ERROR_HPP
#define SUREGRASP_METRICS_METRIC_ERROR_HPP

namespace suregrasp::inline v1 {

/// Measurements from which a figure cannot be computed.
struct metric_error : error {
  using error::error;
};

/// Throws metric_error `metrics.length` unless both counts agree and `metrics.empty` for a count of 0.
inline void require_paired(std::size_t first, std::size_t second, std::string const& what) {
  if (first != second)
    throw metric_error("metrics.length", what + ": expected two lists of one length, got " + std::to_string(first) +
                                             " and " + std::to_string(second) + " values");
  if (first == 0) throw metric_error("metrics.empty", what + ": expected at least one value, got none");
}

/// Throws metric_error `metrics.not_a_number` where a value is NaN; infinities can be ranked and pass.
inline void require_numbers(std::span<double const> values, std::string const& what) {
  for (std::size_t i = 0; i < values.size(); ++i)
    if (std::isnan(values[i]))
      throw metric_error("metrics.not_a_number", what + ": expected numbers, got NaN at index " + std::to_string(i));
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_METRICS_METRIC_ERROR_HPP

// suregrasp/metrics/paired_comparison.hpp
#ifndef SUREGRASP_METRICS_PAIRED_COMPARISON_HPP
#define SUREGRASP_METRICS_PAIRED_COMPARISON_HPP

namespace suregrasp::inline v1 {

/// Two methods on the same cases: how often both, one or none of them succeeded.
struct paired_comparison {
  std::size_t both = 0;
  std::size_t only_first = 0;
  std::size_t only_second = 0;
  std::size_t neither = 0;
  friend bool operator==(paired_comparison const&, paired_comparison const&) = default;

  /// Success rate of the second method minus that of the first; NaN without cases.
  [[nodiscard]] double gain() const {
    double const cases = static_cast<double>(both + only_first + only_second + neither);
    return (static_cast<double>(only_second) - static_cast<double>(only_first)) / cases;
  }

  /// Two-sided p-value of McNemar's exact test: the cases on which the methods differ are tosses of a fair coin.
  [[nodiscard]] double p_value() const {
    std::size_t const n = only_first + only_second, k = std::min(only_first, only_second);
    double log_term = -static_cast<double>(n) * std::numbers::ln2, tail = 0;
    for (std::size_t i = 0; i <= k; ++i) {
      tail += std::exp(log_term);
      log_term += std::log(static_cast<double>(n - i) / static_cast<double>(i + 1));
    }
    return std::min(1.0, 2 * tail);
  }
};

/// Counts the outcomes of two methods on the same cases, in the same order. Throws metric_error `metrics.length` or
/// `metrics.empty`.
[[nodiscard]] inline paired_comparison compare_paired(std::vector<bool> const& first, std::vector<bool> const& second) {
  require_paired(first.size(), second.size(), "paired comparison");
  paired_comparison counts;
  for (std::size_t i = 0; i < first.size(); ++i)
    ++(first[i] ? (second[i] ? counts.both : counts.only_first) : (second[i] ? counts.only_second : counts.neither));
  return counts;
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_METRICS_PAIRED_COMPARISON_HPP

// suregrasp/metrics/proportion.hpp
#ifndef SUREGRASP_METRICS_PROPORTION_HPP
#define SUREGRASP_METRICS_PROPORTION_HPP

namespace suregrasp::inline v1 {

/// A range of values, both ends included.
struct interval {
  double low = 0;
  double high = 0;
  friend bool operator==(interval const&, interval const&) = default;
};

/// So many successes in so many trials: a success rate together with how little or much is known about it.
struct proportion {
  std::size_t successes = 0;
  std::size_t trials = 0;
  friend bool operator==(proportion const&, proportion const&) = default;

  /// Counts one more trial.
  void add(bool success) {
    ++trials;
    if (success) ++successes;
  }

  /// NaN without trials.
  [[nodiscard]] double rate() const {
    return trials == 0 ? std::numeric_limits<double>::quiet_NaN()
                       : static_cast<double>(successes) / static_cast<double>(trials);
  }

  /// Wilson's score interval (1927); `z` is the normal quantile, by default that of 95 %. Without trials it is [0, 1].
  [[nodiscard]] interval wilson(double z = 1.959963984540054) const {
    if (trials == 0) return {0, 1};
    double const n = static_cast<double>(trials), p = rate(), z2 = z * z;
    double const centre = (p + z2 / (2 * n)) / (1 + z2 / n);
    double const half = z / (1 + z2 / n) * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    return {successes == 0 ? 0 : std::max(0.0, centre - half), successes == trials ? 1 : std::min(1.0, centre + half)};
  }
};

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_METRICS_PROPORTION_HPP

// suregrasp/metrics/rank_correlation.hpp
#ifndef SUREGRASP_METRICS_RANK_CORRELATION_HPP
#define SUREGRASP_METRICS_RANK_CORRELATION_HPP

namespace suregrasp::inline v1 {

/// Rank of each value from 1, equal values sharing the mean of their ranks. Throws metric_error `metrics.not_a_number`.
[[nodiscard]] inline std::vector<double> average_ranks(std::span<double const> values) {
  require_numbers(values, "ranks");
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
  std::vector<double> ranks(values.size());
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    for (std::size_t k = begin; k < end; ++k) ranks[order[k]] = static_cast<double>(begin + 1 + end) / 2;
  }
  return ranks;
}

/// Spearman's rank correlation in [-1, 1]; NaN where one list is constant.
///
/// Throws metric_error `metrics.length`, `metrics.empty` or `metrics.not_a_number`.
[[nodiscard]] inline double spearman(std::span<double const> a, std::span<double const> b) {
  require_paired(a.size(), b.size(), "rank correlation");
  auto const ra = average_ranks(a), rb = average_ranks(b);
  double const mean = static_cast<double>(a.size() + 1) / 2;
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < ra.size(); ++i) {
    ab += (ra[i] - mean) * (rb[i] - mean);
    aa += (ra[i] - mean) * (ra[i] - mean);
    bb += (rb[i] - mean) * (rb[i] - mean);
  }
  return std::clamp(ab / std::sqrt(aa * bb), -1.0, 1.0);
}

/// Area under the receiver operating characteristic: the probability that a positive scores higher than a negative,
/// equal scores counting half.
///
/// Throws metric_error `metrics.length`, `metrics.empty`, `metrics.not_a_number`, and `metrics.one_class` where all
/// labels are equal.
[[nodiscard]] inline double auroc(std::span<double const> scores, std::vector<bool> const& labels) {
  require_paired(scores.size(), labels.size(), "AUROC");
  auto const ranks = average_ranks(scores);
  double positives = 0, rank_sum = 0;
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (labels[i]) positives += 1, rank_sum += ranks[i];
  double const negatives = static_cast<double>(labels.size()) - positives;
  if (positives == 0 || negatives == 0)
    throw metric_error("metrics.one_class", "AUROC: expected positive and negative labels, got " +
                                                std::to_string(labels.size()) + " of one kind");
  return (rank_sum - positives * (positives + 1) / 2) / (positives * negatives);
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_METRICS_RANK_CORRELATION_HPP

// suregrasp/metrics/rectangle_metric.hpp
#ifndef SUREGRASP_METRICS_RECTANGLE_METRIC_HPP
#define SUREGRASP_METRICS_RECTANGLE_METRIC_HPP

namespace suregrasp::inline v1 {

/// The thresholds of the rectangle metric of Jiang et al. (2011) as the field uses it.
struct rectangle_metric_options {
  double iou = 0.25;             ///< correct grasps overlap by more than this
  double angle = radians(30.0);  ///< and their axes differ by at most this, radians
};

/// The labelled grasp a prediction fits best.
template <std::floating_point T>
struct rectangle_match {
  std::size_t index = 0;  ///< of the labelled grasp
  T iou = 0;              ///< overlap with it
  T angle = 0;            ///< angle between the axes, radians
};

/// Among the labelled grasps whose axis is within `options.angle` of the prediction's, the one of highest IoU, the
/// first of equals; nothing where there is none. Its IoU may be below `options.iou`, even 0.
template <std::floating_point T>
[[nodiscard]] std::optional<rectangle_match<T>> best_match(grasp<T> const& predicted,
                                                           std::span<std::type_identity_t<grasp<T>> const> truth,
                                                           rectangle_metric_options const& options = {}) {
  std::optional<rectangle_match<T>> best;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    T const angle = axial_distance(predicted.theta, truth[i].theta);
    if (!(angle <= static_cast<T>(options.angle))) continue;
    T const overlap = iou(predicted, truth[i]);
    if (!best || overlap > best->iou) best = rectangle_match<T>{i, overlap, angle};
  }
  return best;
}

/// The rectangle metric: whether any labelled grasp has an IoU above `options.iou` and an axis within `options.angle`.
template <std::floating_point T>
[[nodiscard]] bool is_correct(grasp<T> const& predicted, std::span<std::type_identity_t<grasp<T>> const> truth,
                              rectangle_metric_options const& options = {}) {
  auto const best = best_match(predicted, truth, options);
  return best && best->iou > static_cast<T>(options.iou);
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_METRICS_RECTANGLE_METRIC_HPP

// suregrasp/metrics/risk_coverage.hpp
#ifndef SUREGRASP_METRICS_RISK_COVERAGE_HPP
#define SUREGRASP_METRICS_RISK_COVERAGE_HPP

namespace suregrasp::inline v1 {

/// Mean error of the most certain predictions.
struct risk_coverage_point {
  double coverage = 0;     ///< the fraction of predictions kept, k / n
  double uncertainty = 0;  ///< the largest uncertainty among them
  double risk = 0;         ///< their mean error
};

/// How the mean error grows as less certain predictions are let in; one point for each k = 1..n.
struct risk_coverage_curve {
  std::vector<risk_coverage_point> points;

  /// Mean error of all predictions.
  [[nodiscard]] double mean_error() const { return points.back().risk; }

  /// Area under the curve: the mean of its risks. Below `mean_error()` where uncertainty knows something of the error.
  [[nodiscard]] double area() const {
    double sum = 0;
    for (auto const& point : points) sum += point.risk;
    return sum / static_cast<double>(points.size());
  }

  /// Mean error of the most certain `fraction` in (0, 1] of the predictions, rounded up to a whole prediction. Throws
  /// option_error `metrics.fraction`.
  [[nodiscard]] double risk_at(double fraction) const {
    if (!(fraction > 0 && fraction <= 1))
      throw option_error("metrics.fraction", "expected a fraction in (0, 1], got " + std::to_string(fraction));
    double const n = static_cast<double>(points.size());
    auto const count = static_cast<std::size_t>(std::ceil(fraction * n * (1 - 1e-12)));
    return points[std::max<std::size_t>(count, 1) - 1].risk;
  }

  /// `risk_at(fraction)` as a multiple of the mean error; below 1 where the certain are better.
  [[nodiscard]] double relative_risk_at(double fraction) const { return risk_at(fraction) / mean_error(); }
};

/// The risk-coverage curve of paired uncertainties and errors.
///
/// Predictions of equal uncertainty enter in no order: each counts with the mean error of its group, so the curve does
/// not depend on the order of the input. Throws metric_error `metrics.length`, `metrics.empty` or
/// `metrics.not_a_number`.
[[nodiscard]] inline risk_coverage_curve risk_coverage(std::span<double const> uncertainties,
                                                       std::span<double const> errors) {
  require_paired(uncertainties.size(), errors.size(), "risk-coverage");
  require_numbers(uncertainties, "risk-coverage, uncertainties");
  require_numbers(errors, "risk-coverage, errors");
  std::size_t const n = errors.size();
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return uncertainties[i]; });

  risk_coverage_curve curve;
  curve.points.reserve(n);
  double sum = 0;
  for (std::size_t begin = 0, end = 0; begin < n; begin = end) {
    double const level = uncertainties[order[begin]];
    double group = 0;
    for (; end < n && uncertainties[order[end]] == level; ++end) group += errors[order[end]];
    for (std::size_t k = begin + 1; k <= end; ++k) {
      double const entered = group * static_cast<double>(k - begin) / static_cast<double>(end - begin);
      double const kept = static_cast<double>(k);
      curve.points.push_back({kept / static_cast<double>(n), level, (sum + entered) / kept});
    }
    sum += group;
  }
  return curve;
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_METRICS_RISK_COVERAGE_HPP

// suregrasp/pyramid/level.hpp
#ifndef SUREGRASP_PYRAMID_LEVEL_HPP
#define SUREGRASP_PYRAMID_LEVEL_HPP

namespace suregrasp::inline v1 {

/// One level x_k^p of a feature pyramid.
///
/// `features` is `[N, H, W, C]`, channels last, so that the features of one place are one contiguous row. Level pixel i
/// covers the input pixels `stride * i .. stride * (i + 1) - 1`.
template <class Tensor>
struct level {
  Tensor features;
  int stride = 1;
};

/// A place in a batch of images: index of the image and position in pixels of the network's input.
struct location {
  std::int64_t image = 0;
  double x = 0;
  double y = 0;
};

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_PYRAMID_LEVEL_HPP

// suregrasp/pyramid/crop.hpp
#ifndef SUREGRASP_PYRAMID_CROP_HPP
#define SUREGRASP_PYRAMID_CROP_HPP

namespace suregrasp::inline v1 {

namespace detail {

/// The four pixels around every sampling point of a set of windows, and their bilinear weights.
template <class T>
struct bilinear_grid {
  std::vector<std::int64_t> rows[4];
  std::vector<T> weights[4];
};

template <class T>
bilinear_grid<T> sampling_grid(extents const& shape, int stride, std::span<location const> locations,
                               std::int64_t size) {
  std::int64_t const height = shape[1], width = shape[2];
  bilinear_grid<T> grid;
  for (auto const& at : locations)
    for (std::int64_t row = 0; row < size; ++row)
      for (std::int64_t col = 0; col < size; ++col) {
        double const offset = static_cast<double>(size - 1) / 2;
        auto const clamp_to = [](double v, std::int64_t extent) {
          return std::clamp(v, 0.0, static_cast<double>(extent - 1));
        };
        double const x = clamp_to((at.x + 0.5) / stride - 0.5 + static_cast<double>(col) - offset, width);
        double const y = clamp_to((at.y + 0.5) / stride - 0.5 + static_cast<double>(row) - offset, height);
        auto const x0 = static_cast<std::int64_t>(x), y0 = static_cast<std::int64_t>(y);
        auto const x1 = std::min(x0 + 1, width - 1), y1 = std::min(y0 + 1, height - 1);
        double const fx = x - static_cast<double>(x0), fy = y - static_cast<double>(y0);
        std::int64_t const first = at.image * height * width;
        std::int64_t const pixels[] = {y0 * width + x0, y0 * width + x1, y1 * width + x0, y1 * width + x1};
        double const weights[] = {(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy};
        for (int corner = 0; corner < 4; ++corner) {
          grid.rows[corner].push_back(first + pixels[corner]);
          grid.weights[corner].push_back(static_cast<T>(weights[corner]));
        }
      }
  return grid;
}

}  // namespace detail

/// C_r: a window of `size` x `size` pixels of one pyramid level around each location, `[M, size, size, C]` (Eq. 6).
///
/// Windows are centred on the location and sampled bilinearly, one level pixel apart; what lies outside the map takes
/// the value of its nearest pixel. Throws `shape_error` on an image index outside the batch.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> crop(B const& be, level<tensor_t<B>> const& from, std::span<location const> locations,
                               std::int64_t size) {
  require_rank(be, from.features, 4, "pyramid level [N, H, W, C]");
  auto const shape = be.shape(from.features);
  for (auto const& at : locations)
    if (at.image < 0 || at.image >= shape[0] || !std::isfinite(at.x) || !std::isfinite(at.y))
      throw shape_error("shape.location", "location of image " + std::to_string(at.image) + " at (" +
                                              std::to_string(at.x) + ", " + std::to_string(at.y) + ") in a batch of " +
                                              std::to_string(shape[0]));
  auto const grid = detail::sampling_grid<scalar_t<B>>(shape, from.stride, locations, size);
  auto const count = static_cast<std::int64_t>(locations.size()) * size * size;
  auto const pixels = be.reshape(from.features, {shape[0] * shape[1] * shape[2], shape[3]});
  auto const corner = [&](int which) {
    auto const weights = be.from_host(host_view<scalar_t<B> const>({count, 1}, grid.weights[which]));
    return be.mul(be.take(pixels, grid.rows[which], 0), weights);
  };
  auto const sampled = be.add(be.add(corner(0), corner(1)), be.add(corner(2), corner(3)));
  return be.reshape(sampled, {static_cast<std::int64_t>(locations.size()), size, size, shape[3]});
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_PYRAMID_CROP_HPP

// suregrasp/pyramid/pose_encoding.hpp
#ifndef SUREGRASP_PYRAMID_POSE_ENCODING_HPP
#define SUREGRASP_PYRAMID_POSE_ENCODING_HPP

namespace suregrasp::inline v1 {

/// How the angle of a grasp stands in the numbers a network regresses.
enum class angle_code {
  double_angle,  ///< (cos 2 theta, sin 2 theta): continuous across the wrap of an axis
  raw            ///< theta in radians, [-pi/2, pi/2): the paper's form, which jumps at the wrap
};

/// Between a grasp's pose and the row of numbers that a head regresses: angle, then opening and jaw as normalised
/// logarithms `(log(size) - log_mean) / log_deviation`.
struct pose_encoding {
  struct size_code {
    double log_mean = 0;
    double log_deviation = 1;
    friend bool operator==(size_code const&, size_code const&) = default;
  };

  angle_code angle = angle_code::double_angle;
  size_code opening;
  size_code jaw;
  friend bool operator==(pose_encoding const&, pose_encoding const&) = default;

  /// Numbers per pose: 4 with `double_angle`, 3 with `raw`.
  [[nodiscard]] std::int64_t columns() const { return angle_columns() + 2; }
  [[nodiscard]] std::int64_t angle_columns() const { return angle == angle_code::double_angle ? 2 : 1; }

  [[nodiscard]] std::vector<double> encode(grasp<double> const& g) const {
    std::vector<double> row;
    if (angle == angle_code::double_angle)
      row = {std::cos(2 * g.theta), std::sin(2 * g.theta)};
    else
      row = {axial_wrap(g.theta)};
    row.push_back((std::log(g.opening) - opening.log_mean) / opening.log_deviation);
    row.push_back((std::log(g.jaw) - jaw.log_mean) / jaw.log_deviation);
    return row;
  }

  /// The grasp at `centre` whose pose is `row`; an angle vector may have any length but 0.
  template <class T>
  [[nodiscard]] grasp<double> decode(std::span<T const> row, point<double> centre) const {
    auto const at = [&](std::int64_t i) { return static_cast<double>(row[static_cast<std::size_t>(i)]); };
    double const theta = angle == angle_code::double_angle ? std::atan2(at(1), at(0)) / 2 : at(0);
    std::int64_t const sizes = angle_columns();
    return {centre.x, centre.y, axial_wrap(theta), std::exp(at(sizes) * opening.log_deviation + opening.log_mean),
            std::exp(at(sizes + 1) * jaw.log_deviation + jaw.log_mean)};
  }

  /// The encoding under which the sizes of `grasps` have mean 0 and standard deviation 1.
  [[nodiscard]] static pose_encoding fitted(std::span<grasp<double> const> grasps, angle_code angle = {}) {
    auto const fit = [&](auto member) {
      double sum = 0, squares = 0;
      for (auto const& g : grasps) sum += std::log(g.*member);
      double const mean = sum / static_cast<double>(grasps.size());
      for (auto const& g : grasps) squares += std::pow(std::log(g.*member) - mean, 2);
      return size_code{mean, std::max(0.05, std::sqrt(squares / static_cast<double>(grasps.size())))};
    };
    if (grasps.empty()) return {angle, {}, {}};
    return {angle, fit(&grasp<double>::opening), fit(&grasp<double>::jaw)};
  }
};

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_PYRAMID_POSE_ENCODING_HPP

// suregrasp/pyramid/uncertainty_scale.hpp
#ifndef SUREGRASP_PYRAMID_UNCERTAINTY_SCALE_HPP
#define SUREGRASP_PYRAMID_UNCERTAINTY_SCALE_HPP

namespace suregrasp::inline v1 {

/// How large a deviation of each component of a pose counts as 1 in M_uc.
///
/// The sum of variances in Eq. 9 adds radians to pixels; without a scale whichever unit is the smaller one decides
/// alone. The scale belongs to a model's recorded configuration, because thresholds on M_uc depend on it. The fields
/// are known by name to Boost.Hana, so that files and messages list them from here.
struct uncertainty_scale {
  BOOST_HANA_DEFINE_STRUCT(uncertainty_scale,  //
                           (double, theta),    // radians
                           (double, opening),  // standard deviations of log(opening)
                           (double, jaw));     // standard deviations of log(jaw)
  friend bool operator==(uncertainty_scale const&, uncertainty_scale const&) = default;
};

/// 0.3 rad, and one standard deviation of the logarithm of either size.
inline constexpr uncertainty_scale default_uncertainty_scale{0.3, 1.0, 1.0};

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_PYRAMID_UNCERTAINTY_SCALE_HPP

// suregrasp/pyramid/fusion.hpp
#ifndef SUREGRASP_PYRAMID_FUSION_HPP
#define SUREGRASP_PYRAMID_FUSION_HPP

namespace suregrasp::inline v1 {

/// What the heads of a pyramid agree on, and how well.
template <class Tensor>
struct fused_pose {
  Tensor mean;         ///< `[M, P]`, encoded; the angle vector has unit length (Eq. 8)
  Tensor variance;     ///< `[M, 3]`: theta, opening, jaw, in the units of the fusion
  Tensor uncertainty;  ///< `[M]`: M_uc, the scaled sum of the variances (Eq. 9)
};

struct fusion_options {
  /// One unit of each component; theta in radians, sizes in standard deviations of their logarithm.
  uncertainty_scale scale = default_uncertainty_scale;
  /// Heads vote with angle vectors of unit length. Otherwise a head that is itself undecided, whose vector is therefore
  /// short, counts less and adds to the uncertainty.
  bool unit_heads = false;
  /// Bring every fused angle vector to unit length. Without it a teacher's targets shrink from round to round.
  bool unit_angle = true;
  /// Eq. 8 and 9 as printed: plain mean and variance of theta in radians and of opening and jaw in pixels, unscaled,
  /// whatever the encoding.
  bool literal = false;
};

namespace detail {

template <tensor_backend B>
tensor_t<B> mean_over(B const& be, std::span<tensor_t<B> const> heads) {
  auto total = heads[0];
  for (std::size_t k = 1; k < heads.size(); ++k) total = be.add(total, heads[k]);
  return scale(be, total, 1.0 / static_cast<double>(heads.size()));
}

/// Population variance over the heads, element by element.
template <tensor_backend B>
tensor_t<B> variance_over(B const& be, std::span<tensor_t<B> const> heads) {
  auto const mean = mean_over(be, heads);
  std::vector<tensor_t<B>> deviations;
  for (auto const& head : heads) deviations.push_back(square(be, be.sub(head, mean)));
  return mean_over(be, std::span<tensor_t<B> const>(deviations));
}

template <tensor_backend B>
std::vector<tensor_t<B>> slices(B const& be, std::span<tensor_t<B> const> heads, std::int64_t first,
                                std::int64_t count) {
  std::vector<tensor_t<B>> result;
  for (auto const& head : heads) result.push_back(slice(be, head, 1, first, count));
  return result;
}

/// Squared length of every row, `[M, 1]`, kept away from 0.
template <tensor_backend B>
tensor_t<B> squared_length(B const& be, tensor_t<B> const& vectors) {
  return maximum(be, be.sum(square(be, vectors), 1), constant(be, 1e-12));
}

template <tensor_backend B>
tensor_t<B> to_unit_length(B const& be, tensor_t<B> const& vectors) {
  return be.div(vectors, sqrt(be, squared_length(be, vectors)));
}

/// Mean angle vector `[M, 2]` and variance of theta in rad^2 `[M, 1]` of heads that vote with double-angle vectors.
///
/// The variance is `-log(R) / 2` with R the length of the mean vector, at most 1: what a wrapped normal distribution of
/// the axis would have (Mardia and Jupp 2000, section 3.4).
template <tensor_backend B>
std::pair<tensor_t<B>, tensor_t<B>> fuse_axes(B const& be, std::vector<tensor_t<B>> votes,
                                              fusion_options const& options) {
  if (options.unit_heads)
    for (auto& vote : votes) vote = to_unit_length(be, vote);
  auto const mean = mean_over(be, std::span<tensor_t<B> const>(votes));
  auto const resultant = minimum(be, squared_length(be, mean), constant(be, 1));
  return {options.unit_angle ? to_unit_length(be, mean) : mean, scale(be, be.log(resultant), -0.25)};
}

/// Normalised logarithms `[M, 2]` of opening and jaw as pixels.
template <tensor_backend B>
tensor_t<B> sizes_in_pixels(B const& be, tensor_t<B> const& sizes, pose_encoding const& code) {
  auto const pixels = [&](std::int64_t which, pose_encoding::size_code const& size) {
    return be.exp(be.add(scale(be, column(be, sizes, which), size.log_deviation), constant(be, size.log_mean)));
  };
  std::vector<tensor_t<B>> const columns{pixels(0, code.opening), pixels(1, code.jaw)};
  return be.concat(std::span<tensor_t<B> const>(columns), 1);
}

/// The inverse of `sizes_in_pixels`.
template <tensor_backend B>
tensor_t<B> sizes_from_pixels(B const& be, tensor_t<B> const& sizes, pose_encoding const& code) {
  auto const row = [&](double opening, double jaw) {
    std::array<scalar_t<B>, 2> const values{static_cast<scalar_t<B>>(opening), static_cast<scalar_t<B>>(jaw)};
    return be.from_host(host_view<scalar_t<B> const>({1, 2}, values));
  };
  return be.div(be.sub(be.log(sizes), row(code.opening.log_mean, code.jaw.log_mean)),
                row(code.opening.log_deviation, code.jaw.log_deviation));
}

}  // namespace detail

/// Fuses the poses `[M, P]` that the heads of a pyramid regress for M locations: their mean (Eq. 8), the variance of
/// each component over the heads, and their scaled sum M_uc (Eq. 9), which ranks grasps: smaller is surer.
///
/// By default axes are averaged as axes and every variance is measured against `options.scale`. Throws `option_error`
/// without heads, or when `literal` meets double angles.
template <tensor_backend B>
[[nodiscard]] fused_pose<tensor_t<B>> fuse(B const& be, std::span<tensor_t<B> const> heads, pose_encoding const& code,
                                           fusion_options const& options = {}) {
  if (heads.empty()) throw option_error("fusion.no_heads", "fusion needs at least one head");
  if (options.literal && code.angle != angle_code::raw)
    throw option_error("fusion.literal", "the literal form of Eq. 8 and 9 needs heads that regress the raw angle");
  auto const angles = detail::slices(be, heads, 0, code.angle_columns());
  auto sizes = detail::slices(be, heads, code.angle_columns(), 2);
  auto const join = [&](tensor_t<B> const& a, tensor_t<B> const& b) {
    std::vector<tensor_t<B>> const both{a, b};
    return be.concat(std::span<tensor_t<B> const>(both), 1);
  };
  if (options.literal)
    for (auto& size : sizes) size = detail::sizes_in_pixels(be, size, code);
  auto mean_size = detail::mean_over(be, std::span<tensor_t<B> const>(sizes));
  if (options.literal) mean_size = detail::sizes_from_pixels(be, mean_size, code);
  auto const size_variance = detail::variance_over(be, std::span<tensor_t<B> const>(sizes));
  auto const [angle, angle_variance] = code.angle == angle_code::double_angle
                                           ? detail::fuse_axes(be, angles, options)
                                           : std::pair{detail::mean_over(be, std::span<tensor_t<B> const>(angles)),
                                                       detail::variance_over(be, std::span<tensor_t<B> const>(angles))};
  auto const variance = join(angle_variance, size_variance);
  auto const unit = options.literal ? uncertainty_scale{1, 1, 1} : options.scale;
  std::array<scalar_t<B>, 3> const weights{static_cast<scalar_t<B>>(1 / (unit.theta * unit.theta)),
                                           static_cast<scalar_t<B>>(1 / (unit.opening * unit.opening)),
                                           static_cast<scalar_t<B>>(1 / (unit.jaw * unit.jaw))};
  auto const scaled = be.mul(variance, be.from_host(host_view<scalar_t<B> const>({1, 3}, weights)));
  return {join(angle, mean_size), variance, be.reshape(be.sum(scaled, 1), {be.shape(variance)[0]})};
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_PYRAMID_FUSION_HPP

// suregrasp/teacher/confidence_filter.hpp
#ifndef SUREGRASP_TEACHER_CONFIDENCE_FILTER_HPP
#define SUREGRASP_TEACHER_CONFIDENCE_FILTER_HPP

/// Which of a teacher's predictions to learn from (Eq. 12).
namespace suregrasp::inline v1 {

/// A rule that gives each of a batch of predictions a weight in [0, 1] from its uncertainty.
template <class F>
concept confidence_filter = requires(F filter, std::span<double const> uncertainties) {
  { filter(uncertainties) } -> std::same_as<std::vector<double>>;
};

/// Keeps everything: the original mean teacher.
struct keep_all {
  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) const {
    return std::vector<double>(uncertainties.size(), 1.0);
  }
};

/// Keeps nothing: direct training on the labelled samples.
struct keep_none {
  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) const {
    return std::vector<double>(uncertainties.size(), 0.0);
  }
};

/// Keeps predictions whose uncertainty is below a fixed T: the paper's form. A NaN is never kept.
struct fixed_threshold {
  double threshold = std::numeric_limits<double>::infinity();

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) const {
    std::vector<double> weights;
    for (double const u : uncertainties) weights.push_back(u < threshold ? 1.0 : 0.0);
    return weights;
  }
};

/// Keeps about the given share of predictions: T follows a quantile of the uncertainties seen lately.
///
/// A fixed T starves when the student's heads fall out over a new domain, or keeps all when they agree too well; the
/// running quantile does neither. Judged against the last `window` uncertainties, the current batch included.
struct running_quantile {
  double share = 0.5;  ///< in [0, 1]
  std::size_t window = 256;
  std::vector<double> recent = {};  ///< oldest first

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) {
    for (double const u : uncertainties)
      if (!std::isnan(u)) recent.push_back(u);
    if (recent.size() > window) recent.erase(recent.begin(), recent.end() - static_cast<std::ptrdiff_t>(window));
    double const limit = threshold();
    std::vector<double> weights;
    for (double const u : uncertainties) weights.push_back(u <= limit ? 1.0 : 0.0);
    return weights;
  }

  /// The T in force; minus infinity before anything was seen.
  [[nodiscard]] double threshold() const {
    auto const kept =
        static_cast<std::size_t>(std::ceil(std::clamp(share, 0.0, 1.0) * static_cast<double>(recent.size())));
    if (kept == 0) return -std::numeric_limits<double>::infinity();
    auto sorted = recent;
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(kept - 1), sorted.end());
    return sorted[kept - 1];
  }
};

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_TEACHER_CONFIDENCE_FILTER_HPP

// suregrasp/teacher/trainable_model.hpp
#ifndef SUREGRASP_TEACHER_TRAINABLE_MODEL_HPP
#define SUREGRASP_TEACHER_TRAINABLE_MODEL_HPP

namespace suregrasp::inline v1 {

/// What a tensor of a model is, which decides how a moving average treats it.
enum class tensor_role {
  parameter,  ///< trained: averaged
  buffer,     ///< statistics such as those of batch normalisation: averaged
  counter     ///< integers such as a count of batches: copied
};

template <class Tensor>
struct named_tensor {
  std::string name;
  Tensor value;
  tensor_role role = tensor_role::parameter;
};

/// All tensors of a model, always in the same order.
template <class Tensor>
using model_state = std::vector<named_tensor<Tensor>>;

/// A model that can be taught: a function with a state that can be read, replaced and copied.
///
/// `forward(input)` is differentiable by the parameters in `state()`. `load(state)` takes over the values (not the
/// handles) of a state of the same structure. `clone()` shares no storage with its origin: a copied handle that
/// aliases the student would be a teacher that never lags.
template <class M, class B>
concept trainable_model = tensor_backend<B> && requires(M model, M const& constant, typename M::input_type const& input,
                                                        model_state<tensor_t<B>> const& state) {
  { model.forward(input) } -> std::same_as<typename M::output_type>;
  { constant.state() } -> std::same_as<model_state<tensor_t<B>>>;
  model.load(state);
  { constant.clone() } -> std::same_as<M>;
};

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_TEACHER_TRAINABLE_MODEL_HPP

// suregrasp/teacher/moving_average.hpp
#ifndef SUREGRASP_TEACHER_MOVING_AVERAGE_HPP
#define SUREGRASP_TEACHER_MOVING_AVERAGE_HPP

namespace suregrasp::inline v1 {

namespace detail {

/// A backend that can move a tensor towards another in place: `lerp_(t, to, weight)` is `t += weight * (to - t)`.
template <class B>
concept has_lerp =
    requires(B const& be, tensor_t<B>& t, tensor_t<B> const& to, double weight) { be.lerp_(t, to, weight); };

template <tensor_backend B>
void require_same_structure(B const& be, model_state<tensor_t<B>> const& a, model_state<tensor_t<B>> const& b) {
  if (a.size() != b.size())
    throw model_error("model.structure", "teacher has " + std::to_string(a.size()) + " tensors, student " +
                                             std::to_string(b.size()) + ": they must be of one architecture");
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i].name != b[i].name || a[i].role != b[i].role || be.shape(a[i].value) != be.shape(b[i].value))
      throw model_error("model.structure", "tensor " + std::to_string(i) + " is '" + a[i].name + "' " +
                                               to_string(be.shape(a[i].value)) + " in the teacher but '" + b[i].name +
                                               "' " + to_string(be.shape(b[i].value)) + " in the student");
}

}  // namespace detail

/// Moves the teacher: `teacher = alpha teacher + (1 - alpha) student` (Eq. 10) for parameters and floating-point
/// buffers; counters are copied. `alpha` in [0, 1]. Throws `model_error` when the two differ in structure.
template <tensor_backend B, trainable_model<B> Model>
void move_towards(B const& be, Model& teacher, Model const& student, double alpha) {
  if (!(alpha >= 0 && alpha <= 1))
    throw option_error("teacher.alpha", "alpha must lie in [0, 1], got " + std::to_string(alpha));
  auto state = teacher.state();
  auto const target = student.state();
  detail::require_same_structure(be, state, target);
  for (std::size_t i = 0; i < state.size(); ++i) {
    auto& value = state[i].value;
    if (state[i].role == tensor_role::counter)
      value = target[i].value;
    else if constexpr (detail::has_lerp<B>)
      be.lerp_(value, target[i].value, 1 - alpha);
    else
      value = be.add(value, scale(be, be.sub(target[i].value, value), 1 - alpha));
  }
  teacher.load(state);
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_TEACHER_MOVING_AVERAGE_HPP

// suregrasp/teacher/schedule.hpp
#ifndef SUREGRASP_TEACHER_SCHEDULE_HPP
#define SUREGRASP_TEACHER_SCHEDULE_HPP

/// Numbers that change over training: callables from the step, counted from 0, to the value at that step.
namespace suregrasp::inline v1 {

/// The same value at every step.
struct constant_schedule {
  double value = 0;
  [[nodiscard]] double operator()(std::int64_t) const { return value; }
};

/// From `first` to `last` in a straight line over `steps` steps, then `last`. With 0.5, 0.99: the teacher's alpha of
/// Zhu et al. 2020.
struct linear_schedule {
  double first = 0;
  double last = 1;
  std::int64_t steps = 1;
  [[nodiscard]] double operator()(std::int64_t step) const {
    double const t = std::min(1.0, static_cast<double>(step) / static_cast<double>(std::max<std::int64_t>(1, steps)));
    return first + (last - first) * t;
  }
};

/// From `first` to `last` along half a cosine over `steps` steps, then `last`.
struct cosine_schedule {
  double first = 1;
  double last = 0;
  std::int64_t steps = 1;
  [[nodiscard]] double operator()(std::int64_t step) const {
    double const t = std::min(1.0, static_cast<double>(step) / static_cast<double>(std::max<std::int64_t>(1, steps)));
    return last + (first - last) * (1 + std::cos(std::numbers::pi * t)) / 2;
  }
};

/// `peak * exp(-5 (1 - t)^2)` with t from 0 to 1 over `steps` steps: the consistency weight of Tarvainen and Valpola
/// 2017.
struct sigmoid_ramp {
  double peak = 1;
  std::int64_t steps = 1;
  [[nodiscard]] double operator()(std::int64_t step) const {
    double const t = std::min(1.0, static_cast<double>(step) / static_cast<double>(std::max<std::int64_t>(1, steps)));
    return peak * std::exp(-5 * (1 - t) * (1 - t));
  }
};

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_TEACHER_SCHEDULE_HPP

// suregrasp/teacher/mean_teacher.hpp
#ifndef SUREGRASP_TEACHER_MEAN_TEACHER_HPP
#define SUREGRASP_TEACHER_MEAN_TEACHER_HPP

namespace suregrasp::inline v1 {

/// What a mean teacher has to be told of the problem at hand; it knows nothing else of it.
///
/// - `supervised(be, model, labelled)`: the loss of the student on labelled samples, shape `[]`.
/// - `views(unlabelled, random)`: two perturbed views of unlabelled samples, `.teacher` and `.student`, as model
/// inputs.
/// - `target(be, prediction, views)`: the teacher's prediction carried from its own view into the student's.
/// - `uncertainty(be, prediction)`: M_uc of each prediction, `[N]`.
/// - `consistency(be, prediction, target)`: distance of each student prediction to its target, `[N]`.
template <class T, class B, class Model>
concept teaching_task = requires(T const& task, B const& be, Model model, typename T::labelled_batch const& labelled,
                                 typename T::unlabelled_batch const& unlabelled, typename T::view_pair const& views,
                                 typename Model::output_type const& prediction, typename T::target_type const& target,
                                 random_stream random) {
  { task.supervised(be, model, labelled) } -> std::same_as<tensor_t<B>>;
  { task.views(unlabelled, random) } -> std::same_as<typename T::view_pair>;
  { views.teacher } -> std::convertible_to<typename Model::input_type const&>;
  { views.student } -> std::convertible_to<typename Model::input_type const&>;
  { task.target(be, prediction, views) } -> std::same_as<typename T::target_type>;
  { task.uncertainty(be, prediction) } -> std::same_as<tensor_t<B>>;
  { task.consistency(be, prediction, target) } -> std::same_as<tensor_t<B>>;
};

/// Applies one gradient step of a loss to a model.
template <class O, class B, class Model>
concept model_optimizer =
    requires(O optimizer, B const& be, Model& model, tensor_t<B> const& loss) { optimizer.step(be, model, loss); };

struct mean_teacher_options {
  std::function<double(std::int64_t)> alpha = linear_schedule{0.5, 0.99, 200};  ///< Eq. 10
  std::function<double(std::int64_t)> consistency_weight =
      constant_schedule{1.0};  ///< factor of the second term, Eq. 11
};

/// What one step did.
struct teaching_report {
  std::int64_t step = 0;
  double supervised_loss = 0;
  double consistency_loss = 0;  ///< mean over all unlabelled samples of the batch, 0 for a rejected one
  double pass_rate = 0;         ///< mean weight the filter gave
  double alpha = 0;
};

/// The confidence-driven mean teacher (Zhu et al. 2020, Eq. 10 to 12), for any model, task and backend.
///
/// The student learns from labelled samples and, on unlabelled ones, from its teacher, the moving average of itself;
/// `filter` decides from the teacher's uncertainty which of those lessons count. `keep_all` gives the original mean
/// teacher (Tarvainen and Valpola 2017), `keep_none` direct fine-tuning, step for step.
template <differentiable_backend B, trainable_model<B> Model, teaching_task<B, Model> Task,
          model_optimizer<B, Model> Optimizer, confidence_filter Filter>
class mean_teacher {
 public:
  mean_teacher(B be, Model student, Task task, Optimizer optimizer, Filter filter, mean_teacher_options options = {})
      : be_(std::move(be)),
        student_(std::move(student)),
        teacher_(student_.clone()),
        task_(std::move(task)),
        optimizer_(std::move(optimizer)),
        filter_(std::move(filter)),
        options_(std::move(options)) {}

  /// One step of the student on both batches, then one of the teacher. `random` perturbs the views. Throws
  /// `training_error` naming the term that is not finite, before anything was changed by it.
  teaching_report step(typename Task::labelled_batch const& labelled, typename Task::unlabelled_batch const& unlabelled,
                       random_stream const& random) {
    teaching_report report{.step = step_, .alpha = options_.alpha(step_)};
    auto loss = task_.supervised(be_, student_, labelled);
    report.supervised_loss = finite_item(loss, "supervised");
    if constexpr (!std::same_as<Filter, keep_none>) {
      auto const views = task_.views(unlabelled, random);
      auto const lesson = without_history(teacher_.forward(views.teacher));
      auto const weights = filter_weights(task_.uncertainty(be_, lesson));
      report.pass_rate = mean(weights);
      if (report.pass_rate > 0) {
        auto const distance = task_.consistency(be_, student_.forward(views.student), task_.target(be_, lesson, views));
        auto const consistency = weighted_mean(distance, weights);
        report.consistency_loss = finite_item(consistency, "consistency");
        loss = be_.add(loss, scale(be_, consistency, options_.consistency_weight(step_)));
      }
    }
    optimizer_.step(be_, student_, loss);
    move_towards(be_, teacher_, student_, report.alpha);
    ++step_;
    return report;
  }

  [[nodiscard]] Model const& student() const { return student_; }
  [[nodiscard]] Model const& teacher() const { return teacher_; }
  [[nodiscard]] Filter const& filter() const { return filter_; }
  [[nodiscard]] std::int64_t steps_done() const { return step_; }

 private:
  double finite_item(tensor_t<B> const& loss, char const* term) const {
    auto const value = static_cast<double>(item(be_, loss));
    if (!std::isfinite(value))
      throw training_error("teacher.not_finite", std::string(term) + " loss is " + std::to_string(value) + " at step " +
                                                     std::to_string(step_) +
                                                     "; check the targets for NaN, then try a "
                                                     "smaller learning rate");
    return value;
  }

  typename Model::output_type without_history(typename Model::output_type prediction) const {
    if constexpr (std::same_as<typename Model::output_type, tensor_t<B>>)
      return be_.stop_gradient(prediction);
    else
      for (auto& part : prediction) part = be_.stop_gradient(part);
    return prediction;
  }

  std::vector<double> filter_weights(tensor_t<B> const& uncertainty) {
    auto const host = be_.to_host(uncertainty);
    return filter_(std::vector<double>(host.values.begin(), host.values.end()));
  }

  static double mean(std::vector<double> const& weights) {
    if (weights.empty()) return 0;
    return std::accumulate(weights.begin(), weights.end(), 0.0) / static_cast<double>(weights.size());
  }

  /// Rejected samples are left out by choice, not by multiplication: their distance may be NaN.
  tensor_t<B> weighted_mean(tensor_t<B> const& distance, std::vector<double> const& weights) const {
    std::vector<scalar_t<B>> const values(weights.begin(), weights.end());
    auto const count = static_cast<std::int64_t>(values.size());
    auto const weight = be_.from_host(host_view<scalar_t<B> const>({count}, values));
    return mean_all(be_, be_.where(weight, be_.mul(weight, distance), constant(be_, 0)));
  }

  B be_;
  Model student_;
  Model teacher_;
  Task task_;
  Optimizer optimizer_;
  Filter filter_;
  mean_teacher_options options_;
  std::int64_t step_ = 0;
};

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_TEACHER_MEAN_TEACHER_HPP

// suregrasp/suregrasp.hpp
#ifndef SUREGRASP_SUREGRASP_HPP
#define SUREGRASP_SUREGRASP_HPP

/// Everything that needs the standard library and Boost.Hana alone. Backends, and data, io, detect and robot, which
/// need OpenCV, are included one by one.

#endif  // SUREGRASP_SUREGRASP_HPP
