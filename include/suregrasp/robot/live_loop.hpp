#ifndef SUREGRASP_ROBOT_LIVE_LOOP_HPP
#define SUREGRASP_ROBOT_LIVE_LOOP_HPP

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/robot/frame_check.hpp>
#include <suregrasp/robot/latency_histogram.hpp>
#include <suregrasp/robot/newest_slot.hpp>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// How long one stage of an answer took.
struct stage_time {
  std::string_view stage;
  double seconds = 0;
};

/// Takes the time of the stages of one answer, one after the other.
template <class Clock>
class stage_clock {
 public:
  /// The stage that ends now; it began where the one before ended. `stage` must outlive the answer, as a literal does.
  void done(std::string_view stage) {
    auto const now = Clock::now();
    times_.push_back({stage, std::chrono::duration<double>(now - last_).count()});
    last_ = now;
  }
  [[nodiscard]] std::vector<stage_time> const& times() const { return times_; }

 private:
  typename Clock::time_point last_ = Clock::now();
  std::vector<stage_time> times_{};
};

/// What a live loop says of one frame.
template <class Result>
struct live_answer {
  std::uint64_t frame = 0;  ///< its number, from 0 on, among all that the source gave
  frame_verdict verdict = frame_verdict::answered;
  std::string detail{};            ///< why there is no result
  std::optional<Result> result{};  ///< of the detector, where the verdict is `answered`
  double age = 0;                  ///< from the frame's arrival to this answer, seconds
  std::size_t dropped = 0;         ///< frames between the answer before and this one
  std::vector<stage_time> stages{};
};

/// How a live loop runs.
struct live_options {
  double most_age = 0.5;         ///< answers to frames that came longer ago are withheld as `stale`, seconds
  std::function<bool()> stop{};  ///< asked at least every 50 ms while no frame comes; true ends the loop
};

/// What a live loop has done.
struct live_summary {
  std::array<std::size_t, names_of(frame_verdict{}).size()> verdicts{};  ///< answers of each verdict
  std::size_t dropped = 0;
  latency_histogram ages{};  ///< of all answers

  [[nodiscard]] std::size_t count(frame_verdict verdict) const { return verdicts[static_cast<std::size_t>(verdict)]; }
};

namespace detail {

/// A frame, or why there is none.
template <class Image, class Clock>
struct arrived_frame {
  std::uint64_t number = 0;
  typename Clock::time_point arrived{};
  std::optional<Image> image{};
  frame_check fault{frame_verdict::unreadable, {}};
};

/// The verdict on a frame that its source refused.
[[nodiscard]] inline frame_verdict verdict_of_refusal(error const& problem) {
  if (problem.id() == "data.depth.unit") return frame_verdict::other_unit;
  if (problem.id() == "data.depth.size") return frame_verdict::other_size;
  return frame_verdict::unreadable;
}

/// Asks the source for frames until it has none, or until it is to stop, and keeps the newest.
template <class Clock, class Image, class Source>
void keep_newest(std::stop_token const& stop, Source& source, newest_slot<arrived_frame<Image, Clock>>& newest) {
  for (std::uint64_t number = 0; !stop.stop_requested(); ++number) {
    arrived_frame<Image, Clock> frame{.number = number};
    try {
      frame.image = source(stop);
      if (!frame.image) break;
    } catch (error const& problem) {
      frame.fault = {verdict_of_refusal(problem), problem.what()};
    } catch (std::exception const& problem) {
      frame.fault.detail = problem.what();
    }
    frame.arrived = Clock::now();
    newest.put(std::move(frame));
  }
  newest.close();
}

template <class Result, class Clock, class Image, class Check, class Detect>
live_answer<Result> answer_to(arrived_frame<Image, Clock> const& frame, Check& check, Detect& detect, double most_age) {
  live_answer<Result> answer{.frame = frame.number};
  stage_clock<Clock> stages;
  auto const name = [&](frame_verdict verdict, std::string const& why) {
    answer.verdict = verdict, answer.detail = why, answer.result.reset();
  };
  try {
    if (!frame.image) {
      name(frame.fault.verdict, frame.fault.detail);
    } else {
      frame_check const looked = check(*frame.image);
      stages.done("check");
      if (looked.verdict == frame_verdict::answered)
        answer.result = detect(*frame.image, stages);
      else
        name(looked.verdict, looked.detail);
    }
  } catch (std::exception const& problem) {
    name(frame_verdict::failed, problem.what());
  }
  answer.stages = stages.times();
  answer.age = std::chrono::duration<double>(Clock::now() - frame.arrived).count();
  if (answer.verdict == frame_verdict::answered && answer.age > most_age)
    name(frame_verdict::stale,
         "expected an answer within " + text_of(most_age) + " s, this one took " + text_of(answer.age) + " s");
  return answer;
}

}  // namespace detail

/// Looks at what a camera shows now, again and again: never a frame that waited while newer ones came.
///
/// `source(std::stop_token)` gives the next frame as a `std::optional`, nothing at the end, and waits for it; it is
/// called on a thread of its own, all the time, and what it gives replaces the frame that nobody took. What it throws
/// makes its frame `unreadable`, or what an error of ours says of its depth. `check(image)` is a `frame_check` of it;
/// `detect(image, stages)` the result, with `stages.done("network")` and the like after each stage; `sink(answer)` is
/// told and returns whether to go on. These three are called on the calling thread. An error of `detect` is an answer
/// as well.
///
/// So an answer is at most as old as one detection and the wait of its frame, which is at most another, and older than
/// `most_age` it is withheld. Nothing grows with the number of frames. What `sink` throws ends the loop. `Clock` is a
/// steady clock of the standard library or behaves as one.
template <class Clock = std::chrono::steady_clock, class Source, class Check, class Detect, class Sink>
live_summary run_live_loop(Source source, Check check, Detect detect, Sink sink, live_options const& options = {}) {
  using image = typename std::invoke_result_t<Source&, std::stop_token>::value_type;
  using result = std::decay_t<std::invoke_result_t<Detect&, image const&, stage_clock<Clock>&>>;
  newest_slot<detail::arrived_frame<image, Clock>> newest;
  std::jthread const eyes(
      [&](std::stop_token const& stop) { detail::keep_newest<Clock, image>(stop, source, newest); });
  live_summary summary;
  std::uint64_t next = 0;
  while (!newest.finished() && !(options.stop && options.stop())) {
    auto const frame = newest.take(std::chrono::milliseconds(50));
    if (!frame) continue;
    auto answer = detail::answer_to<result>(*frame, check, detect, options.most_age);
    answer.dropped = frame->number - next;
    next = frame->number + 1;
    summary.dropped += answer.dropped;
    ++summary.verdicts[static_cast<std::size_t>(answer.verdict)];
    summary.ages.add(answer.age);
    if (!sink(std::as_const(answer))) break;
  }
  return summary;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_LIVE_LOOP_HPP
