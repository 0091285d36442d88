#include <CLI/CLI.hpp>
#include <exception>
#include <functional>
#include <iostream>
#include <map>
#include <utility>

#include "adaptation.hpp"
#include "cli/console/interrupt.hpp"
#include "cli/console/process_settings.hpp"
#include "cli/console/run_options.hpp"
#include "detection.hpp"
#include "false_alarms.hpp"
#include "negatives.hpp"
#include "nine_labels.hpp"
#include "peers.hpp"
#include "physics.hpp"
#include "tracking.hpp"

namespace {

namespace experiments = suregrasp::experiments;

/// The commands, and what each does.
struct commands {
  CLI::App app{"The experiments of the paper, each a command; interrupted ones go on where they stopped.",
               "suregrasp_experiments"};
  std::map<CLI::App const*, std::function<void()>> actions;

  CLI::App* add(char const* name, char const* description, std::function<void()> action) {
    auto* const c = app.add_subcommand(name, description);
    c->option_defaults()->always_capture_default();
    actions[c] = std::move(action);
    return c;
  }
};

void add_peers(commands& all, experiments::peers_experiment& peers, suregrasp::cli::run_options& run) {
  auto* const c =
      all.add("peers", "GG-CNN, GG-CNN2 and GR-ConvNet with their published weights", [&] { run_peers(peers, run); });
  c->add_option("--data", peers.data, "Labelled photographs with depth; may be given more than once")->required();
  c->add_option("--weights", peers.weights, "Folder of the weights (safetensors)")->required();
  c->add_option("--results", peers.results, "Folder to write the table to")->required();
}

void add_detection(commands& all, experiments::detection_experiment& detection, suregrasp::cli::run_options& run) {
  auto* const c =
      all.add("detection", "Cross-validated detection on labelled photographs", [&] { run_detection(detection, run); });
  c->add_option("--data", detection.data, "Labelled photographs, as for `suregrasp train`")->required();
  c->add_option("--backbone-weights", detection.backbone_weights, "Pretrained MobileNetV2")->required();
  c->add_option("--work", detection.work, "Folder of models and predictions; what is there is not made again");
  c->add_option("--results", detection.results, "Folder to write tables and charts to")->required();
  c->add_option("--name", detection.name, "Name of those files");
  c->add_option("--by", detection.by, "What stays in one fold: an image, an object, or a block of consecutive ids")
      ->check(CLI::IsMember({"image", "object", "block"}));
  c->add_option("--folds", detection.folds, "Parts that are held out in turn")->check(CLI::Range(2, 100));
  c->add_option("--shown-folds", detection.shown_folds, "Of these, so many are: 1 is a single split")
      ->check(CLI::PositiveNumber);
  c->add_option("--pose-steps", detection.pose_steps, "Steps of PoseNet's training")->check(CLI::PositiveNumber);
  c->add_option("--heat-steps", detection.heat_steps, "Steps of LocNet's training")->check(CLI::PositiveNumber);
  c->add_flag("--bfloat16", detection.bfloat16, "Train in bfloat16: twice as fast on processors that have it");
  c->add_option("--variants", detection.variants, "Forms of the detector to compare")
      ->check(CLI::IsMember(experiments::detection_variants()));
}

void add_adaptation(commands& all, experiments::adaptation_experiment& adaptation, suregrasp::cli::run_options& run) {
  auto* const c = all.add("adaptation", "Adaptation to another domain in many ways, seed by seed",
                          [&] { run_adaptation(adaptation, run); });
  c->add_option("--model", adaptation.model, "Model of the source domain")->required();
  c->add_option("--data", adaptation.data, "Labelled photographs of the target domain")->required();
  c->add_option("--distractors", adaptation.distractors, "Photographs of other things, for the study of that name");
  c->add_option("--work", adaptation.work, "Folder of every run's result; what is there is not made again");
  c->add_option("--results", adaptation.results, "Folder to write tables and charts to")->required();
  c->add_option("--name", adaptation.name, "Name of those files");
  c->add_option("--seeds", adaptation.seeds, "Runs of each kind")->check(CLI::PositiveNumber);
  c->add_option("--steps", adaptation.steps, "Steps of PoseNet's heads")->check(CLI::PositiveNumber);
  c->add_option("--views", adaptation.views, "Views of each photograph")->check(CLI::PositiveNumber);
  c->add_option("--studies", adaptation.studies, "Questions to answer")
      ->check(CLI::IsMember(experiments::adaptation_study_names()));
}

void add_nine_labels(commands& all, experiments::nine_labels_experiment& nine, suregrasp::cli::run_options& run) {
  auto* const c = all.add("nine-labels", "Adaptation of whole detectors in many ways, seed by seed",
                          [&] { run_nine_labels(nine, run); });
  c->add_option("--model", nine.model, "Model of the source domain")->required();
  c->add_option("--data", nine.data, "Labelled photographs of the target domain")->required();
  c->add_option("--splits", nine.splits, "A split a seed, as `suregrasp split` writes them")->required();
  c->add_option("--work", nine.work, "Folder of every run's result; what is there is not made again");
  c->add_option("--results", nine.results, "Folder to write the table to")->required();
  c->add_option("--name", nine.name, "Name of its files");
  c->add_option("--labels", nine.labels, "Labelled photographs")->check(CLI::PositiveNumber);
  c->add_option("--steps", nine.steps, "Steps of each adaptation")->check(CLI::PositiveNumber);
  c->add_option("--arms", nine.arms, "Ways of adapting to compare")
      ->check(CLI::IsMember(experiments::nine_labels_arms()));
}

void add_false_alarms(commands& all, experiments::false_alarms_experiment& alarms, suregrasp::cli::run_options& run) {
  auto* const c = all.add("false_alarms", "Misses and false alarms by the threshold of heat",
                          [&] { run_false_alarms(alarms, run); });
  c->add_option("--model", alarms.model, "Model file (default: the one that comes with the tool)");
  c->add_option("--objects", alarms.objects, "Labelled photographs; may be given more than once")->required();
  c->add_option("--scenes", alarms.scenes, "Generated scenes with nothing to grasp")->check(CLI::PositiveNumber);
  c->add_option("--empty", alarms.empty, "Further folders of pictures with nothing to grasp");
  c->add_option("--others", alarms.others, "Folders of pictures of other things than the detector knows");
  c->add_option("--results", alarms.results, "Folder to write the table and the chart to")->required();
}

void add_tracking(commands& all, experiments::tracking_experiment& tracking, suregrasp::cli::run_options& run) {
  auto* const c = all.add("tracking", "How steadily a grasp is followed over generated scenes of moving things",
                          [&] { run_tracking(tracking, run); });
  c->add_option("--model", tracking.model, "Detector (default: the one that comes with the tool)");
  c->add_option("--sequences", tracking.sequences, "Scenes")->check(CLI::PositiveNumber);
  c->add_option("--frames", tracking.frames, "Frames of each")->check(CLI::Range(2, 100000));
  c->add_option("--results", tracking.results, "Folder to write the table to")->required();
}

void add_negatives(commands& all, experiments::negatives_experiment& negatives, suregrasp::cli::run_options& run) {
  auto* const c = all.add("negatives", "What a detector says of rectangles that somebody called wrong",
                          [&] { run_negatives(negatives, run); });
  c->add_option("--data", negatives.data, "Photographs with such rectangles; may be given more than once")->required();
  c->add_option("--model", negatives.model, "Detector (default: the one that comes with the tool)");
  c->add_option("--results", negatives.results, "Folder to write the table to")->required();
}

void add_physics(commands& all, experiments::physics_experiment& physics, suregrasp::cli::run_options& run) {
  auto* const c = all.add("physics", "Whether grasps lift things, carried out in a physics simulation",
                          [&] { run_physics(physics, run); });
  c->add_option("--scenes", physics.scenes, "Folders of simulated scenes that no detector has seen")->required();
  c->add_option("--outcomes", physics.outcomes, "Folders of further scenes, whose outcomes calibrate probabilities");
  c->add_option("--simulator", physics.physics.script, "The simulation's Python script")->required();
  c->add_option("--python", physics.physics.python, "A Python that has pybullet, OpenCV, tifffile and imagecodecs");
  c->add_option("--models", physics.models, "Detectors beside the one that comes with the tool, as NAME=FILE");
  c->add_option("--weights", physics.weights, "Folder of published networks' weights (safetensors)");
  c->add_option("--top", physics.top, "Grasps of each scene to carry out")->check(CLI::PositiveNumber);
  c->add_option("--work", physics.work, "Folder of grasps and outcomes; what is there is not made again")->required();
  c->add_option("--results", physics.results, "Folder to write tables and charts to")->required();
}

}  // namespace

