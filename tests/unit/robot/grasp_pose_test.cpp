#include <suregrasp/robot/grasp_pose.hpp>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <numbers>
#include <optional>
#include <string>
#include <suregrasp/core/random.hpp>
#include <suregrasp/robot/quaternion.hpp>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

constexpr double pi = std::numbers::pi;
using camera_pose = transform<frames::tool, frames::camera>;

/// Everything a pose is made from.
struct request {
  pinhole_camera camera;
  grasp<double> g;
  double depth = 0;
  tool_frame tool;
  std::optional<vector3> normal{};
};
using pose_function = std::function<gripper_pose(request const&)>;

gripper_pose ours(request const& r) { return grasp_pose(r.camera, r.g, r.depth, r.tool, r.normal); }

/// Cameras with fx != fy and distortion, tables tilted either way round, tools with a reach.
std::vector<request> requests() {
  std::vector<request> all;
  random_stream draw(21);
  for (int i = 0; i < 40; ++i) {
    request r{
        {640, 480, draw.uniform(450, 700), draw.uniform(450, 700), draw.uniform(300, 340), draw.uniform(220, 260)},
        {draw.uniform(120, 520), draw.uniform(100, 380), draw.uniform(-pi / 2, pi / 2), draw.uniform(25, 90),
         draw.uniform(10, 40)},
        draw.uniform(0.4, 1.2),
        tool_frame_of(names_of(tool_convention{})[std::size_t(i % 6)].value, draw.uniform(-0.05, 0.2))};
    if (i % 2 == 0) r.camera.distortion = {draw.uniform(-0.2, 0.1), draw.uniform(-0.05, 0.05), 0.002, -0.001};
    if (i % 3 != 0)
      r.normal =
          draw.uniform(0.3, 3) * (i % 3 == 1 ? 1 : -1) * vector3{draw.uniform(-0.4, 0.4), draw.uniform(-0.4, 0.4), 1};
    all.push_back(r);
  }
  return all;
}

vector3 expected_approach(request const& r) {
  auto const ray = unit(*r.camera.ray({r.g.x, r.g.y}));
  if (!r.normal) return ray;
  return dot(*r.normal, ray) > 0 ? unit(*r.normal) : -unit(*r.normal);
}

vector3 grasp_point(request const& r, camera_pose const& pose) { return pose({r.tool.reach * r.tool.approach}); }

/// Projected back, the fingers lie where the rectangle has them.
bool projects_back(request const& r, gripper_pose const& pose) {
  double const c = std::cos(r.g.theta) / 2 * r.g.opening, s = -std::sin(r.g.theta) / 2 * r.g.opening;
  for (auto const& wrist : pose.wrists) {
    std::array<double, 2> off{};
    for (double const side : {-1.0, 1.0}) {
      auto const finger = wrist({r.tool.reach * r.tool.approach + side * pose.opening / 2 * r.tool.closing});
      auto const pixel = r.camera.project(finger);
      if (!pixel) return false;
      double const first = std::hypot(pixel->x - r.g.x - side * c, pixel->y - r.g.y - side * s);
      double const other = std::hypot(pixel->x - r.g.x + side * c, pixel->y - r.g.y + side * s);
      off[0] = std::max(off[0], first), off[1] = std::max(off[1], other);
    }
    if (!(std::min(off[0], off[1]) < 1e-6)) return false;
    auto const back = projected_grasp(r.camera, wrist, pose.opening, pose.jaw, r.tool);
    if (!back || !(std::abs(back->jaw - r.g.jaw) < 0.02 * r.g.jaw)) return false;
  }
  return true;
}

bool approaches_the_scene(request const& r, gripper_pose const& pose) {
  return std::ranges::all_of(pose.wrists, [&](auto const& wrist) {
    return norm(wrist.orientation * r.tool.approach - expected_approach(r)) < 1e-9;
  });
}

