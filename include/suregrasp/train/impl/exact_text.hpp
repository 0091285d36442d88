#ifndef SUREGRASP_TRAIN_IMPL_EXACT_TEXT_HPP
#define SUREGRASP_TRAIN_IMPL_EXACT_TEXT_HPP

#include <charconv>
#include <iterator>
#include <string>

namespace suregrasp::inline v2::detail {

/// The shortest text that reads back as the same number.
template <class Number>
[[nodiscard]] std::string exact_text(Number value) {
  char buffer[32];
  auto const [end, status] = std::to_chars(std::begin(buffer), std::end(buffer), value);
  return {std::begin(buffer), end};
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_TRAIN_IMPL_EXACT_TEXT_HPP
