#include <functional>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/images/images.hpp>

#include "../catch2.hpp"
#include "check_refused.hpp"
#include "workplace.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

/// A copy of the generated scenes, to be spoiled.
class spoiled_folder {
 public:
  spoiled_folder() {
    for (auto const& file : fs::directory_iterator(workplace::get().source()))
      if (file.path().filename() != "manifest.json") fs::copy(file, folder_.path());
  }

  [[nodiscard]] fs::path operator/(std::string const& name) const { return folder_ / name; }

  /// Trains on the folder; nothing may be left where the model should have been.
  [[nodiscard]] outcome train() const {
    auto ended = run(joined({"train", "--data", folder_.path(), "--out", out_ / "model", "--quiet"}, tiny_training));
    if (ended.status != 0) CHECK(out_.count() == 0);
    return ended;
  }

 private:
  temporary_folder folder_, out_;
};

struct spoiling {
  std::string file;
  std::string expected;
  std::function<void(fs::path const&)> spoil;
};

std::function<void(fs::path const&)> written(std::string const& content) {
  return [content](fs::path const& path) { write_file(path, content); };
}

std::string const rectangle = "10 10\n20 10\n20 15\n10 15\n";

/// The model file with its description changed.
void write_model(fs::path const& path, std::function<void(nlohmann::json&)> const& change) {
  auto file = read_safetensors(workplace::get().model());
  auto described = nlohmann::json::parse(file.metadata.at("suregrasp.detector"));
  change(described);
  file.metadata["suregrasp.detector"] = described.dump();
  write_safetensors(path, file);
}

}  // namespace

TEST_CASE("a broken file among photographs is named, and nothing is written") {
  std::vector<spoiling> const spoilings{
      {"source00001r.png", "expected an image", written("a text, not a picture\n")},
      {"source00001r.png", "empty file", written("")},
      {"source00001r.png", "expected a whole PNG", [](auto const& p) { fs::resize_file(p, fs::file_size(p) / 2); }},
      {"source00001d.tiff", "expected a depth image of 640x480",
       [](auto const& p) { write_depth(p, cv::Mat::ones(48, 64, CV_32FC1)); }},
      {"source00001d.tiff", "(CV_32FC1), got CV_8UC1",
       [](auto const& p) { cv::imwrite(p.string(), cv::Mat::ones(480, 640, CV_8UC1)); }},
      {"source00001d.tiff", "got a median of 0.001",
       [](auto const& p) { cv::imwrite(p.string(), cv::Mat::ones(480, 640, CV_16UC1)); }},
      {"source00001d.tiff", "expected an image", written("not a depth either")},
      {"source00001cpos.txt:2: ", "expected a vertex", written("10 10\nten ten\n20 15\n10 15\n")},
      {"source00001cpos.txt:5: ", "expected 4 lines a rectangle", written(rectangle + "10 10\n20 10\n")},
      {"source00001cpos.txt", "four finite vertices", written("NaN NaN\n20 10\n20 15\n10 15\n")},
      {"source00001cpos.txt", "no such file", [](auto const& p) { fs::remove(p); }}};
  auto const& each = GENERATE_COPY(from_range(spoilings));
  spoiled_folder const folder;
  each.spoil(folder / each.file.substr(0, each.file.find(':')));
  check_refused(folder.train(), folder / each.file, each.expected);
}

TEST_CASE("rectangles with a missing vertex are reported, and the others are learned") {
  spoiled_folder const folder;
  write_file(folder / "source00001cpos.txt", "NaN NaN\n20 10\n20 15\n10 15\n300 200\n340 200\n340 220\n300 220\n");
  CHECK(folder.train().status == 0);
  temporary_folder const out;
  auto const ended = run(joined({"train", "--data", (folder / "").string(), "--out", out / "model"}, tiny_training));
  CHECK(ended.status == 0);
  CHECK_THAT(ended.err, Contains("left out: ") && Contains("source00001cpos.txt:1: a vertex is not finite"));
}

TEST_CASE("a folder without photographs is refused") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  auto const train_on = [&](std::string const& data) {
    return run(joined({"train", "--data", data, "--out", folder / "model", "--quiet"}, tiny_training));
  };
  check_refused(train_on(folder / "none"), folder / "none", "expected a folder");
  check_refused(train_on(at.model()), at.model(), "expected a folder");
  check_refused(train_on(folder.path()), folder.path(), "expected photographs named <id>r.png");
  check_refused(run({"synth", "--out", at.source(), "--quiet"}), at.source(), "expected an empty or new folder");
  CHECK(folder.count() == 0);
}

