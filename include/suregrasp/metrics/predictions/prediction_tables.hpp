#ifndef SUREGRASP_METRICS_PREDICTIONS_PREDICTION_TABLES_HPP
#define SUREGRASP_METRICS_PREDICTIONS_PREDICTION_TABLES_HPP

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/file_text.hpp>
#include <suregrasp/core/impl/utf8.hpp>
#include <suregrasp/metrics/impl/csv_table.hpp>
#include <suregrasp/metrics/labels/jacquard_row.hpp>
#include <suregrasp/metrics/predictions/prediction_set.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

namespace detail {

/// Gathers predictions by photograph, in the order in which photographs first appear.
class gathered_predictions {
 public:
  /// `name` is the id of the photograph or the name of its file; names that differ, if only in the folder, stay apart.
  [[nodiscard]] image_predictions& of(std::string const& name, std::string const& where) {
    auto const [at, fresh] = index_.emplace(name, set_.size());
    if (fresh) set_.push_back({photograph_id(name), where, {}, name});
    return set_[at->second];
  }
  [[nodiscard]] prediction_set take() { return std::move(set_); }

 private:
  prediction_set set_;
  std::map<std::string, std::size_t> index_;
};

}  // namespace detail

/// Predictions in the form in which Jacquard's benchmark takes them and GG-CNN writes them: the name of a scene on a
/// line of its own, then one row a grasp, `x;y;theta in degrees;opening;jaw`, in pixels of 1024 x 1024 pictures, best
/// first. Throws data_error `data.jacquard.row` and `data.predictions.name`.
[[nodiscard]] inline prediction_set parse_jacquard_predictions(std::string_view text, std::string const& path) {
  detail::gathered_predictions gathered;
  std::string name;
  int line_number = 0;
  for (auto const line : detail::lines_of_file(text, path)) {
    source_location const where{path, ++line_number, 0};
    if (line.empty()) continue;
    if (line.find(';') == std::string_view::npos) {
      name = line;
      (void)gathered.of(name, where.text());
      continue;
    }
    if (name.empty())
      throw data_error("data.predictions.name",
                       where.text() + ": expected the name of a photograph before its first grasp, got `" +
                           detail::visible(line) + "`");
    gathered.of(name, where.text()).grasps.push_back({parse_jacquard_row(line, where), {}, {}});
  }
  return gathered.take();
}

/// Predictions in a table with commas: a first line that names the columns, then one line a grasp.
///
/// Columns, in any order: `id` (or `image`), `x`, `y`, `theta` in radians or `theta_degrees`, both counter-clockwise,
/// `opening`, `jaw`; `score` or `heat`, and `uncertainty`, if there are such. Throws data_error
/// `data.predictions.column`, `data.predictions.cell`, and those of `prediction_from`.
[[nodiscard]] inline prediction_set parse_csv_predictions(std::string_view text, std::string const& path) {
  static constexpr std::array<std::string_view, 11> known{
      "id", "image", "x", "y", "theta", "theta_degrees", "opening", "jaw", "score", "heat", "uncertainty"};
  detail::csv_table const table(text, path, known, "id, x, y, theta or theta_degrees, opening, jaw, score, uncertainty",
                                "data.predictions");
  detail::gathered_predictions gathered;
  for (std::size_t line = table.first(); line < table.lines(); ++line) {
    if (table.is_empty(line)) continue;
    auto const cells = table.cells(line);
    auto const number = [&](std::string const& name) { return table.number(line, cells, name); };
    gathered.of(cells[table.id_column()], table.where(line))
        .grasps.push_back(prediction_from(number, table.where(line)));
  }
  return gathered.take();
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_PREDICTIONS_PREDICTION_TABLES_HPP
