#ifndef SUREGRASP_DATA_RECTANGLE_FILE_HPP
#define SUREGRASP_DATA_RECTANGLE_FILE_HPP

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/geometry/cornell_corners.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v1 {

/// A rectangle of a file that was left out, with the place of its first line.
struct dropped_rectangle {
  source_location where;
  std::string reason;
};

struct rectangle_file {
  std::vector<grasp<double>> grasps;
  std::vector<dropped_rectangle> dropped;  ///< groups with a vertex that is not finite; real files contain some
};

namespace detail {

/// The text of a file line by line, without line ends and blanks around the words; trailing empty lines do not count.
class rectangle_lines {
 public:
  rectangle_lines(std::string_view text, std::string path) : path_(std::move(path)) {
    while (!text.empty()) {
      auto const end = text.find('\n');
      lines_.push_back(trimmed(text.substr(0, end)));
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    while (!lines_.empty() && lines_.back().empty()) lines_.pop_back();
  }

  [[nodiscard]] std::size_t count() const { return lines_.size(); }
  [[nodiscard]] source_location where(std::size_t index) const { return {path_, static_cast<int>(index) + 1, 0}; }

  /// The two numbers of a line.
  [[nodiscard]] point<double> vertex(std::size_t index) const {
    std::array<double, 2> values{};
    std::string_view rest = lines_[index];
    for (double& value : values) {
      auto const [end, problem] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
      rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
      if (problem != std::errc() || !(rest.empty() || blank(rest.front()))) refuse(index);
      while (!rest.empty() && blank(rest.front())) rest.remove_prefix(1);
    }
    if (!rest.empty()) refuse(index);
    return {values[0], values[1]};
  }

 private:
  [[nodiscard]] static bool blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

  [[nodiscard]] static std::string_view trimmed(std::string_view line) {
    while (!line.empty() && blank(line.back())) line.remove_suffix(1);
    while (!line.empty() && blank(line.front())) line.remove_prefix(1);
    return line;
  }

  [[noreturn]] void refuse(std::size_t index) const {
    throw data_error("data.rectangles.vertex", where(index).text() + ": expected a vertex, two numbers `x y`, found `" +
                                                   std::string(lines_[index].substr(0, 60)) + "`");
  }

  std::string path_;
  std::vector<std::string_view> lines_;
};

}  // namespace detail

/// Reads the text of a Cornell rectangle file: four lines `x y` a rectangle, of which p0 to p1 is the opening axis.
///
/// A rectangle with a NaN or infinite vertex is left out and reported; the groups of four after it keep their place.
/// `path` only names the text in messages. Throws `data_error`: `data.rectangles.vertex` (a line that is not two
/// numbers), `data.rectangles.torn_group` (a last group of fewer than four lines),
/// `data.rectangles.nothing_finite` (rectangles, but none that is finite). An empty text has no
/// grasps.
[[nodiscard]] inline rectangle_file parse_rectangles(std::string_view text, std::string const& path) {
  detail::rectangle_lines const lines(text, path);
  rectangle_file result;
  std::vector<point<double>> vertices(lines.count());
  for (std::size_t i = 0; i < lines.count(); ++i) vertices[i] = lines.vertex(i);
  if (auto const torn = lines.count() % 4; torn != 0)
    throw data_error("data.rectangles.torn_group", lines.where(lines.count() - torn).text() +
                                                       ": expected 4 lines a rectangle, the last one has " +
                                                       std::to_string(torn));
  for (std::size_t first = 0; first < lines.count(); first += 4) {
    std::array<point<double>, 4> group{};
    bool finite = true;
    for (std::size_t k = 0; k < 4; ++k) {
      group[k] = vertices[first + k];
      finite = finite && std::isfinite(group[k].x) && std::isfinite(group[k].y);
    }
    if (finite)
      result.grasps.push_back(from_cornell_corners(group));
    else
      result.dropped.push_back({lines.where(first), "a vertex is not finite"});
  }
  if (result.grasps.empty() && !result.dropped.empty())
    throw data_error("data.rectangles.nothing_finite", path + ": expected rectangles, but none of the " +
                                                           std::to_string(result.dropped.size()) +
                                                           " in the file has four finite vertices");
  return result;
}

/// Grasps as the text of a Cornell rectangle file, coordinates to a thousandth of a pixel.
[[nodiscard]] inline std::string format_rectangles(std::span<grasp<double> const> grasps) {
  std::string text;
  std::array<char, 80> line{};
  for (auto const& g : grasps)
    for (auto const& [x, y] : corners(g)) {
      std::snprintf(line.data(), line.size(), "%.3f %.3f\n", x, y);
      text += line.data();
    }
  return text;
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_DATA_RECTANGLE_FILE_HPP
