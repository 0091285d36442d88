#include "kept_checkpoints.hpp"

#include <algorithm>
#include <exception>
#include <suregrasp/files/own_folder.hpp>
#include <system_error>

namespace suregrasp::cli {

namespace {

/// A folder without the mark that holds nothing but checkpoints, such as a copy of one, or one of version 1.0.0.
bool holds_only_checkpoints(std::filesystem::path const& folder) {
  if (!std::filesystem::is_directory(folder)) return false;
  return std::ranges::all_of(std::filesystem::directory_iterator(folder), [](auto const& entry) {
    return !entry.is_symlink() && is_checkpoint_name(entry.path().filename().string()) &&
           begins_as_checkpoint(entry.path());
  });
}

bool holds_a_checkpoint(std::filesystem::path const& folder) {
  std::error_code failed;
  return std::ranges::any_of(std::filesystem::directory_iterator(folder, failed),
                             [](auto const& entry) { return is_checkpoint_name(entry.path().filename().string()); });
}

}  // namespace

std::filesystem::path checkpoints_beside(std::filesystem::path const& out) { return out.string() + ".checkpoint"; }

void require_own_checkpoints(std::filesystem::path const& out) {
  auto const folder = checkpoints_beside(out);
  if (holds_only_checkpoints(folder)) mark_unfinished(folder);
  require_own_folder(folder, is_checkpoint_name);
}

void say_stopped(run_stopped const& stop, std::filesystem::path const& out, run_options const& run) {
  say(run, "stopped at step " + std::to_string(stop.step()) + "; the same command goes on from " +
               checkpoints_beside(out).string());
}

void rethrow_with_restart(model_error const& problem) {
  auto const& id = problem.id();
  if (id != "run.checkpoint.kind" && id != "teacher.checkpoint.configuration") throw;
  throw model_error(id, std::string(problem.what()) + ", or use --restart");
}

kept_checkpoints::kept_checkpoints(std::filesystem::path const& out, bool restart) : path_(checkpoints_beside(out)) {
  begin_folder(path_);
  lock_.emplace(path_);
  if (restart) {
    remove();
    begin_folder(path_);
    lock_.emplace(path_);
  }
  folder_.emplace(path_, 2);
}

kept_checkpoints::~kept_checkpoints() {
  try {
    if (!holds_a_checkpoint(path_)) remove();
  } catch (std::exception const&) {
    return;  // what cannot be removed stays
  }
}

void kept_checkpoints::remove() const { remove_own_files(path_, is_checkpoint_name); }

}  // namespace suregrasp::cli
