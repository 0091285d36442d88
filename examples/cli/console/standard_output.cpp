#include "standard_output.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <suregrasp/core/error.hpp>

namespace suregrasp::cli {

void open_standard_streams() {
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream)
    if (::fcntl(stream, F_GETFD) < 0) (void)::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

void require_printed() {
  std::cout.flush();
  bool const flushed = std::fflush(stdout) == 0;
  if (!flushed || std::ferror(stdout) != 0 || !std::cout)
    throw data_error("io.write", "standard output: what was printed could not be written, is it closed or full?");
}

}  // namespace suregrasp::cli
