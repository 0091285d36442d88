#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <iostream>
#include <thread>

#include "../temporary_folder.hpp"
#include "curve_run.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;

namespace {

constexpr std::int64_t steps = 240;
constexpr int kills = 220;

/// Goes on with the run in `folder` to its end; writes the number of each checkpoint to `told` once it is kept.
void go_on(std::filesystem::path const& folder, int told) {
  curve_run run(folder);
  while (run.steps_done() < steps) {
    run.step();
    run.keep();
    auto const step = run.steps_done();
    if (::write(told, &step, sizeof step) != sizeof step) std::_Exit(2);
  }
  std::_Exit(0);
}

struct ended_child {
  bool killed = false;
  std::int64_t last_told = 0;
};

/// Runs a child that goes on with the run, kills it after `moment`, and hears what it had told.
ended_child killed_after(std::filesystem::path const& folder, std::chrono::microseconds moment) {
  int ends[2] = {};
  REQUIRE(::pipe(ends) == 0);
  pid_t const child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::close(ends[0]);
    go_on(folder, ends[1]);
  }
  ::close(ends[1]);
  std::this_thread::sleep_for(moment);
  ::kill(child, SIGKILL);
  ended_child ended;
  for (std::int64_t step = 0; ::read(ends[0], &step, sizeof step) == sizeof step;) ended.last_told = step;
  ::close(ends[0]);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  ended.killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  REQUIRE((ended.killed || (WIFEXITED(status) && WEXITSTATUS(status) == 0)));
  return ended;
}

struct unbroken_run {
  std::string bytes;
  std::chrono::microseconds time{};  ///< that it took, however fast this machine is and whatever else it does
};

unbroken_run unbroken() {
  using clock = std::chrono::steady_clock;
  temporary_folder const folder;
  auto const start = clock::now();
  curve_run run(folder.path());
  while (run.steps_done() < steps) {
    run.step();
    run.keep();
  }
  return {run.bytes(), std::chrono::duration_cast<std::chrono::microseconds>(clock::now() - start)};
}

}  // namespace

TEST_CASE("a run killed at any moment loses no checkpoint, tears none, and ends as an unbroken one to the byte") {
  auto const [expected, time] = unbroken();
  auto const longest = static_cast<std::uint64_t>(time.count()) / 4;  // about 25 runs in all
  random_stream random(static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count()));
  auto folder = std::make_unique<temporary_folder>();
  std::int64_t told = 0;
  int killed = 0, runs = 0, half_written = 0;
  while (killed < kills) {
    auto const moment = std::chrono::microseconds(1000 + static_cast<std::int64_t>(random.below(longest)));
    auto const ended = killed_after(folder->path(), moment);
    killed += ended.killed ? 1 : 0;
    told = std::max(told, ended.last_told);
    half_written += std::ranges::any_of(std::filesystem::directory_iterator(folder->path()),
                                        [](auto const& entry) { return entry.path().extension() != ".safetensors"; })
                        ? 1
                        : 0;

    checkpoint_folder<double> const checkpoints(folder->path(), 2);
    auto const found = checkpoints.newest(curve_run::configuration());
    REQUIRE(found.ignored.empty());
    REQUIRE((found.newest ? found.newest->step : 0) >= told);
    REQUIRE(folder->count() <= 3);
    if (!found.newest || found.newest->step < steps) continue;
    REQUIRE(format_checkpoint(*found.newest) == expected);
    ++runs;
    told = 0;
    folder = std::make_unique<temporary_folder>();
  }
  curve_run last(folder->path());
  while (last.steps_done() < steps) last.step();
  CHECK(last.bytes() == expected);
  CHECK(killed == kills);
  CHECK(runs > 0);
  std::cout << killed << " times killed, " << half_written << " of them while a file was half written; " << runs + 1
            << " runs of " << steps << " steps ended\n";
}
