#include "command_line.hpp"

#include <CLI/CLI.hpp>
#include <charconv>
#include <functional>
#include <iostream>
#include <map>
#include <suregrasp/core/error.hpp>
#include <suregrasp/metrics/metric_dialect.hpp>

#include "cli/commands/adapt.hpp"
#include "cli/commands/adaptation_text.hpp"
#include "cli/commands/convert.hpp"
#include "cli/commands/demo.hpp"
#include "cli/commands/detect.hpp"
#include "cli/commands/evaluate.hpp"
#include "cli/commands/inspect.hpp"
#include "cli/commands/score.hpp"
#include "cli/commands/shipped_model.hpp"
#include "cli/commands/split.hpp"
#include "cli/commands/synth.hpp"
#include "cli/commands/train.hpp"
#include "cli/console/interrupt.hpp"

namespace suregrasp::cli {

namespace {

/// What is wrong with the side of a network's input; nothing where it is fit.
std::string multiple_of_32(std::string const& text) {
  std::int64_t side = 0;
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), side);
  bool const number = problem == std::errc() && end == text.data() + text.size();
  return number && side % 32 == 0 ? "" : "expected a multiple of 32, got " + text;
}

constexpr char const* default_model = "Model file (default: the one that comes with the tool)";

constexpr char const* data_formats =
    "Labelled photographs: a folder in Cornell's, Jacquard's or GraspNet's format, or a .json or .csv file of our own";

/// The tool's commands and what was asked of each.
struct command_line {
  CLI::App app{"Robotic grasp detection that says how sure it is, and its adaptation to a new workplace.", "suregrasp"};
  run_options run;
  synth_options synth;
  inspect_options inspect;
  convert_options convert;
  split_options split;
  train_options train;
  evaluate_options evaluate;
  score_options score;
  detect_command_options detect;
  adapt_options adapt;
  demo_options demo;
  int status = 0;  ///< of the process
  std::map<CLI::App const*, std::function<void()>> actions;

  command_line() {
    app.require_subcommand(1);
    app.set_version_flag("--version", version_text());
    app.footer(
        "Every command has its own --help. Exit status: 0 done, 1 inspect found faults, 2 wrong call "
        "or bad input, 130 interrupted.");
    app.option_defaults()->always_capture_default();
    add_synth();
    add_inspect();
    add_convert();
    add_split();
    add_train();
    add_evaluate();
    add_score();
    add_detect();
    add_adapt();
    add_demo();
  }

  CLI::App* command(char const* name, char const* description, std::function<void()> action) {
    auto* const c = app.add_subcommand(name, description);
    c->option_defaults()->always_capture_default();
    c->add_option("--seed", run.seed, "Seed of all randomness; the same seed gives the same result");
    c->add_option("--threads", run.threads, "Threads to use, 0 for one a processor")->check(CLI::NonNegativeNumber);
    c->add_option("--device", run.device, "Where to compute: cpu, cuda or cuda:N");
    c->add_flag("--quiet", run.quiet, "No progress on standard error");
    c->add_flag("--skip-faulty", run.skip_faulty, "Leave out photographs whose files are damaged, and say which");
    actions.emplace(c, std::move(action));
    return c;
  }

  void add_synth() {
    auto* const c =
        command("synth", "Generate labelled scenes in Cornell's format", [this] { cli::synth(synth, run); });
    c->add_option("--out", synth.out, "Folder to write; empty or new")->required();
    c->add_option("--count", synth.count, "Number of scenes")->check(CLI::PositiveNumber);
    c->add_option("--domain", synth.domain,
                  "source (RGB and depth), target (RGB only, another look), both in turn, with depth, or workshop (RGB "
                  "only, a third look)")
        ->check(CLI::IsMember({"source", "target", "both", "workshop"}));
    c->add_option("--objects", synth.objects, "At most this many objects in a scene")->check(CLI::PositiveNumber);
    c->add_option("--stock", synth.stock, "Show so many different objects again and again; 0: no two are alike");
    c->add_option("--empty-share", synth.empty_share, "Share of scenes with nothing to grasp, without labels")
        ->check(CLI::Range(0.0, 1.0));
    c->add_option("--width", synth.width, "Width of a scene in pixels")->check(CLI::Range(96, 4096));
    c->add_option("--height", synth.height, "Height of a scene in pixels")->check(CLI::Range(96, 4096));
    c->add_option("--sheet", synth.sheet, "Also write the first 24 scenes with their grasps as one picture");
  }

