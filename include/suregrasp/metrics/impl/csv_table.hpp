#ifndef SUREGRASP_METRICS_IMPL_CSV_TABLE_HPP
#define SUREGRASP_METRICS_IMPL_CSV_TABLE_HPP

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/text_fields.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::detail {

/// The lines of a table with commas whose first line names the columns.
class csv_table {
 public:
  /// `expected` names the columns in messages; errors have the ids `<errors>.column` and `<errors>.cell`.
  csv_table(std::string_view text, std::string path, std::span<std::string_view const> known,
            std::string const& expected, std::string errors)
      : path_(std::move(path)),
        errors_(std::move(errors)),
        lines_(split_text(text, '\n')),
        columns_(split_text(lines_.front(), ',')) {
    for (auto const name : columns_)
      if (!position_in(known, name) || std::count(columns_.begin(), columns_.end(), name) > 1)
        refuse(0, ".column", "each column once, of " + expected + ", got `" + std::string(name.substr(0, 60)) + "`");
    if (!position("id") && !position("image")) refuse(0, ".column", "a column `id` or `image`, there is none");
  }

  [[nodiscard]] std::size_t lines() const { return lines_.size(); }
  [[nodiscard]] bool is_empty(std::size_t line) const { return lines_[line].empty(); }
  [[nodiscard]] std::string where(std::size_t line) const {
    return source_location{path_, static_cast<int>(line) + 1, 0}.text();
  }

  [[nodiscard]] std::vector<std::string_view> cells(std::size_t line) const {
    auto cells = split_text(lines_[line], ',');
    if (cells.size() != columns_.size() || cells[id_column()].empty())
      refuse(line, ".cell",
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
      refuse(line, ".cell", "a number in column " + name + ", got `" + std::string(cells[*at].substr(0, 60)) + "`");
    return value;
  }

  /// The text in the column called `name`; empty where there is no such column.
  [[nodiscard]] std::string text(std::vector<std::string_view> const& cells, std::string_view name) const {
    auto const at = position(name);
    return at ? std::string(cells[*at]) : std::string();
  }

 private:
  [[nodiscard]] static std::optional<std::size_t> position_in(std::span<std::string_view const> names,
                                                              std::string_view name) {
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
  std::vector<std::string_view> columns_;
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_METRICS_IMPL_CSV_TABLE_HPP
