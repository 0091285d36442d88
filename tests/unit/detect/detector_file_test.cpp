#include <bit>
#include <catch2/catch.hpp>
#include <cstring>
#include <limits>
#include <string>
#include <suregrasp/detect/detector_file.hpp>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

detector_options small_options() {
  return {.backbone = "mobilenet_v2", .width = 8, .pyramid_channels = 8, .crop_size = 1, .hidden = 4};
}

/// A detector whose weights are all 0.
tensor_file zeros(std::string const& type = "F32", detector_options const& options = small_options()) {
  tensor_file file;
  for (auto const& [name, shape] : detector_tensors(options))
    file.tensors[name] = {type, shape, std::string(element_count(shape) * detail::stored_size(type), '\0')};
  return as_model_file(std::move(file), options);
}

/// The file with the first element of LocNet's last layer replaced.
template <class Number>
tensor_file with_weight(tensor_file file, Number value) {
  std::memcpy(file.tensors.at("locnet.draw.weight").bytes.data(), &value, sizeof value);
  return file;
}

suregrasp_tests::thrown refused(tensor_file const& file) {
  return error_of([&] { (void)checked_detector_options(file, "some.model"); });
}

}  // namespace

TEST_CASE("detector_file: what was written is read, in any precision") {
  for (char const* type : {"F32", "F64", "F16", "BF16"})
    CHECK(checked_detector_options(zeros(type), "m") == small_options());
}

TEST_CASE("detector_file: every tensor has to be there in its shape, of numbers") {
  auto const whole = zeros();
  for (auto const& [name, shape] : detector_tensors(small_options())) {
    auto file = whole;
    file.tensors.erase(name);
    CHECK(refused(file).id == "model.missing_tensor");
    CHECK_THAT(refused(file).message, Catch::StartsWith("some.model: no tensor '" + name + "'"));
    file = whole;
    file.tensors.at(name).shape.push_back(1);
    CHECK(refused(file).id == "model.tensor_shape");
  }
  for (char const* type : {"I64", "I32", "U8", "BOOL", "F8_E5M2"}) {
    auto file = whole;
    file.tensors.at("locnet.draw.bias").type = type;
    CHECK(refused(file).id == "model.element_type");
    CHECK_THAT(refused(file).message,
               Catch::Contains("some.model: tensor 'locnet.draw.bias'") && Catch::EndsWith(std::string("got ") + type));
  }
}

TEST_CASE("detector_file: weights that no network can compute with are refused") {
  double const infinity = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
  for (double const value : {nan, infinity, -infinity, 1.1e10, -1e38, 1e300}) {
    CHECK(refused(with_weight(zeros(), static_cast<float>(value))).id == "model.weights");
    CHECK(refused(with_weight(zeros("F64"), value)).id == "model.weights");
  }
  auto const upper = [](float value) { return static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16U); };
  CHECK(refused(with_weight(zeros("BF16"), upper(1e38F))).id == "model.weights");
  CHECK(refused(with_weight(zeros("BF16"), upper(-INFINITY))).id == "model.weights");
  for (auto const half : {std::uint16_t{0x7c00}, std::uint16_t{0xfc00}, std::uint16_t{0x7e00}})
    CHECK(refused(with_weight(zeros("F16"), half)).id == "model.weights");
  CHECK_THAT(refused(with_weight(zeros(), -1e38F)).message,
             Catch::Contains("some.model: tensor 'locnet.draw.weight'") && Catch::Contains("at most 1e10, got -1e+38"));
}

TEST_CASE("detector_file: weights and description are those that were written") {
  CHECK(refused(with_weight(zeros(), 0.25F)).id == "model.digest");
  CHECK_THAT(refused(with_weight(zeros(), 0.25F)).message, Catch::StartsWith("some.model: "));
  auto file = zeros();
  auto other = small_options();
  other.top_down = !other.top_down;
  file.metadata[detector_key] = to_json(other).dump();
  CHECK(refused(file).id == "model.digest");
  file = zeros();
  file.metadata["note"] = "added later";
  CHECK(refused(file).id.empty());
}

TEST_CASE("detector_file: a file of 1.0, which has no digest, is read") {
  auto file = with_weight(zeros(), 0.25F);
  file.metadata.erase(model_digest_key);
  CHECK(checked_detector_options(file, "m") == small_options());
}

TEST_CASE("detector_file: the model that comes with the tool is whole") {
  auto const file = read_safetensors("examples/models/scenes.safetensors");
  auto const options = checked_detector_options(file, "scenes");
  std::size_t numbers = 0;
  for (auto const& [name, tensor] : file.tensors) numbers += !name.ends_with("num_batches_tracked");
  CHECK(numbers == detector_tensors(options).size());
}

TEST_CASE("detector_file: the digest of a model is of its tensors' names, types, shapes and values") {
  tensor_file const file{{{"a", {"F32", {2}, std::string(8, '\1')}}}, {{"note", "x"}}};
  auto const digest = model_digest(file);
  auto other = file;
  other.metadata.clear();
  CHECK(model_digest(other) == digest);
  other.metadata[detector_key] = "{}";
  CHECK(model_digest(other) != digest);
  other = file;
  other.tensors.at("a").bytes[7] = '\2';
  CHECK(model_digest(other) != digest);
  other = file;
  other.tensors.at("a").shape = {1, 2};
  CHECK(model_digest(other) != digest);
  other = file;
  other.tensors.at("a").type = "I32";
  CHECK(model_digest(other) != digest);
  CHECK(model_digest({{{"b", file.tensors.at("a")}}, {}}) != digest);
}
