#ifndef SUREGRASP_DATA_CORNELL_CORNELL_HPP
#define SUREGRASP_DATA_CORNELL_CORNELL_HPP

#include <filesystem>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/data/cornell/cornell_listing.hpp>
#include <suregrasp/data/diagnostic.hpp>
#include <suregrasp/data/point_cloud/point_cloud_depth.hpp>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/images/depth_holes.hpp>
#include <suregrasp/images/rgbd.hpp>
#include <suregrasp/metrics/labels/rectangle_file.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// A photograph with its labels, and the rectangles that were left out of them.
struct cornell_sample {
  sample data;
  std::vector<int> lines;  ///< line of each grasp in its file, from 1
  std::vector<dropped_rectangle> dropped;
  std::vector<diagnostic> remarks{};  ///< faults of the images that take nothing from their pixels
};

namespace detail {

/// Adds the depth of an entry to its photograph, from the depth image or the point cloud, where it has one.
inline void add_cornell_depth(rgbd_image& to, decoded_image const& photograph, cornell_entry const& entry) {
  if (entry.depth) return add_depth(to, photograph, *entry.depth, entry.metres_per_unit);
  if (!entry.cloud) return;
  add_depth(to, photograph, {read_cloud_depth(*entry.cloud, stored_size(photograph), entry.metres_per_unit)},
            *entry.cloud);
  to.depth = fill_depth_holes(to.depth);
}

}  // namespace detail

/// Reads the files of one entry, and reports the rectangles that were left out.
///
/// Depth comes from `<id>d.tiff`; where there is none, from the point cloud (`depth_of_cloud`), with holes filled from
/// the nearest measured pixel. Throws `data_error` that names the file: those of `read_rgbd`, `parse_rectangles`,
/// `parse_point_cloud` and `depth_of_cloud`.
[[nodiscard]] inline cornell_sample load_with_report(cornell_entry const& entry) {
  auto const photograph = detail::photograph_in(entry.rgb);
  rgbd_image images{photograph.pixels, {}, photograph.remarks};
  cornell_sample result{{entry.id, photograph.pixels, {}, {}, {}, entry.object}, {}, {}};
  auto& data = result.data;
  auto const rectangles_of = [&](std::filesystem::path const& file) {
    auto labels = parse_rectangles(read_file(file), file.string());
    result.dropped.insert(result.dropped.end(), labels.dropped.begin(), labels.dropped.end());
    return labels;
  };
  if (entry.rectangles) {
    auto labels = rectangles_of(*entry.rectangles);
    data.grasps = std::move(labels.grasps);
    result.lines = std::move(labels.lines);
  }
  if (entry.negatives) data.negatives = rectangles_of(*entry.negatives).grasps;
  detail::add_cornell_depth(images, photograph, entry);
  data.grasps = labels_as_seen(std::move(data.grasps), images);
  data.negatives = labels_as_seen(std::move(data.negatives), images);
  data.depth = std::move(images.depth);
  result.remarks = std::move(images.remarks);
  return result;
}

/// Reads the files of one entry. Throws as `load_with_report`.
[[nodiscard]] inline sample load(cornell_entry const& entry) { return load_with_report(entry).data; }

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_CORNELL_CORNELL_HPP
