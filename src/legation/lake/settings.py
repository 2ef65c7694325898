"""How a lake is asked where nobody says so in code: by the environment of the command or of the site.

================= ==============================================================================================
``LEGATION_ENGINE``  ``duckdb``, ``spark``, or an engine that another package brings; default ``duckdb``
``LEGATION_MEMORY``  how much DuckDB may use before it spills to disk: ``4GB``; default ``1GB``
``LEGATION_SPILL``   the folder that it spills to; default one of the user's own beside other temporary files
================= ==============================================================================================

Of Spark: ``LEGATION_SPARK_MASTER``, ``LEGATION_SPARK_MEMORY``, ``LEGATION_SPARK_PARTITIONS``, ``LEGATION_SPARK_DIR`` and
``LEGATION_SPARK_WAIT``, which :mod:`legation.lake.spark` reads.
"""

from __future__ import annotations

import os
from pathlib import Path

from legation.lake.engines import DEFAULT
from legation.lake.lake import MEMORY, Lake

__all__ = ["lake_at"]


def lake_at(path: Path) -> Lake:
    """Return the lake in a folder, asked as the environment says.

    Raises
    ------
    WrongUse
        For an engine that there is not; other settings are looked at when the lake is first asked.

    Examples
    --------
    >>> lake_at(Path("nowhere")).names()
    ()
    """
    engine = os.environ.get("LEGATION_ENGINE") or DEFAULT
    memory, spill = os.environ.get("LEGATION_MEMORY") or MEMORY, os.environ.get("LEGATION_SPILL") or None
    return Lake(path, engine, memory=memory, spill=spill)
