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
#include <suregrasp/core/field.hpp>
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

/// Names in files and on command lines.
[[nodiscard]] constexpr auto names_of(filter_name) {
  return std::array{named_value{filter_name::all, "all"},
                    named_value{filter_name::fixed, "fixed"},
                    named_value{filter_name::quantile, "quantile"},
                    named_value{filter_name::smoothed, "smoothed"},
                    named_value{filter_name::coverage, "coverage"},
                    named_value{filter_name::soft, "soft"},
                    named_value{filter_name::exponential, "exponential"}};
}

/// Which pseudo-labels a student learns from. Each member says which filters read it.
struct named_filter_options {
  std::optional<filter_name> name{};  ///< not given: fixed where there is a threshold, else quantile
  double keep_share = 0.5;            ///< quantile, smoothed, coverage: share of the pseudo-labels to keep
  std::optional<double> threshold{};  ///< fixed: T (Eq. 12); soft: uncertainty of weight one half
  double softness = 0.1;              ///< soft: width of the edge; exponential: uncertainty of weight 1/e
  std::size_t window = 256;           ///< quantile: how many uncertainties it remembers
  double smoothing = 0.9;             ///< smoothed: weight of the T so far
  double coverage_rate = 0.1;         ///< coverage: size of its corrections
  std::int64_t warm_up = 0;           ///< all: steps of which nothing is kept
  friend bool operator==(named_filter_options const&, named_filter_options const&) = default;

  static constexpr auto fields(auto list) {
    using o = named_filter_options;
    return list(
        field{"name", &o::name,
              "Of --method confident: which pseudo-labels to keep. fixed: M_uc below T; quantile (default), smoothed, "
              "coverage: a share, three ways; soft, exponential: weighed by M_uc; all"}
            .typed_as("--filter"),
        field{"keep_share", &o::keep_share,
              "quantile, smoothed, coverage: share of the pseudo-labels to keep, the most certain ones"}
            .between(0, 1),
        field{"threshold", &o::threshold, "fixed, which it implies: T; soft: M_uc of weight one half"},
        field{"softness", &o::softness, "soft: width of the edge; exponential: M_uc of weight 1/e"}.above(0),
        field{"window", &o::window, "quantile: pseudo-labels it looks back on"}.above(0),
        field{"smoothing", &o::smoothing, "smoothed: weight of the T so far"}.between(0, 1),
        field{"coverage_rate", &o::coverage_rate, "coverage: size of its corrections of T"}.above(0),
        field{"warm_up", &o::warm_up, "Steps before the first pseudo-label"}.at_least(0));
  }

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
    throw option_error("teacher.filter.options", "the filter '" + std::string(name_of(name)) + "' needs a threshold");
  if (!wants_threshold && o.threshold)
    throw option_error("teacher.filter.options",
                       "a threshold is for the filters fixed and soft, not for '" + std::string(name_of(name)) + "'");
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
