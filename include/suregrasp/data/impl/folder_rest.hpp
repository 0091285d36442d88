#ifndef SUREGRASP_DATA_IMPL_FOLDER_REST_HPP
#define SUREGRASP_DATA_IMPL_FOLDER_REST_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <suregrasp/core/impl/letter_case.hpp>
#include <suregrasp/data/diagnostic.hpp>
#include <suregrasp/files/folder_files.hpp>
#include <vector>

namespace suregrasp::inline v2::detail {

/// What a folder holds beside a data set: links of its files that lead nowhere, and FIFOs in their place, are
/// diagnostics, what is passed over are notes with counts.
struct folder_rest {
  std::vector<diagnostic> diagnostics{};
  std::vector<std::string> notes{};
};

/// Whether a file tells people about a data set: a README, a licence, a citation.
[[nodiscard]] inline bool is_for_people(std::filesystem::path const& file) {
  auto const name = small_letters(file.filename().string());
  return std::ranges::any_of(std::array{"readme", "license", "licence", "citation"},
                             [&](std::string_view begin) { return name.starts_with(begin); });
}

/// Names of the programs that list folders, not of data.
[[nodiscard]] inline bool is_of_a_system(std::filesystem::path const& file) {
  auto const name = small_letters(file.filename().string());
  bool const of_mac = name.starts_with("._") || name == ".ds_store" || name == "__macosx";
  return of_mac || name == "lost+found" || name == "thumbs.db" || name == "desktop.ini";
}

/// `belongs(path)` says whether a file has a name of the data set's format.
template <class Belongs>
[[nodiscard]] folder_rest rest_of_folder(folder_files const& listing, Belongs const& belongs) {
  folder_rest rest;
  auto const note = [&](std::vector<std::filesystem::path> const& paths, std::string const& what,
                        std::string const& more) {
    if (!paths.empty())
      rest.notes.push_back("passed over: " + std::to_string(paths.size()) + " " + what + ", such as " +
                           paths.front().string() + more);
  };
  std::vector<std::filesystem::path> others, broken, special, hidden;
  for (auto const& file : listing.files)
    if (!belongs(file) && !is_for_people(file) && !is_of_a_system(file)) others.push_back(file);
  for (auto const& link : listing.broken_links)
    if (belongs(link))
      rest.diagnostics.push_back(
          {"data.link.broken", {link.string()}, "expected a file, got a link that leads nowhere"});
    else
      broken.push_back(link);
  for (auto const& each : listing.special)
    if (belongs(each))
      rest.diagnostics.push_back(
          {"data.file.special", {each.string()}, "expected a file, got a FIFO, socket or device"});
    else
      special.push_back(each);
  std::ranges::copy_if(listing.hidden, std::back_inserter(hidden),
                       [](auto const& each) { return !is_of_a_system(each); });
  note(others, "files of other kinds", " (" + kinds_of_files(others) + ")");
  note(broken, "links that lead nowhere", "");
  note(special, "FIFOs, sockets or devices", "");
  note(hidden, "hidden files and folders", "");
  return rest;
}

/// What else there is, for a message that found no data set: `; there are 12 .jpg, 2 .txt`.
[[nodiscard]] inline std::string files_there(folder_files const& listing) {
  auto text = listing.files.empty() ? std::string("; the folder holds no file")
                                    : "; the files there: " + kinds_of_files(listing.files);
  if (!listing.broken_links.empty())
    text += ", and " + std::to_string(listing.broken_links.size()) + " links that lead nowhere, such as " +
            listing.broken_links.front().string();
  if (listing.files.empty() && !listing.hidden.empty())
    text += " but hidden ones, such as " + listing.hidden.front().string();
  return text;
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_DATA_IMPL_FOLDER_REST_HPP
