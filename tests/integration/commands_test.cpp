#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/images/images.hpp>

#include "../catch2.hpp"
#include "../unit/images/image_files.hpp"
#include "workplace.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;
using Catch::Contains;
using json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

/// Every option of a command, by its help text, is in the record of the run.
void check_record(json const& record, std::string const& command) {
  CHECK(record.at("command") == command);
  CHECK(record.at("seed") == 1);
  CHECK_THAT(record.at("command_line").get<std::string>(), Contains(command + " "));
  for (char const* key : {"suregrasp", "compiler", "processors", "started", "duration_seconds", "threads", "device"})
    CHECK(record.contains(key));
  std::istringstream help(run({command, "--help-all"}).out);
  for (std::string line, name; std::getline(help, line);) {
    std::istringstream(line) >> name;
    if (!name.starts_with("--") || name == "--help-all") continue;
    name = name.substr(2, name.find_first_of(",{=") - 2);
    INFO(name);
    CHECK((record.at("options").contains(name)));
  }
}

}  // namespace

TEST_CASE("every command explains itself") {
  CHECK_THAT(run({"--help"}).out, Contains("synth") && Contains("adapt") && Contains("130 interrupted"));
  std::string const command =
      GENERATE("synth", "train", "evaluate", "score", "detect", "suggest", "adapt", "adapt-heads", "demo", "doctor");
  auto const help = run({command, "--help"});
  CHECK(help.status == 0);
  CHECK(help.err.empty());
  CHECK_THAT(help.out, Contains("--seed") && Contains("--quiet"));
}

TEST_CASE("what few need is on the second page of help, and taken all the same") {
  auto const first = run({"adapt", "--help"}), all = run({"adapt", "--help-all"});
  CHECK_THAT(first.out,
             Contains("--labelled") && !Contains("--coverage-rate") && Contains("more options, rarely needed"));
  CHECK_THAT(all.out, Contains("--labelled") && Contains("Rarely needed:") && Contains("--coverage-rate"));
  CHECK(std::ranges::count(first.out, '\n') < 40);
  auto const bad = run({"adapt", "--data", "nowhere", "--out", "nowhere", "--coverage-rate", "-1"});
  CHECK_THAT(bad.err, Contains("--coverage-rate"));
}

TEST_CASE("a wrong call ends with status 2, one line and the name of what was wrong") {
  auto const [arguments, wrong] = GENERATE(table<words, std::string>(
      {{words{}, "subcommand is required"},
       {words{"fly"}, "subcommand is required"},
       {words{"synth"}, "--out is required"},
       {words{"synth", "--out", "nowhere", "--fly"}, "--fly"},
       {words{"synth", "--out", "nowhere", "--count", "0"}, "--count"},
       {words{"synth", "--out", "nowhere", "--count", "many"}, "--count"},
       {words{"synth", "--out", "nowhere", "--domain", "moon"}, "--domain"},
       {words{"detect", "/dev/null", "--model", "nowhere", "--device", "abacus"}, "device 'abacus'"},
       {words{"train", "--data", ".", "--out", "nowhere", "--size", "100"},
        "--size: expected a whole number from 32 to 2048, a multiple of 32, got 100"},
       {words{"train", "--data", ".", "--out", "nowhere", "--size", "wide"}, "--size"},
       {words{"train", "--data", ".", "--out", "nowhere", "--size", "32000000000000000000"}, "--size"},
       {words{"train", "--data", ".", "--out", "nowhere", "--backbone", "resnet19"}, "--backbone"},
       {words{"train", "--data", ".", "--out", "nowhere", "--literal-fusion"}, "--literal-fusion"},
       {words{"adapt", "--model", "m", "--data", ".", "--out", "nowhere", "--method", "magic"}, "--method"}}));
  auto const ended = run(arguments);
  INFO(ended.err);
  CHECK(ended.status == 2);
  CHECK(ended.error_lines() == 1);
  CHECK_THAT(ended.err, Catch::StartsWith("suregrasp: ") && Contains(wrong));
  CHECK(ended.out.empty());
  CHECK_FALSE(fs::exists("nowhere"));
}