  void add_inspect() {
    auto* const c = command("inspect", "Say what a data set holds and what is wrong with it, file by file",
                            [this] { status = cli::inspect(inspect, run); });
    c->add_option("data,--data", inspect.data, data_formats)->required();
    c->add_flag("--json", inspect.json, "Print JSON");
    c->footer("Exit status: 0 nothing wrong, 1 findings, 2 nothing could be read.");
  }

  void add_convert() {
    auto* const c = command("convert", "Write a data set of any format in our own, see docs/data_formats.md",
                            [this] { cli::convert(convert, run); });
    c->add_option("--data", convert.data, data_formats)->required();
    c->add_option("--out", convert.out, "Folder to write; empty or new")->required();
    c->add_option("--as", convert.as, "dataset.json, or dataset.csv which has no negatives")
        ->check(CLI::IsMember({"json", "csv"}));
  }

  void add_split() {
    auto* const c = command("split", "Write which photographs to learn from and which to hold out",
                            [this] { cli::split(split, run); });
    c->add_option("--data", split.data, data_formats)->required();
    c->add_option("--out", split.out, "JSON file to write, for --split of other commands")->required();
    c->add_option("--by", split.by, "What stays on one side: an image, an object, or a block of consecutive ids")
        ->check(CLI::IsMember({"image", "object", "block"}));
    c->add_option("--holdout", split.holdout, "Share to hold out")->check(CLI::Range(0.0, 1.0));
    c->add_option("--block", split.block, "Consecutive ids of a block")->check(CLI::PositiveNumber);
    c->add_option("--folds", split.folds, "Cross validation: hold out one of so many parts; 0: by --holdout");
    c->add_option("--fold", split.fold, "Which of the parts, from 0");
  }

