#ifndef SUREGRASP_METRICS_LABELS_NATIVE_JSON_HPP
#define SUREGRASP_METRICS_LABELS_NATIVE_JSON_HPP

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/utf8.hpp>
#include <suregrasp/files/json_text.hpp>
#include <suregrasp/metrics/impl/named_grasp.hpp>
#include <suregrasp/metrics/labels/native_photograph.hpp>
#include <vector>

namespace suregrasp::inline v2 {

namespace detail {

/// Reads one data set; every message names the file and the position in it.
class native_json_reader {
 public:
  explicit native_json_reader(std::string path) : path_(std::move(path)) {}

  [[nodiscard]] std::vector<native_photograph> read(std::string_view text) const {
    auto const document = parse_json(text, path_, "data.plain.json", 8);  // deeper than any data set is
    if (!document.is_object() || !document.contains("photographs") || !document.at("photographs").is_array())
      refuse(path_, "an object with a list `photographs`");
    if (document.value("format", nlohmann::json()) != native_format) refuse(path_, "\"format\": \"suregrasp 1\"");
    std::vector<native_photograph> photographs;
    std::vector<bool> named_by_image;
    for (auto const& each : document.at("photographs")) {
      photographs.push_back(photograph(each, path_ + ": photographs[" + std::to_string(photographs.size()) + "]"));
      named_by_image.push_back(text_of(each, "id", path_).empty());
    }
    tell_apart_by_folder(photographs, named_by_image);
    return photographs;
  }

 private:
  [[noreturn]] static void refuse(std::string const& where, std::string const& expected) {
    throw data_error("data.plain.json", where + ": expected " + expected);
  }

  [[nodiscard]] static std::string text_of(nlohmann::json const& from, char const* key, std::string const& where) {
    if (!from.contains(key)) return {};
    if (!from.at(key).is_string()) refuse(where, std::string("a text `") + key + "`");
    return from.at(key).get<std::string>();
  }

  [[nodiscard]] static native_photograph photograph(nlohmann::json const& from, std::string const& where) {
    if (!from.is_object()) refuse(where, "an object");
    native_photograph result{text_of(from, "id", where), text_of(from, "image", where), text_of(from, "depth", where),
                             text_of(from, "object", where)};
    if (result.image.empty()) refuse(where, "a file name `image`");
    if (result.id.empty()) result.id = id_of_image(result.image);
    if (from.contains("depth_scale")) {
      if (!from.at("depth_scale").is_number() || !(from.at("depth_scale").get<double>() > 0))
        refuse(where, "a `depth_scale` above 0, metres a unit");
      result.depth_scale = from.at("depth_scale").get<double>();
    }
    read_list(from, "grasps", where, result.grasps, grasp_of, &result.sources);
    read_list(from, "negatives", where, result.negatives, grasp_of);
    read_list(from, "grasp_points", where, result.grasp_points, point_of, &result.grasp_point_sources);
    return result;
  }

  /// Reads a list that need not be there, by `read(row, where)`; `sources` get where each entry stands.
  template <class Entry, class Read>
  static void read_list(nlohmann::json const& from, std::string const& key, std::string const& where,
                        std::vector<Entry>& list, Read const& read, std::vector<source_location>* sources = nullptr) {
    if (!from.contains(key)) return;
    if (!from.at(key).is_array()) refuse(where, "a list `" + key + "`");
    for (auto const& row : from.at(key)) {
      source_location const source{where + "." + key + "[" + std::to_string(list.size()) + "]"};
      list.push_back(read(row, source.text()));
      if (sources) sources->push_back(source);
    }
  }

  [[nodiscard]] static std::optional<double> number_of(nlohmann::json const& row, std::string const& name,
                                                       std::string const& where) {
    if (!row.contains(name)) return std::nullopt;
    if (!row.at(name).is_number())
      refuse(where, "a number `" + name + "`, got " + visible(row.at(name).dump(-1, ' ', true)));
    return row.at(name).get<double>();
  }

  [[nodiscard]] static grasp<double> grasp_of(nlohmann::json const& row, std::string const& where) {
    if (!row.is_object()) refuse(where, "an object with x, y, theta, opening and jaw");
    auto const number = [&](std::string const& name) { return number_of(row, name, where); };
    return sensible(named_grasp(number, where, "data.plain"), where);
  }

  [[nodiscard]] static point<double> point_of(nlohmann::json const& row, std::string const& where) {
    if (!row.is_object()) refuse(where, "an object with x and y");
    auto const x = number_of(row, "x", where), y = number_of(row, "y", where);
    if (!x || !y) throw data_error("data.plain.field", where + ": expected x and y, there is no " + (x ? "y" : "x"));
    return {*x, *y};
  }

  std::string path_;
};

}  // namespace detail

/// The photographs of a data set in this project's JSON, see docs/data_formats.md. `path` only names the text in
/// messages. Throws `data_error` `data.plain.json`, `data.plain.field`, `data.plain.value`.
[[nodiscard]] inline std::vector<native_photograph> parse_native_json(std::string_view text, std::string const& path) {
  return detail::native_json_reader(path).read(text);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_LABELS_NATIVE_JSON_HPP
