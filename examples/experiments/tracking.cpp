#include "tracking.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/json_fields.hpp>
#include <suregrasp/robot/grasp_tracker.hpp>
#include <suregrasp/scenes/synthetic_scene.hpp>
#include <vector>

#include "cli/commands/detector_runtime.hpp"
#include "cli/commands/shipped_model.hpp"
#include "cli/console/interrupt.hpp"
#include "cli/console/progress.hpp"
#include "markdown_table.hpp"

namespace suregrasp::experiments {

namespace {

namespace steps = synthetic::detail;

/// A thing that slides and turns at a constant speed.
struct moving_thing {
  synthetic::painted_object thing;  ///< about the origin
  point<double> start, speed;       ///< pixels, pixels a frame
  double angle = 0, turn = 0;       ///< radians, radians a frame

  [[nodiscard]] synthetic::pose at(std::size_t frame) const {
    auto const t = static_cast<double>(frame);
    double const now = angle + turn * t;
    return {{start.x + speed.x * t, start.y + speed.y * t}, std::cos(now), std::sin(now)};
  }
};

/// A grasp in the frame of the thing it holds.
struct held_grasp {
  std::size_t thing = 0;
  point<double> at{};
  double theta = 0;
};

class moving_scene {
 public:
  moving_scene(std::size_t index, std::size_t frames, std::uint64_t seed)
      : draw_(random_stream(seed).fork("moving", index)) {
    for (std::size_t i = 0; i < 3; ++i) {
      auto draw = draw_.fork("thing", i);
      auto shape = steps::drawn_thing(options_.domain, options_.domain.families, draw.fork("shape"));
      // Side by side, so that they do not run into each other; out of the middle and back in.
      double const x = 170 + 150 * static_cast<double>(i) + draw.uniform(-10, 10), way = draw.uniform(-90, 90);
      double const last = static_cast<double>(frames);
      things_.push_back({std::move(shape),
                         {x, 240 - way},
                         {draw.uniform(-20, 20) / last, 2 * way / last},
                         draw.uniform(0, 6),
                         draw.uniform(-1, 1) / last});
    }
  }

  [[nodiscard]] sample picture(std::size_t frame) const {
    std::vector<synthetic::painted_object> scene;
    for (auto const& each : things_)
      scene.push_back({each.thing.thing.placed(each.at(frame)), each.thing.tints, each.thing.name});
    auto const& setting = options_.domain;
    auto const view = synthetic::tilted_view::drawn(setting, options_.size, draw_.fork("tilt"));
    auto const light = synthetic::lamp::drawn(setting, draw_.fork("lamp"));
    auto const ground = synthetic::surface_of(scene, options_.size, light.reach(synthetic::highest_of(scene)) + 2);
    auto image = synthetic::bare_table(setting, options_.size, draw_.fork("table"));
    synthetic::light_scene(image, ground, light);
    sample result{"frame", {}, {}, {}};
    result.rgb = synthetic::photograph(synthetic::tilted_image(image, view), setting, draw_.fork("camera", frame));
    result.depth = synthetic::depth_of(ground, options_.size, setting, view, draw_.fork("depth"));
    return result;
  }

  /// What a grasp of a frame holds: the thing whose middle is nearest.
  [[nodiscard]] held_grasp held(grasp<double> const& g, std::size_t frame) const {
    held_grasp best;
    double nearest = 1e9;
    for (std::size_t i = 0; i < things_.size(); ++i) {
      auto const pose = things_[i].at(frame);
      double const dx = g.x - pose.centre.x, dy = g.y - pose.centre.y;
      if (std::hypot(dx, dy) >= nearest) continue;
      nearest = std::hypot(dx, dy);
      best = {i,
              {pose.cosine * dx + pose.sine * dy, -pose.sine * dx + pose.cosine * dy},
              axial_wrap(g.theta + std::atan2(pose.sine, pose.cosine))};
    }
    return best;
  }

 private:
  scene_options options_{};
  random_stream draw_;
  std::vector<moving_thing> things_{};
};

/// What is asked of a way to follow a grasp.
struct steadiness {
  std::size_t frames = 0, switches = 0, steady = 0;
  double squares = 0, turn_squares = 0, uncertainty = 0;

