#ifndef SUREGRASP_TESTS_COUNTED_ALLOCATIONS_HPP
#define SUREGRASP_TESTS_COUNTED_ALLOCATIONS_HPP

#include <cstddef>
#include <cstdlib>
#include <iterator>
#include <new>
#include <vector>

/// Counts what is allocated. It replaces operator new, so one source of a program includes it.
namespace suregrasp_tests {

/// The sizes, in bytes, of the first so many allocations since counting began.
struct allocation_log {
  std::size_t sizes[64] = {};
  std::size_t count = 0;
  bool counting = false;
};
inline allocation_log allocations;

/// The sizes of what `f()` allocates, in order, also for what it returns.
template <class F>
[[nodiscard]] std::vector<std::size_t> allocations_of(F const& f) {
  allocations = {.counting = true};
  {
    auto const result = f();
    allocations.counting = false;
    (void)result;
  }
  return {allocations.sizes, allocations.sizes + allocations.count};
}

}  // namespace suregrasp_tests

[[gnu::noinline]] void* operator new(std::size_t size) {
  auto& log = suregrasp_tests::allocations;
  if (log.counting && log.count < std::size(log.sizes)) log.sizes[log.count++] = size;
  if (void* const memory = std::malloc(size > 0 ? size : 1)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

#endif  // SUREGRASP_TESTS_COUNTED_ALLOCATIONS_HPP
