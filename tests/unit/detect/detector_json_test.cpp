#include <catch2/catch.hpp>
#include <string>
#include <suregrasp/detect/detector_json.hpp>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

/// Options of which none has its default value.
detector_options unusual() {
  return {.backbone = "resnet50",
          .width = 32,
          .depth_branch = false,
          .input_size = 224,
          .pyramid_channels = 48,
          .crop_size = 3,
          .hidden = 96,
          .encoding = {angle_code::raw, {3.875, 0.4375}, {3.25, 0.1}},
          .fusion = {.scale = {0.25, 2, 1.0 / 3}, .unit_heads = true, .unit_angle = false, .literal = true}};
}

std::string json_text(detector_options const& options) { return to_json(options).dump(); }

std::string id_of(nlohmann::ordered_json const& json) {
  auto const [id, message] = error_of([&] { (void)detector_options_from(json, "models/grasp.json"); });
  CHECK_THAT(message, Catch::Contains("models/grasp.json"));
  return id;
}

}  // namespace

TEST_CASE("detector_json: everything survives the way to text and back") {
  for (auto const& options : {detector_options{}, unusual()}) {
    auto const back = detector_options_from(nlohmann::ordered_json::parse(json_text(options)), "");
    CHECK(back == options);
    CHECK(json_text(back) == json_text(options));
  }
}

TEST_CASE("detector_json: the fields are named as in the code") {
  auto const json = to_json(detector_options{});
  CHECK(json.at("encoding").at("angle") == "double_angle");
  CHECK(json.at("fusion").at("scale").dump() == R"({"theta":0.3,"opening":1.0,"jaw":1.0})");
}

TEST_CASE("detector_json: the text of model files") {
  CHECK(
      json_text(unusual()) ==
      R"({"backbone":"resnet50","width":32,"depth_branch":false,"input_size":224,"pyramid_channels":48,"crop_size":3,)"
      R"("top_down":true,"hidden":96,"dropout":0.0,"encoding":{"angle":"raw","opening":{"log_mean":3.875,)"
      R"("log_deviation":0.4375},"jaw":{"log_mean":3.25,"log_deviation":0.1}},"fusion":{"scale":{"theta":0.25,)"
      R"("opening":2.0,"jaw":0.3333333333333333},"unit_heads":true,"unit_angle":false,"literal":true}})");
}

TEST_CASE("detector_json: numbers that no detector can have, and keys that are no option, are refused") {
  auto json = to_json(detector_options{});
  json["input_size"] = 100;
  CHECK(
      error_of([&] { (void)detector_options_from(json, "m"); }).message ==
      "the description of the detector: m: input_size: expected a whole number from 32 to 2048, a multiple of 32, got "
      "100");
  json = to_json(detector_options{});
  for (double const deviation : {0.0, -1.0, 1e308}) {
    json["encoding"]["opening"]["log_deviation"] = deviation;
    CHECK(id_of(json) == "model.options");
  }
  json = to_json(detector_options{});
  json["encoding"]["jaw"]["log_mean"] = 700;
  CHECK(id_of(json) == "model.options");
  for (char const* size : {"width", "input_size", "pyramid_channels", "crop_size", "hidden"})
    for (std::int64_t const value : {std::int64_t{-1}, std::int64_t{1} << 32, (std::int64_t{1} << 32) + 288}) {
      json = to_json(detector_options{});
      json[size] = value;
      CHECK(id_of(json) == "model.options");
    }
  json = to_json(detector_options{});
  json["bacbone"] = "resnet18";
  CHECK(id_of(json) == "model.options");
}

TEST_CASE("detector_json: a description that lacks a field, at any depth, is refused with the file's name") {
  auto const whole = to_json(detector_options{});
  for (auto const& [name, value] : whole.items()) {
    if (name == "top_down" || name == "dropout") continue;  // what files of 0.1.0 do not say
    auto json = whole;
    json.erase(name);
    CHECK(id_of(json) == "model.options");
    if (!value.is_object()) continue;
    for (auto const& [inner, ignored] : value.items()) {
      auto deep = whole;
      deep[name].erase(inner);
      CHECK(id_of(deep) == "model.options");
    }
  }
  auto scale = whole;
  scale["fusion"]["scale"].erase("jaw");
  CHECK(id_of(scale) == "model.options");
}

TEST_CASE("detector_json: a file of 0.1.0 means levels that see the coarser ones, and no dropout") {
  auto old = to_json(detector_options{.top_down = false, .dropout = 0.5});
  CHECK_FALSE(detector_options_from(old, "new").top_down);
  CHECK(detector_options_from(old, "new").dropout == 0.5);
  old.erase("top_down");
  old.erase("dropout");
  CHECK(detector_options_from(old, "old").top_down);
  CHECK(detector_options_from(old, "old").dropout == 0);
}

TEST_CASE("detector_json: a file without a description, and one of a detector that cannot be, are refused") {
  tensor_file file;
  auto const refused = [&] { return error_of([&] { (void)detector_options_of(file, "models/grasp"); }); };
  CHECK(refused().id == "model.not_a_detector");
  file.metadata[detector_key] = to_json(unusual()).dump();
  CHECK(detector_options_of(file, "m") == unusual());
  auto impossible = unusual();
  impossible.encoding.angle = angle_code::double_angle;  // which cannot be fused literally
  file.metadata[detector_key] = to_json(impossible).dump();
  CHECK(refused().id == "model.options");
  CHECK_THAT(refused().message, Catch::StartsWith("models/grasp: "));
  for (double const unit : {0.0, -1.0}) {  // of which -1 would make the most uncertain grasp the first
    auto turned = unusual();
    turned.fusion.scale.opening = unit;
    file.metadata[detector_key] = to_json(turned).dump();
    CHECK(refused().id == "model.options");
    CHECK_THAT(refused().message, Catch::Contains("units of uncertainty above 0"));
  }
}

TEST_CASE("detector_json: values of another kind, and names that are not known, are refused") {
  auto json = to_json(detector_options{});
  json["width"] = "wide";
  CHECK(id_of(json) == "model.options");
  json = to_json(detector_options{});
  json["encoding"]["angle"] = "degrees";
  CHECK(id_of(json) == "model.options");
  json["encoding"]["angle"] = 2;
  CHECK(id_of(json) == "model.options");
  CHECK(id_of(nlohmann::ordered_json::array()) == "model.options");
  CHECK(id_of(nullptr) == "model.options");
}
