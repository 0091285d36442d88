#ifndef SUREGRASP_DATA_PLAIN_DESCRIPTION_HPP
#define SUREGRASP_DATA_PLAIN_DESCRIPTION_HPP

#include <filesystem>
#include <optional>
#include <suregrasp/data/plain_csv.hpp>
#include <suregrasp/data/plain_json.hpp>
#include <suregrasp/io/read_file.hpp>
#include <vector>

namespace suregrasp::inline v1 {

/// The file that describes a data set in this project's own format: `path` where it is a `.json` or `.csv` file, the
/// `dataset.json` or `dataset.csv` of a folder; nothing where it is neither.
[[nodiscard]] inline std::optional<std::filesystem::path> plain_description(std::filesystem::path const& path) {
  for (auto const* name : {"dataset.json", "dataset.csv"})
    if (std::filesystem::is_regular_file(path / name)) return path / name;
  bool const described = path.extension() == ".json" || path.extension() == ".csv";
  return described && std::filesystem::is_regular_file(path) ? std::optional(path) : std::nullopt;
}

/// The photographs that such a file names. Throws `data_error`: those of `parse_plain_json` and `parse_plain_csv`.
[[nodiscard]] inline std::vector<plain_photograph> read_plain_description(std::filesystem::path const& file) {
  auto const text = read_file(file), path = file.string();
  return file.extension() == ".csv" ? parse_plain_csv(text, path) : parse_plain_json(text, path);
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_DATA_PLAIN_DESCRIPTION_HPP
