#ifndef SUREGRASP_FILES_OWN_FOLDER_HPP
#define SUREGRASP_FILES_OWN_FOLDER_HPP

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <system_error>
#include <vector>

namespace suregrasp::inline v2 {

/// The file that says that a folder was made here and is not finished: what we write may be removed from it again.
inline constexpr char const* unfinished_mark = ".suregrasp-unfinished";

/// What is in a folder, by whether we wrote it.
struct folder_content {
  std::vector<std::filesystem::path> ours;
  std::optional<std::filesystem::path> foreign;  ///< the first of the others
};

/// Whether the mark is in the folder.
[[nodiscard]] inline bool is_unfinished(std::filesystem::path const& folder) {
  std::error_code failed;
  return std::filesystem::is_regular_file(std::filesystem::symlink_status(folder / unfinished_mark, failed));
}

/// Puts the mark into a folder. Throws `data_error` `io.write`.
inline void mark_unfinished(std::filesystem::path const& folder) {
  if (is_unfinished(folder)) return;
  std::ofstream file(folder / unfinished_mark);
  file << "suregrasp writes this folder and may remove what it wrote, until this file is gone.\n";
  if (!file.flush()) throw data_error("io.write", "cannot write in " + folder.string());
}

/// Makes a folder where there is none. One that was empty is ours from now on and gets the mark. Throws `data_error`
/// `io.write`.
inline void begin_folder(std::filesystem::path const& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  bool const empty = !failed && std::filesystem::is_empty(folder, failed);
  if (failed) throw data_error("io.write", "cannot create the folder " + folder.string() + ": " + failed.message());
  if (empty) mark_unfinished(folder);
}

/// From now on nothing in the folder is ours to remove.
inline void finish_folder(std::filesystem::path const& folder) {
  std::error_code ignored;
  if (is_unfinished(folder)) std::filesystem::remove(folder / unfinished_mark, ignored);
}

/// To be asked before a folder is read: throws `data_error` `data.unfinished` where writing it was broken off.
inline void require_finished(std::filesystem::path const& folder) {
  if (is_unfinished(folder))
    throw data_error("data.unfinished", folder.string() +
                                            ": expected a complete folder, but writing it was broken off: repeat the "
                                            "call that writes it, `suregrasp synth` goes on; or delete " +
                                            unfinished_mark + " in it");
}

/// Ours are the regular files of a folder with the mark whose name satisfies `writes(name)`, also half written, and the
/// mark, which comes last. No link is followed, none is ours. A folder that is not there is empty; what is there and no
/// folder is foreign itself.
template <class Writes>
[[nodiscard]] folder_content content_of(std::filesystem::path const& folder, Writes const& writes) {
  namespace fs = std::filesystem;
  folder_content found;
  if (!fs::exists(fs::symlink_status(folder))) return found;
  if (!fs::is_directory(folder)) return {{}, folder};
  bool const marked = is_unfinished(folder);
  for (auto const& entry : fs::directory_iterator(folder)) {
    auto const name = entry.path().filename().string();
    if (marked && name == unfinished_mark) continue;
    bool const ours = marked && entry.symlink_status().type() == fs::file_type::regular &&
                      writes(detail::name_when_complete(name).value_or(name));
    if (ours)
      found.ours.push_back(entry.path());
    else if (!found.foreign || entry.path() < *found.foreign)
      found.foreign = entry.path();
  }
  if (marked) found.ours.push_back(folder / unfinished_mark);
  return found;
}

/// Throws `data_error` `io.not_ours` where a folder that is to be written anew holds what we did not write.
template <class Writes>
void require_own_folder(std::filesystem::path const& folder, Writes const& writes) {
  auto const foreign = content_of(folder, writes).foreign;
  if (!foreign) return;
  throw data_error("io.not_ours", folder.string() +
                                      (*foreign == folder ? ": expected a folder that suregrasp wrote, found something "
                                                            "else"
                                                          : ": holds " + foreign->filename().string() +
                                                                ", which is not known to be written by suregrasp, and "
                                                                "would be replaced") +
                                      "; move it away or choose another place");
}

/// Removes what is ours file by file, and the folder where nothing else is in it. Throws `data_error` `io.write`.
template <class Writes>
void remove_own_files(std::filesystem::path const& folder, Writes const& writes) {
  std::error_code failed, ignored;
  auto const ours = content_of(folder, writes).ours;
  for (auto const& file : ours) {
    std::filesystem::remove(file, failed);
    if (failed) throw data_error("io.write", "cannot remove " + file.string() + ": " + failed.message());
  }
  auto const status = std::filesystem::symlink_status(folder, ignored);
  if (std::filesystem::is_directory(status)) ::rmdir(folder.c_str());
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_FILES_OWN_FOLDER_HPP
