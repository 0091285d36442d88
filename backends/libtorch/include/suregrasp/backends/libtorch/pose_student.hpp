#ifndef SUREGRASP_BACKENDS_LIBTORCH_POSE_STUDENT_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_POSE_STUDENT_HPP

#include <suregrasp/backends/libtorch/detector.hpp>
#include <suregrasp/backends/libtorch/module_state.hpp>
#include <suregrasp/teacher/trainable_model.hpp>
#include <vector>

namespace suregrasp::inline v2::libtorch {

/// PoseNet as a model that can be trained: crops of the pyramid in, the encoded pose of every head out.
class pose_student {
 public:
  using input_type = std::vector<torch::Tensor>;
  using output_type = std::vector<torch::Tensor>;

  /// A copy of the PoseNet of `net`.
  explicit pose_student(detector const& net) : pose_student(net->options, state_of(*net->pose_net)) {}

  output_type forward(input_type const& windows) { return heads_(windows); }

  [[nodiscard]] model_state<torch::Tensor> state() const { return state_of(*heads_); }

  void load(model_state<torch::Tensor> const& state) { load_state(*heads_, state, "state of PoseNet"); }

  [[nodiscard]] pose_student clone() const { return {options_, state()}; }

  [[nodiscard]] std::vector<torch::Tensor> parameters() const { return heads_->parameters(); }

 private:
  pose_student(detector_options const& options, model_state<torch::Tensor> const& state)
      : options_(options),
        heads_(detector_impl::strides.size(), options.pyramid_channels, options.crop_size, options.hidden,
               options.encoding.columns(), options.dropout) {
    heads_->eval();  // a teacher's answers and what they are held against must not depend on chance
    if (!state.empty()) heads_->to(state.front().value.device());
    load(state);
  }

  detector_options options_;
  posenet heads_;
};

static_assert(trainable_model<pose_student, backend>);

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_POSE_STUDENT_HPP
