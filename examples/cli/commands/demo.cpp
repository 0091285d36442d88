#include "demo.hpp"

#include <algorithm>
#include <array>
#include <iostream>
#include <map>
#include <opencv2/core.hpp>
#include <span>
#include <suregrasp/evaluate/merged_evaluation.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/own_folder.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/files/safetensors.hpp>
#include <suregrasp/images/images.hpp>

#include "adapt.hpp"
#include "cli/console/interrupt.hpp"
#include "cli/console/kept_checkpoints.hpp"
#include "cli/console/output_file.hpp"
#include "cli/report/report.hpp"
#include "detect.hpp"
#include "detector_runtime.hpp"
#include "engine.hpp"
#include "evaluation_text.hpp"
#include "model_metadata.hpp"
#include "samples.hpp"
#include "shipped_model.hpp"
#include "synth.hpp"

namespace suregrasp::cli {

namespace {

using json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr std::array compared_methods{"direct", "mean-teacher", "confident"};
constexpr std::size_t most_pictures = 6;
constexpr std::size_t known_scenes = 60, workshop_scenes = 170, label_count = 9;

/// Adaptations of each kind, each with its own nine labels and scenes held out: one could be luck.
constexpr std::uint64_t repetitions = 2;

struct adaptation_run {
  std::string method{};
  std::uint64_t repetition = 0;
};

std::vector<adaptation_run> all_runs() {
  std::vector<adaptation_run> runs;
  for (std::uint64_t repetition = 0; repetition < repetitions; ++repetition)
    for (auto const* method : compared_methods) runs.push_back({method, repetition});
  return runs;
}

/// Whether a folder of scenes of that domain gets a file of some name.
auto files_of(std::string const& domain) {
  return [=](std::string const& name) { return is_scene_file(name, domain); };
}

class demonstration {
 public:
  demonstration(demo_options const& options, run_options const& run)
      : options_(options), run_(run), model_(model_or_shipped({})) {}

  void operator()() {
    require_files();
    scenes("source", known_scenes, 1);
    scenes("workshop", workshop_scenes, 2);
    results_["training"] = json::parse(read_safetensors(model_).metadata.at(record_key)).at("curves");
    results_["evaluations"].push_back(
        to_json("Scenes of a domain it knows", evaluated(model_, load_samples(in("source"), run_))));
    results_["adaptation"] = adapt_all();
    results_["evaluations"].push_back(results_["adaptation"]["before"]);
    pictures_of_source();
    pictures_of_workshop();
    report();
  }

 private:
  /// Before any work: nothing of others is removed or written over.
  void require_files() const {
    for (std::string const name : {"source", "workshop"})
      if (fs::exists(in(name) / "manifest.json"))
        require_seed(in(name) / "manifest.json", name == "source" ? 1 : 2);
      else
        require_own_folder(in(name), files_of(name));
    call_files files{.folders = {{"--out", options_.out}, {"the pictures of --out", in("pictures")}},
                     .reads = {{"the model", model_}}};
    for (auto const& each : all_runs()) require_own_checkpoints(adapted(each));
    if (!fs::exists(options_.out)) return;
    for (auto const* name : {"results.json", "report.html"}) files.writes.push_back({"the report", in(name)});
    for (auto const& each : all_runs())
      for (auto const* end : {"", ".json", ".steps.csv"})
        files.writes.push_back({"an adapted model", adapted(each).string() + end});
    for (auto const* name : {"source", "workshop"}) files.data.push_back({"the demonstration", in(name)});
    require_outputs(files);
  }

  /// Refuses the scenes of a demonstration with another seed: its folder is no part of this one.
  void require_seed(fs::path const& manifest, std::uint64_t seed_offset) const {
    auto const known = json::parse(read_file(manifest), nullptr, false);
    auto const origin = known.is_object() ? known.value("origin", json::object()) : json();
    if (!origin.is_object() || origin.value("seed", json()) != run_.seed + seed_offset)
      throw option_error("option.out", manifest.string() +
                                           ": belongs to a demonstration with another --seed: choose another --out, or "
                                           "delete this one");
  }

  fs::path adapted(adaptation_run const& each) const {
    return in("adapted-" + each.method + "-" + std::to_string(each.repetition + 1) + ".model");
  }

  fs::path in(std::string const& name) const { return options_.out / name; }

  run_options step(std::uint64_t seed_offset = 0) const {
    auto run = run_;
    run.seed += seed_offset;
    run.record.seed = run.seed;
    return run;
  }

  std::int64_t steps() const { return std::max<std::int64_t>(1, static_cast<std::int64_t>(60 * options_.scale)); }

  void scenes(std::string const& name, std::size_t count, std::uint64_t seed_offset) {
    if (!fs::exists(in(name) / "manifest.json")) {
      remove_own_files(in(name), files_of(name));
      synth({.out = in(name), .count = count, .domain = name, .objects = 2}, step(seed_offset));
    }
    auto const manifest = json::parse(read_file(in(name) / "manifest.json"));
    std::size_t grasps = 0;
    for (auto const& each : manifest.at("samples")) grasps += each.at("grasps").get<std::size_t>();
    results_["data"].push_back({{"name", name}, {"images", manifest.at("samples").size()}, {"grasps", grasps}});
  }

