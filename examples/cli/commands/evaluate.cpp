#include "evaluate.hpp"

#include <iostream>
#include <set>
#include <suregrasp/data/split_file.hpp>
#include <suregrasp/detect/input_of.hpp>
#include <suregrasp/evaluate/evaluation_shards.hpp>
#include <suregrasp/evaluate/oracle.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/json_fields.hpp>
#include <suregrasp/files/json_text.hpp>
#include <suregrasp/files/read_file.hpp>

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
    std::vector<grasp<double>> labels;
    for (auto const& each : samples) std::ranges::copy(grasps_in_input(each, how.input), std::back_inserter(labels));
    how.encoding = pose_encoding::fitted(labels, options.angle);
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

void write_predictions(evaluate_options const& options, run_options const& run, json predictions) {
  write_file(options.predictions,
             json_text(json{{"predictions", std::move(predictions)}, {"record", to_json(run.record)}},
                       options.predictions.string()) +
                 "\n");
}

template <class Result>
void report(evaluate_options const& options, run_options const& run, Result const& result) {
  std::cout << table(options.data.string(), result) << std::flush;
  if (options.json.empty()) return;
  auto all = to_json(options.data.string(), result);
  all["record"] = to_json(run.record);
  write_file(options.json, all.dump(1, ' ', false, json::error_handler_t::replace) + "\n");
}

evaluation evaluated(trained_detector const& detector, std::span<sample const> samples, evaluate_options const& options,
                     run_options const& run, std::function<void(sample const&, image_evaluation const&)> const& each) {
  run_display display(run.progress_display());
  auto search = options.search;
  search.always_one = true;
  return detector.evaluate(
      samples, {.detecting = search, .window = options.window, .whole = options.whole},
      {.progress = [&](run_progress const& at) { display(at); }, .stop = interrupted, .image = each});
}

/// Of the entries of a data set those that the options name, as `part_of` has it of samples.
void keep_part(std::vector<data_entry>& entries, evaluate_options const& options,
               std::vector<std::string> const& held_out) {
  if (options.split.empty() && options.part == "all") return;
  auto const ids = options.split.empty() ? held_out : read_split(options.split).held_out;
  std::set<std::string> const chosen(ids.begin(), ids.end());
  std::erase_if(entries, [&](data_entry const& each) { return !chosen.contains(each.id); });
  if (entries.empty())
    throw data_error("data.split.nothing_held_out", options.data.string() +
                                                        ": expected photographs that are held out, "
                                                        "found none of them");
}

std::string ids_digest(std::vector<data_entry> const& entries) {
  digest all;
  for (auto const& each : entries) all.add(each.id);
  return all.text();
}

/// All that decides what an evaluation in parts comes to, but the photographs.
std::map<std::string, std::string> shard_configuration(evaluate_options const& options) {
  auto all = configuration_text(options.search);
  for (auto const& more : {configuration_text(options.votes), configuration_text(options.whole)})
    all.insert(more.begin(), more.end());
  all["window"] = name_of(options.window);
  all["release"] = version_text();
  digest model;
  model.add(read_file(options.model));
  for (auto const& each : options.votes.others) model.add(read_file(each));
  all["model"] = model.text();
  return all;
}

/// Writes and prints what one process would.
void put_together(evaluate_options const& options, run_options const& run,
                  std::vector<evaluation_shards::done_part> const& parts) {
  std::vector<evaluation> results;
  auto predictions = json::array();
  for (auto const& each : parts) {
    results.push_back(each.result);
    for (auto& row : json::parse(each.text)) predictions.push_back(std::move(row));
  }
  if (!options.predictions.empty()) write_predictions(options, run, std::move(predictions));
  report(options, run, merged_evaluation(results));
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

/// One part of an evaluation in parts. Whoever finds that it was the last to be done puts them together.
void evaluate_shard(evaluate_options const& options, run_options const& run) {
  auto const mine = parse_shard(options.shard);
  auto const folder = (options.json.empty() ? options.predictions : options.json).string() + ".shards";
  if (options.json.empty() && options.predictions.empty())
    throw option_error("option.shard", "--shard keeps its parts beside a file: expected --json or --predictions, too");
  if (options.oracle || !options.gripper.empty())
    throw option_error("option.shard", "--shard goes neither with --oracle nor with --gripper, which are quick");
  interrupt_guard const guard;
  trained_detector const detector(options.model, run, options.votes);
  auto configuration = shard_configuration(options);
  auto const samples = load_samples(options.data, run, options.depth_unit, [&](std::vector<data_entry>& entries) {
    keep_part(entries, options, detector.held_out());
    configuration["photographs"] = ids_digest(entries);
    auto const part = mine.part_of(entries.size());
    auto const first = entries.begin() + static_cast<std::ptrdiff_t>(part.first);
    entries = std::vector<data_entry>(first, first + static_cast<std::ptrdiff_t>(part.count));
  });
  evaluation_shards const shards(folder, mine.of, configuration);
  auto const claim = shards.claim(mine.number);
  if (!shards.part(mine.number)) {
    auto rows = json::array();
    auto const result = evaluated(
        detector, samples, options, run,
        [&](sample const& image, image_evaluation const& one) { rows.push_back(predictions_json(image, one)); });
    shards.write(mine.number, result, json_text(rows, folder));
  }
  if (auto const missing = shards.missing(); missing > 0)
    return say(run, "part " + options.shard + " is done, " + std::to_string(missing) + " are not");
  put_together(options, run, shards.all());
}

}  // namespace

evaluation evaluate(evaluate_options const& options, run_options const& run,
                    std::function<void(sample const&, image_evaluation const&)> const& each) try {
  interrupt_guard const guard;
  trained_detector const detector(options.model, run, options.votes);
  auto const samples = part_of(options, detector.held_out(), run);
  if (!options.predictions.empty()) require_utf8_ids(samples, options.data);
  auto predictions = json::array();
  auto result = evaluated(detector, samples, options, run, [&](sample const& image, image_evaluation const& one) {
    if (each) each(image, one);
    if (!options.predictions.empty()) predictions.push_back(predictions_json(image, one));
  });
  if (!options.predictions.empty()) write_predictions(options, run, std::move(predictions));
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
  if (!options.shard.empty())
    evaluate_shard(options, run);
  else if (options.oracle)
    report(options, run, oracle_of(options, run));
  else
    report(options, run, with_clearance(options, run));
} catch (run_stopped const&) {
  throw_if_interrupted();
  throw;
}

}  // namespace suregrasp::cli
