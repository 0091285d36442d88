#ifndef SUREGRASP_FILES_FOLDER_FILES_HPP
#define SUREGRASP_FILES_FOLDER_FILES_HPP

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/letter_case.hpp>
#include <system_error>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// What lies below a folder.
struct folder_files {
  std::vector<std::filesystem::path> files{};         ///< regular ones, also through links, sorted by path
  std::vector<std::filesystem::path> broken_links{};  ///< which lead nowhere, sorted
  std::vector<std::filesystem::path> hidden{};        ///< files and folders passed over, sorted
  std::vector<std::filesystem::path> special{};       ///< FIFOs, sockets and devices, also through links, sorted
};

namespace detail {

/// The folder of a file below `root`, with a slash at its end; empty for `root` itself.
[[nodiscard]] inline std::string folder_below(std::filesystem::path const& root, std::filesystem::path const& file) {
  auto const folder = file.parent_path().lexically_relative(root).generic_string();
  return folder.empty() || folder == "." ? std::string() : folder + "/";
}

/// Walks folders; each one is entered once, however many links lead to it.
class folder_walk {
 public:
  explicit folder_walk(std::filesystem::path const& root) : root_(real_path_of(root)) {
    enter(root);
    while (!links_.empty()) {  // after the folders themselves, whose files keep their own paths
      auto const link = *links_.begin();
      links_.erase(links_.begin());
      if (!holds_root(link)) enter(link);
    }
    for (auto* list : {&found.files, &found.broken_links, &found.hidden, &found.special}) std::ranges::sort(*list);
  }

  folder_files found;

 private:
  /// Where a folder lies, without links in its path.
  [[nodiscard]] static std::filesystem::path real_path_of(std::filesystem::path const& folder) {
    std::error_code failed;
    auto path = std::filesystem::canonical(folder, failed);
    if (failed) throw data_error("io.missing", folder.string() + ": expected a folder, got: " + failed.message());
    return path;
  }

  [[nodiscard]] bool holds_root(std::filesystem::path const& link) const {
    auto const target = real_path_of(link);
    return std::ranges::mismatch(target, root_).in1 == target.end();
  }

  void enter(std::filesystem::path const& folder) {
    std::error_code failed;
    if (!entered_.insert(real_path_of(folder)).second) return;
    std::filesystem::directory_iterator const entries(folder, failed);
    if (failed)
      throw data_error("io.read", folder.string() + ": expected a folder that can be listed, got: " + failed.message());
    for (auto const& entry : entries) add(entry);
  }

  void add(std::filesystem::directory_entry const& entry) {
    auto const name = entry.path().filename().string();
    if (name.starts_with('.') || name == "__MACOSX" || name == "lost+found")
      return found.hidden.push_back(entry.path());
    std::error_code failed;
    auto const kind = entry.status(failed).type();  // of what a link leads to
    if (kind == std::filesystem::file_type::regular)
      found.files.push_back(entry.path());
    else if (kind == std::filesystem::file_type::directory && entry.is_symlink())
      links_.insert(entry.path());
    else if (kind == std::filesystem::file_type::directory)
      enter(entry.path());
    else if (failed || kind == std::filesystem::file_type::not_found)
      found.broken_links.push_back(entry.path());
    else
      found.special.push_back(entry.path());
  }

  std::filesystem::path root_;
  std::set<std::filesystem::path> links_, entered_;
};

}  // namespace detail

/// All files below a folder, also through links to files and folders; a folder is entered once, so that links in a
/// circle end. Hidden names are passed over (a dot in front, as in the `._*` files that a Mac leaves on other disks),
/// and so are `__MACOSX` and `lost+found`. Throws `data_error` `io.missing` and `io.read`
/// for a folder that is not there or cannot be listed.
[[nodiscard]] inline folder_files list_folder(std::filesystem::path const& root) {
  return detail::folder_walk(root).found;
}

/// Files by path, found also where their name differs in capital and small letters alone (`pcd0100R.PNG`), as copies
/// by way of Windows and cameras do.
class file_names {
 public:
  explicit file_names(std::vector<std::filesystem::path> const& files) {
    for (auto const& file : files) names_.emplace(key(file), file);
  }

  /// The file of this path, or else the first whose last name differs in letter case alone.
  [[nodiscard]] std::optional<std::filesystem::path> find(std::filesystem::path const& wanted) const {
    auto const [first, last] = names_.equal_range(key(wanted));
    for (auto at = first; at != last; ++at)
      if (at->second == wanted) return wanted;
    if (first == last) return std::nullopt;
    return first->second;
  }

 private:
  [[nodiscard]] static std::string key(std::filesystem::path const& file) {
    return (file.parent_path() / detail::small_letters(file.filename().string())).string();
  }

  std::multimap<std::string, std::filesystem::path> names_;
};

/// How many files of each kind there are, by the end of the name: `12 .jpg, 2 .txt, 1 without an ending`; at most five
/// kinds are named. Empty where there are none.
[[nodiscard]] inline std::string kinds_of_files(std::vector<std::filesystem::path> const& files) {
  std::map<std::string, std::size_t> counts;
  for (auto const& file : files) ++counts[file.extension().string()];
  std::vector<std::pair<std::string, std::size_t>> kinds(counts.begin(), counts.end());
  std::ranges::stable_sort(kinds, [](auto const& a, auto const& b) { return a.second > b.second; });
  std::string text;
  for (std::size_t i = 0; i < kinds.size() && i < 5; ++i)
    text += (i > 0 ? ", " : "") + std::to_string(kinds[i].second) + " " +
            (kinds[i].first.empty() ? std::string("without an ending") : kinds[i].first);
  return kinds.size() > 5 ? text + ", ..." : text;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_FILES_FOLDER_FILES_HPP
