#ifndef SUREGRASP_TEACHER_FILTERS_NAMED_FILTER_OPTIONS_HPP
#define SUREGRASP_TEACHER_FILTERS_NAMED_FILTER_OPTIONS_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <suregrasp/core/field.hpp>

/// The filters of this room by name, for programs that choose at run time.
namespace suregrasp::inline v2 {

/// A filter of this room.
enum class filter_name {
  all,               ///< `keep_all`
  fixed,             ///< `fixed_threshold`: the paper's
  quantile,          ///< `running_quantile`
  smoothed,          ///< `smoothed_quantile`
  coverage,          ///< `target_coverage`
  soft,              ///< `sigmoid_weight`
  exponential,       ///< `exponential_weight`
  inverse_variance,  ///< `inverse_variance_weight`
};

/// Names in files and on command lines.
[[nodiscard]] constexpr auto names_of(filter_name) {
  return std::array{named_value{filter_name::all, "all"},
                    named_value{filter_name::fixed, "fixed"},
                    named_value{filter_name::quantile, "quantile"},
                    named_value{filter_name::smoothed, "smoothed"},
                    named_value{filter_name::coverage, "coverage"},
                    named_value{filter_name::soft, "soft"},
                    named_value{filter_name::exponential, "exponential"},
                    named_value{filter_name::inverse_variance, "inverse_variance", "inverse-variance"}};
}

/// Which pseudo-labels a student learns from. Each member says which filters read it.
struct named_filter_options {
  std::optional<filter_name> name{};  ///< not given: fixed where there is a threshold, else quantile
  double keep_share = 0.5;            ///< quantile, smoothed, coverage: share of the pseudo-labels to keep
  std::optional<double> threshold{};  ///< fixed: T (Eq. 12); soft: uncertainty of weight one half
  double softness =
      0.1;  ///< soft: width of the edge; exponential: uncertainty of weight 1/e; inverse_variance: of weight one half
  std::size_t window = 256;    ///< quantile: how many uncertainties it remembers
  double smoothing = 0.9;      ///< smoothed: weight of the T so far
  double coverage_rate = 0.1;  ///< coverage: size of its corrections
  std::int64_t warm_up = 0;    ///< all: steps of which nothing is kept
  friend bool operator==(named_filter_options const&, named_filter_options const&) = default;

  static constexpr auto fields(auto list) {
    using o = named_filter_options;
    return list(
        field{"name", &o::name,
              "Of --method confident: which pseudo-labels to keep. fixed: M_uc below T; quantile (default), smoothed, "
              "coverage: a share, three ways; soft, exponential, inverse-variance: weighed by M_uc; all"}
            .typed_as("--filter"),
        field{"keep_share", &o::keep_share,
              "quantile, smoothed, coverage: share of the pseudo-labels to keep, the most certain ones"}
            .between(0, 1),
        field{"threshold", &o::threshold, "fixed, which it implies: T; soft: M_uc of weight one half"},
        field{"softness", &o::softness,
              "soft: width of the edge; exponential: M_uc of weight 1/e; inverse-variance: of weight one half"}
            .above(0),
        field{"window", &o::window, "quantile: pseudo-labels it looks back on"}.between(1, 1e7),
        field{"smoothing", &o::smoothing, "smoothed: weight of the T so far"}.between(0, 1),
        field{"coverage_rate", &o::coverage_rate, "coverage: size of its corrections of T"}.above(0),
        field{"warm_up", &o::warm_up, "Steps before the first pseudo-label"}.at_least(0));
  }

  /// The name in force.
  [[nodiscard]] filter_name chosen() const {
    return name.value_or(threshold ? filter_name::fixed : filter_name::quantile);
  }
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_FILTERS_NAMED_FILTER_OPTIONS_HPP
