#include "certainty.hpp"

#include <limits>
#include <suregrasp/core/fields.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/metrics/rank_correlation.hpp>
#include <suregrasp/metrics/risk_coverage.hpp>

namespace suregrasp::experiments {

using json = nlohmann::ordered_json;

labelled_errors errors_of(std::vector<judged_photograph> const& photographs, bool best_at_location) {
  labelled_errors errors;
  for (auto const& photograph : photographs)
    for (auto const& each : photograph.at_labels) {
      errors.uncertainty.push_back(each.uncertainty);
      errors.loss.push_back(best_at_location ? each.location_loss : each.loss);
      errors.angle.push_back(best_at_location ? each.location_angle : each.angle);
      errors.turned.push_back(!angle_at_most(errors.angle.back(), radians(30.0)));
    }
  return errors;
}

json certainty_json(labelled_errors const& errors) {
  auto const loss = risk_coverage(errors.uncertainty, errors.loss),
             angle = risk_coverage(errors.uncertainty, errors.angle);
  auto const turned =
      risk_coverage(errors.uncertainty, std::vector<double>(errors.turned.begin(), errors.turned.end()));
  return {{"poses", errors.loss.size()},
          {"mean_loss", loss.mean_error()},
          {"most_certain_half", loss.relative_risk_at(0.5) - 1},
          {"most_certain_quarter", loss.relative_risk_at(0.25) - 1},
          {"spearman", spearman(errors.uncertainty, errors.loss)},
          {"auroc_of_angle_failures", auroc(errors.uncertainty, errors.turned)},
          {"angle_failures", turned.mean_error()},
          {"angle_failures_of_most_certain_half", turned.risk_at(0.5)},
          {"mean_angle_degrees", degrees(angle.mean_error())},
          {"mean_angle_degrees_of_most_certain_half", degrees(angle.risk_at(0.5))}};
}

json components_json(std::vector<judged_photograph> const& photographs) {
  auto const whole = errors_of(photographs, false);
  double const mean_loss = risk_coverage(whole.uncertainty, whole.loss).mean_error();
  json components;
  for_each_field(pose_components{}, [&](auto const& component, double) {
    std::vector<double> variance, loss;
    for (auto const& photograph : photographs)
      for (auto const& each : photograph.at_labels) {
        variance.push_back(each.variance.*component.member);
        loss.push_back(each.parts.*component.member);
      }
    auto const curve = risk_coverage(whole.uncertainty, loss);
    components[std::string(component.name)] = {{"share_of_loss", curve.mean_error() / mean_loss},
                                               {"most_certain_half", curve.relative_risk_at(0.5) - 1},
                                               {"spearman", spearman(variance, loss)}};
  });
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
