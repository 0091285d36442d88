#ifndef SUREGRASP_METRICS_LABELS_LABEL_FILES_HPP
#define SUREGRASP_METRICS_LABELS_LABEL_FILES_HPP

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/files/own_folder.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/metrics/labels/grasp_labels.hpp>
#include <suregrasp/metrics/labels/jacquard_file.hpp>
#include <suregrasp/metrics/labels/native_description.hpp>
#include <suregrasp/metrics/labels/rectangle_file.hpp>
#include <utility>

namespace suregrasp::inline v2 {

/// Reads all labels in this project's own JSON or CSV, see docs/data_formats.md.
[[nodiscard]] inline grasp_labels native_grasp_labels(std::filesystem::path const& file) {
  grasp_labels labels;
  for (auto& each : read_native_description(file)) labels.photographs.push_back({each.id, std::move(each.grasps)});
  return labels;
}

namespace detail {

[[nodiscard]] inline grasp_labels labels_below(std::filesystem::path const& folder) {
  constexpr std::string_view cornell = "cpos.txt", jacquard = "_grasps.txt";
  grasp_labels labels;
  std::vector<std::string> folders;
  std::map<std::string, std::size_t> count;
  auto const add = [&](std::filesystem::path const& file, std::size_t end, std::vector<grasp<double>> grasps) {
    auto const name = file.filename().string();
    labels.photographs.push_back({name.substr(0, name.size() - end), std::move(grasps)});
    folders.push_back(folder_below(folder, file));
    ++count[labels.photographs.back().id];
  };
  for (auto const& file : list_folder(folder).files) {
    auto const path = file.string();
    if (ends_in_either_case(path, cornell)) {
      auto read = parse_rectangles(read_file(file), path);
      add(file, cornell.size(), std::move(read.grasps));
      labels.dropped.insert(labels.dropped.end(), read.dropped.begin(), read.dropped.end());
    } else if (ends_in_either_case(path, jacquard)) {
      add(file, jacquard.size(), parse_jacquard_grasps(read_file(file), path).grasps);
    }
  }
  for (std::size_t i = 0; i < folders.size(); ++i)
    if (auto& id = labels.photographs[i].id; count[id] > 1) id = folders[i] + id;
  return labels;
}

}  // namespace detail

/// Reads all labels in a folder and those below it, without the photographs: Cornell's `<id>cpos.txt` and Jacquard's
/// `<id>_grasps.txt`, ids with their folders where these alone tell two apart; or those of a `.json` or `.csv` file of
/// our own, or of a folder with one.
///
/// Throws data_error `data.unfinished`, `data.labels.missing`, `data.labels.empty`, `data.labels.duplicate`, and those
/// of `parse_rectangles`, `parse_jacquard_row`, `parse_native_json` and `parse_native_csv`.
[[nodiscard]] inline grasp_labels read_grasp_labels(std::filesystem::path const& folder) {
  require_finished(folder);
  auto const described = native_description(folder);
  if (!described && !std::filesystem::is_directory(folder))
    throw data_error("data.labels.missing", folder.string() + ": expected a folder, there is none");
  auto labels = described ? native_grasp_labels(*described) : detail::labels_below(folder);
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

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_LABELS_LABEL_FILES_HPP
