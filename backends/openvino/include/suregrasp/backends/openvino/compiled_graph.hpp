#ifndef SUREGRASP_BACKENDS_OPENVINO_COMPILED_GRAPH_HPP
#define SUREGRASP_BACKENDS_OPENVINO_COMPILED_GRAPH_HPP

#include <algorithm>
#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <openvino/core/model.hpp>
#include <openvino/runtime/core.hpp>
#include <openvino/runtime/properties.hpp>
#include <span>
#include <string>
#include <suregrasp/backends/openvino/backend.hpp>
#include <suregrasp/core/error.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::openvino {

/// In what numbers a network computes; what goes in and comes out is float32 either way.
enum class precision {
  f32,  ///< float32
  bf16  ///< bfloat16: less than half the time on processors with instructions for it
};

/// Whether this processor multiplies bfloat16, as OpenVINO finds it.
[[nodiscard]] inline bool has_bfloat16(ov::Core const& core = ov::Core()) {
  auto const can = core.get_property("CPU", ov::device::capabilities);
  return std::ranges::find(can, ov::device::capability::BF16) != can.end();
}

/// How networks are run.
struct inference_options {
  int threads = 0;  ///< 0: as many as OpenVINO finds fit
  openvino::precision precision = openvino::precision::f32;
};

/// What a graph is compiled for.
enum class compilation {
  any_shape,  ///< once, for inputs of every shape
  each_shape  ///< when inputs of another shape come, for these alone: computes a third faster, at some 0.2 s a shape
};

/// A graph that is computed on the processor. Copies share it; several threads may ask it at once: only while it is
/// compiled for another shape they wait for each other.
class compiled_graph {
 public:
  /// Throws `option_error` `option.threads` for less than no threads, `ov::Exception` for what OpenVINO can't compile.
  compiled_graph(std::shared_ptr<ov::Model const> graph, inference_options const& how, compilation what,
                 ov::Core const& core = ov::Core())
      : state_(std::make_shared<state>(std::move(graph), settings(how), what, core)) {
    if (what == compilation::any_shape) (void)compiled_for({});
  }

  /// The outputs of the graph for `inputs`, of which it has as many, in the shapes it takes.
  [[nodiscard]] std::vector<tensor> operator()(std::span<tensor const> inputs) const {
    auto compiled = compiled_for(inputs);
    auto request = compiled.create_infer_request();
    for (std::size_t i = 0; i < inputs.size(); ++i) request.set_input_tensor(i, borrowed(inputs[i]));
    request.infer();
    std::vector<tensor> outputs;
    for (std::size_t i = 0; i < compiled.outputs().size(); ++i) outputs.push_back(shared(request.get_output_tensor(i)));
    return outputs;
  }

 private:
  using shapes_type = std::map<std::size_t, ov::PartialShape>;

  struct state {
    std::shared_ptr<ov::Model const> graph;
    ov::AnyMap settings;
    compilation what;
    ov::Core core;
    std::mutex changing{};
    std::list<std::pair<shapes_type, ov::CompiledModel>> compiled{};  ///< last used first
  };

  /// The graph for the shapes of these inputs; the last few are kept.
  [[nodiscard]] ov::CompiledModel compiled_for(std::span<tensor const> inputs) const {
    std::size_t constexpr kept = 4;
    auto& [graph, settings, what, core, changing, compiled] = *state_;
    shapes_type shapes;
    if (what == compilation::each_shape)
      for (std::size_t i = 0; i < inputs.size(); ++i) shapes.emplace(i, shape_of(inputs[i]));
    std::lock_guard const alone(changing);
    auto const found = std::ranges::find_if(compiled, [&](auto const& each) { return each.first == shapes; });
    if (found != compiled.end()) {
      compiled.splice(compiled.begin(), compiled, found);
    } else {
      auto const own = graph->clone();
      if (!shapes.empty()) own->reshape(shapes);
      compiled.emplace_front(shapes, core.compile_model(own, "CPU", settings));
      if (compiled.size() > kept) compiled.pop_back();
    }
    return compiled.front().second;
  }

  [[nodiscard]] static ov::AnyMap settings(inference_options const& how) {
    if (how.threads < 0)
      throw option_error("option.threads", "expected 0 threads or more, got " + std::to_string(how.threads));
    bool const whole = how.precision == precision::f32;
    return {ov::hint::performance_mode(ov::hint::PerformanceMode::LATENCY), ov::num_streams(1),
            ov::inference_num_threads(how.threads), ov::hint::enable_cpu_pinning(false),
            ov::hint::inference_precision(whole ? ov::element::f32 : ov::element::bf16)};
  }

  [[nodiscard]] static ov::Shape shape_of(tensor const& t) { return {t.shape.begin(), t.shape.end()}; }

  /// The values of `t` as OpenVINO takes them; it reads inputs alone.
  [[nodiscard]] static ov::Tensor borrowed(tensor const& t) {
    return {ov::element::f32, shape_of(t), const_cast<float*>(t.values.get())};
  }

  /// An output whose request is gone, so that nothing writes to it any more.
  [[nodiscard]] static tensor shared(ov::Tensor const& output) {
    auto const kept = std::make_shared<ov::Tensor>(output);
    auto const shape = kept->get_shape();
    return {extents(shape.begin(), shape.end()), {kept, kept->data<float>()}};
  }

  std::shared_ptr<state> state_;
};

}  // namespace suregrasp::inline v2::openvino

#endif  // SUREGRASP_BACKENDS_OPENVINO_COMPILED_GRAPH_HPP
