#include "cli/console/interrupt.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <string>

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

TEST_CASE("interrupt_guard: SIGHUP counts too, however often, but not where it is ignored") {
  {
    interrupt_guard const guard;
    ::raise(SIGHUP);
    ::raise(SIGHUP);
    try {
      throw_if_interrupted();
      FAIL("no exception");
    } catch (interrupted_error const& e) {
      CHECK(e.exit_code == 129);
      CHECK(std::string(e.what()) == "stopped by SIGHUP");
    }
  }
  ::signal(SIGHUP, SIG_IGN);
  {
    interrupt_guard const guard;
    ::raise(SIGHUP);
    CHECK_FALSE(interrupted());
  }
  CHECK(::signal(SIGHUP, SIG_DFL) == SIG_IGN);
}

TEST_CASE("interrupt_guard: a signal in one part of a command is known in the next, and between them") {
  interrupt_guard const whole;
  {
    interrupt_guard const part;
    ::raise(SIGINT);
  }
  CHECK(interrupted());
  interrupt_guard const next;
  CHECK(interrupted());
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
