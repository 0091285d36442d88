// What a detector takes on OpenVINO, on one thread in bfloat16: its networks beside the same graphs asked with
// OpenVINO's own calls, and from the input to ranked grasps. bench_openvino MODEL SIDE: a model file, and the side of
// the input.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <openvino/openvino.hpp>
#include <string>
#include <suregrasp/backends/openvino/model_file.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/scenes/synthetic_scene.hpp>

#include "ratio_reporter.hpp"

using namespace suregrasp;

namespace {

openvino::inference_options const one_thread{.threads = 1, .precision = openvino::precision::bf16};

/// A graph as OpenVINO's users ask it: compiled for one shape, one request, its own memory.
class plain_request {
 public:
  plain_request(std::shared_ptr<ov::Model> const& graph, ov::Shape const& shape) {
    auto const own = graph->clone();
    own->reshape(ov::PartialShape(shape));
    ov::Core core;
    request_ = core.compile_model(own, "CPU", ov::hint::performance_mode(ov::hint::PerformanceMode::LATENCY),
                                  ov::num_streams(1), ov::inference_num_threads(1), ov::hint::enable_cpu_pinning(false),
                                  ov::hint::inference_precision(ov::element::bf16))
                   .create_infer_request();
  }
  void operator()() { request_.infer(); }

 private:
  ov::InferRequest request_;
};

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (argc < 2) return std::fputs("usage: bench_openvino MODEL [SIDE]\n", stderr), 2;
  std::int64_t const side = argc > 2 ? std::atoi(argv[2]) : 288;
  auto const file = read_model_file(argv[1]);
  auto const graphs = openvino::graphs_of(checked_detector_options(file, argv[1]), openvino::weights_in(file, argv[1]));
  auto const network = openvino::load_detector(argv[1], one_thread);
  auto input = preprocess(generate_scene(random_stream(1), 0, {}), {.size = static_cast<int>(side)});
  input.depth = {};
  openvino::backend const be;
  auto const images = to_batch(be, input);
  auto const size = static_cast<std::size_t>(side);
  plain_request colour(graphs.colour, {1, 3, size, size});
  auto const shape = std::to_string(side) + " x " + std::to_string(side);
  measure_turn_about(
      "features of " + shape + ", one branch", "the graph by OpenVINO's own calls", 50,
      [&] { benchmark::DoNotOptimize(network.features(images)); }, colour);
  measure_turn_about(
      "from " + shape + " to ranked grasps, one branch", "its features by OpenVINO's own calls", 50,
      [&] { benchmark::DoNotOptimize(detect(be, network, input, {.peaks = {.threshold = 0}})); }, colour);
  ratio_reporter table;
  benchmark::RunSpecifiedBenchmarks(&table);
}
