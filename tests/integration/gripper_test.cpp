// Plans for a gripper, from the command line.
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/robot/files/outcome_log.hpp>
#include <utility>

#include "workplace.hpp"

using namespace suregrasp_tests;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

/// The camera of generated scenes.
std::string camera_in(temporary_folder const& folder, int width = 640) {
  std::ofstream(folder / "camera.json") << "{\"width\": " << width
                                        << ", \"height\": 480, \"fx\": 526, \"fy\": 526, \"cx\": 320, \"cy\": 240}";
  return folder / "camera.json";
}

words planning(std::string const& camera, words const& more) {
  return joined({"detect", workplace::get().photograph(), "--model", workplace::get().model(), "--threshold", "0",
                 "--top", "3", "--gripper", "2f140", "--camera", camera, "--quiet"},
                more);
}

}  // namespace

TEST_CASE("detect --gripper: a plan for each grasp in the table and in the JSON") {
  temporary_folder const folder;
  auto const ended = run(planning(camera_in(folder), {"--depth", workplace::get().depth(), "--json", folder / "out"}));
  CAPTURE(ended.err);
  auto const written = json_of(folder / "out");
  REQUIRE(written.at("grasps").size() == 3);
  bool clear = false;
  for (auto const& each : written.at("grasps")) {
    auto const& plan = each.at("gripper");
    CHECK_THAT(ended.out, Contains(plan.at("verdict").get<std::string>()));
    clear = clear || plan.at("verdict") == "clear";
    if (plan.contains("poses")) CHECK(plan.at("poses").size() == 2);
  }
  CHECK(ended.status == (clear ? 0 : 3));
  CHECK_THAT(ended.out, Contains("preshape clearance  verdict"));
}

TEST_CASE("detect --gripper: what is missing or of another camera is said") {
  temporary_folder const folder;
  auto const camera = camera_in(folder), depth = workplace::get().depth();
  CHECK_THAT(run(planning(camera, {})).err, Contains("--gripper needs --depth"));
  auto const other = run(planning(camera_in(folder, 320), {"--depth", depth}));
  CHECK(other.status == 2);
  CHECK_THAT(other.err, Contains("intrinsics of another camera"));
  CHECK_THAT(run({"detect", workplace::get().photograph(), "--gripper", "2f85", "--depth", depth}).err,
             Contains("belong together"));
  CHECK_THAT(run({"detect", workplace::get().photograph(), "--camera", camera}).err, Contains("belong together"));
  CHECK_THAT(run({"detect", workplace::get().photograph(), "--gripper", "hook", "--camera", camera_in(folder),
                  "--depth", depth})
                 .err,
             Contains("expected a gripper"));
}

TEST_CASE("evaluate --gripper: a second metric, in the table and in the JSON") {
  temporary_folder const folder;
  auto const ended =
      run({"evaluate", "--data", workplace::get().source(), "--model", workplace::get().model(), "--gripper", "2f140",
           "--camera", camera_in(folder), "--json", folder / "figures", "--quiet"});
  CAPTURE(ended.err);
  REQUIRE(ended.status == 0);
  CHECK_THAT(ended.out, Contains("first-ranked grasp correct and clear"));
  auto const figures = json_of(folder / "figures").at("gripper");
  CHECK(figures.at("name") == "robotiq_2f140");
  auto const& success = figures.at("success");
  CHECK(success.at("correct").at("trials") == 12);
  CHECK(success.at("correct_and_clear").at("successes") <= success.at("correct").at("successes"));
  CHECK(success.at("labels").at("successes").get<double>() >= 0.8 * success.at("labels").at("trials").get<double>());
}

