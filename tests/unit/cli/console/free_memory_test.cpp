#include <unistd.h>
#include <catch2/catch.hpp>

#include "cli/console/free_memory.hpp"

using namespace suregrasp::cli;

TEST_CASE("free_memory: something, and no more than the machine has") {
  CHECK(free_memory() > 1e6);
  CHECK(free_memory() < static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGESIZE)));
}
