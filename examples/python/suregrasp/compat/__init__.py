"""Functions of other projects with their signatures, conventions and return types, on exact kernels.

A project swaps an import: `from suregrasp.compat.mmcv import box_iou_rotated`. Tensors of torch come back as tensors on
their device, NumPy's arrays as arrays; torch is never imported here. Boxes of any float dtype and layout are taken, as
by the originals, and copied where need be. Each module says where it and its original part.

What the originals know nothing of is refused: NaN, infinity and sizes below 0 raise `suregrasp.errors.GeometryError`.
Nothing records gradients.
"""
