#ifndef SUREGRASP_CLI_COMMANDS_DATA_FORMATS_HPP
#define SUREGRASP_CLI_COMMANDS_DATA_FORMATS_HPP

namespace suregrasp::cli {

/// What `--data` is, for people.
inline constexpr char const* data_formats =
    "Labelled photographs: a folder in Cornell's, Jacquard's or GraspNet's format, or a .json or .csv file of our own";

/// What `--depth-unit` is for a data set, for people.
inline constexpr char const* data_depth_unit =
    "Unit of depth that doesn't say: metres, millimetres, the metres of one unit, or auto";

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_DATA_FORMATS_HPP
