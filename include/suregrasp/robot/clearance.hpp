#ifndef SUREGRASP_ROBOT_CLEARANCE_HPP
#define SUREGRASP_ROBOT_CLEARANCE_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <suregrasp/core/field_checks.hpp>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/core/impl/simd.hpp>
#include <suregrasp/robot/camera.hpp>
#include <suregrasp/robot/clearance_options.hpp>
#include <suregrasp/robot/grasp_pose.hpp>
#include <suregrasp/robot/gripper.hpp>
#include <suregrasp/robot/impl/closing_profile.hpp>
#include <suregrasp/robot/impl/finger_sweep.hpp>
#include <suregrasp/robot/impl/nearest_depth.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// Whether a gripper gets to grasps without touching what a depth image shows.
///
/// The fingers are boxes that come down from the pre-grasp, open, and close on the arc of their tips; the palm is a box
/// behind them. What the camera sees within their way, or within the margins about it, is in the way; what stands
/// between the fingers is what they are to close on. Of all openings of the gripper the smallest that clears is the
/// pre-shape. Larger fingers, a larger palm and larger margins never have more clearance.
/// What no pixel shows, as the far side of a thing, is not in the way. Cells of 2 x 2 pixels count by their nearest.
class clearance_checker {
 public:
  /// With `table`, the plane in the camera's frame that things lie on, the tips stay above it by the table
  /// margin, and what is less than that above it is the table itself.
  ///
  /// Throws as `require_valid` of camera and gripper; `option_error` `option.field`, for options out of their range.
  clearance_checker(pinhole_camera camera, gripper hand, clearance_options const& options = {},
                    std::optional<camera_plane> const& table = {})
      : camera_((require_valid(camera), std::move(camera))),
        hand_((require_valid(hand), std::move(hand))),
        options_(options),
        table_(table),
        sweep_(hand_, options.side_margin),
        rays_(camera_, detail::cell_image(camera_.width, camera_.height, fine)),
        block_rays_(camera_, detail::cell_image(camera_.width, camera_.height, fine * coarse)) {
    check_fields(options, "clearance_checker");
    if (table_ && table_->distance < 0) table_ = camera_plane{-table_->normal, -table_->distance};
  }

  /// The clearance of each pose in one depth image `[H, W]`, metres. The poses are those of `grasp_pose` with the
  /// gripper's `tool`, at the depth of the surface between the fingers.
  ///
  /// Throws `shape_error` `shape.camera` for an image of another size than the camera's.
  [[nodiscard]] std::vector<grasp_clearance> operator()(host_view<float const> const& depth,
                                                        std::span<gripper_pose const> poses) const {
    require_image_of(camera_, depth);
    auto const cells = obstacles_in(depth);
    auto blocks = detail::nearest_in_cells(cells.nearest, cells.columns, cells.rows, coarse, std::identity{});
    blocks.side = fine * coarse;
    detail::obstacle_cells const obstacles(cells, rays_), obstacle_blocks(blocks, block_rays_);
    detail::hand_view const view(camera_, obstacles), block_view(camera_, obstacle_blocks);
    detail::closing_profile profile(sweep_.reach());
    auto sweep = sweep_;
    std::vector<float> coming_down;
    double const nearest = nearest_of(blocks);
    std::vector<grasp_clearance> result;
    result.reserve(poses.size());
    for (auto const& pose : poses) {
      auto const axes = axes_of(pose);
      double const insertion = std::min(options_.insertion, above_table(axes));
      // What is nearer than all there is needs no search.
      double const slant = 0.2 * (std::abs(axes.closing.z) + std::abs(axes.across.z));
      double const top = std::max(-options_.standoff, (nearest - axes.origin.z - slant) / axes.approach.z);
      detail::hand_way const way{0, 0, std::min(top, 0.0), insertion + most_clearance};
      profile.measure(view, axes, hand_.pad.jaw / 2 + options_.side_margin, pose.jaw / 2, way);
      // Where all there is lies far enough below the palm, none of it needs to be looked at.
      bool const far = way.top > insertion + most_clearance - hand_.palm.behind;
      float const palm = far ? detail::nothing_there
                             : detail::height_before_palm(block_view, axes, hand_.palm.width / 2 + options_.side_margin,
                                                          hand_.palm.depth / 2 + options_.side_margin, way);
      result.push_back(best_of(profile, palm, static_cast<float>(insertion), sweep, coming_down));
    }
    return result;
  }

