#ifndef SUREGRASP_ROBOT_GRIPPER_HPP
#define SUREGRASP_ROBOT_GRIPPER_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field_checks.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/robot/tool_frame.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// The part of a finger that touches, as a box.
struct finger_pad {
  double jaw = 0;        ///< across the closing axis, metres
  double length = 0;     ///< along the approach, metres
  double thickness = 0;  ///< along the closing axis, metres
  friend bool operator==(finger_pad const&, finger_pad const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"jaw", &finger_pad::jaw, "Across the closing axis", "m"}.between(0, 1),
                field{"length", &finger_pad::length, "Along the approach", "m"}.between(0, 1),
                field{"thickness", &finger_pad::thickness, "Along the closing axis", "m"}.between(0, 1));
  }
};

/// What lies behind the fingers, as a box.
struct gripper_palm {
  double width = 0;   ///< along the closing axis, metres
  double depth = 0;   ///< across it, metres
  double behind = 0;  ///< how far it begins behind the tips of the open gripper, metres
  friend bool operator==(gripper_palm const&, gripper_palm const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"width", &gripper_palm::width, "Along the closing axis", "m"}.between(0, 2),
                field{"depth", &gripper_palm::depth, "Across the closing axis", "m"}.between(0, 2),
                field{"behind", &gripper_palm::behind, "Behind the tips of the open gripper", "m"}.between(0, 2));
  }
};

/// Fingers on the links of a parallelogram: with the gripper open by w, y = w/2 - offset and the tips lie
/// sqrt(radius^2 - y^2) before the links' pivots.
struct finger_arc {
  double radius = 0;  ///< length of the links, metres; 0: the fingers move in a straight line
  double offset = 0;  ///< metres
  friend bool operator==(finger_arc const&, finger_arc const&) = default;

  static constexpr auto fields(auto list) {
    return list(
        field{"radius", &finger_arc::radius, "Length of the links, 0 for linear fingers", "m"}.between(0, 1),
        field{"offset", &finger_arc::offset, "Half the opening at which the links stand straight", "m"}.between(-1, 1));
  }
};

/// One line of a table of how far the tips of a gripper advance.
struct tip_advance_at {
  double opening = 0;  ///< metres
  double advance = 0;  ///< against the open gripper, along the approach, metres
  friend bool operator==(tip_advance_at const&, tip_advance_at const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"opening", &tip_advance_at::opening, "", "m"}.between(0, 2),
                field{"advance", &tip_advance_at::advance, "", "m"}.between(-1, 1));
  }
};

/// A parallel gripper as data.
struct gripper {
  std::string name{};
  double stroke = 0;  ///< the widest opening, metres
  finger_pad pad{};
  gripper_palm palm{};
  finger_arc arc{};                           ///< how the tips advance, where there is no table
  std::vector<tip_advance_at> tip_advance{};  ///< how the tips advance, by opening; linear in between; empty: `arc`
  tool_frame tool{};                          ///< `reach` is that of the open gripper
  friend bool operator==(gripper const&, gripper const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"name", &gripper::name}, field{"stroke", &gripper::stroke, "Widest opening", "m"}.between(0, 2),
                field{"pad", &gripper::pad}, field{"palm", &gripper::palm}, field{"arc", &gripper::arc},
                field{"tip_advance", &gripper::tip_advance, "How far the tips advance, by opening"},
                field{"tool", &gripper::tool});
  }
};

/// Throws `option_error` `option.gripper` for a gripper that can't be: without stroke or pad, with links shorter than
/// its stroke needs, a table that is not sorted by opening; `option.field` for a number out of its range;
/// `geometry_error` `geometry.tool.axes`.
inline void require_valid(gripper const& hand) {
  auto const where = "the gripper " + text_of(hand.name);
  check_fields(hand, where);
  require_valid(hand.tool);
  auto const refuse = [&](std::string const& expected) {
    throw option_error("option.gripper", where + ": expected " + expected + ", got " + text_of(hand));
  };
  if (!(hand.stroke > 0) || !(hand.pad.jaw > 0) || !(hand.pad.thickness > 0)) refuse("a stroke and a pad above 0");
  auto const& arc = hand.arc;
  bool const reaches = std::max(std::abs(hand.stroke / 2 - arc.offset), std::abs(arc.offset)) <= arc.radius;
  if (arc.radius > 0 && !reaches) refuse("links as long as half the stroke less the offset");
  if (!std::ranges::is_sorted(hand.tip_advance, std::ranges::less_equal{}, &tip_advance_at::opening))
    refuse("a table of advances sorted by opening, each once");
}

namespace detail {

[[nodiscard]] inline double advance_in(std::vector<tip_advance_at> const& table, double opening) {
  auto const above = std::ranges::upper_bound(table, opening, {}, &tip_advance_at::opening);
  if (above == table.begin()) return above->advance;
  auto const& below = *(above - 1);
  if (above == table.end()) return below.advance;
  double const share = (opening - below.opening) / (above->opening - below.opening);
  return below.advance + share * (above->advance - below.advance);
}

}  // namespace detail

/// How far the finger tips lie before those of the open gripper, metres along the approach, with the fingers `opening`
/// metres apart. The gripper must be valid.
///
/// Throws `geometry_error` `geometry.gripper.opening` for an opening beyond its stroke.
[[nodiscard]] inline double tip_advance(gripper const& hand, double opening) {
  if (!(opening >= 0 && opening <= hand.stroke))
    throw geometry_error("geometry.gripper.opening", "the gripper " + text_of(hand.name) +
                                                         ": expected an opening from 0 to " + text_of(hand.stroke) +
                                                         " m, got " + text_of(opening));
  if (!hand.tip_advance.empty()) return detail::advance_in(hand.tip_advance, opening);
  if (hand.arc.radius == 0) return 0;
  auto const before = [&](double w) {
    double const y = w / 2 - hand.arc.offset;
    return std::sqrt(std::max(0.0, hand.arc.radius * hand.arc.radius - y * y));
  };
  return before(opening) - before(hand.stroke);
}

/// The frame of a gripper whose fingers are `opening` metres apart: a fixed tool point would drive the tips of fingers
/// on an arc into what they close above. Throws `geometry_error` `geometry.gripper.opening`.
[[nodiscard]] inline tool_frame tool_at(gripper const& hand, double opening) {
  auto tool = hand.tool;
  tool.reach += tip_advance(hand, opening);
  return tool;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_GRIPPER_HPP
