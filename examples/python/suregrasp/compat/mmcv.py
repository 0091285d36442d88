"""mmcv's operators for rotated boxes, `(x, y, w, h, angle)` in radians, clockwise as seen unless told otherwise.

    from suregrasp.compat.mmcv import box_iou_rotated, nms_rotated

Where they part:
- The overlap is exact, at most 1, the same for both orders, and 1 for equal boxes. mmcv returns 0.03 for a pair of
  0.999999, and 1.0 where two boxes of one angle, half a box apart, share a third.
- float64 is computed and returned as such.
- A box without area shares nothing with anything; its `iof` is 0, not NaN.
- Another `mode` raises OptionError `option.mode`, a ValueError, where mmcv asserts.
- Of two boxes that overlap by the threshold exactly both stay, on every device; mmcv's CPU kernel drops one.
- Of equal scores the first box wins.

As there, `labels` of `nms_rotated` keep no boxes apart: mmcv's kernels do not compare them, and its tests hold it to
that. `suregrasp.compat.detectron2.batched_nms_rotated` keeps classes apart.
"""

from __future__ import annotations

import numpy

from .. import _core
from ..errors import OptionError
from ._boxes import kept
from ._tensors import boxes_on_host, is_tensor, like, on_host


def box_iou_rotated(bboxes1, bboxes2, mode="iou", aligned=False, clockwise=True):
    """Intersection over union of each of `bboxes1` `[N, 5]` with each of `bboxes2` `[M, 5]`: `[N, M]`; `aligned`: of
    box i with box i, `[N]`. Mode 'iof': over the area of the box of `bboxes1`. In the dtype and on the device of
    `bboxes1`."""
    if mode not in ("iou", "iof"):
        raise OptionError("option.mode", f"mode: expected 'iou' or 'iof', got {mode!r}")
    a = _core.from_mmcv(boxes_on_host(bboxes1, "bboxes1"), clockwise)
    b = _core.from_mmcv(boxes_on_host(bboxes2, "bboxes2"), clockwise)
    overlap = _core.iou_pairs(a, b) if aligned else _core.iou_matrix(a, b)
    if mode == "iof":
        area, other = a[:, 3] * a[:, 4], b[:, 3] * b[:, 4]
        area = area if aligned else area[:, None]
        # iou = shared / (area + other - shared)
        shared = overlap / (1 + overlap) * (area + other)
        overlap = numpy.minimum(1, numpy.divide(shared, area, out=numpy.zeros_like(overlap), where=area > 0))
    return like(overlap, bboxes1)


def nms_rotated(dets, scores, iou_threshold, labels=None, clockwise=True):
    """Non-maximum suppression of boxes `[N, 5]` by scores `[N]`, whatever their `labels`: the kept boxes with their
    scores `[K, 6]`, best first, and their indices `[K]` (int64). Without boxes: `dets` and None."""
    if len(dets) == 0:
        return dets, None
    grasps = _core.from_mmcv(boxes_on_host(dets, "dets"), clockwise)
    found = like(kept(grasps, on_host(scores, "scores"), iou_threshold), dets)
    if is_tensor(dets):
        import torch

        return torch.cat((dets[found], scores[found].reshape(-1, 1)), dim=1), found
    return numpy.concatenate((dets[found], scores[found].reshape(-1, 1)), axis=1), found
