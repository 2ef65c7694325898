"""A difference between two dossiers as a page shows it: by part, row by row, field before and after."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier import TABLES
from legation.dossier.difference import Difference, RowChange, change_called, told
from legation.dossier.field import FieldChange, changes_between, changes_of
from legation.dossier.model_words import row_called
from legation.dossier.parts.matching import said_of
from legation.dossier.saying import Named
from legation.language import Message

__all__ = ["Changed", "Counted", "FieldShown", "Section", "counts_of", "sections_of"]

_ORDER = ("dossier.toml", "mandate.toml", "bodies.toml", *TABLES)
_OWN = frozenset({"id", "supersedes", "author", "recorded", "reason"})
_NOTHING: tuple[Any, ...] = (None, "", (), {})
_DETAILED = 60
"""Up to so many rows of a part, those that are new or gone are shown with what is in them."""


@dataclass(frozen=True, kw_only=True)
class FieldShown:
    """A field before and after; None where it was or is empty."""

    field: Any
    before: Any
    now: Any


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A row that changed.

    Attributes
    ----------
    how : {"new", "superseding", "altered", "gone"}
    """

    how: str
    subject: Message
    fields: list[FieldShown]


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How many changes a part has."""

    part: str
    title: Message
    count: int


@dataclass(frozen=True, kw_only=True)
class Section:
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
    changes: list[Changed]
    sentences: list[Message]


def counts_of(difference: Difference) -> list[Counted]:
    """Return the parts that changed, in the order of the parts; each model is one, before the files."""
    count = Counter(change.part for change in difference.changes)
    count.update({"votes": len(difference.votes), "files": len(difference.files)})
    named = Named(difference.now, difference.before)
    order = (*_ORDER, *dict.fromkeys(change.part for change in difference.models), "files")
    return [Counted(part=part, title=_title(part, named), count=count[part]) for part in order if count[part]]


def sections_of(difference: Difference, parts: Sequence[str], limit: int, page: int = 1) -> list[Section]:
    """Return the changes of some parts, ``limit`` of each from a page on."""
    return [
        _section(difference, counted, slice((page - 1) * limit, page * limit)) for counted in counts_of(difference) if counted.part in parts
    ]


def _section(difference: Difference, counted: Counted, here: slice) -> Section:
    part = counted.part
    changes = [change for change in difference.changes if change.part == part][here]
    sentences: list[Message] = []
    if part in ("votes", "files"):
        nothing: dict[str, Any] = {"info": None, "mandate": None, "bodies": (), "rows": (), "models": ()}
        nothing |= {"files": ()} if part == "votes" else {"votes": type(difference.votes)(**_no_votes(difference))}
        sentences = list(dataclasses.replace(difference, **nothing).words())[here]
    named = Named(difference.now, difference.before)
    rows = [
        Changed(
            how=change.how,
            subject=change_called(change, change.now if change.now is not None else change.before, named),
            fields=[_field(change, field, named) for field in _fields(change, detailed=counted.count <= _DETAILED)],
        )
        for change in changes
    ]
    return Section(
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


def _field(change: RowChange, field: FieldChange, named: Named) -> FieldShown:
    title, before, now = told(change, field, named)
    return FieldShown(field=title, before=None if field.before in _NOTHING else before, now=None if field.now in _NOTHING else now)


def _title(part: str, named: Named) -> Message:
    if part in TABLES:
        return TABLES[part].title
    if "/" in part:
        return row_called(part, ":", None, named)
    return Message(f"page-history.part.{part.removesuffix('.toml')}")
