#include "watch.hpp"

#include <iostream>
#include <nlohmann/json.hpp>
#include <suregrasp/files/json_text.hpp>
#include <suregrasp/images/depth_unit.hpp>
#include <suregrasp/robot/files.hpp>
#include <suregrasp/robot/grasp_tracker.hpp>
#include <suregrasp/robot/live_loop.hpp>

#include "cli/console/interrupt.hpp"
#include "cli/console/live_source.hpp"
#include "cli/console/standard_output.hpp"
#include "detection_search.hpp"
#include "grasp_planning.hpp"

namespace suregrasp::cli {

namespace {

using json = nlohmann::ordered_json;

/// What is told of a frame.
struct watched_frame {
  std::string name{};
  double read_seconds = 0;
  detections found{};
  std::vector<grasp_plan> plans{};
  std::vector<grasp_track> tracks{};
  bool drifted = false;
};

/// What is sought with, and what is known of the frames.
class watcher {
 public:
  watcher(watch_options const& options, run_options const& run)
      : options_(options),
        planner_(planner_of(options.gripper, options.camera)),
        searching_{.model = options.model,
                   .votes = options.votes,
                   .search = options.search,
                   .window = options.window,
                   .whole = options.whole,
                   .region = options.region,
                   .accept = options.accept,
                   .top = options.top},
        find_((require_fitting_window(searching_), searching_), run) {
    if (!options.calibration.empty()) {
      calibration_ = read_calibration(options.calibration);
      alarm_.emplace(calibration_->drift, options.drift);
    }
    if (planner_) limits_.width = planner_->camera().width, limits_.height = planner_->camera().height;
  }

  frame_check check(live_picture const& image) {
    auto const& [rows, columns] = std::pair(image.rgb.rows, image.rgb.cols);
    host_view<std::uint8_t const> const rgb({rows, columns, 3}, {image.rgb.data, image.rgb.total() * 3});
    auto const depth = image.depth.empty() ? std::nullopt : std::optional(depth_view(image.depth));
    auto looked = check_frame(rgb, depth, limits_);
    if (looked.verdict != frame_verdict::answered) return looked;
    limits_.width = columns, limits_.height = rows;  // of one camera all frames have one size
    if (planner_ && !depth) return {frame_verdict::no_depth, image.name + ": expected depth beside it, for --gripper"};
    return looked;
  }

  watched_frame detect(live_picture const& image, stage_clock<std::chrono::steady_clock>& stages) {
    watched_frame result{image.name, image.read_seconds, find_({image.name, image.rgb, image.depth, {}}, searching_)};
    stages.done("detect");
    follow(result);
    if (!planner_) return result;
    result.plans = (*planner_)(depth_view(image.depth), first_grasps(result.found, options_.top));
    stages.done("plan");
    return result;
  }

  [[nodiscard]] json line_of(live_answer<watched_frame> const& answer) const {
    json line{{"frame", answer.frame}, {"verdict", name_of(answer.verdict)}};
    if (answer.result) line["image"] = answer.result->name;
    if (!answer.detail.empty()) line["detail"] = answer.detail;
    line["age"] = answer.age;
    line["dropped"] = answer.dropped;
    auto& stages = line["stages"] = json::object();
    if (answer.result) stages["read"] = answer.result->read_seconds;
    for (auto const& each : answer.stages) stages[std::string(each.stage)] = each.seconds;
    if (!answer.result) return line;
    find_.add_grasps(line, answer.result->found, searching_);
    add_frame(line, *answer.result);
    return line;
  }

  [[nodiscard]] bool has_grasp(watched_frame const& frame) const { return cli::has_grasp(frame.found, searching_); }

 private:
  /// Which grasps were there before, and whether the scene is as those of the calibration.
  void follow(watched_frame& frame) {
    auto const& ranked = frame.found.ranked;
    frame.tracks = tracker_.update(std::span<detection const>(ranked));
    if (!alarm_ || frame.found.heat.values.empty()) return;
    double const hottest = *std::ranges::max_element(frame.found.heat.values);
    frame.drifted =
        ranked.empty() ? alarm_->add(std::nullopt, hottest) : alarm_->add(ranked.front().uncertainty, hottest);
  }

  void add_frame(json& line, watched_frame const& frame) const {
    auto& grasps = line["grasps"];
    for (auto const& track : frame.tracks)
      if (track.unseen == 0 && track.sighting < grasps.size())
        grasps[track.sighting]["track"] = {
            {"id", track.id}, {"sightings", track.sightings}, {"uncertainty", track.uncertainty}};
    for (std::size_t i = 0; calibration_ && i < grasps.size(); ++i) {
      auto const& each = frame.found.ranked[i];
      grasps[i]["intervals"] = to_json(intervals_of(*calibration_, each.grasp, each.uncertainty));
    }
    for (std::size_t i = 0; i < frame.plans.size(); ++i) grasps[i]["gripper"] = to_json(frame.plans[i]);
    if (alarm_) line["drift"] = {{"alarm", frame.drifted}, {"evidence", alarm_->evidence()}};
  }

  watch_options const& options_;
  std::optional<grasp_planner> planner_;
  detect_command_options searching_;
  detection_search find_;
  frame_limits limits_{};
  grasp_tracker tracker_{};
  std::optional<grasp_calibration> calibration_{};
  std::optional<drift_alarm> alarm_{};
};

std::string summary_text(live_summary const& summary) {
  std::string text = std::to_string(summary.ages.count()) + " answers";
  for (auto const& each : names_of(frame_verdict{}))
    if (auto const count = summary.count(each.value); count > 0)
      text += ", " + std::to_string(count) + " " + std::string(each.name);
  auto const milliseconds = [&](double share) {
    return suregrasp::text_of(std::round(1000 * summary.ages.quantile(share)));
  };
  text += "; " + std::to_string(summary.dropped) + " frames dropped";
  if (summary.ages.count() > 0)
    text += "; age of the answers: half within " + milliseconds(0.5) + " ms, 99 % within " + milliseconds(0.99) + " ms";
  return text;
}

}  // namespace

int watch(watch_options const& options, run_options const& run) {
  interrupt_guard const guard;
  auto const unit = metres_per_unit_of(options.depth_unit);
  auto const number = camera_number({.camera = options.source});
  watcher eyes(options, run);
  bool any = false;
  auto const loop = [&](auto source) {
    return run_live_loop(
        std::move(source), [&](live_picture const& image) { return eyes.check(image); },
        [&](live_picture const& image, auto& stages) { return eyes.detect(image, stages); },
        [&](live_answer<watched_frame> const& answer) {
          any = any || (answer.result && eyes.has_grasp(*answer.result));
          std::cout << json_text(eyes.line_of(answer), "watch", -1) << std::endl;
          require_printed();
          return !interrupted();
        },
        {.most_age = options.most_age, .stop = interrupted});
  };
  auto const summary = number ? loop(camera_source(*number)) : loop(folder_source(options.source, options.idle, unit));
  say(run, summary_text(summary));
  throw_if_interrupted();
  return any ? 0 : nothing_to_grasp;
}

}  // namespace suregrasp::cli
