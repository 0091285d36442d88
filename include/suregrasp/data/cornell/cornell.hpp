#ifndef SUREGRASP_DATA_CORNELL_CORNELL_HPP
#define SUREGRASP_DATA_CORNELL_CORNELL_HPP

#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/data/cornell/cornell_listing.hpp>
#include <suregrasp/data/point_cloud/point_cloud_depth.hpp>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/images/depth_holes.hpp>
#include <suregrasp/images/images.hpp>
#include <suregrasp/metrics/labels/rectangle_file.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// A photograph with its labels, and the rectangles that were left out of them.
struct cornell_sample {
  sample data;
  std::vector<int> lines;  ///< line of each grasp in its file, from 1
  std::vector<dropped_rectangle> dropped;
};

/// Reads the files of one entry, and reports the rectangles that were left out.
///
/// Depth comes from `<id>d.tiff`; where there is none, from the point cloud (`depth_of_cloud`), with holes filled from
/// the nearest measured pixel. Throws `data_error` that names the file: those of `read_rgb`, `read_depth`,
/// `parse_rectangles` and `parse_point_cloud`, and `data.depth.size` where depth and colour differ in size.
[[nodiscard]] inline cornell_sample load_with_report(cornell_entry const& entry) {
  cornell_sample result{{entry.id, read_rgb(entry.rgb), {}, {}, {}, entry.object}, {}, {}};
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
  if (entry.depth) {
    data.depth = read_depth(*entry.depth);
    require_same_size(data.depth, data.rgb, entry.depth->string());
  } else if (entry.cloud) {
    auto const path = entry.cloud->string();
    data.depth = fill_depth_holes(depth_of_cloud(parse_point_cloud(read_file(path), path), data.rgb.size(), path));
  }
  return result;
}

/// Reads the files of one entry. Throws as `load_with_report`.
[[nodiscard]] inline sample load(cornell_entry const& entry) { return load_with_report(entry).data; }

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_CORNELL_CORNELL_HPP
