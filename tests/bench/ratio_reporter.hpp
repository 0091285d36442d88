#ifndef SUREGRASP_TESTS_BENCH_RATIO_REPORTER_HPP
#define SUREGRASP_TESTS_BENCH_RATIO_REPORTER_HPP

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <map>
#include <string>
#include <vector>

/// Registers `ours` and what others do in its place, whose name is `peer`, as a row of a `ratio_reporter`, for
/// programs of one thread.
template <class Ours, class Theirs>
void measure_beside(std::string const& row, std::string const& peer, Ours ours, Theirs theirs) {
  auto const add = [&](std::string const& name, auto f) {
    benchmark::RegisterBenchmark(name.c_str(),
                                 [f](benchmark::State& state) mutable {
                                   for (auto _ : state) benchmark::DoNotOptimize(f());
                                 })
        ->MinTime(0.02)
        ->Repetitions(9)
        ->ComputeStatistics("least", [](std::vector<double> const& times) { return std::ranges::min(times); });
  };
  add(row + "|" + peer, theirs);
  add(row + "|", ours);
}

/// The same for what takes long: so many times each, turn about.
template <class Ours, class Theirs>
void measure_turn_about(std::string const& row, std::string const& peer, int times, Ours ours, Theirs theirs) {
  benchmark::RegisterBenchmark((row + "|" + peer).c_str(), [=](benchmark::State& state) mutable {
    double least[2] = {1e300, 1e300};
    auto const measure = [](double& best, auto& f) {
      auto const start = std::clock();
      f();
      best = std::min(best, 1e6 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
    };
    theirs(), ours();
    for (auto _ : state) measure(least[0], theirs), measure(least[1], ours);
    state.counters["peer_us"] = least[0], state.counters["here_us"] = least[1];
  })->Iterations(times);
}

/// Prints a row for each `measure_beside`: the least time of either side, in microseconds of one processor, and their
/// ratio.
class ratio_reporter : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(Context const& context) override {
    std::printf("%d processors; least of several repetitions\n\n", context.cpu_info.num_cpus);
    std::printf("| | peer | peer, us | here, us | peer / here |\n|---|---|---|---|---|\n");
    return true;
  }

  void ReportRuns(std::vector<Run> const& runs) override {
    for (auto const& run : runs) {
      auto const& name = run.run_name.function_name;
      auto const bar = name.find('|');
      auto const row = name.substr(0, bar), peer = name.substr(bar + 1);
      if (run.counters.contains("here_us")) print(row, peer, run.counters.at("peer_us"), run.counters.at("here_us"));
      if (run.run_type != Run::RT_Aggregate || run.aggregate_name != "least") continue;
      double const microseconds = run.GetAdjustedCPUTime() / benchmark::GetTimeUnitMultiplier(run.time_unit) * 1e6;
      if (peer.empty())
        print(row, peers_[row].first, peers_[row].second, microseconds);
      else
        peers_[row] = {peer, microseconds};
    }
  }

 private:
  static void print(std::string const& row, std::string const& peer, double theirs, double ours) {
    std::printf("| %s | %s | %.2f | %.2f | %.2f |\n", row.c_str(), peer.c_str(), theirs, ours, theirs / ours);
    std::fflush(stdout);
  }

  std::map<std::string, std::pair<std::string, double>> peers_;
};

#endif  // SUREGRASP_TESTS_BENCH_RATIO_REPORTER_HPP
