#ifndef SUREGRASP_CORE_IMPL_IN_PARTS_HPP
#define SUREGRASP_CORE_IMPL_IN_PARTS_HPP

#include <algorithm>
#include <cstddef>
#include <string>
#include <suregrasp/core/error.hpp>
#include <thread>
#include <vector>

namespace suregrasp::inline v2::detail {

/// How many threads `count` pieces of work are shared by. Throws option_error `option.threads`.
[[nodiscard]] inline std::size_t thread_parts(std::size_t count, int threads) {
  if (threads < 1) throw option_error("option.threads", "expected at least 1 thread, got " + std::to_string(threads));
  return std::clamp<std::size_t>(count, 1, static_cast<std::size_t>(threads));
}

/// Calls work(part, begin, end) for each part of [0, count), one a thread; the first is the calling thread's.
template <class Work>
void in_parts(std::size_t count, std::size_t parts, Work const& work) {
  std::vector<std::jthread> others;
  for (std::size_t part = 1; part < parts; ++part)
    others.emplace_back(
        [&work, part, begin = count * part / parts, end = count * (part + 1) / parts] { work(part, begin, end); });
  work(std::size_t{0}, std::size_t{0}, count / parts);
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_CORE_IMPL_IN_PARTS_HPP
