#ifndef SUREGRASP_TEACHER_FILTERS_WARM_UP_FILTER_HPP
#define SUREGRASP_TEACHER_FILTERS_WARM_UP_FILTER_HPP

#include <algorithm>
#include <cstdint>
#include <span>
#include <suregrasp/teacher/filters/confidence_filter.hpp>
#include <suregrasp/teacher/impl/filter_memory.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// Keeps nothing of the first `steps` batches, though `filter` gets them and fills its memory; then does as `filter`
/// does.
template <confidence_filter Filter>
struct after_warm_up {
  std::int64_t steps = 100;
  Filter filter = {};
  std::int64_t steps_done = 0;  ///< batches so far

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) {
    auto weights = filter(uncertainties);
    if (steps_done++ < steps) std::ranges::fill(weights, 0.0);
    return weights;
  }
  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties,
                                               std::span<std::int64_t const> groups)
    requires group_filter<Filter>
  {
    auto weights = filter(uncertainties, groups);
    if (steps_done++ < steps) std::ranges::fill(weights, 0.0);
    return weights;
  }

  [[nodiscard]] double threshold() const
    requires threshold_filter<Filter>
  {
    return filter.threshold();
  }
  [[nodiscard]] std::vector<double> state() const {
    auto memory = detail::memory_of(filter);
    memory.push_back(static_cast<double>(steps_done));
    return memory;
  }
  void load(std::vector<double> memory) {
    steps_done = static_cast<std::int64_t>(memory.back());
    memory.pop_back();
    detail::give_memory(filter, memory);
  }
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_FILTERS_WARM_UP_FILTER_HPP
