#ifndef SUREGRASP_FILES_FOLDER_LOCK_HPP
#define SUREGRASP_FILES_FOLDER_LOCK_HPP

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>
#include <suregrasp/core/error.hpp>

namespace suregrasp::inline v2 {

/// Holds a folder for this process alone as long as it lives, against others that ask for it too; the system lets go of
/// it when the process ends, however it does. Nothing is written. Where the file system has no locks, nothing is held.
class folder_lock {
 public:
  /// Throws `data_error` `io.locked` where another process holds the folder, and says which.
  explicit folder_lock(std::filesystem::path const& folder)
      : descriptor_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (descriptor_ < 0 || ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return;
    auto const holder = holder_of(descriptor_);
    ::close(descriptor_);
    throw data_error("io.locked", folder.string() + ": another run is writing it now" +
                                      (holder.empty() ? "" : ", process " + holder) +
                                      ": wait for its end, or choose another place");
  }
  folder_lock(folder_lock const&) = delete;
  folder_lock& operator=(folder_lock const&) = delete;
  ~folder_lock() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

 private:
  /// The number of the process that holds an open file, by Linux' list of locks; empty where it does not say.
  [[nodiscard]] static std::string holder_of(int descriptor) {
    struct stat status {};
    if (::fstat(descriptor, &status) != 0) return {};
    auto const file = ":" + std::to_string(status.st_ino);
    std::ifstream locks("/proc/locks");
    std::string number, kind, how, access, process, id, rest;
    while (locks >> number >> kind >> how >> access >> process >> id && std::getline(locks, rest))
      if (kind == "FLOCK" && id.ends_with(file)) return process;
    return {};
  }

  int descriptor_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_FILES_FOLDER_LOCK_HPP
