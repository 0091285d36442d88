#include <suregrasp/data/split_file.hpp>

#include "fuzz.hpp"

void suregrasp_tests::read(std::string_view bytes) {
  auto const split = suregrasp::parse_split(bytes, "fuzz");
  require(suregrasp::parse_split(suregrasp::to_json(split).dump(), "again") == split);
}
