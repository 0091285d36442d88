// What a teacher's moving average costs: one tensor after the other, and all in one pass; tensors of the sizes of two
// residual networks of 50 layers, and of PoseNet's heads.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <suregrasp/backends/libtorch/backend.hpp>
#include <vector>

namespace {

using backend = suregrasp::libtorch::backend;

/// Two of each shape of a list, as a student and its teacher hold them.
struct models {
  std::vector<torch::Tensor> teacher, student;

  explicit models(std::vector<std::int64_t> const& sizes) {
    for (auto const size : sizes) {
      teacher.push_back(torch::zeros({size}));
      student.push_back(torch::ones({size}));
    }
  }
};

/// 318 tensors, 47 million values: a third are matrices, the others vectors beside them.
std::vector<std::int64_t> residual_networks() {
  std::vector<std::int64_t> sizes;
  for (int i = 0; i < 106; ++i) sizes.insert(sizes.end(), {440000, 512, 512});
  return sizes;
}

/// Four heads of two layers.
std::vector<std::int64_t> pose_heads() {
  std::vector<std::int64_t> sizes;
  for (int i = 0; i < 4; ++i) sizes.insert(sizes.end(), {1200 * 128, 128, 128 * 4, 4});
  return sizes;
}

template <class Move>
void run(benchmark::State& state, std::vector<std::int64_t> const& sizes, Move const& move) {
  torch::NoGradGuard const no_gradient;
  at::set_num_threads(static_cast<int>(state.range(0)));
  models each(sizes);
  for (auto _ : state) move(each);
  std::int64_t values = 0;
  for (auto const size : sizes) values += size;
  state.SetItemsProcessed(state.iterations() * values);
}

void library_loop(models& each) {
  for (std::size_t i = 0; i < each.teacher.size(); ++i) each.teacher[i].lerp_(each.student[i], 0.01);
}

void one_pass(models& each) { backend{}.lerp_all_(each.teacher, each.student, 0.01); }

void networks_loop(benchmark::State& state) { run(state, residual_networks(), library_loop); }
void networks_one_pass(benchmark::State& state) { run(state, residual_networks(), one_pass); }
void heads_loop(benchmark::State& state) { run(state, pose_heads(), library_loop); }
void heads_one_pass(benchmark::State& state) { run(state, pose_heads(), one_pass); }

BENCHMARK(networks_loop)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(networks_one_pass)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(heads_loop)->Arg(1)->Arg(2)->Unit(benchmark::kMicrosecond)->UseRealTime();
BENCHMARK(heads_one_pass)->Arg(1)->Arg(2)->Unit(benchmark::kMicrosecond)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
