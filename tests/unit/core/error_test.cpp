#include <catch2/catch.hpp>
#include <stdexcept>
#include <string>
#include <suregrasp/core/error.hpp>

using namespace suregrasp;

namespace {

template <class Kind>
void check_kind() {
  try {
    throw Kind("room.failure", "expected that, got this");
  } catch (std::runtime_error const& caught) {
    auto const* reason = dynamic_cast<error const*>(&caught);
    REQUIRE(reason != nullptr);
    CHECK(reason->id() == "room.failure");
    CHECK(std::string(reason->what()) == "expected that, got this");
  }
}

}  // namespace

TEST_CASE("error: every kind is caught as an error of the library, with its id and message") {
  check_kind<error>();
  check_kind<geometry_error>();
  check_kind<shape_error>();
  check_kind<option_error>();
  check_kind<data_error>();
  check_kind<model_error>();
  check_kind<training_error>();
}

TEST_CASE("error: a source, file and line, as far as it is known") {
  CHECK(source_location{"a.txt"}.text() == "a.txt");
  CHECK(source_location{"a.txt", 3}.text() == "a.txt:3");
  CHECK(source_location{"a.txt", 3, 14}.text() == "a.txt:3:14");
  CHECK(source_location{"a.txt", 0, 14}.text() == "a.txt");
}
