#ifndef SUREGRASP_EXAMPLES_PYTHON_SRC_ARRAYS_HPP
#define SUREGRASP_EXAMPLES_PYTHON_SRC_ARRAYS_HPP

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <utility>
#include <vector>

namespace suregrasp::python {

namespace nb = nanobind;

/// Stands for any extent in the shape that an argument has to have.
inline constexpr std::int64_t any = -1;

/// An argument that is an array in host memory, C-contiguous: whatever speaks DLPack or the buffer protocol. Nothing is
/// copied; the array is held as long as this is. Not to be copied or destroyed without the interpreter lock.
///
/// Throws `array_error`: `array.kind`, `array.gradient`, `array.device`, `array.layout`, each with the argument's name,
/// what was expected and what came.
class array_argument {
 public:
  array_argument(nb::handle given, std::string name);

  [[nodiscard]] std::string const& name() const { return name_; }
  [[nodiscard]] extents shape() const;
  [[nodiscard]] std::int64_t extent(std::size_t axis) const { return static_cast<std::int64_t>(held_.shape(axis)); }
  [[nodiscard]] std::size_t size() const { return held_.size(); }
  [[nodiscard]] std::size_t bytes() const { return held_.nbytes(); }
  [[nodiscard]] void const* data() const { return held_.data(); }
  [[nodiscard]] bool is_double() const { return held_.dtype() == nb::dtype<double>(); }
  [[nodiscard]] bool is_float() const { return held_.dtype() == nb::dtype<float>(); }
  [[nodiscard]] nb::dlpack::dtype dtype() const { return held_.dtype(); }
  [[nodiscard]] std::string dtype_text() const;

  /// Throws `array_error` `array.shape` unless its shape is `wanted`, where `any` fits all; `letters` writes it down.
  array_argument const& of_shape(std::initializer_list<std::int64_t> wanted, char const* letters) const;
  /// Throws `array_error` `array.dtype` unless it holds float32 or float64.
  array_argument const& of_floats() const;
  /// Throws `array_error` `array.dtype` unless it holds what `other` does.
  array_argument const& of_dtype_of(array_argument const& other) const;

  template <class T>
  [[nodiscard]] std::span<T const> values() const {
    return {static_cast<T const*>(data()), size()};
  }

 private:
  nb::ndarray<nb::ro> held_;
  std::string name_;
};

/// An array of float32 or float64 of this shape.
[[nodiscard]] array_argument floats(nb::handle given, char const* name, std::initializer_list<std::int64_t> shape,
                                    char const* letters);

/// Where the values of an array are to be written. Throws `array_error` `array.read_only`.
[[nodiscard]] void* writable(nb::handle given, array_argument const& array);

/// The values of a float array `[N]` as doubles: a copy.
[[nodiscard]] std::vector<double> doubles(nb::handle given, char const* name);

/// The values of a bool array `[N]`. Throws `array_error` `array.dtype` for another.
[[nodiscard]] std::vector<bool> flags(nb::handle given, char const* name);

/// Grasps `[N, 5]`, finite and of sizes of at least 0. Throws `geometry_error` `geometry.not_finite`.
[[nodiscard]] array_argument grasps(nb::handle given, char const* name);

/// The same as values: a copy.
[[nodiscard]] std::vector<grasp<double>> grasp_list(nb::handle given, char const* name);

/// What `use` makes of a zero of the type that an array of floats holds.
template <class Use>
auto by_dtype(array_argument const& array, Use const& use) {
  return array.is_double() ? use(double{}) : use(float{});
}

/// A NumPy array that owns these values.
template <class T>
[[nodiscard]] nb::object to_numpy(std::vector<T> values, std::initializer_list<std::size_t> shape) {
  auto* const kept = new std::vector<T>(std::move(values));
  nb::capsule const owner(kept, [](void* each) noexcept { delete static_cast<std::vector<T>*>(each); });
  return nb::cast(nb::ndarray<nb::numpy, T>(kept->data(), shape.size(), shape.begin(), owner));
}

/// A NumPy array of bools.
[[nodiscard]] nb::object to_numpy_bools(std::vector<bool> const& values);

/// Grasps as a NumPy array `[N, 5]`.
[[nodiscard]] nb::object to_numpy(std::span<grasp<double> const> grasps);

/// The grasp in row i of `[N, 5]`.
template <class T>
[[nodiscard]] grasp<T> row(std::span<T const> rows, std::size_t i) {
  auto const* v = rows.data() + 5 * i;
  return {v[0], v[1], v[2], v[3], v[4]};
}

}  // namespace suregrasp::python

#endif  // SUREGRASP_EXAMPLES_PYTHON_SRC_ARRAYS_HPP
