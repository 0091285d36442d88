#ifndef SUREGRASP_DETECT_GRASP_LABELS_HPP
#define SUREGRASP_DETECT_GRASP_LABELS_HPP

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/data/jacquard_row.hpp>
#include <suregrasp/data/rectangle_file.hpp>
#include <suregrasp/io/read_file.hpp>
#include <vector>

namespace suregrasp::inline v1 {

/// The labels of one photograph.
struct labelled_photograph {
  std::string id;
  std::vector<grasp<double>> grasps;
};

struct grasp_labels {
  std::vector<labelled_photograph> photographs;  ///< in the order of their ids
  std::vector<dropped_rectangle> dropped;        ///< rectangles with a vertex that is not finite
};

namespace detail {

[[nodiscard]] inline std::vector<grasp<double>> parse_jacquard_labels(std::string_view text, std::string const& path) {
  std::vector<grasp<double>> grasps;
  int line_number = 0;
  for (auto const line : split_text(text, '\n')) {
    ++line_number;
    if (!line.empty()) grasps.push_back(parse_jacquard_row(line, {path, line_number, 0}));
  }
  return grasps;
}

}  // namespace detail

/// Reads all labels in a folder and those below it, without the photographs: Cornell's `<id>cpos.txt` and Jacquard's
/// `<id>_grasps.txt`.
///
/// Throws data_error `data.labels.missing`, `data.labels.empty`, `data.labels.duplicate`, and those of
/// `parse_rectangles` and `parse_jacquard_row`.
[[nodiscard]] inline grasp_labels read_grasp_labels(std::filesystem::path const& folder) {
  if (!std::filesystem::is_directory(folder))
    throw data_error("data.labels.missing", folder.string() + ": expected a folder, there is none");
  constexpr std::string_view cornell = "cpos.txt", jacquard = "_grasps.txt";
  grasp_labels labels;
  for (auto const& file : std::filesystem::recursive_directory_iterator(folder)) {
    auto const name = file.path().filename().string();
    if (name.ends_with(cornell)) {
      auto read = parse_rectangles(read_file(file.path()), file.path().string());
      labels.photographs.push_back({name.substr(0, name.size() - cornell.size()), std::move(read.grasps)});
      labels.dropped.insert(labels.dropped.end(), read.dropped.begin(), read.dropped.end());
    } else if (name.ends_with(jacquard)) {
      labels.photographs.push_back({name.substr(0, name.size() - jacquard.size()),
                                    detail::parse_jacquard_labels(read_file(file.path()), file.path().string())});
    }
  }
  if (labels.photographs.empty())
    throw data_error("data.labels.empty", folder.string() +
                                              ": expected labels named <id>cpos.txt or <id>_grasps.txt, here or in "
                                              "subfolders, found none");
  std::ranges::sort(labels.photographs, {}, &labelled_photograph::id);
  auto const twin = std::ranges::adjacent_find(labels.photographs, {}, &labelled_photograph::id);
  if (twin != labels.photographs.end())
    throw data_error("data.labels.duplicate",
                     folder.string() + ": expected ids to be unique, found labels of " + twin->id + " twice");
  return labels;
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_DETECT_GRASP_LABELS_HPP
