"""Tensors in, tensors out: what the forms of torch's functions share."""

from __future__ import annotations

import sys
from typing import Any

import numpy

from ..errors import ArrayError


def is_tensor(given: Any) -> bool:
    torch = sys.modules.get("torch")  # whoever has a tensor has imported it
    return torch is not None and isinstance(given, torch.Tensor)


def on_host(given: Any, name: str) -> numpy.ndarray:
    """The values of a tensor or array as doubles, C-contiguous: a copy unless they are such."""
    if is_tensor(given):
        torch = sys.modules["torch"]
        given = given.detach().to("cpu", torch.float64).numpy()
    if not isinstance(given, numpy.ndarray) or given.dtype.kind not in "fiu":
        found = f"{type(given).__name__} of {getattr(given, 'dtype', 'no dtype')}"
        raise ArrayError(
            "array.kind", f"{name}: expected a tensor of torch or an array of NumPy, of numbers, got {found}")
    return numpy.ascontiguousarray(given, dtype=numpy.float64)


def boxes_on_host(given: Any, name: str) -> numpy.ndarray:
    """The same of boxes `[N, 5]`; an empty array of another shape is no boxes, as in the originals."""
    values = on_host(given, name)
    if values.size == 0 and values.ndim < 2:
        return values.reshape(0, 5)
    if values.ndim != 2 or values.shape[1] != 5:
        raise ArrayError("array.shape", f"{name}: expected shape [N, 5] of x, y, w, h, angle, got {list(values.shape)}")
    return values


def like(values: numpy.ndarray, given: Any) -> Any:
    """Results beside `given`: on its device and, where they are no indices, in its dtype; float32 for what is
    coarser."""
    is_index = values.dtype.kind == "i"
    if is_tensor(given):
        torch = sys.modules["torch"]
        kept = given.dtype if given.dtype in (torch.float32, torch.float64) else torch.float32
        return torch.from_numpy(values).to(given.device, torch.int64 if is_index else kept)
    kept = given.dtype if given.dtype in (numpy.float32, numpy.float64) else numpy.dtype("float32")
    return values if is_index else values.astype(kept, copy=False)
