#ifndef SUREGRASP_TRAIN_TRAINING_DATA_HPP
#define SUREGRASP_TRAIN_TRAINING_DATA_HPP

#include <algorithm>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <suregrasp/core/digest.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/data/sample_digest.hpp>
#include <suregrasp/data/split.hpp>
#include <suregrasp/detect/input_of.hpp>
#include <suregrasp/train/impl/exact_text.hpp>
#include <suregrasp/train/training_options.hpp>
#include <utility>
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
  std::vector<char> used(samples.size());
  for (auto const* side : {&split.train, &split.test})
    for (auto const i : *side) {
      if (i >= used.size())
        throw data_error("train.split", "position " + std::to_string(i) + " of the split is beyond the " +
                                            std::to_string(used.size()) + " photographs");
      if (std::exchange(used[i], char{1}) != 0)
        throw data_error("train.split",
                         "photograph " + std::to_string(i) + " (" + samples[i].id + ") stands twice in the split");
    }
}

/// What to train on these photographs: the network of the options, without a depth branch where none has depth, its
/// encoding fitted to their labels. Throws `data_error` `data.no_labels` where no labelled grasp is in view.
[[nodiscard]] inline detector_options fitted_network(detector_options network,
                                                     std::span<sample const* const> photographs) {
  if (std::ranges::all_of(photographs, [](sample const* s) { return s->depth.empty(); })) network.depth_branch = false;
  auto const grasps = grasps_in_input(photographs, input_of(network));
  if (grasps.empty())
    throw data_error("data.no_labels", "none of the " + std::to_string(photographs.size()) +
                                           " training photographs has a labelled grasp in view; nothing to learn");
  network.encoding = pose_encoding::fitted(grasps, network.encoding.angle);
  return network;
}

namespace detail {

[[nodiscard]] inline std::string digest_of_all(std::span<sample const* const> photographs) {
  digest all;
  for (auto const* each : photographs) all.add(digest_of(*each));
  return all.text();
}

/// What decides what a detector is, beside its weights.
inline void describe(std::map<std::string, std::string>& all, detector_options const& o) {
  auto const flag = [](bool value) { return std::string(value ? "yes" : "no"); };
  auto const number = [](auto value) { return exact_text(value); };
  all["backbone"] = o.backbone;
  all["width"] = number(o.width);
  all["depth_branch"] = flag(o.depth_branch);
  all["input_size"] = number(o.input_size);
  all["pyramid_channels"] = number(o.pyramid_channels);
  all["crop_size"] = number(o.crop_size);
  all["top_down"] = flag(o.top_down);
  all["hidden"] = number(o.hidden);
  all["dropout"] = number(o.dropout);
  all["angle"] = o.encoding.angle == angle_code::raw ? "raw" : "double_angle";
  for (auto const& [name, size] : {std::pair{"opening", o.encoding.opening}, std::pair{"jaw", o.encoding.jaw}})
    all[name] = number(size.log_mean) + " and " + number(size.log_deviation);
  all["scale"] =
      number(o.fusion.scale.theta) + ", " + number(o.fusion.scale.opening) + ", " + number(o.fusion.scale.jaw);
  all["unit_heads"] = flag(o.fusion.unit_heads);
  all["unit_angle"] = flag(o.fusion.unit_angle);
  all["literal"] = flag(o.fusion.literal);
}

}  // namespace detail

/// Everything that decides the outcome of a training, as text: what a checkpoint must agree with to be continued. Two
/// texts are equal where the values are. Photographs count with every pixel, which takes a second for a thousand.
[[nodiscard]] inline std::map<std::string, std::string> configuration_of(training_options const& o,
                                                                         detector_options const& network,
                                                                         std::span<sample const* const> train,
                                                                         std::span<sample const* const> held_out) {
  auto const number = [](auto value) { return detail::exact_text(value); };
  std::map<std::string, std::string> all{{"backbone_weights", o.backbone_weights.string()},
                                         {"pose_steps", number(o.pose_steps)},
                                         {"heat_steps", number(o.heat_steps)},
                                         {"pose_rate", number(o.pose_rate)},
                                         {"heat_rate", number(o.heat_rate)},
                                         {"backbone_pace", number(backbone_pace_of(o))},
                                         {"frozen_stages", number(o.frozen_stages)},
                                         {"bfloat16", o.bfloat16 ? "yes" : "no"},
                                         {"batch", number(o.batch)},
                                         {"locations", number(o.locations)},
                                         {"depth_dropout", number(o.depth_dropout)},
                                         {"disk_radius", number(o.disk_radius)},
                                         {"augment", o.augment == augmentation::none   ? "none"
                                                     : o.augment == augmentation::weak ? "weak"
                                                                                       : "strong"},
                                         {"validations", number(o.validations)},
                                         {"validation_images", number(o.validation_images)},
                                         {"seed", number(o.seed)},
                                         {"trained_on", detail::digest_of_all(train)},
                                         {"held_out", detail::digest_of_all(held_out)}};
  detail::describe(all, network);
  return all;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_TRAINING_DATA_HPP