  void add_train() {
    auto* const c = command("train", "Train a detector: PoseNet with its backbone, then LocNet",
                            [this] { cli::train(train, run); });
    auto& how = train.how;
    auto& network = how.network;
    c->add_option("--data", train.data, data_formats)->required();
    c->add_option("--out", train.out, "Model file to write (safetensors)")->required();
    c->add_option("--backbone", network.backbone, "Network of both branches")
        ->check(CLI::IsMember({"resnet18", "resnet34", "resnet50", "mobilenet_v2"}));
    c->add_option("--backbone-weights", how.backbone_weights,
                  "Pretrained backbone in torchvision's names: safetensors or torch.save; its batch statistics stay");
    c->add_option("--width", network.width,
                  "Width of the backbone: 64 is the published network, 32 has half its channels")
        ->check(CLI::PositiveNumber);
    c->add_option("--size", network.input_size, "Side of the network's input in pixels, a multiple of 32")
        ->check(CLI::PositiveNumber)
        ->check(multiple_of_32);
    c->add_option("--channels", network.pyramid_channels, "Channels of the feature pyramid")
        ->check(CLI::PositiveNumber);
    c->add_option("--crop", network.crop_size, "Side of the window a head sees, in pixels of its pyramid level")
        ->check(CLI::PositiveNumber);
    c->add_flag("!--plain-stages", network.top_down, "Pyramid levels that do not see the coarser ones");
    c->add_option("--hidden", network.hidden, "Width of the heads' hidden layer")->check(CLI::PositiveNumber);
    c->add_option("--dropout", network.dropout, "Share of that layer that training leaves out")
        ->check(CLI::Range(0.0, 0.9));
    c->add_flag("!--no-depth", network.depth_branch, "Leave out the depth branch");
    c->add_option("--angle", network.encoding.angle, "double: (cos 2 theta, sin 2 theta); raw: theta, the paper's form")
        ->transform(CLI::CheckedTransformer(
            std::map<std::string, angle_code>{{"double", angle_code::double_angle}, {"raw", angle_code::raw}}));
    c->add_flag("--literal-fusion", network.fusion.literal, "M_uc exactly as Eq. 8 and 9 print it: needs --angle raw");
    c->add_option("--pose-steps", how.pose_steps, "Steps of PoseNet's training")->check(CLI::PositiveNumber);
    c->add_option("--heat-steps", how.heat_steps, "Steps of LocNet's training")->check(CLI::PositiveNumber);
    c->add_option("--pose-rate", how.pose_rate, "Learning rate of PoseNet")->check(CLI::PositiveNumber);
    c->add_option("--backbone-pace", train.backbone_pace,
                  "Learning rate of the backbone, in learning rates of PoseNet; 0: 0.1 with pretrained weights, else 1")
        ->check(CLI::NonNegativeNumber);
    c->add_option("--heat-rate", how.heat_rate, "Learning rate of LocNet")->check(CLI::PositiveNumber);
    c->add_option("--batch", how.batch, "Photographs in a batch")->check(CLI::PositiveNumber);
    c->add_option("--places", how.locations, "Poses learned from each photograph of a batch")
        ->check(CLI::PositiveNumber);
    c->add_option("--depth-dropout", how.depth_dropout,
                  "Share of batches that hide the depth, so that the model works without")
        ->check(CLI::Range(0.0, 1.0));
    c->add_option("--disk-radius", how.disk_radius, "Radius of LocNet's target disks, in sides of the input")
        ->check(CLI::PositiveNumber);
    c->add_option("--augment", train.augment, "Views of the photographs to learn from")
        ->check(CLI::IsMember({"none", "weak", "strong"}));
    c->add_option("--split", train.split, "Keep to the split in this file, as `suregrasp split` writes it");
    c->add_option("--holdout", train.holdout, "Share of the photographs kept out of training")
        ->check(CLI::Range(0.0, 0.9));
    c->add_option("--block", train.block, "Consecutive ids that stay on one side of the split")
        ->check(CLI::PositiveNumber);
    c->add_option("--validations", how.validations, "Validations during PoseNet's training")
        ->check(CLI::PositiveNumber);
    c->add_option("--validation-images", how.validation_images, "Held-out photographs used for them, at most")
        ->check(CLI::PositiveNumber);
    c->add_option(
         "--frozen-stages", how.frozen_stages,
         "Of the backbone's four stages, so many keep their weights; its first stages are the slow ones to train")
        ->check(CLI::Range(0, 4));
    c->add_flag("--bfloat16", how.bfloat16, "Compute in bfloat16: twice as fast on processors that have it");
    c->add_flag("--half", train.half, "Store the model in half precision: a file of half the size");
    c->add_flag("--restart", train.restart, "Ignore the checkpoint of an interrupted run");
  }

  void add_evaluate() {
    auto* const c = command("evaluate", "Measure a detector on labelled photographs", [this] {
      if (!evaluate.oracle) evaluate.model = model_or_shipped(evaluate.model);
      evaluate_and_print(evaluate, run);
    });
    c->add_option("--model", evaluate.model,
                  "Model file (default: the one that comes with the tool; with --oracle none)");
    add_votes(*c, evaluate.votes);
    c->add_option("--data", evaluate.data, data_formats)->required();
    c->add_option("--json", evaluate.json, "Also write the figures to this file");
    c->add_option("--predictions", evaluate.predictions,
                  "Also write every grasp found to this file, for `suregrasp score` (JSON)");
    c->add_option("--part", evaluate.part, "all photographs, or those held-out of the model's training")
        ->check(CLI::IsMember({"all", "held-out"}));
    c->add_option("--split", evaluate.split, "Only the photographs that the split in this file holds out");
    c->add_option("--rank", evaluate.rank, "What makes a grasp the first: uncertainty or heat")
        ->check(CLI::IsMember({"uncertainty", "heat"}));
    c->add_option("--threshold", evaluate.threshold, "Least heat of a place to grasp")->check(CLI::Range(0.0, 1.0));
    c->add_flag("--oracle", evaluate.oracle,
                "What a perfect model reaches: labels turned into targets and back, without a network");
    c->add_option("--size", evaluate.size, "With --oracle and no model: side of the network's input in pixels")
        ->check(CLI::PositiveNumber);
    c->add_option("--angle", evaluate.angle, "With --oracle and no model: double or raw, as for train")
        ->transform(CLI::CheckedTransformer(
            std::map<std::string, angle_code>{{"double", angle_code::double_angle}, {"raw", angle_code::raw}}));
    c->add_option("--disk-radius", evaluate.disk_radius,
                  "With --oracle: radius of the heatmap's target disks, in sides of the input")
        ->check(CLI::PositiveNumber);
  }

