"""Tensors of torch are arrays as well."""

import numpy
import pytest

import suregrasp

torch = pytest.importorskip("torch", reason="torch is not installed: pip install torch")


def test_tensors_are_read_where_they_lie(some_grasps, refused):
    rows = torch.from_numpy(some_grasps(5, "float32"))
    assert suregrasp.iou_pairs(rows, rows).tolist() == [1] * 5
    assert suregrasp.iou_matrix(rows, rows.numpy()).dtype == numpy.float32
    refused("array.gradient", lambda: suregrasp.iou_pairs(rows.clone().requires_grad_(), rows), "a: ", "detach()")
    refused("array.layout", lambda: suregrasp.iou_pairs(torch.ones(5, 3).T, rows), "a: ", "[3, 5]")
    refused("array.dtype", lambda: suregrasp.iou_pairs(rows.half(), rows), "float16")
    refused("array.dtype", lambda: suregrasp.iou_pairs(rows.bfloat16(), rows), "bfloat16")
    refused("array.device", lambda: suregrasp.iou_pairs(rows.to("meta"), rows), "a: ", "host's memory")


def test_a_model_is_averaged_in_place(refused):
    def model():
        return torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4), torch.nn.Linear(2, 2).double())

    teacher, student = model(), model()
    student[1].num_batches_tracked += 7
    before = [value.clone() for value in teacher.state_dict().values()]
    suregrasp.ema_update(list(teacher.state_dict().values()), list(student.state_dict().values()), 0.75, threads=2)
    for now, was, to in zip(teacher.state_dict().values(), before, student.state_dict().values()):
        expected = 0.75 * was + 0.25 * to if was.is_floating_point() else to
        assert torch.allclose(now, expected, atol=1e-6)
    parameters = [list(each.parameters()) for each in (teacher, student)]
    refused("array.gradient", lambda: suregrasp.ema_update(*parameters, 0.5), "teacher[0]", "detach()")
