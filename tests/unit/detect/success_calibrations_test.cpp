#include <suregrasp/detect/success_calibrations.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <string>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

success_calibration example(std::size_t views, double probability) {
  return {"lifted", views, 40, {{0.5, 2}, {probability, 0.25}}};
}

}  // namespace

TEST_CASE("success calibrations: kept with a model, one for each number of views") {
  std::map<std::string, std::string> metadata;
  CHECK(success_calibrations_of(metadata, "m").empty());
  add_success_calibration(metadata, example(1, 0.75), "m");
  add_success_calibration(metadata, example(8, 0.875), "m");
  add_success_calibration(metadata, example(1, 0.5), "m");  // another one for one view
  auto const all = success_calibrations_of(metadata, "m");
  CHECK(all == std::vector{example(8, 0.875), example(1, 0.5)});
  CHECK(calibration_for(all, 1) == example(1, 0.5));
  CHECK(!calibration_for(all, 4));
  CHECK(calibration_for(all, 8)->curve.probability(1) == 0.25);
}

TEST_CASE("success calibrations: of grasps that are colder than all outcomes they say nothing") {
  auto known = example(1, 0.75);
  CHECK(known.probability(0.5, 0.0) == 0.75);
  known.least_heat = 0.25;
  CHECK(known.probability(0.5, 0.25) == 0.75);
  CHECK(!known.probability(0.5, 0.249));
  CHECK(!known.probability(0.5, std::nan("")));
  std::map<std::string, std::string> metadata;
  add_success_calibration(metadata, known, "m");
  CHECK(success_calibrations_of(metadata, "m") == std::vector{known});
}

TEST_CASE("success calibrations: what is none is refused by file and field") {
  auto const id_of = [](std::string const& text) {
    return error_of([&] { (void)success_calibrations_of({{success_key, text}}, "a.model"); });
  };
  CHECK(id_of("{").id == "data.success");
  CHECK(id_of("{}").id == "data.success");
  CHECK(id_of("[{}]").id == "json.field");
  CHECK(id_of("[{}]").message.starts_with("a.model: suregrasp.success"));
  auto const of_curve = [&](std::string const& u, std::string const& p) {
    return id_of(R"([{"success":"s","views":1,"outcomes":1,"curve":{"uncertainties":)" + u + R"(,"probabilities":)" +
                 p + "}}]")
        .id;
  };
  CHECK(of_curve("[]", "[]") == "metrics.success_curve");
  CHECK(of_curve("[1,2]", "[0.5]") == "metrics.success_curve");
  CHECK(of_curve("[2,1]", "[0.5,0.4]") == "metrics.success_curve");
  CHECK(of_curve("[1,2]", "[0.4,0.5]") == "metrics.success_curve");
  CHECK(of_curve("[1]", "[1.5]") == "metrics.success_curve");
  CHECK(of_curve("[1]", "[-0.5]") == "metrics.success_curve");
  CHECK(of_curve("[1,2]", "[0.5,0.6]") == "metrics.success_curve");
  auto const level =
      R"([{"success":"s","views":1,"outcomes":1,"curve":{"uncertainties":[1,2],"probabilities":[0.5,0.5]}}])";
  CHECK(success_calibrations_of({{success_key, level}}, "a.model").front().curve.probability(2) == 0.5);
  CHECK_NOTHROW(success_calibrations_of(
      {{success_key, R"([{"success":"s","views":1,"outcomes":1,"curve":{"uncertainties":[1],"probabilities":[1]}}])"}},
      "a.model"));
}
