"""The forms of detectron2, mmcv and torchvision: their signatures, conventions and return types, on exact values."""

import inspect

import numpy
import pytest

try:
    import torch  # before the forms, which so let torch.jit.script call them
except ImportError:
    torch = None

import suregrasp
from exact_pairs import exact_pairs
from suregrasp.compat import detectron2, mmcv, torchvision

needs_torch = pytest.mark.skipif(torch is None, reason="torch is not installed: pip install torch")


def array(rows, dtype):
    return numpy.array(rows, dtype=dtype)


def tensor(rows, dtype):
    return torch.tensor(rows, dtype=getattr(torch, dtype))


kinds = [pytest.param(array, id="numpy"), pytest.param(tensor, id="torch", marks=needs_torch)]


@pytest.mark.parametrize("make", kinds)
@pytest.mark.parametrize("dtype, error", [("float64", 2e-10), ("float32", 1e-7)])
@pytest.mark.parametrize("pair", exact_pairs, ids=lambda pair: pair.name)
def test_exact_values_in_every_convention(make, dtype, error, pair):
    close = pytest.approx(pair.iou, abs=max(error, pair.slack(dtype)))

    def boxes(**convention):
        return (make([each], dtype) for each in pair.boxes(**convention))

    for found in (
        detectron2.pairwise_iou_rotated(*boxes(degrees=True, clockwise=False)),
        mmcv.box_iou_rotated(*boxes(degrees=False, clockwise=True)),
        mmcv.box_iou_rotated(*boxes(degrees=False, clockwise=False), clockwise=False),
        mmcv.box_iou_rotated(*boxes(degrees=False, clockwise=True), aligned=True)[None],
        torchvision.box_iou(*boxes(degrees=True, clockwise=False), fmt="cxcywhr"),
    ):
        assert found.shape == (1, 1) and str(found.dtype).endswith(dtype)
        assert float(found[0, 0]) == close and 0 <= found[0, 0] <= 1


def test_signatures_are_theirs():
    names = {
        detectron2.pairwise_iou_rotated: "boxes1, boxes2",
        detectron2.nms_rotated: "boxes, scores, iou_threshold",
        detectron2.batched_nms_rotated: "boxes, scores, idxs, iou_threshold",
        mmcv.box_iou_rotated: "bboxes1, bboxes2, mode='iou', aligned=False, clockwise=True",
        mmcv.nms_rotated: "dets, scores, iou_threshold, labels=None, clockwise=True",
        torchvision.box_iou: "boxes1, boxes2, fmt='xyxy'",
    }
    for function, signature in names.items():
        assert str(inspect.signature(function)) == f"({signature})"


@pytest.mark.parametrize("make", kinds)
def test_what_detectron2_tests(make):
    def iou(a, b):
        return numpy.asarray(detectron2.pairwise_iou_rotated(make(a, "float32"), make(b, "float32")))

    unit = [0.5, 0.5, 1, 1, 0]
    parts = [unit, [0.25, 0.5, 0.5, 1, 0], [0.5, 0.25, 1, 0.5, 0], [0.25, 0.25, 0.5, 0.5, 0], [0.75, 0.75, 0.5, 0.5, 0],
             [1, 1, 1, 1, 0]]
    expected = [1, 0.5, 0.5, 0.25, 0.25, 0.25 / 1.75]
    assert numpy.allclose(iou([unit, unit], parts), [expected, expected])
    assert numpy.allclose(iou([[565, 565, 10, 10, 0]], [[565, 565, 10, 8.3, 0]]), 0.83)
    root = 2**0.5
    turned = [[1, 1, root, root, 45], [1, 1, 2 * root, 2 * root, -45]]
    assert numpy.allclose(iou(turned, [[1, 1, 2, 2, 0]]), 0.5)
    assert numpy.allclose(iou([[5, 5, 10, 6, 55]], [[5, 5, 10, 6, -35]]), 36 / (36 + 24 + 24))
    large, close = [299.5, 417.370422, 600, 364.259186, 27.1828], [299.5, 417.370422, 600, 364.259155, 27.1828]
    assert numpy.allclose(iou([large], [close]), 364.259155 / 364.259186)
    assert numpy.allclose(iou([[3, 3, 8, 2, -45]], [[6, 0, 8, 2, -45]]), 0)
    far = [-1.117407639806935e17, 1.3858420478349148e18, 1000.0000610351562, 1000.0000610351562, 1612]
    assert iou([[160, 153, 230, 23, -37]], [far]) == 0
    row = [[5 + 20 * i, 5 + 20 * i, 10, 10, 0] for i in range(100)]
    many = [[5 + 20 * i, 5 + 20 * i, 10, 1 + 9 * i / 200, 0] for i in range(200)]
    diagonal = numpy.zeros((100, 200))
    numpy.fill_diagonal(diagonal, [(1 + 9 * i / 200) / 10 for i in range(100)])
    assert numpy.allclose(iou(row, many), diagonal)


