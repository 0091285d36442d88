"""Figures of merit, on values computed elsewhere."""

import numpy
import pytest

import suregrasp


def test_the_rectangle_metric_and_its_dialects(refused):
    labels = numpy.array([[100, 100, 0, 40, 20], [100, 100, 1.5, 40, 20.0]])
    predicted = numpy.array([[102, 101, 0.1, 42, 18], [102, 101, 0.7, 42, 18], [300, 100, 0, 40, 20.0]])
    assert suregrasp.is_correct(predicted, labels).tolist() == [True, False, False]
    assert suregrasp.is_correct(predicted, labels, threads=2).dtype == bool
    turned = numpy.array([[100, 100, numpy.radians(20), 40, 20]])
    by = {name: bool(suregrasp.is_correct(turned, labels, dialect=name)[0])
          for name in ("jaccard", "ivalab", "ggcnn", "cornell")}
    assert by == {"jaccard": True, "ivalab": False, "ggcnn": True, "cornell": True}
    assert not suregrasp.is_correct(turned, labels, iou=0.9)[0]
    assert not suregrasp.is_correct(turned, labels, angle=0.3)[0]
    assert not suregrasp.is_correct(predicted, numpy.zeros((0, 5))).any()
    index, overlap, angle = suregrasp.best_match(predicted, labels)
    assert index.tolist() == [0, -1, 0] and overlap[1] == 0 and numpy.isnan(angle[1])
    assert overlap[0] == suregrasp.iou_pairs(predicted[:1], labels[:1])[0] and angle[0] == pytest.approx(0.1)
    refused("option.dialect", lambda: suregrasp.is_correct(predicted, labels, dialect="iou"), "'iou'", "ivalab")
    refused("geometry.not_finite", lambda: suregrasp.is_correct(predicted * numpy.nan, labels), "predicted[0]")


def test_success_has_an_interval(refused):
    paper = suregrasp.Proportion(177, 192)
    assert [round(100 * end, 1) for end in paper.wilson()] == [87.5, 95.2]
    assert str(paper) == "92.2 % [87.5, 95.2] (177/192)" and repr(paper) == "Proportion(177, 192)"
    assert [round(100 * end, 1) for end in suregrasp.Proportion(87, 89).wilson()] == [92.2, 99.4]
    counted = suregrasp.Proportion.of(numpy.array([True, False, True]))
    assert counted == suregrasp.Proportion(2, 3) and counted.rate == 2 / 3
    assert numpy.isnan(suregrasp.Proportion().rate) and suregrasp.Proportion().wilson() == (0, 1)
    refused("option.proportion", lambda: suregrasp.Proportion(3, 2), "2 trials, got 3")
    refused("array.dtype", lambda: suregrasp.Proportion.of(numpy.ones(3)), "outcomes: expected bool, got float64")


def test_paired_comparison(refused):
    first = numpy.array([True] * 50 + [False] * 10 + [True] * 2 + [False] * 38)
    second = numpy.array([True] * 50 + [True] * 10 + [False] * 2 + [False] * 38)
    found = suregrasp.compare_paired(first, second)
    assert (found.both, found.only_first, found.only_second, found.neither) == (50, 2, 10, 38)
    assert found.gain == pytest.approx(0.08)
    assert found.p_value == pytest.approx(2 * (1 + 12 + 66) / 4096)  # the binomial tail, 12 tosses
    refused("metrics.length", lambda: suregrasp.compare_paired(first, second[:3]), "100", "3")
    refused("metrics.empty", lambda: suregrasp.compare_paired(first[:0], second[:0]))


def test_risk_coverage(refused):
    uncertainty, error = numpy.array([0.3, 0.1, 0.2, 0.4]), numpy.array([1.0, 0, 0, 1])
    curve = suregrasp.risk_coverage(uncertainty, error)
    assert curve.coverage.tolist() == [0.25, 0.5, 0.75, 1] and curve.uncertainty.tolist() == [0.1, 0.2, 0.3, 0.4]
    assert curve.risk == pytest.approx([0, 0, 1 / 3, 0.5])
    assert curve.mean_error == 0.5 and curve.area == pytest.approx((1 / 3 + 0.5) / 4)
    assert curve.risk_at(0.5) == 0 and curve.relative_risk_at(0.75) == pytest.approx(2 / 3)
    assert suregrasp.excess_area(uncertainty, error) == 0
    assert suregrasp.excess_area(-uncertainty, error) > 0.3
    refused("metrics.fraction", lambda: curve.risk_at(0))
    refused("metrics.not_a_number", lambda: suregrasp.risk_coverage(uncertainty * numpy.nan, error), "index 0")
    refused("array.dtype", lambda: suregrasp.risk_coverage(uncertainty.astype(int), error), "uncertainties")


def test_risk_control_proves_a_threshold(refused):
    draw = numpy.random.default_rng(7)
    uncertainty = draw.uniform(size=2000)
    failed = draw.uniform(size=2000) < uncertainty / 2
    found = suregrasp.control_risk(uncertainty, failed, risk=0.1)
    below = uncertainty < found.threshold
    assert found.kept == below.sum() and found.failures == failed[below].sum()
    assert found.coverage == found.kept / 2000 and 0.1 < found.coverage < 0.4 and found.failures / found.kept < 0.1
    assert suregrasp.control_risk(uncertainty[:10], failed[:10], risk=0.01) is None
    refused("option.risk_control", lambda: suregrasp.control_risk(uncertainty, failed, risk=1.5), "1.5")
    refused("option.risk_control", lambda: suregrasp.control_risk(uncertainty, failed, candidates=-1))
    refused("array.dtype", lambda: suregrasp.control_risk(uncertainty, failed.astype(float)), "failed")


def test_conformal_intervals_hold_their_promise(refused):
    draw = numpy.random.default_rng(4)
    uncertainty = draw.uniform(0, 1, 4000)
    error = draw.normal(size=4000) * (numpy.sqrt(uncertainty) + 0.3)
    found = suregrasp.calibrate_intervals(error[:2000], uncertainty[:2000], coverage=0.9)
    assert found.coverage == 0.9 and found.calibrated == 2000 and found.quantile == pytest.approx(1.645, abs=0.1)
    low, high = suregrasp.conformal_interval(found, numpy.zeros(2000), uncertainty[2000:].copy())
    assert numpy.mean((low <= error[2000:]) & (error[2000:] <= high)) == pytest.approx(0.9, abs=0.03)
    assert high == pytest.approx(found.half_width(uncertainty[2000:].copy()))
    assert suregrasp.calibrate_intervals(error[:5], uncertainty[:5]) is None
    refused("option.conformal", lambda: suregrasp.calibrate_intervals(error, uncertainty, coverage=1))
    refused("shape.conformal", lambda: suregrasp.conformal_interval(found, error, uncertainty[:3]), "4000", "3")
