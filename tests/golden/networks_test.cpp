#include <suregrasp/backends/libtorch/adaptation.hpp>
#include <suregrasp/backends/libtorch/backbone_weights.hpp>
#include <suregrasp/backends/libtorch/ggcnn.hpp>
#include <suregrasp/backends/libtorch/grconvnet.hpp>
#include <suregrasp/backends/libtorch/head_adaptation.hpp>
#include <suregrasp/backends/libtorch/inference.hpp>
#include <suregrasp/backends/libtorch/model_file.hpp>
#include <suregrasp/backends/libtorch/pose_student.hpp>
#include <suregrasp/backends/libtorch/prepared.hpp>
#include <suregrasp/backends/libtorch/training.hpp>
#include <suregrasp/backends/libtorch/two_step_training.hpp>
//
#include <algorithm>
#include <limits>
#include <set>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/detect/votes/symmetric_views.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/scenes/synthetic_scene.hpp>
#include <suregrasp/teacher/mean_teacher.hpp>
#include <suregrasp/testing/model_laws.hpp>
#include <suregrasp/testing/network_laws.hpp>
#include <suregrasp/train/pose_task.hpp>

#include "../catch2.hpp"
#include "../temporary_folder.hpp"
#include "../thrown.hpp"
#include "golden_text.hpp"
#include "known_network.hpp"
#include "shipped_model.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;

namespace {

using tensors = std::map<std::string, torch::Tensor>;

std::int64_t parameter_count(torch::nn::Module const& module) {
  std::int64_t count = 0;
  for (auto const& parameter : module.parameters()) count += parameter.numel();
  return count;
}

std::vector<double> fingerprint_of(torch::Tensor const& tensor) {
  auto const rows = tensor.detach().contiguous();
  return fingerprint(std::span(rows.data_ptr<float>(), static_cast<std::size_t>(rows.numel())));
}

image_batch<torch::Tensor> known_images() { return {known_image("rgb", 64), known_image("depth", 64)}; }

/// Two generated photographs with depth, and what one step of training makes of them.
training_batch small_batch() {
  random_stream const random(3);
  std::vector<sample> const scenes{generate_scene(random, 0, {}), generate_scene(random, 1, {})};
  batch_options options{.input = {.size = 64}, .views = {}};
  return make_training_batch(scenes, options, random);
}

/// Crops of random features around `locations` locations in `views` views, labelled.
feature_crops<torch::Tensor> small_crops(std::string const& name, std::size_t locations, std::size_t views) {
  feature_crops<torch::Tensor> store{.levels = {}, .maps = {}, .grasps = {}, .locations = locations, .views = views};
  auto const rows = static_cast<std::int64_t>(locations * views);
  for (char const* level : {".0", ".1", ".2", ".3"})
    store.levels.push_back(known_tensor(name + level, {rows, 3, 3, 16}, 0, 1));
  for (std::size_t view = 0; view < views; ++view)
    store.maps.insert(store.maps.end(), locations,
                      affine_map<double>::rotation(0.2 * static_cast<double>(view), {32, 32}));
  for (std::size_t i = 0; i < locations; ++i) store.grasps.push_back({20, 30, 0.3 * static_cast<double>(i), 2, 1.5});
  return store;
}

/// The student and then the teacher after a few steps under a filter.
template <class Filter>
std::pair<tensors, tensors> trained_with(Filter filter) {
  libtorch::backend const be;
  auto const net = known(libtorch::detector(small_options()));
  libtorch::pose_student student(net);
  libtorch::adam optimizer(student.parameters(), {.learning_rate = 1e-3});
  mean_teacher loop(be, std::move(student),
                    pose_task<libtorch::backend>(be, small_crops("labelled", 3, 1), small_crops("unlabelled", 4, 2),
                                                 net->options.encoding, net->options.fusion),
                    std::move(optimizer), std::move(filter), {.alpha = constant_schedule{0.9}});
  for (std::uint64_t step = 0; step < 4; ++step)
    (void)loop.step({0, 1, 2}, {0, 3}, random_stream(5).fork("step", step));
  auto const values = [](libtorch::pose_student const& model) {
    tensors state;
    for (auto const& item : model.state()) state.emplace(item.name, item.value.clone());
    return state;
  };
  return {values(loop.student()), values(loop.teacher())};
}

/// Losses of PoseNet from known weights, step by step, then the most certain grasps in a photograph, and losses of
/// LocNet.
std::map<std::string, std::vector<double>> short_run() {
  libtorch::detector const net = known(libtorch::detector(small_options()));
  {
    torch::NoGradGuard const
        no_gradient;  // known weights are wide: heads that answer hundreds learn nothing in six steps
    for (auto const& item : libtorch::state_of(*net))
      if (item.value.dim() > 1 && !item.name.starts_with("branches")) item.value.mul_(0.5);
  }
  auto const batch = small_batch();
  std::map<std::string, std::vector<double>> figures;
  libtorch::pose_training poses(net, {}, {});
  for (int i = 0; i < 6; ++i) figures["pose_loss"].push_back(poses.step(batch, 1e-3));
  auto const input = preprocess(generate_scene(random_stream(3), 0, {}), {.size = 64});
  auto const found = detect(libtorch::backend{}, libtorch::inference(net), input);
  for (std::size_t i = 0; i < std::min<std::size_t>(found.ranked.size(), 3); ++i) {
    auto const& [g, uncertainty, heat, variance] = found.ranked[i];
    figures["grasp" + std::to_string(i)] = {g.x, g.y, g.theta, g.opening, g.jaw, uncertainty, heat};
  }
  libtorch::heat_training heat(net, {}, {});
  for (int i = 0; i < 6; ++i) figures["heat_loss"].push_back(heat.step(batch, 1e-3));
  return figures;
}

}  // namespace

