#ifndef SUREGRASP_METRICS_LABELS_NATIVE_DESCRIPTION_HPP
#define SUREGRASP_METRICS_LABELS_NATIVE_DESCRIPTION_HPP

#include <algorithm>
#include <filesystem>
#include <optional>
#include <suregrasp/core/error.hpp>
#include <suregrasp/files/folder_files.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/metrics/labels/native_csv.hpp>
#include <suregrasp/metrics/labels/native_json.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// The file that describes a data set in this project's own format: `path` where it is a `.json` or `.csv` file, the
/// `dataset.json` or `dataset.csv` of a folder, all in small letters or capitals; nothing where it is neither.
[[nodiscard]] inline std::optional<std::filesystem::path> native_description(std::filesystem::path const& path) {
  for (auto const* name : {"dataset.json", "dataset.csv", "DATASET.JSON", "DATASET.CSV"})
    if (std::filesystem::is_regular_file(path / name)) return path / name;
  auto const ending = detail::small_letters(path.extension().string());
  bool const described = ending == ".json" || ending == ".csv";
  return described && std::filesystem::is_regular_file(path) ? std::optional(path) : std::nullopt;
}

/// The photographs that such a file names. Throws `data_error`: those of `parse_native_json` and `parse_native_csv`.
[[nodiscard]] inline std::vector<native_photograph> read_native_description(std::filesystem::path const& file) {
  auto const text = read_file(file), path = file.string();
  bool const table = detail::small_letters(file.extension().string()) == ".csv";
  return table ? parse_native_csv(text, path) : parse_native_json(text, path);
}

/// The file that a description in `folder` calls `name`: with its backslashes as they are where there is such a file,
/// else, as Windows means them, as slashes. Throws `data_error` `data.plain.path` for a path that leads out of the
/// folder: absolute, by `..`, or with a drive letter.
[[nodiscard]] inline std::filesystem::path file_of_description(std::filesystem::path const& folder,
                                                               std::string const& name) {
  bool const on_drive = name.size() > 2 && name[1] == ':' && (name[2] == '\\' || name[2] == '/');
  std::string inside = name;
  if (!std::filesystem::exists(folder / name)) std::ranges::replace(inside, '\\', '/');
  auto const path = std::filesystem::path(inside).lexically_normal();
  if (on_drive || path.is_absolute() || *path.begin() == "..")
    throw data_error("data.plain.path",
                     (folder / name).string() + ": expected a path within the folder of the description, got one " +
                         (on_drive ? "of a Windows drive" : "that leads out of it") + ": write the path from there");
  return folder / inside;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_LABELS_NATIVE_DESCRIPTION_HPP