/// The grasp point lies in the plane across the approach through the surface at the centre.
bool lies_on_the_surface(request const& r, gripper_pose const& pose) {
  auto const surface = r.camera.back_project({r.g.x, r.g.y}, r.depth);
  return std::ranges::all_of(pose.wrists, [&](auto const& wrist) {
    return std::abs(dot(grasp_point(r, wrist) - *surface, expected_approach(r))) < 1e-9;
  });
}

/// The two wrists are half a turn about the approach apart.
bool has_both_wrists(request const& r, gripper_pose const& pose) {
  auto const& [first, second] = pose.wrists;
  auto const half = rotation::about(r.tool.approach, radians_value<double>(pi));
  return turn_between(first.orientation * half, second.orientation).value < 1e-7 &&
         norm(grasp_point(r, first) - grasp_point(r, second)) < 1e-9;
}

bool same_pair(wrist_pair<frames::camera> const& a, wrist_pair<frames::camera> const& b) {
  auto const same = [](auto const& p, auto const& q) {
    return turn_between(p.orientation, q.orientation).value < 1e-7 && norm(p.translation - q.translation) < 1e-7;
  };
  return (same(a[0], b[0]) && same(a[1], b[1])) || (same(a[0], b[1]) && same(a[1], b[0]));
}

/// Half a turn of the rectangle is no other rectangle.
bool has_period_pi(request const& r, pose_function const& pose) {
  auto turned = r;
  turned.g.theta += pi;
  return same_pair(pose(r).wrists, pose(turned).wrists);
}

/// Turning the camera turns the pose: the same fingers, seen by a turned camera, become the pose turned back.
bool turns_with_the_camera(request const& r, pose_function const& pose) {
  auto fixed = r;
  fixed.normal = expected_approach(r);
  auto const before = pose(fixed);
  auto const turn = rotation::about({0.3, -0.5, 0.8}, radians_value<double>(0.15));
  auto turned = fixed;
  turned.normal = turn * *fixed.normal;
  auto const at = [&](double side) {
    auto const tip = fixed.tool.reach * fixed.tool.approach + side * before.opening / 2 * fixed.tool.closing;
    return turn * before.wrists[0](position<frames::tool>{tip});
  };
  auto const a = r.camera.project({at(-1)}), b = r.camera.project({at(1)});
  if (!a || !b) return false;
  turned.g = {(a->x + b->x) / 2, (a->y + b->y) / 2, std::atan2(a->y - b->y, b->x - a->x),
              std::hypot(b->x - a->x, b->y - a->y), r.g.jaw};
  auto const ray = *r.camera.ray({turned.g.x, turned.g.y});
  turned.depth = dot(at(0), *turned.normal) / dot(ray, *turned.normal);
  if (!(turned.depth > 0)) return false;
  auto const after = pose(turned);
  transform<frames::camera, frames::camera> const moved{turn, {}};
  return same_pair(after.wrists, carried(moved, before.wrists)) && std::abs(after.opening - before.opening) < 1e-9;
}

/// A named tool's axes as rows of its orientation at angle 30 degrees, straight ahead.
struct golden {
  tool_convention tool;
  std::array<double, 9> rows;
};
double const cos30 = std::sqrt(0.75);
std::array<golden, 6> const golden_poses{{
    {tool_convention::graspnet, {0, cos30, 0.5, 0, -0.5, cos30, 1, 0, 0}},
    {tool_convention::franka_hand, {-0.5, cos30, 0, -cos30, -0.5, 0, 0, 0, 1}},
    {tool_convention::robotiq_2f85, {-0.5, cos30, 0, -cos30, -0.5, 0, 0, 0, 1}},
    {tool_convention::robotiq_2f140, {cos30, 0.5, 0, -0.5, cos30, 0, 0, 0, 1}},
    {tool_convention::onrobot_rg2, {-0.5, cos30, 0, -cos30, -0.5, 0, 0, 0, 1}},
    {tool_convention::tool0, {cos30, 0.5, 0, -0.5, cos30, 0, 0, 0, 1}},
}};

