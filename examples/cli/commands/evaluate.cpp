#include "evaluate.hpp"

#include <iostream>
#include <suregrasp/detect/input_of.hpp>
#include <suregrasp/evaluate/oracle.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/json_fields.hpp>
#include <suregrasp/files/json_text.hpp>

#include "cli/console/interrupt.hpp"
#include "cli/console/output_file.hpp"
#include "cli/console/run_display.hpp"
#include "detector_runtime.hpp"
#include "evaluation_text.hpp"
#include "grasp_planning.hpp"
#include "grasps_json.hpp"
#include "oracle_text.hpp"
#include "samples.hpp"

namespace suregrasp::cli {

namespace {

using json = nlohmann::ordered_json;

std::vector<sample> part_of(evaluate_options const& options, std::vector<std::string> const& held_out,
                            run_options const& run) {
  auto samples = load_samples(options.data, run, options.depth_unit);
  if (!options.split.empty()) {
    std::vector<sample> chosen;
    for (auto const i : split_from(options.split, samples).test) chosen.push_back(std::move(samples[i]));
    return chosen;
  }
  if (options.part == "held-out") return only_held_out(std::move(samples), held_out, options.data.string());
  if (options.part != "all")
    throw option_error("option.part", "unknown part '" + options.part + "': expected all or held-out");
  return samples;
}

oracle oracle_of(evaluate_options const& options, run_options const& run) {
  interrupt_guard const guard;
  oracle_options how{.input = {.size = options.size}, .disk_radius = options.disk_radius};
  std::vector<std::string> held_out;
  if (!options.model.empty()) {
    trained_detector const detector(options.model, run);
    how.input = input_of(detector.options().input_size);
    how.encoding = detector.options().encoding;
    held_out = detector.held_out();
  }
  auto const samples = part_of(options, held_out, run);
  if (options.model.empty()) {
    std::vector<sample const*> all;
    for (auto const& each : samples) all.push_back(&each);
    how.encoding = pose_encoding::fitted(grasps_in_input(all, how.input), options.angle);
  }
  run_display display(run.progress_display());
  return measure_oracle(samples, how, {.progress = [&](run_progress const& at) { display(at); }, .stop = interrupted});
}

/// What `--predictions` keeps of a photograph.
json predictions_json(sample const& image, image_evaluation const& one) {
  return {{"id", image.id},
          {"grasps", grasps_json(one.found, one.found.ranked.size())},
          {"at_labels", errors_json(one.errors)}};
}

/// The evaluation, and where a gripper is named the second metric.
struct two_metrics {
  evaluation rectangles;
  std::optional<grasp_planner> planner;
  clear_success clear{};
};

two_metrics with_clearance(evaluate_options const& options, run_options const& run) {
  two_metrics result{.rectangles = {}, .planner = planner_of(options.gripper, options.camera)};
  result.rectangles = evaluate(options, run, [&](sample const& image, image_evaluation const& one) {
    if (!result.planner) return;
    if (image.depth.empty())
      ++result.clear.without_depth;
    else
      result.clear.add(*result.planner, depth_view(image.depth), first_grasps(one.found, one.found.ranked.size()),
                       image.grasps);
  });
  return result;
}

std::string table(std::string const& name, two_metrics const& result) {
  auto const lines = cli::table(name, result.rectangles);
  return result.planner ? lines + clear_success_text(result.clear, *result.planner) : lines;
}

json to_json(std::string const& name, two_metrics const& result) {
  auto all = cli::to_json(name, result.rectangles);
  if (result.planner)
    all["gripper"] = {{"name", result.planner->hand().name}, {"success", suregrasp::to_json(result.clear)}};
  return all;
}

}  // namespace

evaluation evaluate(evaluate_options const& options, run_options const& run,
                    std::function<void(sample const&, image_evaluation const&)> const& each) try {
  interrupt_guard const guard;
  trained_detector const detector(options.model, run, options.votes);
  auto const samples = part_of(options, detector.held_out(), run);
  if (!options.predictions.empty()) require_utf8_ids(samples, options.data);
  run_display display(run.progress_display());
  auto predictions = json::array();
  auto search = options.search;
  search.always_one = true;
  auto result = detector.evaluate(samples, {.detecting = search, .window = options.window, .whole = options.whole},
                                  {.progress = [&](run_progress const& at) { display(at); },
                                   .stop = interrupted,
                                   .image =
                                       [&](sample const& image, image_evaluation const& one) {
                                         if (each) each(image, one);
                                         if (!options.predictions.empty())
                                           predictions.push_back(predictions_json(image, one));
                                       }});
  if (!options.predictions.empty())
    write_file(options.predictions,
               json_text(json{{"predictions", std::move(predictions)}, {"record", to_json(run.record)}},
                         options.predictions.string()) +
                   "\n");
  return result;
} catch (run_stopped const&) {
  throw_if_interrupted();
  throw;
}

void evaluate_and_print(evaluate_options const& options, run_options const& run) try {
  call_files files{.writes = {{"--json", options.json}, {"--predictions", options.predictions}},
                   .reads = {{"--model", options.model}, {"--split", options.split}, {"--camera", options.camera}},
                   .data = {{"--data", options.data}}};
  for (auto const& each : options.votes.others) files.reads.push_back({"--also", each});
  require_outputs(files);
  auto const report = [&](auto const& result) {
    std::cout << table(options.data.string(), result) << std::flush;
    if (options.json.empty()) return;
    auto json = to_json(options.data.string(), result);
    json["record"] = to_json(run.record);
    write_file(options.json, json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
  };
  if (options.oracle)
    report(oracle_of(options, run));
  else
    report(with_clearance(options, run));
} catch (run_stopped const&) {
  throw_if_interrupted();
  throw;
}

}  // namespace suregrasp::cli
