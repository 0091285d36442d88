#include <suregrasp/data/cornell/object_table.hpp>

#include "fuzz.hpp"

void suregrasp_tests::read(std::string_view bytes) {
  for (auto const& [id, object] : suregrasp::parse_object_table(bytes, "fuzz").object_of)
    require(id.starts_with("pcd") && id.size() >= 7 && !object.empty());
}
