#ifndef SUREGRASP_TEACHER_FILTERS_NAMED_FILTER_HPP
#define SUREGRASP_TEACHER_FILTERS_NAMED_FILTER_HPP

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/teacher/filters/adaptive_threshold.hpp>
#include <suregrasp/teacher/filters/confidence_filter.hpp>
#include <suregrasp/teacher/filters/grouped_filter.hpp>
#include <suregrasp/teacher/filters/soft_weight.hpp>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

/// The filters of this room behind one type, for programs that choose at run time.
namespace suregrasp::inline v2 {

/// A filter of this room.
enum class filter_name {
  all,         ///< `keep_all`
  fixed,       ///< `fixed_threshold`: the paper's
  quantile,    ///< `running_quantile`
  smoothed,    ///< `smoothed_quantile`
  coverage,    ///< `target_coverage`
  soft,        ///< `sigmoid_weight`
  exponential  ///< `exponential_weight`
};

/// Every filter with its name as text.
inline constexpr std::array<std::pair<filter_name, char const*>, 7> filter_names{
    {{filter_name::all, "all"},
     {filter_name::fixed, "fixed"},
     {filter_name::quantile, "quantile"},
     {filter_name::smoothed, "smoothed"},
     {filter_name::coverage, "coverage"},
     {filter_name::soft, "soft"},
     {filter_name::exponential, "exponential"}}};

/// The name in that table.
[[nodiscard]] inline std::string to_string(filter_name name) {
  for (auto const& [each, text] : filter_names)
    if (each == name) return text;
  return "no filter";
}

/// Which pseudo-labels a student learns from. Each member says which filters read it.
struct named_filter_options {
  std::optional<filter_name> name{};  ///< not given: fixed where there is a threshold, else quantile
  double keep_share = 0.5;            ///< quantile, smoothed, coverage: share of the pseudo-labels to keep, in [0, 1]
  std::optional<double> threshold{};  ///< fixed: T (Eq. 12); soft: uncertainty of weight one half
  double softness = 0.1;              ///< soft: width of the edge; exponential: uncertainty of weight 1/e
  std::size_t window = 256;           ///< quantile: how many uncertainties it remembers
  double smoothing = 0.9;             ///< smoothed: weight of the T so far
  double coverage_rate = 0.1;         ///< coverage: size of its corrections
  std::int64_t warm_up = 0;           ///< all: steps of which nothing is kept

  /// The name in force.
  [[nodiscard]] filter_name chosen() const {
    return name.value_or(threshold ? filter_name::fixed : filter_name::quantile);
  }
};

namespace detail {

/// One filter of several kinds.
struct any_filter {
  std::variant<keep_all, fixed_threshold, running_quantile, smoothed_quantile, target_coverage, sigmoid_weight,
               exponential_weight>
      rule;

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) {
    return std::visit([&](auto& each) { return each(uncertainties); }, rule);
  }

  /// NaN where it has none.
  [[nodiscard]] double threshold() const {
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

  [[nodiscard]] std::vector<double> state() const {
    return std::visit([](auto const& each) { return memory_of(each); }, rule);
  }
  void load(std::vector<double> const& memory) {
    std::visit([&](auto& each) { give_memory(each, memory); }, rule);
  }
};

/// The filter that options choose; throws as `named_filter`.
[[nodiscard]] inline any_filter any_filter_of(named_filter_options const& o) {
  auto const name = o.chosen();
  bool const wants_threshold = name == filter_name::fixed || name == filter_name::soft;
  if (wants_threshold && !(o.threshold && !std::isnan(*o.threshold)))
    throw option_error("teacher.filter.options", "the filter '" + to_string(name) + "' needs a threshold");
  if (!wants_threshold && o.threshold)
    throw option_error("teacher.filter.options",
                       "a threshold is for the filters fixed and soft, not for '" + to_string(name) + "'");
  switch (name) {
    case filter_name::all:
      return {keep_all{}};
    case filter_name::fixed:
      return {fixed_threshold{*o.threshold}};
    case filter_name::quantile:
      return {running_quantile{.share = o.keep_share, .window = o.window}};
    case filter_name::smoothed:
      return {smoothed_quantile{.share = o.keep_share, .smoothing = o.smoothing}};
    case filter_name::coverage:
      return {target_coverage{.coverage = o.keep_share, .rate = o.coverage_rate}};
    case filter_name::soft:
      return {sigmoid_weight{.centre = *o.threshold, .width = o.softness}};
    case filter_name::exponential:
      return {exponential_weight{.scale = o.softness}};
  }
  throw option_error("teacher.filter.options", "unknown filter number " + std::to_string(static_cast<int>(name)));
}

}  // namespace detail

/// A filter as the options name it, of its own for each group of pseudo-labels.
class named_filter {
 public:
  /// Throws `option_error` `teacher.filter.options` for a value that names no filter, where a threshold is missing, and
  /// where one is given to a filter that reads none.
  explicit named_filter(named_filter_options const& options = {})
      : filter_{.steps = options.warm_up, .filter = {.prototype = detail::any_filter_of(options)}} {}

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) { return filter_(uncertainties); }
  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties,
                                               std::span<std::int64_t const> groups) {
    return filter_(uncertainties, groups);
  }

  /// The T in force; NaN where there is none, or one per group.
  [[nodiscard]] double threshold() const {
    auto const& each = filter_.filter.filters;
    return each.size() == 1 ? each.begin()->second.threshold() : std::numeric_limits<double>::quiet_NaN();
  }

  [[nodiscard]] std::vector<double> state() const { return filter_.state(); }
  void load(std::vector<double> const& memory) { filter_.load(memory); }

 private:
  after_warm_up<per_group<detail::any_filter>> filter_;
};

static_assert(group_filter<named_filter> && remembering_filter<named_filter>);

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_FILTERS_NAMED_FILTER_HPP
