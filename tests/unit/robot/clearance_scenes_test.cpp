// Verdicts on depth images with a camera's noise, against the surfaces that they show.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <optional>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/robot/clearance.hpp>
#include <suregrasp/robot/known_grippers.hpp>
#include <suregrasp/robot/surface_depth.hpp>
#include <suregrasp/scenes/synthetic_scene.hpp>
#include <vector>

using namespace suregrasp;

namespace {

constexpr double table_depth = 0.7, metres = 0.00133;  // of the table, of a pixel of the surface
pinhole_camera const camera{640, 480, 526, 526, 320, 240};
camera_plane const table{{0, 0, 1}, table_depth};

/// Objects on a table as a mesh of heights with vertices every 1.33 mm, under a camera that looks straight down.
class mesh {
 public:
  explicit mesh(std::vector<synthetic::painted_object> const& scene)
      : ground_(synthetic::surface_of(scene, {640, 480})), highest_(synthetic::highest_of(scene) * metres) {}

  /// Depth of the surface at a position of the camera's frame, metres.
  [[nodiscard]] double depth(double x, double y) const {
    double const u = 320 + x / metres - ground_.window.x, v = 240 + y / metres - ground_.window.y;
    int const column = static_cast<int>(std::floor(u)), row = static_cast<int>(std::floor(v));
    if (column < 0 || row < 0 || column + 1 >= ground_.height.cols || row + 1 >= ground_.height.rows)
      return table_depth;
    double const right = u - column, down = v - row;
    auto const at = [&](int r, int c) { return static_cast<double>(ground_.height(r, c)); };
    double const upper = at(row, column) * (1 - right) + at(row, column + 1) * right;
    double const lower = at(row + 1, column) * (1 - right) + at(row + 1, column + 1) * right;
    return table_depth - metres * (upper * (1 - down) + lower * down);
  }

  /// Depth along the ray of a pixel: where it first meets the mesh.
  [[nodiscard]] double seen_depth(int u, int v) const {
    double const x = (u - camera.cx) / camera.fx, y = (v - camera.cy) / camera.fy;
    for (double z = table_depth - highest_; z < table_depth; z += 0.0005)
      if (depth(x * z, y * z) <= z) return z;
    return table_depth;
  }

 private:
  synthetic::surface ground_;
  double highest_;
};

/// As a depth camera measures it: noise, millimetres, holes at random and along steps.
host_array<float> measured(mesh const& surface, random_stream draw) {
  host_array<float> depth({480, 640});
  auto const at = [](int u, int v) { return static_cast<std::size_t>(v * 640 + u); };
  for (int v = 0; v < 480; ++v)
    for (int u = 0; u < 640; ++u) depth.values[at(u, v)] = static_cast<float>(surface.seen_depth(u, v));
  auto const exact = depth.values;
  for (int v = 0; v < 480; ++v)
    for (int u = 0; u < 640; ++u) {
      double const step = std::abs(exact[at(std::min(u + 2, 639), v)] - exact[at(u, v)]) +
                          std::abs(exact[at(u, std::min(v + 2, 479))] - exact[at(u, v)]);
      double const noisy = std::round(1000 * (exact[at(u, v)] + 0.0012 * draw.normal())) / 1000;
      bool const hole = draw.chance(0.003) || (step > 0.01 && draw.chance(0.5));
      depth.values[at(u, v)] = hole ? 0 : static_cast<float>(noisy);
    }
  return depth;
}

/// Whether the gripper truly gets there at some opening: its boxes, moved in small steps, against the mesh.
class true_clearance {
 public:
  true_clearance(mesh const& surface, gripper const& hand, gripper_pose const& pose, clearance_options const& options)
      : surface_(surface), hand_(hand), options_(options), jaw_(pose.jaw) {
    auto const& wrist = pose.wrists[0];
    origin_ = wrist({hand.tool.reach * hand.tool.approach});
    closing_ = wrist.orientation * hand.tool.closing;
    across_ = wrist.orientation * cross(hand.tool.approach, hand.tool.closing);
    insertion_ = std::min(options.insertion, table_depth - origin_.z - options.table_margin);
    for (int i = -count; i <= count; ++i) {
      pads_.push_back(highest(i * step, hand.pad.jaw / 2));
      held_.push_back(highest(i * step, jaw_ / 2));
    }
    palm_ = table_depth;
    for (double s = -hand.palm.width / 2; s <= hand.palm.width / 2; s += 0.002)
      palm_ = std::min(palm_, highest(s, hand.palm.depth / 2));
  }

  [[nodiscard]] bool clears() const {
    for (double opening = 0.001; opening <= hand_.stroke; opening += 0.001)
      if (clears_at(opening)) return true;
    return false;
  }

 private:
  static constexpr int count = 160;
  static constexpr double step = 0.0005;

