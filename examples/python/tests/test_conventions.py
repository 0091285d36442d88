"""Each named converter, on exact values, and there and back."""

import numpy
import pytest

import suregrasp

sixty = numpy.array([[10, 20, numpy.pi / 3, 40, 15]])  # 60 degrees, counter-clockwise as seen

foreign = {
    "jacquard": [10, 20, -60, 40, 15],
    "ggcnn": [20, 10, numpy.pi / 3, 40, 15],
    "paper": [10, 20, numpy.pi / 3, 15, 40],
    "detectron2": [10, 20, 40, 15, 60],
    "torchvision": [10, 20, 40, 15, 60],
    "mmcv": [10, 20, 40, 15, -numpy.pi / 3],
    "opencv": [10, 20, 40, 15, -60],
}


@pytest.mark.parametrize("name", foreign)
@pytest.mark.parametrize("dtype, error", [("float64", 1e-12), ("float32", 1e-5)])
def test_rows(some_grasps, refused, name, dtype, error):
    to, back = getattr(suregrasp, "to_" + name), getattr(suregrasp, "from_" + name)
    assert to(sixty.astype(dtype))[0] == pytest.approx(foreign[name], abs=10 * error)
    grasps = some_grasps(40, dtype)
    there = to(grasps)
    assert there.dtype == dtype
    assert back(there) == pytest.approx(grasps, abs=100 * error)
    refused("geometry.not_finite", lambda: back(numpy.full((1, 5), numpy.inf)), "[0]", "inf")
    refused("array.shape", lambda: back(numpy.ones((1, 4))), "[N, 5]", "[1, 4]")


def test_jacquards_own_row():
    row = numpy.array([[583.90408, 479.20119, -66.2885, 135.0, 26.1855]])
    grasp = suregrasp.from_jacquard(row)
    assert numpy.degrees(grasp[0, 2]) == pytest.approx(66.2885)
    corners = [[544.773, 535.738], [599.060, 412.134], [623.035, 422.664], [568.748, 546.268]]
    assert suregrasp.to_cornell_corners(grasp)[0] == pytest.approx(numpy.array(corners), abs=1e-3)


def test_cornells_corners(some_grasps, refused):
    first = [[253, 319.7], [309, 324], [307, 350], [251, 345.7]]
    assert suregrasp.from_cornell_corners(numpy.array([first]))[0] == pytest.approx(
        [280, 334.85, numpy.radians(-4.391), 56.165, 26.077], abs=1e-3)
    grasps = some_grasps(30)
    for clockwise in (True, False):
        corners = suregrasp.to_cornell_corners(grasps, clockwise=clockwise)
        assert corners.shape == (30, 4, 2)
        assert suregrasp.from_cornell_corners(corners) == pytest.approx(grasps, abs=1e-9)
    refused("geometry.not_finite", lambda: suregrasp.from_cornell_corners(numpy.full((1, 4, 2), numpy.nan)))


def test_mmcv_turns_either_way():
    assert suregrasp.to_mmcv(sixty, clockwise=False)[0, 4] == pytest.approx(numpy.pi / 3)
    assert suregrasp.from_mmcv(numpy.array([[1, 2, 3, 4, 0.5]]), clockwise=False)[0, 2] == 0.5


def test_opencv_forgets_the_opening_unless_told(some_grasps, refused):
    grasps = some_grasps(40)
    for version, low, high in (("since_4_5_1", 0, 90), ("before_4_5_1", -90, 0)):
        rectangles, opening_is_width = suregrasp.to_opencv(grasps, version)
        assert (rectangles[:, 4] >= low).all() and (rectangles[:, 4] <= high).all() and opening_is_width.dtype == bool
        for rectangle, is_width, grasp in zip(rectangles, opening_is_width, grasps):
            back = suregrasp.from_opencv(rectangle[None], "width" if is_width else "height")
            assert suregrasp.iou_pairs(back, grasp[None]) == pytest.approx([1])
            assert back[0, 3] == pytest.approx(grasp[3])
    refused("option.version", lambda: suregrasp.to_opencv(grasps, "4.6"), "since_4_5_1", "4.6")
    refused("option.opening", lambda: suregrasp.from_opencv(grasps, "w"))


@pytest.mark.parametrize("angles", ["le90", "le135", "oc"])
def test_mmrotate_comes_back_with_its_hint(some_grasps, refused, angles):
    grasps = some_grasps(40)
    boxes, opening_is_long = suregrasp.to_mmrotate(grasps, angles)
    if angles != "oc":
        assert (boxes[:, 2] >= boxes[:, 3]).all()
    assert suregrasp.from_mmrotate(boxes, opening_is_long, angles) == pytest.approx(grasps, abs=1e-9)
    refused("shape.long_side", lambda: suregrasp.from_mmrotate(boxes, opening_is_long[:3], angles), "40", "3")
    refused("option.angles", lambda: suregrasp.to_mmrotate(grasps, "le180"), "le180")


def test_planners(some_grasps, refused):
    grasps = some_grasps(40)
    rows = suregrasp.to_graspnet(grasps, numpy.linspace(0, 1, 40), object_id=7)
    assert rows.shape == (40, 7) and (rows[:, 6] == 7).all() and rows[-1, 5] == 1
    assert suregrasp.from_graspnet(rows) == pytest.approx(grasps, abs=1e-9)
    metres = suregrasp.to_gqcnn(sixty, fx=500, fy=500, depth=0.5)
    assert metres[0] == pytest.approx([10, 20, -numpy.pi / 3, 0.5, 0.04])
    assert suregrasp.from_gqcnn(metres, fx=500, fy=500, jaw=15) == pytest.approx(sixty)
    refused("option.camera", lambda: suregrasp.to_gqcnn(sixty, fx=0, fy=500, depth=0.5))
    refused("shape.scores", lambda: suregrasp.to_graspnet(grasps, numpy.ones(3)))
