"""What SureGrasp raises. `id` is stable across releases, made for programs; the message is for people."""


class Error(ValueError):
    """Base of all: says what was expected, what came, and where."""

    def __init__(self, id: str, message: str) -> None:
        super().__init__(id, message)
        self.id = id

    def __str__(self) -> str:
        return str(self.args[1])


class ArrayError(Error, TypeError):
    """An argument that is no array such as the function takes: kind, shape, dtype, layout, device, read-only."""


class GeometryError(Error):
    """A grasp or rectangle without a geometric meaning: not finite, a size below 0."""


class ShapeError(Error):
    """Lists or tensors that do not fit each other."""


class OptionError(Error):
    """An option outside of the range in which it has a meaning."""


class DataError(Error):
    """A file or folder that is missing, malformed or inconsistent."""


class ModelError(Error):
    """A model file that is malformed, or models that do not fit each other."""


class TrainingError(Error):
    """Training that cannot go on."""


class MetricError(Error):
    """Measurements from which a figure cannot be computed."""


class EngineError(Error):
    """A detector without a library to compute it."""
