#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <suregrasp/files/atomic_file.hpp>

#include "../catch2.hpp"
#include "real_files.hpp"
#include "workplace.hpp"

using namespace suregrasp_tests;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

auto experiment(words const& call) { return tool(call, SUREGRASP_EXPERIMENTS).finish(); }

/// What was called before, called again: it succeeds without a word of work.
void require_nothing_left_to_do(words const& call) {
  auto const again = experiment(call);
  CHECK(again.status == 0);
  CHECK(again.err.empty());
}

}  // namespace

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
  auto const first = experiment(call);
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

  require_nothing_left_to_do(call);
}

TEST_CASE("ways of adapting whole detectors are compared split by split, and what was run is not run again") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  std::string const there = folder / "there", split = folder / "split.json";
  REQUIRE(run({"synth", "--out", there, "--count", "16", "--domain", "target", "--quiet"}).status == 0);
  REQUIRE(run({"split", "--data", there, "--out", split, "--by", "image", "--quiet"}).status == 0);
  words const call{
      "--threads", "1",      "nine-labels",       "--model",   at.model(),         "--data",   there, "--splits",
      split,       "--work", folder / "work",     "--results", folder / "results", "--labels", "3",   "--steps",
      "2",         "--arms", "before adaptation", "direct",    "direct, chosen"};
  auto const first = experiment(call);
  INFO(first.err);
  REQUIRE(first.status == 0);
  CHECK(std::count(first.err.begin(), first.err.end(), '\n') == 3);
  auto const arms = nlohmann::json::parse(suregrasp::read_file(folder / "results/nine-labels.json")).at("arms");
  REQUIRE(arms.size() == 3);
  CHECK(arms[2].at("against") == "direct");
  double const gain =
      arms[2].at("success")[1].at("mean").get<double>() - arms[1].at("success")[1].at("mean").get<double>();
  CHECK(arms[2].at("gain")[1].at("mean") == Approx(gain).margin(1e-9));
  auto const chosen = suregrasp::read_file(folder / "work/chosen-1.txt");
  CHECK(std::count(chosen.begin(), chosen.end(), '\n') == 3);
  CHECK_THAT(suregrasp::read_file(folder / "results/nine-labels.md"), Contains("direct, chosen"));
  require_nothing_left_to_do(call);
}

TEST_CASE("detection is cross-validated, and what was trained or predicted is not made again") {
  auto const weights = real_weights("mobilenet_v2_imagenet.safetensors");
  if (weights.empty()) return;
  auto const& at = workplace::get();
  temporary_folder const folder;
  words const call{"--threads",
                   "1",
                   "detection",
                   "--data",
                   at.source(),
                   "--work",
                   folder / "work",
                   "--backbone-weights",
                   weights.string(),
                   "--results",
                   folder / "results",
                   "--folds",
                   "2",
                   "--pose-steps",
                   "2",
                   "--heat-steps",
                   "2",
                   "--variants",
                   "axial",
                   "finest level"};
  auto const first = experiment(call);
  INFO(first.err);
  REQUIRE(first.status == 0);
  auto const result = nlohmann::json::parse(suregrasp::read_file(folder / "results/detection.json"));
  CHECK(result.at("photographs") == 12);  // each once, of both folds
  REQUIRE(result.at("variants").size() == 2);
  for (auto const& variant : result.at("variants")) {
    CHECK(variant.at("certainty").at("poses") == result.at("variants")[0].at("certainty").at("poses"));
    CHECK(variant.at("certainty_of_place").at("mean_loss") <= variant.at("certainty").at("mean_loss"));
    double shares = 0;
    for (auto const& component : variant.at("components")) shares += component.at("share_of_loss").get<double>();
    CHECK(shares == Approx(1));
    auto const& best = variant.at("selections").back();
    for (auto const& each : variant.at("selections"))
      CHECK(each.at("success")[0].at("successes") <= best.at("success")[0].at("successes"));
  }
  CHECK(result.at("variants")[0].at("certainty") != result.at("variants")[1].at("certainty"));
  CHECK_THAT(suregrasp::read_file(folder / "results/detection.md"), Contains("## finest level"));
  for (auto const* chart : {"detection-risk.svg", "detection-training.svg"})
    CHECK_THAT(suregrasp::read_file(folder / "results" / chart), Contains("<svg"));

  require_nothing_left_to_do(call);
}

