#ifndef SUREGRASP_TRAIN_ADAPTABLE_HEADS_HPP
#define SUREGRASP_TRAIN_ADAPTABLE_HEADS_HPP

#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <suregrasp/core/random.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/teacher/checkpoint.hpp>
#include <suregrasp/teacher/mean_teacher_task.hpp>
#include <suregrasp/teacher/trainable_model.hpp>
#include <suregrasp/train/located_sample.hpp>
#include <suregrasp/train/pose_task.hpp>
#include <suregrasp/train/training_batch.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// A training of LocNet: steps on batches, and an optimiser whose state can be kept as bytes.
template <class T>
concept heat_trainer = requires(T training, training_batch const& batch, double rate, std::string const& bytes) {
  { training.step(batch, rate) } -> std::same_as<double>;
  { training.optimizer().state() } -> std::same_as<std::string>;
  training.optimizer().load_state(bytes);
};

/// A detector that `adapt_heads` can adapt: its pyramid stays as it is, LocNet and PoseNet's heads learn. Model:
/// `libtorch::detector_with_frozen_pyramid`.
///
/// - `encoding()`, `fusion()` and `input_size()`: as those of `grasp_network`.
/// - `digest()`: of all its weights, as text; read before anything is changed.
/// - `detect(image, options)`: grasps in a photograph, ranked, in its pixels.
/// - `crops(samples, options, random)`: feature crops of the frozen pyramid; the views of a photograph depend on
/// `random`
///   and its id alone.
/// - `heat_training(rate)`: a training of its LocNet; `location_state()` and `load_location_state(state)` read and
///   replace LocNet's tensors.
/// - `heads()`: a copy of PoseNet's heads, as a model that maps a crop of every level to one encoded pose `[N, P]` per
///   head; `heads_optimizer(heads, rate)`: what moves them; `load_heads(state)`: takes over a state of theirs.
template <class N, class B>
concept adaptable_heads = differentiable_backend<B> && std::same_as<scalar_t<B>, float> &&
                          requires(N& network, N const& asked, sample const& image, detect_options const& detecting,
                                   std::span<located_sample const> located, feature_crop_options const& views,
                                   random_stream const& random, double rate, model_state<tensor_t<B>> const& state) {
                            { asked.encoding() } -> std::convertible_to<pose_encoding>;
                            { asked.fusion() } -> std::convertible_to<fusion_options>;
                            { asked.input_size() } -> std::convertible_to<std::int64_t>;
                            { asked.digest() } -> std::convertible_to<std::string>;
                            { asked.detect(image, detecting) } -> std::same_as<detections>;
                            { asked.crops(located, views, random) } -> std::same_as<feature_crops<tensor_t<B>>>;
                            { network.heat_training(rate) } -> heat_trainer;
                            { asked.location_state() } -> std::same_as<model_state<tensor_t<B>>>;
                            network.load_location_state(state);
                            { asked.heads() } -> trainable_model<B>;
                            { asked.heads_optimizer(asked.heads(), rate) } -> resumable_optimizer<B>;
                            network.load_heads(state);
                          };

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_ADAPTABLE_HEADS_HPP
