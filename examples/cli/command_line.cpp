#include "command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <functional>
#include <iostream>
#include <map>
#include <span>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/utf8.hpp>

#include "cli/commands/adapt.hpp"
#include "cli/commands/calibrate.hpp"
#include "cli/commands/convert.hpp"
#include "cli/commands/demo.hpp"
#include "cli/commands/detect.hpp"
#include "cli/commands/doctor.hpp"
#include "cli/commands/evaluate.hpp"
#include "cli/commands/inspect.hpp"
#include "cli/commands/label.hpp"
#include "cli/commands/score.hpp"
#include "cli/commands/shipped_model.hpp"
#include "cli/commands/split.hpp"
#include "cli/commands/suggest.hpp"
#include "cli/commands/synth.hpp"
#include "cli/commands/train.hpp"
#include "cli/commands/watch.hpp"
#include "cli/console/field_options.hpp"
#include "cli/console/interrupt.hpp"
#include "cli/console/standard_output.hpp"

namespace suregrasp::cli {

namespace {

/// The tool's commands and what was asked of each.
struct command_line {
  CLI::App app{"Robotic grasp detection that says how sure it is, and its adaptation to a new workplace.", "suregrasp"};
  run_options run;
  synth_options synth;
  inspect_options inspect;
  convert_options convert;
  label_options label;
  split_options split;
  train_options train;
  evaluate_options evaluate;
  score_options score;
  detect_command_options detect;
  calibrate_options calibrate;
  watch_options watch;
  suggest_options suggest;
  adapt_options adapt;
  adapt_heads_options adapt_heads;
  demo_options demo;
  doctor_options doctor;
  int status = 0;  ///< of the process
  std::map<CLI::App const*, std::function<void()>> actions;

  command_line() {
    app.require_subcommand(1);
    app.set_version_flag("--version", version_text());
    app.footer(
        "Every command has its own --help. Exit status: 0 done, 1 inspect found faults, 2 wrong call "
        "or bad input, 3 detect found nothing to grasp, 130 interrupted.");
    app.option_defaults()->always_capture_default();
    add_synth();
    add_inspect();
    add_convert();
    add_label();
    add_split();
    add_train();
    add_evaluate();
    add_score();
    add_detect();
    add_calibrate();
    add_watch();
    add_suggest();
    add_adapt();
    add_adapt_heads();
    add_demo();
    add_doctor();
  }

  CLI::App* command(char const* name, char const* description, std::function<void()> action) {
    auto* const c = app.add_subcommand(name, description);
    c->option_defaults()->always_capture_default();
    c->set_help_all_flag("--help-all", "Also the options that are rarely needed");
    add_field_options(*c, run);
    actions.emplace(c, std::move(action));
    return c;
  }

  void add_synth() {
    auto* const c =
        command("synth", "Generate labelled scenes in Cornell's format", [this] { cli::synth(synth, run); });
    add_field_options(*c, synth);
  }

  void add_inspect() {
    auto* const c = command(
        "inspect", "Say what a data set holds and what is wrong with it, file by file; or what a model file holds",
        [this] { status = cli::inspect(inspect, run); });
    add_field_options(*c, inspect);
    c->footer("Exit status: 0 nothing wrong, 1 findings, 2 nothing could be read.");
  }

  void add_convert() {
    auto* const c = command("convert", "Write a data set of any format in our own, see docs/data_formats.md",
                            [this] { cli::convert(convert, run); });
    add_field_options(*c, convert);
  }

  void add_label() {
    auto* const c = command("label", "Write a page on which a person labels photographs, in any browser",
                            [this] { cli::label(label, run); });
    add_field_options(*c, label);
  }

  void add_split() {
    auto* const c = command("split", "Write which photographs to learn from and which to hold out",
                            [this] { cli::split(split, run); });
    add_field_options(*c, split);
  }

  void add_train() {
    auto* const c = command("train", "Train a detector: PoseNet with its backbone, then LocNet",
                            [this] { cli::train(train, run); });
    add_field_options(*c, train);
  }

  void add_evaluate() {
    auto* const c = command("evaluate", "Measure a detector on labelled photographs", [this] {
      if (!evaluate.oracle) evaluate.model = model_or_shipped(evaluate.model);
      evaluate_and_print(evaluate, run);
    });
    add_field_options(*c, evaluate);
  }

  void add_score() {
    auto* const c = command("score", "Score anyone's predictions against labels, without a model",
                            [this] { score_and_print(score, run); });
    c->footer(prediction_formats());
    add_field_options(*c, score);
  }

  void add_detect() {
    auto* const c = command("detect", "Find grasps in photographs", [this] {
      detect.model = model_or_shipped(detect.model);
      status = detect_and_write(detect, run);
    });
    add_field_options(*c, detect);
    c->footer(
        "One photograph: a table, and JSON with --json. Several, a folder, a video: a line of JSON for each, with "
        "\"grasps\" and, where there are none, \"nothing\" that says why. x, y, opening and jaw are pixels of the "
        "photograph as a person sees it, also where its EXIF turns it; x to the right, y down.\n"
        "Exit status: 0 there is something to grasp, 2 wrong call or bad input, 3 nothing that is hot enough and "
        "accepted, 130 interrupted.");
  }

