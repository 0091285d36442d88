#include <suregrasp/images/impl/png_structure.hpp>

#include "fuzz.hpp"

void suregrasp_tests::read(std::string_view bytes) {
  auto const damage = suregrasp::png_damage(bytes);
  require(!damage || !damage->empty());
}
