#ifndef SUREGRASP_TESTING_LAW_HPP
#define SUREGRASP_TESTING_LAW_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <exception>
#include <iterator>
#include <string>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/core/host_array.hpp>
#include <utility>
#include <vector>

/// Laws without a test framework: a check is a function that returns what it found.
namespace suregrasp::inline v2::testing {

/// One law, and whether it held.
struct law_result {
  std::string name;
  bool passed = false;
  std::string detail;  ///< the first thing found against it; empty when it held
};

/// What a check found, a law each.
using law_results = std::vector<law_result>;

/// Equal within `tolerance`, relative to `expected` and absolute below 1; NaN is equal to NaN.
[[nodiscard]] inline bool near(double got, double expected, double tolerance) {
  if (std::isnan(expected) || std::isnan(got)) return std::isnan(expected) && std::isnan(got);
  if (std::isinf(expected) || std::isinf(got)) return got == expected;
  return std::abs(got - expected) <= tolerance * std::max(1.0, std::abs(expected));
}

/// What speaks against a law; it holds while there is nothing.
class evidence {
 public:
  void expect(bool holds, std::string const& otherwise) {
    if (!holds && first_.empty()) first_ = otherwise;
  }

  /// Shapes are the same and values near each other.
  template <class T>
  void expect_near(std::string const& what, host_array<T> const& got, host_array<T> const& expected, double tolerance) {
    if (got.shape != expected.shape) {
      expect(false, what + ": shape " + to_string(got.shape) + ", expected " + to_string(expected.shape));
      return;
    }
    for (std::size_t i = 0; i < got.values.size(); ++i) {
      auto const g = static_cast<double>(got.values[i]), e = static_cast<double>(expected.values[i]);
      if (!near(g, e, tolerance))
        expect(false, what + ": element " + std::to_string(i) + " of " + to_string(got.shape) + " is " +
                          std::to_string(g) + ", expected " + std::to_string(e));
    }
  }

  /// Shapes and values are the same to the bit, but for the sign of 0 and the kind of NaN.
  template <class T>
  void expect_same(std::string const& what, host_array<T> const& got, host_array<T> const& expected) {
    expect_near(what, got, expected, 0);
  }

  [[nodiscard]] std::string const& first() const { return first_; }

 private:
  std::string first_;
};

/// Looks for evidence against the law called `name`; an exception is one.
template <class Check>
[[nodiscard]] law_result law(std::string name, Check&& check) {
  evidence against;
  try {
    check(against);
  } catch (std::exception const& reason) {
    against.expect(false, std::string("it threw: ") + reason.what());
  }
  return {std::move(name), against.first().empty(), against.first()};
}

/// Puts `more` behind `all`.
inline void append(law_results& all, law_results more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace suregrasp::inline v2::testing

#endif  // SUREGRASP_TESTING_LAW_HPP
