#ifndef SUREGRASP_SCENES_IMPL_FAMILIES_HPP
#define SUREGRASP_SCENES_IMPL_FAMILIES_HPP

#include <cmath>
#include <numbers>
#include <suregrasp/core/random.hpp>
#include <suregrasp/scenes/impl/object.hpp>

/// Families of objects, each drawn around the origin in pixels of a camera 0.7 m above the table.
namespace suregrasp::inline v2::synthetic {

/// A family of objects: a name, and a function that draws one of random sizes.
struct family {
  char const* name;
  object (*draw)(random_stream&);

  [[nodiscard]] object operator()(random_stream& stream) const { return draw(stream); }
};

/// @{
/// An object of the family, of random sizes.
[[nodiscard]] inline object pen(random_stream& draw) {
  double const half = draw.uniform(42, 85), r = draw.uniform(4.5, 9);
  double const cap = half * draw.uniform(0.2, 0.5);
  return {{{capsule{{-half, 0}, {half, 0}, r, r * draw.uniform(0.6, 1)}, 2 * r, 1, 0},
           {capsule{{-half, 0}, {-half + cap, 0}, r + 0.8, r + 0.8}, 2 * r + 2, 1, 1}}};
}

[[nodiscard]] inline object carton(random_stream& draw) {
  double const length = draw.uniform(24, 62), breadth = draw.uniform(10, 36), rise = draw.uniform(14, 40);
  double const stripe = length * draw.uniform(0.15, 0.5);
  return {{{rounded_box{{0, 0}, length, breadth, draw.uniform(1, 5)}, rise, 0, 0},
           {rounded_box{{draw.uniform(-0.4, 0.4) * length, 0}, stripe, breadth - 3, 1}, rise + 0.6, 0, 1, false}}};
}

[[nodiscard]] inline object remote_control(random_stream& draw) {
  double const length = draw.uniform(48, 75), breadth = draw.uniform(13, 20), rise = draw.uniform(10, 16);
  object result{{{rounded_box{{0, 0}, length, breadth, draw.uniform(4, 9)}, rise, 0.25, 0}}};
  auto const columns = 2 + static_cast<int>(draw.below(2));
  for (double x = -length + 12; x < length * 0.6; x += 11)
    for (int c = 0; c < columns; ++c) {
      double const y = (c - (columns - 1) / 2.0) * breadth * 0.62;
      result.parts.push_back({rounded_box{{x, y}, 3, 2, 1}, rise + 2, 0, 1, false});
    }
  return result;
}

[[nodiscard]] inline object tape_roll(random_stream& draw) {
  double const wall = draw.uniform(5, 11), radius = wall + draw.uniform(17, 36), rise = draw.uniform(14, 34);
  return {{{ring{{0, 0}, radius, wall}, rise, draw.uniform(0, 0.6), 0},
           {ring{{0, 0}, radius - wall + 2, 2}, rise + 0.5, 0, 1, false}}};
}

[[nodiscard]] inline object bowl(random_stream& draw) {
  double const wall = draw.uniform(4, 7), radius = draw.uniform(40, 66), rise = draw.uniform(24, 42);
  return {{{ring{{0, 0}, radius / 2, radius / 2 + 4}, rise * 0.22, 0, 1, false},
           {ring{{0, 0}, radius, wall}, rise, draw.uniform(0.2, 0.8), 0}}};
}

[[nodiscard]] inline object mug(random_stream& draw) {
  double const wall = draw.uniform(4, 6), radius = draw.uniform(28, 42), rise = draw.uniform(34, 52);
  double const loop = radius * draw.uniform(0.45, 0.6);
  return {{{ring{{0, 0}, radius / 2, radius / 2 + 4}, rise * 0.2, 0, 1, false},
           {ring{{radius + loop * 0.75, 0}, loop, draw.uniform(3.5, 5)}, rise * 0.7, 0.5, 0},
           {ring{{0, 0}, radius, wall}, rise, 0.3, 0}}};
}

[[nodiscard]] inline object bottle(random_stream& draw) {
  double const half = draw.uniform(34, 54), breadth = draw.uniform(13, 25), neck = draw.uniform(5.5, 8.5);
  double const reach = half + breadth + draw.uniform(8, 24);
  return {{{rounded_box{{0, 0}, half, breadth, breadth * 0.35}, 1.8 * breadth, 1, 0},
           {capsule{{half - 4, 0}, {half + breadth * 0.8, 0}, breadth * 0.9, neck}, 1.7 * breadth, 1, 0},
           {capsule{{half, 0}, {reach, 0}, neck, neck}, 2 * neck, 1, 0},
           {rounded_box{{reach, 0}, 6, neck + 1.5, 2}, 2 * neck + 3, 0.8, 1},
           {rounded_box{{-half * 0.1, 0}, half * 0.5, breadth - 1, 1}, 1.8 * breadth + 0.4, 1, 1, false}}};
}

[[nodiscard]] inline object bracket(random_stream& draw) {
  double const a = draw.uniform(28, 58), b = draw.uniform(24, 48), t = draw.uniform(7, 13), rise = draw.uniform(12, 30);
  object result{{{rounded_box{{0, 0}, a, t, 2}, rise, 0, 0}}};
  auto const arm = [&](double x) {
    result.parts.push_back({rounded_box{{x, b / 2}, b / 2 + t, t, 2, {0, 1}}, rise, 0, 0});
  };
  switch (draw.below(3)) {
    case 0:
      arm(a - t);
      break;  // L
    case 1:
      arm(draw.uniform(-4, 4));
      break;  // T
    default:
      arm(a - t), arm(t - a);  // U
  }
  return result;
}

[[nodiscard]] inline object hammer(random_stream& draw) {
  double const half = draw.uniform(46, 72), r = draw.uniform(5.5, 9);
  double const head = draw.uniform(19, 32), thick = draw.uniform(8, 14);
  return {{{capsule{{-half, 0}, {half, 0}, r * 1.2, r * 0.8}, 2 * r, 1, 0},
           {rounded_box{{half, 0}, head, thick, 3, {0, 1}}, 2.2 * thick, 0.4, 1}}};
}

[[nodiscard]] inline object screwdriver(random_stream& draw) {
  double const grip = draw.uniform(26, 38), r = draw.uniform(9, 14), shaft = draw.uniform(50, 85);
  return {{{capsule{{0, 0}, {shaft, 0}, draw.uniform(3, 5), 3}, 8, 1, 1},
           {capsule{{-2 * grip, 0}, {0, 0}, r, r * 0.75}, 2 * r, 1, 0}}};
}

[[nodiscard]] inline object scissors(random_stream& draw) {
  double const spread = draw.uniform(0.1, 0.32), blade = draw.uniform(60, 85), handle = draw.uniform(38, 50);
  double const hole = draw.uniform(13, 18), wall = draw.uniform(3.5, 5);
  object result;
  for (double const side : {-1.0, 1.0}) {
    double const c = std::cos(side * spread), s = std::sin(side * spread);
    double const hx = -handle * std::cos(spread + 0.25), hy = -side * handle * std::sin(spread + 0.25);
    result.parts.push_back({capsule{{0, 0}, {blade * c, blade * s}, 6, 2}, 5, 0, 1});
    result.parts.push_back({capsule{{0, 0}, {hx, hy}, 5.5, wall}, 9, 0.6, 0});
    result.parts.push_back({ring{{hx * 1.38, hy * 1.38 - side * 2}, hole, wall}, 10, 0.8, 0});
  }
  return result;
}

[[nodiscard]] inline object spoon(random_stream& draw) {
  double const handle = draw.uniform(70, 100), r = draw.uniform(3.5, 5.5), bowl_radius = draw.uniform(13, 21);
  return {{{capsule{{-handle, 0}, {0, 0}, r * 1.3, r}, 8, 0.8, 0},
           {capsule{{4, 0}, {bowl_radius * 1.1, 0}, bowl_radius * 0.8, bowl_radius}, 13, 0.5, 0},
           {capsule{{8, 0}, {bowl_radius * 1.1, 0}, bowl_radius * 0.5, bowl_radius * 0.65}, 14, 0, 1, false}}};
}

[[nodiscard]] inline object wrench(random_stream& draw) {
  double const half = draw.uniform(42, 66), t = draw.uniform(6, 9), eye = draw.uniform(9, 12),
               gape = draw.uniform(8, 12);
  return {{{rounded_box{{0, 0}, half, t, 3}, 9, 0.2, 0},
           {ring{{-half - eye, 0}, eye, 5}, 11, 0.3, 0},
           {capsule{{half, 0}, {half + 10, gape}, 8, 6}, 11, 0.3, 0},
           {capsule{{half, 0}, {half + 10, -gape}, 8, 6}, 11, 0.3, 0},
           {capsule{{half + 10, gape}, {half + 26, gape}, 6, 4}, 11, 0.3, 0},
           {capsule{{half + 10, -gape}, {half + 24, -gape}, 6, 4}, 11, 0.3, 0}}};
}

[[nodiscard]] inline object banana(random_stream& draw) {
  double const radius = draw.uniform(55, 85), sweep = draw.uniform(0.9, 1.4), thick = draw.uniform(11, 16);
  constexpr int pieces = 6;
  object result;
  auto const at = [&](int i) {
    double const angle = sweep * (2.0 * i / pieces - 1);
    return point<double>{radius * std::sin(angle), radius * (std::cos(angle) - 0.8)};
  };
  auto const girth = [&](int i) { return 3 + (thick - 3) * std::sin(std::numbers::pi * (i + 0.6) / (pieces + 1.2)); };
  for (int i = 0; i < pieces; ++i)
    result.parts.push_back({capsule{at(i), at(i + 1), girth(i), girth(i + 1)}, 1.9 * thick, 1, i == 0 ? 1 : 0});
  return result;
}

[[nodiscard]] inline object brush(random_stream& draw) {
  double const handle = draw.uniform(55, 90), r = draw.uniform(5, 9);
  double const length = draw.uniform(22, 40), breadth = draw.uniform(9, 17);
  return {{{capsule{{-handle, 0}, {0, 0}, r * 0.8, r}, 2 * r, 1, 0},
           {rounded_box{{length, 0}, length, breadth, 4}, 12, 0.3, 0},
           {rounded_box{{length, 0}, length - 3, breadth - 3, 2}, 24, 0.2, 1, false}}};
}

[[nodiscard]] inline object key(random_stream& draw) {
  double const bow = draw.uniform(13, 19), wall = draw.uniform(4, 6), shaft = draw.uniform(45, 70);
  double const r = draw.uniform(3.5, 5), bit = draw.uniform(8, 13);
  object result{{{ring{{0, 0}, bow, wall}, 8, 0.3, 0}, {capsule{{bow, 0}, {bow + shaft, 0}, r, r}, 8, 0.6, 0}}};
  for (double const at : {0.62, 0.9})
    result.parts.push_back({rounded_box{{bow + at * shaft, bit / 2}, 4, bit / 2 + r, 1}, 7, 0, 1});
  return result;
}

[[nodiscard]] inline object dumbbell(random_stream& draw) {
  double const half = draw.uniform(26, 44), r = draw.uniform(5, 8);
  double const thick = draw.uniform(9, 15), tall = draw.uniform(15, 24);
  object result{{{capsule{{-half, 0}, {half, 0}, r, r}, 2 * r + 8, 1, 1}}};
  for (double const side : {-1.0, 1.0})
    result.parts.push_back({rounded_box{{side * (half + thick), 0}, thick, tall, 5}, 2 * tall, 0.7, 0});
  return result;
}
/// @}

/// A flat sheet, too low to grasp.
[[nodiscard]] inline object sheet(random_stream& draw) {
  double const length = draw.uniform(30, 90), breadth = length * draw.uniform(0.4, 1);
  object result{{{rounded_box{{0, 0}, length, breadth, draw.uniform(0, 6)}, 1, 0, 0, false}}};
  for (double y = 12 - breadth; y < breadth - 8; y += 13)
    result.parts.push_back({rounded_box{{0, y}, length * draw.uniform(0.4, 0.8), 1.5, 0}, 3, 0, 1, false});
  return result;
}

/// A crate that is wider than the gripper opens in every direction.
[[nodiscard]] inline object crate(random_stream& draw) {
  double const length = draw.uniform(95, 125), breadth = draw.uniform(95, 115), rise = draw.uniform(30, 55);
  return {{{rounded_box{{0, 0}, length, breadth, draw.uniform(2, 12)}, rise, 0, 0, false},
           {rounded_box{{0, 0}, length * 0.6, breadth * 0.4, 2}, rise + 0.6, 0, 1, false}}};
}

/// A winding body of varying thickness, with or without a branch: no two have the same shape.
[[nodiscard]] inline object driftwood(random_stream& draw) {
  object result;
  double const rise = draw.uniform(14, 34);
  auto const grow = [&](point<double> from, double heading, double girth, std::size_t pieces, int tint) {
    for (std::size_t i = 0; i < pieces; ++i) {
      heading += draw.uniform(-0.7, 0.7);
      double const length = draw.uniform(14, 30), next = std::min(std::max(girth * draw.uniform(0.65, 1.4), 5.0), 19.0);
      point<double> const to{from.x + length * std::cos(heading), from.y + length * std::sin(heading)};
      result.parts.push_back(
          {capsule{from, to, girth, next}, rise * draw.uniform(0.85, 1.15), draw.uniform(0.5, 1), tint});
      from = to, girth = next;
    }
  };
  auto const pieces = 3 + draw.below(3);
  grow({-40, 0}, 0, draw.uniform(7, 15), pieces, 0);
  if (draw.chance(0.5)) {
    double const girth = draw.uniform(5, 8), turn = draw.chance(0.5) ? 1.2 : -1.2;
    grow({draw.uniform(-25, 5), 0}, turn, girth, 2, 1);
  }
  return result;
}

}  // namespace suregrasp::inline v2::synthetic

#endif  // SUREGRASP_SCENES_IMPL_FAMILIES_HPP
