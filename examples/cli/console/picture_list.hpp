#ifndef SUREGRASP_CLI_CONSOLE_PICTURE_LIST_HPP
#define SUREGRASP_CLI_CONSOLE_PICTURE_LIST_HPP

#include <cstddef>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace suregrasp::cli {

/// A photograph to work on.
struct listed_picture {
  std::filesystem::path file;
  std::filesystem::path name;  ///< below the folder that was given, or the name of the file; tells it from the others
};

/// The photographs that were asked for: files as they are, of folders the PNG, JPEG and TIFF files at any depth by
/// their names in order, `-` for paths on `lines`, one a line. Of folders, hidden files and TIFFs of floats, which hold
/// depth, are left out. Throws `data_error` `data.image` for what is not there and for folders without a photograph,
/// and `option_error` `option.images` for two of one name.
[[nodiscard]] std::vector<listed_picture> picture_list(std::vector<std::filesystem::path> const& asked,
                                                       std::istream& lines);

/// Of a list each n-th from the i-th on, for a shard written as `i/n`; all for an empty one. Throws `option_error`
/// `option.shard` for another text.
[[nodiscard]] std::vector<listed_picture> shard_of(std::vector<listed_picture> const& all, std::string const& shard);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CONSOLE_PICTURE_LIST_HPP
