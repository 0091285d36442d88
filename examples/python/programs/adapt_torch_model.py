"""Adapts a torch model to a new domain with nine labels, by the confident mean teacher: python adapt_torch_model.py PLOT
`adapt` takes any model with heads; the domains are made of numbers: 32 features of a pose, of which a quarter breaks."""
import copy
import sys

import matplotlib.pyplot as plt
import numpy
import suregrasp
import torch

encoding = suregrasp.PoseEncoding(opening=(3.8, 0.4), jaw=(3.1, 0.4))


def adapt(model, inputs, targets, unlabelled, keep_share, steps=300):
    student, teacher = copy.deepcopy(model).requires_grad_(True), copy.deepcopy(model).requires_grad_(False)
    keep, optimizer = suregrasp.RunningQuantile(keep_share), torch.optim.Adam(student.parameters(), 1e-3)
    for step in range(steps):
        batch = unlabelled[torch.randint(len(unlabelled), (64,))]
        view, other_view = (batch + 0.1 * torch.randn_like(batch) for _ in range(2))
        mean, _, uncertainty = suregrasp.fuse(list(heads_of(teacher, view)), encoding)  # Eq. 8 and 9
        apart = ((heads_of(student, other_view) - torch.from_numpy(mean)) ** 2).mean((0, 2))
        consistency = (torch.from_numpy(keep(uncertainty)) * apart).mean()  # Eq. 12
        loss = ((heads_of(student, inputs) - targets) ** 2).mean() + consistency  # Eq. 11
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        values = (list(each.state_dict().values()) for each in (teacher, student))
        suregrasp.ema_update(*values, alpha=min(1 - 1 / (step + 1), 0.99))  # Eq. 10
    return teacher


def heads_of(model, features):  # the model: four heads, each on a quarter of the features
    return torch.stack([head(part) for head, part in zip(model, features.chunk(4, dim=1))])


def domain(count, draw, broken):
    grasps = draw.uniform([0, 0, -1.57, 20, 10], [0, 0, 1.57, 80, 40], (count, 5))
    targets = encoding.encode(grasps)
    features = numpy.tanh(targets @ numpy.random.default_rng(5).normal(size=(4, 32)) * 0.7)
    features[:, 24:] = draw.normal(size=(count, 8)) if broken else features[:, 24:]
    features += 0.5 * draw.uniform(size=(count, 1)) ** 3 * draw.normal(size=features.shape)  # some are hard to tell
    return torch.from_numpy(features).float(), torch.from_numpy(targets).float(), grasps


draw = numpy.random.default_rng(1)
torch.manual_seed(1)
source, nine, pool, test = (domain(count, draw, broken) for count, broken in ((2000, 0), (9, 1), (360, 1), (500, 1)))
head = torch.nn.Sequential(torch.nn.Linear(8, 64), torch.nn.ReLU(), torch.nn.Linear(64, 4))
model = adapt(torch.nn.ModuleList(map(copy.deepcopy, [head] * 4)), *source[:2], source[0], 0, steps=600)
shares = {"nine labels": 0, "confident teacher": 0.5, "teacher of all": 1}
arms = {"not adapted": model} | {name: adapt(model, *nine[:2], pool[0], share) for name, share in shares.items()}
for name, each in arms.items():
    found = encoding.decode(suregrasp.fuse(list(heads_of(each, test[0])), encoding)[0], numpy.zeros((500, 2)))
    error = numpy.degrees(suregrasp.axial_distance(found[:, 2].copy(), test[2][:, 2].copy()))
    print(f"{name}: {error.mean():.2f} degrees off")
    plt.semilogx(numpy.sort(error), numpy.linspace(0, 100, 500), label=name)
plt.gca().set(xlabel="at most so many degrees off", ylabel="grasps, %")
plt.legend()
plt.savefig(sys.argv[1])
