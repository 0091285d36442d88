#include "cli/console/process_settings.hpp"
#include "command_line.hpp"

int main(int count, char** arguments) {
  suregrasp::cli::settle_process();
  return suregrasp::cli::run_command_line(count, arguments);
}
