#ifndef SUREGRASP_DATA_JACQUARD_JACQUARD_HPP
#define SUREGRASP_DATA_JACQUARD_JACQUARD_HPP

#include <algorithm>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/data/labelled_sample.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/images/images.hpp>
#include <suregrasp/metrics/labels/jacquard_row.hpp>
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
};

/// The grasps of a Jacquard file, which has one line `x;y;theta;opening;jaw` per grasp.
struct jacquard_grasps {
  std::vector<grasp<double>> grasps;
  std::vector<source_location> sources;  ///< file and line of each grasp
};

/// Reads the text of a `_grasps.txt` file; `path` is for messages. Rows that differ in the jaw alone, as Jacquard
/// writes them for several gripper sizes, stay separate grasps. Throws `data_error` `data.jacquard.row`.
[[nodiscard]] inline jacquard_grasps parse_jacquard_grasps(std::string_view text, std::string const& path) {
  jacquard_grasps result;
  int number = 0;
  for (auto const line : detail::split_text(text, '\n')) {
    source_location const where{path, ++number};
    if (line.empty()) continue;
    result.grasps.push_back(parse_jacquard_row(line, where));
    result.sources.push_back(where);
  }
  return result;
}

/// The part of a submission to Jacquard's benchmark for one photograph: its name, then one row per grasp, best first.
/// Throws `geometry_error` `geometry.not_finite` for a grasp that is not finite.
[[nodiscard]] inline std::string format_jacquard_submission(std::string const& id,
                                                            std::span<grasp<double> const> grasps) {
  std::string text = id + "\n";
  for (auto const& g : grasps) {
    if (!is_finite(g)) throw geometry_error("geometry.not_finite", id + ": expected finite grasps to submit");
    auto const row = to_jacquard(g);
    for (double const value : {row.x, row.y, row.theta_degrees, row.opening}) text += fixed_text(value, 4) + ";";
    text += fixed_text(row.jaw, 4) + "\n";
  }
  return text;
}

namespace detail {

inline constexpr std::string_view jacquard_image_suffix = "_RGB.png";

/// The object: the hash in the id `<view>_<hash>`. Some hashes have 31 digits.
[[nodiscard]] inline std::string jacquard_object(std::string const& id) {
  return id.substr(std::min(id.size(), id.find('_') + 1));
}

[[nodiscard]] inline labelled_sample read_jacquard(std::string const& id, std::filesystem::path const& image,
                                                   std::filesystem::path const& depth,
                                                   std::filesystem::path const& grasps) {
  labelled_sample result{{id, read_rgb(image), {}, {}, {}, jacquard_object(id)}, {}, {}};
  if (!depth.empty()) {
    result.data.depth = read_depth(depth);
    require_same_size(result.data.depth, result.data.rgb, depth.string());
  }
  if (!grasps.empty()) {
    auto labels = parse_jacquard_grasps(read_file(grasps), grasps.string());
    result.data.grasps = std::move(labels.grasps);
    result.sources = std::move(labels.sources);
  }
  return result;
}

[[nodiscard]] inline std::string existing_or_none(std::filesystem::path const& path) {
  return std::filesystem::exists(path) ? path.string() : std::string();
}

}  // namespace detail

/// Lists a folder in Jacquard's format, `<view>_<hash>_RGB.png` and the files beside it, in subfolders or not, without
/// reading them. The object of a photograph is its hash.
///
/// Throws `data_error` `data.jacquard.empty` and unless `report_faults`, `data.jacquard.unlabelled` and
/// `data.jacquard.duplicate`.
[[nodiscard]] inline data_set scan_jacquard(std::filesystem::path const& root, jacquard_options const& options = {}) {
  data_set set{"jacquard", {}};
  for (auto const& file : std::filesystem::recursive_directory_iterator(root)) {
    auto const name = file.path().filename().string();
    if (!name.ends_with(detail::jacquard_image_suffix) || name.size() == detail::jacquard_image_suffix.size()) continue;
    std::string const id = name.substr(0, name.size() - detail::jacquard_image_suffix.size());
    auto const beside = [&](char const* suffix) { return file.path().parent_path() / (id + suffix); };
    auto const grasps = detail::existing_or_none(beside("_grasps.txt"));
    auto const depth =
        options.depth == jacquard_depth::ignored
            ? std::string()
            : detail::existing_or_none(
                  beside(options.depth == jacquard_depth::stereo ? "_stereo_depth.tiff" : "_perfect_depth.tiff"));
    if (grasps.empty() && !options.allow_unlabelled)
      set.diagnostics.push_back({"data.jacquard.unlabelled",
                                 {file.path().string()},
                                 "expected its grasps in " + beside("_grasps.txt").string() + ", no such file"});
    set.entries.push_back({id, detail::jacquard_object(id), file.path().string(),
                           [=, image = file.path()] { return detail::read_jacquard(id, image, depth, grasps); }});
  }
  if (set.entries.empty())
    throw data_error("data.jacquard.empty",
                     root.string() + ": expected photographs named <view>_<hash>_RGB.png, found none");
  detail::sort_by_id(set, "data.jacquard.duplicate");
  detail::stop_at_faults(set, options.report_faults);
  return set;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_JACQUARD_JACQUARD_HPP
