#include <algorithm>
#include <cmath>
#include <memory>
#include <span>
#include <suregrasp/backends/openvino/inference.hpp>
#include <suregrasp/backends/openvino/model_file.hpp>
#include <suregrasp/backends/openvino/quantized.hpp>
#include <suregrasp/files/safetensors.hpp>
#include <vector>

#include "../catch2.hpp"
#include "../thrown.hpp"
#include "golden_text.hpp"
#include "known_values.hpp"
#include "shipped_model.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;

namespace {

openvino::backend const be;

using levels_type = std::vector<level<openvino::tensor>>;

openvino::tensor known_image(std::string const& name, std::int64_t side) {
  return be.from_host(host_view<float const>({2, 3, side, side}, known_image_values(name, side)));
}

image_batch<openvino::tensor> known_images() { return {known_image("rgb", 64), known_image("depth", 64)}; }

openvino::inference known(detector_options const& options, openvino::precision precision = openvino::precision::f32) {
  return {options, known_weight_values, {.threads = 1, .precision = precision}};
}

std::vector<double> fingerprint_of(openvino::tensor const& t) { return fingerprint(be.to_host(t).values); }

/// What a graph of `rgb` alone answers to the known image.
std::vector<openvino::tensor> answers_of(openvino::feature_maps const& maps, openvino::node const& rgb) {
  auto const input = ov::as_type_ptr<ov::op::v0::Parameter>(rgb.get_node_shared_ptr());
  auto const graph =
      std::make_shared<ov::Model>(ov::OutputVector(maps.begin(), maps.end()), ov::ParameterVector{input});
  return openvino::compiled_graph(graph, {.threads = 1},
                                  openvino::compilation::any_shape)(std::vector{known_image("rgb", 64)});
}

}  // namespace

TEST_CASE("OpenVINO's backbones answer as torchvision's do") {
  std::string const name = GENERATE("resnet18", "resnet34", "resnet50", "mobilenet_v2");
  openvino::node const rgb = std::make_shared<ov::op::v0::Parameter>(ov::element::f32, ov::PartialShape{-1, 3, -1, -1});
  auto const maps = answers_of(openvino::backbone(openvino::named_weights(known_weight_values), name, 64, rgb), rgb);
  auto const expected = named_numbers<double>("answers.txt");
  for (std::size_t k = 0; k < 4; ++k) {
    CHECK(maps[k].shape[2] == 16 >> k);
    CHECK(distance(fingerprint_of(maps[k]), expected.at(name + ".block" + std::to_string(k + 1))) < 1e-3);
  }
}

TEST_CASE("OpenVINO's backbones take the tensors that torchvision's have, by their names and in their shapes") {
  std::string const name = GENERATE("resnet18", "resnet34", "resnet50", "mobilenet_v2");
  std::map<std::string, std::vector<std::int64_t>> asked, expected;
  auto const source = [&](std::string const& tensor, extents const& shape) {
    asked.emplace(tensor, std::vector(shape.begin(), shape.end()));
    return std::vector<float>(element_count(shape), 1);
  };
  openvino::node const rgb = std::make_shared<ov::op::v0::Parameter>(ov::element::f32, ov::PartialShape{-1, 3, -1, -1});
  (void)openvino::backbone(openvino::named_weights(source), name, 64, rgb);
  for (auto const& [tensor, shape] : named_numbers<std::int64_t>(name + ".txt"))
    if (!tensor.ends_with("num_batches_tracked")) expected.emplace(tensor, shape);
  CHECK(asked == expected);
}

