#include <suregrasp/robot/files/gripper_file.hpp>

#include "fuzz.hpp"

void suregrasp_tests::read(std::string_view bytes) {
  auto const hand = suregrasp::parse_gripper(bytes, "fuzz");
  require(suregrasp::parse_gripper(suregrasp::to_json(hand).dump(), "again") == hand);
  for (double const share : {0.0, 0.3, 1.0}) {
    double const advance = suregrasp::tip_advance(hand, share * hand.stroke);
    require(advance > -2 && advance < 2);
  }
}
