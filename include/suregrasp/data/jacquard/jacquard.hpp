#ifndef SUREGRASP_DATA_JACQUARD_JACQUARD_HPP
#define SUREGRASP_DATA_JACQUARD_JACQUARD_HPP

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/data/impl/folder_rest.hpp>
#include <suregrasp/data/labelled_sample.hpp>
#include <suregrasp/files/folder_files.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/images/rgbd.hpp>
#include <suregrasp/metrics/labels/jacquard_file.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// Which of Jacquard's two depth images is read.
enum class jacquard_depth {
  stereo,   ///< as a simulated stereo camera measures it, with holes
  perfect,  ///< the exact depth of the rendered scene
  ignored
};

/// How strictly a folder in Jacquard's format is read.
struct jacquard_options {
  jacquard_depth depth = jacquard_depth::stereo;
  bool allow_unlabelled = false;
  bool report_faults = false;  ///< leaves faulty entries out and reports them in `diagnostics`, rather than throw
  std::optional<double> metres_per_unit{};  ///< of depth files
};

namespace detail {

inline constexpr std::string_view jacquard_image_suffix = "_RGB.png";

/// The object: the hash in the id `<view>_<hash>`. Some hashes have 31 digits.
[[nodiscard]] inline std::string jacquard_object(std::string const& id) {
  return id.substr(std::min(id.size(), id.find('_') + 1));
}

[[nodiscard]] inline labelled_sample read_jacquard(std::string const& id, std::filesystem::path const& image,
                                                   std::filesystem::path const& depth,
                                                   std::filesystem::path const& grasps,
                                                   std::optional<double> metres_per_unit) {
  auto images = read_rgbd(image, depth, metres_per_unit);
  labelled_sample result{{id, images.rgb, images.depth, {}, {}, jacquard_object(id)}, {}, {}, images.remarks};
  if (!grasps.empty()) {
    auto labels = parse_jacquard_grasps(read_file(grasps), grasps.string());
    result.data.grasps = labels_as_seen(std::move(labels.grasps), images);
    result.sources = std::move(labels.sources);
  }
  return result;
}

[[nodiscard]] inline bool is_jacquard_file(std::filesystem::path const& file) {
  return std::ranges::any_of(
      std::array{"_RGB.png", "_grasps.txt", "_stereo_depth.tiff", "_perfect_depth.tiff", "_mask.png"},
      [&](char const* end) { return ends_in_either_case(file.filename().string(), end); });
}

}  // namespace detail

/// Lists a folder in Jacquard's format, `<view>_<hash>_RGB.png` and the files beside it, in subfolders or not, without
/// reading them. The object of a photograph is its hash.
///
/// Throws `data_error` `data.jacquard.empty` and unless `report_faults`, `data.jacquard.unlabelled` and
/// `data.jacquard.duplicate`.
[[nodiscard]] inline data_set scan_jacquard(std::filesystem::path const& root, jacquard_options const& options = {}) {
  data_set set{"jacquard", {}};
  auto const listing = list_folder(root);
  file_names const names(listing.files);
  for (auto const& file : listing.files) {
    auto const name = file.filename().string();
    if (!detail::ends_in_either_case(name, detail::jacquard_image_suffix) ||
        name.size() == detail::jacquard_image_suffix.size())
      continue;
    std::string const id = name.substr(0, name.size() - detail::jacquard_image_suffix.size());
    auto const beside = [&](char const* suffix) { return file.parent_path() / (id + suffix); };
    auto const existing = [&](char const* suffix) { return names.find(beside(suffix)).value_or("").string(); };
    auto const grasps = existing("_grasps.txt");
    auto const depth =
        options.depth == jacquard_depth::ignored
            ? std::string()
            : existing(options.depth == jacquard_depth::stereo ? "_stereo_depth.tiff" : "_perfect_depth.tiff");
    if (grasps.empty() && !options.allow_unlabelled)
      set.diagnostics.push_back({"data.jacquard.unlabelled",
                                 {file.string()},
                                 "expected its grasps in " + beside("_grasps.txt").string() + ", no such file"});
    set.entries.push_back(
        {id, detail::jacquard_object(id), file.string(), [=, image = file, unit = options.metres_per_unit] {
           return detail::read_jacquard(id, image, depth, grasps, unit);
         }});
  }
  if (set.entries.empty())
    throw data_error("data.jacquard.empty", root.string() +
                                                ": expected photographs named <view>_<hash>_RGB.png, found none" +
                                                detail::files_there(listing));
  detail::sort_by_id(set, "data.jacquard.duplicate");
  detail::add_rest(set, detail::rest_of_folder(listing, detail::is_jacquard_file));
  detail::stop_at_faults(set, options.report_faults);
  return set;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_JACQUARD_JACQUARD_HPP