int main(int count, char** arguments) {
  suregrasp::cli::settle_process();
  commands all;
  auto& app = all.app;
  app.require_subcommand(1);
  suregrasp::cli::run_options run;
  app.add_option("--threads", run.threads, "Threads to use, 0 for one a processor")->check(CLI::NonNegativeNumber);
  app.add_option("--seed", run.seed, "Seed of all randomness");
  app.add_flag("--quiet", run.quiet, "No progress on standard error");
  experiments::detection_experiment detection;
  add_detection(all, detection, run);
  experiments::adaptation_experiment adaptation;
  add_adaptation(all, adaptation, run);
  experiments::nine_labels_experiment nine;
  add_nine_labels(all, nine, run);
  experiments::peers_experiment peers;
  add_peers(all, peers, run);
  experiments::false_alarms_experiment alarms;
  add_false_alarms(all, alarms, run);
  experiments::tracking_experiment tracking;
  add_tracking(all, tracking, run);
  experiments::negatives_experiment negatives;
  add_negatives(all, negatives, run);
  experiments::physics_experiment physics;
  add_physics(all, physics, run);
  try {
    app.parse(count, arguments);
    auto const* const chosen = app.get_subcommands().front();
    record_call(run, *chosen, {arguments, static_cast<std::size_t>(count)});
    all.actions.at(chosen)();
  } catch (CLI::ParseError const& problem) {
    return app.exit(problem) == 0 ? 0 : 2;
  } catch (suregrasp::cli::interrupted_error const& stop) {
    return stop.exit_code;
  } catch (std::exception const& problem) {
    std::cerr << "suregrasp_experiments: " << problem.what() << "\n";
    return 2;
  }
}
