#include "suggest.hpp"

#include <iostream>
#include <numeric>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <vector>

#include "cli/console/interrupt.hpp"
#include "cli/console/output_file.hpp"
#include "cli/console/progress.hpp"
#include "samples.hpp"

namespace suregrasp::cli {

namespace {

std::vector<std::size_t> offered(suggest_options const& options, std::vector<sample> const& samples) {
  if (!options.split.empty()) return split_from(options.split, samples).train;
  std::vector<std::size_t> all(samples.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

std::vector<photograph_features> features_of_all(std::vector<std::size_t> const& positions,
                                                 std::vector<sample> const& samples, suggest_options const& options,
                                                 run_options const& run) {
  trained_detector const detector(options.model, run, {.views = options.views});
  progress bar("looking at photographs", static_cast<std::int64_t>(positions.size()), run.progress_display());
  std::vector<photograph_features> all;
  for (auto const i : positions) {
    throw_if_interrupted();
    all.push_back(detector.features(samples[i]));
    bar.update(static_cast<std::int64_t>(all.size()));
  }
  bar.finish();
  return all;
}

}  // namespace

void suggest(suggest_options const& options, run_options const& run) {
  require_outputs({.writes = {{"--out", options.out}},
                   .reads = {{"--model", options.model}, {"--split", options.split}},
                   .data = {{"--data", options.data}}});
  interrupt_guard const guard;
  auto const samples = load_samples(options.data, run, options.depth_unit);
  auto const positions = offered(options, samples);
  auto const features = features_of_all(positions, samples, options, run);
  std::string text;
  for (auto const& [position, distance] : suggest_labels(features, options.how))
    text += samples[positions[position]].id + "  # distance " + significant_text(distance) + ", M_uc " +
            significant_text(features[position].uncertainty) + "\n";
  if (!options.out.empty()) write_file(options.out, text);
  std::cout << text << std::flush;
}

}  // namespace suregrasp::cli
