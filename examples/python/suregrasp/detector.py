"""The detector, computed by LibTorch or OpenVINO where the module was built with one of them."""

from __future__ import annotations

import os
from typing import NamedTuple

import numpy

from .arrays import Array
from .errors import EngineError


class Detections(NamedTuple):
    """What a detector finds, ranked: most certain first."""

    grasps: numpy.ndarray  #: float64 `[N, 5]`: x, y, theta, opening, jaw in the image's pixels and radians
    uncertainty: numpy.ndarray  #: M_uc, float64 `[N]`: smaller is more certain
    heat: numpy.ndarray  #: of LocNet at the centre, float64 `[N]` in [0, 1]


class Detector:
    """A trained detector from a model file (safetensors), as `suregrasp train` writes it.

    One image after the other; several threads may call `detect` at once, the interpreter lock is released.
    """

    def __init__(self, model: str | os.PathLike[str]) -> None:
        """Raises EngineError `engine.none` where the module was built without an engine, DataError for a file that is
        missing or broken, ModelError for one of something else."""
        try:
            from . import _detector
        except ImportError as missing:
            raise EngineError(
                "engine.none",
                "Detector: expected a module that was built with LibTorch or OpenVINO, this one was not "
                f"({missing}): pip install ./examples/python -C cmake.define.SUREGRASP_PYTHON_ENGINE=libtorch",
            ) from missing
        self._network = _detector.Network(os.fspath(model))

    @property
    def engine(self) -> str:
        """'libtorch' or 'openvino'."""
        return str(self._network.engine)

    def detect(self, image: Array, depth: Array | None = None, *, threshold: float = 0.3) -> Detections:
        """Grasps in an image of any size, `[H, W, 3]` of uint8, red, green, blue; with `depth` `[H, W]` of float32,
        metres, where the model has learned depth (holes are 0 or NaN).

        `threshold`: least heat of a location to grasp. Raises ArrayError, OptionError.
        """
        return Detections(*self._network.detect(image, depth, threshold))
