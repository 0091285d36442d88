"""Times, in PyTorch, the networks that `bench_detector` times here: two ResNets whose four feature maps are summed, a
feature pyramid and a small decoder, 288 x 288 pixels, batch 1. Eager, as most people run it; and in the fast form: batch
norm folded, channels last, bfloat16. Prints Google Benchmark's JSON.

    python3 -m venv peers && peers/bin/pip install torch && peers/bin/python python_peers.py [--threads 2]
"""
import argparse
import json
import time

import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval


def convolution(n_in, n_out, kernel, stride=1):
    return nn.Conv2d(n_in, n_out, kernel, stride, kernel // 2, bias=False)


class Block(nn.Module):
    def __init__(self, n_in, width, stride, bottleneck):
        super().__init__()
        n_out = width * (4 if bottleneck else 1)
        sizes = [(n_in, width, 1, 1), (width, width, 3, stride), (width, n_out, 1, 1)]
        if not bottleneck:
            sizes = [(n_in, width, 3, stride), (width, n_out, 3, 1)]
        self.convs = nn.ModuleList(convolution(*s) for s in sizes)
        self.norms = nn.ModuleList(nn.BatchNorm2d(s[1]) for s in sizes)
        self.shortcut = self.shortcut_norm = None
        if stride != 1 or n_in != n_out:
            self.shortcut, self.shortcut_norm = convolution(n_in, n_out, 1, stride), nn.BatchNorm2d(n_out)

    def forward(self, x):
        y = x
        for i, (conv, norm) in enumerate(zip(self.convs, self.norms)):
            y = norm(conv(y))
            if i + 1 < len(self.convs):
                y = torch.relu(y)
        if self.shortcut is not None:
            x = self.shortcut_norm(self.shortcut(x))
        return torch.relu(x + y)


class ResNet(nn.Module):
    def __init__(self, blocks, bottleneck):
        super().__init__()
        self.stem, self.norm = convolution(3, 64, 7, 2), nn.BatchNorm2d(64)
        self.stages, n_in = nn.ModuleList(), 64
        for k, count in enumerate(blocks):
            stage = []
            for i in range(count):
                stage.append(Block(n_in, 64 << k, 2 if i == 0 and k > 0 else 1, bottleneck))
                n_in = (64 << k) * (4 if bottleneck else 1)
            self.stages.append(nn.Sequential(*stage))

    def forward(self, x):
        x = torch.max_pool2d(torch.relu(self.norm(self.stem(x))), 3, 2, 1)
        maps = []
        for stage in self.stages:
            x = stage(x)
            maps.append(x)
        return maps


class Detector(nn.Module):
    def __init__(self, blocks, bottleneck):
        super().__init__()
        self.rgb, self.depth = ResNet(blocks, bottleneck), ResNet(blocks, bottleneck)
        widths = [(64 << k) * (4 if bottleneck else 1) for k in range(4)]
        self.lateral = nn.ModuleList(nn.Conv2d(w, 64, 1) for w in widths)
        self.smooth = nn.ModuleList(nn.Conv2d(64, 64, 3, padding=1) for _ in widths)
        self.decoder = nn.Sequential(nn.Conv2d(64, 64, 3, padding=1), nn.ReLU(), nn.Upsample(scale_factor=2, mode="bilinear"),
                                     nn.Conv2d(64, 32, 3, padding=1), nn.ReLU(), nn.Conv2d(32, 1, 1),
                                     nn.Upsample(scale_factor=2, mode="bilinear"))

    def forward(self, rgb, depth):
        maps = [lateral(r + d) for lateral, r, d in zip(self.lateral, self.rgb(rgb), self.depth(depth))]
        for k in (2, 1, 0):
            maps[k] = maps[k] + nn.functional.interpolate(maps[k + 1], size=maps[k].shape[2:])
        maps = [torch.relu(smooth(m)) for smooth, m in zip(self.smooth, maps)]
        return torch.sigmoid(self.decoder(maps[0])), maps


def fold(module):
    """Folds every batch norm of this file's modules into the convolution before it."""
    for each in module.modules():
        if isinstance(each, Block):
            for i, conv in enumerate(each.convs):
                each.convs[i], each.norms[i] = fuse_conv_bn_eval(conv, each.norms[i]), nn.Identity()
            if each.shortcut is not None:
                each.shortcut, each.shortcut_norm = fuse_conv_bn_eval(each.shortcut, each.shortcut_norm), nn.Identity()
        elif isinstance(each, ResNet):
            each.stem, each.norm = fuse_conv_bn_eval(each.stem, each.norm), nn.Identity()
    return module


def milliseconds(network, images, repeats):
    times = []
    with torch.inference_mode():
        for _ in range(repeats + 2):
            start = time.perf_counter()
            network(*images)
            times.append(1e3 * (time.perf_counter() - start))
    return sorted(times[2:])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=15)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    results = []
    for name, blocks, bottleneck in (("resnet18", (2, 2, 2, 2), False), ("resnet50", (3, 4, 6, 3), True)):
        network = Detector(blocks, bottleneck).eval()
        images = [torch.randn(1, 3, 288, 288) for _ in range(2)]
        forms = {"eager": (network, images)}
        fast = fold(Detector(blocks, bottleneck).eval()).to(torch.bfloat16).to(memory_format=torch.channels_last)
        forms["fast"] = (fast, [i.to(torch.bfloat16).contiguous(memory_format=torch.channels_last) for i in images])
        for form, (net, inputs) in forms.items():
            times = milliseconds(net, inputs, options.repeats)
            results.append({"name": f"PyTorch {form}/{name}", "real_time": times[0], "median": times[len(times) // 2],
                            "time_unit": "ms"})
    print(json.dumps({"context": {"torch": torch.__version__, "threads": options.threads}, "benchmarks": results}, indent=1))


if __name__ == "__main__":
    main()
