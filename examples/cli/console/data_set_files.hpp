#ifndef SUREGRASP_CLI_CONSOLE_DATA_SET_FILES_HPP
#define SUREGRASP_CLI_CONSOLE_DATA_SET_FILES_HPP

#include <filesystem>
#include <vector>

namespace suregrasp::cli {

/// The files that belong to a data set of any format, by their names and by what its description names, without
/// reading them; what else lies in its folder is not among them. Empty where there is no data set.
[[nodiscard]] std::vector<std::filesystem::path> data_set_files(std::filesystem::path const& data);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CONSOLE_DATA_SET_FILES_HPP
