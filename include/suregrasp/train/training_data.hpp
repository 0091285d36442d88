#ifndef SUREGRASP_TRAIN_TRAINING_DATA_HPP
#define SUREGRASP_TRAIN_TRAINING_DATA_HPP

#include <algorithm>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <suregrasp/core/digest.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/fields.hpp>
#include <suregrasp/data/sample_digest.hpp>
#include <suregrasp/data/split.hpp>
#include <suregrasp/detect/input_of.hpp>
#include <suregrasp/pyramid/pose_encoding.hpp>
#include <suregrasp/train/impl/distinct_positions.hpp>
#include <suregrasp/train/training_options.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// The samples at some positions.
[[nodiscard]] inline std::vector<sample const*> samples_at(std::span<sample const> samples,
                                                           std::span<std::size_t const> positions) {
  std::vector<sample const*> chosen;
  for (auto const i : positions) chosen.push_back(&samples[i]);
  return chosen;
}

/// Their ids.
[[nodiscard]] inline std::vector<std::string> ids_at(std::span<sample const> samples,
                                                     std::span<std::size_t const> positions) {
  std::vector<std::string> ids;
  for (auto const i : positions) ids.push_back(samples[i].id);
  return ids;
}

/// Throws `data_error` `train.split` where a position is beyond the samples or stands twice, or where there is nothing
/// to train on.
inline void require_valid(data_split const& split, std::span<sample const> samples) {
  if (split.train.empty()) throw data_error("train.split", "expected photographs to train on, the split has none");
  detail::require_distinct({&split.train, &split.test}, samples, "train.split", " of the split", "in the split");
}

/// Whether some of the photographs have depth.
[[nodiscard]] inline bool have_depth(std::span<sample const* const> photographs) {
  return std::ranges::any_of(photographs, [](sample const* s) { return !s->depth.empty(); });
}

/// The encoding of poses, its sizes fitted to the labelled grasps that a network with such an input sees. Throws
/// `data_error` `data.no_labels` where there are none.
[[nodiscard]] inline pose_encoding fitted_encoding(std::span<sample const* const> photographs,
                                                   preprocess_options const& input, angle_code angle) {
  auto const grasps = grasps_in_input(photographs, input);
  if (grasps.empty())
    throw data_error("data.no_labels", "none of the " + std::to_string(photographs.size()) +
                                           " training photographs has a labelled grasp in view; nothing to learn");
  return pose_encoding::fitted(grasps, angle);
}

namespace detail {

[[nodiscard]] inline std::string digest_of_all(std::span<sample const* const> photographs) {
  digest all;
  for (auto const* each : photographs) all.add(digest_of(*each));
  return all.text();
}

}  // namespace detail

/// Everything that decides the outcome of a training beside the network, by name: what a checkpoint must agree with to
/// be continued. Photographs count with every pixel, which takes a second for a thousand.
[[nodiscard]] inline std::map<std::string, std::string> configuration_of(training_options o,
                                                                         std::span<sample const* const> train,
                                                                         std::span<sample const* const> held_out) {
  o.backbone_pace = backbone_pace_of(o);
  auto all = configuration_text(o);
  all["trained_on"] = detail::digest_of_all(train);
  all["held_out"] = detail::digest_of_all(held_out);
  return all;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_TRAINING_DATA_HPP