@pytest.mark.parametrize("make", kinds)
def test_no_boxes(make):
    none, ten = numpy.zeros((0, 5)).tolist(), numpy.ones((10, 5)).tolist()
    empty, boxes = make(none, "float32").reshape(0, 5), make(ten, "float32")
    for iou in (detectron2.pairwise_iou_rotated, mmcv.box_iou_rotated):
        assert iou(empty, boxes).shape == (0, 10) and iou(boxes, empty).shape == (10, 0)
    assert torchvision.box_iou(empty, boxes, fmt="cxcywhr").shape == (0, 10)
    assert mmcv.box_iou_rotated(empty, empty, aligned=True).shape == (0,)
    scores = make([], "float32")
    assert detectron2.nms_rotated(empty, scores, 0.5).shape == (0,)
    assert detectron2.batched_nms_rotated(empty, scores, scores, 0.5).shape == (0,)
    dets, kept = mmcv.nms_rotated(empty, scores, 0.5)
    assert dets is empty and kept is None


def overlap_of_upright(a, b):
    low, high = numpy.maximum(a[:, None, :2], b[None, :, :2]), numpy.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = numpy.prod(numpy.clip(high - low, 0, None), axis=2)
    area_a, area_b = (numpy.prod(each[:, 2:] - each[:, :2], axis=1) for each in (a, b))
    return shared / (area_a[:, None] + area_b - shared)


def upright_suppression(corners, scores, threshold):
    kept = []
    for i in numpy.argsort(-scores, kind="stable"):
        if not kept or overlap_of_upright(corners[[i]], corners[kept]).max() <= threshold:
            kept.append(int(i))
    return kept


@pytest.mark.parametrize("make", kinds)
@pytest.mark.parametrize("angle", [0, 90, 180])
@pytest.mark.parametrize("threshold", [0.2, 0.5, 0.8])
def test_suppression_is_that_of_upright_boxes(make, angle, threshold):
    draw = numpy.random.default_rng(5)
    low = draw.uniform(0, 150, (400, 2))
    corners = numpy.concatenate([low, low + draw.uniform(1, 50, (400, 2))], axis=1)
    scores, classes = draw.uniform(size=400), draw.integers(0, 7, 400)
    centre, size = (corners[:, :2] + corners[:, 2:]) / 2, corners[:, 2:] - corners[:, :2]
    boxes = numpy.column_stack([centre, size[:, ::-1] if angle == 90 else size, numpy.full(400, angle)])
    as_before = boxes.copy()
    kept = detectron2.nms_rotated(make(boxes, "float64"), make(scores, "float64"), threshold)
    assert str(kept.dtype).endswith("int64") and kept.tolist() == upright_suppression(corners, scores, threshold)
    in_classes = detectron2.batched_nms_rotated(
        make(boxes, "float64"), make(scores, "float64"), make(classes, "int64"), threshold)
    expected = []
    for each in range(7):
        members = numpy.flatnonzero(classes == each)
        expected += members[upright_suppression(corners[members], scores[members], threshold)].tolist()
    assert in_classes.tolist() == sorted(expected, key=lambda i: -scores[i])
    assert (boxes == as_before).all()


