#ifndef SUREGRASP_TRAIN_ADAPT_HEADS_HPP
#define SUREGRASP_TRAIN_ADAPT_HEADS_HPP

#include <suregrasp/train/adaptable_heads.hpp>
#include <suregrasp/train/adaptation_data.hpp>
#include <suregrasp/train/adaptation_result.hpp>
#include <suregrasp/train/feature_cache.hpp>
#include <suregrasp/train/head_adaptation_options.hpp>
#include <suregrasp/train/impl/head_adaptation_run.hpp>
#include <suregrasp/train/run_hooks.hpp>

namespace suregrasp::inline v2 {

/// Adapts a detector to the photographs of a new workplace, of which few are labelled: first LocNet, on the labelled
/// ones; then PoseNet's heads by the method of the options, on feature crops of the frozen pyramid. `network` is what
/// is adapted; it may have changed where this throws.
///
/// Labels of photographs that are not among the labelled tell how wrong pseudo-labels are; nothing learns from them.
/// The same data, options, backend and number of threads give the same bits, also where `hooks.checkpoints` names a
/// folder in which an interrupted run has left off. `cache` may serve many calls.
///
/// Throws as `require_valid` of data and options; `data_error` `data.no_labels` and `data.no_unlabelled` where there is
/// nothing to learn from; `model_error` for a checkpoint of another run; `training_error` as `mean_teacher`, so where
/// no pseudo-label ever passed the filter; `run_stopped`.
template <differentiable_backend B, adaptable_heads<B> Network>
adaptation_result adapt_heads(B const& be, Network& network, adaptation_data const& data,
                              head_adaptation_options const& options = {}, run_hooks const& hooks = {},
                              feature_cache<tensor_t<B>>* cache = nullptr) {
  require_valid(options);
  require_valid(data);
  feature_cache<tensor_t<B>> own;
  return detail::head_adaptation_run<B, Network>(
      {be, network, data, options, hooks, cache != nullptr ? *cache : own})();
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_ADAPT_HEADS_HPP
