#ifndef SUREGRASP_DISTRIBUTED_IMPL_PACKED_TEXTS_HPP
#define SUREGRASP_DISTRIBUTED_IMPL_PACKED_TEXTS_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace suregrasp::inline v2::detail {

/// Texts as one that can be taken apart: each behind its length.
[[nodiscard]] inline std::string packed_texts(std::vector<std::string> const& texts) {
  std::string all;
  for (auto const& each : texts) all += std::to_string(each.size()) + ":" + each;
  return all;
}

/// The texts that `packed_texts` has made one of.
[[nodiscard]] inline std::vector<std::string> unpacked_texts(std::string_view all) {
  std::vector<std::string> texts;
  while (!all.empty()) {
    auto const colon = all.find(':');
    auto const length = static_cast<std::size_t>(std::stoull(std::string(all.substr(0, colon))));
    texts.emplace_back(all.substr(colon + 1, length));
    all.remove_prefix(colon + 1 + length);
  }
  return texts;
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_DISTRIBUTED_IMPL_PACKED_TEXTS_HPP
