#ifndef SUREGRASP_TRAIN_IMPL_DATA_DIGEST_HPP
#define SUREGRASP_TRAIN_IMPL_DATA_DIGEST_HPP

#include <cstddef>
#include <map>
#include <string>
#include <suregrasp/core/digest.hpp>
#include <suregrasp/data/sample_store.hpp>
#include <suregrasp/train/adaptation_data.hpp>
#include <vector>

/// What an adaptation's checkpoint must agree with of its photographs.
namespace suregrasp::inline v2::detail {

/// Of the content of each sample.
[[nodiscard]] inline std::vector<std::string> digests_of(sample_store const& samples) {
  std::vector<std::string> digests;
  for (std::size_t i = 0; i < samples.size(); ++i) digests.push_back(samples.digest(i));
  return digests;
}

/// Of the contents at some positions.
[[nodiscard]] inline std::string digest_at(std::vector<std::string> const& contents,
                                           std::vector<std::size_t> const& positions) {
  digest all;
  for (auto const i : positions) all.add(contents[i]);
  return all.text();
}

/// Of the photographs for each purpose, by its name.
[[nodiscard]] inline std::map<std::string, std::string> digests_of(adaptation_data const& data,
                                                                   std::vector<std::string> const& contents) {
  return {{"labelled", digest_at(contents, data.labelled)},
          {"unlabelled", digest_at(contents, data.unlabelled)},
          {"held_out", digest_at(contents, data.held_out)}};
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_TRAIN_IMPL_DATA_DIGEST_HPP
