"""Observations too many for a dossier: immutable Parquet partitions and a manifest, asked by Ibis expressions on DuckDB or on Spark.

Engines are named in :mod:`legation.lake.engines` and nowhere else. Nothing is imported until it is used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from legation.lake.gaps import Gap
    from legation.lake.lake import Appended, Lake
    from legation.lake.manifest import Held

_HOME = {"Appended": "legation.lake.lake", "Gap": "legation.lake.gaps", "Held": "legation.lake.manifest", "Lake": "legation.lake.lake"}

__all__ = ["Appended", "Gap", "Held", "Lake"]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
