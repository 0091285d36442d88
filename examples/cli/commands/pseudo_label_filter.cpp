#include "pseudo_label_filter.hpp"

#include <limits>
#include <suregrasp/core/error.hpp>

namespace suregrasp::cli {

namespace {

/// The name in force.
std::string name_of(pseudo_label_filter_options const& o) {
  return !o.name.empty() ? o.name : o.threshold ? "fixed" : "quantile";
}

double threshold_for(pseudo_label_filter_options const& o) {
  if (o.threshold) return *o.threshold;
  throw option_error("adapt.filter", "--filter " + name_of(o) + " needs a --threshold");
}

named_filter chosen_filter(pseudo_label_filter_options const& o) {
  auto const name = name_of(o);
  if (o.threshold && name != "fixed" && name != "soft")
    throw option_error("adapt.filter", "--threshold is for --filter fixed and soft, not for " + name);
  if (name == "all") return {keep_all{}};
  if (name == "fixed") return {fixed_threshold{threshold_for(o)}};
  if (name == "quantile") return {running_quantile{.share = o.keep_share, .window = o.window}};
  if (name == "smoothed") return {smoothed_quantile{.share = o.keep_share, .smoothing = o.smoothing}};
  if (name == "coverage") return {target_coverage{.coverage = o.keep_share, .rate = o.coverage_rate}};
  if (name == "soft") return {sigmoid_weight{.centre = threshold_for(o), .width = o.softness}};
  if (name == "exponential") return {exponential_weight{.scale = o.softness}};
  throw option_error("adapt.filter", "unknown filter '" + name +
                                         "': expected all, fixed, quantile, smoothed, coverage, soft or exponential");
}

}  // namespace

std::vector<double> named_filter::operator()(std::span<double const> uncertainties) {
  return std::visit([&](auto& each) { return each(uncertainties); }, rule);
}

double named_filter::threshold() const {
  return std::visit(
      [](auto const& each) -> double {
        if constexpr (threshold_filter<std::remove_cvref_t<decltype(each)>>)
          return each.threshold();
        else if constexpr (requires { double{each.threshold}; })
          return each.threshold;
        else
          return std::numeric_limits<double>::quiet_NaN();
      },
      rule);
}

std::vector<double> named_filter::state() const {
  return std::visit([](auto const& each) { return suregrasp::detail::memory_of(each); }, rule);
}

void named_filter::load(std::vector<double> const& memory) {
  std::visit([&](auto& each) { suregrasp::detail::give_memory(each, memory); }, rule);
}

pseudo_label_filter::pseudo_label_filter(pseudo_label_filter_options const& options)
    : filter_{.steps = options.warm_up, .filter = {.prototype = chosen_filter(options)}} {}

double pseudo_label_filter::threshold() const {
  auto const& each = filter_.filter.filters;
  return each.size() == 1 ? each.begin()->second.threshold() : std::numeric_limits<double>::quiet_NaN();
}

nlohmann::ordered_json to_json(pseudo_label_filter_options const& o) {
  auto const name = name_of(o);
  nlohmann::ordered_json json{{"name", name}};
  if (o.threshold) json["threshold"] = *o.threshold;
  if (name == "quantile" || name == "smoothed" || name == "coverage") json["keep_share"] = o.keep_share;
  if (name == "quantile") json["window"] = o.window;
  if (name == "smoothed") json["smoothing"] = o.smoothing;
  if (name == "coverage") json["rate"] = o.coverage_rate;
  if (name == "soft" || name == "exponential") json["softness"] = o.softness;
  if (o.warm_up > 0) json["warm_up"] = o.warm_up;
  return json;
}

}  // namespace suregrasp::cli
