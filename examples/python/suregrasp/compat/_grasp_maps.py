"""What GG-CNN and GR-ConvNet share: grasps from maps of quality, angle and width, and whether they are right."""

from __future__ import annotations

import numpy

from .. import _core
from ._tensors import on_host

least_quality, least_distance = 0.2, 20


class GraspRectangle:
    """Four corners `[4, 2]` of row, column; the first to the second runs along the opening."""

    def __init__(self, points):
        self.points = points

    @property
    def _grasp(self) -> numpy.ndarray:
        corners = numpy.asarray(self.points, dtype=numpy.float64)[None, :, ::-1]
        return _core.from_cornell_corners(numpy.ascontiguousarray(corners))

    @property
    def angle(self) -> float:
        """Radians in [-pi/2, pi/2), counter-clockwise as seen."""
        return float(self._grasp[0, 2])

    @property
    def center(self) -> numpy.ndarray:
        """Row and column, whole pixels."""
        return numpy.asarray(self.points).mean(axis=0).astype(int)

    @property
    def length(self) -> float:
        """Along the opening."""
        return float(self._grasp[0, 3])

    @property
    def width(self) -> float:
        """Across it."""
        return float(self._grasp[0, 4])

    def iou(self, gr, angle_threshold=numpy.pi / 6, *, exact=True) -> float:
        """Intersection over union with another rectangle; 0 where their angles differ by more. Not `exact`: of painted
        pixels, as the originals count them, with the corners of `gr` rounded."""
        other = gr if isinstance(gr, GraspRectangle) else GraspRectangle(gr.points)
        dialect = "jaccard" if exact else "ggcnn"
        return float(_core.best_match(self._grasp, other._grasp, dialect=dialect, angle=float(angle_threshold))[1][0])

    def copy(self):
        return GraspRectangle(self.points.copy())


class GraspRectangles:
    """A list of them."""

    def __init__(self, grs=None):
        self.grs = list(grs) if grs else []

    def __getitem__(self, item):
        return self.grs[item]

    def __iter__(self):
        return iter(self.grs)

    def __len__(self):
        return len(self.grs)

    def append(self, gr) -> None:
        self.grs.append(gr)

    @classmethod
    def load_from_array(cls, arr):
        """Of an array `[N, 4, 2]` of row, column, up to the first rectangle that is all zeros: padding."""
        grs = []
        for points in numpy.asarray(arr):
            if points.max() == 0:
                break
            grs.append(GraspRectangle(points))
        return cls(grs)

    @classmethod
    def load_from_cornell_file(cls, fname):
        """Of one of Cornell's files, corners as they stand there. Rectangles without a finite corner are left out."""
        with open(fname) as file:
            grasps, _ = _core.parse_rectangles(file.read(), str(fname))
        return cls(GraspRectangle(points[:, ::-1]) for points in _core.to_cornell_corners(grasps))

    @classmethod
    def load_from_jacquard_file(cls, fname, scale=1.0):
        """Of one of Jacquard's files, multiplied by `scale`."""
        with open(fname) as file:
            grasps = _core.parse_jacquard_grasps(file.read(), str(fname))
        return cls(GraspRectangle(points[:, ::-1] * scale) for points in _core.to_cornell_corners(grasps))


class GraspOfMaps:
    """A grasp at a pixel: center (row, column), angle in radians, counter-clockwise as seen, length between the
    fingers, width of a finger."""

    def __init__(self, center, angle, length=60, width=30):
        self.center = center
        self.angle = angle
        self.length = length
        self.width = width

    @property
    def as_gr(self) -> GraspRectangle:
        row = [[self.center[0], self.center[1], self.angle, self.length, self.width]]
        grasp = _core.from_ggcnn(numpy.array(row, dtype=numpy.float64))
        return GraspRectangle(_core.to_cornell_corners(grasp)[0, :, ::-1])

    def max_iou(self, grs, *, exact=True) -> float:
        """The largest overlap with any of the rectangles within 30 degrees."""
        own = self.as_gr
        return max((own.iou(gr, exact=exact) for gr in grs), default=0)

    def plot(self, ax, color=None) -> None:
        """Draws it on axes of matplotlib."""
        points = self.as_gr.points[[0, 1, 2, 3, 0]]
        ax.plot(points[:, 1], points[:, 0], color=color)

    def to_jacquard(self, scale=1) -> str:
        """As a row of Jacquard's benchmark."""
        row, column = self.center
        values = [column * scale, row * scale, -numpy.degrees(self.angle), self.length * scale, self.width * scale]
        return ";".join(f"{value:.2f}" for value in values)


def peaks(q_img, no_grasps, exclude_border) -> list[tuple[int, int]]:
    """Rows and columns of peaks above the least quality and 20 pixels apart, best first."""
    quality = on_host(q_img, "q_img").astype(numpy.float32)
    above = numpy.nextafter(numpy.float32(least_quality), numpy.float32(1))
    at, _ = _core.find_peaks(quality, threshold=float(above), radius=least_distance, max_count=quality.size)
    if exclude_border:
        last = numpy.array(quality.shape)[::-1] - least_distance
        at = at[(at >= least_distance).all(axis=1) & (at < last).all(axis=1)]
    return [(int(y), int(x)) for x, y in at[:no_grasps]]


def grasps_at_peaks(make, q_img, width_img, no_grasps, exclude_border) -> list:
    """What `make` makes of each peak, with the opening of the map of widths where there is one."""
    grasps = []
    for at in peaks(q_img, no_grasps, exclude_border):
        grasp = make(at)
        if width_img is not None:
            grasp.length = float(width_img[at])
            grasp.width = grasp.length / 2
        grasps.append(grasp)
    return grasps


def is_match(grasps, ground_truth_bbs, threshold, exact) -> bool:
    known = hasattr(ground_truth_bbs, "grs") or isinstance(ground_truth_bbs, (list, tuple))
    labels = ground_truth_bbs if known else GraspRectangles.load_from_array(ground_truth_bbs)
    return any(grasp.max_iou(labels, exact=exact) > threshold for grasp in grasps)
