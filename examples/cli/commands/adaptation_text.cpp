#include "adaptation_text.hpp"

#include <cmath>
#include <string>
#include <suregrasp/files/json_fields.hpp>

namespace suregrasp::cli {

namespace {

using json = nlohmann::ordered_json;

json number_or_null(double value) { return std::isfinite(value) ? json(value) : json(); }

/// `pseudo_labels`: whether there were any since the last point.
json point_json(adaptation_point const& point, bool pseudo_labels) {
  auto all = suregrasp::to_json(point);
  if (!pseudo_labels) {
    all.erase("lesson_error");
    all.erase("candidate_error");
  }
  return all;
}

}  // namespace

json to_json(named_filter_options const& o) {
  auto const name = o.chosen();
  json all{{"name", name_of(name)}};
  if (o.threshold) all["threshold"] = *o.threshold;
  if (name == filter_name::quantile || name == filter_name::smoothed || name == filter_name::coverage)
    all["keep_share"] = o.keep_share;
  if (name == filter_name::quantile) all["window"] = o.window;
  if (name == filter_name::smoothed) all["smoothing"] = o.smoothing;
  if (name == filter_name::coverage) all["rate"] = o.coverage_rate;
  if (name == filter_name::soft || name == filter_name::exponential) all["softness"] = o.softness;
  if (o.warm_up > 0) all["warm_up"] = o.warm_up;
  return all;
}

json to_json(adaptation_result const& result, adaptation_method method, named_filter_options const& filter) {
  json all{{"method", short_name_of(method)},
           {"labelled", result.labelled.size()},
           {"unlabelled", result.unlabelled.size()},
           {"unlabelled_places", result.unlabelled_locations},
           {"places_near_labels", result.locations_near_labels}};
  if (method == adaptation_method::confident) all["filter"] = to_json(filter);
  for (auto const& point : result.curve)
    all["curve"].push_back(point_json(point, method != adaptation_method::direct && point.step > 0));
  all["best_loss"] = number_or_null(result.best_loss);
  all["final_loss"] = number_or_null(result.final_loss);
  return all;
}

}  // namespace suregrasp::cli
