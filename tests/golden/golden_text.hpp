#ifndef SUREGRASP_TESTS_GOLDEN_TEXT_HPP
#define SUREGRASP_TESTS_GOLDEN_TEXT_HPP

#include <cmath>
#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <sstream>
#include <string>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/files/read_file.hpp>
#include <vector>

/// The files that reference.py wrote beside this one.
namespace suregrasp_tests {

[[nodiscard]] inline std::filesystem::path golden_file(std::string const& name) {
  return std::filesystem::path(__FILE__).parent_path() / name;
}

/// The lines of a golden file: a name, then numbers.
template <class Number>
[[nodiscard]] std::map<std::string, std::vector<Number>> named_numbers(std::string const& file) {
  std::map<std::string, std::vector<Number>> rows;
  std::istringstream text(suregrasp::read_file(golden_file(file)));
  for (std::string line, name; std::getline(text, line);) {
    std::istringstream words(line);
    words >> name;
    auto& row = rows[name];
    for (Number number; words >> number;) row.push_back(number);
  }
  return rows;
}

/// What `named_numbers` reads.
[[nodiscard]] inline std::string named_numbers_text(std::map<std::string, std::vector<double>> const& rows) {
  std::ostringstream text;
  text.precision(9);
  for (auto const& [name, numbers] : rows) {
    text << name;
    for (double const number : numbers) text << ' ' << number;
    text << '\n';
  }
  return text.str();
}

/// Mean, mean magnitude, and six values at equal distances.
[[nodiscard]] inline std::vector<double> fingerprint(std::span<float const> values) {
  double sum = 0, magnitude = 0;
  for (float const value : values) {
    sum += static_cast<double>(value);
    magnitude += std::abs(static_cast<double>(value));
  }
  auto const count = static_cast<double>(values.size());
  std::vector<double> numbers{sum / count, magnitude / count};
  for (std::size_t i = 0; i < 6; ++i) numbers.push_back(static_cast<double>(values[i * (values.size() / 6)]));
  return numbers;
}

/// The largest difference between two fingerprints, in mean magnitudes of the second.
[[nodiscard]] inline double distance(std::vector<double> const& a, std::vector<double> const& b) {
  if (a.size() != b.size()) return INFINITY;
  double worst = 0;
  for (std::size_t i = 0; i < a.size(); ++i) worst = std::fmax(worst, std::abs(a[i] - b[i]) / b[1]);
  return worst;
}

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_GOLDEN_TEXT_HPP