  void add_score() {
    auto* const c = command("score", "Score anyone's predictions against labels, without a model",
                            [this] { score_and_print(score, run); });
    c->footer(prediction_formats());
    c->add_option("--predictions", score.predictions, "File of predictions: JSON, CSV or Jacquard's text")->required();
    c->add_option("--data", score.data,
                  "Labels: a folder with Cornell's <id>cpos.txt or Jacquard's <id>_grasps.txt, or a .json or .csv file "
                  "of our own")
        ->required();
    c->add_option("--dialect", score.dialect,
                  "jaccard: IoU, 30 degrees; ivalab: IoU, 10 degrees; ggcnn: IoU of pixels after rounding; cornell: "
                  "the scorer of 2011")
        ->check(CLI::IsMember(std::vector<std::string>(metric_dialect_names.begin(), metric_dialect_names.end())));
    c->add_option("--rank", score.rank, "What makes a grasp the first; auto takes the first of the others there is")
        ->check(CLI::IsMember({"auto", "uncertainty", "score", "file"}));
    c->add_option("--top-k", score.top_k, "Grasps of the second column")->check(CLI::PositiveNumber);
    c->add_option("--camera", score.camera,
                  "fx,fy,depth: focal lengths in pixels and metres to the table; adds millimetres")
        ->delimiter(',');
    c->add_option("--compare", score.compare, "Other predictions of the same photographs, compared pair by pair");
    c->add_option("--risk", score.control.risk, "Share of failures that the proposed threshold promises")
        ->check(CLI::Range(0.001, 0.999));
    c->add_option("--delta", score.control.delta, "Probability that it breaks the promise")
        ->check(CLI::Range(0.001, 0.999));
    c->add_option("--json", score.json, "Also write the figures to this file");
  }

  /// Options of who votes on a pose.
  static void add_votes(CLI::App& c, vote_options& votes) {
    c.add_option("--also", votes.others, "Further models, whose heads vote too: an ensemble");
    c.add_option("--heads", votes.heads, "Only these heads vote: 0 is the finest level's")->delimiter(',');
    c.add_option("--neighbours", votes.neighbours,
                 "Heads also vote at eight places so far around each, in sides of the input")
        ->check(CLI::Range(0.0, 0.5));
    c.add_option("--views", votes.views,
                 "Ways to look at each photograph: 2 also mirrored, 4 also upside down, 8 also turned; heatmaps are "
                 "averaged, the heads of all views vote")
        ->check(CLI::IsMember({1, 2, 4, 8}));
    c.add_flag("--literal-fusion", votes.literal, "M_uc exactly as Eq. 8 and 9 print it, for models of raw angles");
    c.add_option("--dropout-passes", votes.dropout_passes,
                 "Heads vote so many times, each with other hidden units left out; for models trained with --dropout")
        ->check(CLI::NonNegativeNumber);
  }

  void add_detect() {
    auto* const c = command("detect", "Find grasps in a photograph", [this] {
      detect.model = model_or_shipped(detect.model);
      detect_and_write(detect, run);
    });
    c->add_option("image", detect.image, "Photograph")->required();
    c->add_option("--model", detect.model, default_model);
    add_votes(*c, detect.votes);
    c->add_option("--depth", detect.depth, "Depth of the photograph: float32 TIFF, metres");
    c->add_option("--out", detect.out, "Picture to write: ranked grasps, and the heatmap");
    c->add_option("--json", detect.json, "Write the ranked grasps to this file (default: OUT.json)");
    c->add_option("--rank", detect.rank, "What makes a grasp the first: uncertainty or heat")
        ->check(CLI::IsMember({"uncertainty", "heat"}));
    c->add_option("--threshold", detect.threshold, "Least heat of a place to grasp")->check(CLI::Range(0.0, 1.0));
    c->add_option("--top", detect.top, "Grasps to show")->check(CLI::PositiveNumber);
  }

