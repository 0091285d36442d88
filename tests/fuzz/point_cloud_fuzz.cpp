#include <suregrasp/data/point_cloud/point_cloud.hpp>

#include "fuzz.hpp"

void suregrasp_tests::read(std::string_view bytes) {
  auto const points = suregrasp::parse_point_cloud(bytes, "fuzz").points;
  require(points.size() <= 88 * bytes.size());
  for (auto const& p : points) require(std::isfinite(p.x) && std::isfinite(p.y) && std::isfinite(p.z) && p.pixel >= 0);
}
