"""Overlap against exact values, suppression and angles."""

import numpy
import pytest

import suregrasp
from exact_pairs import exact_pairs


@pytest.mark.parametrize("pair", exact_pairs, ids=lambda pair: pair.name)
@pytest.mark.parametrize("dtype, error", [("float64", 2e-10), ("float32", 2e-5)])
def test_exact_values(pair, dtype, error):
    a, b = (numpy.array([each], dtype=dtype) for each in pair.grasps())
    found = suregrasp.iou_pairs(a, b)
    assert found.dtype == dtype and found.shape == (1,)
    assert found[0] == pytest.approx(pair.iou, abs=max(error, pair.slack(dtype)))
    assert found[0] == suregrasp.iou_pairs(b, a)[0] == suregrasp.iou_matrix(a, b)[0, 0]
    assert 0 <= found[0] <= 1


def test_matrix_is_the_pairs_for_any_number_of_threads(some_grasps):
    a, b = some_grasps(70), some_grasps(90, seed=2)
    matrix = suregrasp.iou_matrix(a, b)
    assert matrix.shape == (70, 90) and 0.001 < matrix.mean() < 0.5
    assert (matrix == suregrasp.iou_matrix(a, b, threads=3)).all()
    rows, columns = numpy.indices(matrix.shape)
    pairs = suregrasp.iou_pairs(a[rows.ravel()], b[columns.ravel()], threads=2)
    assert (matrix.ravel() == pairs).all()
    assert (numpy.diag(suregrasp.iou_matrix(a, a)) == 1).all()


def test_suppression_keeps_the_best_of_what_repeats():
    rows = numpy.array([[50, 50, 0, 40, 20], [51, 50, 0.1, 40, 20], [50, 50, 1.5, 40, 20], [200, 50, 0, 40, 20.0]])
    scores = numpy.array([0.5, 0.9, 0.7, 0.1])
    kept = suregrasp.rotated_suppression(rows, scores)
    assert kept.dtype == numpy.int64 and kept.tolist() == [1, 2, 3]  # across it is another grasp
    assert suregrasp.rotated_suppression(rows, scores, iou=0.3, angle=numpy.pi / 2).tolist() == [1, 3]
    assert suregrasp.rotated_suppression(rows, scores, limit=1).tolist() == [1]


def test_suppression_refuses_scores_that_do_not_rank(refused):
    rows = numpy.ones((2, 5))
    refused("geometry.score_not_a_number", lambda: suregrasp.rotated_suppression(rows, numpy.array([1, numpy.nan])))
    refused("array.shape", lambda: suregrasp.rotated_suppression(rows, numpy.ones(3)), "scores", "got [3]")


def test_axes_have_period_pi(refused):
    near_the_wrap = numpy.radians([89.0, -89.0])
    mean = suregrasp.axial_mean(near_the_wrap)
    assert abs(mean.direction) == pytest.approx(numpy.pi / 2)
    assert numpy.degrees(numpy.sqrt(mean.variance)) == pytest.approx(1)
    assert mean.resultant == pytest.approx(numpy.cos(numpy.radians(2)))
    assert suregrasp.axial_mean(near_the_wrap, numpy.array([1.0, 0])).direction == pytest.approx(near_the_wrap[0])
    distance = suregrasp.axial_distance(near_the_wrap[:1], near_the_wrap[1:])
    assert numpy.degrees(distance) == pytest.approx([2])
    assert suregrasp.axial_wrap(numpy.array([numpy.pi, numpy.pi / 2, 0.3])) == pytest.approx([0, -numpy.pi / 2, 0.3])
    refused("geometry.axial_mean", lambda: suregrasp.axial_mean(numpy.zeros(0)))
    refused("shape.axial_mean", lambda: suregrasp.axial_mean(near_the_wrap, numpy.ones(3)), "expected one an angle, 2")
