#ifndef SUREGRASP_FILES_ATOMIC_FILE_HPP
#define SUREGRASP_FILES_ATOMIC_FILE_HPP

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>

namespace suregrasp::inline v2 {

namespace detail {

/// A temporary file in the folder of its target. It takes the target's name when published and is deleted otherwise.
class pending_file {
 public:
  explicit pending_file(std::filesystem::path const& target) : target_(target), name_(target.string() + ".XXXXXX") {
    descriptor_ = ::mkstemp(name_.data());
    if (descriptor_ < 0) fail("cannot create a file beside");
  }
  pending_file(pending_file const&) = delete;
  pending_file& operator=(pending_file const&) = delete;
  ~pending_file() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!name_.empty()) ::unlink(name_.c_str());
  }

  void write(char const* bytes, std::size_t count) const {
    while (count > 0) {
      ssize_t const written = ::write(descriptor_, bytes, count);
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail("cannot write");
      bytes += written;
      count -= static_cast<std::size_t>(written);
    }
  }

  /// Renames the file onto its target: from here on readers find the new content. With `on_disk` it is flushed to the
  /// disk first.
  void publish(bool on_disk = true) {
    if (::fchmod(descriptor_, 0644) != 0 || (on_disk && ::fsync(descriptor_) != 0)) fail("cannot write");
    int const closed = ::close(descriptor_);
    descriptor_ = -1;
    if (closed != 0 || std::rename(name_.c_str(), target_.c_str()) != 0) fail("cannot put in place");
    name_.clear();
  }

 private:
  [[noreturn]] void fail(std::string const& what) const {
    throw data_error("io.write", what + " " + target_.string() + ": " + std::strerror(errno));
  }

  std::filesystem::path target_;
  std::string name_;
  int descriptor_ = -1;
};

}  // namespace detail

/// Replaces a file as a whole: the bytes are written to a temporary file in the same folder, flushed to the disk and
/// renamed in one step, so that readers and a crash find the old content or the new, never a part. Throws `data_error`
/// `io.write`, which leaves the old file as it was and no temporary file behind.
inline void write_file(std::filesystem::path const& path, std::string_view content) {
  detail::pending_file file(path);
  file.write(content.data(), content.size());
  file.publish();
}

/// The same for a span of bytes.
inline void write_file(std::filesystem::path const& path, std::span<std::uint8_t const> content) {
  write_file(path, std::string_view(reinterpret_cast<char const*>(content.data()), content.size()));
}

/// As `write_file`, but does not wait for the disk. For many files: write each with this function, then call
/// `wait_for_disk` once.
inline void write_file_soon(std::filesystem::path const& path, std::string_view content) {
  detail::pending_file file(path);
  file.write(content.data(), content.size());
  file.publish(false);
}

/// Waits until everything written to the file system of `folder` has reached the disk. Throws `data_error` `io.write`.
inline void wait_for_disk(std::filesystem::path const& folder) {
  int const descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  bool const done = descriptor >= 0 && ::syncfs(descriptor) == 0;
  int const problem = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (!done)
    throw data_error("io.write", "cannot wait for the disk of " + folder.string() + ": " + std::strerror(problem));
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_FILES_ATOMIC_FILE_HPP
