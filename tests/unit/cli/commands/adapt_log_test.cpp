#include "cli/commands/adapt_log.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/read_file.hpp>

#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using namespace suregrasp::cli;
using namespace suregrasp_tests;

namespace {

step_report report(std::int64_t step) {
  auto const n = static_cast<double>(step);
  return {.step = step, .supervised_loss = n, .pass_rate = 0.5, .weights = {1, 0.5, 1}, .errors = {n, 4, std::nan("")}};
}

}  // namespace

TEST_CASE("adapt_log: a log that goes on is that of an unbroken run") {
  for (std::string const format : {"csv", "jsonl"}) {
    temporary_folder const folder;
    std::string const whole = folder / "whole", broken = folder / "broken";
    step_log log(whole, format);
    log.begin();
    for (int i = 0; i < 6; ++i) log.add(report(i));
    log.flush();
    std::int64_t size = 0;
    {
      step_log first(broken, format);
      first.begin();
      for (int i = 0; i < 3; ++i) first.add(report(i));
      size = first.size();
      first.add(report(77));  // after the checkpoint
    }
    step_log second(broken, format);
    second.go_on(size);
    for (int i = 3; i < 6; ++i) second.add(report(i));
    second.flush();
    CHECK(read_file(broken + ".steps." + format) == read_file(whole + ".steps." + format));

    write_file(broken + ".steps." + format, "short");
    step_log third(broken, format);
    CHECK(error_of([&] { third.go_on(size); }).id == "adapt.telemetry");
  }
}

TEST_CASE("adapt_log: no log, and a format that is none") {
  temporary_folder const folder;
  step_log log(folder / "out", "none");
  log.begin();
  log.add(report(0));
  CHECK(log.size() == 0);
  CHECK(folder.count() == 0);
  CHECK(error_of([&] { step_log const other(folder / "out", "xml"); }).id == "adapt.telemetry");
}

TEST_CASE("adapt_log: a point of the curve is what happened since the last, also across a break") {
  adaptation_curve unbroken, before, after;
  for (auto* each : {&unbroken, &before}) {
    each->close(0, {2, 2}, false);
    each->add(report(1));
  }
  after.load(before.state());
  for (auto* each : {&unbroken, &after}) {
    each->add(report(3));
    each->close(2, {1.5, 1.5}, true);
  }
  CHECK(after.points() == unbroken.points());
  auto const& point = after.points().at(1);
  CHECK(point.at("loss") == 2);
  CHECK(point.at("pass_rate") == 0.5);
  CHECK(point.at("candidate_error") == (1 + 3 + 4 + 4) / 4.0);
  CHECK(point.at("lesson_error") == (1 + 3 + 0.5 * 8) / 3.0);
  CHECK(after.points().at(0).at("loss").is_null());
  CHECK(after.evaluation_loss() == 1.5);
}
