#include <nlohmann/json.hpp>

#include "../catch2.hpp"
#include "../integration/tool.hpp"

using namespace suregrasp_tests;
using Catch::Contains;

namespace {

/// Twelve generated scenes, made once for all tests.
class scenes {
 public:
  [[nodiscard]] static std::string folder() {
    static scenes const made;
    return made.at_.path().string();
  }

 private:
  scenes() {
    auto const ended = run({"synth", "--out", at_.path().string(), "--count", "12", "--quiet"});
    INFO(ended.err);
    REQUIRE(ended.status == 0);
  }

  temporary_folder at_;
};

}  // namespace

TEST_CASE(
    "without LibTorch the tool detects with the model that comes with it, in the whole photograph and its middle") {
  temporary_folder const folder;
  for (std::string const window : {"whole", "middle"}) {
    auto const ended =
        run({"detect", scenes::folder() + "/source00000r.png", "--depth", scenes::folder() + "/source00000d.tiff",
             "--window", window, "--json", folder / "grasps", "--quiet"});
    INFO(ended.err);
    REQUIRE(ended.status == 0);
    CHECK_FALSE(json_of(folder / "grasps").at("grasps").empty());
  }
}

TEST_CASE("without LibTorch the tool measures the model, and scores what it has predicted") {
  temporary_folder const folder;
  auto const ended = run({"evaluate", "--data", scenes::folder(), "--views", "2", "--json", folder / "figures",
                          "--predictions", folder / "predictions.json", "--quiet"});
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  CHECK(json_of(folder / "figures").at("success")[0].at("successes") >= 9);  // of 12; by chance there would be none
  CHECK(run({"score", "--predictions", folder / "predictions.json", "--data", scenes::folder(), "--quiet"}).status ==
        0);
  CHECK(run({"inspect", scenes::folder(), "--quiet"}).status == 0);
}

TEST_CASE("without LibTorch the tool says what needs it") {
  temporary_folder const folder;
  auto const [call, expected] = GENERATE_REF(table<words, std::string>(
      {{{"train", "--data", scenes::folder(), "--out", folder / "model"}, "train needs LibTorch"},
       {{"adapt", "--data", scenes::folder(), "--out", folder / "model"}, "adapt needs LibTorch"},
       {{"demo", "--out", folder / "demo"}, "demo needs LibTorch"},
       {{"detect", scenes::folder() + "/source00000r.png", "--dropout-passes", "2"}, "--dropout-passes needs LibTorch"},
       {{"detect", scenes::folder() + "/source00000r.png", "--device", "cuda"}, "expected cpu"}}));
  auto const ended = run(call);
  CHECK(ended.status == 2);
  CHECK(ended.error_lines() == 1);
  CHECK_THAT(ended.err, Contains(expected));
}
