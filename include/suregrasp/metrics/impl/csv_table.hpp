#ifndef SUREGRASP_METRICS_IMPL_CSV_TABLE_HPP
#define SUREGRASP_METRICS_IMPL_CSV_TABLE_HPP

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/file_text.hpp>
#include <suregrasp/core/impl/text_fields.hpp>
#include <suregrasp/core/impl/utf8.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::detail {

/// The cells of one line of a table, and why they cannot be told apart; `fault` is empty where they can.
struct csv_cells {
  std::vector<std::string> texts{};
  std::string fault{};
};

/// Splits a line into cells without the blanks around them. A cell in double quotes may hold separators, blanks at its
/// ends, and a quote where two stand (RFC 4180); it ends on its line.
[[nodiscard]] inline csv_cells split_csv_line(std::string_view line, char separator) {
  csv_cells cells;
  for (std::size_t at = 0; at <= line.size(); ++at) {
    auto const begin = line.find_first_not_of(" \t", at);
    if (begin == std::string_view::npos || line[begin] != '"') {
      auto const end = std::min(line.find(separator, at), line.size());
      cells.texts.emplace_back(split_text(line.substr(at, end - at), '\n').front());
      at = end;
      continue;
    }
    std::string text;
    at = begin + 1;
    while (at < line.size() && (line[at] != '"' || line.substr(at, 2) == "\"\"")) {
      text += line[at];
      at += line[at] == '"' ? 2 : 1;
    }
    if (at >= line.size()) return {{}, "a closing double quote on the line of the opening one"};
    at = std::min(line.find_first_not_of(" \t", at + 1), line.size());
    if (at < line.size() && line[at] != separator)
      return {{}, "nothing between a closing double quote and the next cell"};
    cells.texts.push_back(std::move(text));
  }
  return cells;
}

/// What separates the columns that a first line names: a comma, or where it has none, a semicolon, as spreadsheets
/// write it where numbers have decimal commas.
[[nodiscard]] inline char separator_of(std::string_view first_line) {
  bool const semicolons =
      first_line.find(',') == std::string_view::npos && first_line.find(';') != std::string_view::npos;
  return semicolons ? ';' : ',';
}

/// The lines of a table whose first line names the columns: commas between cells, or what `separator_of` tells, or what
/// a line `sep=;` before it says, as Excel writes one.
class csv_table {
 public:
  /// `expected` names the columns in messages; errors have the ids `<errors>.column` and `<errors>.cell`.
  csv_table(std::string_view text, std::string path, std::span<std::string_view const> known,
            std::string const& expected, std::string errors)
      : path_(std::move(path)), errors_(std::move(errors)), lines_(lines_of_file(text, path_)) {
    if (lines_.front().starts_with("sep=") && lines_.front().size() == 5 && lines_.size() > 1) {
      separator_ = lines_.front().back();
      first_ = 1;
    } else {
      separator_ = separator_of(lines_.front());
    }
    auto columns = split_csv_line(lines_[first_], separator_);
    if (!columns.fault.empty()) refuse(first_, ".column", columns.fault + ", got " + shown(lines_[first_]));
    columns_ = std::move(columns.texts);
    for (auto const& name : columns_)
      if (!position_in(known, name) || std::count(columns_.begin(), columns_.end(), name) > 1)
        refuse(
            first_, ".column",
            "each column once, of " + expected + ", got " + shown(name) +
                (name.empty() ? ": write the table without numbers of rows (R: row.names = FALSE, pandas: index=False)"
                              : ""));
    if (!position("id") && !position("image")) refuse(first_, ".column", "a column `id` or `image`, there is none");
  }

  /// The line behind the one that names the columns; lines count from 0.
  [[nodiscard]] std::size_t first() const { return first_ + 1; }
  [[nodiscard]] std::size_t lines() const { return lines_.size(); }
  [[nodiscard]] bool is_empty(std::size_t line) const { return lines_[line].empty(); }
  [[nodiscard]] std::string where(std::size_t line) const {
    return source_location{path_, static_cast<int>(line) + 1, 0}.text();
  }

  [[nodiscard]] std::vector<std::string> cells(std::size_t line) const {
    auto cells = split_csv_line(lines_[line], separator_);
    if (!cells.fault.empty()) refuse(line, ".cell", cells.fault + ", got " + shown(lines_[line]));
    if (cells.texts.size() != columns_.size() || cells.texts[id_column()].empty())
      refuse(line, ".cell",
             std::to_string(columns_.size()) + " cells with an id, as the first line names columns, got " +
                 shown(lines_[line]) +
                 (cells.texts.size() > columns_.size()
                      ? ": a name that holds the separator needs double quotes, a number a point for its fraction"
                      : ""));
    return std::move(cells.texts);
  }

  [[nodiscard]] std::size_t id_column() const { return position("id") ? *position("id") : *position("image"); }

  /// The number in the column called `name`; nothing where there is no such column.
  [[nodiscard]] std::optional<double> number(std::size_t line, std::vector<std::string> const& cells,
                                             std::string const& name) const {
    auto const at = position(name);
    if (!at) return std::nullopt;
    auto const value = number_in(cells[*at]);
    if (!value)
      refuse(line, ".cell",
             "a number in column " + name + ", got " + shown(cells[*at]) + decimal_comma_text(cells[*at]));
    return value;
  }

  /// The text in the column called `name`; empty where there is no such column.
  [[nodiscard]] std::string text(std::vector<std::string> const& cells, std::string_view name) const {
    auto const at = position(name);
    return at ? cells[*at] : std::string();
  }

 private:
  [[nodiscard]] static std::string shown(std::string_view text) { return "`" + visible(text) + "`"; }

  template <class Names>
  [[nodiscard]] static std::optional<std::size_t> position_in(Names const& names, std::string_view name) {
    for (std::size_t at = 0; at < names.size(); ++at)
      if (names[at] == name) return at;
    return std::nullopt;
  }
  [[nodiscard]] std::optional<std::size_t> position(std::string_view name) const { return position_in(columns_, name); }

  [[noreturn]] void refuse(std::size_t line, std::string const& kind, std::string const& expected) const {
    throw data_error(errors_ + kind, where(line) + ": expected " + expected);
  }

  std::string path_, errors_;
  std::vector<std::string_view> lines_;
  char separator_ = ',';
  std::size_t first_ = 0;
  std::vector<std::string> columns_;
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_METRICS_IMPL_CSV_TABLE_HPP
