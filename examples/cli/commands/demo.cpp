#include "demo.hpp"

#include <algorithm>
#include <array>
#include <iostream>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/own_folder.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/files/safetensors.hpp>
#include <suregrasp/images/images.hpp>

#include "adapt.hpp"
#include "cli/console/kept_checkpoints.hpp"
#include "cli/console/output_file.hpp"
#include "cli/report/report.hpp"
#include "detect.hpp"
#include "detector_runtime.hpp"
#include "engine.hpp"
#include "evaluate.hpp"
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
constexpr std::size_t known_scenes = 60, workshop_scenes = 150, label_count = 9;

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
    results_["evaluations"].push_back(to_json("Scenes of a domain it knows", evaluated(model_, "source", "all")));
    auto const adaptations = adapt_all();
    results_["evaluations"].push_back(to_json("Workshop before adaptation", evaluated_on_workshop()));
    results_["adaptation"] = adaptations;
    pictures(model_, "source", "Scenes of a domain it knows: grasps ranked by certainty, and the heatmap");
    pictures(in("adapted-confident.model"), "workshop",
             "Workshop, after adaptation with " + std::to_string(label_count) + " labels");
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
    for (auto const* method : compared_methods) require_own_checkpoints(adapted(method));
    if (!fs::exists(options_.out)) return;
    for (auto const* name : {"results.json", "report.html"}) files.writes.push_back({"the report", in(name)});
    for (auto const* method : compared_methods)
      for (auto const* end : {"", ".json", ".steps.csv"})
        files.writes.push_back({"an adapted model", adapted(method).string() + end});
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

  fs::path adapted(std::string const& method) const { return in("adapted-" + method + ".model"); }

  fs::path in(std::string const& name) const { return options_.out / name; }

  run_options step(std::uint64_t seed_offset = 0) const {
    auto run = run_;
    run.seed += seed_offset;
    run.record.seed = run.seed;
    return run;
  }

  std::int64_t steps(std::int64_t full) const {
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(static_cast<double>(full) * options_.scale));
  }

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
  template <class Run>
  json recorded(fs::path const& model, char const* key, Run run) {
    if (auto const file = model.string() + ".json"; fs::exists(model) && fs::exists(file)) {
      auto const record = json::parse(read_file(file), nullptr, false);
      auto const mine = to_json(run_.record);
      auto const same = [&](char const* field) {
        json::json_pointer const at(field);
        return record.value(at, json()) == mine.value(at, json());
      };
      if (record.is_object() && record.contains(key) && same("/seed") && same("/options/scale")) return record.at(key);
    }
    return run();
  }

  evaluation evaluated(fs::path const& model, std::string const& data, std::string const& part) {
    return evaluate({.model = model, .data = in(data), .part = part}, step());
  }

  json adapt_all() {
    json result{{"labels", label_count}, {"methods", json::array()}};
    for (std::string const method : compared_methods) {
      adapt_heads_options options{.at = {.model = model_, .data = in("workshop"), .out = adapted(method)}};
      options.how.method = *value_named<adaptation_method>(method);
      options.at.labelled = label_count;
      options.how.steps = steps(options.how.steps);
      options.how.heat_steps = steps(120);
      options.at.block = 1;
      auto outcome = recorded(options.at.out, "result", [&] { return adapt_heads(options, step(), memory_); });
      result["unlabelled"] = outcome["unlabelled"];
      outcome["evaluation"] = to_json("Workshop, held out", evaluated(options.at.out, "workshop", "held-out"));
      result["methods"].push_back(std::move(outcome));
    }
    return result;
  }

  /// The model as it comes, on the scenes that adaptation holds out.
  evaluation evaluated_on_workshop() {
    auto const held_out = trained_detector(in("adapted-direct.model"), run_).held_out();
    trained_detector const detector(model_, run_);
    return detector.evaluate(only_held_out(load_samples(in("workshop"), run_), held_out, in("workshop").string()));
  }

  void pictures(fs::path const& model, std::string const& data, std::string const& group) {
    trained_detector const detector(model, run_);
    auto samples = load_samples(in(data), run_);
    if (data == "workshop") samples = only_held_out(std::move(samples), detector.held_out(), in(data).string());
    fs::create_directories(in("pictures"));
    for (std::size_t i = 0; i < std::min<std::size_t>(6, samples.size()); ++i) {
      auto const name = data + "_" + samples[i].id + ".png";
      write_rgb(in("pictures") / name, close_up(samples[i], detector.detect(samples[i], {.always_one = true}), 5));
      results_["pictures"].push_back({{"group", group}, {"file", name}, {"caption", samples[i].id}});
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

void demo(demo_options const& options, run_options const& run) {
  require_training("demo");
  demonstration(options, run)();
}

}  // namespace suregrasp::cli
