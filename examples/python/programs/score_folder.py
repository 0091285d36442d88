"""Scores every file of predictions in a folder beside labelled photographs, prints a table and draws two curves.

    python score_folder.py LABELS PREDICTIONS_FOLDER --out scores.png

Labels: a folder of Cornell's or Jacquard's, or SureGrasp's own. A file of predictions, one a method: JSON, CSV or
Jacquard's text.
"""

import argparse
import pathlib

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

import suregrasp


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=pathlib.Path)
    parser.add_argument("predictions", type=pathlib.Path)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("scores.png"))
    given = parser.parse_args()

    labels = suregrasp.read_labels(given.labels)
    files = sorted(file for file in given.predictions.iterdir() if file.suffix in (".json", ".csv", ".txt"))
    if not files:
        raise SystemExit(f"{given.predictions}: expected files of predictions (.json, .csv, .txt), found none")
    scores = {file.stem: suregrasp.score_predictions(labels, suregrasp.read_predictions(file)) for file in files}
    first_name, first = next(iter(scores.items()))

    figure, (success, risk) = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")
    for name, score in scores.items():
        rows = {round(row.iou, 2): row.first for row in score.success}
        line = f"{name}: " + ", ".join(f"{rows[iou]} at IoU {iou}" for iou in (0.25, 0.5, 0.75))
        if score is not first:
            line += f"; p = {suregrasp.compare_scores(first, score).p_value:.3g} beside {first_name}"
        success.plot(list(rows), [100 * row.rate for row in rows.values()], label=name)
        success.fill_between(list(rows), *zip(*([100 * end for end in row.wilson()] for row in rows.values())), alpha=0.2)
        if score.order != "file" and not score.missing:
            failed = score.first_overlaps <= 0.25
            curve = suregrasp.risk_coverage(score.first_uncertainties, failed.astype(float))
            risk.plot(100 * curve.coverage, 100 * curve.risk, label=name)
            safe = suregrasp.control_risk(score.first_uncertainties, failed, risk=0.1)
            line += f"; 10 % risk is kept below {safe.threshold:.3g}" if safe else "; no threshold keeps 10 % risk"
        print(line)
    success.set(xlabel="IoU above", ylabel="first grasp correct, %", ylim=(0, 100))
    risk.set(xlabel="most certain photographs kept, %", ylabel="of them failed, %", ylim=(0, 100))
    success.legend()
    figure.savefig(given.out)
    print(given.out)


main()
