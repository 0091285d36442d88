"""Peaks of heatmaps; heads that vote."""

import numpy
import pytest

import suregrasp


def test_peaks_are_the_middles_of_disks(refused):
    rows, columns = numpy.indices((48, 64))
    heat = numpy.zeros((48, 64), dtype="float32")
    for x, y, height in ((20, 10, 1), (40, 30, 0.5)):
        heat[(columns - x) ** 2 + (rows - y) ** 2 <= 9] = height
    at, found = suregrasp.find_peaks(heat, threshold=0.4)
    assert at.tolist() == [[20, 10], [40, 30]] and found.tolist() == [1, 0.5] and at.dtype == numpy.int64
    assert suregrasp.find_peaks(heat.astype("float64"), threshold=0.6)[0].tolist() == [[20, 10]]
    assert len(suregrasp.find_peaks(heat, threshold=0.4, max_count=1)[0]) == 1
    refused("array.shape", lambda: suregrasp.find_peaks(heat[0].copy()), "heat: expected shape [H, W], got [64]")
    refused("option.peaks", lambda: suregrasp.find_peaks(heat, radius=-1))


def test_encoding_comes_back(some_grasps, refused):
    grasps = some_grasps(40)
    for angle, columns in (("double_angle", 4), ("raw", 3)):
        code = suregrasp.PoseEncoding.fitted(grasps, angle)
        rows = code.encode(grasps)
        assert rows.shape == (40, columns) and code.columns == columns
        assert rows[:, -1].mean() == pytest.approx(0) and rows[:, -1].std() == pytest.approx(1)
        assert code.decode(rows, grasps[:, :2].copy()) == pytest.approx(grasps)
        assert code.decode(rows.astype("float32"), grasps[:, :2].copy()) == pytest.approx(grasps, abs=1e-3)
    refused("option.angle", lambda: suregrasp.PoseEncoding("degrees"), "'degrees'")
    refused("option.encoding", lambda: suregrasp.PoseEncoding(jaw=(0, 0)))
    refused("array.shape", lambda: code.decode(rows, grasps[:3, :2].copy()), "centres")


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_heads_that_agree_are_certain(refused, dtype):
    code = suregrasp.PoseEncoding(opening=(4, 1), jaw=(3, 1))
    at = numpy.array([[0, 0, theta, 50, 20] for theta in (1.55, -1.56, 1.57, -1.55)])
    heads = [code.encode(row[None]).astype(dtype) for row in at]
    mean, variance, uncertainty = suregrasp.fuse(heads, code)
    assert mean.dtype == variance.dtype == uncertainty.dtype == dtype
    assert mean.shape == (1, 4) and variance.shape == (1, 3) and uncertainty.shape == (1,)
    assert abs(code.decode(mean, numpy.zeros((1, 2)))[0, 2]) > 1.55  # an axis, not the mean of the numbers
    spread = suregrasp.axial_mean(at[:, 2].copy()).variance
    assert variance[0, 0] == pytest.approx(spread, rel=1e-2)
    assert uncertainty[0] == pytest.approx(variance[0, 0] / 0.3**2, rel=1e-5)
    assert suregrasp.fuse(heads, code, scale=(0.6, 1, 1))[2] == pytest.approx(uncertainty / 4)
    refused("fusion.no_heads", lambda: suregrasp.fuse([], code))
    refused("fusion.literal", lambda: suregrasp.fuse(heads, code, literal=True))
    refused("option.scale", lambda: suregrasp.fuse(heads, code, scale=(0, 1, 1)))
    refused("array.shape", lambda: suregrasp.fuse([heads[0], heads[1][:, :3].copy()], code), "heads[1]", "[M, 4]")


def test_eq_8_and_9_as_printed():
    code = suregrasp.PoseEncoding("raw", opening=(4, 0.5), jaw=(3, 0.5))
    heads = [code.encode(numpy.array([[0, 0, theta, opening, 20]])) for theta, opening in ((0.1, 40), (0.3, 60))]
    mean, variance, uncertainty = suregrasp.fuse(heads, code, literal=True)
    assert code.decode(mean, numpy.zeros((1, 2)))[0, 2:] == pytest.approx([0.2, 50, 20])
    assert variance[0] == pytest.approx([0.01, 100, 0], abs=1e-9) and uncertainty[0] == pytest.approx(100.01)


def test_lengths_of_angle_vectors():
    code = suregrasp.PoseEncoding()
    heads = [numpy.array([[1.0, 0, 0, 0]]), numpy.array([[0, 0.5, 0, 0]])]

    def angle(**options):
        return suregrasp.fuse(heads, code, **options)[0][0, :2]

    assert angle(unit_angle=False) == pytest.approx([0.5, 0.25])
    assert angle(unit_angle=False, unit_heads=True) == pytest.approx([0.5, 0.5])
    assert angle() == pytest.approx(numpy.array([2, 1]) / 5**0.5)


def test_each_component_has_its_scale():
    code = suregrasp.PoseEncoding("raw")
    heads = [numpy.array([[0.0, 0, 0]]), numpy.array([[0.2, 2, 4]])]  # variances 0.01, 1, 4
    assert suregrasp.fuse(heads, code, scale=(0.1, 2, 4))[2][0] == pytest.approx(1 + 1 / 4 + 4 / 16)
