#include <atomic>
#include <stdexcept>
#include <suregrasp/data/ordered_parallel_for.hpp>
#include <vector>

#include "catch2.hpp"

using namespace suregrasp;

TEST_CASE("items come in order, on any number of threads, few at a time") {
  for (std::size_t const threads : {0U, 1U, 2U, 5U}) {
    std::vector<std::size_t> used;
    std::atomic<std::size_t> made = 0, most = 0;
    ordered_parallel_for(
        50, threads,
        [&](std::size_t n) {
          ++made;
          return n * n;
        },
        [&](std::size_t item) {
          most = std::max<std::size_t>(most, made - used.size());
          used.push_back(item);
        });
    REQUIRE(used.size() == 50);
    for (std::size_t n = 0; n < 50; ++n) CHECK(used[n] == n * n);
    if (threads > 0) CHECK(most <= threads);
  }
}

TEST_CASE("the first exception comes out, after the items before it") {
  std::vector<std::size_t> used;
  auto const make = [](std::size_t n) {
    if (n >= 3) throw std::runtime_error("item " + std::to_string(n));
    return n;
  };
  CHECK_THROWS_WITH(ordered_parallel_for(10, 4, make, [&](std::size_t n) { used.push_back(n); }), "item 3");
  CHECK(used == std::vector<std::size_t>{0, 1, 2});
}
