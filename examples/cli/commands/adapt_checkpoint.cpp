#include "adapt_checkpoint.hpp"

#include <algorithm>
#include <suregrasp/core/digest.hpp>
#include <suregrasp/files/own_folder.hpp>
#include <suregrasp/files/read_file.hpp>

#include "cli/console/interrupt.hpp"

namespace suregrasp::cli {

namespace {

/// Everything that decides the outcome: what a checkpoint must agree with to be continued.
std::map<std::string, std::string> configuration_of(adapt_options const& o, run_options const& run,
                                                    adapt_data const& data) {
  std::vector<std::string> const also(o.also.begin(), o.also.end());
  nlohmann::ordered_json const all{{"model", digest().add(read_file(o.model)).text()},
                                   {"data", o.data.string()},
                                   {"also", also},
                                   {"method", o.method},
                                   {"steps", o.steps},
                                   {"rate", o.rate},
                                   {"labelled_batch", o.labelled_batch},
                                   {"unlabelled_batch", o.unlabelled_batch},
                                   {"filter", to_json(o.filter)},
                                   {"by_component", o.by_component},
                                   {"fill", filling_of(o)},
                                   {"targets", o.targets},
                                   {"alpha", {o.alpha_first, o.alpha_last}},
                                   {"consistency", o.consistency},
                                   {"plain_labels", o.plain_labels},
                                   {"views", o.views},
                                   {"view_seed", o.view_seed},
                                   {"heat_steps", o.heat_steps},
                                   {"heat_rate", o.heat_rate},
                                   {"evaluations", o.evaluations},
                                   {"telemetry", o.telemetry},
                                   {"seed", run.seed},
                                   {"split", data.split_record()}};
  std::map<std::string, std::string> configuration;
  for (auto const& [key, value] : all.items()) configuration[key] = value.dump();
  return configuration;
}

/// A folder without the mark that holds nothing but checkpoints, such as a copy of one, or one of version 1.0.0.
bool holds_only_checkpoints(std::filesystem::path const& folder) {
  if (!std::filesystem::is_directory(folder)) return false;
  return std::ranges::all_of(std::filesystem::directory_iterator(folder), [](auto const& entry) {
    return !entry.is_symlink() && is_checkpoint_name(entry.path().filename().string()) &&
           begins_as_checkpoint(entry.path());
  });
}

}  // namespace

std::filesystem::path checkpoints_beside(std::filesystem::path const& out) { return out.string() + ".checkpoint"; }

void require_own_checkpoints(std::filesystem::path const& out) {
  auto const folder = checkpoints_beside(out);
  if (holds_only_checkpoints(folder)) mark_unfinished(folder);
  require_own_folder(folder, is_checkpoint_name);
}

adapt_checkpoints::adapt_checkpoints(adapt_options const& options, run_options const& run, adapt_data const& data)
    : path_(checkpoints_beside(options.out)),
      run_(run),
      every_(options.checkpoint_every),
      written_at_(monotonic_seconds()),
      configuration_(configuration_of(options, run, data)) {
  if (options.restart) remove();
}

std::optional<adapt_checkpoints::moment> adapt_checkpoints::newest() const {
  if (!std::filesystem::exists(path_)) return std::nullopt;
  try {
    auto found = checkpoint_folder<float>(path_).newest(configuration_);
    for (auto const& line : found.ignored) say(run_, line);
    return std::move(found.newest);
  } catch (model_error const& other) {
    throw model_error(other.id(), path_.string() + ": " + other.what() + ", or use --restart");
  }
}

bool adapt_checkpoints::due() const { return interrupted() || monotonic_seconds() - written_at_ > every_; }

void adapt_checkpoints::write(moment at) {
  at.configuration = configuration_;
  begin_folder(path_);
  checkpoint_folder<float>(path_, 2).write(at);
  written_at_ = monotonic_seconds();
  if (!interrupted()) return;
  say(run_, "stopped at step " + std::to_string(at.step) + "; the same command goes on from " + path_.string());
  throw_if_interrupted();
}

void adapt_checkpoints::remove() const { remove_own_files(path_, is_checkpoint_name); }

}  // namespace suregrasp::cli
