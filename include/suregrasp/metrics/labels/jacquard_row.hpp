#ifndef SUREGRASP_METRICS_LABELS_JACQUARD_ROW_HPP
#define SUREGRASP_METRICS_LABELS_JACQUARD_ROW_HPP

#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/text_fields.hpp>
#include <suregrasp/core/impl/utf8.hpp>
#include <suregrasp/geometry/conventions/grasp_rows.hpp>

namespace suregrasp::inline v2 {

/// The grasp of a row `x;y;theta;opening;jaw` in Jacquard's convention. No number may be beyond a million.
/// Throws data_error `data.jacquard.row`.
[[nodiscard]] inline grasp<double> parse_jacquard_row(std::string_view line, source_location const& where) {
  auto const words = detail::split_text(line, ';');
  std::array<double, 5> values{};
  bool good = words.size() == values.size();
  std::string comma;
  for (std::size_t i = 0; good && i < values.size(); ++i) {
    auto const number = detail::number_in(words[i]);
    good = number && std::abs(*number) <= 1e6 && (i < 3 || *number >= 0);
    values[i] = number.value_or(0);
    if (!number) comma = detail::decimal_comma_text(words[i]);
  }
  if (!good)
    throw data_error("data.jacquard.row", where.text() +
                                              ": expected a grasp `x;y;theta;opening;jaw` of five numbers, got `" +
                                              detail::visible(line) + "`" + comma);
  return from_jacquard(jacquard_row<double>{values[0], values[1], values[2], values[3], values[4]});
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_LABELS_JACQUARD_ROW_HPP
