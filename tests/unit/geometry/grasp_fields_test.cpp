#include <boost/hana/concept/struct.hpp>
#include <boost/hana/equal.hpp>
#include <boost/hana/members.hpp>
#include <boost/hana/tuple.hpp>
#include <catch2/catch.hpp>
#include <string>
#include <suregrasp/geometry/grasp_fields.hpp>
#include <utility>
#include <vector>

using namespace suregrasp;
namespace hana = boost::hana;

static_assert(hana::Struct<grasp<float>>::value);
static_assert(hana::Struct<grasp<double>>::value);

TEST_CASE("for_each_field: names and values in order") {
  grasp<double> const g{1, 2, 3, 4, 5};
  std::vector<std::pair<std::string, double>> seen;
  for_each_field(g, [&](std::string_view name, double value) { seen.emplace_back(name, value); });
  CHECK(seen ==
        std::vector<std::pair<std::string, double>>{{"x", 1}, {"y", 2}, {"theta", 3}, {"opening", 4}, {"jaw", 5}});
}

TEST_CASE("for_each_field: may fill a grasp") {
  grasp<float> g;
  float next = 0;
  for_each_field(g, [&](std::string_view, float& value) { value = ++next; });
  CHECK(g == grasp<float>{1, 2, 3, 4, 5});
}

TEST_CASE("grasp_field_names: the header of a table") {
  std::string header;
  for (auto const name : grasp_field_names) header += std::string(header.empty() ? "" : ",") + std::string(name);
  CHECK(header == "x,y,theta,opening,jaw");
}

TEST_CASE("a grasp is a Hana Struct") {
  bool const equal = hana::members(grasp<double>{1, 2, 3, 4, 5}) == hana::make_tuple(1.0, 2.0, 3.0, 4.0, 5.0);
  CHECK(equal);
}
