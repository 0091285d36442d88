#include "charts/line_chart_svg.hpp"
#include <catch2/catch.hpp>
#include <cmath>
#include <string>

using namespace suregrasp;
using Catch::Contains;

namespace {

double const missing = std::nan("");

int count_of(std::string const& text, std::string const& part) {
  int count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

std::string path_of(std::string const& svg) {
  auto const start = svg.find("<path d=\"");
  return start == std::string::npos ? "" : svg.substr(start + 9, svg.find('"', start + 9) - start - 9);
}

line_chart chart_with(std::vector<chart_point> points) {
  return {.title = "Loss",
          .x_label = "step",
          .y_label = "loss",
          .series = {{.name = "training", .points = std::move(points)}}};
}

}  // namespace

TEST_CASE("to_svg: one unbroken line through all points, from corner to corner of the plot") {
  auto const path = path_of(to_svg(chart_with({{0, 0}, {1, 1}, {2, 2}})));
  CHECK(count_of(path, "M") == 1);
  CHECK(count_of(path, "L") == 2);
  CHECK_THAT(path, Catch::EndsWith("416.0 48.0"));
}

TEST_CASE("to_svg: a value that is missing leaves a gap") {
  auto const path = path_of(to_svg(chart_with({{0, 3}, {1, 2}, {2, missing}, {3, 2}, {4, 1}})));
  CHECK(count_of(path, "M") == 2);
  CHECK(count_of(path, "L") == 2);
  CHECK(path.find("nan") == std::string::npos);
}

TEST_CASE("to_svg: a point between gaps is a dot, also in a line of many points") {
  std::vector<chart_point> points;
  for (int i = 0; i < 40; ++i) points.push_back({.x = double(i), .y = i == 20 || i == 22 ? missing : 1.0 + i});
  auto const svg = to_svg(chart_with(points));
  CHECK(count_of(svg, "<circle") == 1);
  CHECK(count_of(path_of(svg), "M") == 2);
}

TEST_CASE("to_svg: on a logarithmic axis what is not positive is missing") {
  auto chart = chart_with({{0, 1}, {1, 0.1}, {2, 0}, {3, 0.1}, {4, 0.01}});
  chart.log_y = true;
  CHECK(count_of(path_of(to_svg(chart)), "M") == 2);
}

TEST_CASE("to_svg: a band is filled where it is known") {
  auto const svg = to_svg(chart_with({{0, 2, 1, 3}, {1, 2, 1, 3}, {2, 2}, {3, 2, 1, 3}, {4, 2, 1, 3}}));
  auto const band = path_of(svg);
  CHECK(count_of(band, "M") == 2);
  CHECK(count_of(band, "Z") == 2);
}

TEST_CASE("to_svg: names are escaped and said to those who cannot see") {
  auto chart = chart_with({{0, 1}, {1, 0.5}});
  chart.series.front().name = "a < b";
  auto const svg = to_svg(chart);
  CHECK_THAT(svg, Contains(">a &lt; b</text>"));
  CHECK_THAT(svg, Contains("aria-label=\"Loss: loss over step. a &lt; b ends at 0.500.\""));
  CHECK_THAT(svg, !Contains("a < b"));
}

TEST_CASE("to_svg: an empty line vanishes without taking the colour of the next, an empty chart is nothing") {
  line_chart chart = chart_with({{0, missing}});
  CHECK(to_svg(chart).empty());
  chart.series.push_back({.name = "held out", .points = {{0, 1}, {1, 2}}, .dashed = true});
  auto const svg = to_svg(chart);
  CHECK_THAT(svg, !Contains("training") && Contains("held out"));
  CHECK_THAT(svg, Contains("--series-2") && !Contains("--series-1"));
  CHECK_THAT(svg, Contains("stroke-dasharray"));
}

TEST_CASE("to_svg: last values that would lie on each other are pushed apart") {
  line_chart chart{.title = "t", .x_label = "x", .y_label = "y", .series = {}};
  for (int i = 0; i < 3; ++i) chart.series.push_back({.name = "s", .points = {{0, 0}, {1, 1 + 0.001 * i}}});
  auto const svg = to_svg(chart);
  std::vector<double> heights;
  for (auto at = svg.find("<text x=\"423.0\" y=\""); at != std::string::npos;
       at = svg.find("<text x=\"423.0\" y=\"", at + 1))
    heights.push_back(std::stod(svg.substr(at + 19)));
  REQUIRE(heights.size() == 3);
  CHECK(heights[1] - heights[0] >= 12.9);
  CHECK(heights[2] - heights[1] >= 12.9);
}