  /// A grasp is another one where the thing is, or where it jumps on the thing by more than 25 pixels or 30 degrees.
  void add(held_grasp const& before, held_grasp const& now) {
    double const way = std::hypot(now.at.x - before.at.x, now.at.y - before.at.y);
    double const turn = degrees(axial_distance(now.theta, before.theta));
    ++frames;
    if (now.thing != before.thing || way > 25 || turn > 30) {
      ++switches;
      return;
    }
    ++steady, squares += way * way, turn_squares += turn * turn;
  }
  [[nodiscard]] double per_hundred() const { return 100.0 * double(switches) / double(frames); }
  [[nodiscard]] double jitter() const { return std::sqrt(squares / double(steady)); }
  [[nodiscard]] double turn_jitter() const { return std::sqrt(turn_squares / double(steady)); }
};

using follower = std::function<std::optional<detection>(std::vector<detection> const&)>;

/// The most certain of the tracks, followed by its number as long as it lives.
follower by_tracker() {
  return [tracker = grasp_tracker(), id = std::uint64_t(0)](std::vector<detection> const& found) mutable {
    auto const& tracks = tracker.update(std::span<detection const>(found));
    auto const* track = tracker.find(id);
    if (!track && !tracks.empty()) track = &*std::ranges::min_element(tracks, {}, &grasp_track::uncertainty);
    if (!track) return std::optional<detection>();
    id = track->id;
    return std::optional(detection{track->pose, track->uncertainty});
  };
}

/// Of the three best peaks the one nearest to the choice before.
follower by_nearest_peak() {
  return [last = std::optional<detection>()](std::vector<detection> const& found) mutable {
    if (found.empty()) return last = std::nullopt;
    auto const three = std::span(found).first(std::min<std::size_t>(3, found.size()));
    auto const way = [&](detection const& each) {
      return last ? std::hypot(each.grasp.x - last->grasp.x, each.grasp.y - last->grasp.y) : 0;
    };
    return last = *std::ranges::min_element(three, {}, way);
  };
}

follower by_rank() {
  return
      [](std::vector<detection> const& found) { return found.empty() ? std::nullopt : std::optional(found.front()); };
}

constexpr std::array names{"tracker", "nearest of three peaks", "first of each frame"};

}  // namespace

void run_tracking(tracking_experiment const& experiment, cli::run_options const& run) {
  cli::interrupt_guard const guard;
  create_directories(experiment.results);
  cli::trained_detector const detector(cli::model_or_shipped(experiment.model), run);
  std::array<steadiness, names.size()> sums;
  cli::progress bar("following", static_cast<std::int64_t>(experiment.sequences * experiment.frames),
                    run.progress_display());
  std::int64_t done = 0;
  for (std::size_t s = 0; s < experiment.sequences; ++s) {
    moving_scene const scene(s, experiment.frames, static_cast<std::uint64_t>(run.seed));
    std::array<follower, names.size()> const followers{by_tracker(), by_nearest_peak(), by_rank()};
    std::array<std::optional<held_grasp>, names.size()> before{};
    for (std::size_t frame = 0; frame < experiment.frames; ++frame) {
      cli::throw_if_interrupted();
      auto const found = detector.detect_whole(scene.picture(frame), {.shortlist = 0.8}, {}, {}).ranked;
      for (std::size_t i = 0; i < followers.size(); ++i) {
        auto const chosen = followers[i](found);
        auto const now = chosen ? std::optional(scene.held(chosen->grasp, frame)) : std::nullopt;
        if (now && before[i]) sums[i].add(*before[i], *now), sums[i].uncertainty += chosen->uncertainty;
        before[i] = now;
      }
      bar.update(++done);
    }
  }
  bar.finish("");
  markdown_table table{{"followed by", "frames", "switches per 100 frames", "jitter, pixels", "degrees", "mean M_uc"}};
  auto rows = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto const& sum = sums[i];
    double const uncertainty = sum.uncertainty / double(sum.frames);
    table.add({names[i], std::to_string(sum.frames), fixed_text(sum.per_hundred(), 1), fixed_text(sum.jitter(), 2),
               fixed_text(sum.turn_jitter(), 2), fixed_text(uncertainty, 2)});
    rows.push_back({{"followed_by", names[i]},
                    {"frames", sum.frames},
                    {"switches", sum.switches},
                    {"jitter_pixels", sum.jitter()},
                    {"jitter_degrees", sum.turn_jitter()},
                    {"uncertainty", uncertainty}});
  }
  write_file(experiment.results / "tracking.json",
             nlohmann::ordered_json{{"record", to_json(run.record)}, {"rows", rows}}.dump(1) + "\n");
  write_file(experiment.results / "tracking.md", "# Grasps followed over moving scenes\n\n" + table.text());
}

}  // namespace suregrasp::experiments
