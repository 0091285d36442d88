#include <catch2/catch.hpp>
#include <string>
#include <suregrasp/core/run_progress.hpp>
#include <vector>

using namespace suregrasp;

TEST_CASE("run_progress: every photograph is told, and asking to stop ends the run where something is left") {
  std::vector<std::string> told;
  progress_hooks const hooks{
      .progress =
          [&](run_progress const& at) {
            told.push_back(at.phase + " " + std::to_string(at.done) + "/" + std::to_string(at.total) + at.note);
          },
      .stop = [&] { return told.size() == 2; }};
  detail::report_progress(hooks, "reading", 1, 3);
  try {
    detail::report_progress(hooks, "reading", 2, 3);
    FAIL("expected to be stopped");
  } catch (run_stopped const& stop) {
    CHECK(stop.id() == "run.stopped");
    CHECK(stop.step() == 2);
  }
  told.pop_back();
  CHECK_NOTHROW(detail::report_progress(hooks, "reading", 3, 3, ", 7 grasps"));
  CHECK(told == std::vector<std::string>{"reading 1/3", "reading 3/3, 7 grasps"});
  CHECK_NOTHROW(detail::report_progress({}, "reading", 1, 3));
}
