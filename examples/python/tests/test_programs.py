"""The programs to copy run, say what they found, and draw it."""

import os
import pathlib
import re
import subprocess
import sys

import pytest

pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install matplotlib")
programs = pathlib.Path(__file__).parent.parent / "programs"


def run(program, *arguments):
    settings = {**os.environ, "MPLBACKEND": "Agg", "OMP_NUM_THREADS": "1"}
    done = subprocess.run([sys.executable, programs / program, *map(str, arguments)], env=settings, text=True,
                          capture_output=True)
    return done.returncode, done.stdout, done.stderr


def is_picture(file):
    return file.read_bytes().startswith(b"\x89PNG") and file.stat().st_size > 5000


@pytest.mark.parametrize("program", sorted(each.name for each in programs.glob("*.py")))
def test_short_enough_to_copy(program):
    assert len((programs / program).read_text().splitlines()) < 60


def test_score_folder(tmp_path):
    labels, predictions = tmp_path / "labels", tmp_path / "predictions"
    labels.mkdir(), predictions.mkdir()
    (labels / "pcd0100cpos.txt").write_text("253 319.7 \n309 324 \n307 350 \n251 345.7 \n")
    (labels / "pcd0132cpos.txt").write_text("283 286.999\n284 315\n313 314\n312 285.999\n")
    status, _, problem = run("score_folder.py", labels, predictions)
    assert status != 0 and "expected files of predictions" in problem
    (predictions / "mine.csv").write_text(
        "id,x,y,theta_degrees,opening,jaw,uncertainty\npcd0100,283,331,-5,60,24,0.02\npcd0132,298,300,-88,28,29,0.01\n")
    (predictions / "theirs.txt").write_text("pcd0100\n283;331;5;60;24\npcd0132\n298;300;10;28;29\n")
    status, said, problem = run("score_folder.py", labels, predictions, "--out", tmp_path / "scores.png")
    assert status == 0, problem
    assert "mine: 100.0 % [34.2, 100.0] (2/2) at IoU 0.25" in said and "p = 1 beside mine" in said
    assert is_picture(tmp_path / "scores.png")


def test_adapt_torch_model(tmp_path):
    pytest.importorskip("torch", reason="torch is not installed: pip install torch")
    status, said, problem = run("adapt_torch_model.py", tmp_path / "adapted.png")
    assert status == 0, problem
    off = {name: float(error) for name, error in re.findall(r"(.*): (.*) degrees off", said)}
    assert off["confident teacher"] < off["not adapted"] and off["confident teacher"] < off["nine labels"]
    assert is_picture(tmp_path / "adapted.png")