@pytest.mark.parametrize("make", kinds)
def test_what_mmcv_tests(make):
    a = numpy.array([[1, 1, 3, 4, 0.5], [2, 2, 3, 4, 0.6], [7, 7, 8, 8, 0.4]])
    b = numpy.array([[0, 2, 2, 5, 0.3], [2, 1, 3, 3, 0.5], [5, 5, 6, 7, 0.4]])
    iou = [[0.3708, 0.4351, 0], [0.1104, 0.4487, 0.0424], [0, 0, 0.3622]]
    iof = [[0.4959, 0.5306, 0], [0.1823, 0.5420, 0.1832], [0, 0, 0.4404]]
    for sign, clockwise in ((1, True), (-1, False)):
        first, second = (make(each * [1, 1, 1, 1, sign], "float32") for each in (a, b))
        for mode, expected in (("iou", iou), ("iof", iof)):
            found = mmcv.box_iou_rotated(first, second, mode, clockwise=clockwise)
            assert numpy.allclose(found, expected, atol=1e-4)
            found = mmcv.box_iou_rotated(first, second, mode, True, clockwise)
            assert numpy.allclose(found, numpy.diag(expected), atol=1e-4)
    boxes = [[6, 3, 8, 7, 0.5], [3, 6, 9, 11, 0.6], [3, 7, 10, 12, 0.3], [1, 4, 13, 7, 0.6]]
    scores = [0.7, 0.8, 0.5, 0.9]
    for labels in (None, [1, 0, 1, 0]):
        dets, kept = mmcv.nms_rotated(
            make(boxes, "float32"), make(scores, "float32"), 0.5, labels and make(labels, "float32"))
        assert kept.tolist() == [3, 1, 0] and str(kept.dtype).endswith("int64")
        assert numpy.allclose(dets, [boxes[i] + [scores[i]] for i in (3, 1, 0)])


def test_where_mmcv_is_wrong():
    half_a_box_apart = [[0, 0, 10, 4, 0.3], [5 * numpy.cos(0.3), 5 * numpy.sin(0.3), 10, 4, 0.3]]
    a, b = (array([each], "float64") for each in half_a_box_apart)
    assert mmcv.box_iou_rotated(a, b)[0, 0] == pytest.approx(1 / 3, abs=1e-12)
    assert mmcv.box_iou_rotated(a * [1, 1, 0, 1, 1], b, "iof")[0, 0] == 0


@pytest.mark.parametrize("make", kinds)
def test_torchvisions_formats_are_one(some_grasps, make):
    grasps = some_grasps(12), some_grasps(9, seed=2)
    expected = suregrasp.iou_matrix(*grasps)

    def in_format(rows, fmt):
        corners = suregrasp.to_cornell_corners(rows)
        if fmt == "xyxyxyxy":
            return corners.reshape(-1, 8)
        boxes = suregrasp.to_torchvision(rows)
        return boxes if fmt == "cxcywhr" else numpy.column_stack([corners[:, 0], boxes[:, 2:]])

    for fmt in ("cxcywhr", "xywhr", "xyxyxyxy"):
        a, b = (make(in_format(each, fmt), "float64") for each in grasps)
        assert numpy.allclose(torchvision.box_iou(a, b, fmt), expected, atol=1e-12)
        batch = torchvision.box_iou(a.reshape(2, 6, -1), b[None], fmt)
        assert batch.shape == (2, 6, 9) and numpy.allclose(batch.reshape(12, 9), expected, atol=1e-12)


