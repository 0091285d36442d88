#include "command_line.hpp"
#include "process_settings.hpp"

int main(int count, char** arguments) {
  suregrasp::cli::settle_process(arguments);
  return suregrasp::cli::run_command_line(count, arguments);
}
