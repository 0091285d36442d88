#ifndef SUREGRASP_DATA_CORNELL_HPP
#define SUREGRASP_DATA_CORNELL_HPP

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/data/rectangle_file.hpp>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/io/images.hpp>
#include <suregrasp/io/read_file.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v1 {

/// The files of one photograph: `<id>r.png`, `<id>cpos.txt`, `<id>d.tiff`.
struct cornell_entry {
  std::string id;
  std::filesystem::path rgb;
  std::optional<std::filesystem::path> rectangles;
  std::optional<std::filesystem::path> depth;
};

struct cornell_dataset {
  std::filesystem::path root;
  std::vector<cornell_entry> entries;  ///< in the order of their ids
};

enum class depth_use {
  when_present,  ///< read where there is a file
  required,      ///< its absence is an error
  ignored,       ///< never read
};

struct cornell_options {
  depth_use depth = depth_use::when_present;
  bool allow_unlabelled = false;  ///< takes photographs without a rectangle file too
};

/// A photograph and what was left out of its labels.
struct cornell_sample {
  sample data;
  std::vector<dropped_rectangle> dropped;
};

namespace detail {

inline constexpr std::string_view cornell_image_suffix = "r.png";

[[nodiscard]] inline std::optional<std::filesystem::path> existing(std::filesystem::path path) {
  if (!std::filesystem::exists(path)) return std::nullopt;
  return path;
}

[[nodiscard]] inline cornell_entry cornell_entry_of(std::filesystem::path const& image,
                                                    cornell_options const& options) {
  std::string const name = image.filename().string();
  std::string const id = name.substr(0, name.size() - cornell_image_suffix.size());
  auto const beside = [&](char const* suffix) { return image.parent_path() / (id + suffix); };
  cornell_entry entry{id, image, existing(beside("cpos.txt")), std::nullopt};
  if (!entry.rectangles && !options.allow_unlabelled)
    throw data_error("data.cornell.unlabelled",
                     image.string() + ": expected its rectangles in " + beside("cpos.txt").string() + ", no such file");
  if (options.depth != depth_use::ignored) entry.depth = existing(beside("d.tiff"));
  if (!entry.depth && options.depth == depth_use::required)
    throw data_error("data.cornell.no_depth",
                     image.string() + ": expected its depth in " + beside("d.tiff").string() + ", no such file");
  return entry;
}

inline void require_unique_ids(cornell_dataset const& dataset) {
  auto const twin = std::ranges::adjacent_find(dataset.entries, {}, &cornell_entry::id);
  if (twin != dataset.entries.end())
    throw data_error("data.cornell.duplicate",
                     "expected ids to be unique, found " + twin->rgb.string() + " and " + (twin + 1)->rgb.string());
}

}  // namespace detail

/// Lists a folder in Cornell's format, flat or in subfolders (`01` to `10`), without reading the files.
///
/// Throws `data_error`: `data.cornell.missing`, `data.cornell.empty`, `data.cornell.unlabelled`,
/// `data.cornell.no_depth`, `data.cornell.duplicate`.
[[nodiscard]] inline cornell_dataset scan_cornell(std::filesystem::path const& root,
                                                  cornell_options const& options = {}) {
  if (!std::filesystem::is_directory(root))
    throw data_error("data.cornell.missing", root.string() + ": expected a folder, there is none");
  cornell_dataset dataset{root, {}};
  for (auto const& file : std::filesystem::recursive_directory_iterator(root)) {
    auto const name = file.path().filename().string();
    if (name.size() > detail::cornell_image_suffix.size() && name.ends_with(detail::cornell_image_suffix))
      dataset.entries.push_back(detail::cornell_entry_of(file.path(), options));
  }
  if (dataset.entries.empty())
    throw data_error("data.cornell.empty", root.string() + ": expected photographs named <id>r.png, such as " +
                                               "pcd0100r.png, here or in subfolders, found none");
  std::ranges::sort(dataset.entries, {}, &cornell_entry::id);
  detail::require_unique_ids(dataset);
  return dataset;
}

/// Reads the files of one entry, with a report of the rectangles left out.
///
/// Throws `data_error` naming the file: those of `read_rgb`, `read_depth` and `parse_rectangles`, and
/// `data.depth.size` where the depth image is not as large as the photograph.
[[nodiscard]] inline cornell_sample load_with_report(cornell_entry const& entry) {
  cornell_sample result{{entry.id, read_rgb(entry.rgb), {}, {}}, {}};
  auto& data = result.data;
  if (entry.rectangles) {
    auto labels = parse_rectangles(read_file(*entry.rectangles), entry.rectangles->string());
    data.grasps = std::move(labels.grasps);
    result.dropped = std::move(labels.dropped);
  }
  if (!entry.depth) return result;
  data.depth = read_depth(*entry.depth);
  auto const text = [](cv::Size size) { return std::to_string(size.width) + "x" + std::to_string(size.height); };
  if (data.depth.size() != data.rgb.size())
    throw data_error("data.depth.size", entry.depth->string() + ": expected a depth image of " + text(data.rgb.size()) +
                                            " like the photograph, found " + text(data.depth.size()));
  return result;
}

/// Reads the files of one entry; see `load_with_report`.
[[nodiscard]] inline sample load(cornell_entry const& entry) { return load_with_report(entry).data; }

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_DATA_CORNELL_HPP
