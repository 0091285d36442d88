#include "cli/console/process_settings.hpp"
#include "cli/console/standard_output.hpp"
#include "command_line.hpp"

int main(int count, char** arguments) {
  suregrasp::cli::open_standard_streams();
  suregrasp::cli::settle_process();
  return suregrasp::cli::run_command_line(count, arguments);
}
