"""How a command opens a dossier: plainly, or by the columns that an earlier one left in the folder that ``LEGATION_CACHE`` names."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from legation import dossier as dossiers
from legation.cli.options import language_of
from legation.dossier import Dossier
from legation.language import say

__all__ = ["CACHE", "load"]

CACHE = "LEGATION_CACHE"


def load(path: str | os.PathLike[str]) -> Dossier:
    """Read a dossier as :func:`legation.dossier.load` does; say on the error stream what could not be kept for the next command."""
    named = os.environ.get(CACHE, "")
    if not named:
        return dossiers.load(path)
    from legation.dossier.files.column_cache import ColumnCache

    columns = ColumnCache(Path(named).expanduser(), CACHE)
    dossier = dossiers.load(path, columns)
    if columns.fault is not None:
        sys.stderr.write(say(columns.fault, language_of(None)) + "\n")
    return dossier
