#ifndef SUREGRASP_CLI_COMMANDS_DATA_FORMATS_HPP
#define SUREGRASP_CLI_COMMANDS_DATA_FORMATS_HPP

namespace suregrasp::cli {

/// What `--data` is, for people.
inline constexpr char const* data_formats =
    "Labelled photographs: a folder in Cornell's, Jacquard's or GraspNet's format, or a .json or .csv file of our own";

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_DATA_FORMATS_HPP
