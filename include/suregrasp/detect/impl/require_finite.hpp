#ifndef SUREGRASP_DETECT_IMPL_REQUIRE_FINITE_HPP
#define SUREGRASP_DETECT_IMPL_REQUIRE_FINITE_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/pyramid/level.hpp>
#include <vector>

/// Numbers that are NaN or infinite end a detection by the name of the stage they come from: `model_error`
/// `model.not_finite`.
namespace suregrasp::inline v2::detail {

[[noreturn]] inline void refuse_not_finite(std::string const& stage, double got, std::string const& where) {
  throw model_error("model.not_finite", stage + ": expected finite numbers, got " + std::to_string(got) + " " + where);
}

/// Refuses a map `[height, width]`.
inline void require_finite_map(host_view<float const> const& map, std::string const& stage) {
  auto const bad = std::ranges::find_if(map.values, [](float value) { return !std::isfinite(value); });
  if (bad == map.values.end()) return;
  auto const index = static_cast<std::int64_t>(bad - map.values.begin());
  refuse_not_finite(
      stage, static_cast<double>(*bad),
      "in row " + std::to_string(index / map.shape[1]) + ", column " + std::to_string(index % map.shape[1]));
}

/// Where a pose was asked for, in words.
[[nodiscard]] inline std::string location_text(location const& at) {
  return "for the location (" + std::to_string(at.x) + ", " + std::to_string(at.y) + ") of image " +
         std::to_string(at.image);
}

/// Refuses fused values, a row per location. The heads themselves are fetched only to say which of them it was.
template <tensor_backend B>
void require_finite_poses(B const& be, std::vector<tensor_t<B>> const& heads, host_array<scalar_t<B>> const& fused,
                          std::span<location const> at) {
  auto const not_finite = [](scalar_t<B> value) { return !std::isfinite(value); };
  auto const bad_of = [&](host_array<scalar_t<B>> const& rows) {
    return std::ranges::find_if(rows.values, not_finite);
  };
  auto const refuse = [&](std::string const& stage, host_array<scalar_t<B>> const& rows, std::string const& whose) {
    auto const bad = bad_of(rows);
    if (bad == rows.values.end()) return;
    auto const row = static_cast<std::size_t>(bad - rows.values.begin()) / (rows.values.size() / at.size());
    refuse_not_finite(stage, static_cast<double>(*bad), whose + location_text(at[row]));
  };
  if (bad_of(fused) == fused.values.end()) return;
  for (std::size_t k = 0; k < heads.size(); ++k)
    refuse("poses(levels, at) of the network", be.to_host(heads[k]),
           "from head " + std::to_string(k) + " of " + std::to_string(heads.size()) + " ");
  refuse("fusion of the network's poses", fused, "");
}

/// Refuses a grasp, also one of no size; `at` is what it was decoded for.
inline void require_finite_grasp(grasp<double> const& g, location const& at) {
  std::string const stage = "grasp decoded from the network's pose";
  for (double const value : {g.x, g.y, g.theta, g.opening, g.jaw})
    if (!std::isfinite(value)) refuse_not_finite(stage, value, location_text(at));
  if (!(g.opening > 0 && g.jaw > 0))
    throw model_error("model.not_finite", stage + ": expected an opening and a jaw above 0, got " +
                                              std::to_string(g.opening) + " and " + std::to_string(g.jaw) + " " +
                                              location_text(at));
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_DETECT_IMPL_REQUIRE_FINITE_HPP