  void add_adapt() {
    auto* const c = command("adapt", "Adapt a detector to a new workplace with few labels", [this] {
      adapt.model = model_or_shipped(adapt.model);
      cli::adapt(adapt, run);
    });
    c->add_option("--model", adapt.model, default_model);
    c->add_option("--data", adapt.data, data_formats)->required();
    c->add_option("--also", adapt.also, "Further photographs to learn from without their labels, if they have any");
    c->add_option("--out", adapt.out, "Model file to write")->required();
    add_adaptation_method(*c);
    add_adaptation_steps(*c);
    add_adaptation_run(*c);
    add_pseudo_label_filter(*c);
  }

  void add_adaptation_method(CLI::App& c) {
    c.add_option_function<std::string>(
         "--method", [this](std::string const& name) { adapt.how.method = adaptation_method_named(name); },
         "Fine-tuning on the labels alone, with a teacher, or with a teacher that is filtered by its confidence")
        ->default_str("confident")
        ->check(CLI::IsMember(adaptation_method_names()));
    c.add_option("--labelled", adapt.labelled, "Photographs whose labels may be used")->check(CLI::PositiveNumber);
  }

  void add_adaptation_steps(CLI::App& c) {
    auto& how = adapt.how;
    c.add_option("--steps", how.steps, "Steps of PoseNet's heads")->check(CLI::PositiveNumber);
    c.add_option("--rate", how.learning_rate, "Learning rate of PoseNet's heads")->check(CLI::PositiveNumber);
    c.add_option("--labelled-batch", how.labelled_batch, "Labelled grasps in a batch")->check(CLI::PositiveNumber);
    c.add_option("--unlabelled-batch", how.unlabelled_batch, "Unlabelled locations in a batch")
        ->check(CLI::PositiveNumber);
    c.add_option("--alpha-first", how.alpha_first, "Inertia of the teacher at first")->check(CLI::Range(0.0, 1.0));
    c.add_option("--alpha-last", how.alpha_last, "Inertia of the teacher after a quarter of the steps")
        ->check(CLI::Range(0.0, 1.0));
    c.add_option("--consistency", how.consistency, "Weight of the pseudo-labels")->check(CLI::NonNegativeNumber);
    c.add_option_function<std::string>(
         "--targets", [this](std::string const& name) { adapt.how.targets = pseudo_label_angle_named(name); },
         "Angle vectors of the pseudo-labels: unit, of length 1; fused, as short as the mean of the teacher's heads")
        ->default_str("unit")
        ->check(CLI::IsMember(pseudo_label_angle_names()));
    c.add_flag_function(
        "--plain-labels", [this](std::int64_t count) { adapt.how.augment_labelled = count == 0; },
        "Do not augment the labelled photographs");
    c.add_option("--views", how.views, "Views of each photograph")->check(CLI::PositiveNumber);
    c.add_option("--view-seed", how.view_seed, "Seed of the views, which do not depend on --seed");
    c.add_option("--heat-steps", how.heat_steps, "Steps of LocNet on the labelled photographs")
        ->check(CLI::NonNegativeNumber);
    c.add_option("--heat-rate", how.heat_learning_rate, "Learning rate of LocNet")->check(CLI::PositiveNumber);
  }

