#include "cli/console/progress.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <sstream>

#include "cli/console/duration_text.hpp"

using namespace suregrasp::cli;
using Catch::Contains;

namespace {

/// A display that writes into a string, on a clock that stands still unless told.
struct desk {
  double now = 1000;
  std::ostringstream out;

  progress_options options(bool terminal) {
    return {.quiet = false, .terminal = terminal, .columns = 80, .out = &out, .clock = [this] { return now; }};
  }

  [[nodiscard]] auto count(char c) const { return std::ranges::count(out.str(), c); }
};

}  // namespace

TEST_CASE("clock_text and duration_text") {
  CHECK(clock_text(7.4) == "0:07");
  CHECK(clock_text(750) == "12:30");
  CHECK(clock_text(3723) == "1:02:03");
  CHECK(clock_text(INFINITY) == "-:--");
  CHECK(duration_text(0.44) == "0.4 s");
  CHECK(duration_text(9.99) == "10 s");
  CHECK(duration_text(475) == "7 min 55 s");
  CHECK(duration_text(3725) == "1 h 02 min");
  CHECK(duration_text(NAN) == "unknown");
}

TEST_CASE("time_left: a steady pace gives the exact time, none gives none") {
  time_left left(100);
  CHECK(std::isinf(left.seconds_for(5)));
  CHECK(left.seconds_for(0) == 0);
  for (int step = 1; step <= 50; ++step) left.observe(100 + 0.5 * step, step);
  CHECK(left.seconds_for(20) == Approx(10));
}

TEST_CASE("time_left: one slow step hardly matters, a lasting change of pace does") {
  time_left left(0, 30);
  for (int step = 1; step <= 100; ++step) left.observe(step, step);
  left.observe(105, 101);
  CHECK(left.seconds_for(1) > 1);
  CHECK(left.seconds_for(1) < 1.2);
  for (int step = 102; step <= 200; ++step) left.observe(105 + 3 * (step - 101), step);
  CHECK(left.seconds_for(1) == Approx(3).epsilon(0.01));
}

TEST_CASE("time_left: repeated or backward reports change nothing") {
  time_left left(0);
  left.observe(10, 10);
  left.observe(20, 10);
  left.observe(15, 9);
  left.observe(20, 20);
  CHECK(left.seconds_for(10) == Approx(10));
}

TEST_CASE("progress: in a log, a short job is told of once, at its end") {
  desk d;
  progress display("PoseNet", 1000, d.options(false));
  for (int step = 1; step <= 1000; ++step) {
    d.now += 0.009;
    display.update(step, "loss 0.5");
  }
  CHECK(d.out.str().empty());
  display.finish("loss 0.5");
  CHECK(d.out.str() == "PoseNet: 1000 steps in 9.0 s, loss 0.5\n");
}

TEST_CASE("progress: in a log, slow steps are told of every ten seconds") {
  desk d;
  progress display("PoseNet", 1000, d.options(false));
  for (int step = 1; step <= 60; ++step) {
    d.now += 1;
    display.update(step);
  }
  CHECK(d.count('\n') == 6);
  CHECK(d.count('\r') == 0);
  CHECK(d.count('\x1b') == 0);
  CHECK_THAT(d.out.str(), Contains("PoseNet: 6 %, step 60/1000, elapsed 1:00, left 15:40\n"));
}

TEST_CASE("progress: on a terminal the line is redrawn in place, ten times a second at the most") {
  desk d;
  progress display("LocNet", 1000, d.options(true));
  for (int step = 1; step <= 1000; ++step) {
    d.now += 0.001;
    display.update(step, "loss 0.5");
  }
  CHECK(d.count('\n') == 0);
  CHECK(d.count('\r') >= 9);
  CHECK(d.count('\r') <= 11);
  CHECK_THAT(d.out.str(), Contains("LocNet [") && Contains("loss 0.5") && Contains("left"));
}

TEST_CASE("progress: no redrawn line is as wide as the terminal") {
  desk d;
  auto options = d.options(true);
  options.columns = 30;
  progress display("A label that is rather long", 10, options);
  display.update(5, "loss 0.123456789");
  auto const line = d.out.str();
  CHECK(line.substr(1, line.find('\x1b') - 1).size() == 29);
}

TEST_CASE("progress: the summary replaces the bar, once") {
  desk d;
  {
    progress display("LocNet", 200, d.options(true));
    d.now += 60;
    display.update(200);
    display.finish("loss 0.031");
    display.finish("again");
  }
  CHECK_THAT(d.out.str(), Catch::EndsWith("\r\x1b[KLocNet: 200 steps in 1 min 0 s, loss 0.031\n"));
}

TEST_CASE("progress: what ends early leaves the next line free") {
  desk d;
  {
    progress display("LocNet", 200, d.options(true));
    display.update(20);
  }
  CHECK(d.out.str().back() == '\n');
  CHECK(d.count('\n') == 1);
}

TEST_CASE("progress: quiet is quiet") {
  desk d;
  auto options = d.options(false);
  options.quiet = true;
  progress display("LocNet", 10, options);
  for (int step = 1; step <= 10; ++step) display.update(step);
  display.finish();
  CHECK(d.out.str().empty());
}
