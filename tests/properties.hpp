#ifndef SUREGRASP_TESTS_PROPERTIES_HPP
#define SUREGRASP_TESTS_PROPERTIES_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <optional>
#include <string>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/core/random.hpp>
#include <tuple>
#include <utility>
#include <vector>

#include "catch2.hpp"

/// Property tests: a law is tried on many random cases, and one that breaks it is made as simple as it gets.
///
/// A generator is whatever makes a value of `choices`. It is the choices that are simplified, and values are made of
/// them anew (MacIver and Donaldson, "Test-case reduction via test-case generation", 2020): what is made of generators
/// needs no rules of its own, and nothing comes out that they would not make.
namespace suregrasp_tests {

/// Numbers in [0, 1) by which generators decide, 0 for the simplest value: random ones, or those of an earlier case and
/// then zeros.
class choices {
 public:
  explicit choices(suregrasp::random_stream const& stream) : stream_(stream) {}
  explicit choices(std::vector<double> earlier) : made_(std::move(earlier)) {}

  double uniform() {
    if (used_ == made_.size()) made_.push_back(stream_ ? stream_->uniform() : 0);
    return made_[used_++];
  }
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(uniform() * static_cast<double>(count)); }
  bool chance(double probability) { return uniform() >= 1 - probability; }

  [[nodiscard]] std::vector<double> used() const {
    return {made_.begin(), made_.begin() + static_cast<std::ptrdiff_t>(used_)};
  }

 private:
  std::optional<suregrasp::random_stream> stream_;
  std::vector<double> made_;
  std::size_t used_ = 0;
};

/// Numbers in [low, high]: small whole ones, the ends, both zeros, of every magnitude, and any others.
struct numbers {
  double low = -1e6, high = 1e6;
  double operator()(choices& from) const {
    double const special[] = {low, high, -0.0, 1, -1, 0.1, 1e-12, 1e-300, (low + high) / 2};
    auto const magnitude = [&](double digits) {
      return std::pow(10, from.uniform(-digits, digits)) * (from.chance(0.5) ? -1 : 1);
    };
    std::size_t const kind = from.below(5);
    double const value = kind == 0   ? static_cast<double>(from.below(10))
                         : kind == 1 ? special[from.below(std::size(special))]
                         : kind == 2 ? from.uniform(low, high)
                                     : magnitude(kind == 3 ? 3 : 300);
    return std::clamp(value, low, high);
  }
};

/// Whole numbers in [low, high], half of them among the ten smallest.
struct counts {
  std::size_t low = 0, high = 100;
  std::size_t operator()(choices& from) const {
    std::size_t const all = high - low + 1;
    return low + from.below(from.chance(0.5) ? all : std::min<std::size_t>(all, 10));
  }
};

template <class T>
struct one_of {
  std::vector<T> values;
  T operator()(choices& from) const { return values[from.below(values.size())]; }
};

/// Two values that belong together.
template <class First, class Second>
struct couple {
  First first;
  Second second;
  [[nodiscard]] std::string text() const {
    using suregrasp::text_of, suregrasp::text_style;
    return "(" + text_of(first, text_style::exact) + ", " + text_of(second, text_style::exact) + ")";
  }
};

template <class First, class Second>
[[nodiscard]] auto couples(First first, Second second) {
  return [=](choices& from) {
    return couple<decltype(first(from)), decltype(second(from))>{first(from), second(from)};
  };
}

/// Lists of `least` to `most` values, of which some repeat earlier ones.
template <class Each>
[[nodiscard]] auto lists(Each each, std::size_t least = 0, std::size_t most = 20) {
  return [=](choices& from) {
    std::vector<decltype(each(from))> values;
    while (values.size() < least || (values.size() < most && from.chance(0.9)))
      values.push_back(!values.empty() && from.chance(0.2) ? values[from.below(values.size())] : each(from));
    return values;
  };
}

/// The simplest choices found of which `broken` says something, from some: drops choices, then lowers single ones.
template <class Broken>
[[nodiscard]] std::vector<double> simplified(std::vector<double> made, Broken const& broken) {
  int left = 4000;
  auto const take = [&](std::vector<double> trial) {
    choices again(std::move(trial));
    if (--left < 0 || broken(again).empty()) return false;
    auto used = again.used();
    bool const simpler = used.size() != made.size() ? used.size() < made.size() : used < made;
    if (simpler) made = std::move(used);
    return simpler;
  };
  for (bool better = true; better;) {
    better = false;
    for (std::size_t const length : {16U, 8U, 4U, 2U, 1U})
      for (std::size_t at = made.size(); at-- > 0;) {
        if (at + length > made.size()) continue;
        auto trial = made;
        auto const first = trial.begin() + static_cast<std::ptrdiff_t>(at);
        trial.erase(first, first + static_cast<std::ptrdiff_t>(length));
        better = take(std::move(trial)) || better;
      }
    for (std::size_t at = 0; at < made.size(); ++at)
      for (double const share : {0.0, 1.0 / 2, 7.0 / 8, 31.0 / 32}) {
        auto trial = made;
        if (at < trial.size()) trial[at] *= share;
        better = take(std::move(trial)) || better;
      }
  }
  return made;
}

/// The simplest case found of which `property(values...)` is false or throws, in words; nothing where there is none.
/// Other cases are tried where the environment has another number for SUREGRASP_SEED.
template <class Property, class... Generators>
[[nodiscard]] std::string counterexample(std::string const& law, Property const& property, Generators const&... of) {
  auto const broken = [&](choices& from) -> std::string {
    std::tuple<decltype(of(from))...> const values{of(from)...};
    std::string text;
    try {
      if (std::apply(property, values)) return {};
    } catch (std::exception const& problem) {
      text = std::string(": ") + problem.what();
    }
    auto const exact = [](auto const& value) { return "  " + suregrasp::text_of(value, suregrasp::text_style::exact); };
    return std::apply([&](auto const&... each) { return (exact(each) + ...); }, values) + text;
  };
  char const* const chosen = std::getenv("SUREGRASP_SEED");
  std::string const seed = chosen == nullptr ? "1" : chosen;
  for (std::uint64_t i = 0; i < 400; ++i) {
    choices from(suregrasp::random_stream(std::stoull(seed)).fork(law, i));
    if (broken(from).empty()) continue;
    choices simplest(simplified(from.used(), broken));
    return "not so: " + law + "\n for" + broken(simplest) + "\n case " + std::to_string(i) + " of seed " + seed;
  }
  return {};
}

/// `for_all("addition commutes", numbers{}, numbers{}, [](double a, double b) { return a + b == b + a; });`
template <class... GeneratorsAndProperty>
void for_all(std::string const& law, GeneratorsAndProperty const&... all) {
  auto const parts = std::forward_as_tuple(all...);
  auto const found = [&]<std::size_t... I>(std::index_sequence<I...>) {
    return counterexample(law, std::get<sizeof...(I)>(parts), std::get<I>(parts)...);
  }(std::make_index_sequence<sizeof...(all) - 1>());
  if (found.empty())
    SUCCEED();
  else
    FAIL_CHECK(found);
}

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_PROPERTIES_HPP
