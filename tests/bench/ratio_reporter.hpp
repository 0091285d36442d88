#ifndef SUREGRASP_TESTS_BENCH_RATIO_REPORTER_HPP
#define SUREGRASP_TESTS_BENCH_RATIO_REPORTER_HPP

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

/// Registers `ours` and what others do in its place, whose name is `peer`, as a row of a `ratio_reporter`.
template <class Ours, class Theirs>
void measure_beside(std::string const& row, std::string const& peer, Ours ours, Theirs theirs) {
  auto const add = [&](std::string const& name, auto f) {
    benchmark::RegisterBenchmark(name.c_str(),
                                 [f](benchmark::State& state) mutable {
                                   for (auto _ : state) benchmark::DoNotOptimize(f());
                                 })
        ->UseRealTime()
        ->MinTime(0.02)
        ->Repetitions(9)
        ->ComputeStatistics("least", [](std::vector<double> const& times) { return std::ranges::min(times); });
  };
  add(row + "|" + peer, theirs);
  add(row + "|", ours);
}

/// Prints a row for each `measure_beside`: the least time of either side, in microseconds, and their ratio.
class ratio_reporter : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(Context const& context) override {
    std::printf("%d processors; least of nine repetitions\n\n", context.cpu_info.num_cpus);
    std::printf("| | peer | peer, us | here, us | peer / here |\n|---|---|---|---|---|\n");
    return true;
  }

  void ReportRuns(std::vector<Run> const& runs) override {
    for (auto const& run : runs) {
      if (run.run_type != Run::RT_Aggregate || run.aggregate_name != "least") continue;
      auto const& name = run.run_name.function_name;
      auto const bar = name.find('|');
      double const microseconds = run.GetAdjustedRealTime() / benchmark::GetTimeUnitMultiplier(run.time_unit) * 1e6;
      if (auto const peer = name.substr(bar + 1); !peer.empty()) {
        peers_[name.substr(0, bar)] = {peer, microseconds};
        continue;
      }
      auto const& [peer, theirs] = peers_[name.substr(0, bar)];
      std::printf("| %s | %s | %.2f | %.2f | %.2f |\n", name.substr(0, bar).c_str(), peer.c_str(), theirs, microseconds,
                  theirs / microseconds);
      std::fflush(stdout);
    }
  }

 private:
  std::map<std::string, std::pair<std::string, double>> peers_;
};

#endif  // SUREGRASP_TESTS_BENCH_RATIO_REPORTER_HPP
