#ifndef SUREGRASP_DATA_GRASPNET_GRASPNET_HPP
#define SUREGRASP_DATA_GRASPNET_GRASPNET_HPP

#include <cmath>
#include <filesystem>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/data/graspnet/npy.hpp>
#include <suregrasp/data/impl/folder_rest.hpp>
#include <suregrasp/data/labelled_sample.hpp>
#include <suregrasp/files/folder_files.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/geometry/conventions/grasp_planners.hpp>
#include <suregrasp/images/rgbd.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// Which rectangles of a GraspNet folder are read, and whether faults throw.
struct graspnet_options {
  double least_score = 0;          ///< rectangles with a lower score are skipped
  bool report_faults = false;      ///< leaves faulty entries out and reports them in `diagnostics`, rather than throw
  double metres_per_unit = 0.001;  ///< of depth files
};

/// Reads a `RectGraspGroup` as graspnetAPI saves it: a .npy table with one row per rectangle, of centre x, y, open
/// point x, y, height, score and object id.
///
/// Throws `data_error` `data.graspnet.row` for a row of other than 7 numbers, with a number that is not finite or
/// beyond a million, or with a negative height, and those of `parse_npy`.
[[nodiscard]] inline std::vector<graspnet_rectangle<double>> parse_graspnet_rectangles(std::string_view bytes,
                                                                                       std::string const& path) {
  auto const table = parse_npy(bytes, path);
  if (table.columns != 7)
    throw data_error("data.graspnet.row", path + ": expected rows of 7 numbers, got " + std::to_string(table.columns));
  std::vector<graspnet_rectangle<double>> rectangles;
  for (std::size_t i = 0; i < table.rows; ++i) {
    for (std::size_t column = 0; column < 7; ++column)
      if (!(std::abs(table.at(i, column)) <= 1e6))
        throw data_error("data.graspnet.row", path + ": expected finite numbers up to a million in row " +
                                                  std::to_string(i) + ", got " + std::to_string(table.at(i, column)));
    if (table.at(i, 4) < 0)
      throw data_error("data.graspnet.row", path + ": expected a height of at least 0 in row " + std::to_string(i));
    rectangles.push_back({table.at(i, 0), table.at(i, 1), table.at(i, 2), table.at(i, 3), table.at(i, 4),
                          table.at(i, 5), static_cast<int>(table.at(i, 6))});
  }
  return rectangles;
}

namespace detail {

[[nodiscard]] inline labelled_sample read_graspnet(data_entry const& entry, std::filesystem::path const& image,
                                                   std::filesystem::path const& depth,
                                                   std::filesystem::path const& rectangles,
                                                   graspnet_options const& options) {
  auto images = read_rgbd(image, depth, options.metres_per_unit);
  labelled_sample result{{entry.id, images.rgb, images.depth, {}, {}, entry.object}, {}, {}, images.remarks};
  for (auto const& each : parse_graspnet_rectangles(read_file(rectangles), rectangles.string())) {
    if (each.score < options.least_score) continue;
    result.data.grasps.push_back(from_graspnet(each));
    result.sources.push_back({rectangles.string()});
  }
  result.data.grasps = labels_as_seen(std::move(result.data.grasps), images);
  return result;
}

/// Whether a file has a place in a folder of GraspNet-1Billion, also of the parts that are not read.
[[nodiscard]] inline bool is_graspnet_file(std::filesystem::path const& file) {
  auto const name = file.filename().string(), folder = file.parent_path().filename().string();
  auto const in = [](std::string const& text, auto... each) { return ((text == each) || ...); };
  return in(folder, "rect", "rgb", "depth", "label", "meta", "annotations", "ir") ||
         in(name, "camK.npy", "camera_poses.npy", "cam0_wrt_table.npy", "object_id_list.txt", "rs_wrt_kn.npy");
}

}  // namespace detail

/// Lists the photographs with planar grasps of a folder in GraspNet-1Billion's format:
/// `<scene>/<camera>/rect/<number>.npy` with the photograph in `rgb/<number>.png` and the depth, in millimetres, in
/// `depth/<number>.png`, without reading them. Ids are `<scene>_<camera>_<number>`; the object of a photograph is its
/// scene.
///
/// Throws `data_error` `data.graspnet.empty` and, unless `report_faults`, `data.graspnet.no_photograph`.
[[nodiscard]] inline data_set scan_graspnet(std::filesystem::path const& root, graspnet_options const& options = {}) {
  data_set set{"graspnet", {}};
  auto const listing = list_folder(root);
  file_names const names(listing.files);
  for (auto const& path : listing.files) {
    if (!detail::ends_in_either_case(path.string(), ".npy") || path.parent_path().filename() != "rect") continue;
    auto const camera = path.parent_path().parent_path(), scene = camera.parent_path();
    auto const name = path.stem().string() + ".png";
    auto const wanted = camera / "rgb" / name;
    auto const image = names.find(wanted).value_or("");
    auto const depth = names.find(camera / "depth" / name).value_or("");
    if (image.empty()) {
      set.diagnostics.push_back(
          {"data.graspnet.no_photograph", {path.string()}, "expected its photograph in " + wanted.string()});
      continue;
    }
    auto const object = scene.filename().string();
    data_entry entry{
        object + "_" + camera.filename().string() + "_" + path.stem().string(), object, image.string(), {}};
    entry.read = [=, named = entry] { return detail::read_graspnet(named, image, depth, path, options); };
    set.entries.push_back(std::move(entry));
  }
  if (set.entries.empty() && set.diagnostics.empty())
    throw data_error("data.graspnet.empty", root.string() + ": expected rectangles in <scene>/<camera>/rect/*.npy" +
                                                detail::files_there(listing));
  detail::sort_by_id(set, "data.graspnet.duplicate");
  detail::add_rest(set, detail::rest_of_folder(listing, detail::is_graspnet_file));
  detail::stop_at_faults(set, options.report_faults);
  return set;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_GRASPNET_GRASPNET_HPP
