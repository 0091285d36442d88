#ifndef SUREGRASP_TRAIN_ADAPT_HPP
#define SUREGRASP_TRAIN_ADAPT_HPP

#include <suregrasp/distributed/process_group.hpp>
#include <suregrasp/train/adaptation_data.hpp>
#include <suregrasp/train/adaptation_options.hpp>
#include <suregrasp/train/adaptation_result.hpp>
#include <suregrasp/train/impl/adaptation_run.hpp>
#include <suregrasp/train/run_hooks.hpp>
#include <suregrasp/train/trainable_network.hpp>

namespace suregrasp::inline v2 {

/// Adapts a whole detector to the photographs of a new workplace, of which few are labelled: where and how to grasp are
/// learned together, from views drawn anew for each step, by the method of the options. What comes out is the teacher,
/// the moving average of the student, by every method. `network` is what is adapted; it may have changed where this
/// throws.
///
/// Labels of photographs that are not among the labelled tell how wrong pseudo-labels are; nothing learns from them.
/// The same data, options, backend and number of threads give the same bits, also where `hooks.checkpoints` names a
/// folder in which an interrupted run has left off. `adapt_heads` is the quick form, on features taken once.
///
/// On several processes as `train`: one teacher, whose filter judges the predictions of all; the network's optimizer
/// must be a `joint_optimizer`.
///
/// Throws as `require_valid` of data and options; `data_error` `data.no_labels` and `data.no_unlabelled` where there is
/// nothing to learn from; `model_error` for a checkpoint of another run; `training_error` as `mean_teacher`;
/// `run_stopped`; on several processes as `train`.
template <differentiable_backend B, trainable_network<B> Network, process_group Group = single_process>
adaptation_result adapt(B const& be, Network& network, adaptation_data const& data,
                        adaptation_options const& options = {}, run_hooks const& hooks = {}, Group const& group = {}) {
  require_valid(options);
  require_valid(data);
  return detail::adaptation_run<B, Network, Group>(be, network, data, options, hooks, group)();
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_ADAPT_HPP