TEST_CASE("train: the same seed gives the same detector, also where the run was stopped, and disturbs no other draws") {
  std::vector<sample> scenes;
  for (std::uint64_t i = 0; i < 4; ++i) scenes.push_back(generate_scene(random_stream(3), i, {}));
  data_split const split{{0, 1, 2}, {3}};
  detector_options network{.width = 8, .input_size = 64, .pyramid_channels = 8, .crop_size = 3, .hidden = 8};
  training_options options{.pose_steps = 3, .heat_steps = 2, .batch = 2, .locations = 2, .validations = 1};
  auto const trained = [&](run_hooks const& hooks = {}) {
    auto const [net, result] = libtorch::train({}, scenes, split, network, options, hooks);
    tensors values;
    for (auto const& item : libtorch::state_of(*net)) values.emplace(item.name, item.value.clone());
    CHECK(result.posenet.size() == 3);
    REQUIRE(result.posenet.back().validation);
    CHECK(net->options.encoding.opening.log_mean > 1);  // fitted
    return values;
  };
  auto const same = [](tensors const& a, tensors const& b) {
    return std::ranges::equal(
        a, b, [](auto const& x, auto const& y) { return x.first == y.first && torch::equal(x.second, y.second); });
  };
  torch::manual_seed(5);
  auto const drawn = torch::rand({3});
  torch::manual_seed(5);
  auto const unbroken = trained();
  CHECK(torch::equal(torch::rand({3}), drawn));
  for (int const stop_after : {2, 3, 4}) {
    temporary_folder const folder;
    checkpoint_folder<float> const checkpoints(folder.path());
    int asked = 0;
    run_hooks const hooks{.stop = [&] { return ++asked == stop_after; }, .checkpoints = &checkpoints};
    CHECK(error_of([&] { (void)trained(hooks); }).id == "run.stopped");
    CHECK(same(trained(hooks), unbroken));
  }
  options.seed = 2;
  CHECK_FALSE(same(trained(), unbroken));
  network.input_size = 33;
  CHECK(error_of([&] { (void)trained(); }).id == "network.input_size");
}

TEST_CASE("backbones have the size, names and shapes of torchvision's") {
  auto const [name, parameters] = GENERATE(table<std::string, std::int64_t>(
      {{"resnet18", 11'176'512}, {"resnet34", 21'284'672}, {"resnet50", 23'508'032}, {"mobilenet_v2", 1'811'712}}));
  auto const net = libtorch::named_backbone(name, 64);
  CHECK(parameter_count(*net) == parameters);
  std::map<std::string, std::vector<std::int64_t>> shapes;
  for (auto const& item : libtorch::state_of(*net)) shapes.emplace(item.name, item.value.sizes().vec());
  CHECK(shapes == named_numbers<std::int64_t>(name + ".txt"));
}

TEST_CASE("backbones answer as torchvision's do") {
  std::string const name = GENERATE("resnet18", "resnet34", "resnet50", "mobilenet_v2");
  auto net = known(libtorch::named_backbone(name, 64));
  torch::NoGradGuard const no_gradient;
  auto const maps = net->forward(known_image("rgb", 64));
  auto const expected = named_numbers<double>("answers.txt");
  double const roundings =
      name == "mobilenet_v2" ? 1e-4 : 1e-5;  // its 52 layers in float are 7e-5 from those in double
  for (std::size_t k = 0; k < 4; ++k) {
    std::int64_t const side = 16 >> k;
    CHECK(maps[k].sizes().vec() == extents{2, net->channels()[k], side, side});
    CHECK(distance(fingerprint_of(maps[k]), expected.at(name + ".block" + std::to_string(k + 1))) < roundings);
  }
}

TEST_CASE("a backbone that is not known is refused by name") {
  auto const error = error_of([] { (void)libtorch::named_backbone("resnet101", 64); });
  CHECK(error.id == "network.backbone");
  CHECK_THAT(error.message, Catch::Contains("resnet101") && Catch::Contains("mobilenet_v2"));
}