TEST_CASE("a detector of OpenVINO answers as its equations do") {
  auto const network = known(small_options());
  auto const expected = named_numbers<double>("answers.txt");
  auto const levels = network.features(known_images());
  REQUIRE(levels.size() == 4);
  for (std::size_t k = 0; k < 4; ++k) {
    std::int64_t const side = 16 >> k;
    CHECK(levels[k].stride == 4 << k);
    CHECK(levels[k].features.shape == extents{2, side, side, 16});
    CHECK(distance(fingerprint_of(levels[k].features), expected.at("detector.level" + std::to_string(k))) < 1e-3);
  }
  CHECK(network.heat(levels).shape == extents{2, 64, 64});
  auto const heads = network.poses(levels, three_locations);
  REQUIRE(heads.size() == 4);
  for (std::size_t k = 0; k < 4; ++k) {
    CHECK(heads[k].shape == extents{3, 4});
    CHECK(distance(fingerprint_of(heads[k]), expected.at("detector.pose" + std::to_string(k))) < 1e-3);
  }
}

TEST_CASE("the model that comes with the tool finds the same grasps with OpenVINO as with LibTorch") {
  auto const found = shipped_grasps(be, openvino::load_detector(shipped_model(), {.threads = 1}));
  CHECK(largest_difference(named_numbers<double>("shipped_grasps.txt"), found) < 1e-3);
}

TEST_CASE("in bfloat16 it finds the hottest of them to a pixel and a few degrees") {
  auto const network = openvino::load_detector(shipped_model(), {.threads = 1, .precision = openvino::precision::bf16});
  auto const found = shipped_grasps(be, network), expected = named_numbers<double>("shipped_grasps.txt");
  for (auto const& [name, row] : expected) {
    if (row[6] < 0.5) continue;
    CAPTURE(name);
    CHECK(std::ranges::any_of(found, [&row = row](auto const& other) {
      auto const& at = other.second;
      return std::abs(at[0] - row[0]) <= 4 && std::abs(at[1] - row[1]) <= 4 && std::abs(at[2] - row[2]) < 0.1;
    }));
  }
}

TEST_CASE("without depth, and without a depth branch, OpenVINO computes colour alone") {
  auto options = small_options();
  auto images = known_images();
  auto const with_depth = known(options).features(images)[0].features;
  options.depth_branch = false;
  auto const ignored = known(options).features(images)[0].features;
  images.depth.reset();
  auto const without = known(small_options()).features(images)[0].features;
  CHECK(be.to_host(ignored).values == be.to_host(without).values);
  CHECK(be.to_host(with_depth).values != be.to_host(without).values);
}

TEST_CASE("OpenVINO's heatmaps are as large as the image, whatever its size") {
  auto const network = known(small_options());
  for (std::int64_t const side : {32, 96, 160}) {
    CHECK(network.takes(side, side));
    CHECK(network.heat(network.features({known_image("rgb", side), {}})).shape == extents{2, side, side});
  }
  CHECK_FALSE(network.takes(64, 65));
  auto const before = network.heat(network.features(known_images()));
  for (std::int64_t const side : {32, 96, 128, 160, 192}) (void)network.features({known_image("rgb", side), {}});
  CHECK(be.to_host(network.heat(network.features(known_images()))).values == be.to_host(before).values);
}

TEST_CASE("a model file that does not fit is refused with the tensor's name") {
  auto const file = read_safetensors(shipped_model());
  auto const refused = [](tensor_file const& changed) {
    auto const [id, message] = error_of([&] { (void)openvino::from_file(changed, "m"); });
    CHECK_THAT(message, Catch::Contains("m:"));
    return id;
  };
  auto const head = "posenet.heads.2.0.weight";
  auto changed = file;
  changed.tensors.erase(head);
  CHECK(refused(changed) == "model.missing_tensor");
  changed = file;
  changed.tensors.at(head).shape = {1, 2};
  CHECK(refused(changed) == "model.tensor_shape");
  changed = file;
  changed.tensors.at(head).type = "I16";
  CHECK(refused(changed) == "model.element_type");
  changed.metadata.at(detector_key).replace(0, 1, "[");
  CHECK(refused(changed) == "model.options");
  changed.metadata.clear();
  CHECK(refused(changed) == "model.not_a_detector");
  CHECK(error_of([&] { (void)openvino::inference(small_options(), known_weight_values, {.threads = -1}); }).id ==
        "option.threads");
}

