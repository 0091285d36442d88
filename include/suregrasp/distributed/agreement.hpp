#ifndef SUREGRASP_DISTRIBUTED_AGREEMENT_HPP
#define SUREGRASP_DISTRIBUTED_AGREEMENT_HPP

#include <cstddef>
#include <map>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/distributed/impl/packed_texts.hpp>
#include <suregrasp/distributed/process_group.hpp>
#include <vector>

namespace suregrasp::inline v2 {

namespace detail {

/// Texts by name as one text that can be taken apart.
[[nodiscard]] inline std::string packed(std::map<std::string, std::string> const& texts) {
  std::vector<std::string> all;
  for (auto const& [name, value] : texts) all.push_back(name), all.push_back(value);
  return packed_texts(all);
}

[[nodiscard]] inline std::map<std::string, std::string> unpacked(std::string const& packed) {
  auto const all = unpacked_texts(packed);
  std::map<std::string, std::string> texts;
  for (std::size_t i = 0; i + 1 < all.size(); i += 2) texts[all[i]] = all[i + 1];
  return texts;
}

}  // namespace detail

/// Throws `distributed_error` `distributed.configuration`, in every process, where one has another configuration than
/// rank 0: names the first difference and whose it is. To be called by all of them.
template <process_group Group>
void require_one_configuration(Group const& group, std::map<std::string, std::string> const& configuration) {
  if (group.size() == 1) return;
  auto const all = group.gather(detail::packed(configuration));
  auto const first = detail::unpacked(all.front());
  for (std::size_t rank = 1; rank < all.size(); ++rank) {
    auto const other = detail::unpacked(all[rank]);
    auto names = first;
    names.insert(other.begin(), other.end());
    for (auto const& [name, unused] : names) {
      auto const text = [&](auto const& from) { return from.contains(name) ? "'" + from.at(name) + "'" : "nothing"; };
      if (auto const here = text(first), there = text(other); here != there)
        throw distributed_error("distributed.configuration", "expected one configuration in all processes, but '" +
                                                                 name + "' is " + here + " in rank 0 and " + there +
                                                                 " in rank " + std::to_string(rank));
    }
  }
}

/// Throws `distributed_error` `distributed.unequal`, in every process, where one has another text, such as the digest
/// of a model, than rank 0; `what` says what it is of. To be called by all of them.
template <process_group Group>
void require_equal(Group const& group, std::string const& what, std::string const& text) {
  if (group.size() == 1) return;
  auto const all = group.gather(text);
  for (std::size_t rank = 1; rank < all.size(); ++rank)
    if (all[rank] != all.front())
      throw distributed_error("distributed.unequal", "expected " + what + " to be equal in all processes, but it is " +
                                                         all.front() + " in rank 0 and " + all[rank] + " in rank " +
                                                         std::to_string(rank) +
                                                         ": do they run on the same kind of processor and library?");
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DISTRIBUTED_AGREEMENT_HPP
