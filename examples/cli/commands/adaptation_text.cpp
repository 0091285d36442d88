#include "adaptation_text.hpp"

#include <cmath>
#include <suregrasp/core/error.hpp>
#include <utility>

namespace suregrasp::cli {

namespace {

using json = nlohmann::ordered_json;

constexpr std::pair<adaptation_method, char const*> methods[] = {{adaptation_method::direct, "direct"},
                                                                 {adaptation_method::mean_teacher, "mean-teacher"},
                                                                 {adaptation_method::confident, "confident"}};
constexpr std::pair<pseudo_label_angle, char const*> angles[] = {{pseudo_label_angle::unit, "unit"},
                                                                 {pseudo_label_angle::fused, "fused"}};

std::vector<std::string> texts(auto const& table) {
  std::vector<std::string> list;
  for (auto const& [value, text] : table) list.emplace_back(text);
  return list;
}

auto value_named(auto const& table, std::string const& name, char const* what) {
  for (auto const& [value, text] : table)
    if (name == text) return value;
  throw option_error("option.name", "unknown " + std::string(what) + " '" + name + "'");
}

json number_or_null(double value) { return std::isfinite(value) ? json(value) : json(); }

/// `pseudo_labels`: whether there were any since the last point.
json to_json(adaptation_point const& point, bool pseudo_labels) {
  json all{{"step", point.step},
           {"loss", number_or_null(point.loss)},
           {"evaluation_loss", number_or_null(point.evaluation_loss)},
           {"fused_loss", number_or_null(point.fused_loss)},
           {"pass_rate", number_or_null(point.pass_rate)}};
  if (pseudo_labels) {
    all["lesson_error"] = number_or_null(point.pseudo_label_error);
    all["candidate_error"] = number_or_null(point.candidate_error);
  }
  return all;
}

}  // namespace

std::vector<std::string> adaptation_method_names() { return texts(methods); }
std::vector<std::string> pseudo_label_angle_names() { return texts(angles); }
std::vector<std::string> filter_texts() { return texts(filter_names); }

std::string name_of(adaptation_method method) {
  for (auto const& [value, text] : methods)
    if (value == method) return text;
  throw option_error("option.name", "unknown method number " + std::to_string(static_cast<int>(method)));
}

adaptation_method adaptation_method_named(std::string const& name) { return value_named(methods, name, "method"); }
pseudo_label_angle pseudo_label_angle_named(std::string const& name) { return value_named(angles, name, "targets"); }
filter_name filter_named(std::string const& name) { return value_named(filter_names, name, "filter"); }

json to_json(named_filter_options const& o) {
  auto const name = o.chosen();
  json all{{"name", suregrasp::to_string(name)}};
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

json to_json(adaptation_result const& result, adaptation_options const& options) {
  json all{{"method", name_of(options.method)},
           {"labelled", result.labelled.size()},
           {"unlabelled", result.unlabelled.size()},
           {"unlabelled_places", result.unlabelled_locations},
           {"places_near_labels", result.locations_near_labels}};
  if (options.method == adaptation_method::confident) all["filter"] = to_json(options.filter);
  for (auto const& point : result.curve)
    all["curve"].push_back(to_json(point, options.method != adaptation_method::direct && point.step > 0));
  all["best_loss"] = number_or_null(result.best_loss);
  all["final_loss"] = number_or_null(result.final_loss);
  return all;
}

}  // namespace suregrasp::cli
