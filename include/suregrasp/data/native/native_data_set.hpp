#ifndef SUREGRASP_DATA_NATIVE_NATIVE_DATA_SET_HPP
#define SUREGRASP_DATA_NATIVE_NATIVE_DATA_SET_HPP

#include <filesystem>
#include <string>
#include <suregrasp/data/labelled_sample.hpp>
#include <suregrasp/images/images.hpp>
#include <suregrasp/metrics/labels/native_description.hpp>
#include <utility>

namespace suregrasp::inline v2 {

namespace detail {

[[nodiscard]] inline labelled_sample read_native(native_photograph const& p, std::filesystem::path const& folder) {
  labelled_sample result{
      {p.id, read_rgb(file_of_description(folder, p.image)), {}, p.grasps, p.negatives, p.object}, p.sources, {}};
  if (p.depth.empty()) return result;
  auto const file = file_of_description(folder, p.depth);
  result.data.depth = p.depth_scale == 1 ? read_depth(file) : read_depth(file, p.depth_scale);
  require_same_size(result.data.depth, result.data.rgb, file.string());
  return result;
}

}  // namespace detail

/// Opens a data set that a file in SureGrasp's own format describes (docs/data_formats.md), JSON or CSV by the file's
/// name, without reading the photographs. Throws `data_error`: those of `parse_native_json` and `parse_native_csv`,
/// `data.plain.empty`, and unless `report_faults`, `data.plain.duplicate`.
[[nodiscard]] inline data_set open_native(std::filesystem::path const& file, bool report_faults = false) {
  data_set set{"suregrasp", {}};
  for (auto& each : read_native_description(file)) {
    data_entry entry{each.id, each.object, (file.parent_path() / each.image).string(), {}};
    entry.read = [p = std::move(each), folder = file.parent_path()] { return detail::read_native(p, folder); };
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
