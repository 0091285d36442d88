#ifndef SUREGRASP_CLI_COMMANDS_SAMPLES_HPP
#define SUREGRASP_CLI_COMMANDS_SAMPLES_HPP

#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/data/labelled_sample.hpp>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/data/sample_store.hpp>
#include <suregrasp/data/split.hpp>
#include <vector>

#include "cli/console/run_options.hpp"

namespace suregrasp::cli {

/// All samples of a data set of any format, in the order of their ids; says which labels were left out. A photograph
/// that is damaged throws, or is left out too where the run skips faulty ones. `depth_unit`: as `metres_per_unit_of`;
/// `choose`: as `read_options` has it.
[[nodiscard]] std::vector<sample> load_samples(std::filesystem::path const& folder, run_options const& run,
                                               std::string const& depth_unit = "auto",
                                               std::function<void(std::vector<data_entry>&)> choose = {});

/// The same where they may not fit into memory: as many stay in it as `gigabytes` hold, half of what is free where that
/// is 0; says how many do not.
[[nodiscard]] sample_store load_store(std::filesystem::path const& folder, run_options const& run,
                                      std::string const& depth_unit, double gigabytes);

/// What a split goes by.
struct sample_names {
  std::vector<std::string> ids{}, objects{};

  sample_names(std::vector<sample> const& samples);
  sample_names(sample_store const& samples);
};

/// Throws `data_error` for an id that is not UTF-8, which no JSON can hold.
void require_utf8_ids(sample_names const& names, std::filesystem::path const& folder);

/// Which of the samples of a folder to learn from and which to hold out, in blocks of consecutive ids. Throws
/// `option_error` naming the folder and the options where one of the two would be empty, and as `require_utf8_ids`.
[[nodiscard]] data_split split_samples(sample_names const& names, std::filesystem::path const& folder,
                                       std::size_t block, double holdout, random_stream const& random);

/// The split saved in a file. Throws `data_error` where it names photographs that are not there, or where an object is
/// on both sides though the split is not by image.
[[nodiscard]] data_split split_from(std::filesystem::path const& file, sample_names const& names);

/// `{"train": [ids], "held_out": [ids]}`, as it goes into records and model files.
[[nodiscard]] nlohmann::ordered_json split_json(std::vector<sample> const& samples, data_split const& split);

/// The samples of these ids. Throws `data_error` when there are none.
[[nodiscard]] std::vector<sample> only_held_out(std::vector<sample> samples, std::vector<std::string> const& held_out,
                                                std::string const& origin);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_SAMPLES_HPP