  void add_calibrate() {
    auto* const c =
        command("calibrate", "Say how far a detector's angles and openings are off, with a promised coverage",
                [this] { cli::calibrate(calibrate, run); });
    add_field_options(*c, calibrate);
  }

  void add_watch() {
    auto* const c = command("watch", "Find grasps in what a camera or a folder shows now, again and again", [this] {
      watch.model = model_or_shipped(watch.model);
      status = cli::watch(watch, run);
    });
    add_field_options(*c, watch);
    c->footer(
        "A line of JSON for each answer: \"frame\", \"verdict\" (answered, empty, other_size, black, no_depth, "
        "other_unit, stale, unreadable, failed) with its \"detail\", the \"age\" of the answer in seconds, how many "
        "frames were \"dropped\" since the one before, seconds by \"stages\", and \"grasps\".\n"
        "Exit status: 0 there was something to grasp, 2 wrong call, 3 nothing, 130 interrupted.");
  }

  void add_adapt() {
    auto* const c = command("adapt", "Adapt a detector to a new workplace with few labels", [this] {
      adapt.at.model = model_or_shipped(adapt.at.model);
      cli::adapt(adapt, run);
    });
    add_field_options(*c, adapt);
  }

  void add_adapt_heads() {
    auto* const c = command("adapt-heads", "The quick form of adapt: on features that are taken once", [this] {
      adapt_heads.at.model = model_or_shipped(adapt_heads.at.model);
      cli::adapt_heads(adapt_heads, run);
    });
    add_field_options(*c, adapt_heads);
  }

  void add_suggest() {
    auto* const c = command("suggest", "Say which photographs are worth a label before an adaptation", [this] {
      suggest.model = model_or_shipped(suggest.model);
      cli::suggest(suggest, run);
    });
    add_field_options(*c, suggest);
  }

  void add_demo() {
    auto* const c =
        command("demo", "The model that comes with the tool on generated scenes, adapted to a new look, with a report",
                [this] { cli::demo(demo, run); });
    add_field_options(*c, demo);
  }

  void add_doctor() {
    auto* const c =
        command("doctor", "What decides how fast detection is on this machine, and what would help", [this] {
          doctor.model = model_or_shipped(doctor.model);
          cli::doctor(doctor, run);
        });
    add_field_options(*c, doctor);
  }

  /// What `--help` shows of each command; where no help is asked for, messages name all options.
  void keep_help_short(std::span<char const* const> words) {
    auto const asked = [](std::string_view word) { return word == "--help" || word == "-h"; };
    if (std::ranges::none_of(words, asked)) return;
    for (auto* const each : app.get_subcommands({})) hide_rare_options(*each);
  }

  void act(int count, char const* const* arguments) {
    auto* const chosen = app.get_subcommands().front();
    record_call(run, *chosen, {arguments, static_cast<std::size_t>(count)});
    actions.at(chosen)();
  }
};

/// One line, whatever the message held; what would steer a terminal stands as its bytes.
int refuse(std::string_view message) {
  auto const line = message.substr(0, message.find('\n'));
  std::cerr << "suregrasp: " << suregrasp::detail::visible(line, line.size()) << std::endl;
  return 2;
}

/// What a person is told of an error of another library: its words say nothing of what was asked for.
int refuse_unforeseen(std::string_view problem) {
  auto const says = [&](char const* words) { return problem.find(words) != std::string_view::npos; };
  if (says("bad_alloc") || says("allocate memory") || says("Insufficient memory") || says("not enough memory"))
    return refuse("there is not enough memory for this call: free some, or ask for less at a time");
  return refuse("an error that was not foreseen, please report it: " + std::string(problem));
}

}  // namespace

int run_command_line(int count, char const* const* arguments) {
  command_line commands;
  try {
    try {
      commands.keep_help_short({arguments, static_cast<std::size_t>(count)});
      commands.app.parse(count, arguments);
      commands.act(count, arguments);
    } catch (CLI::ParseError const& problem) {
      if (problem.get_exit_code() != 0) return refuse(problem.what());
      commands.app.exit(problem);  // prints what --help and --version ask for
    }
    require_printed();
    return commands.status;
  } catch (interrupted_error const& stop) {
    return stop.exit_code;
  } catch (error const& problem) {
    return refuse(problem.what());
  } catch (std::filesystem::filesystem_error const& problem) {
    return refuse(problem.path1().string() + ": " + problem.code().message());
  } catch (std::exception const& problem) {
    return refuse_unforeseen(problem.what());
  }
}

}  // namespace suregrasp::cli
