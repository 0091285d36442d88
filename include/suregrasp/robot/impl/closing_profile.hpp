#ifndef SUREGRASP_ROBOT_IMPL_CLOSING_PROFILE_HPP
#define SUREGRASP_ROBOT_IMPL_CLOSING_PROFILE_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <suregrasp/robot/camera.hpp>
#include <suregrasp/robot/clearance_options.hpp>
#include <suregrasp/robot/frames.hpp>
#include <suregrasp/robot/impl/finger_sweep.hpp>
#include <suregrasp/robot/impl/nearest_depth.hpp>
#include <suregrasp/robot/impl/polygon_rows.hpp>
#include <suregrasp/robot/vector3.hpp>
#include <vector>

namespace suregrasp::inline v2::detail {

/// A grasp in the camera's frame. Coordinates (s, t, h) are measured from between the finger tips: along the closing
/// axis, across it, and along the approach.
struct hand_axes {
  vector3 origin, closing, across, approach;

  [[nodiscard]] vector3 at(double s, double t, double h) const {
    return origin + s * closing + t * across + h * approach;
  }
};

/// What a hand passes: |s| and |t| up to the halves, h from `top` to `bottom`, metres.
struct hand_way {
  double half_s, half_t, top, bottom;
};

/// What cells show about the ways of hands.
class hand_view {
 public:
  hand_view(pinhole_camera const& camera, obstacle_cells const& cells) : camera_(camera), cells_(cells) {}

  /// Half the size of a cell at a depth, metres.
  [[nodiscard]] double half_cell(double depth) const {
    return depth * cells_.side() / std::min(camera_.fx, camera_.fy) / 2;
  }

  /// Calls `visit(|s|, |t|, h)` for what lies within |s| and |t| of a way. A cell that is an obstacle of any height is
  /// met at the top.
  template <class Visit>
  void for_each(hand_axes const& axes, hand_way const& way, Visit const& visit) const {
    auto const s = line_of(axes.closing, axes.origin), t = line_of(axes.across, axes.origin),
               h = line_of(axes.approach, axes.origin);
    auto const half_s = static_cast<float>(way.half_s), half_t = static_cast<float>(way.half_t),
               top = static_cast<float>(way.top);
    for_each_row(corners_of(axes, way), cells_.columns(), cells_.rows(), [&](int row, int left, int right) {
      for (auto p : cells_.row(row, left, right)) {
        bool const known = p.z > 0;
        if (!known) {  // where its ray meets the plane between the tips
          float const z = h.start / (h.at({p.x, p.y, 1}) + h.start);
          p = {z * p.x, z * p.y, z};
        }
        float const aside = std::abs(t.at(p)), along = std::abs(s.at(p));
        if (aside <= half_t && along <= half_s) visit(along, aside, known ? h.at(p) : top);
      }
    });
  }

 private:
  struct line {
    float x, y, z, start;

    [[nodiscard]] float at(obstacle_point const& p) const { return p.x * x + p.y * y + p.z * z - start; }
  };

  [[nodiscard]] static line line_of(vector3 const& v, vector3 const& origin) {
    auto const f = [](double value) { return static_cast<float>(value); };
    return {f(v.x), f(v.y), f(v.z), f(dot(v, origin))};
  }

  /// The corners of a way among the cells; of the whole image where the way begins behind the camera.
  [[nodiscard]] std::array<point<double>, 8> corners_of(hand_axes const& axes, hand_way const& way) const {
    std::array<point<double>, 8> corners{};
    for (std::size_t i = 0; i < 8; ++i) {
      auto const pixel = camera_.project({axes.at(i & 1U ? way.half_s : -way.half_s, i & 2U ? way.half_t : -way.half_t,
                                                  i & 4U ? way.bottom : way.top)});
      if (!pixel) {
        double const right = cells_.columns(), bottom = cells_.rows();
        return {{{0, 0}, {right, 0}, {0, bottom}, {right, bottom}, {0, 0}, {right, 0}, {0, bottom}, {right, bottom}}};
      }
      corners[i] = cells_.cell(*pixel);
    }
    return corners;
  }

  pinhole_camera const& camera_;
  obstacle_cells const& cells_;
};

/// The nearest heights along the approach, in bins from the middle outwards for both fingers at once.
struct closing_profile {
  std::vector<float> pads;     ///< as wide as the pads
  std::vector<float> between;  ///< as wide as the rectangle's jaw
  std::vector<float> ahead;    ///< of `between`, the nearest from each bin some way inwards

  explicit closing_profile(std::size_t count) : pads(count), between(count), ahead(count) {}

  /// `half_pad`, `half_jaw`: metres. A cell counts in all bins that it touches.
  void measure(hand_view const& view, hand_axes const& axes, double half_pad, double half_jaw, hand_way way) {
    std::ranges::fill(pads, nothing_there);
    std::ranges::fill(between, nothing_there);
    double const half_cell = view.half_cell(axes.origin.z);
    auto const pad = static_cast<float>(half_pad), jaw = static_cast<float>(std::max(half_jaw, half_cell));
    way.half_s = finger_sweep::bin * static_cast<double>(pads.size()) + half_cell, way.half_t = std::max(pad, jaw);
    constexpr auto per_metre = static_cast<float>(1 / finger_sweep::bin);
    auto const last = static_cast<std::ptrdiff_t>(pads.size()) - 1;
    view.for_each(axes, way, [=, pads_at = pads.data(), between_at = between.data()](float s, float t, float h) {
      auto const at = std::min(static_cast<std::ptrdiff_t>(s * per_metre), last);
      if (t <= pad) pads_at[at] = std::min(pads_at[at], h);
      if (t <= jaw) between_at[at] = std::min(between_at[at], h);
    });
    auto const reach = static_cast<std::size_t>(std::lround(half_cell / finger_sweep::bin));
    spread(pads, reach);
    spread(between, reach);
    ahead = between;
    for (std::size_t k = 1; k < finger_sweep::before_face; ++k)
      for (std::size_t i = k; i < ahead.size(); ++i) ahead[i] = std::min(ahead[i], between[i - k]);
  }

 private:
  /// Takes to each bin the least of those up to `reach` away, in a profile that goes on mirrored before its beginning.
  void spread(std::vector<float>& profile, std::size_t reach) {
    auto const count = profile.size();
    wide_.assign(count + 2 * reach, nothing_there);
    for (std::size_t i = 0; i < count; ++i) wide_[i + reach] = profile[i];
    for (std::size_t i = 0; i < std::min(reach, count); ++i) wide_[reach - 1 - i] = profile[i];
    for (std::size_t k = 0; k <= 2 * reach; ++k)
      for (std::size_t i = 0; i < count; ++i) profile[i] = std::min(profile[i], wide_[i + k]);
  }

  std::vector<float> wide_{};
};

/// The nearest height before a palm of these half sizes, metres.
[[nodiscard]] inline float height_before_palm(hand_view const& blocks, hand_axes const& axes, double half_width,
                                              double half_depth, hand_way way) {
  double const half_cell = blocks.half_cell(axes.origin.z);
  way.half_s = half_width + half_cell, way.half_t = half_depth + half_cell;
  float nearest = nothing_there;
  blocks.for_each(axes, way, [&](float, float, float h) { nearest = std::min(nearest, h); });
  return nearest;
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_ROBOT_IMPL_CLOSING_PROFILE_HPP
