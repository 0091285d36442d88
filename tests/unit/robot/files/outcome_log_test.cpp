#include <suregrasp/robot/files/outcome_log.hpp>

#include <catch2/catch.hpp>
#include <fstream>
#include <suregrasp/data/native/native_writer.hpp>
#include <suregrasp/metrics/labels/native_json.hpp>
#include <suregrasp/metrics/risk_control.hpp>

#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::temporary_folder;

namespace {

grasp_outcome outcome(char const* image, double uncertainty, bool success) {
  return {image, {100 + uncertainty, 80, 0.5, 40, 20}, uncertainty, success, "clear"};
}

}  // namespace

TEST_CASE("outcomes: a log is read as it was written, also by a second robot") {
  temporary_folder const folder;
  std::vector<grasp_outcome> const all{outcome("a.png", 0.1, true), outcome("b.png", 0.2, false),
                                       outcome("a.png", 0.3, false)};
  outcome_log(folder / "log").add(all[0]);
  {
    outcome_log later(folder / "log");
    later.add(all[1]), later.add(all[2]);
  }
  CHECK(read_outcomes(folder / "log") == all);
  std::ofstream(folder / "log", std::ios::app) << "{\"image\": \"c.p";  // power went out
  CHECK(read_outcomes(folder / "log") == all);
}

TEST_CASE("outcomes: the heat of the coldest, unless that of one is not known") {
  std::vector<grasp_outcome> all{outcome("a.png", 0.1, true), outcome("b.png", 0.2, false)};
  CHECK(least_heat_of({}) == 0);
  CHECK(least_heat_of(all) == 0);
  all[0].heat = 0.5, all[1].heat = 0.25;
  CHECK(least_heat_of(all) == 0.25);
  CHECK(parse_outcomes(to_json(all[1]).dump() + "\n", "log") == std::vector{all[1]});
  all.push_back(outcome("c.png", 0.2, false));
  CHECK(least_heat_of(all) == 0);
  all[0].heat = 1.5;
  CHECK(error_of([&] { (void)parse_outcomes(to_json(all[0]).dump() + "\n", "log"); }).id == "json.field");
}

TEST_CASE("outcomes: they prove a threshold, and are labels") {
  std::vector<grasp_outcome> all;
  for (int i = 0; i < 200; ++i) all.push_back(outcome(i % 2 == 0 ? "a.png" : "b.png", 0.01 * i, i < 150 || i % 2 == 0));
  auto const pairs = failures_of(all);
  auto const threshold = control_risk(pairs.uncertainties, pairs.failed);
  REQUIRE(threshold);
  CHECK(threshold->threshold > 1);
  CHECK(double(threshold->failures) <= 0.1 * double(threshold->kept));
  auto const labels = labels_of(all);
  REQUIRE(labels.size() == 2);
  CHECK(labels[0].image == "a.png");
  CHECK(labels[0].grasps.size() == 100);
  CHECK(labels[1].id == "b");
  CHECK(labels[1].negatives.size() == 25);
  auto const again = parse_native_json(format_native_json(labels), "again");
  CHECK(again[1].negatives == labels[1].negatives);
}

TEST_CASE("outcomes: faults are told with their line") {
  temporary_folder const folder;
  std::ofstream(folder / "log") << "\n{\"image\": 3}\n";
  auto const fault = error_of([&] { (void)read_outcomes(folder / "log"); });
  CHECK(fault.id == "json.field");
  CHECK(fault.message.find("log:2") != std::string::npos);
  std::ofstream(folder / "text") << "hello\n";
  CHECK(error_of([&] { (void)read_outcomes(folder / "text"); }).id == "data.outcomes");
  CHECK(error_of([&] { outcome_log(folder / "no/folder"); }).id == "io.write");
}
