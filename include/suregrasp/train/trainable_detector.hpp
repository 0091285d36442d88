#ifndef SUREGRASP_TRAIN_TRAINABLE_DETECTOR_HPP
#define SUREGRASP_TRAIN_TRAINABLE_DETECTOR_HPP

#include <concepts>
#include <cstdint>
#include <map>
#include <string>
#include <suregrasp/detect/grasp_network.hpp>
#include <suregrasp/pyramid/pose_encoding.hpp>
#include <suregrasp/teacher/checkpoint.hpp>
#include <suregrasp/teacher/trainable_model.hpp>
#include <suregrasp/train/training_batch.hpp>
#include <suregrasp/train/training_options.hpp>
#include <type_traits>

namespace suregrasp::inline v2 {

/// What takes the steps of one phase of training: `step(batch, rate)` moves the parameters of the phase down the
/// gradient of its loss and returns the loss; `optimizer()` is what a checkpoint keeps of it. Models:
/// `libtorch::pose_training`, `libtorch::heat_training`.
template <class T, class B>
concept phase_trainer = tensor_backend<B> && requires(T& trainer, training_batch const& batch, double rate) {
  { trainer.step(batch, rate) } -> std::same_as<double>;
  requires resumable_optimizer<std::remove_cvref_t<decltype(trainer.optimizer())>, B>;
};

/// A detector that `train` can train. Model: `libtorch::detector_in_training`.
///
/// - `encoding()` and `input_size()`: as those of `grasp_network`.
/// - `description()`: all that decides what it is, by name, beside its weights.
/// - `pose_trainer(options)`, `heat_trainer(options)`: what trains PoseNet with the backbones and the pyramid, and
/// LocNet
///   on frozen features. They share the detector's weights.
/// - `inference()`: the detector as it is now, to be asked; shares its weights too.
/// - `state()` and `load(state)`: all its tensors, read and replaced.
template <class N, class B>
concept trainable_detector =
    tensor_backend<B> && std::same_as<scalar_t<B>, float> &&
    requires(N& network, N const& asked, training_options const& options, model_state<tensor_t<B>> const& state) {
      { asked.encoding() } -> std::convertible_to<pose_encoding>;
      { asked.input_size() } -> std::convertible_to<std::int64_t>;
      { asked.description() } -> std::convertible_to<std::map<std::string, std::string>>;
      { network.pose_trainer(options) } -> phase_trainer<B>;
      { network.heat_trainer(options) } -> phase_trainer<B>;
      { asked.inference() } -> grasp_network<B>;
      { asked.state() } -> std::same_as<model_state<tensor_t<B>>>;
      network.load(state);
    };

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_TRAINABLE_DETECTOR_HPP
