#ifndef SUREGRASP_TESTS_KILLED_FOLDER_CHANGES_HPP
#define SUREGRASP_TESTS_KILLED_FOLDER_CHANGES_HPP

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <map>
#include <stdexcept>

namespace suregrasp_tests {

/// Counts what happens to the files of a folder and of the folders made in it: made, written to, closed, renamed,
/// deleted.
class folder_changes {
 public:
  explicit folder_changes(std::filesystem::path const& folder) : queue_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
    if (queue_ < 0) throw std::runtime_error("no inotify");
    add(folder);
  }
  folder_changes(folder_changes const&) = delete;
  folder_changes& operator=(folder_changes const&) = delete;
  ~folder_changes() { ::close(queue_); }

  /// Changes so far, after a wait of at most some milliseconds for the next.
  std::size_t count_after(int milliseconds) {
    pollfd asked{queue_, POLLIN, 0};
    if (::poll(&asked, 1, milliseconds) <= 0) return count_;
    alignas(inotify_event) std::array<char, 16384> buffer;
    for (ssize_t size = 0; (size = ::read(queue_, buffer.data(), buffer.size())) > 0;)
      for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
        inotify_event event{};
        std::memcpy(&event, buffer.data() + at, sizeof event);
        ++count_;
        if ((event.mask & IN_CREATE) != 0 && (event.mask & IN_ISDIR) != 0)
          add(folders_.at(event.wd) / (buffer.data() + at + sizeof event));
        at += sizeof event + event.len;
      }
    return count_;
  }

 private:
  /// What was made in a new folder before it is watched counts as well.
  void add(std::filesystem::path const& folder) {
    int const watch =
        ::inotify_add_watch(queue_, folder.c_str(), IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE);
    if (watch < 0) return;  // gone already
    folders_[watch] = folder;
    std::error_code gone;
    for (std::filesystem::directory_iterator each(folder, gone), end; !gone && each != end; each.increment(gone))
      if (each->is_directory(gone)) add(each->path());
  }

  int queue_;
  std::size_t count_ = 0;
  std::map<int, std::filesystem::path> folders_;
};

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_KILLED_FOLDER_CHANGES_HPP
