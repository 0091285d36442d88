"""Labels and predictions as text."""

import json

import numpy
import pytest

import suregrasp

cornell = "253 319.7 \n309 324 \n307 350 \n251 345.7 \n"
with_hole = cornell + "NaN NaN\n1 2\n3 4\n5 6\n" + "283 286.999\n284 315\n313 314\n312 285.999\n"


def test_rectangles_keep_their_phase_past_a_hole(refused):
    grasps, dropped = suregrasp.parse_rectangles(with_hole, "pcd0100cpos.txt")
    assert grasps.shape == (2, 5) and len(dropped) == 1 and dropped[0].startswith("pcd0100cpos.txt:5: ")
    assert grasps[1, :2] == pytest.approx([298, 300.5], abs=1e-3)
    assert numpy.degrees(grasps[1, 2]) == pytest.approx(-87.955, abs=1e-3)
    refused("data.rectangles.vertex", lambda: suregrasp.parse_rectangles("1 2\nx y\n"), "text:2", "`x y`")


def test_jacquards_rows(refused):
    grasps = suregrasp.parse_jacquard_grasps("583.90408;479.20119;-66.2885;135.0;26.1855\r\n")
    assert numpy.degrees(grasps[0, 2]) == pytest.approx(66.2885) and grasps[0, 3:].tolist() == [135, 26.1855]
    refused("data.jacquard.row", lambda: suregrasp.parse_jacquard_grasps("1;2;3\n", "x_grasps.txt"), "x_grasps.txt:1")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "01").mkdir()
    (tmp_path / "01" / "pcd0100cpos.txt").write_text(with_hole)
    (tmp_path / "0_abc_grasps.txt").write_text("50;60;10;40;20\n")
    return tmp_path


def test_labels_of_a_folder(folder, refused):
    labels = suregrasp.read_labels(folder)
    assert len(labels) == 2 and labels.ids == ["0_abc", "pcd0100"]
    assert labels["pcd0100"].shape == (2, 5) and labels["0_abc"][0, 3] == 40 and len(labels.dropped) == 1
    with pytest.raises(KeyError):
        labels["pcd0101"]
    refused("data.labels.missing", lambda: suregrasp.read_labels(folder / "none"), "none")


def test_predictions_are_scored_beside_labels(folder, refused):
    (folder / "mine.csv").write_text(
        "id,x,y,theta_degrees,opening,jaw,uncertainty\n"
        "pcd0100r.png,283,331,-5,60,24,0.02\npcd0100r.png,300,301,-88,28,29,0.01\n0_abc_RGB.png,90,60,0,40,20,0.5\n")
    labels, found = suregrasp.read_labels(folder), suregrasp.read_predictions(folder / "mine.csv")
    grasps, scores, uncertainty = found[found.ids[0]]
    assert grasps.shape == (2, 5) and numpy.isnan(scores).all() and uncertainty.tolist() == [0.02, 0.01]
    score = suregrasp.score_predictions(labels, found)
    assert score.order == "uncertainty" and score.photographs == 2 and score.missing == 0
    assert score.success[0].iou == 0.25 and score.success[0].first == suregrasp.Proportion(1, 2)
    assert score.success[0].each == suregrasp.Proportion(2, 3)
    assert score.first_uncertainties.tolist() == [0.5, 0.01]
    assert score.first_overlaps[0] < 0.01 < 0.8 < score.first_overlaps[1]
    assert score.average_precision == pytest.approx(2 / 3)
    assert suregrasp.compare_scores(score, score).neither == 1
    refused("option.dialect", lambda: suregrasp.score_predictions(labels, found, dialect="x"))
    refused("option.order", lambda: suregrasp.score_predictions(labels, found, order="x"), "'auto'")
    refused("data.predictions.order", lambda: suregrasp.score_predictions(labels, found, order="score"))


def test_predictions_of_arrays_and_json(folder, refused):
    labels, mine = suregrasp.Labels(), suregrasp.Predictions()
    grasp = numpy.array([[50, 60, 0.1, 40, 20]])
    labels.add("a", grasp)
    mine.add("a", grasp.astype("float32"), uncertainty=numpy.array([0.2]))
    assert mine["a"][2].tolist() == [0.2] and numpy.isnan(mine["a"][1]).all()
    assert suregrasp.score_predictions(labels, mine).order == "uncertainty"
    assert len(mine) == 1 and suregrasp.score_predictions(labels, mine).success[-1].first.rate == 1
    refused("shape.predictions", lambda: mine.add("b", grasp, score=numpy.ones(2)), "score: expected one a grasp, 1")
    refused("data.predictions.value", lambda: mine.add("b", grasp, score=numpy.array([numpy.nan])))
    file = folder / "mine.json"
    row = {"x": 50, "y": 60, "theta": 0.1, "opening": 40, "jaw": 20, "score": 3}
    file.write_text(json.dumps([{"id": "a", "grasps": [row]}]))
    assert suregrasp.read_predictions(str(file))["a"][1].tolist() == [3]
    file.write_text("[{]")
    refused("data.predictions.json", lambda: suregrasp.read_predictions(file), "mine.json:1")
