"""Any array that speaks DLPack or the buffer protocol is taken as it is; what is wrong with one is said, never
mended."""

import array
import copy
import pickle
import threading
import time

import numpy
import pytest

import suregrasp

good = numpy.array([[10, 12, 0.25, 20, 8]])


def iou(a):
    return suregrasp.iou_pairs(a, good)


@pytest.mark.parametrize(
    "bad, id, words",
    [
        ([[10, 12, 0.25, 20, 8]], "array.kind", ["a: ", "got list"]),
        ("text", "array.kind", ["a: ", "got str"]),
        (good.astype("float16"), "array.dtype", ["a: expected float32 or float64, got float16"]),
        (good.astype("int64"), "array.dtype", ["got int64"]),
        (good.astype("complex128"), "array.dtype", ["got complex128"]),
        (good > 0, "array.dtype", ["got bool"]),
        (good.astype(">f8"), "array.kind", ["a: ", "numpy.ndarray of >f8"]),
        (good.astype(object), "array.kind", ["numpy.ndarray of object"]),
        (good[0], "array.shape", ["a: expected shape [N, 5]", "got [5]"]),
        (good[:, :4].copy(), "array.shape", ["got [1, 4]"]),
        (good[None], "array.shape", ["got [1, 1, 5]"]),
        (numpy.asfortranarray(numpy.ones((3, 5))), "array.layout", ["a: expected a C-contiguous array", "[3, 5]"]),
        (numpy.ones((3, 10))[:, ::2], "array.layout", ["C-contiguous"]),
        (numpy.ones((3, 5))[::-1], "array.layout", ["C-contiguous"]),
        (numpy.full((1, 5), numpy.nan), "geometry.not_finite", ["a[0]: expected finite fields"]),
        (good * [[1, 1, 1, -1, 1]], "geometry.not_finite", ["opening -20"]),
        (good.astype("float32"), "array.dtype", ["b: expected float32 as a has, got float64"]),
        (numpy.ones((2, 5)), "array.shape", ["b: expected shape as many rows as a, 2, got [1, 5]"]),
    ],
)
def test_names_argument_expected_and_found(refused, bad, id, words):
    refused(id, lambda: iou(bad), *words)


def test_unaligned_values(refused):
    raw = numpy.zeros(41, dtype="uint8")[1:].view("float64").reshape(1, 5)
    refused("array.layout", lambda: iou(raw), "a: expected an aligned array")


class OnDevice:
    """As an array in the memory of a GPU says it is."""

    def __dlpack_device__(self):
        return (2, 0)

    def __dlpack__(self, **options):
        raise AssertionError("nothing is to be exported")


def test_memory_of_a_device(refused):
    refused("array.device", lambda: iou(OnDevice()), "a: expected an array in the host's memory", "number 2")


def test_buffers_are_arrays():
    rows = memoryview(array.array("d", good[0])).cast("B").cast("d", (1, 5))
    assert iou(rows) == 1
    assert suregrasp.axial_wrap(array.array("f", [4.0])).dtype == numpy.float32


def test_nothing_is_copied_and_read_only_is_fine(some_grasps):
    rows = some_grasps(3)
    rows.flags.writeable = False
    assert suregrasp.iou_pairs(rows, rows).tolist() == [1, 1, 1]


def test_results_own_their_memory(some_grasps):
    result = suregrasp.iou_matrix(some_grasps(50), some_grasps(60, seed=2))
    kept = result.copy()
    for seed in range(20):
        suregrasp.iou_matrix(some_grasps(50, seed=seed), some_grasps(60, seed=seed))
    assert (result == kept).all() and result.flags.writeable


def test_no_grasps_are_an_array_as_well():
    none = numpy.zeros((0, 5))
    assert suregrasp.iou_matrix(none, good).shape == (0, 1)
    assert suregrasp.iou_matrix(good, none).shape == (1, 0)
    assert suregrasp.iou_pairs(none, none).shape == (0,)
    assert suregrasp.rotated_suppression(none, numpy.zeros(0)).shape == (0,)
    assert suregrasp.from_mmcv(none).shape == (0, 5)


def test_errors_are_value_errors_and_travel():
    with pytest.raises(ValueError) as caught:
        suregrasp.iou_pairs(good, good, threads=0)
    assert caught.value.id == "option.threads"
    for again in (pickle.loads(pickle.dumps(caught.value)), copy.copy(caught.value)):
        assert (again.id, str(again), type(again)) == (caught.value.id, str(caught.value), suregrasp.errors.OptionError)
    with pytest.raises(TypeError):
        iou("text")


def test_the_interpreter_lock_is_released(some_grasps):
    a = some_grasps(3000)
    begun, took = threading.Event(), []

    def compute():
        begun.set()
        start = time.perf_counter()
        suregrasp.iou_matrix(a, a)
        took.append(time.perf_counter() - start)

    computing = threading.Thread(target=compute)
    computing.start()
    begun.wait()
    first = last = time.perf_counter()
    while not took:
        last = time.perf_counter()
    computing.join()
    # Were the lock held, this thread would run a few milliseconds behind the call at most.
    assert last - first > took[0] / 2 > 0.02
