#include <suregrasp/data/graspnet/graspnet.hpp>

#include "fuzz.hpp"

void suregrasp_tests::read(std::string_view bytes) {
  for (auto const& row : suregrasp::parse_graspnet_rectangles(bytes, "fuzz"))
    require_sound(suregrasp::from_graspnet(row));
}
