#ifndef SUREGRASP_CLI_COMMANDS_LABELLED_IDS_HPP
#define SUREGRASP_CLI_COMMANDS_LABELLED_IDS_HPP

#include <cstddef>
#include <filesystem>
#include <string>
#include <suregrasp/data/sample.hpp>
#include <vector>

namespace suregrasp::cli {

/// Positions of the photographs whose ids stand in a text file, one a line; what follows a # is a remark. Throws
/// `data_error` `data.ids` naming file and line for an id that no photograph has or that stands twice, and for a file
/// without any.
[[nodiscard]] std::vector<std::size_t> positions_of_ids(std::filesystem::path const& file,
                                                        std::vector<sample> const& samples);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_LABELLED_IDS_HPP
