#ifndef SUREGRASP_CLI_COMMANDS_PSEUDO_LABEL_FILTER_HPP
#define SUREGRASP_CLI_COMMANDS_PSEUDO_LABEL_FILTER_HPP

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <suregrasp/teacher/filters/adaptive_threshold.hpp>
#include <suregrasp/teacher/filters/confidence_filter.hpp>
#include <suregrasp/teacher/filters/grouped_filter.hpp>
#include <suregrasp/teacher/filters/soft_weight.hpp>
#include <variant>
#include <vector>

namespace suregrasp::cli {

/// Which of the teacher's lessons a student learns from, as the command line has it.
struct pseudo_label_filter_options {
  std::string name{};       ///< a name of `pseudo_label_filter_names`; empty: fixed with a threshold, else quantile
  double keep_share = 0.5;  ///< quantile, smoothed, coverage: share of the lessons to keep, the surest
  std::optional<double> threshold{};  ///< fixed: T (Eq. 12); soft: where a lesson counts one half
  double softness = 0.1;              ///< soft: width of the edge; exponential: M_uc at which a lesson counts 1/e
  std::size_t window = 256;           ///< quantile: lessons it looks back on
  double smoothing = 0.9;             ///< smoothed: weight of the T so far
  double coverage_rate = 0.1;         ///< coverage: size of its corrections
  std::int64_t warm_up = 0;           ///< steps of which nothing is kept
};

inline constexpr char const* pseudo_label_filter_names[] = {"all",      "fixed", "quantile",   "smoothed",
                                                            "coverage", "soft",  "exponential"};

/// One filter of the library, chosen at run time.
struct named_filter {
  std::variant<keep_all, fixed_threshold, running_quantile, smoothed_quantile, target_coverage, sigmoid_weight,
               exponential_weight>
      rule;

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties);
  [[nodiscard]] double threshold() const;  ///< NaN where it has none
  [[nodiscard]] std::vector<double> state() const;
  void load(std::vector<double> const& memory);
};

/// A filter as the options name it, of its own for each group of lessons.
///
/// Throws `option_error` `adapt.filter` for a name that is none, and where a threshold is missing or meaningless.
class pseudo_label_filter {
 public:
  explicit pseudo_label_filter(pseudo_label_filter_options const& options);

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) { return filter_(uncertainties); }
  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties,
                                               std::span<std::int64_t const> groups) {
    return filter_(uncertainties, groups);
  }
  [[nodiscard]] double threshold() const;  ///< NaN where there is none, or one a group
  [[nodiscard]] std::vector<double> state() const { return filter_.state(); }
  void load(std::vector<double> const& memory) { filter_.load(memory); }

 private:
  after_warm_up<per_group<named_filter>> filter_;
};

static_assert(group_filter<pseudo_label_filter> && remembering_filter<pseudo_label_filter>);

/// The filter's name and what it goes by, for records.
[[nodiscard]] nlohmann::ordered_json to_json(pseudo_label_filter_options const& options);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_PSEUDO_LABEL_FILTER_HPP
