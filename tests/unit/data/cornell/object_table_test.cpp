#include <suregrasp/data/cornell/object_table.hpp>

#include "catch2.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

TEST_CASE("an object table names the object of each photograph, repeated lines or not") {
  auto const table = parse_object_table("0100 1 mug blue\r\n0100 1 mug blue\n 950\t2  pen\n1034 3\n\n", "z.txt");
  CHECK(table.diagnostics.empty());
  CHECK(table.object_of.size() == 3);
  CHECK(table.object_of.at("pcd0100") == "1");
  CHECK(table.object_of.at("pcd0950") == "2");
  CHECK(table.object_of.at("pcd1034") == "3");
}

TEST_CASE("lines that contradict or cannot be read are diagnostics with their line") {
  auto const table = parse_object_table("100 1\n0100 2\nid object\n-5 1\n101\n", "z.txt");
  REQUIRE(table.diagnostics.size() == 4);
  CHECK(table.diagnostics[0].id == "data.objects.conflict");
  CHECK(table.diagnostics[0].where.text() == "z.txt:2");
  for (std::size_t i = 1; i < 4; ++i) CHECK(table.diagnostics[i].id == "data.objects.row");
  CHECK(table.object_of.at("pcd0100") == "1");
}

TEST_CASE("a list of objects takes ids and names as they are") {
  auto const table =
      parse_object_list("id,object\nsource00000,tape roll-003\n\nb, pen \nb,pen\nb,mug\n", "objects.csv");
  CHECK(table.object_of.at("source00000") == "tape roll-003");
  CHECK(table.object_of.at("b") == "pen");
  REQUIRE(table.diagnostics.size() == 1);
  CHECK(table.diagnostics[0].id == "data.objects.conflict");
  CHECK(table.diagnostics[0].where.text() == "objects.csv:6");
  CHECK(error_of([] { (void)parse_object_list("a,b\n", "o"); }).id == "data.objects.column");
  CHECK(error_of([] { (void)parse_object_list("id,object\nx\n", "o"); }).id == "data.objects.cell");
}
