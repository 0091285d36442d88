#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <suregrasp/data/prefetch.hpp>
#include <thread>

using namespace suregrasp;

TEST_CASE("prefetch: items come as asked for, in order and out of order") {
  prefetch<std::int64_t> squares([](std::int64_t n) { return n * n; });
  for (std::int64_t n = 0; n < 20; ++n) CHECK(squares.get(n) == n * n);
  for (std::int64_t const n : {7, 3, 4, 4, 100, 0, 1}) CHECK(squares.get(n) == n * n);
}

TEST_CASE("prefetch: the next item is made on another thread, once") {
  std::atomic<int> made{0};
  prefetch<std::thread::id> threads([&](std::int64_t) {
    ++made;
    return std::this_thread::get_id();
  });
  CHECK(threads.get(5) == std::this_thread::get_id());
  for (std::int64_t n = 6; n < 10; ++n) CHECK(threads.get(n) != std::this_thread::get_id());
  (void)threads.get(0);
  CHECK(made >= 7);
  CHECK(made <= 8);  // 5 to 10, 0, and perhaps already 1
}

TEST_CASE("prefetch: an exception comes out of the item it belongs to, and the others still come") {
  prefetch<int> some([](std::int64_t n) {
    if (n == 2) throw std::runtime_error("item 2");
    return static_cast<int>(n);
  });
  CHECK(some.get(0) == 0);
  CHECK(some.get(1) == 1);
  CHECK_THROWS_WITH(some.get(2), "item 2");
  CHECK_THROWS_WITH(some.get(2), "item 2");
  CHECK(some.get(3) == 3);
  CHECK(some.get(1) == 1);
}

TEST_CASE("prefetch: items need only be movable, and one made ahead may never be asked for") {
  prefetch<std::unique_ptr<int>> some([](std::int64_t n) { return std::make_unique<int>(static_cast<int>(n)); });
  CHECK(*some.get(3) == 3);
  CHECK(*some.get(4) == 4);
}

TEST_CASE("prefetch: the share of time spent waiting is measured") {
  using std::chrono::milliseconds;
  auto const share = [](milliseconds make, milliseconds work) {
    prefetch<std::int64_t> items([=](std::int64_t n) {
      std::this_thread::sleep_for(make);
      return n;
    });
    for (std::int64_t n = 0; n < 8; ++n) {
      (void)items.get(n);
      std::this_thread::sleep_for(work);
    }
    return items.waiting_share();
  };
  CHECK(share(milliseconds(2), milliseconds(40)) < 0.3);
  CHECK(share(milliseconds(40), milliseconds(2)) > 0.7);
}
