#ifndef SUREGRASP_CLI_COMMANDS_VOTING_DETECTOR_HPP
#define SUREGRASP_CLI_COMMANDS_VOTING_DETECTOR_HPP

#include <suregrasp/detect/detect.hpp>
#include <suregrasp/detect/input_of.hpp>
#include <suregrasp/detect/votes/chosen_heads.hpp>
#include <suregrasp/detect/votes/ensemble.hpp>
#include <suregrasp/detect/votes/neighbour_votes.hpp>
#include <suregrasp/detect/votes/symmetric_views.hpp>
#include <suregrasp/detect/whole_image.hpp>
#include <suregrasp/evaluate/evaluate.hpp>
#include <utility>
#include <vector>

#include "engine.hpp"

namespace suregrasp::cli {

/// The networks of an engine as a detector whose votes are fused.
template <tensor_backend Backend, grasp_network<Backend> Network>
class voting_detector final : public asked_detector {
 public:
  voting_detector(Backend be, std::vector<Network> members, vote_options const& votes)
      : be_(be),
        network_(symmetric_views(be, heads(ensemble(be, std::move(members)), votes.heads), votes.views),
                 votes.neighbours) {}

  detections detect(sample const& image, detect_options const& options) const override {
    return suregrasp::detect(be_, network_, preprocess(image, input_of(network_.input_size())), options);
  }

  detections detect_whole(sample const& image, detect_options const& options, whole_image_options const& whole,
                          cv::Mat const& region) const override {
    return suregrasp::detect_whole_image(be_, network_, image, options, whole, region);
  }

  evaluation evaluate(std::span<sample const> samples, evaluation_options const& options,
                      evaluation_hooks const& hooks) const override {
    return suregrasp::evaluate(be_, network_, samples, options, hooks);
  }

  photograph_features features(sample const& photograph) const override {
    return suregrasp::features_of(be_, network_, photograph);
  }

 private:
  using heads = chosen_heads<ensemble<Backend, Network>>;

  Backend be_;
  neighbour_votes<symmetric_views<Backend, heads>> network_;
};

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_VOTING_DETECTOR_HPP
