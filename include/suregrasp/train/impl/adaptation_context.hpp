#ifndef SUREGRASP_TRAIN_IMPL_ADAPTATION_CONTEXT_HPP
#define SUREGRASP_TRAIN_IMPL_ADAPTATION_CONTEXT_HPP

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <suregrasp/core/random.hpp>
#include <suregrasp/images/preprocess.hpp>
#include <suregrasp/train/adaptable_heads.hpp>
#include <suregrasp/train/adaptation_data.hpp>
#include <suregrasp/train/feature_cache.hpp>
#include <suregrasp/train/head_adaptation_options.hpp>
#include <suregrasp/train/impl/data_digest.hpp>
#include <suregrasp/train/run_hooks.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::detail {

/// What all parts of one adaptation share. Everything it refers to must outlive it.
template <class B, adaptable_heads<B> Network>
struct adaptation_context {
  B const& be;
  Network& network;
  adaptation_data const& data;
  head_adaptation_options const& options;
  run_hooks const& hooks;
  feature_cache<tensor_t<B>>& cache;
  random_stream random{options.seed};
  std::string weights = network.digest();  ///< of the network as it came
  std::vector<std::string> contents = digests_of(data.samples);

  void tell(std::string const& phase, std::int64_t done, std::int64_t total, std::string note = "") const {
    if (hooks.progress) hooks.progress({phase, done, total, std::move(note)});
  }
  void tell(std::string const& note) const {
    if (hooks.note) hooks.note(note);
  }

  /// How photographs reach the network.
  [[nodiscard]] preprocess_options input() const { return {.size = static_cast<int>(network.input_size())}; }

  /// Of the contents of some photographs.
  [[nodiscard]] std::string digest_of_samples(std::vector<std::size_t> const& positions) const {
    return digest_at(contents, positions);
  }

  /// What a checkpoint must agree with.
  [[nodiscard]] std::map<std::string, std::string> configuration() const {
    auto all = configuration_of(options);
    all["network"] = weights;
    all.merge(digests_of(data, contents));
    return all;
  }
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_TRAIN_IMPL_ADAPTATION_CONTEXT_HPP
