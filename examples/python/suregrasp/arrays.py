"""What the functions take: arrays of float32 or float64 in host memory, C-contiguous, never copied."""

from typing import Any, Protocol


class Array(Protocol):
    """NumPy's arrays, torch's tensors, and whatever else speaks DLPack. What has a buffer of float32 or float64, such
    as array.array or memoryview, is taken as well."""

    def __dlpack__(self, *arguments: Any, **options: Any) -> Any: ...
