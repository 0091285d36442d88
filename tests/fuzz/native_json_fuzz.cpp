#include <suregrasp/data/native/native_writer.hpp>
#include <suregrasp/metrics/labels/native_json.hpp>

#include "fuzz.hpp"

void suregrasp_tests::read(std::string_view bytes) {
  auto const photographs = suregrasp::parse_native_json(bytes, "fuzz");
  for (auto const& photograph : photographs) {
    require(!photograph.image.empty() && photograph.depth_scale.value_or(1) > 0);
    require(photograph.sources.size() == photograph.grasps.size());
    for (auto const& g : photograph.grasps) require_sound(g);
    for (auto const& g : photograph.negatives) require_sound(g);
    require(photograph.grasp_point_sources.size() == photograph.grasp_points.size());
  }
  auto const again = suregrasp::parse_native_json(suregrasp::format_native_json(photographs), "again");
  require(again.size() == photographs.size());
  for (std::size_t i = 0; i < again.size(); ++i)
    require(again[i].id == photographs[i].id && again[i].image == photographs[i].image &&
            again[i].depth == photographs[i].depth && again[i].object == photographs[i].object &&
            again[i].depth_scale == photographs[i].depth_scale && again[i].grasps == photographs[i].grasps &&
            again[i].negatives == photographs[i].negatives && again[i].grasp_points == photographs[i].grasp_points);
}
