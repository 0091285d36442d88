// Trains a detector on a folder of labelled photographs and tells how good it is on those it did not learn from.
//   train_on_a_folder [FOLDER [MODEL]]: photographs in any format of docs/data_formats.md, and the file to write
// Without a folder it generates a few scenes and trains a small network for a moment, to show that it works.
#include <cstdio>
#include <exception>
#include <suregrasp/backends/libtorch/model_file.hpp>
#include <suregrasp/backends/libtorch/two_step_training.hpp>
#include <suregrasp/data/read_samples.hpp>
#include <suregrasp/evaluate/evaluate.hpp>

#include "generated_scenes.hpp"

int main(int count, char** arguments) try {
  bool const demonstration = count < 2;
  auto const folder = demonstration ? generated_scenes("scenes to train on", 20, 1) : arguments[1];
  suregrasp::detector_options network;  // what to train
  suregrasp::training_options options;  // and how
  if (demonstration) {
    network = {.width = 8, .input_size = 96, .pyramid_channels = 16, .crop_size = 3, .hidden = 16};
    options.pose_steps = options.heat_steps = 12;
    options.batch = 4;
  }
  auto const samples = suregrasp::read_samples(folder).samples;
  // Photographs with consecutive ids often show one object: five at a time stay on one side.
  auto const split = suregrasp::split_by_blocks(samples.size(), 5, 0.2, suregrasp::random_stream(1));
  suregrasp::checkpoint_folder<float> const checkpoints("train_on_a_folder.checkpoints");  // stop and go on at will
  auto const show = [](suregrasp::run_progress const& at) {
    if (at.done == at.total) std::printf("%s: %s\n", at.phase.c_str(), at.note.c_str());
  };
  auto const trained =
      suregrasp::libtorch::train({}, samples, split, network, options, {.progress = show, .checkpoints = &checkpoints});
  suregrasp::libtorch::save_detector(count > 2 ? arguments[2] : "detector.safetensors", trained.network);

  std::vector<suregrasp::sample> held_out;
  for (auto const i : split.test) held_out.push_back(samples[i]);
  auto const measured =
      suregrasp::evaluate(suregrasp::libtorch::backend(), suregrasp::libtorch::inference(trained.network), held_out);
  for (auto const& row : measured.success)
    std::printf("IoU > %.2f: the first grasp is right in %zu of %zu\n", row.iou, row.first.successes, row.first.trials);
  std::printf("pose loss %.3f, of the most certain half %.3f\n", measured.certainty.mean_error,
              measured.certainty.certain_half_error);
} catch (std::exception const& problem) {
  std::fprintf(stderr, "%s\n", problem.what());
  return 1;
}
