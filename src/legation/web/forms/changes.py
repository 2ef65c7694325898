"""Changes as a page shows them: the difference between two dossiers, and conflicts between two changes of the same place.

``pages/conflict_choices.html`` writes conflicts inside a form.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier import TABLES
from legation.dossier.changes.conflicts import Conflict, Need
from legation.dossier.changes.difference import Difference, RowChange, change_called, field_change, subject
from legation.dossier.changes.rows import FieldChange, changes_between, changes_of
from legation.dossier.changes.three_way import rows_of
from legation.dossier.parts.row_match import said_of
from legation.dossier.tables.labels import Named, row_called
from legation.language import Message
from legation.web.dossiers.models import Revision
from legation.web.dossiers.older_revisions import seen_at
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page

__all__ = [
    "ChangedRow",
    "ConflictLine",
    "Conflicts",
    "DifferenceSection",
    "FieldDifference",
    "PartCount",
    "ShownConflict",
    "counts_of",
    "sections_of",
    "shown_conflicts",
]


_ORDER = ("dossier.toml", "mandate.toml", "bodies.toml", *TABLES)
_OWN = frozenset({"id", "supersedes", "author", "recorded", "reason"})
_NOTHING: tuple[Any, ...] = (None, "", (), {})
_DETAILED = 60
"""Up to so many rows of a part, those that are new or gone are shown with what is in them."""


@dataclass(frozen=True, kw_only=True)
class FieldDifference:
    """A field before and after; None where it was or is empty."""

    field: Any
    before: Any
    now: Any


@dataclass(frozen=True, kw_only=True)
class ChangedRow:
    """A row that changed.

    Attributes
    ----------
    how : {"new", "superseding", "altered", "gone"}
    """

    how: str
    subject: Message
    fields: list[FieldDifference]


@dataclass(frozen=True, kw_only=True)
class PartCount:
    """How many changes a part has."""

    part: str
    title: Message
    count: int


@dataclass(frozen=True, kw_only=True)
class DifferenceSection:
    """The changes of a part.

    Attributes
    ----------
    count, shown : int
        How many there are, and how many stand here.
    sentences : list of Message
        Changes of votes and files, in words.
    """

    part: str
    title: Message
    count: int
    shown: int
    changes: list[ChangedRow]
    sentences: list[Message]


def counts_of(difference: Difference) -> list[PartCount]:
    """Return the parts that changed, in the order of the parts; each model is one, before the files."""
    count = Counter(change.part for change in difference.changes)
    count.update({"votes": len(difference.votes), "files": len(difference.files)})
    named = Named(difference.now, difference.before)
    order = (*_ORDER, *dict.fromkeys(change.part for change in difference.models), "files")
    return [PartCount(part=part, title=_title(part, named), count=count[part]) for part in order if count[part]]


def sections_of(difference: Difference, parts: Sequence[str], limit: int, page: int = 1) -> list[DifferenceSection]:
    """Return the changes of some parts, ``limit`` of each from a page on."""
    return [
        _section(difference, counted, slice((page - 1) * limit, page * limit)) for counted in counts_of(difference) if counted.part in parts
    ]


def _section(difference: Difference, counted: PartCount, here: slice) -> DifferenceSection:
    part = counted.part
    changes = [change for change in difference.changes if change.part == part][here]
    sentences: list[Message] = []
    if part in ("votes", "files"):
        nothing: dict[str, Any] = {"info": None, "mandate": None, "bodies": (), "rows": (), "models": ()}
        nothing |= {"files": ()} if part == "votes" else {"votes": type(difference.votes)(**_no_votes(difference))}
        sentences = list(dataclasses.replace(difference, **nothing).words())[here]
    named = Named(difference.now, difference.before)
    rows = [
        ChangedRow(
            how=change.how,
            subject=change_called(change, change.now if change.now is not None else change.before, named),
            fields=[_field(change, field, named) for field in _fields(change, detailed=counted.count <= _DETAILED)],
        )
        for change in changes
    ]
    return DifferenceSection(
        part=part, title=counted.title, count=counted.count, shown=len(rows) or len(sentences), changes=rows, sentences=sentences
    )


def _no_votes(difference: Difference) -> dict[str, Any]:
    votes = difference.votes
    return {"before": votes.before, "now": votes.now, "new": votes.new[:0], "gone": votes.gone[:0], "altered": votes.altered[:0]}


def _fields(change: RowChange, *, detailed: bool) -> Sequence[FieldChange]:
    if change.how in ("altered", "superseding") or not detailed:
        return change.fields
    old, new = (None, change.now) if change.how == "new" else (change.before, None)
    changes = changes_between(said_of(old), said_of(new)) if change.table else changes_of(old, new)
    return [f for f in changes if f.column not in _OWN and not (f.before in _NOTHING and f.now in _NOTHING)]


def _field(change: RowChange, field: FieldChange, named: Named) -> FieldDifference:
    title, before, now = field_change(change, field, named)
    return FieldDifference(field=title, before=None if field.before in _NOTHING else before, now=None if field.now in _NOTHING else now)


def _title(part: str, named: Named) -> Message:
    if part in TABLES:
        return TABLES[part].title
    if "/" in part:
        return row_called(part, ":", None, named)
    return Message(f"page-history.part.{part.removesuffix('.toml')}")


_REVISIONS_READ = 30
"""How many revisions are looked at for who wrote a value."""


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """A field with its three values, as they are said."""

    field: Any
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownConflict:
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
    lines: tuple[ConflictLine, ...]
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

    conflicts: list[ShownConflict]
    chosen: dict[str, str]
    base: int
    edits: str
    draft: int | None
    reason: str
    next: str


def shown_conflicts(request: PageRequest, conflicts: Iterable[Conflict], base: int) -> list[ShownConflict]:
    """Return conflicts as a page shows them; ``base`` is the revision that the person's changes were made from."""
    since = Revision.objects.filter(dossier=request.dossier, number__gt=base).select_related("author").order_by("-number")
    newer = list(since[:_REVISIONS_READ])
    return [_conflict_of(request, conflict, newer) for conflict in conflicts]


def _conflict_of(request: PageRequest, conflict: Conflict, newer: Sequence[Revision]) -> ShownConflict:
    revision = _last(request, conflict, newer)
    gone = "" if conflict.columns else "mine" if conflict.mine is None else "theirs" if conflict.theirs is None else ""
    return ShownConflict(
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


def _lines(conflict: Conflict) -> Iterable[ConflictLine]:
    values = (conflict.base, conflict.mine, conflict.theirs)
    if any(isinstance(value, bytes) for value in values):
        sizes = (None if value is None else Message("page-history.bytes", count=len(value)) for value in values)
        yield ConflictLine(Message("page-history.content"), *sizes)
        return
    for line in conflict.fields():
        yield ConflictLine(*conflict.described(line))


def _needed(conflict: Conflict, need: Need) -> Message:
    needed_rows = (rows_of(need.part, dossier).get(need.row) for dossier in conflict.dossiers)
    return subject(need.part, need.row, next((row for row in needed_rows if row is not None), None), Named(*conflict.dossiers))


def _last(request: PageRequest, conflict: Conflict, newer: Sequence[Revision]) -> Revision | None:
    """Return the revision that wrote their value: the last one that changed the row."""
    if len(newer) < 2 or conflict.name is not None or conflict.part == "votes":
        return newer[0] if newer else None
    rows = [rows_of(conflict.part, seen_at(revision, request.revision, request.scope)).get(conflict.row) for revision in newer]
    changed = (revision for revision, now, before in zip(newer, rows, rows[1:], strict=False) if now != before)
    return next(changed, newer[-1])
