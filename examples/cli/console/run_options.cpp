#include "run_options.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <suregrasp/core/impl/utf8.hpp>

namespace suregrasp::cli {

void say(run_options const& run, std::string const& line) {
  if (!run.quiet) std::cerr << suregrasp::detail::visible(line, line.size()) << std::endl;
}

void record_call(run_options& run, CLI::App const& command, std::span<char const* const> words) {
  run.record.command = command.get_name();
  run.record.command_line = shell_text({words.begin(), words.end()});
  run.record.options = option_values(command);
  run.record.seed = run.seed;
  run.record.threads = run.threads;
  run.record.device = run.device;
}

}  // namespace suregrasp::cli
