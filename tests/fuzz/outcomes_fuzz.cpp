#include <suregrasp/robot/files/outcome_log.hpp>

#include "fuzz.hpp"

void suregrasp_tests::read(std::string_view bytes) {
  for (auto const& each : suregrasp::parse_outcomes(bytes, "fuzz")) require_sound(each.grasp);
}