TEST_CASE("networks of the GG-CNN family have their published sizes, and a map as large as the image") {
  auto const check = [](auto net, std::int64_t parameters, extents const& image) {
    CHECK(parameter_count(*net) == parameters);
    net->eval();
    torch::NoGradGuard const no_gradient;
    for (auto const& map : net->forward(torch::zeros(image)))
      CHECK(map.sizes().vec() == extents{image[0], 1, image[2], image[3]});
  };
  check(libtorch::ggcnn(), 62'420, {1, 1, 300, 300});
  check(libtorch::ggcnn2(), 66'676, {2, 1, 96, 96});
  check(libtorch::grconvnet(16), 479'156, {1, 4, 224, 224});
  check(libtorch::grconvnet(), 1'900'900, {1, 4, 64, 64});
}

TEST_CASE("colour and depth are fused by addition after every block") {
  auto branches = known(libtorch::rgbd_branches(GENERATE("resnet18", "mobilenet_v2"), 8, true));
  auto const images = known_images();
  torch::NoGradGuard const no_gradient;
  auto const colour = branches->rgb->forward(images.rgb), depth = branches->depth->forward(*images.depth);
  auto const fused = branches->forward(images);
  for (std::size_t k = 0; k < 4; ++k) CHECK(torch::equal(fused[k], colour[k] + depth[k]));
}

TEST_CASE("without depth the depth branch takes no part") {
  auto net = known(libtorch::detector(small_options()));
  auto images = known_images();
  libtorch::inference const network(net);
  auto const with_depth = network.features(images);
  images.depth.reset();
  auto const before = network.features(images);
  {
    torch::NoGradGuard const no_gradient;
    for (auto& parameter : net->branches->depth->parameters()) parameter.fill_(NAN);
  }
  auto const after = network.features(images);
  for (std::size_t k = 0; k < 4; ++k) {
    CHECK(torch::equal(before[k].features, after[k].features));
    CHECK_FALSE(torch::equal(before[k].features, with_depth[k].features));
  }
}

TEST_CASE("a detector without a depth branch ignores depth") {
  auto options = small_options();
  options.depth_branch = false;
  libtorch::inference const network(known(libtorch::detector(options)));
  auto images = known_images();
  auto const with_depth = network.features(images);
  images.depth.reset();
  CHECK(torch::equal(network.features(images)[0].features, with_depth[0].features));
}

TEST_CASE("a detector answers as its equations do") {
  libtorch::detector net = known(libtorch::detector(small_options()));
  torch::NoGradGuard const no_gradient;
  auto const expected = named_numbers<double>("answers.txt");
  auto const levels = net->features(known_images());
  for (std::size_t k = 0; k < 4; ++k) {
    std::int64_t const side = 16 >> k;
    CHECK(levels[k].stride == 4 << k);
    CHECK(levels[k].features.sizes().vec() == extents{2, side, side, 16});
    CHECK(distance(fingerprint_of(levels[k].features), expected.at("detector.level" + std::to_string(k))) < 1e-4);
  }
  auto const logits = net->heat_logits(levels);
  CHECK(logits.sizes().vec() == extents{2, 1, 64, 64});
  CHECK(distance(fingerprint_of(logits), expected.at("detector.heat")) < 1e-4);
  CHECK(torch::equal(net->heat(levels), logits.squeeze(1).sigmoid()));
  auto const heads = net->poses(levels, three_locations);
  REQUIRE(heads.size() == 4);
  for (std::size_t k = 0; k < 4; ++k) {
    CHECK(heads[k].sizes().vec() == extents{3, 4});
    CHECK(distance(fingerprint_of(heads[k]), expected.at("detector.pose" + std::to_string(k))) < 1e-4);
  }
}

TEST_CASE("heatmaps are as large as the input, whatever its size") {
  auto options = small_options();
  options.input_size = GENERATE(32, 96, 160);
  libtorch::inference const network(libtorch::detector{options});
  auto const heat = network.heat(network.features({known_image("rgb", options.input_size), {}}));
  CHECK(heat.sizes().vec() == extents{2, options.input_size, options.input_size});
}

TEST_CASE("windows send their gradient to the pixels they were sampled from, and to both branches") {
  libtorch::detector net = known(libtorch::detector(small_options()));
  auto const level_pixels = known_tensor("level", {2, 16, 16, 16}, 0, 1).requires_grad_(true);
  std::vector<location> const at{{1, 30, 34}};
  net->crops({{level_pixels, 4}}, at).front().sum().backward();
  auto const& received = level_pixels.grad();
  CHECK(received.sum().item<double>() == Approx(3 * 3 * 16));
  CHECK(received[0].abs().sum().item<double>() == 0);
  CHECK(torch::count_nonzero(received).item<std::int64_t>() == std::int64_t{4} * 4 * 16);

  auto const heads = net->poses(net->features(known_images()), three_locations);
  for (std::size_t k = 0; k < 4; ++k) {
    net->zero_grad();
    heads[k].pow(2).sum().backward({}, /*retain_graph=*/true);
    for (auto const& branch : {net->branches->rgb, net->branches->depth})
      CHECK(libtorch::backbone(branch)->stem()->weight.grad().abs().sum().item<double>() > 0);
  }
}

TEST_CASE("sizes that make no detector are refused") {
  auto options = small_options();
  options.input_size = 100;
  CHECK(error_of([&] { libtorch::detector const net(options); }).id == "network.input_size");
  options = small_options();
  options.hidden = 0;
  CHECK(error_of([&] { libtorch::detector const net(options); }).id == "network.size");
}

TEST_CASE("a detector comes back from its file as it was") {
  temporary_folder const folder;
  auto options = small_options();
  options.backbone = GENERATE("resnet18", "resnet50", "mobilenet_v2");
  options.depth_branch = GENERATE(true, false);
  options.encoding = {angle_code::raw, {3.5, 0.25}, {2.5, 0.125}};
  libtorch::detector const net(options);
  libtorch::save_detector(folder / "model", net, {{"note", "kept"}});
  auto const back = libtorch::load_detector(folder / "model");
  CHECK(to_json(back->options) == to_json(options));
  CHECK(same_tensors(snapshot(*net), snapshot(*back)));
  CHECK(read_safetensors(folder / "model").metadata.at("note") == "kept");
  libtorch::save_detector(folder / "again", back, {{"note", "kept"}});
  CHECK(read_file(folder / "again") == read_file(folder / "model"));
}

TEST_CASE("a detector consists of the tensors that its options say") {
  auto options = small_options();
  options.backbone = GENERATE("resnet18", "resnet34", "resnet50", "mobilenet_v2");
  options.depth_branch = GENERATE(true, false);
  std::map<std::string, extents> expected, there;
  for (auto const& [name, shape] : detector_tensors(options)) expected.emplace(name, shape);
  for (auto const& [name, value, role] : libtorch::state_of(*libtorch::detector(options)))
    if (role != tensor_role::counter) there.emplace(name, libtorch::shape_of(value));
  CHECK(there == expected);
}

TEST_CASE("a model file of half precision is half as large and answers nearly the same") {
  temporary_folder const folder;
  auto net = known(libtorch::detector(small_options()));
  libtorch::save_detector(folder / "float", net);
  libtorch::save_detector(folder / "half", net, {}, torch::kHalf);
  auto const bytes = [&](char const* name) { return static_cast<double>(std::filesystem::file_size(folder / name)); };
  CHECK(bytes("half") < 0.6 * bytes("float"));
  auto back = libtorch::load_detector(folder / "half");
  CHECK(back->parameters().front().scalar_type() == torch::kFloat);
  libtorch::inference const first(net), second(back);
  auto const heat = first.heat(first.features(known_images())), same = second.heat(second.features(known_images()));
  CHECK((heat - same).abs().max().item<double>() < 5e-3);
  CHECK((heat - same).abs().max().item<double>() > 0);
}

TEST_CASE("heads vote by dropout only where they are asked to, and only those that were trained so") {
  auto options = small_options();
  auto const whole = known(libtorch::detector(options));
  options.dropout = 0.5;
  auto const torn = known(libtorch::detector(options));
  libtorch::inference const plain(whole), once(torn);
  auto const levels = plain.features(known_images());
  auto const expected = plain.poses(levels, three_locations), quiet = once.poses(levels, three_locations);
  for (std::size_t k = 0; k < 4; ++k) CHECK(torch::equal(expected[k], quiet[k]));

  std::size_t const passes = 200;
  auto const votes = libtorch::inference(torn, static_cast<int>(passes)).poses(levels, three_locations);
  REQUIRE(votes.size() == 4 * passes);
  CHECK_FALSE(torch::equal(votes[0], votes[4]));
  auto mean = torch::zeros_like(expected[0]);
  for (std::size_t i = 0; i < votes.size(); i += 4) mean += votes[i] / static_cast<double>(passes);
  CHECK((mean - expected[0]).abs().max().item<double>() < 0.25 * (votes[0] - expected[0]).abs().max().item<double>());
  CHECK(error_of([&] { libtorch::inference const refused(whole, 2); }).id == "network.dropout");
  options.dropout = 1;
  CHECK(error_of([&] { libtorch::detector const refused(options); }).id == "network.dropout");
}

TEST_CASE("levels without the way down know their own stage alone") {
  std::array<std::int64_t, 4> const widths{3, 4, 5, 6};
  auto maps = [&](double coarsest) {
    std::array<torch::Tensor, 4> all;
    for (std::size_t k = 0; k < 4; ++k) all[k] = torch::full({1, widths[k], 16 >> k, 16 >> k}, k == 3 ? coarsest : 1.0);
    return all;
  };
  torch::NoGradGuard const no_gradient;
  for (bool const top_down : {true, false}) {
    auto pyramid = known(libtorch::feature_pyramid(widths, 8, top_down));
    auto const one = pyramid(maps(1)), other = pyramid(maps(5));
    for (std::size_t k = 0; k < 3; ++k) CHECK(torch::equal(one[k], other[k]) != top_down);
    CHECK_FALSE(torch::equal(one[3], other[3]));
  }
}

TEST_CASE("a model file of another architecture is refused with its name and the tensor's") {
  auto file = libtorch::to_file(libtorch::detector(small_options()));
  auto const refused = [&] { return error_of([&] { (void)libtorch::from_file(file, "some.model"); }); };
  auto options = small_options();
  options.pyramid_channels = 12;
  file.metadata[detector_key] = to_json(options).dump();
  CHECK(refused().id == "model.tensor_shape");
  CHECK_THAT(refused().message, Catch::StartsWith("some.model: tensor '") && Catch::Contains("expected"));
  options = small_options();
  options.backbone = "resnet34";
  file.metadata[detector_key] = to_json(options).dump();
  CHECK(refused().id == "model.missing_tensor");
  CHECK_THAT(refused().message, Catch::StartsWith("some.model: no tensor 'branches.rgb.layer1.2.conv1.weight'"));
  file.metadata[detector_key] = "{";
  CHECK(refused().id == "model.options");
  file.metadata.clear();
  CHECK(refused().id == "model.not_a_detector");
}

TEST_CASE("a state that does not fit changes nothing") {
  libtorch::posenet net(2, 4, 1, 3, 4);
  auto const before = snapshot(*net);
  auto other = before;
  for (auto& [name, value] : other) value = torch::ones_like(value);
  other.rbegin()->second = torch::ones({1});
  CHECK(error_of([&] { libtorch::load_state(*net, other, "here"); }).id == "model.tensor_shape");
  CHECK(same_tensors(snapshot(*net), before));
}

TEST_CASE("both branches start from pretrained weights, by torchvision's names, from either kind of file") {
  temporary_folder const folder;
  libtorch::detector net(small_options());
  auto const weights = snapshot(*known(libtorch::named_backbone("resnet18", 8)));
  if (GENERATE(true, false)) {
    tensor_file file;
    for (auto const& [name, value] : weights) file.tensors.emplace(name, libtorch::to_stored(value));
    file.tensors.emplace("fc.weight", libtorch::to_stored(torch::zeros({10, 64})));
    write_safetensors(folder / "weights", file);
  } else {
    c10::Dict<std::string, torch::Tensor> dictionary;
    for (auto const& [name, value] : weights) dictionary.insert(name, value);
    auto const bytes = torch::pickle_save(dictionary);
    write_file(folder / "weights", std::string_view(bytes.data(), bytes.size()));
  }
  libtorch::load_backbone(net, folder / "weights");
  CHECK(same_tensors(snapshot(*net->branches->rgb), weights));
  auto depth = weights;
  depth.at("conv1.weight") = weights.at("conv1.weight").mean(1, true).expand({8, 3, 7, 7});
  CHECK(same_tensors(snapshot(*net->branches->depth), depth));
}

TEST_CASE("weights for pictures of another normalisation answer the same to ours") {
  std::string const name = GENERATE("resnet18", "mobilenet_v2");
  CHECK(libtorch::stated_normalisation({{"input", "RGB (v - 127.5) / 255"}}).mean == std::array{0.5F, 0.5F, 0.5F});
  CHECK(libtorch::stated_normalisation({{"input", "words"}}).mean == libtorch::normalisation{}.mean);
  auto const trained = libtorch::stated_normalisation({{"input", "RGB, (v-127.5)/127.5"}});
  auto original = known(libtorch::named_backbone(name, 8)), changed = known(libtorch::named_backbone(name, 8));
  libtorch::renormalise(changed, trained, {});
  auto const seen_by = [values = known_tensor("values", {1, 3, 96, 96}, 0, 1)](libtorch::normalisation const& n) {
    auto const column = [](std::array<float, 3> const& v) { return torch::tensor({v[0], v[1], v[2]}).view({3, 1, 1}); };
    return (values - column(n.mean)) / column(n.deviation);
  };
  torch::NoGradGuard const no_gradient;
  auto const stem = [](libtorch::backbone& net, torch::Tensor const& image) {
    auto const all = net->stem_normalisation()(net->stem()(image));
    return all.slice(2, 4, -4).slice(3, 4, -4);  // the border's padding is of another colour
  };
  CHECK(torch::allclose(stem(changed, seen_by({})), stem(original, seen_by(trained)), 1e-4, 1e-4));
  CHECK_FALSE(torch::allclose(stem(original, seen_by({})), stem(original, seen_by(trained)), 1e-4, 1e-4));
}

TEST_CASE("a state dictionary that Python saved is read") {
  auto const weights = libtorch::read_weights(golden_file("stem.pth"));
  REQUIRE(weights.size() == 6);
  for (auto const& [name, value] : weights)
    if (name == "bn1.num_batches_tracked")
      CHECK(value.item<std::int64_t>() == 7);
    else
      CHECK(torch::equal(value, known_weight(name, value.sizes())));
  libtorch::detector net(small_options());
  auto const error = error_of([&] { libtorch::load_backbone(net, golden_file("stem.pth")); });
  CHECK(error.id == "model.tensor_shape");
  CHECK_THAT(error.message, Catch::Contains("stem.pth") && Catch::Contains("'conv1.weight'"));
}

TEST_CASE("files without weights are refused by name") {
  temporary_folder const folder;
  auto const [content, id] =
      GENERATE(table<std::string, std::string>({{"PK\3\4 but nothing more", "data.zip.structure"},
                                                {"words", "data.safetensors.header"},
                                                {"", "data.safetensors.header"}}));
  write_file(folder / "weights", content);
  auto const error = error_of([&] { (void)libtorch::read_weights(folder / "weights"); });
  CHECK(error.id == id);
  CHECK_THAT(error.message, Catch::Contains((folder / "weights").string()));
}

TEST_CASE("a PoseNet in training keeps the laws of a model") {
  auto const net = known(libtorch::detector(small_options()));
  libtorch::pose_student const student(net);
  auto const values = [](model_state<torch::Tensor> const& state) {
    std::vector<torch::Tensor> list;
    for (auto const& item : state) list.push_back(item.value.clone());
    return list;
  };
  auto const equal = [](std::vector<torch::Tensor> const& a, std::vector<torch::Tensor> const& b) {
    return std::ranges::equal(a, b, [](auto const& x, auto const& y) { return torch::equal(x, y); });
  };
  SECTION("of any trainable model") {
    for (auto const& law : testing::check_model(libtorch::backend{}, student)) {
      INFO(law.name << ": " << law.detail);
      CHECK(law.passed);
    }
  }
  SECTION("a clone answers alike, and changes alone") {
    auto const before = values(student.state());
    auto clone = student.clone();
    auto const windows = small_crops("windows", 5, 1).levels;
    CHECK(equal(clone.forward(windows), libtorch::pose_student(student).forward(windows)));
    torch::NoGradGuard const no_gradient;
    for (auto& parameter : clone.parameters()) parameter.add_(1);
    for (auto& parameter : net->pose_net->parameters()) parameter.mul_(2);
    CHECK(equal(values(student.state()), before));
  }
  SECTION("moving towards a student is the closed form, and leaves the student alone") {
    libtorch::pose_student teacher(libtorch::detector{small_options()});
    auto const from = values(teacher.state()), to = values(student.state());
    double const alpha = GENERATE(0.0, 0.5, 0.99, 1.0);
    ema_update(libtorch::backend{}, teacher, student, alpha);
    auto const moved = values(teacher.state());
    for (std::size_t i = 0; i < moved.size(); ++i)
      CHECK(torch::allclose(moved[i], alpha * from[i] + (1 - alpha) * to[i], 1e-5, 1e-6));
    CHECK(equal(values(student.state()), to));
  }
}

TEST_CASE("a detector that is asked keeps the laws of a network, unless its heads vote by chance") {
  auto options = small_options();
  options.dropout = 0.5;
  libtorch::backend const be;
  auto const broken_laws = [&](auto const& network) {
    std::vector<std::string> names;
    for (auto const& law : testing::check_network(be, network)) {
      INFO(law.name << ": " << law.detail);
      if (!law.passed) names.push_back(law.name);
    }
    return names;
  };
  auto const net = known(libtorch::detector(options));
  CHECK(broken_laws(libtorch::inference(net)) == std::vector<std::string>{});
  CHECK(broken_laws(symmetric_views(be, libtorch::inference(net), 8)) == std::vector<std::string>{});
  CHECK_THAT(broken_laws(libtorch::inference(net, 2)),
             Catch::Matchers::VectorContains(std::string("same_images_same_answers")));
}

TEST_CASE("a detector that is prepared answers as before, to rounding; it keeps the laws and is not stored") {
  auto options = small_options();
  options.backbone = GENERATE("resnet18", "resnet50", "mobilenet_v2");
  bool const bfloat16 = GENERATE(false, true);
  INFO(options.backbone << (bfloat16 ? " in bfloat16" : " in float"));
  auto net = known(libtorch::detector(options));
  auto const answers = [&] {
    libtorch::inference const asked(net);
    auto const levels = asked.features(known_images());
    auto all = asked.poses(levels, three_locations);
    all.push_back(net->heat_logits(levels).detach());
    for (auto const& each : levels) all.push_back(each.features);
    return all;
  };
  auto const before = answers();
  libtorch::prepare(net, bfloat16);
  auto const after = answers();
  for (std::size_t i = 0; i < before.size(); ++i) {
    CHECK(after[i].scalar_type() == torch::kFloat);
    double const off = ((after[i] - before[i]).norm() / before[i].norm()).item<double>();
    INFO("answer " << i);
    CHECK(off > 0);
    CHECK(off < (bfloat16 ? 0.5 : 1e-4));
  }
  for (auto const& law : testing::check_network(libtorch::backend(), libtorch::inference(net), {.tolerance = 1e-3})) {
    INFO(law.name << ": " << law.detail);
    CHECK(law.passed);
  }
  CHECK(error_of([&] { (void)libtorch::to_file(net); }).id == "model.prepared");
}

TEST_CASE("training PoseNet lowers its loss on a batch and leaves LocNet alone") {
  torch::manual_seed(1);
  libtorch::detector const net(small_options());
  auto const batch = small_batch();
  REQUIRE(batch.images.depth.has_value());
  auto const locnet = snapshot(*net->location_net);
  libtorch::pose_training training(net, {}, {.adam = {.learning_rate = 1e-3}});
  double const first = training.step(batch, 1e-3);
  double last = first;
  for (int i = 0; i < 10; ++i) last = training.step(batch, 1e-3);
  CHECK(last < 0.7 * first);
  CHECK(same_tensors(snapshot(*net->location_net), locnet));
}

TEST_CASE("stages of a backbone that are frozen keep their weights, statistics that are kept stay") {
  torch::manual_seed(1);
  auto options = small_options();
  options.backbone = GENERATE("resnet18", "mobilenet_v2");
  libtorch::detector const net(options);
  auto const of_branches = [&] { return snapshot(*net->branches); };
  auto const before = of_branches();
  auto const frozen = net->branches->rgb->first_parameters(2);
  libtorch::pose_training training(net, {}, {.frozen_stages = 2, .keep_statistics = true});
  (void)training.step(small_batch(), 1e-3);
  std::size_t kept = 0, moved = 0;
  for (auto const& [name, value] : of_branches()) {
    bool const same = torch::equal(value, before.at(name));
    bool const statistic = name.ends_with("running_mean") || name.ends_with("running_var");
    if (statistic || name.ends_with("num_batches_tracked")) {
      CHECK(same);
    } else {
      ++(same ? kept : moved);
    }
  }
  CHECK(kept == 2 * frozen.size());  // of colour and of depth
  CHECK(moved == net->branches->parameters().size() - kept);
  libtorch::pose_training const again(net, {}, {});
  for (auto const& parameter : net->branches->parameters()) CHECK(parameter.requires_grad());
}

TEST_CASE("groups of parameters learn at their own pace") {
  auto const slow = torch::zeros({3}).set_requires_grad(true), fast = torch::zeros({3}).set_requires_grad(true);
  libtorch::adam optimizer({{{slow}, 0.1}, {{fast}, 1}}, {.weight_decay = 0});
  optimizer.set_learning_rate(0.5);
  optimizer.step((slow + fast).sum());
  CHECK(torch::allclose(slow, torch::full({3}, -0.05)));
  CHECK(torch::allclose(fast, torch::full({3}, -0.5)));
}

TEST_CASE("a step in bfloat16 goes nearly where one in float goes, and leaves float weights") {
  auto const batch = small_batch();
  auto const loss = [&](bool reduced) {
    auto const net = known(libtorch::detector(small_options()));
    libtorch::pose_training training(net, {}, {.keep_statistics = true, .bfloat16 = reduced});
    double const first = training.step(batch, 1e-3);
    for (auto const& item : snapshot(*net->branches)) CHECK(item.second.scalar_type() != torch::kBFloat16);
    return first;
  };
  CHECK(loss(true) == Approx(loss(false)).epsilon(0.05));
  CHECK(loss(true) != loss(false));
  CHECK(torch::mm(torch::ones({2, 2}), torch::ones({2, 2})).scalar_type() == torch::kFloat);  // over when it is over
}

TEST_CASE("training LocNet lowers its loss on a batch and leaves everything else alone, statistics included") {
  torch::manual_seed(1);
  libtorch::detector const net(small_options());
  auto const batch = small_batch();
  auto const everything_else = [&] {
    auto values = snapshot(*net);
    std::erase_if(values, [](auto const& item) { return item.first.starts_with("locnet."); });
    return values;
  };
  auto const before = everything_else();
  auto const locnet = snapshot(*net->location_net);
  libtorch::heat_training training(net, {}, {.adam = {.learning_rate = 1e-3}});
  double const first = training.step(batch, 1e-3);
  double last = first;
  for (int i = 0; i < 10; ++i) last = training.step(batch, 1e-3);
  CHECK(last < first);
  CHECK(same_tensors(everything_else(), before));
  CHECK_FALSE(same_tensors(snapshot(*net->location_net), locnet));
}

TEST_CASE("a loss that is not finite stops training before anything changes") {
  libtorch::detector const net(small_options());
  auto batch = small_batch();
  batch.poses.values.front() = NAN;
  libtorch::pose_training training(net, {}, {});
  std::vector<torch::Tensor> before;
  for (auto const& parameter : net->parameters()) before.push_back(parameter.detach().clone());
  auto const error = error_of([&] { (void)training.step(batch, 1e-3); });
  CHECK(error.id == "training.not_finite");
  CHECK_THAT(error.message, Catch::StartsWith("PoseNet"));
  CHECK(std::ranges::equal(net->parameters(), before, [](auto const& a, auto const& b) { return torch::equal(a, b); }));
}

TEST_CASE("an infinite threshold is the unfiltered mean teacher, and one of zero is direct training, bit for bit") {
  auto const unfiltered = trained_with(keep_all{});
  auto const infinite = trained_with(fixed_threshold{std::numeric_limits<double>::infinity()});
  CHECK(same_tensors(infinite.first, unfiltered.first));
  CHECK(same_tensors(infinite.second, unfiltered.second));
  auto const direct = trained_with(keep_none{});
  auto const zero = trained_with(fixed_threshold{0});
  CHECK(same_tensors(zero.first, direct.first));
  CHECK_FALSE(same_tensors(direct.first, unfiltered.first));
}

TEST_CASE("a detector is adapted in place, to the same bits where it was stopped, and with what another run left") {
  random_stream const random(3);
  adaptation_data data{{}, {0, 1}, {2, 3}, {4}};
  for (std::uint64_t i = 0; i < 5; ++i) data.samples.add(generate_scene(random, i, {}));
  head_adaptation_options const options{.steps = 4, .views = 2, .heat_steps = 2, .evaluations = 2};
  temporary_folder const folder;
  auto const adapted = [&](run_hooks const& hooks, feature_cache<torch::Tensor>* cache) {
    libtorch::detector const net = known(libtorch::detector(small_options()));
    auto const before = libtorch::to_file(net).tensors;
    auto const result = libtorch::adapt_heads({}, net, data, options, hooks, cache);
    auto const after = libtorch::to_file(net).tensors;
    for (auto const& [name, tensor] : after)
      CHECK((tensor.bytes == before.at(name).bytes) == (name.starts_with("branches") || name.starts_with("pyramid")));
    CHECK(result.curve.size() == 3);
    CHECK(result.unlabelled_locations > 0);
    std::string all;
    for (auto const& [name, tensor] : after) all += tensor.bytes;
    return all;
  };
  auto const whole = adapted({}, nullptr);

  checkpoint_folder<float> const checkpoints(folder.path() / "checkpoints");
  int asked = 0;
  run_hooks const hooks{.stop = [&] { return ++asked == 9; }, .checkpoints = &checkpoints};
  CHECK(error_of([&] { (void)adapted(hooks, nullptr); }).id == "run.stopped");
  CHECK((adapted(hooks, nullptr) == whole));

  feature_cache<torch::Tensor> first(folder.path() / "cache"), second(first.folder);
  CHECK((adapted({}, &first) == whole));
  CHECK((adapted({}, &first) == whole));
  CHECK((adapted({}, &second) == whole));
  CHECK(std::filesystem::exists(first.folder / "features"));
}

TEST_CASE("a whole detector is adapted in place, in the parts that learn, to the same bits where it was stopped") {
  random_stream const random(3);
  adaptation_data data{{}, {0, 1}, {2, 3}, {4}};
  for (std::uint64_t i = 0; i < 5; ++i) data.samples.add(generate_scene(random, i, {}));
  auto const adapted = [&](adaptation_options const& options, run_hooks const& hooks) {
    libtorch::detector const net = known(libtorch::detector(small_options()));
    auto const before = libtorch::to_file(net).tensors;
    auto const result = libtorch::adapt({}, net, data, options, hooks);
    CHECK(result.curve.size() == 3);
    std::pair<std::string, std::set<std::string>> all;  // every byte; the parts that have changed
    for (auto const& [name, tensor] : libtorch::to_file(net).tensors) {
      all.first += tensor.bytes;
      if (tensor.bytes != before.at(name).bytes) all.second.insert(name.substr(0, name.find('.')));
    }
    return all;
  };
  auto const with = [](learning_parts parts) {
    return adaptation_options{.learns = parts,
                              .steps = 4,
                              .labelled_batch = 2,
                              .unlabelled_batch = 2,
                              .peaks = {.threshold = 0, .max_count = 4},
                              .evaluations = 2};
  };
  using parts = std::set<std::string>;
  CHECK(adapted(with(learning_parts::heads), {}).second == parts{"locnet", "posenet"});
  CHECK(adapted(with(learning_parts::pyramid), {}).second == parts{"locnet", "posenet", "pyramid"});
  auto const whole = adapted(with(learning_parts::stages), {});
  CHECK(whole.second == parts{"branches", "locnet", "posenet", "pyramid"});
  CHECK(adapted(with(learning_parts::all), {}).first != whole.first);

  temporary_folder const folder;
  checkpoint_folder<float> const checkpoints(folder.path());
  int asked = 0;
  run_hooks const hooks{.stop = [&] { return ++asked == 2; }, .checkpoints = &checkpoints};
  CHECK(error_of([&] { (void)adapted(with(learning_parts::stages), hooks); }).id == "run.stopped");
  CHECK((adapted(with(learning_parts::stages), hooks).first == whole.first));
}

TEST_CASE("a short run gives the same figures whichever LibTorch computes it") {
  auto const expected = named_numbers<double>("short_run.txt");
  auto const got = short_run();
  for (auto const& [name, numbers] : expected) {
    INFO(name);
    REQUIRE(got.contains(name));
    REQUIRE(got.at(name).size() == numbers.size());
    for (std::size_t i = 0; i < numbers.size(); ++i) CHECK(got.at(name)[i] == Approx(numbers[i]).epsilon(2e-3));
  }
  CHECK(got.size() == expected.size());
}

TEST_CASE("writes short_run.txt anew", "[.write]") {
  write_file(golden_file("short_run.txt"), named_numbers_text(short_run()));
}

TEST_CASE("the model that comes with the tool finds the same grasps whichever LibTorch computes it") {
  libtorch::inference const network(libtorch::load_detector(shipped_model()));
  auto const found = shipped_grasps(libtorch::backend{}, network);
  CHECK(largest_difference(named_numbers<double>("shipped_grasps.txt"), found) < 1e-3);
}

TEST_CASE("writes shipped_grasps.txt anew", "[.write]") {
  libtorch::inference const network(libtorch::load_detector(shipped_model()));
  write_file(golden_file("shipped_grasps.txt"), named_numbers_text(shipped_grasps(libtorch::backend{}, network)));
}
