#ifndef SUREGRASP_TEACHER_FILTERS_NAMED_FILTER_HPP
#define SUREGRASP_TEACHER_FILTERS_NAMED_FILTER_HPP

#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/teacher/filters/adaptive_threshold.hpp>
#include <suregrasp/teacher/filters/confidence_filter.hpp>
#include <suregrasp/teacher/filters/grouped_filter.hpp>
#include <suregrasp/teacher/filters/named_filter_options.hpp>
#include <suregrasp/teacher/filters/soft_weight.hpp>
#include <suregrasp/teacher/filters/warm_up_filter.hpp>
#include <suregrasp/teacher/impl/filter_memory.hpp>
#include <type_traits>
#include <vector>

/// The filters of this room behind one type, for programs that choose at run time.
namespace suregrasp::inline v2 {

namespace detail {

/// One filter of several kinds: the one that `name` says, while the others are idle. As a `std::variant` it would take
/// the compiler twice as much, in every source that includes this room.
struct any_filter {
  filter_name name = filter_name::all;
  keep_all all{};
  fixed_threshold fixed{};
  running_quantile quantile{};
  smoothed_quantile smoothed{};
  target_coverage coverage{};
  sigmoid_weight soft{};
  exponential_weight exponential{};
  inverse_variance_weight inverse_variance{};

  /// What `use` makes of the filter in force.
  template <class Self, class Use>
  static auto in_force(Self& self, Use const& use) {
    switch (self.name) {
      case filter_name::all:
        return use(self.all);
      case filter_name::fixed:
        return use(self.fixed);
      case filter_name::quantile:
        return use(self.quantile);
      case filter_name::smoothed:
        return use(self.smoothed);
      case filter_name::coverage:
        return use(self.coverage);
      case filter_name::soft:
        return use(self.soft);
      case filter_name::exponential:
        return use(self.exponential);
      case filter_name::inverse_variance:
        break;
    }
    return use(self.inverse_variance);
  }

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) {
    return in_force(*this, [&](auto& each) { return each(uncertainties); });
  }

  /// NaN where it has none.
  [[nodiscard]] double threshold() const {
    return in_force(*this, [](auto const& each) -> double {
      if constexpr (threshold_filter<std::remove_cvref_t<decltype(each)>>)
        return each.threshold();
      else if constexpr (requires { double{each.threshold}; })
        return each.threshold;
      else
        return std::numeric_limits<double>::quiet_NaN();
    });
  }

  [[nodiscard]] std::vector<double> state() const {
    return in_force(*this, [](auto const& each) { return memory_of(each); });
  }
  void load(std::vector<double> const& memory) {
    in_force(*this, [&](auto& each) { give_memory(each, memory); });
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
  if (name_of(name).empty())
    throw option_error("teacher.filter.options", "unknown filter number " + std::to_string(static_cast<int>(name)));
  double const threshold = o.threshold.value_or(std::numeric_limits<double>::quiet_NaN());
  return {.name = name,
          .fixed = {threshold},
          .quantile = {.share = o.keep_share, .window = o.window},
          .smoothed = {.share = o.keep_share, .smoothing = o.smoothing},
          .coverage = {.coverage = o.keep_share, .rate = o.coverage_rate},
          .soft = {.centre = threshold, .width = o.softness},
          .exponential = {.scale = o.softness},
          .inverse_variance = {.scale = o.softness}};
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
