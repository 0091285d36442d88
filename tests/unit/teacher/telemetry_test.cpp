#include <catch2/catch.hpp>
#include <limits>
#include <sstream>
#include <suregrasp/teacher/telemetry.hpp>
#include <vector>

using namespace suregrasp;

namespace {

step_report example() {
  step_report report{.step = 3, .supervised_loss = 0.1, .consistency_loss = 1e-7, .pass_rate = 0.5, .alpha = 0.99};
  report.terms = {{"centre", 0.25}, {"a \"b\",c\\", 2}};
  return report;
}

}  // namespace

TEST_CASE("telemetry: a CSV table, whose empty fields are figures that there are not") {
  CHECK(csv_header(example()) ==
        "step,supervised_loss,consistency_loss,pass_rate,threshold,alpha,consistency_weight,gap,lesson_error,"
        "candidate_error,starved_steps,rolled_back,supervised.centre,\"supervised.a \"\"b\"\",c\\\"");
  CHECK(csv_line(example()) == "3,0.1,1e-07,0.5,,0.99,0,,,,0,0,0.25,2");
}

TEST_CASE("telemetry: a JSON object on a line") {
  CHECK(json_line(example()) ==
        "{\"step\":3,\"supervised_loss\":0.1,\"consistency_loss\":1e-07,\"pass_rate\":0.5,\"threshold\":null,"
        "\"alpha\":0.99,\"consistency_weight\":0,\"gap\":null,\"lesson_error\":null,\"candidate_error\":null,"
        "\"starved_steps\":0,\"rolled_back\":0,\"supervised.centre\":0.25,\"supervised.a \\\"b\\\",c\\\\\":2}");
}

TEST_CASE("telemetry: callbacks in turn, each with its own memory") {
  std::ostringstream csv, json;
  std::vector<std::int64_t> steps;
  auto const all = in_turn(csv_writer(csv), json_lines_writer(json),
                           [&](step_report const& report) { steps.push_back(report.step); });
  for (std::int64_t n = 0; n < 3; ++n) all({.step = n, .threshold = std::numeric_limits<double>::infinity()});
  CHECK(steps == std::vector<std::int64_t>{0, 1, 2});
  CHECK_THAT(csv.str(), Catch::StartsWith("step,") && Catch::EndsWith("\n2,0,0,0,,0,0,,,,0,0\n"));
  auto const lines = [](std::string const& text) { return std::count(text.begin(), text.end(), '\n'); };
  CHECK(lines(csv.str()) == 4);
  CHECK(lines(json.str()) == 3);
}
