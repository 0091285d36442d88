#include <suregrasp/robot/live_loop.hpp>

#include <atomic>
#include <catch2/catch.hpp>
#include <fstream>
#include <latch>
#include <stdexcept>
#include <vector>

using namespace suregrasp;

namespace {

/// A clock that goes when it is told to.
struct hand_clock {
  using duration = std::chrono::nanoseconds;
  using time_point = std::chrono::time_point<hand_clock, duration>;
  static inline std::atomic<std::int64_t> nanoseconds = 0;
  static time_point now() { return time_point(duration(nanoseconds)); }
  static void go(double seconds) { nanoseconds += static_cast<std::int64_t>(1e9 * seconds); }
};

using answer = live_answer<int>;
constexpr auto good = [](int) { return frame_check{}; };

/// Answers to the frames 0, 1, ... of a source that waits for each answer before it gives the next.
template <class Check, class Detect>
std::vector<answer> in_step(int count, Check check, Detect detect) {
  std::atomic<int> answered = 0;
  std::vector<answer> answers;
  auto const source = [&, next = 0](std::stop_token const&) mutable {
    for (int known = answered; known < next; known = answered) answered.wait(known);
    return next < count ? std::optional(next++) : std::nullopt;
  };
  auto const sink = [&](answer const& each) {
    answers.push_back(each);
    ++answered;
    answered.notify_all();
    return true;
  };
  run_live_loop<hand_clock>(source, check, detect, sink);
  return answers;
}

long resident_kilobytes() {
  std::ifstream in("/proc/self/statm");
  long all = 0, resident = 0;
  in >> all >> resident;
  return 4 * resident;
}

}  // namespace

TEST_CASE("live loop: after a stall of two seconds the next answer is of the newest frame") {
  std::latch began(1), all_given(1), second_answered(1);
  constexpr int last = 60;  // two seconds at 30 frames a second
  auto const source = [&, next = 0](std::stop_token const&) mutable -> std::optional<int> {
    if (next == 1) began.wait();
    if (next > last) {
      all_given.count_down();
      second_answered.wait();
      return std::nullopt;
    }
    if (next > 0) hand_clock::go(2.0 / last);
    return next++;
  };
  auto const detect = [&](int frame, auto& stages) {
    if (frame == 0) {
      began.count_down();
      all_given.wait();  // the stall
    } else {
      hand_clock::go(0.02);
    }
    stages.done("network");
    return 10 * frame;
  };
  std::vector<answer> answers;
  auto const sink = [&](answer const& each) {
    answers.push_back(each);
    if (answers.size() == 2) second_answered.count_down();
    return true;
  };
  auto const summary = run_live_loop<hand_clock>(source, good, detect, sink);
  REQUIRE(answers.size() == 2);
  CHECK(answers[0].verdict == frame_verdict::stale);
  CHECK_FALSE(answers[0].result);
  CHECK(answers[0].age == Approx(2));
  CHECK(answers[1].frame == last);
  CHECK(answers[1].verdict == frame_verdict::answered);
  CHECK(answers[1].result == 10 * last);
  CHECK(answers[1].age == Approx(0.02));
  CHECK(answers[1].dropped == last - 1);
  CHECK(summary.dropped == last - 1);
  CHECK(summary.ages.longest() == Approx(2));
  REQUIRE(answers[1].stages.size() == 2);
  CHECK(answers[1].stages[1].stage == "network");
  CHECK(answers[1].stages[1].seconds == Approx(0.02));
}

TEST_CASE("live loop: faults are answers of their own, and the loop lives on") {
  auto const check = [](int frame) { return frame == 1 ? frame_check{frame_verdict::black, "dark"} : frame_check{}; };
  auto const detect = [](int frame, auto&) {
    if (frame == 2) throw std::runtime_error("no memory");
    return frame;
  };
  auto const answers = in_step(4, check, detect);
  REQUIRE(answers.size() == 4);
  CHECK(answers[0].result == 0);
  CHECK(answers[1].verdict == frame_verdict::black);
  CHECK(answers[1].detail == "dark");
  CHECK(answers[2].verdict == frame_verdict::failed);
  CHECK(answers[2].detail == "no memory");
  CHECK_FALSE(answers[2].result);
  CHECK(answers[3].result == 3);
}

TEST_CASE("live loop: what the source cannot read is named, later frames are answered") {
  std::atomic<int> answered = 0;
  auto const source = [&, next = 0](std::stop_token const&) mutable -> std::optional<int> {
    for (int known = answered; known < next; known = answered) answered.wait(known);
    if (next == 5) return std::nullopt;
    if (next++ == 1) throw std::runtime_error("half a file");
    if (next == 3) throw data_error("data.depth.unit", "millimetres?");
    if (next == 4) throw data_error("data.image", "no picture");
    return next;
  };
  std::vector<answer> answers;
  auto const summary = run_live_loop(
      source, good, [](int frame, auto&) { return frame; },
      [&](answer const& each) {
        answers.push_back(each);
        ++answered;
        answered.notify_all();
        return true;
      });
  REQUIRE(answers.size() == 5);
  CHECK(answers[1].verdict == frame_verdict::unreadable);
  CHECK(answers[1].detail == "half a file");
  CHECK(answers[2].verdict == frame_verdict::other_unit);
  CHECK(answers[3].verdict == frame_verdict::unreadable);
  CHECK(answers[4].result == 5);
  CHECK(summary.count(frame_verdict::answered) == 2);
  CHECK(summary.count(frame_verdict::unreadable) == 2);
  CHECK(summary.ages.count() == 5);
}

TEST_CASE("live loop: it ends by the sink, by stop, and by an error of the sink") {
  auto const endless = [](std::stop_token const& stop) {
    return stop.stop_requested() ? std::nullopt : std::optional(1);
  };
  auto const detect = [](int frame, auto&) { return frame; };
  CHECK(run_live_loop(endless, good, detect, [](answer const&) { return false; }).ages.count() == 1);
  auto const silent = [](std::stop_token const& stop) -> std::optional<int> {
    while (!stop.stop_requested()) std::this_thread::yield();
    return std::nullopt;
  };
  auto const never = [](answer const&) { return true; };
  CHECK(run_live_loop(silent, good, detect, never, {.stop = [] { return true; }}).ages.count() == 0);
  auto const throws = [](answer const&) -> bool { throw std::runtime_error("disk full"); };
  CHECK_THROWS_WITH(run_live_loop(endless, good, detect, throws), "disk full");
}

TEST_CASE("live loop: an hour of frames at 30 a second without growth") {
  std::size_t told = 0;
  long early = 0;
  std::vector<int> const pixels(1000);
  std::atomic<std::size_t> answered = 0;
  constexpr std::size_t hour = 108000;
  auto const source = [&, next = std::size_t(0)](std::stop_token const&) mutable -> std::optional<std::vector<int>> {
    for (auto known = answered.load(); known < next; known = answered) answered.wait(known);
    return next++ < hour ? std::optional(pixels) : std::nullopt;
  };
  auto const summary = run_live_loop(
      source, [](std::vector<int> const&) { return frame_check{}; },
      [](std::vector<int> const& image, auto& stages) {
        stages.done("network");
        return image;
      },
      [&](live_answer<std::vector<int>> const&) {
        if (++told == hour / 10) early = resident_kilobytes();
        ++answered;
        answered.notify_all();
        return true;
      });
  CHECK(summary.ages.count() == hour);
  CHECK(summary.dropped == 0);
  CHECK(resident_kilobytes() - early < 1024);
}