request straight_ahead(tool_convention tool) {
  return {{640, 480, 500, 500, 320, 240}, {320, 240, pi / 6, 50, 20}, 0.6, tool_frame_of(tool, 0.1)};
}

bool is_golden(pose_function const& pose) {
  return std::ranges::all_of(golden_poses, [&](auto const& each) {
    auto const found = pose(straight_ahead(each.tool));
    auto const& wrist = found.wrists[0];
    return turn_between(wrist.orientation, rotation::from_rows(each.rows)).value < 1e-12 &&
           norm(wrist.translation - vector3{0, 0, 0.5}) < 1e-12 && std::abs(found.opening - 0.06) < 1e-12 &&
           std::abs(found.jaw - 0.024) < 1e-12;
  });
}

/// The laws that a pose function breaks, by name.
std::vector<std::string> broken_laws(pose_function const& pose) {
  std::vector<std::string> broken;
  auto const hold = [&](std::string const& law, auto const& holds) {
    try {
      if (std::ranges::all_of(requests(), holds)) return;
    } catch (error const&) {
    }
    broken.push_back(law);
  };
  hold("projects back", [&](request const& r) { return projects_back(r, pose(r)); });
  hold("approaches the scene", [&](request const& r) { return approaches_the_scene(r, pose(r)); });
  hold("lies on the surface", [&](request const& r) { return lies_on_the_surface(r, pose(r)); });
  hold("has both wrists", [&](request const& r) { return has_both_wrists(r, pose(r)); });
  hold("has period pi", [&](request const& r) { return has_period_pi(r, pose); });
  hold("turns with the camera", [&](request const& r) { return turns_with_the_camera(r, pose); });
  hold("is golden", [&](request const&) { return is_golden(pose); });
  return broken;
}

/// A pose of a changed request.
template <class Change>
pose_function asked(Change change) {
  return [change](request r) {
    change(r);
    return ours(r);
  };
}

/// A changed pose; both wrists are changed alike.
template <class Change>
pose_function answered(Change change) {
  return [change](request const& r) {
    auto pose = ours(r);
    for (auto& wrist : pose.wrists) change(wrist, r);
    return pose;
  };
}

struct fault {
  std::string name;
  pose_function pose;
};

rotation turned_about(vector3 const& axis, double angle) { return rotation::about(axis, radians_value<double>(angle)); }

/// The signs and axes that are got wrong.
std::vector<fault> faults_of_the_request() {
  return {
      {"angle clockwise", asked([](request& r) { r.g.theta = -r.g.theta; })},
      {"angle of the jaw", asked([](request& r) { r.g.theta += pi / 2; })},
      {"angle from the y axis", asked([](request& r) { r.g.theta = pi / 2 - r.g.theta; })},
      {"angle in degrees", asked([](request& r) { r.g.theta *= 180 / pi; })},
      {"row for column", asked([](request& r) { std::swap(r.g.x, r.g.y); })},
      {"y up", asked([](request& r) { r.g.y = r.camera.height - 1 - r.g.y; })},
      {"centre at the corner of a pixel", asked([](request& r) { r.g.x += 0.5, r.g.y += 0.5; })},
      {"opening for jaw", asked([](request& r) { std::swap(r.g.opening, r.g.jaw); })},
      {"half the opening", asked([](request& r) { r.g.opening /= 2; })},
      {"fx for fy", asked([](request& r) { std::swap(r.camera.fx, r.camera.fy); })},
      {"cx for cy", asked([](request& r) { std::swap(r.camera.cx, r.camera.cy); })},
      {"optical axis amid the image", asked([](request& r) { r.camera.cx = 319.5, r.camera.cy = 239.5; })},
      {"no distortion", asked([](request& r) { r.camera.distortion.clear(); })},
      {"distortion the other way", asked([](request& r) {
         for (auto& each : r.camera.distortion) each = -each;
       })},
      {"depth as range", asked([](request& r) {
         r.depth /= norm(*r.camera.ray({r.g.x, r.g.y}));
       })},
      {"depth in millimetres", asked([](request& r) { r.depth *= 1000; })},
      {"normal left out", asked([](request& r) { r.normal.reset(); })},
      {"camera's z as approach", asked([](request& r) {
         r.normal = vector3{0, 0, 1};
       })},
      {"closing x for y", asked([](request& r) { r.tool.closing = cross(r.tool.closing, r.tool.approach); })},
      {"no reach", asked([](request& r) { r.tool.reach = 0; })},
      {"reach backwards", asked([](request& r) { r.tool.reach = -r.tool.reach; })},
      {"every tool a GraspNet",
       asked([](request& r) { r.tool = tool_frame_of(tool_convention::graspnet, r.tool.reach); })},
      {"every tool a 2F-85",
       asked([](request& r) { r.tool = tool_frame_of(tool_convention::robotiq_2f85, r.tool.reach); })},
  };
}

