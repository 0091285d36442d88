#include <suregrasp/data/plain_json.hpp>

#include "fuzz.hpp"

void suregrasp_tests::read(std::string_view bytes) {
  for (auto const& photograph : suregrasp::parse_plain_json(bytes, "fuzz")) {
    require(!photograph.image.empty() && photograph.depth_scale > 0);
    require(photograph.places.size() == photograph.grasps.size());
    for (auto const& g : photograph.grasps) require_sound(g);
    for (auto const& g : photograph.negatives) require_sound(g);
  }
}
