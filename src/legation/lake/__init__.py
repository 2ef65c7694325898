"""Observations too many for a dossier: immutable Parquet partitions and a manifest, asked by Ibis expressions on DuckDB or on Spark.

Engines are named in :mod:`legation.lake.engines` and nowhere else. Nothing is imported until it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.late_exports import late_exports

if TYPE_CHECKING:
    from legation.lake.gaps import Gap
    from legation.lake.lake import Appended, Lake
    from legation.lake.manifest import Held
else:
    __getattr__, __dir__ = late_exports(
        __name__,
        {
            "legation.lake.gaps": "Gap",
            "legation.lake.lake": "Appended Lake",
            "legation.lake.manifest": "Held",
        },
    )

__all__ = ["Appended", "Gap", "Held", "Lake"]