std::vector<fault> faults_of_the_answer() {
  return {
      {"orientation transposed",
       answered([](camera_pose& p, request const&) { p.orientation = p.orientation.inverse(); })},
      {"transform inverted", answered([](camera_pose& p, request const&) {
         auto const back = p.inverse();
         p = {back.orientation, back.translation};
       })},
      {"approach backwards", answered([](camera_pose& p, request const& r) {
         p.orientation = p.orientation * turned_about(r.tool.closing, pi);
       })},
      {"quarter turn about the approach", answered([](camera_pose& p, request const& r) {
         p.orientation = p.orientation * turned_about(r.tool.approach, pi / 2);
       })},
      {"45 degrees of the flange", answered([](camera_pose& p, request const& r) {
         p.orientation = p.orientation * turned_about(r.tool.approach, pi / 4);
       })},
      {"OpenGL's camera, y up and z backwards", answered([](camera_pose& p, request const&) {
         transform<frames::camera, frames::camera> const flip{rotation::from_rows({1, 0, 0, 0, -1, 0, 0, 0, -1}), {}};
         p = flip * p;
       })},
      {"ROS's body frame, x forward", answered([](camera_pose& p, request const&) {
         transform<frames::camera, frames::camera> const body{rotation::from_rows({0, 0, 1, -1, 0, 0, 0, -1, 0}), {}};
         p = body * p;
       })},
      {"x, y, z, w read as w, x, y, z", answered([](camera_pose& p, request const&) {
         p.orientation = rotation_of(quaternion::from_wxyz(quaternion_of(p.orientation).xyzw()));
       })},
      {"orientation conjugated", answered([](camera_pose& p, request const&) {
         auto const q = quaternion_of(p.orientation);
         p.orientation = rotation_of({q.w, -q.x, -q.y, -q.z});
       })},
      {"position negated", answered([](camera_pose& p, request const&) { p.translation = -p.translation; })},
      {"position in millimetres",
       answered([](camera_pose& p, request const&) { p.translation = 1000 * p.translation; })},
      {"x and y of the position exchanged",
       answered([](camera_pose& p, request const&) { std::swap(p.translation.x, p.translation.y); })},
      {"one wrist twice",
       [](request const& r) {
         auto pose = ours(r);
         pose.wrists[1] = pose.wrists[0];
         return pose;
       }},
      {"angle turned as a vector, half of it",
       [](request r) {
         r.g.theta = axial_wrap(r.g.theta) / 2;
         return ours(r);
       }},
  };
}

}  // namespace

TEST_CASE("grasp pose: its laws hold") { CHECK(broken_laws(ours).empty()); }

