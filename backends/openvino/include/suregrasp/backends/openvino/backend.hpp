#ifndef SUREGRASP_BACKENDS_OPENVINO_BACKEND_HPP
#define SUREGRASP_BACKENDS_OPENVINO_BACKEND_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/backend/reference_backend.hpp>
#include <vector>

namespace suregrasp::inline v2::openvino {

/// A row-major tensor in the host's memory, which copies of it share and none changes.
struct tensor {
  extents shape;
  std::shared_ptr<float const[]> values;
};

/// The host's memory as a backend: what goes into a network of OpenVINO and comes out of it. The networks compute in
/// OpenVINO; what detection does between them, cutting windows and fusing poses, is little and runs in plain loops.
struct backend : reference_backend<backend, tensor, float> {
  /// Copies.
  [[nodiscard]] tensor from_host(host_view<float const> const& view) const {
    auto const values = std::make_shared_for_overwrite<float[]>(view.values.size());
    std::ranges::copy(view.values, values.get());
    return {view.shape, values};
  }
  /// Copies.
  [[nodiscard]] host_array<float> to_host(tensor const& t) const {
    return {t.shape, {t.values.get(), t.values.get() + element_count(t.shape)}};
  }

  [[nodiscard]] extents shape(tensor const& t) const { return t.shape; }

  /// The result shares the memory of `t`.
  [[nodiscard]] tensor reshape(tensor const& t, extents const& to) const {
    if (element_count(to) != element_count(t.shape)) return reference_backend::reshape(t, to);  // which says why not
    return {to, t.values};
  }

  [[nodiscard]] tensor take(tensor const& t, std::span<std::int64_t const> indices, std::size_t axis) const {
    auto const is_there = [&](std::int64_t index) { return index >= 0 && index < t.shape[axis]; };
    if (axis >= t.shape.size() || !std::ranges::all_of(indices, is_there))
      return reference_backend::take(t, indices, axis);  // which says why not
    auto const [outer, extent, inner] = reference::split_at(t.shape, axis);
    auto shape = t.shape;
    shape[axis] = std::ssize(indices);
    auto const values = std::make_shared_for_overwrite<float[]>(outer * indices.size() * inner);
    auto* to = values.get();
    for (std::size_t before = 0; before < outer; ++before)
      for (auto const index : indices)
        to = std::copy_n(t.values.get() + (before * extent + static_cast<std::size_t>(index)) * inner, inner, to);
    return {shape, values};
  }

  [[nodiscard]] tensor add(tensor const& a, tensor const& b) const {
    return a.shape == b.shape ? each(a, [&](std::size_t i) { return a.values[i] + b.values[i]; })
                              : reference_backend::add(a, b);
  }

  [[nodiscard]] tensor mul(tensor const& a, tensor const& b) const {
    if (a.shape == b.shape) return each(a, [&](std::size_t i) { return a.values[i] * b.values[i]; });
    bool const by_row = a.shape.size() == 2 && b.shape == extents{a.shape[0], 1};
    if (!by_row) return reference_backend::mul(a, b);
    auto const columns = static_cast<std::size_t>(a.shape[1]);
    return each(a, [&](std::size_t i) { return a.values[i] * b.values[i / columns]; });
  }

 private:
  /// A tensor of the shape of `t` and the values `f(i)`.
  template <class F>
  [[nodiscard]] static tensor each(tensor const& t, F f) {
    auto const count = element_count(t.shape);
    auto const values = std::make_shared_for_overwrite<float[]>(count);
    for (std::size_t i = 0; i < count; ++i) values[static_cast<std::ptrdiff_t>(i)] = f(i);
    return {t.shape, values};
  }
};

static_assert(linalg_backend<backend>);

}  // namespace suregrasp::inline v2::openvino

#endif  // SUREGRASP_BACKENDS_OPENVINO_BACKEND_HPP
