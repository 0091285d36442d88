#include "free_memory.hpp"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <string>

namespace suregrasp::cli {

namespace {

/// The number that a file of the kernel consists of, or that stands behind a word in it.
std::optional<double> number_in(char const* path, std::string const& word = "") {
  std::ifstream file(path);
  std::string read;
  while (!word.empty() && file >> read && read != word) {
  }
  double number = 0;
  return file >> number ? std::optional(number) : std::nullopt;
}

}  // namespace

double free_memory() {
  auto const available = number_in("/proc/meminfo", "MemAvailable:");  // in kB
  double left = available
                    ? 1024 * *available
                    : static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGESIZE));
  auto const limit = number_in("/sys/fs/cgroup/memory.max"), used = number_in("/sys/fs/cgroup/memory.current");
  if (limit && used) left = std::min(left, *limit - *used);
  return std::max(left, 0.0);
}

}  // namespace suregrasp::cli
