#include <suregrasp/data/plain_csv.hpp>

#include "fuzz.hpp"

void suregrasp_tests::read(std::string_view bytes) {
  for (auto const& photograph : suregrasp::parse_plain_csv(bytes, "fuzz")) {
    require(!photograph.image.empty() && photograph.places.size() == photograph.grasps.size());
    for (auto const& g : photograph.grasps) require_sound(g);
  }
}