 private:
  static constexpr int fine = 2, coarse = 4;  ///< pixels of a cell; cells of a block

  /// The image in cells, without the table.
  [[nodiscard]] detail::cell_image obstacles_in(host_view<float const> const& depth) const {
    float const none = options_.unknown == unknown_pixels::obstacle ? 0 : detail::nothing_there;
    auto const measured = []<class V>(V const& value) {
      return simd::baseline::select(value > V{}, value, simd::baseline::all<V>(detail::nothing_there));
    };
    auto cells = detail::nearest_in_cells(depth.values, camera_.width, camera_.height, fine, measured);
    auto const f = [](double value) { return static_cast<float>(value); };
    auto const plane = table_.value_or(camera_plane{{0, 0, 0}, 0});
    float const nx = f(plane.normal.x), ny = f(plane.normal.y), nz = f(plane.normal.z);
    float const limit = table_ ? f(plane.distance - options_.table_margin) : detail::nothing_there;
    for (std::size_t i = 0; i < cells.nearest.size(); ++i) {
      float const z = cells.nearest[i], along_normal = z * (nx * rays_.x[i] + ny * rays_.y[i] + nz);
      auto const kept = simd::baseline::select(along_normal > limit, detail::nothing_there, z);
      cells.nearest[i] = simd::baseline::select(z == detail::nothing_there, none, kept);
    }
    return cells;
  }

  [[nodiscard]] static double nearest_of(detail::cell_image const& blocks) {
    double const nearest = *std::ranges::min_element(blocks.nearest);
    return std::isfinite(nearest) ? nearest : 0;
  }

  [[nodiscard]] detail::hand_axes axes_of(gripper_pose const& pose) const {
    auto const& wrist = pose.wrists[0];
    return {wrist({hand_.tool.reach * hand_.tool.approach}), wrist.orientation * hand_.tool.closing,
            wrist.orientation * cross(hand_.tool.approach, hand_.tool.closing),
            wrist.orientation * hand_.tool.approach};
  }

  /// How far the tips may go beyond the surface above the table, wherever they are along the closing axis.
  [[nodiscard]] double above_table(detail::hand_axes const& axes) const {
    if (!table_) return options_.insertion;
    double const slope = dot(table_->normal, axes.approach);
    if (!(slope > 0)) return 0;
    auto const height = [&](double s) { return (table_->distance - dot(table_->normal, axes.at(s, 0, 0))) / slope; };
    return std::min(height(-hand_.stroke / 2), height(hand_.stroke / 2)) - options_.table_margin;
  }

  /// The freest opening, and the smallest that is free enough.
  [[nodiscard]] grasp_clearance best_of(detail::closing_profile const& profile, float before_palm, float insertion,
                                        detail::finger_sweep& sweep, std::vector<float>& coming_down) const {
    grasp_clearance result{.insertion = insertion};
    sweep.come_down(profile.pads, insertion, coming_down);
    auto const hold = insertion - static_cast<float>(options_.least_hold);
    auto const enough = static_cast<float>(options_.noise_margin);
    float best = -detail::nothing_there;
    bool holds = false;
    for (std::size_t k = 1; k < sweep.openings(); ++k) {
      holds = holds || profile.between[k - 1] <= hold;
      if (!holds) continue;
      float clear =
          std::min(coming_down[k], before_palm + static_cast<float>(hand_.palm.behind) + sweep.deepest(k) - insertion);
      if (clear <= best && (result.opening || clear < enough)) continue;
      clear = std::min(
          clear, sweep.close(profile.between, profile.ahead, k, insertion, static_cast<float>(options_.least_hold)));
      best = std::max(best, clear);
      if (result.opening || clear < enough) continue;
      result.opening = sweep.opening(k);
      result.travel = insertion - sweep.deepest(k);
    }
    if (!holds) return result;
    result.millimetres = 1000 * static_cast<double>(best);
    result.verdict = result.opening ? clearance_verdict::clear : clearance_verdict::blocked;
    return result;
  }

  pinhole_camera camera_;
  gripper hand_;
  clearance_options options_;
  std::optional<camera_plane> table_;
  detail::finger_sweep sweep_;
  detail::cell_rays rays_, block_rays_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_CLEARANCE_HPP
