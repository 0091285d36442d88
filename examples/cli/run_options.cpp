#include "run_options.hpp"

#include <iostream>

namespace suregrasp::cli {

void say(run_options const& run, std::string const& line) {
  if (!run.quiet) std::cerr << line << std::endl;
}

}  // namespace suregrasp::cli
