#ifndef SUREGRASP_TESTS_BENCH_MARKDOWN_REPORTER_HPP
#define SUREGRASP_TESTS_BENCH_MARKDOWN_REPORTER_HPP

#include <benchmark/benchmark.h>

#include <cstdio>
#include <vector>

/// Prints a row a benchmark: its name, nanoseconds a pair and the worst error, from counters of these names.
class markdown_reporter : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(Context const& context) override {
    std::printf("%d processors; least of nine repetitions\n\n| | ns a pair | worst error |\n|---|---|---|\n",
                context.cpu_info.num_cpus);
    return true;
  }

  void ReportRuns(std::vector<Run> const& runs) override {
    for (auto const& run : runs) {
      if (run.run_type != Run::RT_Aggregate || run.aggregate_name != "least") continue;
      auto const counter = [&](char const* name) { return run.counters.at(name).value; };
      std::printf("| %s | %.2f | %.1e |\n", run.run_name.function_name.c_str(), counter("ns_a_pair"),
                  counter("worst_error"));
      std::fflush(stdout);
    }
  }
};

#endif  // SUREGRASP_TESTS_BENCH_MARKDOWN_REPORTER_HPP
