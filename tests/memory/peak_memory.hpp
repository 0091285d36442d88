#ifndef SUREGRASP_TESTS_MEMORY_PEAK_MEMORY_HPP
#define SUREGRASP_TESTS_MEMORY_PEAK_MEMORY_HPP

#include <malloc.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <string>
#include <suregrasp/core/error.hpp>

namespace suregrasp_tests {

/// Bytes under a heading of /proc/self/status, such as `VmHWM:`.
[[nodiscard]] inline std::int64_t status_bytes(std::string const& heading) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(heading)) return std::stoll(line.substr(heading.size())) * 1024;
  throw std::runtime_error("no " + heading + " in /proc/self/status");
}

/// How much memory `action` takes at most beyond what is there before, by the system's count: whoever allocates it.
/// Measured in a process of its own. Errors of the library are an answer as any other.
template <class Action>
[[nodiscard]] std::int64_t peak_memory(Action const& action) {
  int pipe[2] = {};
  if (::pipe(pipe) != 0) throw std::runtime_error("no pipe");
  pid_t const child = ::fork();
  if (child == 0) {
    ::malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << "5";  // the highest so far is what is there now
    auto const before = status_bytes("VmRSS:");
    try {
      action();
    } catch (suregrasp::error const&) {
    }
    std::int64_t const most = status_bytes("VmHWM:") - before;
    bool const told = ::write(pipe[1], &most, sizeof most) == sizeof most;
    ::_exit(told ? 0 : 1);
  }
  ::close(pipe[1]);
  std::int64_t most = -1;
  auto const read = ::read(pipe[0], &most, sizeof most);
  ::close(pipe[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (read != sizeof most || status != 0) throw std::runtime_error("the measured process died");
  return most;
}

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_MEMORY_PEAK_MEMORY_HPP
