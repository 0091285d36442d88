#ifndef SUREGRASP_METRICS_LABELS_NATIVE_DESCRIPTION_HPP
#define SUREGRASP_METRICS_LABELS_NATIVE_DESCRIPTION_HPP

#include <filesystem>
#include <optional>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/metrics/labels/native_csv.hpp>
#include <suregrasp/metrics/labels/native_json.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// The file that describes a data set in this project's own format: `path` where it is a `.json` or `.csv` file, the
/// `dataset.json` or `dataset.csv` of a folder; nothing where it is neither.
[[nodiscard]] inline std::optional<std::filesystem::path> native_description(std::filesystem::path const& path) {
  for (auto const* name : {"dataset.json", "dataset.csv"})
    if (std::filesystem::is_regular_file(path / name)) return path / name;
  bool const described = path.extension() == ".json" || path.extension() == ".csv";
  return described && std::filesystem::is_regular_file(path) ? std::optional(path) : std::nullopt;
}

/// The photographs that such a file names. Throws `data_error`: those of `parse_native_json` and `parse_native_csv`.
[[nodiscard]] inline std::vector<native_photograph> read_native_description(std::filesystem::path const& file) {
  auto const text = read_file(file), path = file.string();
  return file.extension() == ".csv" ? parse_native_csv(text, path) : parse_native_json(text, path);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_LABELS_NATIVE_DESCRIPTION_HPP
