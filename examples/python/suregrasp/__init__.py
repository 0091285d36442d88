"""Planar grasps with a stated uncertainty: exact rotated IoU, the metrics of grasping, risk control, the parts of a
confident mean teacher.

A grasp is a row x, y, theta, opening, jaw: centre in pixels (x right, y down), angle of the opening axis in radians,
counter-clockwise as seen, of period pi; distance between the fingers and size of a finger's plate in pixels. Functions
take arrays of float32 or float64 of any library that speaks DLPack or the buffer protocol, in host memory and without
copies, and return NumPy's. What is wrong with an argument is raised as `suregrasp.errors.Error`.
"""

from . import errors as errors
from ._core import *  # noqa: F403
from .detector import Detections as Detections
from .detector import Detector as Detector
from .errors import Error as Error
