#ifndef SUREGRASP_TESTS_NUMBER_BITS_HPP
#define SUREGRASP_TESTS_NUMBER_BITS_HPP

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <suregrasp/geometry/grasp.hpp>
#include <type_traits>
#include <vector>

namespace suregrasp_tests {

/// Takes the bytes of an input for the bits of numbers, as they are: NaN, infinities, denormals. Beyond the end all
/// bits are 0.
class number_bits {
 public:
  explicit number_bits(std::string_view bytes) : rest_(bytes) {}

  [[nodiscard]] bool empty() const { return rest_.empty(); }

  template <class Number>
    requires std::is_arithmetic_v<Number>
  [[nodiscard]] Number next() {
    Number number{};
    auto const part = take(sizeof number);
    std::memcpy(&number, part.data(), part.size());
    return number;
  }

  template <class Number>
  [[nodiscard]] std::vector<Number> list(std::size_t count) {
    std::vector<Number> numbers(count);
    for (auto& each : numbers) each = next<Number>();
    return numbers;
  }

  /// Truth values, a byte each.
  [[nodiscard]] std::vector<bool> truths(std::size_t count) {
    std::vector<bool> values(count);
    for (std::size_t i = 0; i < count; ++i) values[i] = (next<unsigned char>() & 1U) != 0;
    return values;
  }

  template <std::floating_point T>
  [[nodiscard]] std::vector<suregrasp::grasp<T>> grasps(std::size_t count) {
    std::vector<suregrasp::grasp<T>> all(count);
    for (auto& g : all)
      for (T* const field : {&g.x, &g.y, &g.theta, &g.opening, &g.jaw}) *field = next<T>();
    return all;
  }

  /// A text whose length is the next byte.
  [[nodiscard]] std::string text() { return std::string(take(next<unsigned char>())); }

  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  [[nodiscard]] std::string_view take(std::size_t size) {
    auto const part = rest_.substr(0, size);
    rest_.remove_prefix(part.size());
    return part;
  }

  std::string_view rest_;
};

/// Whether two numbers are equal, or both NaN.
template <std::floating_point T>
[[nodiscard]] bool same(T a, T b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

/// Whether all five fields are finite and, but for the angle, at most `most`.
template <std::floating_point T>
[[nodiscard]] bool within(suregrasp::grasp<T> const& g, double most) {
  return suregrasp::is_finite(g) &&
         std::max({std::abs(g.x), std::abs(g.y), std::abs(g.opening), std::abs(g.jaw)}) <= most;
}

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_NUMBER_BITS_HPP
