#include <boost/hana/accessors.hpp>
#include <boost/hana/first.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/second.hpp>
#include <catch2/catch.hpp>
#include <string>
#include <suregrasp/pyramid/uncertainty_scale.hpp>

using namespace suregrasp;

TEST_CASE("uncertainty_scale: its components are known by name") {
  std::string text;
  boost::hana::for_each(boost::hana::accessors<uncertainty_scale>(), [&](auto const& field) {
    text += boost::hana::first(field).c_str();
    text += boost::hana::second(field)(default_uncertainty_scale) == 0.3 ? "=0.3 " : " ";
  });
  CHECK(text == "theta=0.3 opening jaw ");
  CHECK(default_uncertainty_scale == uncertainty_scale{0.3, 1, 1});
}