TEST_CASE("the same seed generates the same scenes, another one others") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  std::string const domain = GENERATE("source", "target");
  auto const scenes = [&](char const* seed, char const* name) {
    REQUIRE(run({"synth", "--out", folder / name, "--count", "2", "--domain", domain, "--seed", seed}).status == 0);
    return folder / name;
  };
  auto const same = scenes("1", "same"), other = scenes("2", "other");
  std::size_t files = 0;
  for (auto const& file : fs::directory_iterator(same)) {
    auto const name = file.path().filename().string();
    if (name == "manifest.json") continue;
    ++files;
    auto const twelve = read_file(fs::path(at(domain)) / name), two = read_file(file.path());
    CHECK((two == (name == "objects.csv" ? twelve.substr(0, two.size()) : twelve)));  // a line a scene
    CHECK((read_file(file.path()) != read_file(other / name)));
  }
  CHECK(files == (domain == "source" ? 7 : 5));
}

TEST_CASE("a trained model evaluates, detects and is recorded") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  SECTION("its record holds the whole configuration and both curves") {
    auto const record = json_of(at.model() + ".json");
    check_record(record, "train");
    auto const& configuration = record.at("configuration");
    CHECK(record.at("options").at("pose-steps") == 6);
    CHECK(configuration.at("network").at("width") == 8);
    CHECK(configuration.at("split").at("train").size() + configuration.at("split").at("held_out").size() == 12);
    CHECK(record.at("curves").at("posenet").size() == 6);
    CHECK(record.at("curves").at("locnet").size() == 4);
    CHECK_FALSE(fs::exists(at.model() + ".checkpoint"));
  }
  SECTION("photographs that do not stay in memory train the same model") {
    auto const ended =
        run(joined({"train", "--data", at.source(), "--out", folder / "model", "--memory", "0.004"}, tiny_training));
    REQUIRE(ended.status == 0);
    CHECK_THAT(ended.err, Contains("1 of 12 photographs stay in memory (0.00400 GB, see --memory)"));
    CHECK(tensors_of(folder / "model") == tensors_of(at.model()));
  }
  SECTION("evaluation") {
    std::string const part = GENERATE("all", "held-out");
    auto const ended = run({"evaluate", "--model", at.model(), "--data", at.source(), "--part", part, "--json",
                            folder / "figures", "--quiet"});
    REQUIRE(ended.status == 0);
    CHECK(ended.err.empty());
    CHECK_THAT(ended.out, Contains("IoU > 0.25") && Contains("Wilson"));
    auto const figures = json_of(folder / "figures");
    check_record(figures.at("record"), "evaluate");
    CHECK(figures.at("images") == (part == "all" ? 12 : 5));
    CHECK(figures.at("success").size() == 3);
  }
  SECTION("what evaluation finds is scored the same by the command for anyone's predictions") {
    REQUIRE(run({"evaluate", "--model", at.model(), "--data", at.source(), "--threshold", "0.05", "--predictions",
                 folder / "found", "--json", folder / "figures", "--quiet"})
                .status == 0);
    REQUIRE(run({"score", "--predictions", folder / "found", "--data", at.source(), "--rank", "uncertainty", "--json",
                 folder / "scores", "--quiet"})
                .status == 0);
    auto const evaluated = json_of(folder / "figures").at("success"), scored = json_of(folder / "scores").at("success");
    for (auto const& each : evaluated) {
      auto const same =
          std::find_if(scored.begin(), scored.end(), [&](auto const& row) { return row.at("iou") == each.at("iou"); });
      REQUIRE(same != scored.end());
      CHECK(same->at("successes") == each.at("successes"));
      CHECK(same->at("trials") == 12);
    }
    auto const first = json_of(folder / "found").at("predictions")[0];
    CHECK(first.at("id") == "source00000");
    CHECK(first.at("grasps")[0].at("variance").at("theta") >= 0);
    CHECK(first.at("at_labels")[0].at("loss") >= 0);
    CHECK(first.at("at_labels")[0].at("place_loss") <= first.at("at_labels")[0].at("loss"));
  }
  SECTION("detection") {
    auto const ended = run({"detect", at.photograph(), "--depth", at.depth(), "--model", at.model(), "--threshold", "0",
                            "--top", "3", "--out", folder / "picture.png", "--json", folder / "grasps", "--quiet"});
    REQUIRE(ended.status == 0);
    CHECK(ended.err.empty());
    CHECK(std::count(ended.out.begin(), ended.out.end(), '\n') == 5);
    auto const found = json_of(folder / "grasps");
    check_record(found.at("record"), "detect");
    REQUIRE(found.at("grasps").size() == 3);
    for (char const* key : {"x", "y", "theta", "opening", "jaw", "uncertainty", "heat"})
      CHECK(found.at("grasps")[0].at(key).is_number());
    CHECK(found.at("grasps")[0].at("uncertainty") <= found.at("grasps")[2].at("uncertainty"));
    CHECK(fs::file_size(folder / "picture.png") > 1000);
  }
}

