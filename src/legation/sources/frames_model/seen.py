"""The frames of a dossier as a reader may see them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping

from legation.sources.frames_model.model import FOLDER, SUFFIX, read_frames_model, write_frames_model
from legation.sources.part_by_part import seen_by_part
from legation.sources.row_marks import may_see

__all__ = ["frames_seen", "is_frames"]


def is_frames(part: str) -> bool:
    """Whether a part is a file of frames.

    >>> is_frames("debates/a.frames.toml"), is_frames("debates/a/b.frames.toml"), is_frames("rooms/a.toml")
    (True, False, False)
    """
    return part.startswith(FOLDER) and part.endswith(SUFFIX) and part.count("/") == 1


def frames_seen(
    files: Mapping[str, bytes],
    evidence: Collection[str],
    as_of: dt.date | None = None,
    marking: str = "TLP:RED",
    unmarked: str = "TLP:CLEAR",
) -> dict[str, bytes]:
    """Return a dossier's files with what a reader may see of its frames; all other files are as they were.

    Parameters
    ----------
    files : mapping of str to bytes
    evidence : collection of str
        The ids of the evidence that the reader may see; a frame goes where it has evidence and none of it is there.
    as_of : date, optional
        The day of knowing; None: now.
    marking, unmarked : str
        The highest marking that the reader may see; the marking of what has none.

    Notes
    -----
    A file that cannot be read is left out: nobody can say who may see it. Comments bear no mark and are left out too.
    """

    def seen(data: bytes, part: str) -> bytes | None:
        model = read_frames_model(data, part)
        known = model.known_on is None or as_of is None or model.known_on.by(as_of)
        if not known or not may_see(model.marking or unmarked, marking):
            return None
        left, _ = model.as_known(evidence, as_of or dt.date.max, marking, unmarked)
        return write_frames_model(dataclasses.replace(left, source=b""))

    return seen_by_part(files, is_frames, seen)
