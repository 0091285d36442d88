#ifndef SUREGRASP_METRICS_PREDICTIONS_PREDICTION_FILES_HPP
#define SUREGRASP_METRICS_PREDICTIONS_PREDICTION_FILES_HPP

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/files/json_fields.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/metrics/predictions/prediction_set.hpp>
#include <suregrasp/metrics/predictions/prediction_tables.hpp>

namespace suregrasp::inline v2 {

namespace detail {

[[noreturn]] inline void refuse_json(std::string const& where, std::string const& expected,
                                     nlohmann::json const& found) {
  throw data_error("data.predictions.json", where + ": expected " + expected + ", got " + found.dump().substr(0, 60));
}

/// `{"id": ..., "grasps": [...]}`, or `image` instead of `id`.
inline void add_json_image(gathered_predictions& to, nlohmann::json const& image, std::string const& where) {
  if (!image.is_object() || !image.contains("grasps") || !image.at("grasps").is_array())
    refuse_json(where, "an object with an `id` (or `image`) and a list `grasps`", image);
  char const* const key = image.contains("id") ? "id" : "image";
  if (!image.contains(key) || !image.at(key).is_string()) refuse_json(where, "a text `id` or `image`", image);
  auto& predictions = to.of(photograph_id(image.at(key).get<std::string>()), where);
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
  nlohmann::json document;
  try {
    document = nlohmann::json::parse(text);
  } catch (nlohmann::json::parse_error const& problem) {
    auto const before = text.substr(0, std::min(text.size(), problem.byte > 0 ? problem.byte - 1 : 0));
    auto const line = static_cast<int>(std::ranges::count(before, '\n')) + 1;
    auto const column = static_cast<int>(before.size() - (before.rfind('\n') + 1)) + 1;
    throw data_error("data.predictions.json", source_location{path, line, column}.text() + ": expected JSON, got `" +
                                                  std::string(text.substr(before.size(), 20)) + "`");
  }
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

/// Predictions from a file: JSON where it begins with a brace or bracket, a table with commas where the first line has
/// one, else Jacquard's text. Throws data_error: those of the three, of `read_file`, and `data.predictions.empty`.
[[nodiscard]] inline prediction_set read_predictions(std::filesystem::path const& file) {
  auto const text = read_file(file);
  auto const first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos)
    throw data_error("data.predictions.empty", file.string() + ": expected predictions, the file is empty");
  auto const path = file.string();
  if (text[first] == '{' || text[first] == '[') return parse_json_predictions(text, path);
  if (text.substr(0, text.find('\n')).find(',') != std::string::npos) return parse_csv_predictions(text, path);
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
    list.push_back({{"id", image.id}, {"grasps", std::move(grasps)}});
  }
  return list;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_PREDICTIONS_PREDICTION_FILES_HPP
