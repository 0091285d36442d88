"""What several tests share."""

import numpy
import pytest

import suregrasp


@pytest.fixture
def refused():
    """refused(id, call, *words): that a call raises the error of this id, whose message holds the words."""

    def check(id, call, *words):
        with pytest.raises(suregrasp.Error) as caught:
            call()
        assert caught.value.id == id, caught.value
        for word in words:
            assert word in str(caught.value)
        return caught.value

    return check


@pytest.fixture
def some_grasps():
    """some_grasps(n): n grasps of all sizes and angles."""

    def make(count, dtype="float64", seed=1):
        draw = numpy.random.default_rng(seed)
        columns = [draw.uniform(0, 100, count), draw.uniform(0, 100, count), draw.uniform(-1.5, 1.5, count)]
        columns += [draw.uniform(5, 60, count), draw.uniform(5, 60, count)]
        return numpy.stack(columns, axis=1).astype(dtype)

    return make
