#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <set>
#include <suregrasp/backends/libtorch/inference.hpp>
#include <suregrasp/backends/libtorch/model_file.hpp>
#include <suregrasp/backends/libtorch/prepared.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/detect/input_of.hpp>
#include <suregrasp/files/json_fields.hpp>
#include <suregrasp/images/images.hpp>
#include <suregrasp/scenes/synthetic_scene.hpp>
#include <thread>

#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <torch/version.h>

#include "cli/commands/doctor.hpp"
#include "cli/commands/engine.hpp"

namespace suregrasp::cli {

namespace {

/// What a stage of detection takes.
struct stage_time {
  std::string stage;
  double best = 0;    ///< milliseconds
  double median = 0;  ///< milliseconds

  static constexpr auto fields(auto list) {
    return list(field{"stage", &stage_time::stage}, field{"best", &stage_time::best},
                field{"median", &stage_time::median});
  }
};

template <class Action>
stage_time timed(std::string stage, int repeats, Action const& action) {
  std::vector<double> times;
  for (int i = 0; i <= repeats; ++i) {  // the first warms up
    auto const start = std::chrono::steady_clock::now();
    action();
    std::chrono::duration<double, std::milli> const taken = std::chrono::steady_clock::now() - start;
    if (i > 0) times.push_back(taken.count());
  }
  std::ranges::sort(times);
  return {std::move(stage), times.front(), times[times.size() / 2]};
}

/// A photograph as the network takes it, and how long that takes.
std::pair<network_input, std::vector<stage_time>> timed_input(doctor_options const& options, std::int64_t size,
                                                              run_options const& run) {
  std::vector<stage_time> stages;
  auto photograph = generate_scene(random_stream(run.seed), 0, {});
  if (!options.image.empty()) {
    photograph = {options.image.stem().string(), read_rgb(options.image), {}, {}};
    stages.push_back(timed("decode", options.repeats, [&] { (void)read_rgb(options.image); }));
  }
  auto const preprocessed = [&] { return preprocess(photograph, input_of(size)); };
  stages.push_back(timed("preprocess", options.repeats, [&] { (void)preprocessed(); }));
  return {preprocessed(), std::move(stages)};
}

/// What each stage takes, of one photograph from its file to ranked grasps.
std::vector<stage_time> stage_times(doctor_options const& options, run_options const& run) {
  libtorch::backend const be{.device = torch::Device(run.device)};
  auto net = libtorch::load_detector(options.model);
  net->to(be.device);
  libtorch::prepare(net, !options.float32 && libtorch::has_bfloat16(be.device));
  libtorch::inference const network(net);
  torch::NoGradGuard const no_gradient;

  auto [input, stages] = timed_input(options, network.input_size(), run);
  auto const add = [&](std::string stage, auto const& action) {
    stages.push_back(timed(std::move(stage), options.repeats, action));
  };
  auto const images = to_batch(be, input);
  auto const levels = network.features(images);
  auto const heat = network.heat(levels).select(0, 0);
  auto const peaks = find_peaks(be, heat, {.threshold = 0});
  std::vector<suregrasp::location> at;
  for (auto const& each : peaks) at.push_back({0, static_cast<double>(each.x), static_cast<double>(each.y)});
  auto const heads = network.poses(levels, at);
  add("pyramid", [&] { (void)network.features(images); });
  add("LocNet", [&] { (void)network.heat(levels); });
  add("peaks", [&] { (void)find_peaks(be, heat, {.threshold = 0}); });
  add("crops", [&] { (void)net->crops(levels, at); });
  add("crops and heads", [&] { (void)network.poses(levels, at); });
  add("fusion", [&] { (void)fuse(be, std::span<torch::Tensor const>(heads), network.encoding(), network.fusion()); });
  add("all from the input on", [&] { (void)detect(be, network, input, {.always_one = true}); });
  return stages;
}

/// What of this machine decides how fast detection is.
struct machine_facts {
  std::string processor;
  std::int64_t processors = 0;
  std::int64_t threads = 0;  ///< that networks compute with
  bool bfloat16 = false;     ///< the processor multiplies it
  std::string waiting;       ///< what OpenMP's threads do while they wait
  std::string libtorch;
  std::string cpu_kernels;             ///< instruction set that LibTorch's own kernels use
  std::vector<std::string> libraries;  ///< that compute, as they are loaded

