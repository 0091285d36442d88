#ifndef SUREGRASP_DETECT_PREDICTION_TABLES_HPP
#define SUREGRASP_DETECT_PREDICTION_TABLES_HPP

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/detect/prediction_set.hpp>
#include <suregrasp/geometry/conventions.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v1 {

namespace detail {

/// The text between separators, without blanks around it.
[[nodiscard]] inline std::vector<std::string_view> split_text(std::string_view text, char separator) {
  auto const trimmed = [](std::string_view word) {
    auto const first = word.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return std::string_view();
    return word.substr(first, word.find_last_not_of(" \t\r") - first + 1);
  };
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    auto const end = std::min(text.find(separator, begin), text.size());
    parts.push_back(trimmed(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  return parts;
}

/// A whole text as a number; nothing where it is none.
[[nodiscard]] inline std::optional<double> number_in(std::string_view text) {
  double value = 0;
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// Gathers predictions by photograph, in the order in which photographs first appear.
class gathered_predictions {
 public:
  [[nodiscard]] image_predictions& of(std::string const& id, std::string const& where) {
    auto const [at, fresh] = index_.emplace(id, set_.size());
    if (fresh) set_.push_back({id, where, {}});
    return set_[at->second];
  }
  [[nodiscard]] prediction_set take() { return std::move(set_); }

 private:
  prediction_set set_;
  std::map<std::string, std::size_t> index_;
};

}  // namespace detail

/// The grasp of a row `x;y;theta;opening;jaw` in Jacquard's convention. Throws data_error `data.jacquard.row`.
[[nodiscard]] inline grasp<double> parse_jacquard_row(std::string_view line, source_location const& where) {
  auto const words = detail::split_text(line, ';');
  std::array<double, 5> values{};
  bool good = words.size() == values.size();
  for (std::size_t i = 0; good && i < values.size(); ++i) {
    auto const number = detail::number_in(words[i]);
    good = number && std::isfinite(*number) && (i < 3 || *number >= 0);
    values[i] = number.value_or(0);
  }
  if (!good)
    throw data_error("data.jacquard.row", where.text() +
                                              ": expected a grasp `x;y;theta;opening;jaw` of five numbers, got `" +
                                              std::string(line.substr(0, 60)) + "`");
  return from_jacquard(jacquard_row<double>{values[0], values[1], values[2], values[3], values[4]});
}

/// Predictions in the form in which Jacquard's benchmark takes them and GG-CNN writes them: the name of a scene on a
/// line of its own, then one row a grasp, `x;y;theta in degrees;opening;jaw`, in pixels of 1024 x 1024 pictures, best
/// first. Throws data_error `data.jacquard.row` and `data.predictions.name`.
[[nodiscard]] inline prediction_set parse_jacquard_predictions(std::string_view text, std::string const& path) {
  detail::gathered_predictions gathered;
  std::string id;
  int line_number = 0;
  for (auto const line : detail::split_text(text, '\n')) {
    source_location const where{path, ++line_number, 0};
    if (line.empty()) continue;
    if (line.find(';') == std::string_view::npos) {
      id = photograph_id(std::string(line));
      (void)gathered.of(id, where.text());
      continue;
    }
    if (id.empty())
      throw data_error("data.predictions.name",
                       where.text() + ": expected the name of a photograph before its first grasp, got `" +
                           std::string(line.substr(0, 60)) + "`");
    gathered.of(id, where.text()).grasps.push_back({parse_jacquard_row(line, where), {}, {}});
  }
  return gathered.take();
}

namespace detail {

/// The lines of a table with commas whose first line names the columns.
class csv_table {
 public:
  csv_table(std::string_view text, std::string path)
      : path_(std::move(path)), lines_(split_text(text, '\n')), columns_(split_text(lines_.front(), ',')) {
    static constexpr std::array<std::string_view, 11> known{
        "id", "image", "x", "y", "theta", "theta_degrees", "opening", "jaw", "score", "heat", "uncertainty"};
    for (auto const name : columns_)
      if (std::ranges::find(known, name) == known.end() || std::ranges::count(columns_, name) > 1)
        refuse(0, "data.predictions.column",
               "each column once, of id, x, y, theta or theta_degrees, opening, jaw, score, uncertainty, got `" +
                   std::string(name) + "`");
    if (!position("id") && !position("image"))
      refuse(0, "data.predictions.column", "a column `id` or `image`, there is none");
  }

  [[nodiscard]] std::size_t lines() const { return lines_.size(); }
  [[nodiscard]] bool is_empty(std::size_t line) const { return lines_[line].empty(); }
  [[nodiscard]] std::string where(std::size_t line) const {
    return source_location{path_, static_cast<int>(line) + 1, 0}.text();
  }

  [[nodiscard]] std::vector<std::string_view> cells(std::size_t line) const {
    auto cells = split_text(lines_[line], ',');
    if (cells.size() != columns_.size() || cells[id_column()].empty())
      refuse(line, "data.predictions.cell",
             std::to_string(columns_.size()) + " cells with an id, as the first line names columns, got `" +
                 std::string(lines_[line].substr(0, 60)) + "`");
    return cells;
  }

  [[nodiscard]] std::size_t id_column() const { return position("id") ? *position("id") : *position("image"); }

  /// The number in the column called `name`; nothing where there is no such column.
  [[nodiscard]] std::optional<double> number(std::size_t line, std::vector<std::string_view> const& cells,
                                             std::string const& name) const {
    auto const at = position(name);
    if (!at) return std::nullopt;
    auto const value = number_in(cells[*at]);
    if (!value)
      refuse(line, "data.predictions.cell",
             "a number in column " + name + ", got `" + std::string(cells[*at].substr(0, 60)) + "`");
    return value;
  }

 private:
  [[nodiscard]] std::optional<std::size_t> position(std::string_view name) const {
    auto const at = std::ranges::find(columns_, name);
    if (at == columns_.end()) return std::nullopt;
    return static_cast<std::size_t>(at - columns_.begin());
  }

  [[noreturn]] void refuse(std::size_t line, std::string const& id, std::string const& expected) const {
    throw data_error(id, where(line) + ": expected " + expected);
  }

  std::string path_;
  std::vector<std::string_view> lines_;
  std::vector<std::string_view> columns_;
};

}  // namespace detail

/// Predictions in a table with commas: a first line that names the columns, then one line a grasp.
///
/// Columns, in any order: `id` (or `image`), `x`, `y`, `theta` in radians or `theta_degrees`, both counter-clockwise,
/// `opening`, `jaw`; `score` or `heat`, and `uncertainty`, if there are such. Throws data_error
/// `data.predictions.column`, `data.predictions.cell`, and those of `prediction_from`.
[[nodiscard]] inline prediction_set parse_csv_predictions(std::string_view text, std::string const& path) {
  detail::csv_table const table(text, path);
  detail::gathered_predictions gathered;
  for (std::size_t line = 1; line < table.lines(); ++line) {
    if (table.is_empty(line)) continue;
    auto const cells = table.cells(line);
    auto const number = [&](std::string const& name) { return table.number(line, cells, name); };
    auto const id = photograph_id(std::string(cells[table.id_column()]));
    gathered.of(id, table.where(line)).grasps.push_back(prediction_from(number, table.where(line)));
  }
  return gathered.take();
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_DETECT_PREDICTION_TABLES_HPP
