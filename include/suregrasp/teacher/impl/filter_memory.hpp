#ifndef SUREGRASP_TEACHER_IMPL_FILTER_MEMORY_HPP
#define SUREGRASP_TEACHER_IMPL_FILTER_MEMORY_HPP

#include <suregrasp/teacher/filters/confidence_filter.hpp>
#include <vector>

/// Memories of filters, of which some have none.
namespace suregrasp::inline v2::detail {

template <class Filter>
[[nodiscard]] std::vector<double> memory_of(Filter const& filter) {
  if constexpr (remembering_filter<Filter>) return filter.state();
  return {};
}

template <class Filter>
void give_memory(Filter& filter, std::vector<double> const& memory) {
  if constexpr (remembering_filter<Filter>) filter.load(memory);
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_TEACHER_IMPL_FILTER_MEMORY_HPP
