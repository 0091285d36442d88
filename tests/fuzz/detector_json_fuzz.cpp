#include <suregrasp/detect/detector_json.hpp>
#include <suregrasp/detect/detector_tensors.hpp>

#include "fuzz.hpp"

void suregrasp_tests::read(std::string_view bytes) {
  auto const options = suregrasp::detector_options_of({{suregrasp::detector_key, std::string(bytes)}}, "fuzz");
  auto const again = suregrasp::to_json(options).dump();
  require(suregrasp::detector_options_of({{suregrasp::detector_key, again}}, "again") == options);
  // What a file of this detector must hold can be said, and its bytes counted.
  for (auto const& [name, shape] : suregrasp::detector_tensors(options))
    require(!name.empty() && suregrasp::element_count(shape) > 0 && suregrasp::element_count(shape) < 1ULL << 48U);
}
