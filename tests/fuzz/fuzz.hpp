#ifndef SUREGRASP_TESTS_FUZZ_HPP
#define SUREGRASP_TESTS_FUZZ_HPP

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <source_location>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/geometry/grasp.hpp>

namespace suregrasp_tests {

/// Ends the program where a reader broke its word, and says which: a fuzzer keeps the input that made it do so.
inline void require(bool kept, std::source_location const& at = std::source_location::current()) {
  if (kept) return;
  std::fprintf(stderr, "%s:%u: not as it is stated\n", at.file_name(), static_cast<unsigned>(at.line()));
  std::abort();
}

/// What every reader promises of a grasp it gives out.
inline void require_sound(suregrasp::grasp<double> const& g) {
  require(suregrasp::is_finite(g) && g.opening >= 0 && g.jaw >= 0 && std::abs(g.theta) <= 1.5707963267948968);
  require(std::abs(g.x) <= 1e6 && std::abs(g.y) <= 1e6 && g.opening <= 4e6 && g.jaw <= 4e6);
}

/// Whether a call is refused with an error of ours, so that what follows it is tried as well.
template <class Call>
[[nodiscard]] bool refused(Call const& call) {
  try {
    call();
    return false;
  } catch (suregrasp::error const&) {
    return true;
  }
}

/// The reader under test: reads the bytes, and calls `require` for what it promises. It may throw `suregrasp::error`
/// and nothing else.
void read(std::string_view bytes);

}  // namespace suregrasp_tests

/// Entry point of libFuzzer; any exception but ours, a crash, a hang or too much memory is a finding.
extern "C" inline int run_one_input(std::uint8_t const* data, std::size_t size) {
  try {
    suregrasp_tests::read({reinterpret_cast<char const*>(data), size});
  } catch (suregrasp::error const&) {  // refused, as it should be
  }
  return 0;
}

#endif  // SUREGRASP_TESTS_FUZZ_HPP
