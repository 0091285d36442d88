#include <nlohmann/json.hpp>

#include "../catch2.hpp"
#include "workplace.hpp"

using namespace suregrasp_tests;
using Catch::Contains;

TEST_CASE("adaptation is compared seed by seed, and what was run is not run again") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  REQUIRE(run({"synth", "--out", folder / "there", "--count", "24", "--domain", "target", "--quiet"}).status == 0);
  words const call{"--threads",
                   "1",
                   "adaptation",
                   "--model",
                   at.model(),
                   "--data",
                   folder / "there",
                   "--work",
                   folder / "work",
                   "--distractors",
                   at.source(),
                   "--results",
                   folder / "results",
                   "--seeds",
                   "2",
                   "--steps",
                   "4",
                   "--views",
                   "2",
                   "--studies",
                   "distractors"};
  auto const first = tool(call, SUREGRASP_EXPERIMENTS).finish();
  INFO(first.err);
  REQUIRE(first.status == 0);
  CHECK(std::count(first.err.begin(), first.err.end(), '\n') == 6);  // three arms, two seeds
  auto const report = suregrasp::read_file(folder / "results/adaptation.json");
  auto const arms = nlohmann::json::parse(report).at("studies")[0].at("arms");
  REQUIRE(arms.size() == 3);
  CHECK(arms[1].at("against") == arms[0].at("arm"));
  double const difference =
      arms[1].at("final_loss").at("mean").get<double>() - arms[0].at("final_loss").at("mean").get<double>();
  CHECK(arms[1].at("difference").at("mean") == Approx(difference).margin(1e-12));
  CHECK_THAT(suregrasp::read_file(folder / "results/adaptation.md"),
             Contains("confident and filled among distractors"));
  CHECK_THAT(suregrasp::read_file(folder / "results/adaptation-distractors.svg"), Contains("<svg"));

  auto const again = tool(call, SUREGRASP_EXPERIMENTS).finish();
  CHECK(again.status == 0);
  CHECK(again.err.empty());
}
