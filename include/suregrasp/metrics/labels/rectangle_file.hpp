#ifndef SUREGRASP_METRICS_LABELS_RECTANGLE_FILE_HPP
#define SUREGRASP_METRICS_LABELS_RECTANGLE_FILE_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/file_text.hpp>
#include <suregrasp/core/impl/text_fields.hpp>
#include <suregrasp/core/impl/utf8.hpp>
#include <suregrasp/geometry/conventions/cornell_corners.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// A rectangle of a file that was left out, with the source of its first line.
struct dropped_rectangle {
  source_location where;
  std::string reason;
  std::string id;  ///< stable: `data.rectangles.not_finite`, `data.rectangles.not_rectangle`
};

/// The rectangles of one file, kept and left out.
struct rectangle_file {
  std::vector<grasp<double>> grasps;
  std::vector<int> lines;                  ///< first line of each grasp, counted from 1
  std::vector<dropped_rectangle> dropped;  ///< groups that are no rectangle; real files contain some
};

namespace detail {

/// The text of a file line by line; trailing empty lines do not count.
class rectangle_lines {
 public:
  rectangle_lines(std::string_view text, std::string path)
      : path_(std::move(path)), lines_(lines_of_file(text, path_)) {
    while (!lines_.empty() && lines_.back().empty()) lines_.pop_back();
  }

  [[nodiscard]] std::size_t count() const { return lines_.size(); }
  [[nodiscard]] source_location where(std::size_t index) const { return {path_, static_cast<int>(index) + 1, 0}; }

  /// The two numbers of a line.
  [[nodiscard]] point<double> vertex(std::size_t index) const {
    auto const words = words_of(lines_[index]);
    auto const x = words.size() == 2 ? number_in(words[0]) : std::nullopt;
    auto const y = words.size() == 2 ? number_in(words[1]) : std::nullopt;
    if (!x || !y) refuse(index, words);
    return {*x, *y};
  }

 private:
  [[noreturn]] void refuse(std::size_t index, std::vector<std::string_view> const& words) const {
    auto const comma = words.empty() ? std::string() : decimal_comma_text(words.front());
    throw data_error("data.rectangles.vertex", where(index).text() + ": expected a vertex, two numbers `x y`, found `" +
                                                   visible(lines_[index]) + "`" + comma);
  }

  std::string path_;
  std::vector<std::string_view> lines_;
};

}  // namespace detail

/// How far a quadrilateral is from the rectangle of the grasp it is read as: the largest distance of a corner, pixels.
[[nodiscard]] inline double distance_from_rectangle(std::array<point<double>, 4> const& group, grasp<double> const& g) {
  auto const fitted = to_cornell_corners(g, order_of(group));
  auto const far = [&](std::array<point<double>, 4> const& p) {
    double largest = 0;
    for (std::size_t k = 0; k < 4; ++k)
      largest = std::max(largest, std::hypot(p[k].x - group[k].x, p[k].y - group[k].y));
    return largest;
  };
  // theta has period pi: p0 to p1 may run along it or against it
  return std::min(far(fitted), far({fitted[2], fitted[3], fitted[0], fitted[1]}));
}

namespace detail {

/// Why four vertices are no rectangle to learn from: its id and words, both empty where they are one.
struct rectangle_fault {
  std::string id, reason;
};

[[nodiscard]] inline rectangle_fault fault_of(std::array<point<double>, 4> const& group) {
  constexpr double far_away = 1e6, least_side = 0.5, slack = 2, relative_slack = 0.05;
  for (auto const& p : group)
    if (!std::isfinite(p.x) || !std::isfinite(p.y)) return {"data.rectangles.not_finite", "a vertex is not finite"};
  for (auto const& p : group)
    if (std::abs(p.x) > far_away || std::abs(p.y) > far_away)
      return {"data.rectangles.not_rectangle", "a vertex is more than a million pixels away"};
  auto const g = from_cornell_corners(group);
  if (std::min(g.opening, g.jaw) < least_side)
    return {"data.rectangles.not_rectangle", "the four vertices enclose no area"};
  double const off = distance_from_rectangle(group, g);
  if (off <= slack + relative_slack * std::max(g.opening, g.jaw)) return {};
  return {"data.rectangles.not_rectangle",
          "the four vertices are " + std::to_string(std::lround(off)) + " pixels from a rectangle"};
}

}  // namespace detail

/// Reads the text of a Cornell rectangle file: four lines `x y` a rectangle, of which p0 to p1 is the opening axis.
///
/// A rectangle is left out and reported where a vertex is NaN or infinite, where a side is shorter than half a pixel,
/// or where a vertex is further than 2 pixels and 5 % of the longer side from the rectangle it would be read as (real
/// files stay within 2 degrees); the groups of four after it keep their place. `path` only names the text in messages.
/// Throws `data_error`: `data.rectangles.vertex` (a line that is not two numbers), `data.rectangles.torn_group` (a last
/// group of fewer than four lines), `data.rectangles.nothing_finite` (rectangles, but none that is finite),
/// `data.rectangles.not_rectangle` (none that is a rectangle). An empty text has no grasps.
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
    std::copy_n(vertices.begin() + static_cast<std::ptrdiff_t>(first), 4, group.begin());
    if (auto const fault = detail::fault_of(group); !fault.id.empty()) {
      result.dropped.push_back({lines.where(first), fault.reason, fault.id});
      continue;
    }
    result.grasps.push_back(from_cornell_corners(group));
    result.lines.push_back(static_cast<int>(first) + 1);
  }
  if (result.grasps.empty() && !result.dropped.empty()) {
    bool const finite = result.dropped.front().id != "data.rectangles.not_finite";
    throw data_error(finite ? "data.rectangles.not_rectangle" : "data.rectangles.nothing_finite",
                     path + ": expected rectangles, but none of the " + std::to_string(result.dropped.size()) +
                         (finite ? " in the file is one: " + result.dropped.front().reason
                                 : " in the file has four finite vertices"));
  }
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

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_LABELS_RECTANGLE_FILE_HPP
