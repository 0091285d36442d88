#include "certainty.hpp"

#include <limits>
#include <numeric>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/metrics/rank_correlation.hpp>
#include <suregrasp/metrics/risk_coverage.hpp>

namespace suregrasp::experiments {

namespace {

using json = nlohmann::ordered_json;

double mean(std::vector<double> const& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

labelled_errors errors_of(std::vector<judged_photograph> const& photographs, bool of_place) {
  labelled_errors errors;
  for (auto const& photograph : photographs)
    for (auto const& each : photograph.at_labels) {
      errors.uncertainty.push_back(each.uncertainty);
      errors.loss.push_back(of_place ? each.place_loss : each.loss);
      errors.angle.push_back(of_place ? each.place_angle : each.angle);
      errors.turned.push_back(errors.angle.back() > radians(30.0));
    }
  return errors;
}

json certainty_json(labelled_errors const& errors) {
  auto const curve = risk_coverage(errors.uncertainty, errors.loss);
  std::vector<double> const turned(errors.turned.begin(), errors.turned.end());
  auto const of_certain_half = [&](std::vector<double> const& values) {
    return risk_coverage(errors.uncertainty, values).risk_at(0.5);
  };
  return {{"poses", errors.loss.size()},
          {"mean_loss", curve.mean_error()},
          {"most_certain_half", curve.relative_risk_at(0.5) - 1},
          {"most_certain_quarter", curve.relative_risk_at(0.25) - 1},
          {"spearman", spearman(errors.uncertainty, errors.loss)},
          {"auroc_of_angle_failures", auroc(errors.uncertainty, errors.turned)},
          {"angle_failures", mean(turned)},
          {"angle_failures_of_most_certain_half", of_certain_half(turned)},
          {"mean_angle_degrees", degrees(mean(errors.angle))},
          {"mean_angle_degrees_of_most_certain_half", degrees(of_certain_half(errors.angle))}};
}

json components_json(std::vector<judged_photograph> const& photographs) {
  auto const whole = errors_of(photographs, false);
  json components;
  for (std::size_t which = 0; auto const* name : {"theta", "opening", "jaw"}) {
    std::vector<double> variance, loss;
    for (auto const& photograph : photographs)
      for (auto const& each : photograph.at_labels) {
        variance.push_back(each.variance[which]);
        loss.push_back(each.parts[which]);
      }
    components[name] = {{"share_of_loss", mean(loss) / mean(whole.loss)},
                        {"most_certain_half", risk_coverage(whole.uncertainty, loss).relative_risk_at(0.5) - 1},
                        {"spearman", spearman(variance, loss)}};
    ++which;
  }
  return components;
}

chart_series risk_series(std::string const& name, labelled_errors const& errors) {
  chart_series series{.name = name, .points = {}};
  for (auto const& point : risk_coverage(errors.uncertainty, errors.loss).points)
    series.points.push_back({.x = point.coverage, .y = point.risk});
  series.points = condensed(series.points, 100);
  for (auto& point : series.points) point.low = point.high = std::numeric_limits<double>::quiet_NaN();
  return series;
}

}  // namespace suregrasp::experiments
