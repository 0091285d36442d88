#ifndef SUREGRASP_TEACHER_TELEMETRY_HPP
#define SUREGRASP_TEACHER_TELEMETRY_HPP

#include <charconv>
#include <cmath>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <suregrasp/teacher/step_report.hpp>
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
  std::vector<loss_term<double>> figures{{"step", static_cast<double>(report.step)},
                                         {"supervised_loss", report.supervised_loss},
                                         {"consistency_loss", report.consistency_loss},
                                         {"pass_rate", report.pass_rate},
                                         {"threshold", report.threshold},
                                         {"alpha", report.alpha},
                                         {"consistency_weight", report.consistency_weight},
                                         {"gap", report.gap},
                                         {"lesson_error", report.kept_error},
                                         {"candidate_error", report.candidate_error},
                                         {"starved_steps", static_cast<double>(report.starved_steps)},
                                         {"rolled_back", report.rolled_back ? 1.0 : 0.0}};
  for (auto const& term : report.terms) figures.push_back({"supervised." + term.name, term.value});
  return figures;
}

namespace detail {

/// The shortest decimal that reads back as the same number; `absent` for what is not finite.
[[nodiscard]] inline std::string figure_text(double value, char const* absent) {
  if (!std::isfinite(value)) return absent;
  char buffer[32];
  auto const [end, status] = std::to_chars(std::begin(buffer), std::end(buffer), value);
  return {std::begin(buffer), end};
}

/// `text` between double quotes, which are doubled in CSV and escaped in JSON.
[[nodiscard]] inline std::string quoted(std::string const& text, std::string const& quote) {
  std::string result = "\"";
  for (char const c : text)
    if (c == '"')
      result += quote;
    else if (c == '\\' && quote == "\\\"")
      result += "\\\\";
    else
      result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  return result + "\"";
}

}  // namespace detail

/// The first line of a CSV table of such reports, without its end.
[[nodiscard]] inline std::string csv_header(step_report const& report) {
  std::string line;
  for (auto const& figure : figures_of(report)) {
    bool const plain = figure.name.find_first_of(",\"\r\n") == std::string::npos;
    line += (line.empty() ? "" : ",") + (plain ? figure.name : detail::quoted(figure.name, "\"\""));
  }
  return line;
}

/// A report as a line of that table; what is not finite is an empty field.
[[nodiscard]] inline std::string csv_line(step_report const& report) {
  std::string line;
  for (auto const& figure : figures_of(report))
    line += (line.empty() ? "" : ",") + detail::figure_text(figure.value, "");
  return line;
}

/// A report as a JSON object on one line, without its end; what is not finite is null.
[[nodiscard]] inline std::string json_line(step_report const& report) {
  std::string line = "{";
  for (auto const& figure : figures_of(report))
    line += (line.size() == 1 ? "" : ",") + detail::quoted(figure.name, "\\\"") + ":" +
            detail::figure_text(figure.value, "null");
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
