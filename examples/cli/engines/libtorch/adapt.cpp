#include "cli/commands/adapt.hpp"

#include <map>
#include <string>
#include <suregrasp/backends/libtorch/adaptation.hpp>
#include <suregrasp/backends/libtorch/model_file.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <utility>

#include "cli/commands/adapt_log.hpp"
#include "cli/commands/adaptation_text.hpp"
#include "cli/commands/engine.hpp"
#include "cli/commands/model_metadata.hpp"
#include "cli/commands/samples.hpp"
#include "cli/console/interrupt.hpp"
#include "cli/console/kept_checkpoints.hpp"
#include "cli/console/output_file.hpp"
#include "cli/console/run_display.hpp"

namespace suregrasp::cli {

struct adapt_memory::contents {
  std::map<std::pair<std::string, std::string>, std::vector<sample>> photographs;  ///< by folder and unit of depth
  feature_cache<torch::Tensor> features;
};

namespace {

using json = nlohmann::ordered_json;
namespace fs = std::filesystem;

std::vector<sample> const& samples_in(fs::path const& folder, std::string const& depth_unit, run_options const& run,
                                      adapt_memory::contents& memory) {
  auto& known = memory.photographs;
  std::pair const which(folder.string(), depth_unit);
  auto const found = known.find(which);
  return found != known.end() ? found->second
                              : known.emplace(which, load_samples(folder, run, depth_unit)).first->second;
}

/// The photographs, and the split for records.
struct workplace {
  adaptation_data data;
  json split;
};

workplace workplace_of(adapt_options const& options, run_options const& run, adapt_memory::contents& memory) {
  random_stream const random(run.seed);
  auto const& samples = samples_in(options.data, options.depth_unit, run, memory);
  auto const split = options.split.empty()
                         ? split_samples(samples, options.data, options.block, options.holdout, random.fork("split"))
                         : split_from(options.split, samples);
  std::vector<sample> also;
  for (auto const& folder : options.also) {
    auto const& more = samples_in(folder, options.depth_unit, run, memory);
    also.insert(also.end(), more.begin(), more.end());
  }
  workplace found{make_adaptation_data(samples, split, options.labelled, random, std::move(also)),
                  split_json(samples, split)};
  found.split["labelled"] = split_json(samples, {found.data.labelled, {}})["train"];
  return found;
}

/// `libtorch::adapt` with the tool's display, signals, log and checkpoints.
adaptation_result adapted(libtorch::detector const& net, adaptation_data const& data, adapt_options const& options,
                          run_options const& run, kept_checkpoints const& checkpoints, adapt_memory::contents& memory) {
  auto how = options.how;
  how.seed = run.seed;
  step_log log(options.out, options.telemetry);
  memory.features.folder = options.cache;
  run_display display(run.progress_display());
  run_hooks const hooks{.progress = [&](run_progress const& at) { display(at); },
                        .note = [&](std::string const& line) { say(run, line); },
                        .stop = interrupted,
                        .on_step = [&](step_report const& report) { log.add(report); },
                        .checkpoints = &checkpoints.folder(),
                        .checkpoint_every = std::chrono::duration<double>(options.checkpoint_every)};
  return libtorch::adapt({.device = torch::Device(run.device)}, net, data, how, hooks, &memory.features);
}

/// Before hours of work: files that must stay apart, and what is not ours to remove.
void require_files(adapt_options const& o) {
  call_files files{.writes = {{"--out", o.out}, {"the record of --out", o.out.string() + ".json"}},
                   .folders = {{"the checkpoints of --out", checkpoints_beside(o.out)}, {"--cache", o.cache}},
                   .reads = {{"--model", o.model}, {"--split", o.split}},
                   .data = {{"--data", o.data}}};
  if (auto const log = step_log::file_of(o.out, o.telemetry); !log.empty())
    files.writes.push_back({"the telemetry of --out", log});
  for (auto const& each : o.also) files.data.push_back({"--also", each});
  require_outputs(files);
  require_own_checkpoints(o.out);
}

}  // namespace

adapt_memory::adapt_memory() : contents_(std::make_unique<contents>()) {}
adapt_memory::~adapt_memory() = default;

void adapt_memory::forget_features() { contents_->features.forget_crops(); }

json adapt(adapt_options const& options, run_options const& run, adapt_memory const& memory) try {
  require_valid(options.how);
  require_files(options);
  interrupt_guard const guard;
  prepare_engine(run);
  auto const net = libtorch::load_detector(options.model);
  auto const found = workplace_of(options, run, *memory);
  kept_checkpoints const checkpoints(options.out, options.restart);
  auto const result = adapted(net, found.data, options, run, checkpoints, *memory);
  auto record = to_json(run.record);
  record["split"] = found.split;
  record["result"] = to_json(result, options.how);
  libtorch::save_detector(options.out, net, {{split_key, record["split"].dump()}, {record_key, record.dump()}});
  write_file(options.out.string() + ".json", record.dump(1) + "\n");
  checkpoints.remove();
  return record["result"];
} catch (run_stopped const& stop) {
  say_stopped(stop, options.out, run);
  throw_if_interrupted();
  throw;
} catch (model_error const& problem) {
  rethrow_with_restart(problem);
} catch (option_error const& problem) {
  if (problem.id() != "adapt.labelled") throw;
  throw option_error(problem.id(), options.data.string() + ": " + problem.what() + "; see --labelled and --holdout");
} catch (data_error const& problem) {
  if (problem.id() != "data.no_labels" && problem.id() != "data.no_unlabelled") throw;
  throw data_error(problem.id(), options.data.string() + ": " + problem.what());
}

}  // namespace suregrasp::cli
