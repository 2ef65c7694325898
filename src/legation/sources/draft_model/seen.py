"""The drafts of a dossier, and the texts that they name, as a reader may see them.

A text is seen with the row that names it: a version above a reader's marking takes its words with it, and so does one of a later day. Where
several rows name one text, a row that is hidden for its marking or its evidence hides it, so that nobody brings it to light by naming it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from legation.errors import DossierError
from legation.sources.draft_model.adopted import ADOPTED, read_adopted_list, write_adopted_list
from legation.sources.draft_model.model import DraftModel
from legation.sources.draft_model.reading import FOLDER, SUFFIX, read_draft_model
from legation.sources.draft_model.writing import write_draft_model
from legation.sources.row_marks import may_see

__all__ = ["drafts_seen", "is_draft"]


def is_draft(part: str) -> bool:
    """Whether a part is the file of a draft, or the list of adopted texts.

    >>> is_draft("drafts/a.toml"), is_draft("drafts/a/1.txt"), is_draft("incidents/a.toml")
    (True, False, False)
    """
    return part.startswith(FOLDER) and part.endswith(SUFFIX) and part.count("/") == 1


def drafts_seen(
    files: Mapping[str, bytes],
    evidence: Collection[str],
    as_of: dt.date | None = None,
    marking: str = "TLP:RED",
    unmarked: str = "TLP:CLEAR",
) -> dict[str, bytes]:
    """Return a dossier's files with what a reader may see of its drafts; all other files are as they were.

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
    A file that cannot be read is left out with the texts in its folder, and so is a text that no row names: nobody can say who may see it.
    Comments bear no mark: they are left out too.
    """
    day = as_of or dt.date.max
    kept: dict[str, bytes] = {}
    named: set[str] = set()
    hidden: set[str] = set()
    for part in filter(is_draft, files):
        try:
            data, parts, never = _seen(files[part], part, evidence, day, marking, unmarked)
        except DossierError:
            folder = part.removesuffix(SUFFIX) + "/"
            hidden.update(one for one in files if one.startswith(folder))
            continue
        hidden |= never
        if data is not None:
            kept[part] = data
            named.update(parts)
    named -= hidden
    return {part: kept.get(part, data) for part, data in files.items() if not part.startswith(FOLDER) or part in kept or part in named}


def _seen(
    data: bytes, part: str, evidence: Collection[str], day: dt.date, marking: str, unmarked: str
) -> tuple[bytes | None, tuple[str, ...], set[str]]:
    """Return of one file the bytes of what is seen, None where nothing is; the texts that it names; those that are seen on no day."""
    if part == ADOPTED:
        listed = read_adopted_list(data, part)
        known, _ = listed.as_known(evidence, day, marking, unmarked)
        some_day = listed.as_known(evidence, dt.date.max, marking, unmarked)[0].texts
        made = write_adopted_list(dataclasses.replace(known, source=b"")) if known.texts else None
        return made, known.parts(), _without(listed.texts, some_day)
    model: DraftModel = read_draft_model(data, part)
    if not may_see(model.marking or unmarked, marking):
        return None, (), set(model.parts())
    ever = model.as_known(evidence, dt.date.max, marking, unmarked)[0].versions
    hidden = _without(model.versions, ever)
    if model.known_on is not None and not model.known_on.by(day):
        return None, (), hidden
    seen, _ = model.as_known(evidence, day, marking, unmarked)
    return write_draft_model(dataclasses.replace(seen, source=b"")), seen.parts(), hidden


def _without(rows: Iterable[Any], seen: Iterable[Any]) -> set[str]:
    """Return the texts of rows that are not among those that are seen."""
    there = {row.id for row in seen}
    return {row.part for row in rows if row.id not in there}
