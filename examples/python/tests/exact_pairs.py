"""Pairs of rotated boxes that open kernels get wrong, with their overlap by arithmetic of 70 digits."""

from dataclasses import dataclass

import numpy


@dataclass
class ExactPair:
    """Two boxes cx, cy, w, h, angle: in `degrees` or radians, `clockwise` as seen or not."""

    name: str
    a: list
    b: list
    degrees: bool
    clockwise: bool
    iou: float

    def theta(self, angle):
        radians = numpy.radians(angle) if self.degrees else angle
        return -radians if self.clockwise else radians

    def grasps(self):
        return [[cx, cy, self.theta(angle), w, h] for cx, cy, w, h, angle in (self.a, self.b)]

    def boxes(self, *, degrees, clockwise):
        """Both in another convention."""
        for cx, cy, theta, w, h in self.grasps():
            angle = -theta if clockwise else theta
            yield [cx, cy, w, h, numpy.degrees(angle) if degrees else angle]

    def slack(self, dtype):
        """How far the overlap of the boxes as `dtype` holds them may be from that of the digits."""
        if dtype != "float32":
            return 0
        size = min(self.a[2:4] + self.b[2:4])
        far = max(abs(value) for value in self.a[:4] + self.b[:4])
        return 8 * far * 2.0**-24 / size


exact_pairs = [
    ExactPair(
        "near-identical",
        [296.6620178222656, 458.73883056640625, 23.515729904174805, 47.677001953125, 0.08795166015625],
        [296.66201, 458.73882, 23.51573, 47.67702, 0.087951],
        True, True, 0.9999988906,
    ),
    ExactPair(
        "large near-identical",
        [2563.744628906250, 1436.790161132812500, 2174.703369140625, 214.095001220703125, 115.118347167968750],
        [2563.744628906250, 1436.790283203125, 2174.702880859375, 214.094955444335938, 115.118354797363281],
        True, True, 0.9999989957,
    ),
    ExactPair(
        "sign of the angle, clockwise", [160, 153, 230, 23, -37], [190, 127, 80, 21, -46], True, True, 0.2654928967,
    ),
    ExactPair(
        "sign of the angle, counter-clockwise", [160, 153, 230, 23, -37], [190, 127, 80, 21, -46], True, False, 0,
    ),
    ExactPair(
        "sign of the other, clockwise",
        [1010.5, 860.00012207, 12.20655537, 48.82622528, 55.00798035],
        [1022, 870.49993896, 10.81665134, 43.26660919, 56.30992889],
        True, True, 0,
    ),
    ExactPair(
        "sign of the other, counter-clockwise",
        [1010.5, 860.00012207, 12.20655537, 48.82622528, 55.00798035],
        [1022, 870.49993896, 10.81665134, 43.26660919, 56.30992889],
        True, False, 0.3687586573,
    ),
    ExactPair("cross", [0, 0, 5, 10, numpy.pi / 6], [0, 0, 10, 5, numpy.pi / 3], False, True, 0.4058274196),
    ExactPair("small", [46.83, 44.03, 3.9, 1.63, 0], [46.83, 44.03, 1.63, 3.9, 1.45], False, True, 0.8548336709),
    ExactPair(
        "long",
        [824.6421183672817, 280.28737007069833, 565, 140, -177.80506896972656],
        [567.3310438828003, 270.42527355719545, 275, 50, 92.19493103027344],
        True, True, 0.0815375655,
    ),
    ExactPair(
        "generic",
        [448.52609097732812, 124.98178227897677, 145.25181333606736, 63.494786974971618, -0.19499687921395126],
        [427.18956122453926, 125.06959525139317, 148.76377325834753, 23.003150365173294, 0.099600813151932588],
        False, True, 0.304726871235,
    ),
    ExactPair(
        "nearer than near",
        [493.63660588838394, 316.63180956446882, 92.008284107716023, 63.091612249476505, 0.0043721886880700184],
        [493.63661407909223, 316.63180102192246, 92.008270579737541, 63.091611573361064, 0.0043720054902688264],
        False, True, 0.999999532686,
    ),
]
