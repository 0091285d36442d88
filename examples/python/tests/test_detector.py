"""The detector, where the module was built with an engine; else the error that says how to."""

import importlib.util
import os
import pathlib
import threading

import numpy
import pytest

import suregrasp

model = pathlib.Path(__file__).parents[2] / "models" / "scenes.safetensors"
built = importlib.util.find_spec("suregrasp._detector") is not None
needs_engine = pytest.mark.skipif(not built, reason="built without an engine: SUREGRASP_PYTHON_ENGINE")


@pytest.fixture(scope="module")
def detector():
    return suregrasp.Detector(model)


@pytest.fixture(scope="module")
def bar():
    """A bright bar of 60 by 16 pixels on a dark table, turned by 30 degrees: its picture and centre."""
    rows, columns = numpy.indices((240, 320)).astype(float)
    x, y = columns - 180, rows - 120
    along, across = x * numpy.cos(0.52) - y * numpy.sin(0.52), x * numpy.sin(0.52) + y * numpy.cos(0.52)
    inside = (abs(along) < 30) & (abs(across) < 8)
    image = numpy.full((240, 320, 3), 60, dtype="uint8") + numpy.random.default_rng(1).integers(0, 8, (240, 320, 3))
    image[inside] = [200, 170, 60]
    depth = numpy.where(inside, 0.58, 0.6).astype("float32")
    return image.astype("uint8"), depth


@pytest.mark.skipif(built, reason="built with an engine")
def test_without_an_engine(refused):
    refused("engine.none", lambda: suregrasp.Detector(model), "LibTorch or OpenVINO", "SUREGRASP_PYTHON_ENGINE")


@needs_engine
@pytest.mark.parametrize("with_depth", [False, True])
def test_a_bar_is_grasped_across(detector, bar, with_depth):
    image, depth = bar
    found = detector.detect(image, depth if with_depth else None)
    assert detector.engine in ("libtorch", "openvino")
    assert len(found.grasps) == len(found.uncertainty) == len(found.heat) > 0
    assert (numpy.diff(found.uncertainty) >= 0).all() and (found.heat >= 0.3).all()
    x, y, theta, opening, _ = found.grasps[0]
    assert abs(x - 180) < 30 and abs(y - 120) < 30 and opening > 10
    across = suregrasp.axial_distance(numpy.array([theta]), numpy.array([0.52 + numpy.pi / 2]))[0]
    assert numpy.degrees(across) < 30


@needs_engine
def test_threads_ask_at_once(detector, bar):
    alone = detector.detect(bar[0]).grasps
    found = []
    asking = [threading.Thread(target=lambda: found.append(detector.detect(bar[0]).grasps)) for _ in range(3)]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    assert len(found) == 3 and all(grasps == pytest.approx(alone, abs=1e-3) for grasps in found)


@needs_engine
def test_says_what_is_wrong(detector, bar, refused, tmp_path):
    image, depth = bar
    refused("array.dtype", lambda: detector.detect(image.astype("float32")), "image: expected uint8, got float32")
    refused("array.shape", lambda: detector.detect(depth.astype("uint8")), "[H, W, 3]", "[240, 320]")
    refused("array.shape", lambda: detector.detect(image[:0]), "pixels")
    refused("array.layout", lambda: detector.detect(image[:, ::-1]), "image")
    refused("array.shape", lambda: detector.detect(image, depth[:100].copy()), "depth", "[100, 320]")
    refused("array.dtype", lambda: detector.detect(image, depth.astype("float64")), "depth", "float32")
    refused("option.threshold", lambda: detector.detect(image, threshold=2), "2.0")
    refused("io.missing", lambda: suregrasp.Detector(tmp_path / "none.safetensors"), "none.safetensors")
    (tmp_path / "broken.safetensors").write_bytes(b"no model")
    with pytest.raises(suregrasp.Error):
        suregrasp.Detector(os.fspath(tmp_path / "broken.safetensors"))
