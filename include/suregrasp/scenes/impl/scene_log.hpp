#ifndef SUREGRASP_SCENES_IMPL_SCENE_LOG_HPP
#define SUREGRASP_SCENES_IMPL_SCENE_LOG_HPP

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/text_fields.hpp>
#include <suregrasp/data/native/native_writer.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/own_folder.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/metrics/labels/native_json.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::detail {

/// What an unfinished folder of scenes holds already, in the file that marks it: behind the mark's own line the plan
/// that the scenes are made from, then a line of JSON for each photograph whose files are there.
class scene_log {
 public:
  scene_log(std::filesystem::path root, std::string plan) : root_(std::move(root)), plan_(std::move(plan)) {}

  /// Begins the log of a folder that has just been marked.
  void begin() const { append(plan_); }

  void add(native_photograph const& p) const { append(line_of(p)); }

  /// The photographs of a former run of the same plan. What it left half-written is removed. Throws `data_error`
  /// `data.scene_folder.not_empty` where the plan is another.
  [[nodiscard]] std::vector<native_photograph> go_on() const {
    auto const text = read_file(file());
    auto const lines = split_text(text, '\n');
    if (lines.size() < 2 || lines[1] != plan_)
      throw data_error("data.scene_folder.not_empty",
                       root_.string() +
                           ": holds scenes of a run that did not finish, with other options or of another "
                           "version: repeat that call, or delete the folder");
    std::vector<native_photograph> done;
    auto kept = std::string(lines[0]) + "\n" + plan_ + "\n";
    for (auto line = lines.begin() + 2; line != lines.end() && is_there(*line, done); ++line)
      kept += std::string(*line) + "\n";
    remove_pending();
    write_file(file(), kept);
    return done;
  }

 private:
  [[nodiscard]] std::filesystem::path file() const { return root_ / unfinished_mark; }

  [[nodiscard]] static std::string line_of(native_photograph const& p) {
    auto text = format_native_json({&p, 1});
    std::ranges::replace(text, '\n', ' ');
    return text;
  }

  void append(std::string const& line) const {
    std::ofstream to(file(), std::ios::app);
    to << line << "\n";
    if (!to.flush()) throw data_error("io.write", "cannot write in " + root_.string());
  }

  /// Whether a line is whole and its files are there, which are then added.
  [[nodiscard]] bool is_there(std::string_view line, std::vector<native_photograph>& done) const {
    try {
      auto const described = parse_native_json(line, file().string()).at(0);
      for (auto const& name : {described.image, described.depth})
        if (std::error_code none; !name.empty() && !(std::filesystem::file_size(root_ / name, none) > 0 && !none))
          return false;
      done.push_back(described);
      done.back().sources.clear();
      return true;
    } catch (std::exception const&) {
      return false;
    }
  }

  void remove_pending() const {
    std::error_code ignored;
    for (auto const& entry : std::filesystem::directory_iterator(root_))
      if (name_when_complete(entry.path().filename().string())) std::filesystem::remove(entry.path(), ignored);
  }

  std::filesystem::path root_;
  std::string plan_;
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_SCENES_IMPL_SCENE_LOG_HPP
