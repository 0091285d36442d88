#ifndef SUREGRASP_TEACHER_TELEMETRY_HPP
#define SUREGRASP_TEACHER_TELEMETRY_HPP

#include <cmath>
#include <functional>
#include <ostream>
#include <string>
#include <suregrasp/core/field_table.hpp>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <suregrasp/teacher/step_report.hpp>
#include <type_traits>
#include <vector>

namespace suregrasp::inline v2 {

/// Is called with the report of each step; may throw to stop a run.
using step_callback = std::function<void(step_report const&)>;

/// One callback that calls several, in order.
template <class... Callbacks>
[[nodiscard]] step_callback in_turn(Callbacks... callbacks) {
  return [=](step_report const& report) mutable { (callbacks(report), ...); };
}

/// The figures of a report by name, its terms as `supervised.<name>`; those that there are not are NaN.
[[nodiscard]] inline std::vector<loss_term<double>> figures_of(step_report const& report) {
  std::vector<loss_term<double>> figures;
  for_each_field(report, [&]<class Value>(auto const& field, Value const& value) {
    if constexpr (std::is_arithmetic_v<Value>) figures.push_back({std::string(field.name), static_cast<double>(value)});
  });
  for (auto const& term : report.terms) figures.push_back({"supervised." + term.name, term.value});
  return figures;
}

/// The first line of a CSV table of such reports, without its end.
[[nodiscard]] inline std::string csv_header(step_report const& report) {
  std::string line;
  for (auto const& figure : figures_of(report)) line += (line.empty() ? "" : ",") + detail::csv_text(figure.name);
  return line;
}

/// A report as a line of that table; what is not finite is an empty field.
[[nodiscard]] inline std::string csv_line(step_report const& report) {
  std::string line;
  for (auto const& figure : figures_of(report)) line += (line.empty() ? "" : ",") + detail::csv_cell(figure.value);
  return line;
}

namespace detail {

/// `text` between double quotes, without control characters.
[[nodiscard]] inline std::string json_text(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  return quoted_text(text);
}

}  // namespace detail

/// A report as a JSON object on one line, without its end; what is not finite is null.
[[nodiscard]] inline std::string json_line(step_report const& report) {
  std::string line = "{";
  for (auto const& figure : figures_of(report))
    line += (line.size() == 1 ? "" : ",") + detail::json_text(figure.name) + ":" +
            (std::isfinite(figure.value) ? text_of(figure.value, text_style::exact) : "null");
  return line + "}";
}

/// A callback that writes reports to a stream, which must outlive it, as a CSV table. The terms are those of the first
/// report.
[[nodiscard]] inline step_callback csv_writer(std::ostream& stream) {
  return [&stream, begun = false](step_report const& report) mutable {
    if (!begun) stream << csv_header(report) << '\n';
    begun = true;
    stream << csv_line(report) << '\n';
  };
}

/// A callback that writes reports to a stream, which must outlive it, as lines of JSON.
[[nodiscard]] inline step_callback json_lines_writer(std::ostream& stream) {
  return [&stream](step_report const& report) { stream << json_line(report) << '\n'; };
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_TELEMETRY_HPP
