#ifndef SUREGRASP_EXAMPLES_COMPARE_METHODS_HPP
#define SUREGRASP_EXAMPLES_COMPARE_METHODS_HPP

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/teacher/filters/confidence_filter.hpp>
#include <suregrasp/teacher/step_report.hpp>
#include <vector>
#include "charts/line_chart_svg.hpp"

/// The result of one training.
struct training_curve {
  std::vector<double> errors = {};  ///< on test samples, at `every` steps each
  double all = 0, kept = 0;         ///< summed error of the pseudo-labels: of all, and of those that the filter kept
  int reports = 0;                  ///< of steps in which something was learnt from

  void note(suregrasp::step_report const& report) {
    if (!(report.pass_rate > 0)) return;
    all += report.candidate_error, kept += report.kept_error, ++reports;
  }
};

/// Trains with each of the paper's three methods, five times, by `train(seed, filter)`; prints the errors side by side
/// and draws them over the steps. Returns whether, on the mean, the filter was better than none; whether it is worth a
/// teacher at all depends on the labels there are.
template <class Train, class Filter>
bool compare_methods(std::string const& name, std::int64_t every, Train const& train, Filter const& filter) {
  using namespace suregrasp;
  line_chart chart{name + ": mean and range of 5 seeds", "step", "error on test samples", {}};
  for (auto const* method : {"direct", "unfiltered teacher", "confident teacher"}) chart.series.push_back({method, {}});
  std::array<double, 3> mean{};
  std::printf("seed    direct  unfiltered  confident   error of its pseudo-labels: all   learnt from\n");
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    std::array const runs{train(seed, keep_none{}), train(seed, keep_all{}), train(seed, filter)};
    for (std::size_t m = 0; m < 3; ++m) {
      auto& points = chart.series[m].points;
      points.resize(runs[m].errors.size());
      for (std::size_t k = 0; k < points.size(); ++k) {
        double const error = runs[m].errors[k];
        points[k] = {static_cast<double>(every) * static_cast<double>(k + 1), points[k].y + error / 5,
                     std::fmin(points[k].low, error), std::fmax(points[k].high, error)};
      }
      mean[m] += runs[m].errors.back() / 5;
    }
    auto const& own = runs[2];
    std::printf("%4d %9.3f %11.3f %10.3f %33.3f %13.3f\n", static_cast<int>(seed), runs[0].errors.back(),
                runs[1].errors.back(), own.errors.back(), own.all / own.reports, own.kept / own.reports);
  }
  std::printf("mean %9.3f %11.3f %10.3f\n", mean[0], mean[1], mean[2]);
  write_file(name + ".svg", to_svg(chart));
  return mean[2] < mean[1];
}

#endif  // SUREGRASP_EXAMPLES_COMPARE_METHODS_HPP
