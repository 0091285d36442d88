#ifndef SUREGRASP_CLI_CONSOLE_RUN_RECORD_HPP
#define SUREGRASP_CLI_CONSOLE_RUN_RECORD_HPP

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace suregrasp::cli {

/// The version of suregrasp, as `1.2.3`.
[[nodiscard]] std::string version_text();

/// Everything needed to say later how a result came about; lies beside the result as JSON.
struct run_record {
  std::string command;                    ///< such as `train`
  std::vector<std::string> command_line;  ///< as typed, the program first
  nlohmann::ordered_json options;         ///< the value of every option, also of those left at their default
  std::uint64_t seed = 0;
  int threads = 0;
  std::string device = "cpu";
  std::chrono::system_clock::time_point started = std::chrono::system_clock::now();
  std::chrono::steady_clock::time_point started_steady = std::chrono::steady_clock::now();

  [[nodiscard]] double seconds_so_far() const;
};

/// All options of a parsed command but `--help`, by their long names, with numbers and truth values as such.
///
/// An option that was not given has its default as CLI11 knows it (`capture_default_str`); without one it is null.
[[nodiscard]] nlohmann::ordered_json option_values(CLI::App const& command);

/// The command line as one text that a shell reads back as the same words.
[[nodiscard]] std::string shell_text(std::vector<std::string> const& words);

/// A moment in UTC, as `2026-01-31T12:00:00Z` (ISO 8601).
[[nodiscard]] std::string utc_text(std::chrono::system_clock::time_point moment);

/// The record with what can be found out here: compiler, processors, start and duration up to now.
[[nodiscard]] nlohmann::ordered_json to_json(run_record const& record);

/// Writes the record; a reader never sees half of it. Throws `data_error` when the file cannot be written.
void write_run_record(std::filesystem::path const& path, run_record const& record);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CONSOLE_RUN_RECORD_HPP
