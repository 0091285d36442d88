// Adapts a detector to the photographs of a new workplace, of which nine are labelled:
//   adapt_with_nine_labels MODEL FOLDER
// Without arguments it takes the model that comes with the tool, draws scenes of a workshop, and adapts in few steps.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <suregrasp/backends/libtorch/adaptation.hpp>
#include <suregrasp/backends/libtorch/model_file.hpp>
#include <suregrasp/data/open_data_set.hpp>
#include <suregrasp/evaluate/evaluation.hpp>
#include <suregrasp/scenes/scene_folder.hpp>
#include <suregrasp/scenes/synthetic_scene.hpp>
#include <utility>
#include <vector>

namespace {

void draw_workshop(std::filesystem::path const& path) {
  std::filesystem::remove_all(path);
  suregrasp::scene_folder folder(path);
  suregrasp::scene_options const options{.domain = suregrasp::synthetic::workshop_domain()};
  for (std::size_t i = 0; i < 24; ++i) folder.add(suregrasp::generate_scene(suregrasp::random_stream(2), i, options));
  folder.finish();
}

// [adapt]
// Photographs with labelled grasps, from a folder in any format that the library reads.
std::vector<suregrasp::sample> read_folder(std::filesystem::path const& folder) {
  std::vector<suregrasp::sample> samples;
  suregrasp::read_data_set(
      suregrasp::open_data_set(folder), 0,
      [&](suregrasp::labelled_sample read) { samples.push_back(std::move(read.data)); },
      [](suregrasp::diagnostic const& fault) { std::fprintf(stderr, "left out: %s\n", fault.text.c_str()); });
  return samples;
}

// On how many of the held-out photographs the first grasp is right.
suregrasp::proportion success_of(suregrasp::libtorch::detector const& net, suregrasp::adaptation_data const& data) {
  suregrasp::libtorch::inference const network(net);
  suregrasp::evaluation result;
  for (auto const i : data.held_out) {
    auto const input = suregrasp::preprocess(data.samples[i], {.size = static_cast<int>(network.options().input_size)});
    suregrasp::add_image(result, suregrasp::libtorch::backend(), network, data.samples[i], input);
  }
  return result.top[0];
}

void adapt_with_nine_labels(char const* model, char const* folder, suregrasp::adaptation_options const& options) {
  auto const net = suregrasp::libtorch::load_detector(model);
  auto const samples = read_folder(folder);
  suregrasp::random_stream const random(options.seed);
  auto const split = suregrasp::split_by_blocks(samples.size(), 1, 0.3, random);
  auto const data = suregrasp::make_adaptation_data(samples, split, 9, random);

  auto const before = success_of(net, data);
  auto const result = suregrasp::libtorch::adapt({}, net, data, options);  // changes net
  auto const after = success_of(net, data);
  suregrasp::libtorch::save_detector("adapted.safetensors", net);

  std::printf("loss of poses %.3f before, %.3f after\n", result.curve.front().evaluation_loss, result.final_loss);
  std::printf("first grasp right on %zu of %zu photographs before, on %zu after\n", before.successes, before.trials,
              after.successes);
}
// [adapt]

}  // namespace

int main(int count, char** arguments) try {
  if (count == 3) return adapt_with_nine_labels(arguments[1], arguments[2], {}), 0;
  draw_workshop("workshop");
  adapt_with_nine_labels("models/scenes.safetensors", "workshop", {.steps = 60, .views = 2, .heat_steps = 6});
} catch (std::exception const& problem) {
  std::fprintf(stderr, "%s\n", problem.what());
  return 1;
}