TEST_CASE("grasp pose: every planted error of sign or axis breaks a law") {
  auto faults = faults_of_the_request();
  for (auto& each : faults_of_the_answer()) faults.push_back(each);
  CHECK(faults.size() == 37);
  for (auto const& [name, pose] : faults) {
    CAPTURE(name);
    CHECK_FALSE(broken_laws(pose).empty());
  }
}

TEST_CASE("grasp pose: golden poses of six tool frames") {
  for (auto const& [tool, rows] : golden_poses) {
    auto const pose = ours(straight_ahead(tool));
    CAPTURE(std::string(name_of(tool)));
    auto const got = pose.wrists[0].orientation.rows();
    for (std::size_t i = 0; i < 9; ++i) CHECK(got[i] == Approx(rows[i]).margin(1e-12));
    CHECK(norm(pose.wrists[0].translation - vector3{0, 0, 0.5}) < 1e-12);  // the reach nearer than the surface
  }
  CHECK(is_golden(ours));
}

TEST_CASE("grasp pose: the wrist of the least turn") {
  auto const pose = ours(straight_ahead(tool_convention::robotiq_2f85));
  for (std::size_t i = 0; i < 2; ++i) {
    auto current = pose.wrists[i];
    current.orientation = turned_about({0, 0, 1}, 0.4) * current.orientation;
    CHECK(least_turn(pose.wrists, current) == pose.wrists[i]);
  }
  // In the robot's frame as well.
  transform<frames::camera, frames::base> const camera{rotation::from_rows({1, 0, 0, 0, -1, 0, 0, 0, -1}),
                                                       {0.4, 0, 0.7}};
  auto const in_base = carried(camera, pose.wrists);
  CHECK(least_turn(in_base, in_base[1]) == in_base[1]);
  CHECK(norm(in_base[0].orientation * vector3{0, 0, 1} - vector3{0, 0, -1}) < 1e-12);
}

TEST_CASE("grasp pose: never one without a depth, nor of what is no grasp") {
  auto const id = [](auto const& change) {
    auto r = straight_ahead(tool_convention::tool0);
    change(r);
    return error_of([&] { (void)ours(r); }).id;
  };
  CHECK(id([](request&) {}).empty());
  for (double const depth : {0.0, -0.6, double(NAN), double(INFINITY)})
    CHECK(id([&](request& r) { r.depth = depth; }) == "geometry.grasp_pose.depth");
  CHECK(id([](request& r) { r.g.theta = NAN; }) == "geometry.grasp_pose.grasp");
  CHECK(id([](request& r) { r.g.opening = 0; }) == "geometry.grasp_pose.grasp");
  CHECK(id([](request& r) { r.g.jaw = -1; }) == "geometry.grasp_pose.grasp");
  CHECK(id([](request& r) { r.normal = vector3{1, 0, 0.01}; }) == "geometry.grasp_pose.normal");
  CHECK(id([](request& r) { r.normal = vector3{0, 0, 0}; }) == "geometry.grasp_pose.normal");
  CHECK(id([](request& r) { r.camera.fx = 0; }) == "option.camera");
  CHECK(id([](request& r) { r.tool.closing = {0, 0, 1}; }) == "geometry.tool.axes");
  CHECK(id([](request& r) { r.camera.distortion = {-1, 0, 0, 0}, r.g.x = 600; }) == "geometry.grasp_pose.pixel");
}

TEST_CASE("projected grasp: nothing for a gripper behind the camera") {
  auto const r = straight_ahead(tool_convention::tool0);
  CHECK_FALSE(projected_grasp(r.camera, {{}, {0, 0, -1}}, 0.05, 0.02, r.tool));
  auto const pose = ours(r);
  auto const back = projected_grasp(r.camera, pose.wrists[1], pose.opening, pose.jaw, r.tool);
  REQUIRE(back);
  CHECK(back->x == Approx(r.g.x));
  CHECK(back->theta == Approx(r.g.theta));
  CHECK(back->opening == Approx(r.g.opening));
  CHECK(back->jaw == Approx(r.g.jaw));
}
