#ifndef SUREGRASP_DATA_CORNELL_OBJECT_TABLE_HPP
#define SUREGRASP_DATA_CORNELL_OBJECT_TABLE_HPP

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/file_text.hpp>
#include <suregrasp/core/impl/text_fields.hpp>
#include <suregrasp/data/diagnostic.hpp>
#include <suregrasp/metrics/impl/csv_table.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// Which object each photograph shows, and the lines of the table that cannot be used.
struct object_table {
  std::map<std::string, std::string> object_of;  ///< by id, such as `pcd0100`
  std::vector<diagnostic>
      diagnostics;  ///< `data.objects.row`: not two numbers; `data.objects.conflict`: two objects for an id
};

namespace detail {

[[nodiscard]] inline bool is_number(std::string_view word) {
  return !word.empty() && word.size() < 10 &&
         std::ranges::all_of(word, [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; });
}

/// `pcd0100` from `100` or `0100`.
[[nodiscard]] inline std::string cornell_id(std::string_view number) {
  while (number.size() > 4 && number.front() == '0') number.remove_prefix(1);
  return "pcd" + std::string(number.size() < 4 ? 4 - number.size() : 0, '0') + std::string(number);
}

}  // namespace detail

/// Reads Cornell's `z.txt`: lines that begin with the number of a photograph and the number of its object. Repeated
/// lines are accepted; where a photograph has two objects, the first counts. Reports diagnostics and throws nothing but
/// `data.text.encoding`.
[[nodiscard]] inline object_table parse_object_table(std::string_view text, std::string const& path) {
  object_table table;
  int number = 0;
  for (auto const line : detail::lines_of_file(text, path)) {
    source_location const where{path, ++number};
    if (line.empty()) continue;
    auto const words = detail::words_of(line);
    if (words.size() < 2 || !detail::is_number(words[0]) || !detail::is_number(words[1])) {
      table.diagnostics.push_back(
          {"data.objects.row", where,
           "expected the numbers of a photograph and its object, got `" + std::string(line.substr(0, 60)) + "`"});
      continue;
    }
    auto const id = detail::cornell_id(words[0]);
    auto const [known, fresh] = table.object_of.emplace(id, words[1]);
    if (!fresh && known->second != words[1])
      table.diagnostics.push_back(
          {"data.objects.conflict", where,
           id + " shows object " + known->second + " by an earlier line, here object " + std::string(words[1])});
  }
  return table;
}

/// Reads a CSV table of objects: a first line `id,object`, then one line per photograph. Where a photograph has two
/// objects, the first counts and a diagnostic says so. Throws `data_error` `data.objects.column`, `data.objects.cell`.
[[nodiscard]] inline object_table parse_object_list(std::string_view text, std::string const& path) {
  static constexpr std::array<std::string_view, 2> known{"id", "object"};
  detail::csv_table const rows(text, path, known, "id, object", "data.objects");
  object_table table;
  for (std::size_t line = rows.first(); line < rows.lines(); ++line) {
    if (rows.is_empty(line)) continue;
    auto const cells = rows.cells(line);
    auto const id = rows.text(cells, "id"), object = rows.text(cells, "object");
    auto const [known_as, fresh] = table.object_of.emplace(id, object);
    if (!fresh && known_as->second != object)
      table.diagnostics.push_back({"data.objects.conflict",
                                   {path, static_cast<int>(line) + 1},
                                   id + " shows object " + known_as->second + " by an earlier line, here " + object});
  }
  return table;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_CORNELL_OBJECT_TABLE_HPP