TEST_CASE("depth of a camera is taken in its own unit, and a turned photograph as it is seen") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  auto const write = [&](char const* name, cv::Mat const& image) {
    write_file(folder / name, std::span<std::uint8_t const>(
                                  suregrasp::detail::encode_image(fs::path(name).extension().c_str(), image)));
  };
  cv::Mat metres = read_depth(at.depth()), whole, quarters, floats;
  metres.setTo(0, metres != metres);
  metres.convertTo(whole, CV_16U, 1000);
  whole.convertTo(floats, CV_32F);
  whole.convertTo(quarters, CV_16U, 4);
  write("whole.png", whole);
  write("whole.tiff", whole);
  write("floats.tiff", floats);
  write("quarters.png", quarters);
  auto const found = [&](words const& more) {
    auto const ended =
        run(joined({"detect", at.photograph(), "--model", at.model(), "--threshold", "0", "--quiet"}, more));
    INFO(ended.err);
    CHECK(ended.status == 0);
    return ended.out;
  };
  auto const expected = found({"--depth", folder / "whole.png"});
  CHECK(expected != found({}));
  CHECK(found({"--depth", folder / "whole.png", "--depth-unit", "millimetres"}) == expected);
  CHECK(found({"--depth", folder / "whole.tiff"}) == expected);
  CHECK(found({"--depth", folder / "floats.tiff", "--depth-unit", "millimetres"}) == expected);
  CHECK(found({"--depth", folder / "quarters.png", "--depth-unit", "0.00025"}) == expected);

  auto const png = read_file(at.photograph());
  write_file(folder / "turned.png",
             std::string_view(suregrasp_tests::png_with_chunk(png, "eXIf", suregrasp_tests::exif(3))));
  write_rgb(folder / "upright.png", as_seen(read_rgb(at.photograph()), image_orientation::half_turn));
  auto const results = [&](char const* image) {
    auto const ended = run({"detect", folder / image, "--model", at.model(), "--threshold", "0"});
    return std::pair(ended.out, ended.err);
  };
  auto const [turned, note] = results("turned.png");
  CHECK(turned == results("upright.png").first);
  CHECK_THAT(note, Contains("turned.png: is shown turned by 180 degrees"));
}