TEST_CASE("a file that is no model, or another one, is refused") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  std::string const model = folder / "some.model";
  auto const check_detection = [&](std::string const& expected) {
    check_refused(run({"detect", at.photograph(), "--model", model, "--out", folder / "picture.png", "--quiet"}), model,
                  expected);
    CHECK(folder.count() == (fs::exists(model) ? 1 : 0));
  };
  SECTION("missing") { check_detection("no such file"); }
  SECTION("a text") {
    write_file(model, "a text that is no model\n");
    check_detection("not a safetensors file");
  }
  SECTION("cut short") {
    fs::copy(at.model(), model);
    fs::resize_file(model, fs::file_size(model) / 2);
    check_detection("needs");
  }
  SECTION("tensors of something else") {
    write_safetensors(model, {{{"conv1.weight", {"F32", {1}, std::string(4, '\0')}}}, {}});
    check_detection("holds no detector");
  }
  SECTION("another width") {
    write_model(model, [](auto& network) { network["width"] = 16; });
    check_detection("expected [16, 3, 7, 7]");
  }
  SECTION("a deeper backbone") {
    write_model(model, [](auto& network) { network["backbone"] = "resnet34"; });
    check_detection("no tensor 'branches.rgb.layer1.2.conv1.weight'");
  }
  SECTION("an unknown backbone") {
    write_model(model, [](auto& network) { network["backbone"] = "resnet19"; });
    check_detection("backbone: expected one of resnet18, resnet34, resnet50, mobilenet_v2, got \"resnet19\"");
  }
  SECTION("an impossible size") {
    write_model(model, [](auto& network) { network["width"] = 1'000'000; });
    check_detection("width: expected a whole number from 1 to 1024, got 1000000");
  }
  SECTION("another description of the same form") {
    write_model(model, [](auto& network) { network["top_down"] = false; });
    check_detection("is damaged or was changed");
  }
  SECTION("a description that lacks something") {
    write_model(model, [](auto& network) { network.erase("crop_size"); });
    check_detection("crop_size");
  }
}

TEST_CASE("photographs that cannot be detected in are refused") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  auto const detect = [&](std::string const& image, std::string const& depth) {
    words arguments{"detect", image, "--model", at.model(), "--json", folder / "grasps", "--quiet"};
    return run(depth.empty() ? arguments : joined(arguments, {"--depth", depth}));
  };
  write_depth(folder / "small.tiff", cv::Mat::ones(48, 64, CV_32FC1));
  check_refused(detect("nothing.png", ""), "nothing.png", "no such file");
  check_refused(detect(at.depth(), ""), at.depth(), "expected an image");
  check_refused(detect(at.photograph(), at.photograph()), at.photograph(), "(CV_32FC1), got CV_8UC3");
  check_refused(detect(at.photograph(), folder / "small.tiff"), folder / "small.tiff",
                "expected a depth image of 640x480");
  cv::Mat const far(480, 640, CV_32FC1, cv::Scalar(700)), near(480, 640, CV_32FC1, cv::Scalar(0.0007));
  write_depth(folder / "far.tiff", far);
  write_depth(folder / "near.tiff", near);
  check_refused(detect(at.photograph(), folder / "far.tiff"), folder / "far.tiff", "are they millimetres");
  check_refused(detect(at.photograph(), folder / "near.tiff"), folder / "near.tiff", "--depth-unit");
  check_refused(run({"detect", at.photograph(), "--depth", at.depth(), "--depth-unit", "feet", "--model", at.model()}),
                "feet", "expected auto, metres, millimetres");
  for (words const& command : {words{"evaluate", "--model", at.model()}, words{"train", "--out", folder / "model"},
                               words{"adapt", "--model", at.model(), "--out", folder / "model"}})
    check_refused(run(joined(command, {"--data", at.source(), "--depth-unit", "feet", "--quiet"})), "feet",
                  "expected auto, metres, millimetres");
  CHECK(folder.count() == 3);
}

TEST_CASE("a place where nothing can be written is refused before any work") {
  auto const& at = workplace::get();
  std::string const out = at("no such folder") + "/file";
  auto const arguments =
      GENERATE_COPY(values<words>({joined({"train", "--data", "nowhere", "--out", out}, tiny_training),
                                   {"adapt", "--model", "nothing", "--data", "nowhere", "--out", out},
                                   {"evaluate", "--model", "nothing", "--data", "nowhere", "--json", out},
                                   {"detect", "nothing.png", "--model", "nothing", "--out", out},
                                   {"detect", "nothing.png", "--model", "nothing", "--json", out}}));
  check_refused(run(joined(arguments, {"--quiet"})), out, "no folder");
  auto in_place = arguments;
  std::replace(in_place.begin(), in_place.end(), out, at.source());
  check_refused(run(joined(in_place, {"--quiet"})), at.source(), "is a folder");
}

TEST_CASE("photographs too few to hold some out are refused") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  check_refused(run({"train", "--data", at.source(), "--out", folder / "model", "--block", "20", "--quiet"}),
                at.source(), "12 photographs; see --holdout and --block");
  CHECK(folder.count() == 0);
}

TEST_CASE("more labels than photographs are refused") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  check_refused(run({"adapt", "--model", at.model(), "--data", at.target(), "--out", folder / "adapted", "--labelled",
                     "30", "--quiet"}),
                at.target(), "30 labelled photographs");
  CHECK(folder.count() == 0);
}
