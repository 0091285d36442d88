"""detectron2's layers for rotated boxes, `(x, y, w, h, angle)` in degrees, counter-clockwise as seen.

    from suregrasp.compat.detectron2 import batched_nms_rotated, nms_rotated, pairwise_iou_rotated

Where they part:
- The overlap is exact, at most 1, the same for both orders, and 1 for equal boxes. detectron2's CPU kernel returns up
  to 3.0 for boxes that are nearly the same, and less than half of it for some that are not.
- float64 is computed and returned as such; detectron2 takes float32 alone.
- Of two boxes that overlap by the threshold exactly both stay, on every device; detectron2's CPU kernel drops one.
- Of equal scores the first box wins.
- Classes of `batched_nms_rotated` never meet; detectron2 shifts them apart, which costs digits.
"""

from __future__ import annotations

from .. import _core
from ._boxes import kept, leave_to_python
from ._tensors import boxes_on_host, like, on_host


@leave_to_python
def pairwise_iou_rotated(boxes1, boxes2):
    """Intersection over union of each of `boxes1` `[N, 5]` with each of `boxes2` `[M, 5]`: `[N, M]`, in the dtype and
    on the device of `boxes1`."""
    a = _core.from_detectron2(boxes_on_host(boxes1, "boxes1"))
    b = _core.from_detectron2(boxes_on_host(boxes2, "boxes2"))
    return like(_core.iou_matrix(a, b), boxes1)


@leave_to_python
def nms_rotated(boxes, scores, iou_threshold):
    """Non-maximum suppression of boxes `[N, 5]` by scores `[N]`: indices (int64) of those kept, best first. A box is
    dropped that a kept one overlaps by more than `iou_threshold`, whatever their angles."""
    grasps = _core.from_detectron2(boxes_on_host(boxes, "boxes"))
    return like(kept(grasps, on_host(scores, "scores"), iou_threshold), boxes)


@leave_to_python
def batched_nms_rotated(boxes, scores, idxs, iou_threshold):
    """The same within each class, which `idxs` `[N]` names."""
    grasps = _core.from_detectron2(boxes_on_host(boxes, "boxes"))
    return like(kept(grasps, on_host(scores, "scores"), iou_threshold, on_host(idxs, "idxs")), boxes)
