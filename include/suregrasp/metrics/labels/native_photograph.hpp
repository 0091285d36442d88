#ifndef SUREGRASP_METRICS_LABELS_NATIVE_PHOTOGRAPH_HPP
#define SUREGRASP_METRICS_LABELS_NATIVE_PHOTOGRAPH_HPP

#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/file_name.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// A photograph as this project's own data format describes it; files are relative to the description.
struct native_photograph {
  std::string id;
  std::string image;
  std::string depth{};  ///< 16-bit PNG or TIFF, or float32 TIFF; empty where there is none
  std::string object{};
  std::optional<double> depth_scale{};  ///< metres a unit of the depth image; as `decode_depth` where absent
  std::vector<grasp<double>> grasps{};
  std::vector<grasp<double>> negatives{};
  std::vector<source_location> sources{};  ///< of each grasp
  std::vector<point<double>> grasp_points{};
  std::vector<source_location> grasp_point_sources{};
};

/// What the member "format" of such a JSON file says.
inline constexpr char const* native_format = "suregrasp 1";

namespace detail {

[[nodiscard]] inline std::string id_of_image(std::string const& image) { return std::string(file_name_of(image).stem); }

/// Gives photographs that were called by the names of their images, and whose names occur twice, their folders too:
/// `mugs/0001` and `pens/0001`. `named_by_image[i]` says which may be renamed.
inline void tell_apart_by_folder(std::vector<native_photograph>& photographs, std::vector<bool> const& named_by_image) {
  std::map<std::string, std::size_t> count;
  for (auto const& each : photographs) ++count[each.id];
  for (std::size_t i = 0; i < photographs.size(); ++i)
    if (auto& each = photographs[i]; named_by_image[i] && count[each.id] > 1) each.id = path_without_ending(each.image);
}

/// The grasp, unless it lies or reaches further than any photograph does.
[[nodiscard]] inline grasp<double> sensible(grasp<double> const& g, std::string const& where) {
  for (double const value : {g.x, g.y, g.opening, g.jaw})
    if (std::abs(value) > 1e6)
      throw data_error("data.plain.value", where + ": expected pixels below a million, got " + std::to_string(value));
  return g;
}

}  // namespace detail

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_LABELS_NATIVE_PHOTOGRAPH_HPP
