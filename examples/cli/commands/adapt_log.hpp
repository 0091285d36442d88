#ifndef SUREGRASP_CLI_COMMANDS_ADAPT_LOG_HPP
#define SUREGRASP_CLI_COMMANDS_ADAPT_LOG_HPP

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <suregrasp/teacher/step_report.hpp>

namespace suregrasp::cli {

/// A file with a line per step of a mean teacher. Each line is in the file when the next step begins, so that a run
/// that goes on from a checkpoint finds those of all steps before it.
class step_log {
 public:
  /// `format` is csv, jsonl or none; the file is `out` + ".steps." + format. Throws as `file_of`.
  step_log(std::filesystem::path const& out, std::string const& format);

  /// The file of such a log; empty for `none`. Throws `option_error` for another format.
  [[nodiscard]] static std::filesystem::path file_of(std::filesystem::path const& out, std::string const& format);

  /// The first report decides where the file goes on: step 0 begins it anew; a later step drops the lines of that step
  /// and those after; a device or FIFO forgets nothing and is written on. Throws `data_error`: `adapt.telemetry` where
  /// lines of earlier steps are missing, `io.write` where a line cannot be written.
  void add(step_report const& report);

 private:
  void go_on_at(std::int64_t step);

  std::filesystem::path path_;  ///< empty for none
  bool csv_ = false;
  std::ofstream file_;
};

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_ADAPT_LOG_HPP