TEST_CASE("weights of every kind of number are read") {
  auto const stored = [](char const* type, std::string const& bytes) {
    return openvino::floats_of(stored_tensor{type, {2}, bytes}, "a tensor");
  };
  std::vector<float> const expected{1, -2};
  CHECK(stored("F16", std::string("\x00\x3c\x00\xc0", 4)) == expected);
  CHECK(stored("BF16", std::string("\x80\x3f\x00\xc0", 4)) == expected);
  CHECK(stored("F32", std::string("\x00\x00\x80\x3f\x00\x00\x00\xc0", 8)) == expected);
  CHECK(stored("F64", std::string("\0\0\0\0\0\0\xf0\x3f\0\0\0\0\0\0\0\xc0", 16)) == expected);
}

TEST_CASE("a quantized convolution of whole numbers within 8 bits is exact") {
  std::vector<float> weights(2 * 3 * 3 * 3), image(3 * 6 * 6);
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = static_cast<float>(i * 37 % 255) - 127;
  weights[0] = weights[27] = 127;
  for (std::size_t i = 0; i < image.size(); ++i) image[i] = static_cast<float>(i * 91 % 256);
  image[0] = 255;
  auto const input = std::make_shared<ov::op::v0::Parameter>(ov::element::f32, ov::PartialShape{-1, 3, -1, -1});
  auto const source = [&](std::string const& name, extents const& shape) {
    return name.ends_with("weight") ? weights : std::vector<float>(element_count(shape), 5);
  };
  auto const map = openvino::convolution(openvino::named_weights(source), "conv", input, {2, 3});
  auto const graph = std::make_shared<ov::Model>(ov::OutputVector{map}, ov::ParameterVector{input});
  std::vector<std::vector<openvino::tensor>> examples(1);
  examples[0].push_back(be.from_host(host_view<float const>({1, 3, 6, 6}, image)));
  auto const answer = [&](std::shared_ptr<ov::Model> const& of) {
    return be.to_host(
        openvino::compiled_graph(of, {.threads = 1}, openvino::compilation::any_shape)(examples[0]).front());
  };
  auto const quantized = openvino::quantized(graph, examples);
  CHECK(answer(quantized).values == answer(graph).values);
  weights[1] = 126.5F;  // between two of the levels
  auto const between = openvino::convolution(openvino::named_weights(source), "conv", input, {2, 3});
  auto const other = std::make_shared<ov::Model>(ov::OutputVector{between}, ov::ParameterVector{input});
  CHECK(answer(openvino::quantized(other, examples)).values != answer(other).values);
}

TEST_CASE("a quantized detector answers nearly as the exact one, and not without examples") {
  auto const options = small_options();
  auto const graphs = openvino::graphs_of(options, known_weight_values);
  std::vector const examples{known_images()};
  openvino::inference const exact(options, graphs, {.threads = 1});
  openvino::inference const rounded(options, openvino::quantized(graphs, examples), {.threads = 1});
  auto const expected = exact.features(examples[0]), found = rounded.features(examples[0]);
  auto const relative_error = [](openvino::tensor const& a, openvino::tensor const& b) {
    double error = 0, size = 0;
    for (std::size_t i = 0; i < element_count(a.shape); ++i) {
      error += std::abs(double{a.values[i]} - double{b.values[i]});
      size += std::abs(double{a.values[i]});
    }
    return error / size;
  };
  for (std::size_t k = 0; k < 4; ++k) {
    CHECK(relative_error(expected[k].features, found[k].features) > 0);
    CHECK(relative_error(expected[k].features, found[k].features) < 0.05);
  }
  CHECK(relative_error(exact.heat(expected), rounded.heat(expected)) < 0.2);
  CHECK(error_of([&] { (void)openvino::quantized(graphs, {}); }).id == "quantized.no_examples");
}
