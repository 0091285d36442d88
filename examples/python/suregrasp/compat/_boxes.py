"""Suppression of boxes in any convention, class by class."""

from __future__ import annotations

import sys

import numpy

from .. import _core


def kept(
    grasps: numpy.ndarray, scores: numpy.ndarray, iou: float, classes: numpy.ndarray | None = None
) -> numpy.ndarray:
    """Indices (int64) of the boxes kept, best score first: those that no better one of their class overlaps by more."""
    if classes is None:
        return _core.rotated_suppression(grasps, scores, iou=float(iou), angle=numpy.pi)
    found = [numpy.zeros(0, dtype=numpy.int64)]
    for each in numpy.unique(classes):
        of_class = numpy.flatnonzero(classes == each)
        found.append(of_class[kept(grasps[of_class], scores[of_class], iou)])
    indices = numpy.sort(numpy.concatenate(found))
    return indices[numpy.argsort(-scores[indices], kind="stable")]


def leave_to_python(function):
    """Lets torch.jit.script call a function as it is, where torch was imported before."""
    torch = sys.modules.get("torch")
    return function if torch is None else torch.jit.ignore(function)
