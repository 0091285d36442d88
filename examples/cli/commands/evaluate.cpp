#include "evaluate.hpp"

#include <iostream>
#include <suregrasp/files/atomic_file.hpp>

#include "cli/console/interrupt.hpp"
#include "cli/console/output_file.hpp"
#include "detector_runtime.hpp"
#include "evaluation_result.hpp"
#include "grasps_json.hpp"
#include "oracle.hpp"
#include "samples.hpp"

namespace suregrasp::cli {

namespace {

std::vector<sample> part_of(evaluate_options const& options, nlohmann::ordered_json const& split,
                            run_options const& run) {
  auto samples = load_samples(options.data, run);
  if (!options.split.empty()) {
    std::vector<sample> held_out;
    for (auto const i : split_from(options.split, samples).test) held_out.push_back(std::move(samples[i]));
    return held_out;
  }
  if (options.part == "held-out") return only_held_out(std::move(samples), split, options.data.string());
  if (options.part != "all")
    throw option_error("option.part", "unknown part '" + options.part + "': expected all or held-out");
  return samples;
}

oracle oracle(evaluate_options const& options, run_options const& run) {
  interrupt_guard const guard;
  oracle_options how{.input = {.size = options.size}, .disk_radius = options.disk_radius};
  nlohmann::ordered_json split;
  if (!options.model.empty()) {
    trained_detector const detector(options.model, run);
    how.input = input_of(detector.options());
    how.encoding = detector.options().encoding;
    split = detector.split();
  }
  auto const samples = part_of(options, split, run);
  std::vector<sample const*> all;
  for (auto const& each : samples) all.push_back(&each);
  if (options.model.empty()) how.encoding = pose_encoding::fitted(grasps_in_input(all, how.input), options.angle);
  return measure_oracle(samples, how, run);
}

}  // namespace

evaluation evaluate(evaluate_options const& options, run_options const& run) {
  interrupt_guard const guard;
  trained_detector const detector(options.model, run, options.votes);
  auto const samples = part_of(options, detector.split(), run);
  progress bar("evaluating", static_cast<std::int64_t>(samples.size()), run.progress_display());
  evaluation result;
  nlohmann::ordered_json predictions = nlohmann::ordered_json::array();
  for (auto const& each : samples) {
    throw_if_interrupted();
    auto const before = result.errors.size();
    auto const found = detector.evaluate(each, result, options.search);
    if (!options.predictions.empty())
      predictions.push_back({{"id", each.id},
                             {"grasps", grasps_json(found, found.ranked.size())},
                             {"at_labels", errors_json(std::span(result.errors).subspan(before))}});
    bar.update(static_cast<std::int64_t>(result.images));
  }
  bar.finish();
  if (!options.predictions.empty())
    write_file(
        options.predictions,
        nlohmann::ordered_json{{"predictions", std::move(predictions)}, {"record", to_json(run.record)}}.dump(1) +
            "\n");
  return result;
}

void evaluate_and_print(evaluate_options const& options, run_options const& run) {
  call_files files{.writes = {{"--json", options.json}, {"--predictions", options.predictions}},
                   .reads = {{"--model", options.model}, {"--split", options.split}},
                   .data = {{"--data", options.data}}};
  for (auto const& each : options.votes.others) files.reads.push_back({"--also", each});
  require_outputs(files);
  auto const report = [&](auto const& result) {
    std::cout << table(options.data.string(), result) << std::flush;
    if (options.json.empty()) return;
    auto json = to_json(options.data.string(), result);
    json["record"] = to_json(run.record);
    write_file(options.json, json.dump(1) + "\n");
  };
  if (options.oracle)
    report(oracle(options, run));
  else
    report(evaluate(options, run));
}

}  // namespace suregrasp::cli
