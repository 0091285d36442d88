#ifndef SUREGRASP_TRAIN_IMPL_DISTINCT_POSITIONS_HPP
#define SUREGRASP_TRAIN_IMPL_DISTINCT_POSITIONS_HPP

#include <cstddef>
#include <initializer_list>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/data/sample_store.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::detail {

/// Throws `data_error` with this id where a position in one of the lists is beyond the samples or stands twice in all
/// of them; `owner` and `where` end the messages.
inline void require_distinct(std::initializer_list<std::vector<std::size_t> const*> lists, sample_store const& samples,
                             char const* id, std::string const& owner, std::string const& where) {
  std::vector<char> used(samples.size());
  for (auto const* list : lists)
    for (auto const i : *list) {
      if (i >= used.size())
        throw data_error(id, "position " + std::to_string(i) + owner + " is beyond the " + std::to_string(used.size()) +
                                 " photographs");
      if (std::exchange(used[i], char{1}) != 0)
        throw data_error(id,
                         "photograph " + std::to_string(i) + " (" + samples.labels(i).id + ") stands twice " + where);
    }
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_TRAIN_IMPL_DISTINCT_POSITIONS_HPP
