"""The forms of GG-CNN and GR-ConvNet."""

import inspect

import numpy
import pytest

from suregrasp.compat import ggcnn, grconvnet

forms = pytest.mark.parametrize("form", [ggcnn, grconvnet], ids=["ggcnn", "grconvnet"])


@pytest.fixture
def maps():
    """Quality with peaks at rows, columns (100, 120), (200, 60) and, near the border, (5, 150); angle and width."""
    rows, columns = numpy.indices((300, 300))
    quality = numpy.zeros((300, 300), dtype="float32")
    for row, column, height in ((100, 120, 0.9), (200, 60, 0.5), (5, 150, 0.95)):
        quality = numpy.maximum(quality, height - 0.01 * numpy.hypot(rows - row, columns - column).astype("float32"))
    angle = numpy.where(columns < 90, 0.5, -0.25).astype("float32")
    return quality, angle, numpy.full((300, 300), 44, dtype="float32")


def test_signatures_are_theirs():
    def given(function):
        kinds = inspect.Parameter
        return [p.name for p in inspect.signature(function).parameters.values() if p.kind != kinds.KEYWORD_ONLY]

    for form in (ggcnn, grconvnet):
        assert given(form.detect_grasps) == ["q_img", "ang_img", "width_img", "no_grasps"]
    arguments = ["grasp_q", "grasp_angle", "ground_truth_bbs", "no_grasps", "grasp_width"]
    assert given(ggcnn.calculate_iou_match) == arguments
    assert given(grconvnet.calculate_iou_match) == arguments + ["threshold"]
    assert given(ggcnn.Grasp) == ["center", "angle", "length", "width"]
    assert given(grconvnet.Grasp) == ["center", "angle", "quality", "length", "width"]


@forms
def test_peaks_are_grasps(form, maps):
    found = form.detect_grasps(*maps, no_grasps=5)
    assert [grasp.center for grasp in found] == [(100, 120), (200, 60)]
    assert [grasp.angle for grasp in found] == [-0.25, 0.5]
    assert found[0].length == 44 and found[0].width == 22
    assert len(form.detect_grasps(*maps)) == 1
    assert form.detect_grasps(*maps, exclude_border=False)[0].center == (5, 150)
    assert form.detect_grasps(*maps[:2])[0].length == 60 and form.detect_grasps(*maps[:2])[0].width == 30
    assert form.detect_grasps(maps[0] * 0.1, *maps[1:]) == []
    if form is grconvnet:
        assert found[0].quality == pytest.approx(0.9)


@pytest.mark.parametrize("seed", range(4))
def test_peaks_are_those_of_skimage(seed):
    feature = pytest.importorskip("skimage.feature", reason="scikit-image is not installed: pip install scikit-image")
    draw = numpy.random.default_rng(seed)
    quality = draw.uniform(0, 1, (120, 150)).astype("float32") ** 4
    theirs = feature.peak_local_max(quality, min_distance=20, threshold_abs=0.2, num_peaks=5)
    ours = ggcnn.detect_grasps(quality, quality, no_grasps=5)
    assert [grasp.center for grasp in ours] == [tuple(at) for at in theirs.tolist()]


@forms
def test_a_rectangle_reads_as_there(form):
    gr = form.GraspRectangle(numpy.array([[319.7, 253], [324, 309], [350, 307], [345.7, 251]]))
    assert numpy.degrees(gr.angle) == pytest.approx(-4.391, abs=1e-3)
    assert (gr.length, gr.width) == pytest.approx((56.165, 26.077), abs=1e-3)
    assert gr.center.tolist() == [334, 280]
    grasp = ggcnn.Grasp((334.85, 280.0), gr.angle, gr.length, gr.width)
    assert grasp.as_gr.points == pytest.approx(gr.points, abs=0.1)
    assert grasp.to_jacquard(2) == "560.00;669.70;4.39;112.33;52.15"


@forms
def test_match(form, maps):
    at_peak = ggcnn.Grasp((100, 120), -0.25, 44, 22).as_gr
    turned = ggcnn.Grasp((100, 120), -0.25 + numpy.radians(31), 44, 22).as_gr
    second = ggcnn.Grasp((200, 60), 0.5, 44, 22).as_gr

    def match(*rectangles, **options):
        labels = form.GraspRectangles(rectangles)
        return form.calculate_iou_match(maps[0], maps[1], labels, grasp_width=maps[2], **options)

    assert match(at_peak) is True and match(turned) is False and match() is False
    assert match(second) is False and match(second, no_grasps=2) is True
    assert match(at_peak, exact=False) is True
    padded = numpy.zeros((3, 4, 2))
    padded[0] = at_peak.points
    assert form.calculate_iou_match(maps[0], maps[1], padded, 1, maps[2]) is True
    padded[[0, 1]] = padded[[1, 0]]  # nothing counts behind the padding
    assert form.calculate_iou_match(maps[0], maps[1], padded, 1, maps[2]) is False
    if form is grconvnet:
        shifted = ggcnn.Grasp((100, 130), -0.25, 44, 22).as_gr
        assert match(shifted, threshold=0.25) is True and match(shifted, threshold=0.75) is False


def test_pixels_are_counted_on_demand():
    one = ggcnn.Grasp((50, 50), 0, 40, 20).as_gr
    other = ggcnn.Grasp((50.4, 74.4), 0, 40, 20).as_gr
    exact, painted = one.iou(other), one.iou(other, exact=False)
    assert exact == pytest.approx(15.6 * 19.6 / (2 * 800 - 15.6 * 19.6))
    assert painted != exact and painted == pytest.approx(exact, abs=0.05)
    above = ggcnn.Grasp((-5, 30), 0, 40, 20).as_gr  # pixels that there are not
    assert above.iou(above) == 1


def test_files_of_labels(tmp_path):
    (tmp_path / "cpos.txt").write_text("253 319.7\n309 324\n307 350\n251 345.7\nNaN NaN\n1 2\n3 4\n5 6\n")
    read = ggcnn.GraspRectangles.load_from_cornell_file(tmp_path / "cpos.txt")
    assert len(read) == 1 and read[0].length == pytest.approx(56.165, abs=1e-3)
    (tmp_path / "grasps.txt").write_text("583.90408;479.20119;-66.2885;135.0;26.1855\r\n")
    read = grconvnet.GraspRectangles.load_from_jacquard_file(tmp_path / "grasps.txt", scale=0.5)
    assert (read[0].length, read[0].width) == pytest.approx((67.5, 13.09275))
    assert numpy.degrees(read[0].angle) == pytest.approx(66.2885)
