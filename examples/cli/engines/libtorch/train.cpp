#include "cli/commands/train.hpp"

#include <optional>
#include <suregrasp/backends/libtorch/model_file.hpp>
#include <suregrasp/backends/libtorch/two_step_training.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/safetensors.hpp>

#include "cli/commands/engine.hpp"
#include "cli/commands/model_metadata.hpp"
#include "cli/commands/samples.hpp"
#include "cli/commands/training_json.hpp"
#include "cli/console/interrupt.hpp"
#include "cli/console/kept_checkpoints.hpp"
#include "cli/console/output_file.hpp"
#include "cli/console/run_display.hpp"
#include "process_group.hpp"

namespace suregrasp::cli {

namespace {

namespace fs = std::filesystem;

bool is_old_checkpoint(fs::path const& path) { return read_safetensors_metadata(path).contains("suregrasp.progress"); }

/// What an interrupted run of 1.0.0 left, a single file, cannot be gone on from.
void clear_old_checkpoint(train_options const& options) {
  auto const path = checkpoints_beside(options.out);
  if (!fs::is_regular_file(path) || !is_old_checkpoint(path)) return;
  if (!options.restart)
    throw model_error("train.checkpoint.old", path.string() +
                                                  ": is a checkpoint of SureGrasp 1.0.0, expected a folder of "
                                                  "checkpoints; use --restart to begin anew, or delete it");
  fs::remove(fs::canonical(path));
}

/// Before hours of work: files that must stay apart, and what is not ours to remove.
void require_files(train_options const& o) {
  clear_old_checkpoint(o);
  require_outputs({.writes = {{"--out", o.out}, {"the record of --out", o.out.string() + ".json"}},
                   .folders = {{"the checkpoints of --out", checkpoints_beside(o.out)}},
                   .reads = {{"--split", o.split}, {"--backbone-weights", o.how.backbone_weights}},
                   .data = {{"--data", o.data}}});
  require_own_checkpoints(o.out);
}

data_split split_of(train_options const& options, sample_store const& samples, random_stream const& random) {
  if (!options.split.empty()) return split_from(options.split, samples);
  return split_samples(samples, options.data, options.block, options.holdout, random.fork("split"));
}

/// `libtorch::train` with the tool's display, signals and checkpoints.
libtorch::trained_detector trained(sample_store const& samples, train_options const& options, run_options const& run,
                                   std::optional<kept_checkpoints> const& checkpoints,
                                   process_group_type const& group) {
  run_display display(run.progress_display());
  run_hooks const hooks{.progress = [&](run_progress const& at) { display(at); },
                        .note = [&](std::string const& line) { say(run, line); },
                        .stop = interrupted,
                        .checkpoints = checkpoints ? &checkpoints->folder() : nullptr};
  auto const split = split_of(options, samples, random_stream(run.seed));
  return libtorch::train({.device = torch::Device(run.device)}, samples, split, options.network, options.how, hooks,
                         group);
}

void save(libtorch::trained_detector const& made, train_options const& options, run_options const& run) {
  auto record = to_json(run.record);
  record["configuration"] = configuration_json(options, made.network->options, made.result);
  record["curves"] = curves_json(made.result);
  libtorch::save_detector(options.out, made.network,
                          {{split_key, split_json(made.result).dump()}, {record_key, record.dump()}},
                          options.half ? torch::kHalf : torch::kFloat);
  write_file(options.out.string() + ".json", record.dump(1) + "\n");
}

}  // namespace

training_result train(train_options const& given, run_options const& given_run) try {
  auto options = given;
  options.how.seed = given_run.seed;
  if (options.network.fusion.literal && options.network.encoding.angle != angle_code::raw)
    throw option_error("train.literal_fusion", "--literal-fusion means fusing raw angles: it needs --angle raw");
  interrupt_guard const guard;
  auto const group = joined_group();
  auto const run = run_of(given_run, group);
  bool const keeps = group.rank() == 0;  // files are its own affair
  if (keeps) require_files(options);
  prepare_engine(run);
  auto const samples = load_store(options.data, run, options.depth_unit, options.memory);
  std::optional<kept_checkpoints> checkpoints;
  if (keeps) checkpoints.emplace(options.out, options.restart);
  auto made = trained(samples, options, run, checkpoints, group);
  if (keeps) save(made, options, run);
  part_ways(run, group);
  if (keeps) checkpoints->remove();
  return std::move(made.result);
} catch (run_stopped const& stop) {
  say_stopped(stop, given.out, given_run);
  throw_if_interrupted();
  throw;
} catch (model_error const& problem) {
  rethrow_with_restart(problem);
} catch (data_error const& problem) {
  if (problem.id() != "data.no_labels") throw;
  throw data_error(problem.id(), given.data.string() + ": " + problem.what());
}

}  // namespace suregrasp::cli
