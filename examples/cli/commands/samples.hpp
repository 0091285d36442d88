#ifndef SUREGRASP_CLI_COMMANDS_SAMPLES_HPP
#define SUREGRASP_CLI_COMMANDS_SAMPLES_HPP

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/data/split.hpp>
#include <suregrasp/images/preprocess.hpp>
#include <vector>

#include "cli/console/run_options.hpp"

namespace suregrasp::cli {

/// All samples of a data set of any format, in the order of their ids; says which labels were left out. A photograph
/// that is damaged throws, or is left out too where the run skips faulty ones.
[[nodiscard]] std::vector<sample> load_samples(std::filesystem::path const& folder, run_options const& run);

/// The samples at the given positions.
[[nodiscard]] std::vector<sample const*> chosen(std::vector<sample> const& samples,
                                                std::vector<std::size_t> const& positions);

/// Which of the samples of a folder to learn from and which to hold out, in blocks of consecutive ids. Throws
/// `option_error` naming the folder and the options where one of the two would be empty.
[[nodiscard]] data_split split_samples(std::vector<sample> const& samples, std::filesystem::path const& folder,
                                       std::size_t block, double holdout, random_stream const& random);

/// The split saved in a file. Throws `data_error` where it names photographs that are not there, or where an object is
/// on both sides though the split is not by image.
[[nodiscard]] data_split split_from(std::filesystem::path const& file, std::vector<sample> const& samples);

/// `{"train": [ids], "held_out": [ids]}`, as it goes into records and model files.
[[nodiscard]] nlohmann::ordered_json split_json(std::vector<sample> const& samples, data_split const& split);

/// The samples whose ids a split of that form holds out. Throws `data_error` when there are none.
[[nodiscard]] std::vector<sample> only_held_out(std::vector<sample> samples, nlohmann::ordered_json const& split,
                                                std::string const& origin);

/// Every labelled grasp as the network sees it, in pixels of its input.
[[nodiscard]] std::vector<grasp<double>> grasps_in_input(std::vector<sample const*> const& samples,
                                                         preprocess_options const& options);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_SAMPLES_HPP
