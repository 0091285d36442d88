#ifndef SUREGRASP_CORE_EXTENTS_HPP
#define SUREGRASP_CORE_EXTENTS_HPP

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <ostream>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// The shape of a tensor, outermost axis first; `{}` is a scalar. Holds at most `capacity` axes and allocates nothing;
/// what makes it longer throws `shape_error` `shape.capacity`.
class extents {
 public:
  using value_type = std::int64_t;
  using size_type = std::size_t;
  using difference_type = std::ptrdiff_t;
  using reference = value_type&;
  using const_reference = value_type const&;
  using iterator = value_type*;
  using const_iterator = value_type const*;

  static constexpr std::size_t capacity = 8;

  constexpr extents() = default;
  constexpr extents(std::initializer_list<value_type> values) : extents(values.begin(), values.end()) {}
  constexpr explicit extents(std::size_t axes, value_type extent = 0) { resize(axes, extent); }
  constexpr extents(std::vector<value_type> const& values) : extents(values.begin(), values.end()) {}
  template <std::input_iterator First, std::sentinel_for<First> Last>
    requires std::integral<std::iter_value_t<First>>
  constexpr extents(First first, Last last) {
    for (; first != last; ++first) push_back(static_cast<value_type>(*first));
  }

  [[nodiscard]] constexpr std::size_t size() const { return size_; }
  [[nodiscard]] constexpr bool empty() const { return size_ == 0; }
  [[nodiscard]] constexpr value_type* data() { return values_.data(); }
  [[nodiscard]] constexpr value_type const* data() const { return values_.data(); }
  [[nodiscard]] constexpr iterator begin() { return data(); }
  [[nodiscard]] constexpr const_iterator begin() const { return data(); }
  [[nodiscard]] constexpr iterator end() { return data() + size_; }
  [[nodiscard]] constexpr const_iterator end() const { return data() + size_; }

  [[nodiscard]] constexpr value_type& operator[](std::size_t axis) { return values_[axis]; }
  [[nodiscard]] constexpr value_type const& operator[](std::size_t axis) const { return values_[axis]; }
  /// Throws `shape_error` `shape.axis` on an axis that there is not.
  [[nodiscard]] constexpr value_type const& at(std::size_t axis) const {
    if (axis >= size_)
      throw shape_error("shape.axis",
                        "axis " + std::to_string(axis) + " of a shape of " + std::to_string(size_) + " axes");
    return values_[axis];
  }
  [[nodiscard]] constexpr value_type front() const { return values_[0]; }
  [[nodiscard]] constexpr value_type back() const { return values_[size_ - 1]; }

  constexpr void push_back(value_type extent) {
    require_room(size_ + 1);
    values_[size_++] = extent;
  }
  constexpr void resize(std::size_t axes, value_type extent = 0) {
    require_room(axes);
    for (std::size_t axis = size_; axis < axes; ++axis) values_[axis] = extent;
    size_ = axes;
  }
  /// Inserts an extent before `at`; returns its position.
  constexpr iterator insert(const_iterator at, value_type extent) {
    auto const axis = at - begin();
    push_back(extent);
    std::rotate(begin() + axis, end() - 1, end());
    return begin() + axis;
  }
  /// Removes the extent at `at`; returns the position of the next.
  constexpr iterator erase(const_iterator at) {
    auto const axis = at - begin();
    std::copy(begin() + axis + 1, end(), begin() + axis);
    --size_;
    return begin() + axis;
  }

  [[nodiscard]] friend constexpr bool operator==(extents const& a, extents const& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  }

 private:
  static constexpr void require_room(std::size_t axes) {
    if (axes > capacity)
      throw shape_error("shape.capacity", "expected a shape of at most " + std::to_string(capacity) + " axes, got " +
                                              std::to_string(axes));
  }

  std::array<value_type, capacity> values_{};
  std::size_t size_ = 0;
};

/// Number of elements of a tensor of shape `shape`; 1 for a scalar.
[[nodiscard]] constexpr std::size_t element_count(extents const& shape) {
  std::size_t count = 1;
  for (auto const extent : shape) count *= static_cast<std::size_t>(extent);
  return count;
}

/// The shape as text, such as `[2, 3, 4]`, for messages.
[[nodiscard]] inline std::string to_string(extents const& shape) {
  std::string text = "[";
  for (std::size_t axis = 0; axis < shape.size(); ++axis) text += (axis ? ", " : "") + std::to_string(shape[axis]);
  return text + "]";
}

inline std::ostream& operator<<(std::ostream& out, extents const& shape) { return out << suregrasp::to_string(shape); }

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_CORE_EXTENTS_HPP
