#ifndef SUREGRASP_CLI_CONSOLE_RUN_OPTIONS_HPP
#define SUREGRASP_CLI_CONSOLE_RUN_OPTIONS_HPP

#include <cstdint>
#include <span>
#include <string>

#include "progress.hpp"
#include "run_record.hpp"

namespace suregrasp::cli {

/// What every command is told beside its own options.
struct run_options {
  std::uint64_t seed = 1;
  int threads = 0;  ///< 0: one for each processor
  std::string device = "cpu";
  bool quiet = false;
  bool skip_faulty = false;  ///< leaves out damaged photographs instead of stopping at the first
  run_record record;         ///< filled by the command line; commands write it beside their results

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