  /// Depth of what is highest in a line across the closing axis.
  [[nodiscard]] double highest(double s, double half) const {
    double nearest = table_depth;
    for (double t = -half; t <= half; t += 0.001) {
      auto const p = origin_ + s * closing_ + t * across_;
      nearest = std::min(nearest, surface_.depth(p.x, p.y));
    }
    return nearest;
  }
  [[nodiscard]] static double nearest_in(std::vector<double> const& line, double from, double to) {
    int const first = count + static_cast<int>(std::ceil(from / step)), last = count + static_cast<int>(to / step);
    return first > last ? table_depth : *std::min_element(line.begin() + first, line.begin() + last + 1);
  }

  [[nodiscard]] bool clears_at(double opening) const {
    double furthest = 0;
    for (double w = 0; w <= opening; w += 0.001) furthest = std::max(furthest, tip_advance(hand_, w));
    auto const tip = [&](double w) { return origin_.z + insertion_ + tip_advance(hand_, w) - furthest; };
    double const thick = hand_.pad.thickness;
    if (nearest_in(held_, -opening / 2, opening / 2) > origin_.z + insertion_ - options_.least_hold) return false;
    if (palm_ < origin_.z + insertion_ - furthest - hand_.palm.behind) return false;
    for (double const side : {-1.0, 1.0}) {
      auto const nearest = [&](std::vector<double> const& line, double from, double to) {
        return nearest_in(line, std::min(side * from, side * to), std::max(side * from, side * to));
      };
      if (nearest(pads_, opening / 2, opening / 2 + thick) < tip(opening)) return false;
      for (double w = opening; w > 0; w -= 0.001) {
        if (nearest(pads_, w / 2, w / 2 + 2 * step) < tip(w)) break;  // its face meets the thing
        if (nearest(pads_, w / 2 + 2 * step, w / 2 + thick) < tip(w)) return false;
      }
    }
    return true;
  }

  mesh const& surface_;
  gripper const& hand_;
  clearance_options options_;
  double jaw_, insertion_ = 0, palm_ = 0;
  vector3 origin_, closing_, across_;
  std::vector<double> pads_, held_;
};

/// Labels of a scene and as many grasps that are moved and turned at random.
std::vector<grasp<double>> grasps_in(std::vector<synthetic::painted_object> const& scene, random_stream draw) {
  std::vector<synthetic::object> things;
  for (auto const& each : scene) things.push_back(each.thing);
  auto grasps = synthetic::antipodal_grasps(things, draw.fork("labels"));
  for (std::size_t i = 0, labels = grasps.size(); i < labels; ++i) {
    auto g = grasps[i];
    g.x += draw.uniform(-12, 12), g.y += draw.uniform(-12, 12);
    g.theta = axial_wrap(g.theta + draw.uniform(-1, 1));
    grasps.push_back(g);
  }
  return grasps;
}

struct counts {
  int both = 0, told = 0, truly = 0, all = 0;
};

void count_scene(counts& sum, gripper const& hand, std::uint64_t index) {
  random_stream const draw = random_stream(77).fork("scene", index);
  scene_options const options{.least_objects = 4, .most_objects = 8};
  auto const scene = synthetic::detail::drawn_objects(options, draw.fork("stock"), "scene", draw.fork("objects"));
  mesh const surface(scene);
  auto const depth = measured(surface, draw.fork("noise"));
  std::vector<gripper_pose> poses;
  for (auto const& g : grasps_in(scene, draw.fork("grasps")))
    if (auto const found = surface_depth_at(depth.view(), g))
      poses.push_back(grasp_pose(camera, g, found->depth, hand.tool, vector3{0, 0, 1}));
  clearance_options const how;
  auto const verdicts = clearance_checker(camera, hand, how, table)(depth.view(), poses);
  for (std::size_t i = 0; i < poses.size(); ++i) {
    bool const told = verdicts[i].verdict == clearance_verdict::clear;
    bool const truly = true_clearance(surface, hand, poses[i], how).clears();
    sum.both += told && truly, sum.told += told, sum.truly += truly, ++sum.all;
  }
}

}  // namespace

TEST_CASE("clearance: what it says of noisy images is true of the surfaces they show") {
  counts sum;
  auto const hand = gripper_of(known_gripper::robotiq_2f85);
  // The margins were chosen on the scenes before.
  for (std::uint64_t index = 8; index < 16; ++index) count_scene(sum, hand, index);
  double const precision = double(sum.both) / sum.told, recall = double(sum.both) / sum.truly;
  WARN("clear: " << sum.both << " rightly of " << sum.told << " told and " << sum.truly << " true, of " << sum.all
                 << " grasps: precision " << precision << ", recall " << recall);
  CHECK(sum.all > 300);
  CHECK(sum.all - sum.truly > 50);
  CHECK(precision >= 0.9);
  CHECK(recall >= 0.9);
}
