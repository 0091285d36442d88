#include "../catch2.hpp"
#include "../real_files.hpp"
#include "workplace.hpp"

using namespace suregrasp_tests;
using Catch::Contains;
namespace fs = std::filesystem;

TEST_CASE("all photographs of a real folder are read") {
  auto const data = real_data("cornell-rgb");
  if (data.empty()) return;
  temporary_folder const folder;
  auto const ended = run(joined({"train", "--data", data, "--out", folder / "model", "--no-depth"}, tiny_training));
  INFO(ended.err);
  CHECK(ended.status == 0);
  CHECK_THAT(ended.err, Contains("reading " + data.string() + ": 707 steps"));
  auto const record = nlohmann::json::parse(suregrasp::read_file(folder / "model.json"));
  auto const& split = record.at("configuration").at("split");
  CHECK(split.at("train").size() + split.at("held_out").size() == 707);
}

TEST_CASE("grasps are found in a real photograph with its depth") {
  auto const data = real_data("cornell-rgbd-pair");
  if (data.empty()) return;
  fs::path photograph;
  for (auto const& file : fs::recursive_directory_iterator(data))
    if (file.path().filename() == "pcd0100r.png") photograph = file.path();
  auto const depth = photograph.parent_path() / "pcd0100d.tiff";
  temporary_folder const folder;
  auto const ended = run({"detect", photograph, "--depth", depth, "--model", workplace::get().model(), "--threshold",
                          "0", "--out", folder / "picture.png", "--quiet"});
  INFO(ended.err);
  CHECK(ended.status == 0);
  CHECK(ended.err.empty());
  CHECK(fs::exists(folder / "picture.png"));
}

TEST_CASE("a real pretrained backbone is taken, for colour and for depth") {
  auto const weights = real_weights("mobilenet_v2_imagenet.safetensors");
  if (weights.empty()) return;
  temporary_folder const folder;
  auto const train = [&](words const& more) {
    return run(joined({"train",
                       "--data",
                       workplace::get().source(),
                       "--out",
                       folder / "model",
                       "--backbone",
                       "mobilenet_v2",
                       "--backbone-weights",
                       weights,
                       "--size",
                       "96",
                       "--pose-steps",
                       "1",
                       "--heat-steps",
                       "1",
                       "--batch",
                       "2",
                       "--validations",
                       "1",
                       "--quiet"},
                      more));
  };
  CHECK(train({}).status == 0);
  auto const slim = train({"--width", "32"});
  CHECK(slim.status == 2);
  CHECK_THAT(slim.err, Contains("mobilenet_v2_imagenet.safetensors: tensor 'features.0.0.weight' has shape"));
}