TEST_CASE("calibrate: intervals of what evaluate predicted, for watch to use") {
  temporary_folder const folder;
  REQUIRE(run({"evaluate", "--data", workplace::get().source(), "--model", workplace::get().model(), "--predictions",
               folder / "predictions", "--quiet"})
              .status == 0);
  auto const ended = run({"calibrate", folder / "predictions", folder / "predictions", "--coverage", "0.8", "--out",
                          folder / "calibration", "--splits", "20"});
  CAPTURE(ended.err);
  REQUIRE(ended.status == 0);
  CHECK_THAT(ended.out, Contains("24 photographs, promised 80 %"));
  auto const written = json_of(folder / "calibration");
  CHECK(written.at("angle").at("quantile").get<double>() > 0);
  CHECK(written.at("drift").at("heats").size() == 24);
  fs::create_directory(folder / "in");
  fs::copy_file(workplace::get().photograph(), folder / "in/one.png");
  auto const line = run({"watch", folder / "in", "--model", workplace::get().model(), "--threshold", "0", "--most-age",
                         "60", "--idle", "0.3", "--calibration", folder / "calibration"});
  auto const answer = nlohmann::json::parse(line.out);
  CHECK(answer.at("drift").at("alarm") == false);
  auto const& first = answer.at("grasps").at(0);
  CHECK(first.at("intervals").at("angle").get<double>() > 0);
  CHECK(first.at("intervals").at("opening").at("low") < first.at("opening"));
  CHECK(first.at("track").at("id") == 1);
  CHECK(run({"calibrate", workplace::get().photograph()}).status == 2);
}

TEST_CASE("calibrate --outcomes: a copy of the model tells the chance of success, which its maker did not know") {
  temporary_folder const folder;
  auto const model = folder / "model", calibrated = folder / "calibrated";
  fs::copy_file(workplace::get().model(), model);
  auto const first_of = [&](std::string const& asked, words const& more) {
    auto const ended = run(joined({"detect", workplace::get().photograph(), "--model", asked, "--threshold", "0",
                                   "--json", folder / "grasps", "--quiet"},
                                  more));
    CAPTURE(ended.err);
    REQUIRE(ended.status == 0);
    return std::pair(json_of(folder / "grasps").at("grasps").at(0), ended.out);
  };
  auto const [before, said] = first_of(model, {});
  CHECK(before.at("success_probability").is_null());
  CHECK_THAT(said, Contains("nobody has calibrated this detector"));
  {
    // Everything of less than M_uc 1 was lifted, nothing else.
    suregrasp::outcome_log log(folder / "log");
    for (int i = 0; i < 40; ++i)
      log.add({"picture" + std::to_string(i) + ".png", {10, 10, 0, 20, 10}, i % 2 == 0 ? 0.5 : 2000.0, i % 2 == 0});
  }
  auto const learned = run({"calibrate", "--outcomes", folder / "log", "--model", model, "--success", "lifted", "--out",
                            calibrated, "--quiet"});
  CAPTURE(learned.err);
  REQUIRE(learned.status == 0);
  CHECK_THAT(learned.out, Contains("lifted: 50.0 %") && Contains("(20/40)") && Contains("M_uc up to 0.5"));
  CHECK(tensors_of(calibrated) == tensors_of(model));
  auto const [after, told] = first_of(calibrated, {});
  bool const sure = after.at("uncertainty") <= 0.5;
  CHECK(after.at("success_probability").get<double>() == Approx(sure ? 21.0 / 22 : 1.0 / 22));
  CHECK_THAT(told, Contains("chance: of being lifted, by 40 outcomes"));
  CHECK(first_of(calibrated, {"--views", "2"}).first.at("success_probability").is_null());  // another M_uc
  CHECK(run({"inspect", calibrated}).status == 0);
  suregrasp::outcome_log(folder / "hot").add({.image = "hot.png", .success = true, .heat = 1});
  REQUIRE(run({"calibrate", "--outcomes", folder / "hot", "--model", model, "--out", calibrated, "--quiet"}).status ==
          0);
  auto const [colder, warned] = first_of(calibrated, {});
  CHECK(colder.at("success_probability").is_null());
  CHECK_THAT(warned, Contains("by 1 outcomes, none with a heat below 1.000"));
  CHECK(run({"calibrate", "--quiet"}).status == 2);
  CHECK(run({"calibrate", "--outcomes", model, "--model", model}).status == 2);
  CHECK(run({"calibrate", "--outcomes", folder / "log", "--model", model, "--out", model}).status == 2);
}
