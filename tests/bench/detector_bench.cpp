// What a detector takes on LibTorch, from a network's input to ranked grasps: as it was trained, prepared for
// answering, and prepared in bfloat16. `python_peers.py` times such networks in PyTorch.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <string>
#include <suregrasp/backends/libtorch/inference.hpp>
#include <suregrasp/backends/libtorch/prepared.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/scenes/synthetic_scene.hpp>
#include <thread>

using namespace suregrasp;

namespace {

enum class form { trained, prepared, bfloat16 };

void detector(benchmark::State& state, std::string const& backbone, bool depth, form how) {
  torch::manual_seed(1);
  libtorch::detector net(detector_options{.backbone = backbone});
  if (how != form::trained) libtorch::prepare(net, how == form::bfloat16);
  libtorch::inference const network(net);
  auto input = preprocess(generate_scene(random_stream(1), 0, {}), {.size = 288});
  if (!depth) input.depth = {};
  auto const find = [&] {
    benchmark::DoNotOptimize(detect(libtorch::backend(), network, input, {.peaks = {.threshold = 0}}));
  };
  find();
  double least = std::numeric_limits<double>::infinity();
  for (auto _ : state) {
    auto const start = std::chrono::steady_clock::now();
    find();
    std::chrono::duration<double, std::milli> const taken = std::chrono::steady_clock::now() - start;
    least = std::min(least, taken.count());
  }
  state.counters["least_ms"] = least;
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  at::set_num_threads(static_cast<int>(std::max(1U, std::thread::hardware_concurrency())));
  for (char const* backbone : {"mobilenet_v2", "resnet18", "resnet50"})
    for (bool const depth : {false, true})
      for (auto const& [how, name] : {std::pair{form::trained, "as trained"},
                                      {form::prepared, "prepared"},
                                      {form::bfloat16, "prepared, bfloat16"}})
        benchmark::RegisterBenchmark((std::string(backbone) + (depth ? ", RGB-D, " : ", RGB, ") + name).c_str(),
                                     [=](auto& state) { detector(state, backbone, depth, how); })
            ->Iterations(20);
  benchmark::RunSpecifiedBenchmarks();
}
