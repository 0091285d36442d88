#ifndef SUREGRASP_FILES_ATOMIC_FILE_HPP
#define SUREGRASP_FILES_ATOMIC_FILE_HPP

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <system_error>
#include <utility>

namespace suregrasp::inline v2 {

namespace detail {

/// The number of an open file of this process that a path such as `/dev/stdout` leads to; -1 for other paths.
[[nodiscard]] inline int own_descriptor(std::filesystem::path const& path) {
  std::error_code failed;
  auto const folder = std::filesystem::canonical(path.parent_path(), failed);
  if (failed || folder != "/proc/" + std::to_string(::getpid()) + "/fd") return -1;
  int number = -1;
  auto const name = path.filename().string();
  std::from_chars(name.data(), name.data() + name.size(), number);
  return number;
}

/// Where a path leads through links, also where nothing is there yet; at an open file of this process it ends.
[[nodiscard]] inline std::filesystem::path end_of_links(std::filesystem::path path) {
  for (int links = 0; links < 40; ++links) {
    std::error_code none;
    auto const next = std::filesystem::read_symlink(path, none);
    if (none || own_descriptor(path) >= 0) break;
    path = path.parent_path() / next;
  }
  return path;
}

inline constexpr std::string_view pending_suffix = ".suregrasp-";
inline constexpr std::size_t pending_digits = 16;

/// The name of the file that a temporary file of this name is to become; nothing for names we do not give.
[[nodiscard]] inline std::optional<std::string> name_when_complete(std::string_view name) {
  auto const added = pending_suffix.size() + pending_digits;
  if (name.size() <= added) return std::nullopt;
  auto const end = name.substr(name.size() - added), number = end.substr(pending_suffix.size());
  if (!end.starts_with(pending_suffix) || number.find_first_not_of("0123456789abcdef") != std::string_view::npos)
    return std::nullopt;
  return std::string(name.substr(0, name.size() - added));
}

/// A temporary file in the folder of its target. It takes the target's name when published and is deleted otherwise. A
/// target that exists and is no regular file is written to itself.
class pending_file {
 public:
  explicit pending_file(std::filesystem::path const& path) : path_(path), target_(end_of_links(path)) {
    if (int const open = own_descriptor(target_); open >= 0) {
      std::fflush(stdout);
      descriptor_ = ::fcntl(open, F_DUPFD_CLOEXEC, 0);
      if (descriptor_ < 0) fail("cannot write");
      return;
    }
    there_ = ::stat(target_.c_str(), &former_) == 0;
    if (!there_ && errno != ENOENT) fail("cannot write");
    if (!there_ || S_ISREG(former_.st_mode))
      create();
    else
      write_through();
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
    bool const renamed = !name_.empty();
    if (renamed && there_) keep_owner_and_mode();
    if (on_disk) wait_for(descriptor_);
    int const closed = ::close(std::exchange(descriptor_, -1));
    if (closed != 0 || (renamed && std::rename(name_.c_str(), target_.c_str()) != 0)) fail("cannot put in place");
    name_.clear();
    if (!renamed || !on_disk) return;
    auto const folder = target_.has_parent_path() ? target_.parent_path() : std::filesystem::path(".");
    descriptor_ = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor_ >= 0) wait_for(descriptor_);  // a folder may be closed to readers
  }

 private:
  /// A new file gets the permissions that others get; one that replaces another is ours alone until it has that one's.
  void create() {
    auto const last = target_.filename().string();
    for (int tries = 0; descriptor_ < 0 && tries < 100; ++tries) {
      std::random_device chance;
      std::array<char, pending_digits + 1> digits{};
      std::snprintf(digits.data(), digits.size(), "%08x%08x", chance(), chance());
      auto const suffix = std::string(pending_suffix) + digits.data();
      auto const name = target_.parent_path() / (last.substr(0, NAME_MAX - suffix.size()) + suffix);
      descriptor_ = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, there_ ? 0600 : 0666);
      if (descriptor_ >= 0) name_ = name.string();
      if (descriptor_ < 0 && errno != EEXIST) break;
    }
    if (descriptor_ < 0) fail("cannot create a file beside");
  }

  void write_through() {
    if (S_ISDIR(former_.st_mode) || S_ISSOCK(former_.st_mode))
      throw data_error("io.write", "cannot write " + path_.string() + ": it is a " +
                                       (S_ISDIR(former_.st_mode) ? "folder" : "socket"));
    descriptor_ = ::open(target_.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor_ < 0) fail("cannot write");
  }

  void keep_owner_and_mode() const {
    bool const owned = ::fchown(descriptor_, former_.st_uid, former_.st_gid) == 0;
    if (::fchmod(descriptor_, former_.st_mode & (owned ? 07777 : 0777)) != 0) fail("cannot write");
  }

  void wait_for(int descriptor) const {
    if (::fsync(descriptor) != 0 && errno != EINVAL) fail("cannot write");  // EINVAL: nothing to wait for
  }

  [[noreturn]] void fail(std::string const& what) const {
    int const problem = errno;
    throw data_error("io.write", what + " " + path_.string() + ": " + std::strerror(problem));
  }

  std::filesystem::path path_, target_;
  bool there_ = false;  ///< before
  struct stat former_ {};
  std::string name_;  ///< of the file beside; empty where there is none
  int descriptor_ = -1;
};

}  // namespace detail

/// Replaces a file as a whole: the bytes are written to a temporary file in the same folder, flushed to the disk and
/// renamed in one step, so that readers and a crash find the old content or the new, never a part. Throws `data_error`
/// `io.write`, which leaves the old file as it was and no temporary file behind.
///
/// Links stay and are followed; a file that exists keeps its permissions and, where the process may set it, its owner.
/// A device or FIFO is written to as it is, and so is what `/dev/stdout` names; a folder or socket is refused.
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
