"""The page that `suregrasp label` writes, in Chromium, by clicks and keys as a person gives them.

label_page_test.py SUREGRASP. Exit status 77, which CTest takes as skipped, where there is no Chromium.
"""

import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import chromium


def check(what, got, expected, tolerance=0.0):
    same = got == expected if tolerance == 0 else abs(got - expected) <= tolerance
    if not same:
        sys.exit(f"{what}: expected {expected}, got {got}")


def suregrasp(tool, *words):
    done = subprocess.run([tool, *map(str, words)], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"suregrasp {words}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class Labelling:
    """A person at the page; points are those of the window."""

    def __init__(self, page):
        self.page = page

    def picture(self):
        box = self.page.value("(({left, top, width, height}) => ({left, top, width, height}))"
                              "(document.getElementById('drawing').getBoundingClientRect())")
        return box, self.page.value("({width: photograph().width, height: photograph().height})")

    def window(self, across, down):
        """A whole point of the window so far across the picture, as shares of its size."""
        box, _ = self.picture()
        return round(box["left"] + across * box["width"]), round(box["top"] + down * box["height"])

    def pixel(self, x, y):
        """What lies there, in pixels of the photograph whose centres are whole."""
        box, size = self.picture()
        return ((x - box["left"]) / box["width"] * size["width"] - 0.5,
                (y - box["top"]) / box["height"] * size["height"] - 0.5)

    def labels(self):
        return self.page.value("JSON.parse(JSON.stringify(labels()))")

    def draw(self, first, second, side):
        self.page.click(*first)
        self.page.click(*second)
        self.page.drag(*second, *side)


def expected_grasp(a, b, side):
    length = math.dist(a, b)
    theta = math.atan2(a[1] - b[1], b[0] - a[0])
    across = (b[0] - a[0]) * (side[1] - a[1]) - (b[1] - a[1]) * (side[0] - a[0])
    return {"x": (a[0] + b[0]) / 2, "y": (a[1] + b[1]) / 2, "opening": length, "jaw": 2 * abs(across) / length,
            "theta": (theta + math.pi / 2) % math.pi - math.pi / 2}


def check_grasp(what, got, expected):
    for name, value in expected.items():
        check(f"{what}, {name}", got[name], value, 0.002 if name == "theta" else 0.03)


def check_drawing(person, what):
    for first, second, side in [((0.3, 0.3), (0.5, 0.45), (0.35, 0.5)), ((0.6, 0.8), (0.6, 0.55), (0.7, 0.6)),
                                ((0.9, 0.2), (0.7, 0.3), (0.8, 0.2))]:
        before = len(person.labels()["grasps"])
        points = [person.window(*each) for each in (first, second, side)]
        person.draw(*points)
        grasps = person.labels()["grasps"]
        check(f"{what}: grasps", len(grasps), before + 1)
        check_grasp(what, grasps[-1], expected_grasp(*(person.pixel(*each) for each in points)))


def check_correcting(person):
    """The last grasp is taken: its second finger is dragged, then all of it."""
    page = person.page
    before = person.labels()["grasps"][-1]
    ends = page.value("endsOf(labels().grasps.at(-1))")
    box, size = person.picture()
    at = lambda p: (box["left"] + (p["x"] + 0.5) / size["width"] * box["width"],
                    box["top"] + (p["y"] + 0.5) / size["height"] * box["height"])
    to = person.window(0.85, 0.4)
    page.drag(*at(ends[1]), *to)
    fixed, moved = (ends[0]["x"], ends[0]["y"]), person.pixel(*to)
    expected = expected_grasp(fixed, moved, moved)
    after = person.labels()["grasps"][-1]
    check_grasp("a dragged finger", after, {**expected, "jaw": before["jaw"]})
    to = person.window(0.5, 0.5)
    page.drag(*at(after), *to)
    x, y = person.pixel(*to)
    check_grasp("a dragged grasp", person.labels()["grasps"][-1], {**after, "x": x, "y": y})
    for expected in (after, before):
        page.key("u")
        check("undo of a correction", person.labels()["grasps"][-1], expected)


def check_proposals(person):
    page = person.page
    offered = page.value("proposals()")
    if not offered:
        sys.exit("the model proposes nothing")
    page.key("a")
    check("an accepted proposal", person.labels()["grasps"], offered[:1])
    check("proposals left", page.value("proposals()"), offered[1:])
    page.key("u")
    check("undo brings the proposal back", page.value("proposals()"), offered)
    for _ in offered:
        page.key("x")
    check("all rejected", page.value("proposals()"), [])
    check("a rejected proposal is no label", person.labels()["grasps"], [])


def check_points(person):
    page = person.page
    page.key("p")
    for share in [(0.4, 0.6), (0.7, 0.3)]:
        point = person.window(*share)
        page.click(*point)
        x, y = person.pixel(*point)
        check("a click, x", person.labels()["points"][-1]["x"], x, 0.01)
        check("a click, y", person.labels()["points"][-1]["y"], y, 0.01)
    check("points", len(person.labels()["points"]), 2)
    check("no grasp by a click in this mode", len(person.labels()["grasps"]), 0)
    page.key("Delete")
    check("deleted", len(person.labels()["points"]), 1)
    page.key("u")
    check("undone", len(person.labels()["points"]), 2)
    box, _ = person.picture()
    page.click(box["left"] + box["width"] + 9, box["top"] + 9)
    check("a click beside the picture", len(person.labels()["points"]), 2)


def label_all(page, address):
    """Labels by hand on the first photograph, by proposals and points on the second."""
    person = Labelling(page)
    page.resize(1366, 768)
    page.open(address)
    check("photographs in the order of the list", page.value("data.photographs.map(p => p.id)"), ["c", "a"])
    check("the picture is shown", page.value("document.getElementById('picture').naturalWidth"), 640)
    while page.value("proposals().length"):  # a click on one would take it
        page.key("x")
    check_drawing(person, "larger than it is")
    page.resize(700, 420)
    check_drawing(person, "smaller than it is")
    check_correcting(person)
    page.click(*person.window(0.2, 0.2))
    page.key("Escape")
    check("a grasp that was begun and given up", len(person.labels()["grasps"]), 6)
    page.key("ArrowRight")
    check("next", page.value("photograph().id"), "a")
    check_proposals(person)
    check_points(person)
    return page.value("JSON.stringify(state)")


def saved(page, folder):
    page.key("s")
    file = folder / "labels.json"
    for _ in range(200):
        if file.exists():
            return json.loads(file.read_text())
        time.sleep(0.05)
    sys.exit("nothing was saved")


def run(tool, program, folder):
    pictures = folder / "pictures"
    suregrasp(tool, "synth", "--count", 3, "--out", folder / "scenes", "--quiet")
    pictures.mkdir()
    for name, scene in zip("abc", sorted((folder / "scenes").glob("**/*r.png"))):
        os.rename(scene, pictures / f"{name}.png")
    (folder / "ids.txt").write_text("c  # the most useful\n\n# then\na\n")
    suregrasp(tool, "label", pictures, "--out", folder / "page.html", "--list", folder / "ids.txt", "--quiet")
    page = chromium.Page(program, str(pictures))
    try:
        before = label_all(page, (folder / "page.html").as_uri())
        page.reload()
        check("what a reload keeps", page.value("JSON.stringify(state)"), before)
        page.key("u")
        check("undo after a reload", page.value("labels().points.length"), 1)
        data_set = saved(page, pictures)
    finally:
        page.close()
    check("saved photographs", [each["image"] for each in data_set["photographs"]], ["c.png", "a.png"])
    found = json.loads(suregrasp(tool, "inspect", pictures / "labels.json", "--json", "--quiet"))
    check("grasps read", (found["grasps"], found["grasp_points"], found["findings"]), (6, 1, []))


def main():
    program = chromium.find()
    if not program:
        print("skipped: no chromium (Debian: chromium)")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        run(os.path.abspath(sys.argv[1]), program, pathlib.Path(folder))


main()
