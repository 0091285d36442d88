#include "evaluate.hpp"

#include <iostream>
#include <suregrasp/io/atomic_file.hpp>

#include "detector_runtime.hpp"
#include "evaluation_result.hpp"
#include "interrupt.hpp"
#include "output_file.hpp"
#include "samples.hpp"

namespace suregrasp::cli {

ranking ranking_named(std::string const& name) {
  if (name == "uncertainty") return ranking::uncertainty;
  if (name == "heat") return ranking::heat;
  throw option_error("option.rank", "unknown ranking '" + name + "': expected uncertainty or heat");
}

evaluation evaluate(evaluate_options const& options, run_options const& run) {
  interrupt_guard const guard;
  detect_options const how{.rank = ranking_named(options.rank)};
  trained_detector const detector(options.model, run);
  auto samples = load_samples(options.data, run);
  if (options.part == "held-out")
    samples = only_held_out(std::move(samples), detector.split(), options.data.string());
  else if (options.part != "all")
    throw option_error("option.part", "unknown part '" + options.part + "': expected all or held-out");
  progress bar("evaluating", static_cast<std::int64_t>(samples.size()), run.progress_display());
  evaluation result;
  for (auto const& each : samples) {
    throw_if_interrupted();
    detector.evaluate(each, result, how);
    bar.update(static_cast<std::int64_t>(result.images));
  }
  bar.finish();
  return result;
}

void evaluate_and_print(evaluate_options const& options, run_options const& run) {
  require_writable(options.json);
  auto const result = evaluate(options, run);
  std::cout << table(options.data.string(), result) << std::flush;
  if (options.json.empty()) return;
  auto json = to_json(options.data.string(), result);
  json["record"] = to_json(run.record);
  write_file(options.json, json.dump(1) + "\n");
}

}  // namespace suregrasp::cli
