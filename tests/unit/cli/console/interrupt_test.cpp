#include "cli/console/interrupt.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

using namespace suregrasp::cli;

TEST_CASE("interrupt_guard: a signal sets the flag, and the program goes on") {
  interrupt_guard const guard;
  CHECK_FALSE(interrupted());
  CHECK_NOTHROW(throw_if_interrupted());
  ::raise(SIGINT);
  CHECK(interrupted());
  try {
    throw_if_interrupted();
    FAIL("no exception");
  } catch (interrupted_error const& e) {
    CHECK(e.id() == "cli.interrupted");
    CHECK(e.exit_code == 130);
  }
}

TEST_CASE("interrupt_guard: a new guard starts afresh, SIGTERM counts too") {
  interrupt_guard const guard;
  CHECK_FALSE(interrupted());
  ::raise(SIGTERM);
  CHECK_THROWS_AS(throw_if_interrupted(), interrupted_error);
}

TEST_CASE("interrupt_guard: the second signal ends the program at once") {
  ::pid_t const child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    for (int number : {SIGINT, SIGTERM, SIGSEGV, SIGABRT}) ::signal(number, SIG_DFL);
    interrupt_guard const guard;
    ::raise(SIGINT);
    if (!interrupted()) ::_exit(1);
    ::raise(SIGINT);
    ::_exit(2);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGINT);
}

TEST_CASE("interrupt_guard: afterwards the signals act as before") {
  struct sigaction before {};
  struct sigaction after {};
  ::sigaction(SIGINT, nullptr, &before);
  { interrupt_guard const guard; }
  ::sigaction(SIGINT, nullptr, &after);
  CHECK(before.sa_handler == after.sa_handler);
}
