#ifndef SUREGRASP_TRAIN_TRAIN_HPP
#define SUREGRASP_TRAIN_TRAIN_HPP

#include <suregrasp/distributed/process_group.hpp>
#include <suregrasp/train/impl/training_run.hpp>
#include <suregrasp/train/run_hooks.hpp>
#include <suregrasp/train/trainable_detector.hpp>
#include <suregrasp/train/training_data.hpp>
#include <suregrasp/train/training_options.hpp>
#include <suregrasp/train/training_result.hpp>

namespace suregrasp::inline v2 {

/// Trains a detector on the training side of a split in two phases (Zhu et al. 2020): PoseNet together with the
/// backbones and the pyramid, then LocNet on frozen features. The held-out side is only measured. `network` is what is
/// trained, its encoding fitted to the labels (`fitted_encoding`); it may have changed where this throws.
/// `libtorch::train` makes one itself.
///
/// The same photographs, split, options, backend and number of threads give the same bits, also where
/// `hooks.checkpoints` names a folder in which an interrupted run has left off (but with dropout a resumed run drops
/// other units out).
///
/// On several processes, each with the same photographs, split and options, every one makes and learns from its part of
/// each batch, and all come to the network that one would, up to rounding; rank 0 keeps the checkpoints, which any
/// number of processes goes on from. The network's trainers must take a group as third argument of `step`.
///
/// Throws as `require_valid` of options and split; `model_error` for a checkpoint of another run; `training_error`
/// `training.not_finite`; `run_stopped`; `option_error` `distributed.batch` for a batch with fewer photographs than
/// processes; `distributed_error`: `distributed.configuration` where they differ in
/// these, `distributed.unequal` where they come to, and as the group.
template <tensor_backend B, trainable_detector<B> Network, process_group Group = single_process>
training_result train(B const& be, Network& network, sample_store const& photographs, data_split const& split,
                      training_options const& options = {}, run_hooks const& hooks = {}, Group const& group = {}) {
  suregrasp::require_valid(options);
  suregrasp::require_valid(split, photographs);
  return detail::training_run<B, Network, Group>(be, network, photographs, split, options, hooks, group)();
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_TRAIN_HPP
