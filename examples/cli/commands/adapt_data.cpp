#include "adapt_data.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "samples.hpp"

namespace suregrasp::cli {

namespace {

std::vector<sample> const& samples_in(std::filesystem::path const& folder, run_options const& run,
                                      std::map<std::string, std::vector<sample>>& read) {
  auto const known = read.find(folder.string());
  return known != read.end() ? known->second : read.emplace(folder.string(), load_samples(folder, run)).first->second;
}

}  // namespace

adapt_data::adapt_data(adapt_options const& options, run_options const& run, random_stream const& random,
                       std::map<std::string, std::vector<sample>>& read)
    : samples(samples_in(options.data, run, read)),
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
  for (auto const& folder : options.also)
    for (auto const& each : samples_in(folder, run, read)) {
      unlabelled.push_back(samples.size());
      samples.push_back(each);
    }
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
