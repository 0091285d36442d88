"""GG-CNN's detection of grasps in its maps, and its measure of success.

    from suregrasp.compat.ggcnn import Grasp, GraspRectangles, calculate_iou_match, detect_grasps

Where they part:
- The overlap is exact. GG-CNN paints both rectangles into pixels; near the threshold 0.6 % of its decisions are
  others. It also counts pixels above or left of the image at its other side. `exact=False` counts pixels, to compare
  with figures published so.
- Rectangles of files keep the fractions of their corners, which GG-CNN rounds away.
- Equally good pixels that touch are one peak, at their middle; GG-CNN takes the first of them.
- It needs no scikit-image, and runs on NumPy from 1.24 on, which has no `numpy.float` any more.

As there, no grasp is found within 20 pixels of the border of the maps: `exclude_border=False` finds those too.
"""

from __future__ import annotations

from ._grasp_maps import GraspOfMaps as Grasp
from ._grasp_maps import GraspRectangle, GraspRectangles, grasps_at_peaks, is_match

__all__ = ["Grasp", "GraspRectangle", "GraspRectangles", "calculate_iou_match", "detect_grasps"]


def detect_grasps(q_img, ang_img, width_img=None, no_grasps=1, *, exclude_border=True) -> list[Grasp]:
    """The best `no_grasps` grasps in maps `[H, W]` of quality, angle (radians) and width (the opening in pixels; the
    plates are half as large): those of quality above 0.2 that no better pixel is within 20 pixels of."""
    return grasps_at_peaks(
        lambda at: Grasp(at, float(ang_img[at])), q_img, width_img, no_grasps, exclude_border)


def calculate_iou_match(
    grasp_q, grasp_angle, ground_truth_bbs, no_grasps=1, grasp_width=None, *, exact=True, exclude_border=True
) -> bool:
    """Whether one of the best grasps in the maps overlaps a labelled rectangle by more than 0.25, with axes within 30
    degrees. Labels: GraspRectangles, of here or of GG-CNN, or an array `[N, 4, 2]` of row, column."""
    grasps = detect_grasps(grasp_q, grasp_angle, grasp_width, no_grasps, exclude_border=exclude_border)
    return is_match(grasps, ground_truth_bbs, 0.25, exact)
