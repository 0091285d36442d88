#ifndef SUREGRASP_TRAIN_TRAINING_DATA_HPP
#define SUREGRASP_TRAIN_TRAINING_DATA_HPP

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/fields.hpp>
#include <suregrasp/data/sample_store.hpp>
#include <suregrasp/data/split.hpp>
#include <suregrasp/detect/input_of.hpp>
#include <suregrasp/pyramid/pose_encoding.hpp>
#include <suregrasp/train/impl/data_digest.hpp>
#include <suregrasp/train/impl/distinct_positions.hpp>
#include <suregrasp/train/training_options.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// The ids at some positions.
[[nodiscard]] inline std::vector<std::string> ids_at(sample_store const& photographs,
                                                     std::vector<std::size_t> const& positions) {
  std::vector<std::string> ids;
  for (auto const i : positions) ids.push_back(photographs.labels(i).id);
  return ids;
}

/// Throws `data_error` `train.split` where a position is beyond the photographs or stands twice, or where there is
/// nothing to train on.
inline void require_valid(data_split const& split, sample_store const& photographs) {
  if (split.train.empty()) throw data_error("train.split", "expected photographs to train on, the split has none");
  detail::require_distinct({&split.train, &split.test}, photographs, "train.split", " of the split", "in the split");
}

/// Whether some of the photographs at these positions have depth.
[[nodiscard]] inline bool have_depth(sample_store const& photographs, std::vector<std::size_t> const& positions) {
  return std::ranges::any_of(positions, [&](std::size_t i) { return photographs.has_depth(i); });
}

/// The encoding of poses, its sizes fitted to the labelled grasps that a network with such an input sees. Throws
/// `data_error` `data.no_labels` where there are none.
[[nodiscard]] inline pose_encoding fitted_encoding(sample_store const& photographs,
                                                   std::vector<std::size_t> const& positions,
                                                   preprocess_options const& input, angle_code angle) {
  auto const grasps = grasps_in_input(photographs, positions, input);
  if (grasps.empty())
    throw data_error("data.no_labels", "none of the " + std::to_string(positions.size()) +
                                           " training photographs has a labelled grasp in view; nothing to learn");
  return pose_encoding::fitted(grasps, angle);
}

/// Everything that decides the outcome of a training beside the network, by name: what a checkpoint must agree with to
/// be continued. Photographs count with every pixel, which takes a second for a thousand.
[[nodiscard]] inline std::map<std::string, std::string> configuration_of(training_options o,
                                                                         sample_store const& photographs,
                                                                         data_split const& split) {
  o.backbone_pace = backbone_pace_of(o);
  auto all = configuration_text(o);
  auto const contents = detail::digests_of(photographs);
  all["trained_on"] = detail::digest_at(contents, split.train);
  all["held_out"] = detail::digest_at(contents, split.test);
  return all;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_TRAINING_DATA_HPP
