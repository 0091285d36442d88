#ifndef SUREGRASP_DATA_NATIVE_NATIVE_DATA_SET_HPP
#define SUREGRASP_DATA_NATIVE_NATIVE_DATA_SET_HPP

#include <cstddef>
#include <filesystem>
#include <opencv2/core/types.hpp>
#include <optional>
#include <string>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/data/labelled_sample.hpp>
#include <suregrasp/images/rgbd.hpp>
#include <suregrasp/metrics/labels/native_description.hpp>
#include <utility>

namespace suregrasp::inline v2 {

namespace detail {

/// Throws `data_error` `data.grasp_point.outside` for a grasp point outside of its photograph.
inline void require_points_inside(native_photograph const& p, cv::Size size) {
  for (std::size_t i = 0; i < p.grasp_points.size(); ++i) {
    auto const [x, y] = p.grasp_points[i];
    if (x >= -0.5 && y >= -0.5 && x <= size.width - 0.5 && y <= size.height - 0.5) continue;
    throw data_error("data.grasp_point.outside", p.grasp_point_sources[i].text() + ": expected a point in " + p.image +
                                                     " of " + std::to_string(size.width) + "x" +
                                                     std::to_string(size.height) + " pixels, got " + fixed_text(x, 1) +
                                                     ", " + fixed_text(y, 1));
  }
}

[[nodiscard]] inline labelled_sample read_native(native_photograph const& p, std::filesystem::path const& folder,
                                                 std::optional<double> otherwise) {
  auto images = read_rgbd(file_of_description(folder, p.image),
                          p.depth.empty() ? std::filesystem::path() : file_of_description(folder, p.depth),
                          p.depth_scale ? p.depth_scale : otherwise);
  require_points_inside(p, images.rgb.size());
  return {{p.id, images.rgb, images.depth, p.grasps, p.negatives, p.object, p.grasp_points},
          p.sources,
          {},
          std::move(images.remarks)};
}

}  // namespace detail

/// Opens a data set that a file in SureGrasp's own format describes (docs/data_formats.md), JSON or CSV by the file's
/// name, without reading the photographs. Throws `data_error`: those of `parse_native_json` and `parse_native_csv`,
/// `data.plain.empty`, and unless `report_faults`, `data.plain.duplicate`.
/// Reading an entry throws `data.grasp_point.outside` for a grasp point outside of its photograph.
///
/// `metres_per_unit` is that of depth files without a `depth_scale`; as `decode_depth` where absent.
[[nodiscard]] inline data_set open_native(std::filesystem::path const& file, bool report_faults = false,
                                          std::optional<double> metres_per_unit = std::nullopt) {
  data_set set{"suregrasp", {}};
  for (auto& each : read_native_description(file)) {
    data_entry entry{each.id, each.object, (file.parent_path() / each.image).string(), {}};
    entry.read = [p = std::move(each), folder = file.parent_path(), metres_per_unit] {
      return detail::read_native(p, folder, metres_per_unit);
    };
    set.entries.push_back(std::move(entry));
  }
  if (set.entries.empty())
    throw data_error("data.plain.empty", file.string() + ": expected photographs, it names none");
  detail::sort_by_id(set, "data.plain.duplicate");
  detail::stop_at_faults(set, report_faults);
  return set;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_NATIVE_NATIVE_DATA_SET_HPP
