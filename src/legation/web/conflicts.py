"""Conflicts between two changes as a page shows them: a sentence, the fields side by side, who wrote theirs, what may be chosen.

``pages/conflict_choices.html`` writes them inside a form.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier.conflict import Conflict, Need
from legation.dossier.difference import subject
from legation.dossier.part_rows import rows_of
from legation.dossier.saying import Named
from legation.language import Message
from legation.web.asked import Asked
from legation.web.dossiers.models import Revision
from legation.web.dossiers.past import seen_at
from legation.web.route import Page

__all__ = ["Clash", "ClashLine", "Conflicts", "clashes"]

_LOOKED_AT = 30
"""How many revisions are looked at for who wrote a value."""


@dataclass(frozen=True, slots=True)
class ClashLine:
    """A field with its three values, as they are said."""

    field: Any
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A conflict.

    Attributes
    ----------
    key : str
        What the choice is sent under: ``choice:KEY``.
    words : Conflict
        The sentence.
    lines : tuple of ClashLine
        The fields that differ; none where a side deleted the row.
    allowed : tuple of str
        The sides that may be chosen: ``mine``, ``theirs``, ``both``.
    gone : {"mine", "theirs", ""}
        Who deleted the row.
    superseding : bool
        Whether both rows supersede one and the same: to choose both lets two rows stand that contradict each other.
    needed : tuple of Message
        Rows that name what one side deleted.
    by, when
        Who wrote theirs, and when.
    """

    key: str
    words: Any
    subject: Any
    lines: tuple[ClashLine, ...]
    allowed: tuple[str, ...]
    gone: str = ""
    superseding: bool = False
    needed: tuple[Message, ...] = ()
    by: str = ""
    when: dt.datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Conflicts(Page):
    """What two people changed in the same place, to choose from.

    Attributes
    ----------
    conflicts : list of Clash
    chosen : dict of str to str
        What was chosen in an earlier round, by key: it travels with the page.
    base : int
        The revision that these changes were made from.
    edits : str
        The changes of rows as JSON: they travel with the page, so that nothing is lost.
    draft : int or None
        Where whole contents are saved: the draft that holds them.
    """

    conflicts: list[Clash]
    chosen: dict[str, str]
    base: int
    edits: str
    draft: int | None
    reason: str
    next: str


def clashes(asked: Asked, conflicts: Iterable[Conflict], base: int) -> list[Clash]:
    """Return conflicts as a page shows them; ``base`` is the revision that the person's changes were made from."""
    since = Revision.objects.filter(dossier=asked.dossier, number__gt=base).select_related("author").order_by("-number")
    newer = list(since[:_LOOKED_AT])
    return [_clash(asked, conflict, newer) for conflict in conflicts]


def _clash(asked: Asked, conflict: Conflict, newer: Sequence[Revision]) -> Clash:
    revision = _last(asked, conflict, newer)
    gone = "" if conflict.columns else "mine" if conflict.mine is None else "theirs" if conflict.theirs is None else ""
    return Clash(
        key=conflict.key,
        words=conflict,
        subject=conflict.subject,
        lines=tuple(_lines(conflict)) if not gone else (),
        allowed=conflict.allowed,
        gone=gone,
        superseding=not conflict.columns and conflict.base is None and conflict.before is not None,
        needed=tuple(_needed(conflict, need) for need in conflict.needed_by),
        by=str(revision.author or "") if revision else "",
        when=revision.made if revision else None,
    )


def _lines(conflict: Conflict) -> Iterable[ClashLine]:
    values = (conflict.base, conflict.mine, conflict.theirs)
    if any(isinstance(value, bytes) for value in values):
        sizes = (None if value is None else Message("page-history.bytes", count=len(value)) for value in values)
        yield ClashLine(Message("page-history.content"), *sizes)
        return
    for line in conflict.fields():
        yield ClashLine(*conflict.told(line))


def _needed(conflict: Conflict, need: Need) -> Message:
    found = (rows_of(need.part, dossier).get(need.row) for dossier in conflict.dossiers)
    return subject(need.part, need.row, next((row for row in found if row is not None), None), Named(*conflict.dossiers))


def _last(asked: Asked, conflict: Conflict, newer: Sequence[Revision]) -> Revision | None:
    """Return the revision that wrote their value: the last one that changed the row."""
    if len(newer) < 2 or conflict.name is not None or conflict.part == "votes":
        return newer[0] if newer else None
    rows = [rows_of(conflict.part, seen_at(revision, asked.revision, asked.sight)).get(conflict.row) for revision in newer]
    changed = (revision for revision, now, before in zip(newer, rows, rows[1:], strict=False) if now != before)
    return next(changed, newer[-1])