TEST_CASE("other networks with their published weights find grasps in real photographs") {
  auto const data = real_data("cornell-rgbd-pair"), weights = real_weights("");
  if (data.empty() || weights.empty()) return;
  temporary_folder const folder;
  auto const ended = experiment({"--threads", "1", "--quiet", "peers", "--data", data.string(), "--weights",
                                 weights.string(), "--results", folder / "results"});
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  auto const rows = nlohmann::json::parse(suregrasp::read_file(folder / "results/peers.json")).at("rows");
  REQUIRE(rows.size() == 3);
  for (auto const& row : rows) CHECK(row.at("best")[0].at("successes") == 2);
}

TEST_CASE("misses rise and false alarms fall with the threshold, and what is unfamiliar is told by the same figures") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  auto const ended =
      experiment({"--threads", "1", "false_alarms", "--model", at.model(), "--objects", at.source(), "--scenes", "6",
                  "--empty", at.target() + "/", "--others", at.source(), "--results", folder / "results"});
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  auto const result = nlohmann::json::parse(suregrasp::read_file(folder / "results/false_alarms.json"));
  words names;
  for (auto const& each : result.at("folders")) {
    names.push_back(each.at("name").get<std::string>() + " " + each.at("kind").get<std::string>() + " " +
                    std::to_string(each.at("pictures").get<int>()));
    CHECK(std::ranges::is_sorted(each.at("heat")));
    CHECK(each.contains("auroc") == (each.at("kind") != "objects"));
  }
  CHECK(names == words{"source objects 12", "generated scenes empty 6", "target empty 12", "source others 12"});
  for (auto const* figure : {"heat", "uncertainty"})  // the same pictures again, which nothing can tell
    CHECK(result.at("folders")[3].at("auroc").at(figure) == 0.5);
  auto const& curve = result.at("curve");
  REQUIRE(curve.size() == 19);
  for (std::size_t i = 1; i < curve.size(); ++i) {
    CHECK(curve[i].at("missed") >= curve[i - 1].at("missed"));
    CHECK(curve[i].at("false_alarms") <= curve[i - 1].at("false_alarms"));
    CHECK(curve[i].at("right").get<double>() + curve[i].at("missed").get<double>() <= 1 + 1e-12);
  }
  CHECK_THAT(suregrasp::read_file(folder / "results/false_alarms.md"), Contains("| generated scenes | empty | 6 |"));
  CHECK_THAT(suregrasp::read_file(folder / "results/false_alarms.svg"), Contains("<svg"));
}

TEST_CASE("grasps are followed over moving scenes in three ways") {
  temporary_folder const folder;
  auto const ended = experiment({"--threads", "1", "--quiet", "tracking", "--model", workplace::get().model(),
                                 "--results", folder / "results", "--sequences", "1", "--frames", "3"});
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  auto const rows = nlohmann::json::parse(suregrasp::read_file(folder / "results/tracking.json")).at("rows");
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].at("followed_by") == "tracker");
  CHECK_THAT(suregrasp::read_file(folder / "results/tracking.md"), Contains("nearest of three peaks"));
}

TEST_CASE("what a detector says of rectangles called wrong is told from what it says of those called right") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  fs::copy(at.source(), folder / "labelled", fs::copy_options::recursive);
  words const call{"--threads",         "1",       "--quiet",  "negatives", "--data",
                   folder / "labelled", "--model", at.model(), "--results", folder / "results"};
  auto const without = experiment(call);
  CHECK(without.status == 2);
  CHECK_THAT(without.err, Contains("labelled as right and as wrong"));
  for (auto const& each : fs::directory_iterator(at.source()))  // the same rectangles, called wrong: nothing tells them
    if (auto const name = each.path().filename().string(); name.ends_with("cpos.txt"))
      fs::copy_file(each.path(), folder / ("labelled/" + name.substr(0, name.size() - 8) + "cneg.txt"));
  auto const ended = experiment(call);
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  auto const row = nlohmann::json::parse(suregrasp::read_file(folder / "results/negatives.json")).at("photographs")[0];
  CHECK(row.at("right") == row.at("wrong"));
  CHECK(row.at("right") > 12);
  for (auto const* figure : {"low heat", "high M_uc", "distance to the pose found there"})
    CHECK(row.at("auroc").at(figure) == 0.5);
  CHECK_THAT(suregrasp::read_file(folder / "results/negatives.md"), Contains("| labelled |"));
}

