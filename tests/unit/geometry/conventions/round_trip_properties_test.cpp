#include <algorithm>
#include <cmath>
#include <suregrasp/geometry/conventions/cornell_corners.hpp>
#include <suregrasp/geometry/conventions/grasp_planners.hpp>
#include <suregrasp/geometry/conventions/grasp_rows.hpp>
#include <suregrasp/geometry/conventions/mmrotate_box.hpp>
#include <suregrasp/geometry/conventions/opencv_rectangle.hpp>
#include <suregrasp/geometry/conventions/rotated_boxes.hpp>

#include "unit/geometry/grasp_generators.hpp"
#include "unit/geometry/same_grasp.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;
using box = grasp<double>;

namespace {

/// Squares and squares but for a rounding among them: there rules that go by the longer side turn over.
auto const any_grasp = [](choices& from) {
  auto g = grasps{.spread = 1000, .least = 1e-3, .largest = 2000}(from);
  std::size_t const kind = from.below(4);
  if (kind == 0) g.jaw = g.opening;
  if (kind == 1) g.jaw = std::nextafter(g.opening, from.chance(0.5) ? 0 : 1e9);
  return g;
};

template <class There, class Back>
void comes_back(std::string const& name, There const& there, Back const& back, double most = 1e-11) {
  for_all(name, any_grasp, [&](box const& g) { return random_grasps::difference(back(there(g), g), g) < most; });
}

template <mmrotate_angles Angles>
void comes_back_from_mmrotate(std::string const& name, double low, double high) {
  for_all(name, any_grasp, [&](box const& g) {
    auto const b = to_mmrotate<Angles>(g);
    auto const back = from_mmrotate(b, long_side_of(g));
    bool const square = Angles == mmrotate_angles::oc && g.opening == g.jaw;  // its sides cannot be told apart
    if (!(random_grasps::difference(back, g) < 1e-11 || (square && random_grasps::difference(back, across(g)) < 1e-11)))
      return false;
    double const angle = b.angle.value;
    return Angles == mmrotate_angles::oc ? angle > low && angle <= high : angle >= low && angle < high && b.w >= b.h;
  });
}

}  // namespace

TEST_CASE("conventions: upright, level and square grasps come back, too") {
  double const pi = std::acos(-1.0);
  comes_back_from_mmrotate<mmrotate_angles::le90>("le90", -pi / 2, pi / 2);
  comes_back_from_mmrotate<mmrotate_angles::le135>("le135", -pi / 4, 3 * pi / 4);
  comes_back_from_mmrotate<mmrotate_angles::oc>("oc", 0, pi / 2);
  for (auto const version : {opencv_angles::before_4_5_1, opencv_angles::since_4_5_1})
    comes_back(
        "OpenCV", [&](box const& g) { return to_opencv(g, version); },
        [](auto const& r, box const&) { return from_opencv(r.rectangle, r.opening); });
  for_all("range of OpenCV", any_grasp, [](box const& g) {
    double const once = to_opencv(g, opencv_angles::before_4_5_1).rectangle.angle.value;
    double const now = to_opencv(g, opencv_angles::since_4_5_1).rectangle.angle.value;
    return once >= -90 && once < 0 && now > 0 && now <= 90;
  });
  comes_back(
      "Detectron2", [](box const& g) { return to_detectron2(g); },
      [](auto const& b, box const&) { return from_detectron2(b); });
  comes_back(
      "torchvision", [](box const& g) { return to_torchvision(g); },
      [](auto const& b, box const&) { return from_torchvision(b); });
  for (auto const sense : {turning::clockwise, turning::counter_clockwise})
    comes_back(
        "MMCV", [&](box const& g) { return to_mmcv(g, sense); },
        [&](auto const& b, box const&) { return from_mmcv(b, sense); });
  comes_back(
      "Jacquard", [](box const& g) { return to_jacquard(g); },
      [](auto const& b, box const&) { return from_jacquard(b); });
  comes_back(
      "GG-CNN", [](box const& g) { return to_ggcnn(g); }, [](auto const& b, box const&) { return from_ggcnn(b); });
  comes_back(
      "the paper", [](box const& g) { return to_paper(g); }, [](auto const& b, box const&) { return from_paper(b); });
}

TEST_CASE("conventions: corners come back in both orders, as far as the smaller side is more than rounding") {
  for (auto const order : {corner_order::clockwise, corner_order::counter_clockwise})
    for_all("corners", grasps{.spread = 1000, .least = 0.1, .largest = 2000}, [&](box const& g) {
      auto const p = to_cornell_corners(g, order);
      return order_of(p) == order && random_grasps::difference(from_cornell_corners(p), g) < 1e-10;
    });
}
