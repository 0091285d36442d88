#ifndef SUREGRASP_METRICS_PREDICTIONS_PREDICTION_FILES_HPP
#define SUREGRASP_METRICS_PREDICTIONS_PREDICTION_FILES_HPP

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/file_text.hpp>
#include <suregrasp/core/impl/utf8.hpp>
#include <suregrasp/files/json_fields.hpp>
#include <suregrasp/files/json_text.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/metrics/predictions/prediction_set.hpp>
#include <suregrasp/metrics/predictions/prediction_tables.hpp>

namespace suregrasp::inline v2 {

namespace detail {

[[noreturn]] inline void refuse_json(std::string const& where, std::string const& expected,
                                     nlohmann::json const& found) {
  throw data_error("data.predictions.json",
                   where + ": expected " + expected + ", got " + detail::visible(found.dump(-1, ' ', true)));
}

/// `{"id": ..., "grasps": [...]}`, or `image` instead of `id`.
inline void add_json_image(gathered_predictions& to, nlohmann::json const& image, std::string const& where) {
  if (!image.is_object() || !image.contains("grasps") || !image.at("grasps").is_array())
    refuse_json(where, "an object with an `id` (or `image`) and a list `grasps`", image);
  char const* const key = image.contains("id") ? "id" : "image";
  if (!image.contains(key) || !image.at(key).is_string()) refuse_json(where, "a text `id` or `image`", image);
  auto& predictions = to.of(image.at(key).get<std::string>(), where);
  std::size_t index = 0;
  for (auto const& row : image.at("grasps")) {
    auto const source = where + ", grasps[" + std::to_string(index++) + "]";
    if (!row.is_object()) refuse_json(source, "an object with x, y, theta, opening and jaw", row);
    auto const number = [&](std::string const& name) -> std::optional<double> {
      if (!row.contains(name) || row.at(name).is_null()) return std::nullopt;
      if (!row.at(name).is_number()) refuse_json(source + ", " + name, "a number", row.at(name));
      return row.at(name).get<double>();
    };
    predictions.grasps.push_back(prediction_from(number, source));
  }
}

}  // namespace detail

/// Predictions as JSON: what `suregrasp detect --json` writes for one photograph, or a list of such, or an object with
/// that list as `predictions`. Throws data_error `data.predictions.json` and those of `prediction_from`.
[[nodiscard]] inline prediction_set parse_json_predictions(std::string_view text, std::string const& path) {
  auto const document = parse_json(text, path, "data.predictions.json");
  detail::gathered_predictions gathered;
  bool const wrapped = document.is_object() && document.contains("predictions");
  auto const& images = wrapped ? document.at("predictions") : document;
  if (images.is_object()) {
    detail::add_json_image(gathered, images, path);
  } else if (images.is_array()) {
    for (std::size_t i = 0; i < images.size(); ++i)
      detail::add_json_image(gathered, images[i], path + ": photograph " + std::to_string(i + 1) + " of the list");
  } else {
    detail::refuse_json(path, "a list of photographs with their grasps", images);
  }
  return gathered.take();
}

namespace detail {

/// Whether a line names the columns of a table, as the first of `parse_csv_predictions` does.
[[nodiscard]] inline bool names_columns(std::string_view line) {
  auto const columns = split_csv_line(line, separator_of(line)).texts;
  auto const is_id = [](auto const& name) { return name == "id" || name == "image"; };
  return line.find(',') != std::string_view::npos || line.starts_with("sep=") || std::ranges::any_of(columns, is_id);
}

}  // namespace detail

/// Predictions from a file: JSON where it begins with a brace or bracket, a table where the first line names columns,
/// else Jacquard's text. Throws data_error: those of the three, of `read_file`, and `data.predictions.empty`.
[[nodiscard]] inline prediction_set read_predictions(std::filesystem::path const& file) {
  auto const path = file.string(), bytes = read_file(file);
  auto const text = detail::text_of_file(bytes, path);
  auto const first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos)
    throw data_error("data.predictions.empty", path + ": expected predictions, the file is empty");
  if (text[first] == '{' || text[first] == '[') return parse_json_predictions(text, path);
  if (detail::names_columns(detail::lines_of_file(text, path).front())) return parse_csv_predictions(text, path);
  return parse_jacquard_predictions(text, path);
}

/// Predictions as JSON that `read_predictions` reads.
[[nodiscard]] inline nlohmann::ordered_json to_json(prediction_set const& set) {
  auto list = nlohmann::ordered_json::array();
  for (auto const& image : set) {
    auto grasps = nlohmann::ordered_json::array();
    for (auto const& each : image.grasps) {
      auto row = suregrasp::to_json(each.grasp);
      if (each.score) row["score"] = *each.score;
      if (each.uncertainty) row["uncertainty"] = *each.uncertainty;
      grasps.push_back(std::move(row));
    }
    list.push_back({{"id", image.name.empty() ? image.id : image.name}, {"grasps", std::move(grasps)}});
  }
  return list;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_PREDICTIONS_PREDICTION_FILES_HPP
