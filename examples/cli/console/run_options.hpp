#ifndef SUREGRASP_CLI_CONSOLE_RUN_OPTIONS_HPP
#define SUREGRASP_CLI_CONSOLE_RUN_OPTIONS_HPP

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <suregrasp/core/field.hpp>

#include "progress.hpp"
#include "run_record.hpp"

namespace suregrasp::cli {

/// What every command is told beside its own options.
struct run_options {
  std::uint64_t seed = 1;
  int threads = 0;
  std::string device = "cpu";
  bool quiet = false;
  bool skip_faulty = false;
  run_record record{};  ///< filled by the command line; commands write it beside their results

  static constexpr auto fields(auto list) {
    using o = run_options;
    return list(field{"seed", &o::seed, "Seed of all randomness; the same seed gives the same result"},
                field{"threads", &o::threads, "Threads to use, 0 for one a processor"}.between(0, 256),
                field{"device", &o::device, "Where to compute: cpu, cuda or cuda:N"},
                field{"quiet", &o::quiet, "No progress on standard error"},
                field{"skip_faulty", &o::skip_faulty, "Leave out photographs whose files are damaged, and say which"},
                field{"record", &o::record}.not_offered());
  }

  /// Threads to compute with: as asked for, else one a processor.
  [[nodiscard]] int computing_threads() const {
    return threads > 0 ? threads : std::max(1, static_cast<int>(record.processors));
  }

  [[nodiscard]] progress_options progress_display() const {
    progress_options options;
    options.quiet = quiet;
    return options;
  }
};

/// Tells a person what just happened, on standard error, unless the run is to be quiet.
void say(run_options const& run, std::string const& line);

/// Fills the record: which command was called, by which words, with which options.
void record_call(run_options& run, CLI::App const& command, std::span<char const* const> words);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CONSOLE_RUN_OPTIONS_HPP