  /// What a finished run of this seed and scale recorded, or the outcome of running it now.
  json recorded(adapt_options const& options, run_options const& run) {
    fs::path const model = options.at.out;
    if (auto const file = model.string() + ".json"; fs::exists(model) && fs::exists(file)) {
      auto const record = json::parse(read_file(file), nullptr, false);
      auto const mine = to_json(run.record);
      auto const same = [&](char const* field) {
        json::json_pointer const at(field);
        return record.value(at, json()) == mine.value(at, json());
      };
      if (record.is_object() && record.contains("result") && same("/seed") && same("/options/scale"))
        return record.at("result");
    }
    return adapt(options, run, memory_);
  }

  adapt_options options_of(adaptation_run const& each) const {
    adapt_options options{.at = {.model = model_, .data = in("workshop"), .out = adapted(each)}};
    options.at.labelled = label_count;
    options.at.holdout = 0.6;
    options.at.block = 1;
    options.how.method = *value_named<adaptation_method>(each.method);
    if (options.how.method == adaptation_method::mean_teacher) options.how.teacher_views = 1;  // as in the paper
    options.how.ramp_up = 1;  // what a good grasp is, is new: the teacher begins with the openings of the old gripper
    options.how.steps = steps();
    options.how.evaluations = 3;
    return options;
  }

  /// Adapts in each way; the evaluations are of all repetitions together, the curves of the first.
  json adapt_all() {
    std::map<std::string, std::vector<evaluation>> evaluations;
    std::vector<evaluation> before;
    json result{{"labels", label_count}, {"repetitions", repetitions}, {"methods", json::array()}};
    for (auto const& each : all_runs()) {
      auto outcome = recorded(options_of(each), step(each.repetition));
      result["unlabelled"] = outcome["unlabelled"];
      if (each.repetition == 0) result["methods"].push_back(std::move(outcome));
      auto const held_out = workshop_held_out(each);
      if (each.method == compared_methods.front()) before.push_back(evaluated(model_, held_out));
      evaluations[each.method].push_back(evaluated(adapted(each), held_out));
    }
    result["before"] = to_json("Workshop before adaptation", merged_evaluation(before));
    for (auto& method : result["methods"])
      method["evaluation"] =
          to_json("Workshop, held out", merged_evaluation(evaluations.at(method.at("method").get<std::string>())));
    return result;
  }

  std::vector<sample> workshop_held_out(adaptation_run const& each) const {
    return only_held_out(load_samples(in("workshop"), run_), trained_detector(adapted(each), run_).held_out(),
                         in("workshop").string());
  }

  evaluation evaluated(fs::path const& model, std::vector<sample> const& samples) const {
    return trained_detector(model, run_).evaluate(samples, {}, {.stop = interrupted});
  }

  void keep_picture(std::string const& name, std::string const& group, std::string const& caption,
                    cv::Mat const& picture) {
    throw_if_interrupted();
    fs::create_directories(in("pictures"));
    write_rgb(in("pictures") / (name + ".png"), picture);
    results_["pictures"].push_back({{"group", group}, {"file", name + ".png"}, {"caption", caption}});
  }

  static cv::Mat drawn(trained_detector const& detector, sample const& scene) {
    return close_up(scene, detector.detect(scene, {.always_one = true}), 5);
  }

  void pictures_of_source() {
    trained_detector const detector(model_, run_);
    auto const samples = load_samples(in("source"), run_);
    for (auto const& scene : std::span(samples).first(std::min(most_pictures, samples.size())))
      keep_picture("source_" + scene.id, "Scenes of a domain it knows: grasps ranked by certainty, and the heatmap",
                   scene.id, drawn(detector, scene));
  }

  void pictures_of_workshop() {
    adaptation_run const shown{"confident", 0};
    trained_detector const before(model_, run_), after(adapted(shown), run_);
    auto const samples = workshop_held_out(shown);
    for (auto const& scene : std::span(samples).first(std::min(most_pictures, samples.size()))) {
      cv::Mat both;
      cv::vconcat(drawn(before, scene), drawn(after, scene), both);
      keep_picture("workshop_" + scene.id,
                   "Workshop: above before, below after adaptation with " + std::to_string(label_count) + " labels",
                   scene.id, both);
    }
  }

  void report() {
    auto const record = to_json(run_.record);
    results_["title"] = "Grasps with a stated uncertainty, and adapting them to a new workplace";
    results_["generated"] = utc_text(std::chrono::system_clock::now());
    results_["version"] = version_text();
    results_["command"] = run_.record.command_line;
    results_["seed"] = run_.seed;
    results_["duration_seconds"] = process_seconds();
    results_["configuration"] = record;
    write_file(in("results.json"), results_.dump(1) + "\n");
    write_report(results_, in("pictures"), in("report.html"));
    std::cout << "report: " << fs::absolute(in("report.html")).lexically_normal().string() << std::endl;
  }

  demo_options const& options_;
  run_options const& run_;
  fs::path model_;  ///< the one that comes with the tool
  adapt_memory memory_;
  json results_;
};

}  // namespace

void demo(demo_options const& options, run_options const& run) try {
  require_training("demo");
  interrupt_guard const guard;
  demonstration(options, run)();
} catch (run_stopped const&) {
  throw_if_interrupted();
  throw;
}

}  // namespace suregrasp::cli
