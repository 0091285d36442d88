#ifndef SUREGRASP_TEACHER_CHECKPOINT_FOLDER_HPP
#define SUREGRASP_TEACHER_CHECKPOINT_FOLDER_HPP

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/teacher/checkpoint_file.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// The newest complete checkpoint of a folder, and a line about each newer file that is none.
template <std::floating_point Scalar>
struct found_checkpoint {
  std::optional<training_checkpoint<Scalar>> newest;
  std::vector<std::string> ignored;
};

/// Whether a `checkpoint_folder` gives this name: `step-000000001200.safetensors`, for example.
[[nodiscard]] inline bool is_checkpoint_name(std::string_view name) {
  constexpr std::string_view begin = "step-", end = ".safetensors";
  if (name.size() < begin.size() + 12 + end.size() || !name.starts_with(begin) || !name.ends_with(end)) return false;
  auto const number = name.substr(begin.size(), name.size() - begin.size() - end.size());
  return number.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The checkpoints of one run, `step-000000001200.safetensors` and so on, of which the last `keep` stay.
///
/// A file appears complete or not at all, whenever the run is killed: it is written under another name, reaches the
/// disk and is renamed in one step. One run at a time uses a folder.
template <std::floating_point Scalar>
class checkpoint_folder {
 public:
  /// Makes the folder where it is not there, and clears away what a killed run left half written. Throws `data_error`
  /// `io.write` where it cannot be made, `model_error` `checkpoint.not_a_folder` where a file has its name,
  /// `option_error` `checkpoint.keep` for less than one to keep.
  explicit checkpoint_folder(std::filesystem::path path, std::size_t keep = 3) : path_(std::move(path)), keep_(keep) {
    if (keep == 0) throw option_error("checkpoint.keep", "expected at least one checkpoint to keep, got 0");
    std::error_code failed;
    if (std::filesystem::exists(path_, failed) && !std::filesystem::is_directory(path_, failed))
      throw model_error("checkpoint.not_a_folder",
                        path_.string() +
                            ": expected a folder of checkpoints, found a file, such as an earlier "
                            "release kept; delete it to begin anew");
    std::filesystem::create_directories(path_, failed);
    if (failed) throw data_error("io.write", "cannot create the folder " + path_.string() + ": " + failed.message());
    for (auto const& name : names())
      if (auto const complete = detail::name_when_complete(name); complete && is_checkpoint_name(*complete))
        remove(name);
  }

  /// Writes a checkpoint, then drops all but the newest; what is no checkpoint stays, whatever its name. A run killed
  /// at any moment leaves one too many at most. Throws `data_error` `io.write`.
  void write(training_checkpoint<Scalar> const& moment) const {
    drop_old();
    write_file(path_ / name_of(moment.step), std::string_view(format_checkpoint(moment)));
    drop_old();
  }

  /// The newest checkpoint that is whole, whatever its configuration.
  [[nodiscard]] found_checkpoint<Scalar> newest() const {
    found_checkpoint<Scalar> found;
    for (auto const& name : steps()) {
      auto const file = path_ / name;
      try {
        found.newest = suregrasp::read_checkpoint<Scalar>(file);
        break;
      } catch (data_error const& torn) {
        found.ignored.push_back("ignored " + std::string(torn.what()));
      }
    }
    return found;
  }

  /// The newest checkpoint that is whole. Throws `model_error` `teacher.checkpoint.configuration` when it belongs to
  /// another configuration than this.
  [[nodiscard]] found_checkpoint<Scalar> newest(std::map<std::string, std::string> const& configuration) const {
    auto found = newest();
    if (found.newest) suregrasp::require_same_configuration(found.newest->configuration, configuration);
    return found;
  }

  [[nodiscard]] std::filesystem::path const& path() const { return path_; }

 private:
  static constexpr std::size_t digits = 12;

  [[nodiscard]] static std::string name_of(std::int64_t step) {
    auto const number = std::to_string(step);
    return "step-" + std::string(digits - std::min(digits, number.size()), '0') + number + ".safetensors";
  }

  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (auto const& entry : std::filesystem::directory_iterator(path_))
      found.push_back(entry.path().filename().string());
    return found;
  }

  void drop_old() const {
    auto const complete = steps();
    for (std::size_t i = keep_; i < complete.size(); ++i)
      if (begins_as_checkpoint(path_ / complete[i])) remove(complete[i]);
  }

  /// Links are not ours and stay.
  void remove(std::string const& name) const {
    std::error_code ignored;
    auto const status = std::filesystem::symlink_status(path_ / name, ignored);
    if (std::filesystem::is_regular_file(status)) std::filesystem::remove(path_ / name, ignored);
  }

  /// The checkpoints, newest first.
  [[nodiscard]] std::vector<std::string> steps() const {
    auto found = names();
    std::erase_if(found, [](std::string const& name) { return !is_checkpoint_name(name); });
    std::ranges::sort(found, std::greater<>{}, [](std::string const& name) { return std::pair(name.size(), name); });
    return found;
  }

  std::filesystem::path path_;
  std::size_t keep_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_CHECKPOINT_FOLDER_HPP
