#ifndef SUREGRASP_DATA_NATIVE_NATIVE_WRITER_HPP
#define SUREGRASP_DATA_NATIVE_NATIVE_WRITER_HPP

#include <cstddef>
#include <nlohmann/json.hpp>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field_table.hpp>
#include <suregrasp/core/impl/utf8.hpp>
#include <suregrasp/files/json_fields.hpp>
#include <suregrasp/metrics/labels/native_photograph.hpp>
#include <vector>

namespace suregrasp::inline v2 {

namespace detail {

/// A cell of a CSV table: the text, in double quotes where the reader needs them. Throws for line ends.
[[nodiscard]] inline std::string cell(std::string const& text) {
  constexpr std::string_view blanks = " \t\r";
  if (text.find_first_of("\n\r") != std::string::npos)
    throw data_error("data.plain.csv", "expected names without line ends, got `" + visible(text) + "`");
  bool const blank_ends =
      !text.empty() && (blanks.find(text.front()) != blanks.npos || blanks.find(text.back()) != blanks.npos);
  if (text.find_first_of(",\"") == std::string::npos && !blank_ends) return text;
  std::string quoted = "\"";
  for (char const each : text) quoted += each == '"' ? std::string("\"\"") : std::string(1, each);
  return quoted + '"';
}

/// The ids that a reader gives the photographs of a table, by their images.
[[nodiscard]] inline std::vector<native_photograph> named_by_images(std::span<native_photograph const> photographs) {
  std::vector<native_photograph> named;
  for (auto const& p : photographs) named.push_back({id_of_image(p.image), p.image});
  tell_apart_by_folder(named, std::vector<bool>(named.size(), true));
  return named;
}

inline void require_fit_for_csv(native_photograph const& p, std::string const& id_read) {
  if (p.image.empty() || p.id != id_read || !p.negatives.empty() || !p.grasp_points.empty() || p.depth_scale)
    throw data_error("data.plain.csv",
                     "expected of " + p.id +
                         " what CSV can say: an image whose name without ending is the id, no depth_scale, no "
                         "negatives, no grasp points; JSON can say more");
}

}  // namespace detail

/// The description of a data set as JSON (docs/data_formats.md); `parse_native_json` returns the same photographs, to
/// the last bit. Throws `data_error` `data.plain.text` for names that are not UTF-8.
[[nodiscard]] inline std::string format_native_json(std::span<native_photograph const> photographs) {
  auto list = nlohmann::ordered_json::array();
  for (auto const& p : photographs) {
    nlohmann::ordered_json row{{"id", p.id}, {"image", p.image}};
    if (!p.depth.empty()) row["depth"] = p.depth;
    if (p.depth_scale) row["depth_scale"] = *p.depth_scale;
    if (!p.object.empty()) row["object"] = p.object;
    if (!p.grasps.empty()) row["grasps"] = detail::json_value(p.grasps);
    if (!p.negatives.empty()) row["negatives"] = detail::json_value(p.negatives);
    if (!p.grasp_points.empty()) row["grasp_points"] = detail::json_value(p.grasp_points);
    list.push_back(std::move(row));
  }
  nlohmann::ordered_json const document{{"format", native_format}, {"photographs", std::move(list)}};
  try {
    return document.dump(1) + "\n";
  } catch (nlohmann::json::exception const& problem) {
    throw data_error("data.plain.text", std::string("expected names in UTF-8: ") + problem.what());
  }
}

/// The description of a data set as CSV (docs/data_formats.md); `parse_native_csv` returns the same photographs, to the
/// last bit. Throws `data_error` `data.plain.csv` for what CSV has no column for: negatives, grasp points, an id that
/// is not the image's name, a depth scale, two photographs with one image, line ends in names.
[[nodiscard]] inline std::string format_native_csv(std::span<native_photograph const> photographs) {
  std::string text = "image,depth,object," + csv_header<grasp<double>>() + "\n";
  std::set<std::string_view> images;
  auto const as_read = detail::named_by_images(photographs);
  for (std::size_t i = 0; i < photographs.size(); ++i) {
    auto const& p = photographs[i];
    detail::require_fit_for_csv(p, as_read[i].id);
    if (!images.insert(p.image).second)
      throw data_error("data.plain.csv", "expected each image once, " + p.image + " is there twice");
    auto const begin = detail::cell(p.image) + "," + detail::cell(p.depth) + "," + detail::cell(p.object);
    if (p.grasps.empty()) text += begin + ",,,,,\n";
    for (auto const& g : p.grasps) text += begin + "," + csv_row(g) + "\n";
  }
  return text;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_NATIVE_NATIVE_WRITER_HPP
