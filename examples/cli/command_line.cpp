#include "command_line.hpp"

#include <CLI/CLI.hpp>
#include <functional>
#include <iostream>
#include <map>
#include <suregrasp/core/error.hpp>

#include "cli/commands/adapt.hpp"
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
#include "cli/commands/synth.hpp"
#include "cli/commands/train.hpp"
#include "cli/console/field_options.hpp"
#include "cli/console/interrupt.hpp"

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
  adapt_options adapt;
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
    add_adapt();
    add_demo();
    add_doctor();
  }

  CLI::App* command(char const* name, char const* description, std::function<void()> action) {
    auto* const c = app.add_subcommand(name, description);
    c->option_defaults()->always_capture_default();
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
    auto* const c = command("inspect", "Say what a data set holds and what is wrong with it, file by file",
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
    c->footer("Exit status: 0 there is something to grasp, 3 nothing that is hot enough and accepted.");
  }

  void add_adapt() {
    auto* const c = command("adapt", "Adapt a detector to a new workplace with few labels", [this] {
      adapt.model = model_or_shipped(adapt.model);
      cli::adapt(adapt, run);
    });
    add_field_options(*c, adapt);
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
