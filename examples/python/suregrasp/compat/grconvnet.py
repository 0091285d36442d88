"""GR-ConvNet's detection of grasps in its maps, and its measure of success.

    from suregrasp.compat.grconvnet import Grasp, GraspRectangles, calculate_iou_match, detect_grasps

Where they part: as `suregrasp.compat.ggcnn` and GG-CNN, whose code GR-ConvNet has taken over; and

- `Grasp` has a quality as its third argument, also here; GR-ConvNet's reader of Jacquard's files still passes the
  opening there and the plate for an opening. Here it reads right.
"""

from __future__ import annotations

from ._grasp_maps import GraspOfMaps, GraspRectangle, GraspRectangles, grasps_at_peaks, is_match

__all__ = ["Grasp", "GraspRectangle", "GraspRectangles", "calculate_iou_match", "detect_grasps"]


class Grasp(GraspOfMaps):
    """A grasp at a pixel with its quality."""

    def __init__(self, center, angle, quality, length=60, width=30):
        super().__init__(center, angle, length, width)
        self.quality = quality


def detect_grasps(q_img, ang_img, width_img=None, no_grasps=1, *, exclude_border=True) -> list[Grasp]:
    """As `suregrasp.compat.ggcnn.detect_grasps`, each grasp with its quality."""
    return grasps_at_peaks(
        lambda at: Grasp(at, float(ang_img[at]), float(q_img[at])), q_img, width_img, no_grasps, exclude_border)


def calculate_iou_match(
    grasp_q, grasp_angle, ground_truth_bbs, no_grasps=1, grasp_width=None, threshold=0.25, *, exact=True,
    exclude_border=True
) -> bool:
    """As `suregrasp.compat.ggcnn.calculate_iou_match`, with the overlap `threshold` to exceed."""
    grasps = detect_grasps(grasp_q, grasp_angle, grasp_width, no_grasps, exclude_border=exclude_border)
    return is_match(grasps, ground_truth_bbs, threshold, exact)
