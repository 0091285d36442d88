#include <catch2/catch.hpp>
#include <suregrasp/geometry/conventions/rotated_boxes.hpp>
#include <suregrasp/geometry/iou.hpp>

#include "unit/geometry/same_grasp.hpp"

using namespace suregrasp;
using namespace random_grasps;
using degree = degrees_value<double>;
using radian = radians_value<double>;

TEST_CASE("rotated boxes: a labelled rectangle of the Cornell data in each") {
  CHECK(difference(from_detectron2<double>({280, 334.85, 56.164846, 26.076810, degree(-4.39098)}), cornell_0100) <
        1e-6);
  CHECK(difference(from_torchvision<double>({280, 334.85, 56.164846, 26.076810, degree(-4.39098)}), cornell_0100) <
        1e-6);
  CHECK(difference(from_mmcv<double>({280, 334.85, 56.164846, 26.076810, radian(0.07663709)}), cornell_0100) < 1e-6);
  CHECK(to_detectron2(cornell_0100).angle.value == Approx(-4.391).margin(5e-4));
  CHECK(to_torchvision(cornell_0100).r.value == Approx(-4.391).margin(5e-4));
  CHECK(to_mmcv(cornell_0100).angle.value == 0.07663709);
  CHECK(to_mmcv(cornell_0100, turning::counter_clockwise).angle.value == -0.07663709);
}

TEST_CASE("rotated boxes: overlaps known exactly tell the signs of the angles") {
  detectron2_box<double> const a{160, 153, 230, 23, degree(-37)}, b{190, 127, 80, 21, degree(-46)};
  CHECK(iou(from_detectron2(a), from_detectron2(b)) == 0);
  auto const clockwise = [](detectron2_box<double> const& d) {
    return from_mmcv<double>({d.cx, d.cy, d.w, d.h, radian(d.angle)});
  };
  CHECK(iou(clockwise(a), clockwise(b)) == Approx(0.2654928967).epsilon(1e-9));
  mmcv_box<double> const c{448.52609097732812, 124.98178227897677, 145.25181333605736, 63.494786974971618,
                           radian(-0.19499687921395126)};
  mmcv_box<double> const d{427.18956122453926, 125.06959525139317, 148.76377325834753, 23.003150365173294,
                           radian(0.099600813151932588)};
  CHECK(iou(from_mmcv(c), from_mmcv(d)) == Approx(0.304726871235).epsilon(1e-10));
}

TEST_CASE("rotated boxes: there and back") {
  auto const exact = 1e-12;
  CHECK(worst_round_trip([](auto const& g) { return to_detectron2(g); },
                         [](auto const& box, auto const&) { return from_detectron2(box); }) < exact);
  CHECK(worst_round_trip([](auto const& g) { return to_torchvision(g); },
                         [](auto const& box, auto const&) { return from_torchvision(box); }) < exact);
  for (auto const sense : {turning::clockwise, turning::counter_clockwise})
    CHECK(worst_round_trip([&](auto const& g) { return to_mmcv(g, sense); },
                           [&](auto const& box, auto const&) { return from_mmcv(box, sense); }) < exact);
}
