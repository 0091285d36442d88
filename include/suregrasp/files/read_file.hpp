#ifndef SUREGRASP_FILES_READ_FILE_HPP
#define SUREGRASP_FILES_READ_FILE_HPP

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <ios>
#include <string>
#include <suregrasp/core/error.hpp>
#include <utility>

namespace suregrasp::inline v2 {

/// The largest files that are read, in bytes, by what is in them. A larger one is refused unread, also where it is
/// sparse and takes no room on its disk.
struct file_limits {
  static constexpr std::uintmax_t text = std::uintmax_t{256} << 20;     ///< labels, predictions, tables, descriptions
  static constexpr std::uintmax_t picture = std::uintmax_t{640} << 20;  ///< 2^26 pixels of eight bytes, and remarks
  static constexpr std::uintmax_t points = std::uintmax_t{1} << 30;     ///< point clouds
  static constexpr std::uintmax_t weights = std::uintmax_t{4} << 30;    ///< models, checkpoints, pretrained weights
};

namespace detail {

/// A regular file, opened at its begin.
class opened_file {
 public:
  /// Throws as `read_file`.
  opened_file(std::filesystem::path path, std::uintmax_t most) : path_(std::move(path)) {
    std::error_code ignored;
    if (!std::filesystem::exists(path_, ignored)) throw data_error("io.missing", path_.string() + ": no such file");
    if (!std::filesystem::is_regular_file(path_, ignored)) refuse("expected a file, found a folder or device");
    stream_.open(path_, std::ios::binary | std::ios::ate);
    if (!stream_) refuse("cannot be opened for reading");
    size_ = static_cast<std::uintmax_t>(stream_.tellg());
    if (size_ > most)
      throw data_error("io.size", path_.string() + ": expected a file of at most " + std::to_string(most >> 20U) +
                                      " MiB, it has " + std::to_string(size_ >> 20U));
    stream_.seekg(0);
  }

  [[nodiscard]] std::uintmax_t size() const { return size_; }
  [[nodiscard]] std::uintmax_t left() { return size_ - static_cast<std::uintmax_t>(stream_.tellg()); }
  void go_to(std::uintmax_t byte) { stream_.seekg(static_cast<std::streamoff>(byte)); }

  /// The next bytes. Throws `data_error` `io.read` where there are not so many.
  [[nodiscard]] std::string take(std::uintmax_t count) {
    if (count > left()) refuse("reading stopped before the end");
    std::string bytes(static_cast<std::size_t>(count), '\0');
    if (!stream_.read(bytes.data(), static_cast<std::streamsize>(count))) refuse("reading stopped before the end");
    return bytes;
  }

 private:
  [[noreturn]] void refuse(std::string const& why) const { throw data_error("io.read", path_.string() + ": " + why); }

  std::filesystem::path path_;
  std::ifstream stream_{};
  std::uintmax_t size_ = 0;
};

}  // namespace detail

/// All bytes of a regular file. Throws `data_error` `io.missing` where there is none, `io.size` where it has more than
/// `most` bytes, and `io.read` where it is no regular file or cannot be read.
[[nodiscard]] inline std::string read_file(std::filesystem::path const& path, std::uintmax_t most = file_limits::text) {
  detail::opened_file file(path, most);
  return file.take(file.size());
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_FILES_READ_FILE_HPP
