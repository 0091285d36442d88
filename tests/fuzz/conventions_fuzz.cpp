#include <limits>
#include <numbers>
#include <suregrasp/geometry.hpp>

#include "fuzz.hpp"
#include "number_bits.hpp"

// Grasps whose fields are any bits in the conventions of other projects, and back.
namespace {

using namespace suregrasp;
using namespace suregrasp_tests;

/// Position and sizes come back to the bit, the axis but for rounding; an axis that is none stays none.
template <class T>
void require_back(grasp<T> const& g, grasp<T> const& back) {
  require(same(back.x, g.x) && same(back.y, g.y) && same(back.opening, g.opening) && same(back.jaw, g.jaw));
  if (!std::isfinite(g.theta)) return require(std::isnan(back.theta));
  T const rounding = 16 * std::numeric_limits<T>::epsilon() * (1 + std::abs(g.theta));
  require(axial_distance(back.theta, axial_wrap(g.theta)) <= rounding);
}

/// Above `low` or at least that, and the other way round for `high`; an angle that is none stays none.
template <class T>
void require_range(grasp<T> const& g, T angle, T low, T high, bool with_low) {
  if (!std::isfinite(g.theta)) return require(std::isnan(angle));
  require(with_low ? angle >= low && angle < high : angle > low && angle <= high);
}

template <class T>
void try_rows(grasp<T> const& g) {
  constexpr T quarter = std::numbers::pi_v<T> / 2;
  auto const jacquard = to_jacquard(g);
  require_range<T>(g, jacquard.theta_degrees, -90, 90, false);
  require_back(g, from_jacquard(jacquard));
  auto const ggcnn = to_ggcnn(g);
  require_range(g, ggcnn.angle, -quarter, quarter, true);
  require_back(g, from_ggcnn(ggcnn));
  require_back(g, from_paper(to_paper(g)));
}

template <class T>
void try_boxes(grasp<T> const& g) {
  constexpr T quarter = std::numbers::pi_v<T> / 2;
  auto const detectron2 = to_detectron2(g);
  require_range<T>(g, detectron2.angle.value, -90, 90, true);
  require_back(g, from_detectron2(detectron2));
  require_back(g, from_torchvision(to_torchvision(g)));
  for (auto const way : {turning::clockwise, turning::counter_clockwise}) {
    auto const mmcv = to_mmcv(g, way);
    require_range(g, mmcv.angle.value, -quarter, quarter, way == turning::counter_clockwise);
    require_back(g, from_mmcv(mmcv, way));
  }
  auto const opencv = to_opencv(g);
  require_range<T>(g, opencv.angle.value, -90, 90, false);
  require_back(g, from_opencv(opencv));
  for (auto const version : {opencv_angles::before_4_5_1, opencv_angles::since_4_5_1}) {
    bool const old = version == opencv_angles::before_4_5_1;
    auto const normal = to_opencv(g, version);
    require_range<T>(g, normal.rectangle.angle.value, old ? -90 : 0, old ? 0 : 90, old);
    require_back(g, from_opencv(normal.rectangle, normal.opening));
  }
}

template <mmrotate_angles Angles, class T>
void try_mmrotate(grasp<T> const& g, T low, bool with_low) {
  constexpr T pi = std::numbers::pi_v<T>;
  auto const box = to_mmrotate<Angles>(g);
  require_range(g, box.angle.value, low,
                Angles == mmrotate_angles::oc ? pi / 2
                : low == -pi / 2              ? pi / 2
                                              : 3 * pi / 4,
                with_low);
  if (!std::isnan(g.opening) && !std::isnan(g.jaw) && g.opening != g.jaw)
    require_back(g, from_mmrotate(box, long_side_of(g)));
}

template <class T>
void try_corners(grasp<T> const& g) {
  for (auto const order : {corner_order::clockwise, corner_order::counter_clockwise}) {
    auto const corners = to_cornell_corners(g, order);
    grasp<T> back;
    bool const none = refused([&] { back = from_cornell_corners(corners); });
    require(none || is_finite(back));
    constexpr T most = 10000;
    if (!within(g, most) || !(g.opening >= 1 && g.jaw >= 1) || std::abs(g.theta) > 100) continue;
    require(!none && order_of(corners) == order);
    T const rounding = 64 * std::numeric_limits<T>::epsilon() * most;
    require(std::abs(back.x - g.x) <= rounding && std::abs(back.y - g.y) <= rounding);
    require(std::abs(back.opening - g.opening) <= rounding && std::abs(back.jaw - g.jaw) <= rounding);
    require(axial_distance(back.theta, g.theta) <= 2 * rounding / g.opening + rounding / 100);
  }
}

template <class T>
void try_planners(grasp<T> const& g, camera_scale<T> const& camera) {
  auto const row = to_graspnet(g, T(0), 0);
  require(same(row.center_x, g.x) && same(row.height, g.jaw));
  (void)from_graspnet(row);
  if (refused([&] { require_valid(camera); })) return;
  auto const planned = to_gqcnn(g, camera);
  auto const back = from_gqcnn(planned, camera.fx, camera.fy, g.jaw);
  T const least = std::min({camera.fx, camera.fy, camera.depth}), most = std::max({camera.fx, camera.fy, camera.depth});
  if (within(g, 1000) && std::abs(g.theta) <= 100 && least > T(0.001) && most < 10000 && g.opening > T(1e-9))
    require(std::abs(back.opening - g.opening) <= g.opening / 1000);
}

template <class T>
void try_all(std::string_view bytes) {
  number_bits bits(bytes);
  while (!bits.empty()) {
    auto const g = bits.grasps<T>(1).front();
    constexpr T pi = std::numbers::pi_v<T>;
    try_rows(g);
    try_boxes(g);
    try_mmrotate<mmrotate_angles::le90>(g, -pi / 2, true);
    try_mmrotate<mmrotate_angles::le135>(g, -pi / 4, true);
    try_mmrotate<mmrotate_angles::oc>(g, T(0), false);
    try_corners(g);
    try_planners(g, {bits.next<T>(), bits.next<T>(), bits.next<T>()});
  }
}

}  // namespace

void suregrasp_tests::read(std::string_view bytes) {
  try_all<double>(bytes);
  try_all<float>(bytes);
}
