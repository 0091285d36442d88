#include <suregrasp/robot/newest_slot.hpp>

#include <catch2/catch.hpp>
#include <memory>
#include <thread>

using namespace suregrasp;
using namespace std::chrono_literals;

TEST_CASE("newest slot: the newest value, once, and how many nobody took") {
  newest_slot<int> slot;
  CHECK_FALSE(slot.take(0ms));
  for (int i = 0; i < 5; ++i) slot.put(i);
  CHECK(slot.take(0ms) == 4);
  CHECK_FALSE(slot.take(0ms));
  CHECK(slot.replaced() == 4);
  slot.put(7);
  slot.close();
  CHECK_FALSE(slot.finished());
  CHECK(slot.take(0ms) == 7);
  CHECK(slot.finished());
  CHECK_FALSE(slot.take(1h));  // closed: nothing to wait for
}

TEST_CASE("newest slot: who waits is woken, values may be movable alone") {
  newest_slot<std::unique_ptr<int>> slot;
  std::jthread const maker([&] { slot.put(std::make_unique<int>(3)); });
  auto const value = slot.take(1h);
  REQUIRE(value);
  CHECK(**value == 3);
}
