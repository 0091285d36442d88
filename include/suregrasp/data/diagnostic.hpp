#ifndef SUREGRASP_DATA_DIAGNOSTIC_HPP
#define SUREGRASP_DATA_DIAGNOSTIC_HPP

#include <string>
#include <suregrasp/core/error.hpp>

namespace suregrasp::inline v2 {

/// A fault or oddity in a data set: what it is, and in which file and line.
struct diagnostic {
  std::string id;  ///< stable, for programs, such as `data.rectangles.not_finite`
  source_location where;
  std::string text;

  friend bool operator==(diagnostic const& a, diagnostic const& b) {
    return a.id == b.id && a.where.text() == b.where.text() && a.text == b.text;
  }
};

/// The diagnostic for an exception that a reader threw. The source is taken from the beginning of the message, `file: `
/// or `file:line: `, if that file lies in the folder of `path`; otherwise it is `path`.
[[nodiscard]] inline diagnostic diagnostic_of(error const& problem, std::string const& path) {
  std::string const text = problem.what();
  auto const folder = path.substr(0, path.rfind('/') + 1);
  auto const end = text.find(": ");
  if (folder.empty() || !text.starts_with(folder) || end == std::string::npos) return {problem.id(), {path}, text};
  source_location where{text.substr(0, end)};
  auto const colon = where.path.rfind(':');
  auto const digits = colon == std::string::npos ? std::string() : where.path.substr(colon + 1);
  if (!digits.empty() && digits.size() < 9 && digits.find_first_not_of("0123456789") == std::string::npos) {
    where.line = std::stoi(digits);
    where.path.resize(colon);
  }
  return {problem.id(), where, text.substr(end + 2)};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_DIAGNOSTIC_HPP