TEST_CASE("grasps are carried out by a simulator, and what came of them is counted, without scenes that changed") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  fs::copy(at.source(), folder / "scenes", fs::copy_options::recursive);
  // A line across each scene; that of the last came out otherwise than it will now.
  std::string trials = "image,x,y,theta,opening,jaw,lifted,collided\n";
  for (int i = 0; i < 12; ++i)
    trials += "source000" + std::string(i < 10 ? "0" : "") + std::to_string(i) + ",320,240,0,40,20," +
              (i == 11 ? "0" : "1") + ",0\n";
  suregrasp::write_file(folder / "scenes/trials.csv", trials);
  // Everything is lifted; what opens by more than 40 pixels touches nothing. It tells how often it was called.
  suregrasp::write_file(folder / "simulator",
                        "test $1 = execute || exit 1\necho called >> " + std::string(folder / "calls") +
                            "\nsed -e '1s/$/,lifted_now,collided_now/' -e '1!s/$/,1,0/' \"$3\" > \"$4\"\n");
  words const call{"--threads",   "1",
                   "--quiet",     "physics",
                   "--scenes",    folder / "scenes",
                   "--outcomes",  folder / "scenes",
                   "--python",    "sh",
                   "--simulator", folder / "simulator",
                   "--models",    "own=" + at.model(),
                   "--work",      folder / "work",
                   "--results",   folder / "results"};
  auto const ended = experiment(call);
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  auto const result = nlohmann::json::parse(suregrasp::read_file(folder / "results/physics.json"));
  CHECK(result.at("scenes") == 11);
  CHECK(result.at("left_out") == nlohmann::json{"scenes/source00011"});
  auto const& arms = result.at("arms");
  REQUIRE(arms.size() == 17);  // lines, and four ways to choose in one view and eight of two detectors
  for (auto const& arm : arms) {
    CHECK(arm.at("lifted").at("trials") == 11);
    CHECK(arm.at("without_touching").at("rate") == 1);
  }
  auto const& metric = result.at("metric");
  CHECK(metric.at("right_and_lifted").get<int>() + metric.at("wrong_and_lifted").get<int>() == 11);
  CHECK(result.at("reliability").at(0).at("probabilities").size() == 3);
  CHECK_THAT(suregrasp::read_file(folder / "results/physics.md"),
             Contains("| own in eight views, first that clears |"));
  CHECK_THAT(suregrasp::read_file(folder / "results/physics-risk.svg"), Contains("<svg"));
  auto const log =
      run({"calibrate", "--outcomes", folder / "work/scenes-clean.jsonl", "--model", at.model(), "--quiet"});
  CHECK_THAT(log.out, Contains("lifted: 100.0 %"));
  auto const calls = suregrasp::read_file(folder / "calls");
  CHECK(experiment(call).status == 0);  // the same grasps again: nothing is carried out
  CHECK(suregrasp::read_file(folder / "calls") == calls);

  auto broken = call;
  broken[9] = "no-such-python";
  broken[15] = folder / "elsewhere";
  auto const refused = experiment(broken);
  CHECK(refused.status == 2);
  CHECK_THAT(refused.err, Contains("no-such-python") && Contains("expected a simulator that starts"));
  suregrasp::write_file(folder / "simulator", "echo no module called physics\nexit 3\n");
  broken[9] = "sh";
  auto const failed = experiment(broken);
  CHECK(failed.status == 2);
  CHECK_THAT(failed.err, Contains("no module called physics"));
}
