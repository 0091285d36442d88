#ifndef SUREGRASP_CLI_CONSOLE_RUN_RECORD_HPP
#define SUREGRASP_CLI_CONSOLE_RUN_RECORD_HPP

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/core/field.hpp>
#include <suregrasp/core/version.hpp>
#include <thread>
#include <vector>

namespace CLI {
class App;
}

namespace suregrasp::cli {

/// The compiler that made the program, such as `g++ 12.2.0`.
[[nodiscard]] std::string compiler_text();

/// A moment in UTC, as `2026-01-31T12:00:00Z` (ISO 8601).
[[nodiscard]] std::string utc_text(std::chrono::system_clock::time_point moment);

/// How long the program has been running.
[[nodiscard]] double process_seconds();

/// Everything needed to say later how a result came about; lies beside the result as JSON.
struct run_record {
  std::string suregrasp = version_text();
  std::string command{};             ///< such as `train`
  std::string command_line{};        ///< as a shell reads it, the program first
  nlohmann::ordered_json options{};  ///< the value of every option, also of those left at their default
  std::uint64_t seed = 0;
  int threads = 0;
  std::string device = "cpu";
  std::string compiler = compiler_text();
  unsigned processors = std::thread::hardware_concurrency();
  std::string started = utc_text(std::chrono::system_clock::now());
  double duration_seconds = 0;  ///< up to the moment it is written

  static constexpr auto fields(auto list) {
    using r = run_record;
    return list(field{"suregrasp", &r::suregrasp}, field{"command", &r::command},
                field{"command_line", &r::command_line}, field{"options", &r::options}, field{"seed", &r::seed},
                field{"threads", &r::threads}, field{"device", &r::device}, field{"compiler", &r::compiler},
                field{"processors", &r::processors}, field{"started", &r::started},
                field{"duration_seconds", &r::duration_seconds, "", "s"});
  }
};

/// All options of a parsed command but `--help`, by their long names, with numbers and truth values as such.
///
/// An option that was not given has its default as CLI11 knows it (`capture_default_str`); without one it is null.
[[nodiscard]] nlohmann::ordered_json option_values(CLI::App const& command);

/// The command line as one text that a shell reads back as the same words.
[[nodiscard]] std::string shell_text(std::vector<std::string> const& words);

/// The record with its duration up to now.
[[nodiscard]] nlohmann::ordered_json to_json(run_record record);

/// Writes the record; a reader never sees half of it. Throws `data_error` when the file cannot be written.
void write_run_record(std::filesystem::path const& path, run_record const& record);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CONSOLE_RUN_RECORD_HPP
