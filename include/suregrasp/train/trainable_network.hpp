#ifndef SUREGRASP_TRAIN_TRAINABLE_NETWORK_HPP
#define SUREGRASP_TRAIN_TRAINABLE_NETWORK_HPP

#include <concepts>
#include <string>
#include <suregrasp/detect/grasp_network.hpp>
#include <suregrasp/teacher/checkpoint.hpp>
#include <suregrasp/teacher/mean_teacher_task.hpp>
#include <suregrasp/teacher/trainable_model.hpp>
#include <suregrasp/train/adaptation_options.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// A whole detector whose answers can be differentiated, as `adapt` takes it: a `grasp_network` with
///
/// - `heat_logits(levels)`: `[N, 1, S, S]`, whose logistic function `heat(levels)` is;
/// - `state()`, `load(state)` and `clone()`: as those of `trainable_model`;
/// - `optimizer(options)`: what moves the parts of it that learn, at their rates;
/// - `digest()`: of all its weights and what else decides its answers, as text.
///
/// Model: `libtorch::trainable_detector_network`.
template <class N, class B>
concept trainable_network = differentiable_backend<B> && std::same_as<scalar_t<B>, float> && grasp_network<N, B> &&
                            requires(N& network, N const& asked, std::vector<level<tensor_t<B>>> const& levels,
                                     model_state<tensor_t<B>> const& state, adaptation_options const& options) {
                              { asked.heat_logits(levels) } -> std::same_as<tensor_t<B>>;
                              { asked.state() } -> std::same_as<model_state<tensor_t<B>>>;
                              network.load(state);
                              { asked.clone() } -> std::same_as<N>;
                              { network.optimizer(options) } -> resumable_optimizer<B>;
                              { asked.digest() } -> std::convertible_to<std::string>;
                            };

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_TRAINABLE_NETWORK_HPP
