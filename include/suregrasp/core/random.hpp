#ifndef SUREGRASP_CORE_RANDOM_HPP
#define SUREGRASP_CORE_RANDOM_HPP

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <string_view>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// A seeded stream of random numbers, the same on every machine and compiler.
///
/// Streams form a tree: `fork("augment", step)` names a child that depends on the seed, the name and the number alone,
/// never on how much was drawn before. Work can therefore be split over threads, or resumed at any step, without a
/// change in any draw. A draw changes the stream: give each thread a copy or a fork of its own. Generator: SplitMix64
/// (Steele, Lea and Flood, 2014).
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

  /// Puts `items` into uniformly random order (Fisher and Yates), in place.
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

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_CORE_RANDOM_HPP
