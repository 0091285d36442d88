#ifndef SUREGRASP_TRAIN_ADAPTATION_DATA_HPP
#define SUREGRASP_TRAIN_ADAPTATION_DATA_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/data/sample_store.hpp>
#include <suregrasp/data/split.hpp>
#include <suregrasp/images/preprocess.hpp>
#include <suregrasp/train/impl/distinct_positions.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// The photographs of a new workplace and what each is for, by its position in `samples`. No photograph is for two
/// things; some may be for none.
struct adaptation_data {
  sample_store samples{};
  std::vector<std::size_t> labelled{};    ///< to learn from with their labels
  std::vector<std::size_t> unlabelled{};  ///< to learn from; labels, if any, only tell how wrong pseudo-labels are
  std::vector<std::size_t> held_out{};    ///< to evaluate on; may be empty
};

/// `count` of the photographs to train on, drawn at random; more from the same stream contain the fewer.
///
/// Throws `option_error`: `adapt.no_labels` for none, `adapt.labelled` for more than there are.
[[nodiscard]] inline std::vector<std::size_t> drawn_labels(data_split const& split, std::size_t count,
                                                           random_stream const& random) {
  if (count == 0) throw option_error("adapt.no_labels", "adaptation needs at least one labelled photograph");
  if (count > split.train.size())
    throw option_error("adapt.labelled", std::to_string(count) + " labelled photographs are more than the " +
                                             std::to_string(split.train.size()) + " that are not held out");
  return labelled_subset(split.train, count, random);
}

/// Photographs of which those at the positions `labelled` may be used with their labels; the others on the training
/// side of `split` are unlabelled, and so are those of `also`. Throws `option_error` `adapt.labelled` for a labelled
/// photograph that is not on the training side.
[[nodiscard]] inline adaptation_data make_adaptation_data(sample_store samples, data_split const& split,
                                                          std::vector<std::size_t> labelled,
                                                          std::vector<sample> also = {}) {
  std::ranges::sort(labelled);
  std::vector<std::size_t> beyond;
  std::ranges::set_difference(labelled, split.train, std::back_inserter(beyond));
  if (!beyond.empty())
    throw option_error("adapt.labelled", "expected labelled photographs on the training side of the split, got " +
                                             (beyond.front() < samples.size() ? samples.labels(beyond.front()).id
                                                                              : "one beyond the data"));
  adaptation_data data{std::move(samples), std::move(labelled), {}, split.test};
  std::ranges::set_difference(split.train, data.labelled, std::back_inserter(data.unlabelled));
  for (auto& each : also) {
    data.unlabelled.push_back(data.samples.size());
    data.samples.add(std::move(each));
  }
  return data;
}

/// The same with `labels` photographs drawn at random. Throws as `drawn_labels`.
[[nodiscard]] inline adaptation_data make_adaptation_data(sample_store samples, data_split const& split,
                                                          std::size_t labels, random_stream const& random,
                                                          std::vector<sample> also = {}) {
  auto labelled = drawn_labels(split, labels, random);
  return make_adaptation_data(std::move(samples), split, std::move(labelled), std::move(also));
}

/// Throws `data_error` `adapt.data` where a position is beyond the samples or stands twice, `option_error`
/// `adapt.no_labels` where no photograph is labelled.
inline void require_valid(adaptation_data const& data) {
  if (data.labelled.empty()) throw option_error("adapt.no_labels", "adaptation needs at least one labelled photograph");
  detail::require_distinct({&data.labelled, &data.unlabelled, &data.held_out}, data.samples, "adapt.data", "",
                           "among labelled, unlabelled and held-out ones");
}

/// The labelled grasps of a photograph whose centre the network sees, in pixels of the photograph.
[[nodiscard]] inline std::vector<grasp<double>> grasps_in_view(sample const& image, preprocess_options const& input) {
  auto const map = input_map(image.rgb.size(), input);
  auto in_view = grasps_inside(image.grasps, map, {input.size, input.size});
  for (auto& g : in_view) g = map.inverse()(g);
  return in_view;
}

/// Of a photograph's labels those that may be meant by a grasp detected there: a quarter of their opening away at most.
[[nodiscard]] inline std::vector<grasp<double>> labels_near(sample const& image, grasp<double> const& detected) {
  std::vector<grasp<double>> near;
  for (auto const& label : image.grasps)
    if (std::hypot(label.x - detected.x, label.y - detected.y) <= label.opening / 4) near.push_back(label);
  return near;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_ADAPTATION_DATA_HPP