  static constexpr auto fields(auto list) {
    using f = machine_facts;
    return list(field{"processor", &f::processor}, field{"processors", &f::processors}, field{"threads", &f::threads},
                field{"bfloat16", &f::bfloat16}, field{"waiting", &f::waiting}, field{"libtorch", &f::libtorch},
                field{"cpu_kernels", &f::cpu_kernels}, field{"libraries", &f::libraries});
  }
};

/// What follows `key` on its line in a text; empty where there is none.
std::string after(std::string const& text, std::string const& key, char const* end) {
  auto const at = text.find(key);
  if (at == std::string::npos) return "";
  auto const from = at + key.size();
  return text.substr(from, text.find_first_of(end, from) - from);
}

/// Files of this process whose names say that they compute.
std::vector<std::string> computing_libraries() {
  std::set<std::string> names;
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    auto const name = line.substr(line.rfind('/') + 1);
    for (char const* part : {"blas", "dnnl", "mkl", "gomp", "iomp", "libomp"})
      if (line.find('/') != std::string::npos && name.find(part) != std::string::npos) names.insert(name);
  }
  return {names.begin(), names.end()};
}

machine_facts facts() {
  std::ifstream file("/proc/cpuinfo");
  std::string const processors{std::istreambuf_iterator<char>(file), {}};
  auto const* const policy = std::getenv("OMP_WAIT_POLICY");  // the launcher sets it
  return {.processor = after(processors, "model name\t: ", "\n"),
          .processors = std::thread::hardware_concurrency(),
          .threads = at::get_num_threads(),
          .bfloat16 = libtorch::has_bfloat16(),
          .waiting = policy == nullptr ? "spin" : policy,
          .libtorch = TORCH_VERSION,
          .cpu_kernels = after(at::show_config(), "CPU capability usage: ", "\n"),
          .libraries = computing_libraries()};
}

/// What would make it faster, in words.
std::vector<std::string> advice_for(machine_facts const& facts, doctor_options const& options) {
  std::vector<std::string> advice;
  auto const loaded = [&](std::string const& part) {
    return std::ranges::any_of(facts.libraries, [&](auto const& name) { return name.find(part) != std::string::npos; });
  };
  if (facts.waiting != "passive" && facts.waiting != "PASSIVE")
    advice.emplace_back(
        "set OMP_WAIT_POLICY=passive: beside other work, threads that spin cost far more than they gain");
  if (!loaded("dnnl") && !at::globalContext().hasMKLDNN())
    advice.emplace_back("this LibTorch has no oneDNN, which its convolutions need to be fast");
  if (!loaded("openblas") && !loaded("mkl") && at::show_config().find("BLAS_INFO=generic") != std::string::npos)
    advice.emplace_back("install OpenBLAS (Debian: libopenblas0-pthread): the reference BLAS is many times slower");
  if (facts.threads < facts.processors)
    advice.emplace_back("use more threads: --threads, or at::set_num_threads in a program, which begins with one");
  if (options.float32 && facts.bfloat16) advice.emplace_back("leave out --float32: this processor multiplies bfloat16");
  return advice;
}

/// All that the command finds out.
struct diagnosis {
  machine_facts machine;
  std::vector<stage_time> stages;
  std::vector<std::string> advice;

  static constexpr auto fields(auto list) {
    return list(field{"machine", &diagnosis::machine}, field{"stages", &diagnosis::stages},
                field{"advice", &diagnosis::advice});
  }
};

void print(diagnosis const& found) {
  auto const facts = suregrasp::to_json(found.machine);
  for (auto const& [name, value] : facts.items()) {
    std::string text;
    for (auto const& each : value)
      text += (text.empty() ? "" : ", ") + (each.is_string() ? each.get<std::string>() : each.dump());
    std::printf("%-12s %s\n", name.c_str(), text.c_str());
  }
  std::printf("\n%-22s %8s %8s\n", "stage (milliseconds)", "best", "median");
  for (auto const& each : found.stages) std::printf("%-22s %8.3f %8.3f\n", each.stage.c_str(), each.best, each.median);
  std::printf("\n%s\n", found.advice.empty() ? "nothing to advise" : "what would help:");
  for (auto const& each : found.advice) std::printf("- %s\n", each.c_str());
}

}  // namespace

void doctor(doctor_options const& options, run_options const& run) {
  prepare_engine(run);
  diagnosis found{facts(), stage_times(options, run), {}};
  found.advice = advice_for(found.machine, options);
  if (options.json)
    std::cout << suregrasp::to_json(found).dump(2) << "\n";
  else
    print(found);
}

}  // namespace suregrasp::cli
