// processes_bench: what two processes of this machine take to sum numbers by Gloo and by LibTorch's store: least and
// median of the times of a call, for as many numbers as the statistics of a layer, the figures of a step, and the
// gradients of a network have. To be run on a machine that does nothing else.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <span>
#include <string>
#include <suregrasp/backends/libtorch/backend.hpp>
#include <suregrasp/backends/libtorch/gloo_group.hpp>
#include <suregrasp/backends/libtorch/store_group.hpp>
#include <suregrasp/distributed/collectives.hpp>
#include <vector>

#include "processes.hpp"

using namespace suregrasp;

namespace {

template <class Call>
void time_calls(std::string& table, std::string const& name, int calls, std::size_t rank, Call const& call) {
  std::vector<double> milliseconds;
  for (int i = 0; i < calls; ++i) {
    auto const start = std::chrono::steady_clock::now();
    call();
    milliseconds.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  std::ranges::sort(milliseconds);
  char line[128];
  std::snprintf(line, sizeof line, "%-44s %10.3f %10.3f ms\n", name.c_str(), milliseconds.front(),
                milliseconds[milliseconds.size() / 2]);
  if (rank == 0) table += line;
}

template <class Group>
std::string times_of(group_options const& options, char const* name, int calls) {
  at::set_num_threads(1);
  Group const group(options);
  std::string table;
  std::vector<double> figures(8), statistics(513);
  auto const label = [&](char const* what) { return std::string(name) + ", " + what; };
  time_calls(table, label("8 numbers"), calls, group.rank(), [&] { sum_over(group, std::span(figures)); });
  time_calls(table, label("513 numbers"), calls, group.rank(), [&] { sum_over(group, std::span(statistics)); });
  for (std::int64_t const millions : {1, 24, 47}) {
    if (millions > 1 && calls < 100) break;  // not by way of rank 0
    std::vector<torch::Tensor> gradients{torch::zeros({millions * 1'000'000})};
    time_calls(table, label((std::to_string(millions) + " million floats").c_str()), 10, group.rank(),
               [&] { sum_tensors_over(group, libtorch::backend{}, gradients); });
  }
  return table;
}

template <class Group>
void print_times(char const* name, int calls) {
  auto const ends = suregrasp_tests::processes(2, [&](group_options const& options) {
                      return times_of<Group>(options, name, calls);
                    }).ends();
  std::fputs(ends.front().said.c_str(), stdout);
}

}  // namespace

int main() {
#ifdef USE_C10D_GLOO
  print_times<libtorch::gloo_group>("Gloo", 500);
#endif
  print_times<libtorch::store_group>("LibTorch's store", 20);
}
