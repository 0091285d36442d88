#include "adapt_data.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "samples.hpp"

namespace suregrasp::cli {

adapt_data::adapt_data(adapt_options const& options, run_options const& run, random_stream const& random)
    : samples(load_samples(options.data, run)),
      split(options.split.empty()
                ? split_samples(samples, options.data, options.block, options.holdout, random.fork("split"))
                : split_from(options.split, samples)) {
  if (options.labelled == 0) throw option_error("adapt.no_labels", "adaptation needs at least one labelled photograph");
  if (options.labelled > split.train.size())
    throw option_error("adapt.labelled", options.data.string() + ": --labelled " + std::to_string(options.labelled) +
                                             " is more than the " + std::to_string(split.train.size()) +
                                             " photographs not held out");
  labelled = labelled_subset(split.train, options.labelled, random);
  std::ranges::set_difference(split.train, labelled, std::back_inserter(unlabelled));
}

nlohmann::ordered_json adapt_data::split_record() const {
  auto record = split_json(samples, split);
  record["labelled"] = split_json(samples, {labelled, {}})["train"];
  return record;
}

std::vector<grasp<double>> grasps_in_view(sample const& image, preprocess_options const& input) {
  auto const map = input_map(image.rgb.size(), input);
  auto seen = grasps_inside(image.grasps, map, input.size);
  for (auto& g : seen) g = map.inverse()(g);
  return seen;
}

std::vector<grasp<double>> labels_near(sample const& image, grasp<double> const& place) {
  std::vector<grasp<double>> near;
  for (auto const& label : image.grasps)
    if (std::hypot(label.x - place.x, label.y - place.y) <= label.opening / 4) near.push_back(label);
  return near;
}

}  // namespace suregrasp::cli
