// scaling_charts JSON FOLDER: draws what Google Benchmark wrote of scaling_bench, a chart FOLDER/scaling_CHART.svg for
// each first part of a name, CHART being its first word.
#include <algorithm>
#include <exception>
#include <filesystem>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/read_file.hpp>

#include "charts/line_chart_svg.hpp"

using namespace suregrasp;

namespace {

std::map<std::string, line_chart> charts_of(nlohmann::json const& measured) {
  std::map<std::string, line_chart> charts;
  for (auto const& each : measured.at("benchmarks")) {
    auto const name = each.at("name").get<std::string>();
    auto const first = name.find('/'), second = name.find('/', first + 1), third = name.find('/', second + 1);
    auto const over = name.substr(0, first), series = name.substr(first + 1, second - first - 1);
    auto& chart = charts[over];
    auto line = std::ranges::find(chart.series, series, &chart_series::name);
    if (line == chart.series.end()) line = chart.series.insert(line, {.name = series, .points = {}});
    auto const time = each.at(over == "threads" ? "real_time" : "cpu_time").get<double>();
    line->points.push_back({std::stod(name.substr(second + 1, third - second - 1)), time / 1000});
    chart.title = "Time over " + over;
    chart.x_label = over;
    chart.y_label = "microseconds";
    chart.log_y = over != "threads";
  }
  return charts;
}

}  // namespace

int main(int count, char** arguments) try {
  if (count != 3) return std::cerr << "usage: scaling_charts JSON FOLDER\n", 2;
  for (auto const& [over, chart] : charts_of(nlohmann::json::parse(read_file(arguments[1]))))
    write_file(std::filesystem::path(arguments[2]) / ("scaling_" + over.substr(0, over.find(' ')) + ".svg"),
               to_svg(chart));
} catch (std::exception const& failure) {
  return std::cerr << failure.what() << '\n', 1;
}
