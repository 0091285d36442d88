"""torchvision's overlap of boxes in any of its formats.

    from suregrasp.compat.torchvision import box_iou

Where they part, in the rotated formats:
- The overlap is exact, at most 1, the same for both orders, and 1 for equal boxes; torchvision's kernel is
  detectron2's.
- float64 is computed and returned as such, coarser types and integers in float32.
- Any number of leading axes is taken, as for boxes along the axes.
- The centre of 'xyxyxyxy' is the mean of the corners; torchvision goes from the first one along the sides.

Boxes along the axes are computed in torch or NumPy as torchvision does, gradients included.
"""

from __future__ import annotations

import numpy

from .. import _core
from ..errors import ArrayError, OptionError
from ._tensors import is_tensor, like, on_host

_columns = {"xyxy": 4, "xywh": 4, "cxcywh": 4, "cxcywhr": 5, "xywhr": 5, "xyxyxyxy": 8}


def box_iou(boxes1, boxes2, fmt="xyxy"):
    """Intersection over union of each of `boxes1` `[..., N, K]` with each of `boxes2` `[..., M, K]`: `[..., N, M]`.

    `fmt`: along the axes 'xyxy', 'xywh', 'cxcywh' (K = 4); rotated 'cxcywhr', 'xywhr' (K = 5; degrees,
    counter-clockwise as seen; x, y is the top left corner), 'xyxyxyxy' (K = 8; corners, the top left one first, then
    top right, bottom right, bottom left). Raises OptionError `option.fmt`, ArrayError `array.shape`.
    """
    if fmt not in _columns:
        raise OptionError("option.fmt", f"Unsupported format {fmt!r}: expected one of {', '.join(_columns)}")
    for boxes, name in ((boxes1, "boxes1"), (boxes2, "boxes2")):
        if len(boxes.shape) < 2 or boxes.shape[-1] != _columns[fmt]:
            raise ArrayError(
                "array.shape", f"{name}: expected shape [..., N, {_columns[fmt]}] of {fmt}, got {list(boxes.shape)}")
    if _columns[fmt] == 4:
        return _along_the_axes(boxes1, boxes2, fmt)
    a, b = _grasps(on_host(boxes1, "boxes1"), fmt), _grasps(on_host(boxes2, "boxes2"), fmt)
    leading = numpy.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    overlap = numpy.empty((*leading, a.shape[-2], b.shape[-2]))
    for at in numpy.ndindex(leading):
        overlap[at] = _core.iou_matrix(_part(a, leading, at), _part(b, leading, at))
    return like(overlap, boxes1)


def _part(grasps, leading, at):
    return numpy.ascontiguousarray(numpy.broadcast_to(grasps, leading + grasps.shape[-2:])[at])


def _grasps(boxes: numpy.ndarray, fmt: str) -> numpy.ndarray:
    leading, rows = boxes.shape[:-1], boxes.reshape(-1, boxes.shape[-1])
    if fmt == "xyxyxyxy":
        return _core.from_cornell_corners(rows.reshape(-1, 4, 2)).reshape(*leading, 5)
    if fmt == "xywhr":
        x, y, w, h, r = rows.T
        cos, sin = numpy.cos(numpy.radians(r)), numpy.sin(numpy.radians(r))
        rows = numpy.stack([x + w / 2 * cos + h / 2 * sin, y - w / 2 * sin + h / 2 * cos, w, h, r], axis=1)
    return _core.from_torchvision(rows).reshape(*leading, 5)


def _along_the_axes(boxes1, boxes2, fmt):
    """As torchvision: written once for both libraries, so that torch's gradients pass."""
    boxes1, boxes2 = (_of_safe_range(boxes) for boxes in (boxes1, boxes2))

    def ends(boxes):
        first, second = boxes[..., :2], boxes[..., 2:]
        if fmt == "xyxy":
            return first, second
        return (first, first + second) if fmt == "xywh" else (first - second / 2, first + second / 2)

    (low1, high1), (low2, high2) = ends(boxes1), ends(boxes2)
    size = _least(high1[..., :, None, :], high2[..., None, :, :]) - _most(low1[..., :, None, :], low2[..., None, :, :])
    shared = size.clip(min=0)[..., 0] * size.clip(min=0)[..., 1]
    area1, area2 = (high1 - low1)[..., 0] * (high1 - low1)[..., 1], (high2 - low2)[..., 0] * (high2 - low2)[..., 1]
    return shared / (area1[..., :, None] + area2[..., None, :] - shared)


def _of_safe_range(boxes):
    """Small integers as int32, coarse floats as float32: products of them overflow."""
    if is_tensor(boxes):
        import torch

        if boxes.is_floating_point():
            return boxes if boxes.dtype in (torch.float32, torch.float64) else boxes.float()
        return boxes if boxes.dtype in (torch.int32, torch.int64) else boxes.int()
    on_host(boxes, "boxes")
    least = numpy.float32 if boxes.dtype.kind == "f" else numpy.int32
    return boxes.astype(numpy.promote_types(boxes.dtype, least), copy=False)


def _least(a, b):
    return a.minimum(b) if is_tensor(a) else numpy.minimum(a, b)


def _most(a, b):
    return a.maximum(b) if is_tensor(a) else numpy.maximum(a, b)
