#ifndef SUREGRASP_TESTS_DEVICE_NODE_HPP
#define SUREGRASP_TESTS_DEVICE_NODE_HPP

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <filesystem>
#include <optional>
#include <string>

namespace suregrasp_tests {

/// A path at which `/dev/<name>`, of major number 1, is written to. For root, who could do away with the device of the
/// whole machine, a node of its own; nothing where the folder's disk has none. For others a link.
[[nodiscard]] inline std::optional<std::filesystem::path> device_node(std::filesystem::path const& at,
                                                                      std::string const& name, unsigned minor) {
  if (::geteuid() != 0) {
    std::filesystem::create_symlink("/dev/" + name, at);
    return at;
  }
  if (::mknod(at.c_str(), S_IFCHR | 0666, makedev(1, minor)) != 0) return std::nullopt;
  int const open = ::open(at.c_str(), O_WRONLY | O_CLOEXEC);
  if (open >= 0) ::close(open);
  return open >= 0 ? std::optional(at) : std::nullopt;
}

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_DEVICE_NODE_HPP