@pytest.mark.parametrize("make", kinds)
@pytest.mark.parametrize("dtype", ["int16", "int32", "int64", "float16", "float32", "float64"])
def test_torchvisions_boxes_along_the_axes(make, dtype):
    a, b = [[0, 0, 100, 100], [0, 0, 50, 50], [200, 200, 300, 300]], [[0, 0, 50, 50], [50, 50, 150, 150]]
    expected = overlap_of_upright(numpy.array(a), numpy.array(b))
    found = torchvision.box_iou(make(a, dtype), make(b, dtype))
    assert numpy.allclose(found, expected, atol=1e-3 if dtype == "float16" else 1e-6)
    for fmt in ("xywh", "cxcywh"):
        if "float" in dtype:
            boxes = []
            for each in (numpy.array(a), numpy.array(b)):
                wide = each[:, 2:] - each[:, :2]
                boxes.append(numpy.hstack([each[:, :2] + (wide / 2 if fmt == "cxcywh" else 0), wide]))
            again = torchvision.box_iou(make(boxes[0], dtype), make(boxes[1], dtype), fmt)
            assert numpy.allclose(again, expected, atol=1e-3 if dtype == "float16" else 1e-6)


def test_says_what_is_wrong(refused):
    box = numpy.ones((1, 5))
    refused("array.shape", lambda: detectron2.pairwise_iou_rotated(box[:, :4], box), "boxes1", "[1, 4]")
    refused("array.kind", lambda: detectron2.pairwise_iou_rotated(box, box.tolist()), "boxes2", "list")
    refused("array.kind", lambda: mmcv.box_iou_rotated(box, box > 0), "bboxes2", "bool")
    refused("geometry.not_finite", lambda: mmcv.box_iou_rotated(box, box * numpy.nan))
    refused("geometry.not_finite", lambda: detectron2.nms_rotated(-box, numpy.ones(1), 0.5))
    refused("option.mode", lambda: mmcv.box_iou_rotated(box, box, "giou"), "'giou'")
    refused("array.shape", lambda: mmcv.box_iou_rotated(numpy.ones((2, 5)), box, aligned=True), "b: ", "2")
    refused("option.fmt", lambda: torchvision.box_iou(box, box, "xyxyr"), "cxcywhr")
    refused("array.shape", lambda: torchvision.box_iou(box, box, "xyxyxyxy"), "boxes1", "8")


@needs_torch
def test_tensors_stay_tensors(some_grasps):
    boxes = torch.from_numpy(suregrasp.to_detectron2(some_grasps(6))).requires_grad_()
    found = detectron2.pairwise_iou_rotated(boxes, boxes)
    assert isinstance(found, torch.Tensor) and not found.requires_grad and found.device == boxes.device
    assert detectron2.pairwise_iou_rotated(boxes.half(), boxes.half()).dtype == torch.float32
    wide = torch.zeros(6, 7, dtype=torch.float64)
    wide[:, :5] = boxes.detach()
    assert torch.equal(detectron2.pairwise_iou_rotated(wide[:, :5], boxes), found)  # with gaps, as the originals
    upright = torch.tensor([[0.0, 0, 4, 4]], requires_grad=True)
    torchvision.box_iou(upright, torch.tensor([[2.0, 2, 6, 6]])).sum().backward()
    assert upright.grad.abs().sum() > 0


@needs_torch
def test_torchscript_calls_them_as_detectron2s():
    class Suppression(torch.nn.Module):
        def forward(self, boxes, scores, threshold):
            return detectron2.nms_rotated(boxes, scores, threshold)

    scripted = torch.jit.script(Suppression())
    boxes = torch.tensor([[5.0, 5, 4, 4, 0], [5, 5, 4, 4, 1]])
    assert scripted(boxes, torch.tensor([0.1, 0.2]), torch.tensor(0.5)).tolist() == [1]


def test_numpy_needs_no_torch():
    import subprocess
    import sys

    program = """
import sys
sys.modules["torch"] = None  # importing it fails
import numpy
from suregrasp.compat import detectron2, ggcnn, grconvnet, mmcv, torchvision
box = numpy.array([[5.0, 5, 4, 4, 0]])
assert detectron2.pairwise_iou_rotated(box, box) == mmcv.box_iou_rotated(box, box) == 1
assert mmcv.nms_rotated(box, numpy.ones(1), 0.5)[0].shape == (1, 6)
assert torchvision.box_iou(box, box, "cxcywhr") == torchvision.box_iou(box[:, :4], box[:, :4], "cxcywh") == 1
"""
    subprocess.run([sys.executable, "-c", program], check=True)
