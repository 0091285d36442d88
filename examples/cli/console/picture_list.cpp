#include "picture_list.hpp"

#include <algorithm>
#include <istream>
#include <set>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/letter_case.hpp>
#include <suregrasp/distributed/shard.hpp>
#include <suregrasp/files/folder_files.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/images/impl/image_header.hpp>

#include "picture_file.hpp"

namespace suregrasp::cli {

namespace {

namespace fs = std::filesystem;

/// Whether a file is a TIFF of floats, which is depth beside a photograph and never one. What is damaged is told of
/// when it is read.
bool holds_floats(fs::path const& file) try {
  using suregrasp::detail::ends_in_either_case;
  auto const name = file.filename().string();
  return (ends_in_either_case(name, ".tif") || ends_in_either_case(name, ".tiff")) &&
         suregrasp::detail::checked_layout(read_file(file), file.string(), {}).floating;
} catch (data_error const&) {
  return false;
}

bool is_picture(fs::path const& file) {
  return has_picture_name(file) && !file.filename().string().starts_with(".") && !holds_floats(file);
}

std::vector<listed_picture> pictures_in(fs::path const& folder) {
  std::vector<listed_picture> found;
  auto const listing = list_folder(folder);
  for (auto const& file : listing.files)
    if (is_picture(file)) found.push_back({file, file.lexically_relative(folder)});
  if (found.empty())
    throw data_error("data.image", folder.string() + ": expected a folder with PNG, JPEG or TIFF files, found " +
                                       (listing.files.empty() ? "none" : kinds_of_files(listing.files)));
  std::ranges::sort(found, {}, &listed_picture::name);
  return found;
}

void require_different_names(std::vector<listed_picture> const& all) {
  std::set<fs::path> names;
  for (auto const& each : all)
    if (!names.insert(each.name).second)
      throw option_error("option.images", each.file.string() + ": there is another photograph of the name " +
                                              each.name.string() + "; give the folder above both");
}

}  // namespace

std::vector<listed_picture> picture_list(std::vector<fs::path> const& asked, std::istream& lines) {
  std::vector<listed_picture> all;
  auto const add = [&](fs::path const& path) {
    if (fs::is_directory(path)) {
      auto const inside = pictures_in(path);
      all.insert(all.end(), inside.begin(), inside.end());
    } else if (fs::exists(path)) {
      all.push_back({path, path.filename()});
    } else {
      throw data_error("data.image", path.string() + ": no such file, expected a photograph or a folder of them");
    }
  };
  for (auto const& each : asked) {
    if (each != "-") {
      add(each);
      continue;
    }
    for (std::string line; std::getline(lines, line);) {
      if (line.ends_with('\r')) line.pop_back();  // of a list from Windows
      if (!line.empty()) add(line);
    }
  }
  require_different_names(all);
  return all;
}

std::vector<listed_picture> shard_of(std::vector<listed_picture> const& all, std::string const& shard) {
  if (shard.empty()) return all;
  auto const [number, count] = parse_shard(shard);
  std::vector<listed_picture> own;
  for (auto i = number; i < all.size(); i += count) own.push_back(all[i]);
  return own;
}

}  // namespace suregrasp::cli
