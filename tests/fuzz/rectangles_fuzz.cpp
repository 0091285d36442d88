#include <algorithm>
#include <suregrasp/metrics/labels/rectangle_file.hpp>

#include "fuzz.hpp"

void suregrasp_tests::read(std::string_view bytes) {
  auto const file = suregrasp::parse_rectangles(bytes, "fuzz");
  require(file.lines.size() == file.grasps.size());
  for (std::size_t i = 0; i < file.grasps.size(); ++i) {
    require_sound(file.grasps[i]);
    require(file.lines[i] % 4 == 1 && (i == 0 || file.lines[i] > file.lines[i - 1]));
  }
  auto firm = file.grasps;  // those that rounding to a thousandth of a pixel cannot turn into something else
  std::erase_if(firm, [](auto const& g) {
    return std::min(g.opening, g.jaw) < 1 || std::max({std::abs(g.x), std::abs(g.y), g.opening, g.jaw}) > 1e5;
  });
  auto const back = suregrasp::parse_rectangles(suregrasp::format_rectangles(firm), "again").grasps;
  require(back.size() == firm.size());
  for (std::size_t i = 0; i < back.size(); ++i)
    require(std::abs(back[i].opening - firm[i].opening) < 0.01 && std::abs(back[i].x - firm[i].x) < 0.01);
}
