#ifndef SUREGRASP_CLI_COMMANDS_ADAPT_DATA_HPP
#define SUREGRASP_CLI_COMMANDS_ADAPT_DATA_HPP

#include <cstddef>
#include <map>
#include <string>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/data/split.hpp>
#include <suregrasp/images/preprocess.hpp>
#include <vector>

#include "adapt.hpp"

namespace suregrasp::cli {

/// The photographs of a new workplace and what each is for.
struct adapt_data {
  std::vector<sample> samples;
  data_split split;                     ///< to learn from, and held out
  std::vector<std::size_t> labelled;    ///< those to learn from whose labels may be used
  std::vector<std::size_t> unlabelled;  ///< the others

  /// `read`: photographs by folder, which are read into it where they are missing. Throws `option_error` for more
  /// labels than photographs to learn from, or none.
  adapt_data(adapt_options const& options, run_options const& run, random_stream const& random,
             std::map<std::string, std::vector<sample>>& read);

  [[nodiscard]] nlohmann::ordered_json split_record() const;
};

/// The labelled grasps of a photograph whose centre the network sees, in pixels of the photograph.
[[nodiscard]] std::vector<grasp<double>> grasps_in_view(sample const& image, preprocess_options const& input);

/// Of a photograph's labels those that may be meant by a detection at `place`: a quarter of their opening away at most.
[[nodiscard]] std::vector<grasp<double>> labels_near(sample const& image, grasp<double> const& place);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_ADAPT_DATA_HPP
