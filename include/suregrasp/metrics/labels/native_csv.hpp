#ifndef SUREGRASP_METRICS_LABELS_NATIVE_CSV_HPP
#define SUREGRASP_METRICS_LABELS_NATIVE_CSV_HPP

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/metrics/impl/csv_table.hpp>
#include <suregrasp/metrics/impl/named_grasp.hpp>
#include <suregrasp/metrics/labels/native_photograph.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// The photographs of a data set in this project's CSV, see docs/data_formats.md: a first line that names the columns,
/// then a line a grasp; a line whose x is empty names a photograph without grasps. `path` only names the text in
/// messages. Cells may stand in double quotes. Ids are the names of the images without their endings, and with their
/// folders where these alone tell two apart. Throws `data_error` `data.plain.column`, `data.plain.cell`,
/// `data.plain.field`, `data.plain.value`, `data.plain.conflict` (two lines of an image that disagree about its object
/// or depth).
[[nodiscard]] inline std::vector<native_photograph> parse_native_csv(std::string_view text, std::string const& path) {
  static constexpr std::array<std::string_view, 9> known{"image", "depth", "object",        "x",      "y",
                                                         "theta", "jaw",   "theta_degrees", "opening"};
  detail::csv_table const table(text, path, known, "image, depth, object, x, y, theta or theta_degrees, opening, jaw",
                                "data.plain");
  std::vector<native_photograph> photographs;
  std::map<std::string, std::size_t> index;
  for (std::size_t line = table.first(); line < table.lines(); ++line) {
    if (table.is_empty(line)) continue;
    auto const cells = table.cells(line);
    auto const image = table.text(cells, "image"), depth = table.text(cells, "depth"),
               object = table.text(cells, "object");
    auto const [at, fresh] = index.emplace(image, photographs.size());
    if (fresh) photographs.push_back({detail::id_of_image(image), image, depth, object});
    auto& photograph = photographs[at->second];
    if (photograph.depth != depth || photograph.object != object)
      throw data_error("data.plain.conflict", table.where(line) + ": expected " + image + " to have depth `" +
                                                  photograph.depth + "` and object `" + photograph.object +
                                                  "` as before, got `" + depth + "` and `" + object + "`");
    if (table.text(cells, "x").empty()) continue;
    auto const number = [&](std::string const& name) { return table.number(line, cells, name); };
    auto const where = table.where(line);
    photograph.grasps.push_back(detail::sensible(named_grasp(number, where, "data.plain"), where));
    photograph.sources.push_back({path, static_cast<int>(line) + 1});
  }
  detail::tell_apart_by_folder(photographs, std::vector<bool>(photographs.size(), true));
  return photographs;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_LABELS_NATIVE_CSV_HPP
