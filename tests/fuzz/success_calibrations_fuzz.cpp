#include <map>
#include <suregrasp/detect/success_calibrations.hpp>

#include "fuzz.hpp"

void suregrasp_tests::read(std::string_view bytes) {
  std::map<std::string, std::string> metadata{{suregrasp::success_key, std::string(bytes)}};
  auto const all = suregrasp::success_calibrations_of(metadata, "fuzz");
  for (auto const& each : all)
    for (double const uncertainty : {-1.0, 0.0, 0.5, 1e300}) {
      auto const chance = each.probability(uncertainty, 1);
      require(chance && *chance >= 0 && *chance <= 1);
    }
  // What is written again reads equal, and takes the place of one for as many views.
  if (all.empty()) return;
  suregrasp::add_success_calibration(metadata, all.back(), "again");
  auto const again = suregrasp::success_calibrations_of(metadata, "again");
  require(again.size() <= all.size() && again.back() == all.back());
}
