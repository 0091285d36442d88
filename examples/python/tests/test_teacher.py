"""A moving average in place; filters."""

import numpy
import pytest

import suregrasp


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("threads", [1, 3])
def test_average_in_place(dtype, threads):
    draw = numpy.random.default_rng(3)
    teacher = [draw.normal(size=(70000,)).astype(dtype), draw.normal(size=(3, 4)).astype(dtype), numpy.zeros(0, dtype)]
    student = [draw.normal(size=each.shape).astype(dtype) for each in teacher]
    before = [each.copy() for each in teacher]
    at = [each.ctypes.data for each in teacher]
    suregrasp.ema_update(teacher, student, 0.9, threads=threads)
    for t, s, was in zip(teacher, student, before):
        assert t == pytest.approx(0.9 * was + 0.1 * s, rel=1e-5, abs=1e-6)
    assert at == [each.ctypes.data for each in teacher]
    suregrasp.ema_update(teacher, student, 1, threads=threads)
    suregrasp.ema_update(teacher, student, 0, threads=threads)
    assert all((t == s).all() for t, s in zip(teacher, student))


def test_counters_are_copied_and_what_comes_twice_moves_once():
    shared, count = numpy.zeros(4), numpy.array(3)
    to, new_count = numpy.ones(4), numpy.array(9)
    suregrasp.ema_update([shared, count, shared], [to, new_count, to], 0.75)
    assert shared.tolist() == [0.25] * 4 and count == 9


def test_nothing_moves_where_something_is_refused(refused):
    teacher, student = [numpy.zeros(4), numpy.zeros(4)], [numpy.ones(4), numpy.ones(4)]

    def refuse(id, t, s, *words, alpha=0.5):
        refused(id, lambda: suregrasp.ema_update([teacher[0], *t], [student[0], *s], alpha), *words)
        assert (teacher[0] == 0).all()

    frozen = numpy.zeros(4)
    frozen.flags.writeable = False
    refuse("array.read_only", [frozen], student[1:], "teacher[1]", "read-only")
    refuse("array.shape", teacher[1:], [numpy.ones(5)], "student[1]: expected the shape of teacher[1], [4], got [5]")
    refuse("array.dtype", teacher[1:], [numpy.ones(4, "float32")], "student[1]", "float64", "float32")
    refuse("array.dtype", [numpy.zeros(4, "float16")], [numpy.ones(4, "float16")], "teacher[1]", "float16")
    refuse("array.layout", [numpy.zeros(8)[::2]], student[1:], "teacher[1]")
    refuse("model.structure", [], student[1:], "1", "2")
    refuse("model.tied", [teacher[0]], student[1:], "teacher[0] and teacher[1]")
    refuse("model.overlap", [teacher[0][1:]], [student[1][1:]], "share a part")
    refuse("teacher.alpha", teacher[1:], student[1:], alpha=1.5)


def test_filters(refused):
    u = numpy.array([0.1, 0.4, numpy.nan, 0.2])
    assert suregrasp.KeepAll()(u).tolist() == [1] * 4 and suregrasp.KeepNone()(u).tolist() == [0] * 4
    fixed = suregrasp.FixedThreshold(0.2)
    assert fixed(u).tolist() == [1, 0, 0, 0] and fixed.threshold == 0.2
    half = suregrasp.RunningQuantile(share=0.5, window=5)
    assert half(u).tolist() == [1, 0, 0, 1] and half.threshold == 0.2 and half.state() == [0.1, 0.4, 0.2]
    again = suregrasp.RunningQuantile(0.5, 5)
    again.load(half.state())
    assert again(u.astype("float32")).tolist() == half(u).tolist()
    assert suregrasp.SmoothedQuantile(0.5)(u).tolist() == [1, 0, 0, 1]
    assert suregrasp.TargetCoverage(0.5)(u).tolist() == [1, 0, 0, 1]
    assert suregrasp.ExponentialWeight(0.1)(u)[[0, 2]] == pytest.approx([numpy.exp(-1), 0])
    assert suregrasp.SigmoidWeight(0.4, 0.1)(u)[1] == 0.5
    assert suregrasp.InverseVarianceWeight(0.1)(u)[0] == 0.5
    assert suregrasp.MoreCertainThanStudent()(u, numpy.array([0.2, 0.3, 0.3, numpy.nan])).tolist() == [1, 0, 0, 1]
    assert suregrasp.first_accepted(numpy.array([0.5, 0, 1, 1]), 2).tolist() == [0.5, 0, 1, 0]
    refused("option.share", lambda: suregrasp.RunningQuantile(1.5), "share", "1.5")
    refused("option.positive", lambda: suregrasp.ExponentialWeight(0), "scale")
    refused("shape.student_filter", lambda: suregrasp.MoreCertainThanStudent()(u, u[:2]))
