#include <suregrasp/metrics/labels/jacquard_file.hpp>

#include "fuzz.hpp"

void suregrasp_tests::read(std::string_view bytes) {
  auto const file = suregrasp::parse_jacquard_grasps(bytes, "fuzz");
  require(file.sources.size() == file.grasps.size());
  for (auto const& g : file.grasps) require_sound(g);
}
