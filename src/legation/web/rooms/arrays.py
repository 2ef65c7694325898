"""Arrays as bytes of the database, and back: to the last digit, and without anything in them that could be run."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["packed", "unpacked"]


def packed(arrays: Mapping[str, npt.NDArray[Any]]) -> bytes:
    """Return arrays as bytes.

    Examples
    --------
    >>> unpacked(packed({"a": np.array([0.1]), "b": np.array(["x"])}))
    {'a': array([0.1]), 'b': array(['x'], dtype='<U1')}
    """
    data = io.BytesIO()
    np.savez_compressed(data, **arrays)  # type: ignore[arg-type]  # names of arrays, none of its options
    return data.getvalue()


def unpacked(data: bytes) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of :func:`packed`."""
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return dict(arrays)
