#ifndef SUREGRASP_DATA_ORDERED_PARALLEL_FOR_HPP
#define SUREGRASP_DATA_ORDERED_PARALLEL_FOR_HPP

#include <algorithm>
#include <cstddef>
#include <deque>
#include <future>
#include <thread>
#include <type_traits>
#include <utility>

namespace suregrasp::inline v2 {

/// Calls `make(n)` for n = 0 .. `count - 1` on `threads` threads (0: one per processor) and `use(item)` for the
/// results, one after the other, in order, on the calling thread. The effect is that of a sequential loop.
///
/// At most `threads` items wait for `use` at a time. `make(n)` must be callable from several threads at once. The first
/// exception, in the order of the items, is rethrown.
template <class Make, class Use>
void ordered_parallel_for(std::size_t count, std::size_t threads, Make const& make, Use&& use) {
  if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
  if (threads == 1) {
    for (std::size_t n = 0; n < count; ++n) use(make(n));
    return;
  }
  std::deque<std::future<std::invoke_result_t<Make const&, std::size_t>>> ahead;
  for (std::size_t n = 0, started = 0; n < count; ++n) {
    for (; started < count && ahead.size() < threads; ++started)
      ahead.push_back(std::async(std::launch::async, [&make, started] { return make(started); }));
    auto item = ahead.front().get();
    ahead.pop_front();
    use(std::move(item));
  }
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_ORDERED_PARALLEL_FOR_HPP
