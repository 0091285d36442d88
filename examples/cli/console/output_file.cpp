#include "output_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <map>
#include <optional>
#include <suregrasp/core/error.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <tuple>

#include "data_set_files.hpp"

namespace suregrasp::cli {

namespace {

namespace fs = std::filesystem;

/// Device and number of a file that is there; of the folder, and a name in it, for one that is not.
using identity = std::tuple<dev_t, ino_t, std::string>;

fs::path folder_of(fs::path const& file) { return file.has_parent_path() ? file.parent_path() : fs::path("."); }

/// Nothing for devices and FIFOs, which lose nothing, and for a path that leads nowhere.
std::optional<identity> identity_of(fs::path const& path) {
  auto const end = suregrasp::detail::end_of_links(path.has_filename() ? path : path.parent_path());
  struct stat status {};
  if (suregrasp::detail::own_descriptor(end) >= 0) return std::nullopt;
  if (::stat(end.c_str(), &status) == 0) {
    if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) return std::nullopt;
    return identity{status.st_dev, status.st_ino, {}};
  }
  if (::stat(folder_of(end).c_str(), &status) != 0) return std::nullopt;
  return identity{status.st_dev, status.st_ino, end.filename().string()};
}

class written_files {
 public:
  explicit written_files(call_files const& files) {
    for (auto const* list : {&files.writes, &files.folders})
      for (auto const& each : *list) add(each);
  }

  /// Refuses what `name` reads at `path` where it is to be written.
  void require_none(std::string const& name, fs::path const& path) const {
    if (path.empty() || known_.empty()) return;
    auto const read = identity_of(path);
    if (auto const found = read ? known_.find(*read) : known_.end(); found != known_.end())
      refuse(found->second, "would write over what " + name + " reads, " + path.string());
  }

  /// Whether any is a file that is there.
  [[nodiscard]] bool replace_any() const {
    for (auto const& [id, named] : known_)
      if (fs::is_regular_file(named.path)) return true;
    return false;
  }

 private:
  void add(named_path const& each) {
    if (each.path.empty()) return;
    auto const id = identity_of(each.path);
    if (!id) return;
    if (auto const [known, fresh] = known_.emplace(*id, each); !fresh)
      refuse(each, "is also what " + known->second.name + " writes, " + known->second.path.string());
  }

  [[noreturn]] static void refuse(named_path const& written, std::string const& why) {
    throw option_error("option.out",
                       written.path.string() + ": " + written.name + " " + why + "; choose another place");
  }

  std::map<identity, named_path> known_;
};

}  // namespace

void require_writable(fs::path const& file) {
  if (file.empty()) return;
  auto const refuse = [&](std::string const& why) {
    throw option_error("option.out", file.string() + ": cannot be written, " + why);
  };
  auto const end = suregrasp::detail::end_of_links(file);
  if (suregrasp::detail::own_descriptor(end) >= 0) return;
  auto const folder = folder_of(end);
  if (!fs::is_directory(folder)) refuse("there is no folder " + folder.string());
  if (fs::is_directory(end)) refuse("it is a folder");
  if (fs::is_socket(end)) refuse("it is a socket");
  if (fs::is_other(end)) {
    if (::access(end.c_str(), W_OK) != 0) refuse("it is closed to us");
  } else if (::access(folder.c_str(), W_OK) != 0) {
    refuse("nothing may be written in " + folder.string());
  }
}

void require_outputs(call_files const& files) {
  for (auto const& each : files.writes) require_writable(each.path);
  for (auto const& each : files.folders)
    if (fs::exists(each.path) && !fs::is_directory(each.path))
      throw option_error("option.out",
                         each.path.string() + ": expected a folder for " + each.name + ", found a file; move it away");
  written_files const written(files);
  for (auto const& each : files.reads) written.require_none(each.name, each.path);
  for (auto const& each : files.data)
    if (!each.path.empty() && written.replace_any())
      for (auto const& file : data_set_files(each.path)) written.require_none(each.name, file);
}

}  // namespace suregrasp::cli