TEST_CASE(
    "others vote with a model's heads at a place: neighbours, views, another model, fewer heads, heads without units") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  auto const variance = [&](words const& votes) {
    auto const ended = run(joined(
        {"detect", at.photograph(), "--threshold", "0", "--top", "1", "--json", folder / "grasps", "--quiet"}, votes));
    INFO(ended.err);
    REQUIRE(ended.status == 0);
    return json_of(folder / "grasps").at("grasps")[0].at("uncertainty").get<double>();
  };
  words const model{"--model", at.model()};
  double const alone = variance(model);
  CHECK(variance(joined(model, {"--neighbours", "0.05"})) != alone);
  CHECK(variance(joined(model, {"--views", "8"})) != alone);
  CHECK(variance(joined(model, {"--views", "1"})) == alone);
  CHECK(run(joined({"detect", at.photograph(), "--views", "3"}, model)).status == 2);
  CHECK(variance(joined(model, {"--also", at.model()})) == Approx(alone));  // it agrees with itself
  CHECK(variance(joined(model, {"--heads", "1,2"})) != alone);
  auto const refused = run(joined({"detect", at.photograph(), "--dropout-passes", "2", "--quiet"}, model));
  CHECK(refused.status == 2);
  CHECK_THAT(refused.err, Contains("trained without dropout"));

  REQUIRE(run(joined({"train", "--data", at.source(), "--out", folder / "torn", "--dropout", "0.3", "--plain-stages",
                      "--half", "--quiet"},
                     tiny_training))
              .status == 0);
  words const torn{"--model", folder / "torn"};
  double const voted = variance(joined(torn, {"--dropout-passes", "5"}));
  CHECK(voted != variance(torn));
  CHECK(voted == variance(joined(torn, {"--dropout-passes", "5"})));  // the seed decides which units
}

TEST_CASE("doctor says what each stage takes and what would help") {
  auto const& at = workplace::get();
  words const call{"doctor", at.photograph(), "--model", at.model(), "--repeats", "1", "--json"};
  auto const found = json::parse(run(call).out);
  CHECK(found.at("machine").at("waiting") == "passive");  // the launcher saw to that
  CHECK(found.at("machine").at("threads").get<int>() >= 1);
  std::vector<std::string> stages;
  for (auto const& each : found.at("stages")) {
    stages.push_back(each.at("stage"));
    CHECK(each.at("best").get<double>() > 0);
    CHECK(each.at("best").get<double>() <= each.at("median").get<double>());
  }
  CHECK(stages == std::vector<std::string>{"decode", "preprocess", "pyramid", "LocNet", "peaks", "crops",
                                           "crops and heads", "fusion", "all from the input on"});
  auto const advice = json::parse(run(joined(call, {"--threads", "1"})).out).at("advice");
  bool const more = std::thread::hardware_concurrency() > 1;
  CHECK(std::ranges::any_of(advice, [](std::string const& each) { return each.starts_with("use more threads"); }) ==
        more);
  CHECK_THAT(run({"doctor", "--model", at.model(), "--repeats", "1"}).out, Contains("fusion") && Contains("libtorch"));
}

TEST_CASE("a small MobileNetV2 trains in bfloat16 with its first stages frozen, and detects") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  auto const ended = run(joined({"train", "--data", at.source(), "--out", folder / "model", "--backbone",
                                 "mobilenet_v2", "--bfloat16", "--frozen-stages", "1", "--quiet"},
                                tiny_training));
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  CHECK(json_of(folder / "model.json").at("configuration").at("network").at("backbone") == "mobilenet_v2");
  CHECK(run({"detect", at.photograph(), "--model", folder / "model", "--threshold", "0", "--quiet"}).status == 0);
}

TEST_CASE("a model adapts by every method, in either form") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  std::string const method = GENERATE("direct", "mean-teacher", "confident");
  auto const [command, more] = GENERATE(table<std::string, words>(
      {{"adapt", {"--evaluations", "2"}}, {"adapt-heads", {"--views", "2", "--heat-steps", "2"}}}));
  auto const ended = run(joined({command, "--model", at.model(), "--data", at.target(), "--out", folder / "adapted",
                                 "--method", method, "--steps", "10", "--labelled", "3", "--block", "1", "--quiet"},
                                more));
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  CHECK(ended.err.empty());
  auto const record = json_of(folder / "adapted.json");
  check_record(record, command);
  auto const& result = record.at("result");
  CHECK(result.at("labelled") == 3);
  CHECK(result.at("curve").front().at("step") == 0);
  CHECK(result.at("curve").back().at("step") == 10);
  CHECK(result.at("curve").back().at("pass_rate").is_null() == (method == "direct"));
  CHECK(record.at("split").at("labelled").size() == 3);
  CHECK(tensors_of(folder / "adapted") != tensors_of(at.model()));
  CHECK(run({"evaluate", "--model", folder / "adapted", "--data", at.target(), "--part", "held-out"}).status == 0);
}
