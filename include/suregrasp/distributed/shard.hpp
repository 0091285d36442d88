#ifndef SUREGRASP_DISTRIBUTED_SHARD_HPP
#define SUREGRASP_DISTRIBUTED_SHARD_HPP

#include <charconv>
#include <cstddef>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/distributed/batch_part.hpp>
#include <system_error>

namespace suregrasp::inline v2 {

/// One of several parts of a work, each of which a process does by itself: number `number` of `of`, from 0.
struct shard {
  std::size_t number = 0;
  std::size_t of = 1;
  friend bool operator==(shard const&, shard const&) = default;

  /// What it has of `items`.
  [[nodiscard]] batch_part part_of(std::size_t items) const { return batch_part::nth(number, of, items); }
};

/// `3/16`: the third of sixteen, number 2. Throws `option_error` `option.shard` for anything but `1/N` to `N/N`.
[[nodiscard]] inline shard parse_shard(std::string const& text) {
  shard parsed;
  auto const* const end = text.data() + text.size();
  auto const number = std::from_chars(text.data(), end, parsed.number);
  bool good = number.ec == std::errc() && number.ptr != end && *number.ptr == '/';
  if (good) {
    auto const of = std::from_chars(number.ptr + 1, end, parsed.of);
    good = of.ec == std::errc() && of.ptr == end && parsed.of <= 100000 && parsed.number >= 1 &&
           parsed.number <= parsed.of;
  }
  if (!good)
    throw option_error("option.shard", "expected a shard i/n with i from 1 to n, such as 2/4, got '" + text + "'");
  --parsed.number;
  return parsed;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DISTRIBUTED_SHARD_HPP
