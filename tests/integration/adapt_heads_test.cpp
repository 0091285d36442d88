#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/teacher/checkpoint_folder.hpp>

#include "../catch2.hpp"
#include "workplace.hpp"

using namespace suregrasp_tests;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

words adaptation_of_heads(std::string const& out, words const& more = {}) {
  auto const& at = workplace::get();
  return joined({"adapt-heads", "--model",       at.model(), "--data",       at.target(), "--out",
                 out,           "--labelled",    "3",        "--views",      "2",         "--steps",
                 "60",          "--block",       "1",        "--heat-steps", "3",         "--checkpoint-every",
                 "0",           "--evaluations", "6"},
                more);
}

}  // namespace

TEST_CASE("an adaptation of heads that is killed and interrupted goes on to the result of one that is not") {
  temporary_folder const folder;
  std::string const whole = folder / "whole", broken = folder / "broken", checkpoints = broken + ".checkpoint";
  words const filling{"--fill", "4", "--by-component"};
  REQUIRE(run(adaptation_of_heads(whole, filling)).status == 0);
  CHECK(folder.count() == 3);

  for (int const step : {1, 20, 40}) kill_at_checkpoint(adaptation_of_heads(broken, filling), checkpoints, step);
  CHECK_FALSE(fs::exists(broken));
  tool adapting(adaptation_of_heads(broken, filling));
  adapting.interrupt_at(" grasps\n");
  auto const interrupted = adapting.finish();
  CHECK(interrupted.status == 130);
  CHECK_FALSE(fs::exists(broken));

  auto const refused = run(adaptation_of_heads(broken, {"--rate", "0.5", "--quiet"}));
  CHECK(refused.status == 2);
  CHECK(refused.error_lines() == 1);
  CHECK_THAT(refused.err, Contains(checkpoints) && Contains("--restart"));

  auto const resumed = run(adaptation_of_heads(broken, filling));
  CHECK(resumed.status == 0);
  CHECK_THAT(resumed.err, Contains("resuming PoseNet at step "));
  CHECK((left_by_adaptation(broken) == left_by_adaptation(whole)));
  CHECK(folder.count() == 6);
}

TEST_CASE("features that were kept give the bits of new ones, and damaged ones are computed anew") {
  temporary_folder const folder;
  std::string const plain = folder / "plain", first = folder / "first", second = folder / "second",
                    third = folder / "third", cache = folder / "cache";
  REQUIRE(run(adaptation_of_heads(plain)).status == 0);
  words const cached{"--cache", cache};
  REQUIRE(run(adaptation_of_heads(first, cached)).status == 0);
  auto const features = [&] {
    return std::distance(fs::directory_iterator(cache + "/features"), fs::directory_iterator{});
  };
  auto const kept = features();
  CHECK(kept > 12);
  auto const again = run(adaptation_of_heads(second, cached));
  CHECK(again.status == 0);
  CHECK_THAT(again.err, !Contains("adapting LocNet"));
  CHECK(features() == kept);
  CHECK((left_by_adaptation(first) == left_by_adaptation(plain)));
  CHECK((left_by_adaptation(second) == left_by_adaptation(plain)));

  std::size_t damaged = 0;
  for (auto const& entry : fs::recursive_directory_iterator(cache)) {
    if (!entry.is_regular_file()) continue;
    auto bytes = suregrasp::read_file(entry.path());
    if (damaged % 2 == 0)
      bytes.back() = static_cast<char>(bytes.back() ^ 1);
    else
      bytes.resize(bytes.size() / 2);
    suregrasp::write_file(entry.path(), bytes);
    ++damaged;
  }
  auto const anew = run(adaptation_of_heads(third, cached));
  CHECK(anew.status == 0);
  CHECK_THAT(anew.err, Contains("computed anew: " + cache) && Contains("adapting LocNet"));
  CHECK((left_by_adaptation(third) == left_by_adaptation(plain)));
}

TEST_CASE("an adaptation of heads keeps to a saved split, and says how wrong its teacher is") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  std::string const out = folder / "out", split = folder / "split.json";
  REQUIRE(run({"split", "--data", at.target(), "--out", split, "--by", "image", "--quiet"}).status == 0);
  REQUIRE(run(adaptation_of_heads(out, {"--split", split, "--telemetry", "jsonl", "--quiet"})).status == 0);
  auto const record = nlohmann::json::parse(suregrasp::read_file(out + ".json"));
  CHECK(record.at("split").at("held_out") == nlohmann::json::parse(suregrasp::read_file(split)).at("held_out"));
  auto const& result = record.at("result");
  CHECK(result.at("filter").at("name") == "quantile");
  CHECK(result.at("places_near_labels") <= result.at("unlabelled_places"));
  CHECK(result.at("curve").back().contains("lesson_error"));
  auto const lines = suregrasp::read_file(out + ".steps.jsonl");
  CHECK(std::count(lines.begin(), lines.end(), '\n') == 60);
}

TEST_CASE("an adaptation of heads also learns from photographs of other folders, without their labels") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  REQUIRE(run({"synth", "--out", folder / "empty", "--count", "3", "--empty-share", "1", "--quiet"}).status == 0);
  std::string const alone = folder / "alone", together = folder / "together";
  REQUIRE(run(adaptation_of_heads(alone, {"--quiet"})).status == 0);
  REQUIRE(run(adaptation_of_heads(together, {"--also", folder / "empty", at.source(), "--quiet"})).status == 0);
  CHECK(json_of(together + ".json").at("result").at("labelled") ==
        json_of(alone + ".json").at("result").at("labelled"));
  CHECK(json_of(together + ".json").at("result").at("unlabelled") ==
        json_of(alone + ".json").at("result").at("unlabelled").get<int>() + 3 + 12);
  CHECK(json_of(together + ".json").at("result").at("unlabelled_places") >
        json_of(alone + ".json").at("result").at("unlabelled_places"));
}

TEST_CASE("an adaptation of heads refuses checkpoints that are not its own, and says what to do") {
  temporary_folder const folder;
  std::string const out = folder / "out", checkpoints = out + ".checkpoint";
  auto const refuses = [&](std::string const& expected, std::string const& advice) {
    auto const ended = run(adaptation_of_heads(out, {"--quiet"}));
    CHECK(ended.status == 2);
    CHECK(ended.error_lines() == 1);
    CHECK_THAT(ended.err, Contains(checkpoints) && Contains(expected) && Contains(advice));
  };
  suregrasp::checkpoint_folder<float>(checkpoints).write({.step = 5, .configuration = {{"also", "[]"}}});
  refuses("an earlier release", "--restart");
  CHECK(run(adaptation_of_heads(out, {"--quiet", "--restart"})).status == 0);
  CHECK(folder.count() == 3);
  suregrasp::write_file(checkpoints, "a training run of 1.0.0");
  refuses("", "");
}

TEST_CASE("an adaptation of heads refuses what cannot be meant") {
  temporary_folder const folder;
  auto const [more, expected] = GENERATE(
      table<words, std::string>({{words{"--method", "direct", "--filter", "soft", "--threshold", "1"}, "confident"},
                                 {words{"--filter", "fixed"}, "threshold"},
                                 {words{"--filter", "smoothed", "--threshold", "1"}, "threshold"},
                                 {words{"--fill", "1"}, "candidates"},
                                 {words{"--targets", "long"}, "--targets"}}));
  auto const ended = run(adaptation_of_heads(folder / "out", more));
  CHECK(ended.status == 2);
  CHECK(ended.error_lines() == 1);
  CHECK_THAT(ended.err, Contains(expected));
  CHECK(folder.count() == 0);
}
