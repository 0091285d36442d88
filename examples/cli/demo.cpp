#include "demo.hpp"

#include <algorithm>
#include <iostream>
#include <suregrasp/io/atomic_file.hpp>
#include <suregrasp/io/images.hpp>
#include <suregrasp/io/read_file.hpp>

#include "adapt.hpp"
#include "detect.hpp"
#include "detector_runtime.hpp"
#include "evaluate.hpp"
#include "evaluation_result.hpp"
#include "report.hpp"
#include "samples.hpp"
#include "synth.hpp"
#include "train.hpp"

namespace suregrasp::cli {

namespace {

using json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr std::size_t source_scenes = 480, source_test_scenes = 60, target_scenes = 150, labels = 9;

class demonstration {
 public:
  demonstration(demo_options const& options, run_options const& run) : options_(options), run_(run) {}

  void operator()() {
    scenes("source", source_scenes, 0);
    scenes("source-test", source_test_scenes, 1);
    scenes("target", target_scenes, 2);
    results_["training"] = train_source();
    results_["evaluations"].push_back(
        to_json("Source scenes, held out", evaluated("source.model", "source-test", "all")));
    auto const adaptations = adapt_all();
    results_["evaluations"].push_back(to_json("Target scenes before adaptation", evaluated_on_target("source.model")));
    results_["adaptation"] = adaptations;
    pictures("source.model", "source-test", "Source scenes, held out: grasps ranked by certainty, and the heatmap");
    pictures("adapted-confident.model", "target",
             "Target scenes, after adaptation with " + std::to_string(labels) + " labels");
    report();
  }

 private:
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
      fs::remove_all(in(name));
      synth({.out = in(name), .count = count, .domain = name.substr(0, name.find('-'))}, step(seed_offset));
    }
    auto const manifest = json::parse(read_file(in(name) / "manifest.json"));
    std::size_t grasps = 0;
    for (auto const& each : manifest.at("samples")) grasps += each.at("grasps").get<std::size_t>();
    results_["data"].push_back({{"name", name}, {"images", manifest.at("samples").size()}, {"grasps", grasps}});
  }

  /// What a finished run recorded, or the outcome of running it now.
  template <class Run>
  json recorded(fs::path const& model, char const* key, Run run) {
    if (auto const record = model.string() + ".json"; fs::exists(model) && fs::exists(record))
      return json::parse(read_file(record)).at(key);
    return run();
  }

  json train_source() {
    train_options options{.data = in("source"), .out = in("source.model")};
    options.network.width = 32;
    options.network.input_size = 160;
    options.network.pyramid_channels = 48;
    options.pose_steps = steps(550);
    options.heat_steps = steps(150);
    options.depth_dropout = 0.75;  // the target domain has no depth
    options.holdout = 0.1;
    options.block = 1;
    return recorded(options.out, "curves", [&] { return train(options, step()); });
  }

  evaluation evaluated(std::string const& model, std::string const& data, std::string const& part) {
    return evaluate({.model = in(model), .data = in(data), .part = part}, step());
  }

  json adapt_all() {
    json result{{"labels", labels}, {"methods", json::array()}};
    for (std::string const method : {"direct", "mean-teacher", "confident"}) {
      adapt_options options{
          .model = in("source.model"), .data = in("target"), .out = in("adapted-" + method + ".model")};
      options.method = method;
      options.labelled = labels;
      options.steps = steps(options.steps);
      options.heat_steps = steps(120);
      options.block = 1;
      auto outcome = recorded(options.out, "result", [&] { return adapt(options, step()); });
      result["unlabelled"] = outcome["unlabelled"];
      outcome["evaluation"] =
          to_json("Target scenes, held out", evaluated("adapted-" + method + ".model", "target", "held-out"));
      result["methods"].push_back(std::move(outcome));
    }
    return result;
  }

  /// The unadapted model on the target scenes that adaptation holds out.
  evaluation evaluated_on_target(std::string const& model) {
    auto const split = trained_detector(in("adapted-direct.model"), run_).split();
    trained_detector const detector(in(model), run_);
    evaluation result;
    for (auto const& each : only_held_out(load_samples(in("target"), run_), split, in("target").string()))
      detector.evaluate(each, result);
    return result;
  }

  void pictures(std::string const& model, std::string const& data, std::string const& group) {
    trained_detector const detector(in(model), run_);
    auto samples = load_samples(in(data), run_);
    if (data == "target") samples = only_held_out(std::move(samples), detector.split(), in(data).string());
    fs::create_directories(in("pictures"));
    for (std::size_t i = 0; i < std::min<std::size_t>(6, samples.size()); ++i) {
      auto const name = data + "_" + samples[i].id + ".png";
      write_rgb(in("pictures") / name, close_up(samples[i], detector.detect(samples[i]), 5));
      results_["pictures"].push_back({{"group", group}, {"file", name}, {"caption", samples[i].id}});
    }
  }

  void report() {
    auto const record = to_json(run_.record);
    results_["title"] = "Grasps with a stated uncertainty, and adapting them to a new workplace";
    results_["generated"] = utc_text(std::chrono::system_clock::now());
    results_["version"] = version_text();
    results_["command"] = shell_text(run_.record.command_line);
    results_["seed"] = run_.seed;
    results_["duration_seconds"] = run_.record.seconds_so_far();
    results_["configuration"] = record;
    write_file(in("results.json"), results_.dump(1) + "\n");
    write_report(results_, in("pictures"), in("report.html"));
    std::cout << "report: " << fs::absolute(in("report.html")).lexically_normal().string() << std::endl;
  }

  demo_options const& options_;
  run_options const& run_;
  json results_;
};

}  // namespace

void demo(demo_options const& options, run_options const& run) { demonstration(options, run)(); }

}  // namespace suregrasp::cli
