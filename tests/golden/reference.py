#!/usr/bin/env python3
"""Writes the golden files beside it: names and shapes of torchvision's backbones, and what networks of known weights answer.

The networks are torchvision's, and a detector written down once more with torch's functions alone; weights and images come
from the random streams of core/random.hpp, so the same numbers can be made without Python. Needs torch and torchvision.
"""
import math
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
import torchvision

FOLDER = pathlib.Path(__file__).parent
MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


class Stream:
    """random_stream of core/random.hpp, drawn in bulk."""

    def __init__(self, seed):
        self.seed = mix((seed ^ 0x5D1F0CC3A2B7E491) & MASK)

    def fork(self, name):
        text = 0xCBF29CE484222325
        for letter in name.encode():
            text = ((text ^ letter) * 0x100000001B3) & MASK
        return Stream(mix((self.seed + mix(text)) & MASK) ^ mix(GOLDEN))

    def uniform(self, low, high, shape):
        count = math.prod(shape)
        with np.errstate(over="ignore"):
            z = np.uint64(self.seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(GOLDEN)
            z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            z = z ^ (z >> np.uint64(31))
        values = low + (high - low) * ((z >> np.uint64(11)).astype(np.float64) * 2.0**-53)
        return torch.from_numpy(values.astype(np.float32)).reshape(shape)


def weight(name, shape):
    """He's uniform bound for matrices and kernels; scales and variances around 1, the rest around 0."""
    stream = Stream(1).fork(name)
    if len(shape) > 1:
        bound = math.sqrt(6 / math.prod(shape[1:]))
        return stream.uniform(-bound, bound, shape)
    if name.endswith("running_var") or (name.endswith("weight")):
        return stream.uniform(0.5, 1.5, shape)
    return stream.uniform(-0.2, 0.2, shape)


def image(name, shape):
    return Stream(1).fork(name).uniform(-1, 1, shape)


def fingerprint(name, tensor):
    """Mean, mean magnitude, and six values at equal distances in row-major order."""
    flat = tensor.detach().double().contiguous().flatten()
    numbers = [flat.mean(), flat.abs().mean()] + [flat[i * (flat.numel() // 6)] for i in range(6)]
    return name + "".join(f" {number.item():.9g}" for number in numbers) + "\n"


def known_backbone(backbone, classifier):
    """torchvision's network with known weights; the names and shapes of what is no classifier go into a file."""
    net = getattr(torchvision.models, backbone)().eval()
    state = {name: value for name, value in net.state_dict().items() if not name.startswith(classifier)}
    lines = [" ".join([name, *map(str, value.shape)]) for name, value in state.items()]
    (FOLDER / f"{backbone}.txt").write_text("\n".join(lines) + "\n")
    filled = {n: weight(n, v.shape) for n, v in state.items() if not n.endswith("num_batches_tracked")}
    net.load_state_dict(filled, strict=False)
    return net


def torchvision_mobilenet():
    net, text = known_backbone("mobilenet_v2", ("classifier.", "features.18.")), ""
    x = image("rgb", (2, 3, 64, 64))
    for k, blocks in enumerate((net.features[:4], net.features[4:7], net.features[7:14], net.features[14:18])):
        x = blocks(x)
        text += fingerprint(f"mobilenet_v2.block{k + 1}", x)
    return text


def torchvision_resnet(backbone):
    net = known_backbone(backbone, "fc.")
    x = net.maxpool(net.relu(net.bn1(net.conv1(image("rgb", (2, 3, 64, 64))))))
    text = ""
    for k in range(1, 5):
        x = getattr(net, f"layer{k}")(x)
        text += fingerprint(f"{backbone}.block{k}", x)
    return text


class Detector:
    """The detector by its equations: ResNet-18 of width 8, 16 channels, windows of 3, 16 hidden units, 4 outputs a head."""

    WIDTH, CHANNELS, CROP, HIDDEN, OUTPUTS = 8, 16, 3, 16, 4

    def convolve(self, x, name, shape, stride=1, bias=False):
        b = weight(name + ".bias", shape[:1]) if bias else None
        return F.conv2d(x, weight(name + ".weight", shape), b, stride, shape[2] // 2)

    def normalise(self, x, name):
        part = lambda what: weight(f"{name}.{what}", (x.shape[1],))
        return F.batch_norm(x, part("running_mean"), part("running_var"), part("weight"), part("bias"), False, 0.1, 1e-5)

    def branch(self, image, name):
        w = self.WIDTH
        x = F.relu(self.normalise(self.convolve(image, f"{name}.conv1", (w, 3, 7, 7), 2), f"{name}.bn1"))
        x, maps = F.max_pool2d(x, 3, 2, 1), []
        for k in range(4):
            for i in range(2):
                block, out, stride = f"{name}.layer{k + 1}.{i}", w << k, 2 if k and not i else 1
                y = self.convolve(x, f"{block}.conv1", (out, x.shape[1], 3, 3), stride)
                y = F.relu(self.normalise(y, f"{block}.bn1"))
                y = self.normalise(self.convolve(y, f"{block}.conv2", (out, out, 3, 3)), f"{block}.bn2")
                if stride == 2:
                    x = self.convolve(x, f"{block}.downsample.0", (out, x.shape[1], 1, 1), 2)
                    x = self.normalise(x, f"{block}.downsample.1")
                x = F.relu(x + y)
            maps.append(x)
        return maps

    def pyramid(self, maps):
        c, levels, above = self.CHANNELS, [None] * 4, None
        for k in reversed(range(4)):
            x = self.convolve(maps[k], f"pyramid.lateral.{k}", (c, maps[k].shape[1], 1, 1), bias=True)
            if above is not None:
                x = x + F.interpolate(above, size=x.shape[2:], mode="nearest")
            above = x
            levels[k] = F.relu(self.convolve(x, f"pyramid.smooth.{k}", (c, c, 3, 3), bias=True))
        return levels

    def heat(self, finest):
        c = self.CHANNELS
        step = lambda x, name, out=c, stride=1: F.relu(
            self.normalise(self.convolve(x, f"locnet.{name}.0", (out, x.shape[1], 3, 3), stride), f"locnet.{name}.1"))
        grow = lambda x, size: F.interpolate(x, size=(size, size), mode="bilinear", align_corners=False)
        s4 = step(finest, "enter")
        s8 = step(s4, "down8", stride=2)
        x = step(grow(step(s8, "down16", stride=2), 8) + s8, "up8")
        x = step(grow(x, 16) + s4, "up4")
        x = step(grow(x, 32), "up2", c // 2)
        return grow(self.convolve(x, "locnet.draw", (1, c // 2, 1, 1), bias=True), 64)

    def window(self, level, stride, at):
        """Bilinear samples one level pixel apart around each place (image, x, y), clamped to the map: [M, r, r, C]."""
        size, rows = level.shape[2], []
        for n, x, y in at:
            steps = torch.arange(self.CROP, dtype=torch.float64) - (self.CROP - 1) / 2
            grid = [((v + 0.5) / stride - 0.5 + steps).clamp(0, size - 1) for v in (y, x)]
            grid = [2 * g / max(1, size - 1) - 1 for g in grid]
            points = torch.stack(torch.meshgrid(grid[1], grid[0], indexing="xy"), -1)[None]
            rows.append(F.grid_sample(level[n : n + 1].double(), points, align_corners=True).permute(0, 2, 3, 1))
        return torch.cat(rows).float()

    def pose(self, window, k):
        head, x = f"posenet.heads.{k}", window.flatten(1)
        linear = lambda x, name, out: F.linear(x, weight(name + ".weight", (out, x.shape[1])), weight(name + ".bias", (out,)))
        return linear(F.relu(linear(x, head + ".0", self.HIDDEN)), head + ".2", self.OUTPUTS)

    def fingerprints(self):
        rgb, depth = image("rgb", (2, 3, 64, 64)), image("depth", (2, 3, 64, 64))
        fused = [r + d for r, d in zip(self.branch(rgb, "branches.rgb"), self.branch(depth, "branches.depth"))]
        levels = self.pyramid(fused)
        at = [(0, 20.25, 31.5), (1, 2.0, 60.75), (1, 40.0, 8.0)]
        text = "".join(fingerprint(f"detector.level{k}", x.permute(0, 2, 3, 1)) for k, x in enumerate(levels))
        text += fingerprint("detector.heat", self.heat(levels[0]))
        for k in range(4):
            text += fingerprint(f"detector.pose{k}", self.pose(self.window(levels[k], 4 << k, at), k))
        return text


class Stem(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(3, 2, 3, bias=False)
        self.bn1 = torch.nn.BatchNorm2d(2)


def saved_by_python():
    """A state dictionary as people have them: an ordered dictionary that remembers the module it came from."""
    stem = Stem()
    stem.load_state_dict({n: weight(n, v.shape) if v.dim() else v + 7 for n, v in stem.state_dict().items()})
    torch.save(stem.state_dict(), FOLDER / "stem.pth")


if __name__ == "__main__":
    with torch.no_grad():
        answers = "".join(torchvision_resnet(name) for name in ("resnet18", "resnet34", "resnet50"))
        answers += torchvision_mobilenet()
        (FOLDER / "answers.txt").write_text(answers + Detector().fingerprints())
        saved_by_python()
