// Adapts a detector to the photographs of a new workplace, of which nine are labelled:
//   adapt_with_nine_labels MODEL FOLDER
// Without arguments it takes the model that comes with the tool, draws scenes of a workshop, and adapts in few steps.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <suregrasp/backends/libtorch/adaptation.hpp>
#include <suregrasp/backends/libtorch/inference.hpp>
#include <suregrasp/backends/libtorch/model_file.hpp>
#include <suregrasp/data/read_samples.hpp>
#include <suregrasp/evaluate/evaluate.hpp>
#include <suregrasp/scenes/scene_folder.hpp>
#include <suregrasp/scenes/synthetic_scene.hpp>
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
// On how many of the held-out photographs the first grasp is right.
suregrasp::proportion success_of(suregrasp::libtorch::detector const& net, suregrasp::adaptation_data const& data) {
  suregrasp::libtorch::inference const network(net);
  auto const held_out = data.samples.at(data.held_out);
  return suregrasp::evaluate(suregrasp::libtorch::backend(), network, held_out).success.front().first;
}

void adapt_with_nine_labels(char const* model, char const* folder, suregrasp::adaptation_options const& options) {
  auto const net = suregrasp::libtorch::load_detector(model);
  auto const samples = suregrasp::read_samples(folder).samples;
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
  adapt_with_nine_labels("models/scenes.safetensors", "workshop", {.steps = 12, .evaluations = 1});
} catch (std::exception const& problem) {
  std::fprintf(stderr, "%s\n", problem.what());
  return 1;
}
