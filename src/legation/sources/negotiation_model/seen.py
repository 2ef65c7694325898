"""The negotiations of a dossier as a reader may see them: row by row, as the answers see them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping

from legation.sources.negotiation_model.reading import FOLDER, SUFFIX, read_negotiation_model
from legation.sources.negotiation_model.writing import write_negotiation_model
from legation.sources.part_by_part import seen_by_part
from legation.sources.row_marks import may_see

__all__ = ["is_negotiation", "negotiations_seen"]


def is_negotiation(part: str) -> bool:
    """Whether a part is the file of a negotiation, in a folder of its own or not: the questions read both.

    >>> is_negotiation("negotiations/a.toml"), is_negotiation("negotiations/a/b.toml"), is_negotiation("drafts/a.toml")
    (True, True, False)
    """
    return part.startswith(FOLDER) and part.endswith(SUFFIX)


def negotiations_seen(
    files: Mapping[str, bytes],
    evidence: Collection[str],
    as_of: dt.date | None = None,
    marking: str = "TLP:RED",
    unmarked: str = "TLP:CLEAR",
) -> dict[str, bytes]:
    """Return a dossier's files with what a reader may see of its negotiations; all other files are as they were.

    Parameters
    ----------
    files : mapping of str to bytes
    evidence : collection of str
        The ids of the evidence that the reader may see.
    as_of : date, optional
        The day of knowing; None: now.
    marking, unmarked : str
        The highest marking that the reader may see; the marking of what has none.

    Notes
    -----
    A file that cannot be read is left out, and so is one of which too little is seen to be read again. Comments bear no mark: they are left
    out too.
    """
    day = as_of or dt.date.max

    def seen(data: bytes, part: str) -> bytes | None:
        model = read_negotiation_model(data, part)
        if not may_see(model.marking or unmarked, marking) or (model.known_on is not None and not model.known_on.by(day)):
            return None
        left, _ = model.as_known(evidence, day, marking, unmarked)
        made = write_negotiation_model(dataclasses.replace(left, source=b""))
        read_negotiation_model(made, part)
        return made

    return seen_by_part(files, is_negotiation, seen)
