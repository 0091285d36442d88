#include "cli/commands/adapt.hpp"

#include <map>
#include <optional>
#include <string>
#include <suregrasp/backends/libtorch/adaptation.hpp>
#include <suregrasp/backends/libtorch/head_adaptation.hpp>
#include <suregrasp/backends/libtorch/model_file.hpp>
#include <suregrasp/backends/libtorch/prepared.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <utility>

#include "cli/commands/adapt_log.hpp"
#include "cli/commands/adaptation_text.hpp"
#include "cli/commands/engine.hpp"
#include "cli/commands/labelled_ids.hpp"
#include "cli/commands/model_metadata.hpp"
#include "cli/commands/samples.hpp"
#include "cli/console/interrupt.hpp"
#include "cli/console/kept_checkpoints.hpp"
#include "cli/console/output_file.hpp"
#include "cli/console/run_display.hpp"
#include "process_group.hpp"

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

workplace workplace_of(workplace_options const& options, run_options const& run, adapt_memory::contents& memory) {
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
  auto const labelled = options.label_list.empty() ? drawn_labels(split, options.labelled, random)
                                                   : positions_of_ids(options.label_list, samples);
  workplace found{make_adaptation_data(samples, split, labelled, std::move(also)), split_json(samples, split)};
  found.split["labelled"] = split_json(samples, {found.data.labelled, {}})["train"];
  return found;
}

/// Calls `learn` with the hooks of the tool: its display, signals, log and checkpoints.
template <class Learn>
adaptation_result with_hooks(workplace_options const& at, run_options const& run,
                             std::optional<kept_checkpoints> const& checkpoints, Learn const& learn) {
  step_log log(at.out, checkpoints ? at.telemetry : "none");
  run_display display(run.progress_display());
  return learn(run_hooks{.progress = [&](run_progress const& now) { display(now); },
                         .note = [&](std::string const& line) { say(run, line); },
                         .stop = interrupted,
                         .on_step = [&](step_report const& report) { log.add(report); },
                         .checkpoints = checkpoints ? &checkpoints->folder() : nullptr,
                         .checkpoint_every = std::chrono::duration<double>(at.checkpoint_every)});
}

/// Before hours of work: files that must stay apart, and what is not ours to remove.
void require_files(workplace_options const& o, fs::path const& cache = {}) {
  call_files files{.writes = {{"--out", o.out}, {"the record of --out", o.out.string() + ".json"}},
                   .folders = {{"the checkpoints of --out", checkpoints_beside(o.out)}, {"--cache", cache}},
                   .reads = {{"--model", o.model}, {"--split", o.split}, {"--label-list", o.label_list}},
                   .data = {{"--data", o.data}}};
  if (auto const log = step_log::file_of(o.out, o.telemetry); !log.empty())
    files.writes.push_back({"the telemetry of --out", log});
  for (auto const& each : o.also) files.data.push_back({"--also", each});
  require_outputs(files);
  require_own_checkpoints(o.out);
}

/// Adapts a model as `learn(be, net, data, hooks)` does; `how` are its options for the record. On several processes
/// rank 0 writes the files.
template <class How, class Learn>
json adapted(workplace_options const& at, How const& how, run_options const& given_run, adapt_memory::contents& memory,
             process_group_type const& group, Learn const& learn) try {
  auto const run = run_of(given_run, group);
  bool const keeps = group.rank() == 0;
  prepare_engine(run);
  auto const net = libtorch::load_detector(at.model);
  auto const found = workplace_of(at, run, memory);
  std::optional<kept_checkpoints> checkpoints;
  if (keeps) checkpoints.emplace(at.out, at.restart);
  libtorch::backend const be{.device = torch::Device(run.device)};
  auto const result =
      with_hooks(at, run, checkpoints, [&](run_hooks const& hooks) { return learn(be, net, found.data, hooks); });
  auto record = to_json(run.record);
  record["split"] = found.split;
  record["result"] = to_json(result, how.method, how.filter);
  if (keeps) {
    libtorch::save_detector(at.out, net, {{split_key, record["split"].dump()}, {record_key, record.dump()}});
    write_file(at.out.string() + ".json", record.dump(1) + "\n");
  }
  part_ways(run, group);
  if (keeps) checkpoints->remove();
  return record["result"];
} catch (run_stopped const& stop) {
  say_stopped(stop, at.out, given_run);
  throw_if_interrupted();
  throw;
} catch (model_error const& problem) {
  rethrow_with_restart(problem);
} catch (option_error const& problem) {
  if (problem.id() != "adapt.labelled") throw;
  throw option_error(problem.id(), at.data.string() + ": " + problem.what() + "; see --labelled and --holdout");
} catch (data_error const& problem) {
  if (problem.id() != "data.no_labels" && problem.id() != "data.no_unlabelled") throw;
  throw data_error(problem.id(), at.data.string() + ": " + problem.what());
}

}  // namespace

adapt_memory::adapt_memory() : contents_(std::make_unique<contents>()) {}
adapt_memory::~adapt_memory() = default;

void adapt_memory::forget_features() { contents_->features.forget_crops(); }

json adapt(adapt_options const& options, run_options const& run, adapt_memory const& memory) {
  require_valid(options.how);
  interrupt_guard const guard;
  auto const group = joined_group();
  if (group.rank() == 0) require_files(options.at);
  auto how = options.how;
  how.seed = run.seed;
  how.bfloat16 = !options.float32 && libtorch::has_bfloat16(torch::Device(run.device));
  return adapted(options.at, how, run, *memory, group,
                 [&](auto const& be, auto const& net, auto const& data, auto const& hooks) {
                   return libtorch::adapt(be, net, data, how, hooks, group);
                 });
}

json adapt_heads(adapt_heads_options const& options, run_options const& run, adapt_memory const& memory) {
  require_valid(options.how);
  if (auto const group = group_from_environment(); group && group->size > 1)
    throw option_error("distributed.command", "adapt-heads is quick enough for one process, but WORLD_SIZE asks for " +
                                                  std::to_string(group->size) + ": run it alone, or use adapt");
  require_files(options.at, options.cache);
  interrupt_guard const guard;
  auto how = options.how;
  how.seed = run.seed;
  auto& features = (*memory).features;
  features.folder = options.cache;
  return adapted(options.at, how, run, *memory, process_group_type(group_options{}),
                 [&](auto const& be, auto const& net, auto const& data, auto const& hooks) {
                   return libtorch::adapt_heads(be, net, data, how, hooks, &features);
                 });
}

}  // namespace suregrasp::cli