  /// What `adapt` holds out, and what it keeps while it runs.
  void add_adaptation_run(CLI::App& c) {
    c.add_option("--split", adapt.split, "Keep to the split in this file, as `suregrasp split` writes it");
    c.add_option("--holdout", adapt.holdout, "Share of the photographs kept for evaluation")
        ->check(CLI::Range(0.01, 0.9));
    c.add_option("--block", adapt.block, "Consecutive ids that stay on one side of the split")
        ->check(CLI::PositiveNumber);
    c.add_option("--evaluations", adapt.how.evaluations, "Points of the evaluation curve")->check(CLI::PositiveNumber);
    c.add_option("--telemetry", adapt.telemetry, "What happened in each step, in OUT.steps.csv or OUT.steps.jsonl")
        ->check(CLI::IsMember({"csv", "jsonl", "none"}));
    c.add_option("--cache", adapt.cache,
                 "Folder to keep features of photographs in, so that other runs with this model and data are quick");
    c.add_option("--checkpoint-every", adapt.checkpoint_every, "Seconds between checkpoints")
        ->check(CLI::NonNegativeNumber);
    c.add_flag("--restart", adapt.restart, "Ignore the checkpoint of an interrupted run");
  }

  /// Options of the filter of `adapt`.
  void add_pseudo_label_filter(CLI::App& c) {
    auto& filter = adapt.how.filter;
    c.add_option_function<std::string>(
         "--filter", [this](std::string const& name) { adapt.how.filter.name = filter_named(name); },
         "Of --method confident: which pseudo-labels to keep. fixed: M_uc below T; quantile (default), smoothed, "
         "coverage: a share, three ways; soft, exponential: weighed by M_uc; all")
        ->check(CLI::IsMember(filter_texts()));
    c.add_option("--keep-share", filter.keep_share,
                 "quantile, smoothed, coverage: share of the pseudo-labels to keep, the most certain ones")
        ->check(CLI::Range(0.0, 1.0));
    c.add_option("--threshold", filter.threshold, "fixed, which it implies: T; soft: M_uc of weight one half");
    c.add_option("--softness", filter.softness, "soft: width of the edge; exponential: M_uc of weight 1/e")
        ->check(CLI::PositiveNumber);
    c.add_option("--window", filter.window, "quantile: pseudo-labels it looks back on")->check(CLI::PositiveNumber);
    c.add_option("--smoothing", filter.smoothing, "smoothed: weight of the T so far")->check(CLI::Range(0.0, 1.0));
    c.add_option("--coverage-rate", filter.coverage_rate, "coverage: size of its corrections of T")
        ->check(CLI::PositiveNumber);
    c.add_option("--warm-up", filter.warm_up, "Steps before the first pseudo-label")->check(CLI::NonNegativeNumber);
    c.add_flag("--by-component", adapt.how.by_component, "Judge angles among angles and sizes among sizes");
    c.add_option("--fill", adapt.how.candidates,
                 "Candidates from which the unlabelled batch is filled with pseudo-labels that are kept, 0: no filling "
                 "(default: four times --unlabelled-batch)")
        ->check(CLI::NonNegativeNumber);
  }

  void add_demo() {
    auto* const c =
        command("demo", "The model that comes with the tool on generated scenes, adapted to a new look, with a report",
                [this] { cli::demo(demo, run); });
    c->add_option("--out", demo.out, "Folder for scenes, models and report.html");
    c->add_option("--scale", demo.scale, "Factor of all steps; below 1 is quicker and worse")
        ->check(CLI::PositiveNumber);
  }

  void act(int count, char const* const* arguments) {
    auto* const chosen = app.get_subcommands().front();
    record_call(run, *chosen, {arguments, static_cast<std::size_t>(count)});
    actions.at(chosen)();
  }
};

/// One line, whatever the message held.
int refuse(std::string message) {
  if (auto const end = message.find('\n'); end != std::string::npos) message.resize(end);
  std::cerr << "suregrasp: " << message << std::endl;
  return 2;
}

}  // namespace

int run_command_line(int count, char const* const* arguments) {
  command_line commands;
  try {
    commands.app.parse(count, arguments);
  } catch (CLI::ParseError const& problem) {
    return problem.get_exit_code() == 0 ? commands.app.exit(problem) : refuse(problem.what());
  }
  try {
    commands.act(count, arguments);
    return commands.status;
  } catch (interrupted_error const& stop) {
    return stop.exit_code;
  } catch (std::exception const& problem) {
    return refuse(problem.what());
  }
}

}  // namespace suregrasp::cli
