#include "cli/commands/adapt_log.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <suregrasp/files/read_file.hpp>

#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using namespace suregrasp::cli;
using namespace suregrasp_tests;

namespace {

step_report report(std::int64_t step) { return {.step = step, .supervised_loss = static_cast<double>(step)}; }

}  // namespace

TEST_CASE("adapt_log: a log that goes on is that of an unbroken run") {
  for (std::string const format : {"csv", "jsonl"}) {
    temporary_folder const folder;
    std::string const whole = folder / "whole", broken = folder / "broken";
    step_log log(whole, format);
    for (int i = 0; i < 6; ++i) log.add(report(i));
    {
      step_log first(broken, format);
      for (int i = 0; i < 5; ++i) first.add(report(i));  // a checkpoint after 3
    }
    step_log second(broken, format);
    for (int i = 3; i < 6; ++i) second.add(report(i));
    CHECK(read_file(broken + ".steps." + format) == read_file(whole + ".steps." + format));

    step_log anew(broken, format);
    anew.add(report(0));
    step_log third(broken, format);
    auto const short_log = error_of([&] { third.add(report(3)); });
    CHECK(short_log.id == "adapt.telemetry");
    CHECK_THAT(short_log.message, Catch::Contains("--restart"));
  }
}

TEST_CASE("adapt_log: every line is there when its step is done") {
  temporary_folder const folder;
  step_log log(folder / "out", "jsonl");
  for (int i = 0; i < 3; ++i) {
    log.add(report(i));
    auto const text = read_file(folder.path() / "out.steps.jsonl");
    CHECK(std::count(text.begin(), text.end(), '\n') == i + 1);
  }
}

TEST_CASE("adapt_log: no log, and a format that is none") {
  temporary_folder const folder;
  step_log log(folder / "out", "none");
  log.add(report(0));
  CHECK(folder.count() == 0);
  CHECK(error_of([&] { step_log const other(folder / "out", "xml"); }).id == "adapt.telemetry");
}
