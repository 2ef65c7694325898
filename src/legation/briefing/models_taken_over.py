"""The models of a dossier that a successor takes over: what each is, how large, how old, on what it rests and who made it.

All of it follows from the declaration of the kind, so that a kind of another package is listed as one of ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from legation.dossier import Dossier, When
from legation.dossier.column import label
from legation.dossier.parts import ModelKind, kind_of
from legation.dossier.parts.form import form_of, walk
from legation.errors import DossierError
from legation.language import Lang, Message

__all__ = ["SHOWN", "TakenOver", "models_taken_over"]

SHOWN = 3
"""Tables of a model whose rows are counted: its largest ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """A model, as its successor finds it.

    Attributes
    ----------
    part : str
        ``scenarios/year.toml``.
    title : object
        What the model is called.
    rows : tuple of (Message, int)
        Its largest tables, each by what it holds, with the number of its rows.
    of : int
        Rows of all tables.
    bare : int
        Rows that name no evidence, nor does a row above them: what rests on judgement alone.
    last : When or None
        The latest day of its head and its rows.
    by : tuple of str
        Who made it, by name or function, as it says itself.
    is_readable : bool
        Whether it could be read; of one that could not, nothing more is known.
    """

    part: str
    kind: Message
    title: Any
    rows: tuple[tuple[Message, int], ...] = ()
    of: int = 0
    bare: int = 0
    last: When | None = None
    by: tuple[str, ...] = ()
    is_readable: bool = True


def models_taken_over(dossier: Dossier) -> tuple[TakenOver, ...]:
    """Return every model of a dossier, of whatever kind, by the name of its part.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> from legation.dossier.models.frames import FRAMES
    >>> part = FRAMES.template("en").encode()
    >>> found = models_taken_over(decode({"dossier.toml": b'id = "x"', "debates/one.frames.toml": part}))
    >>> [(one.part, one.of, one.is_readable) for one in found]
    [('debates/one.frames.toml', 1, True)]
    """
    kinds = ((name, kind_of(name)) for name in sorted(dossier.files))
    return tuple(_taken(kind, name, dossier.files[name]) for name, kind in kinds if isinstance(kind, ModelKind))


def _taken(kind: ModelKind[Any], name: str, data: bytes) -> TakenOver:
    try:
        model = kind.read(data, name)
    except DossierError:
        return TakenOver(part=name, kind=kind.title, title=name, is_readable=False)
    count: Counter[str] = Counter()
    sourced: dict[int, bool] = {}
    for table, _, row, above in walk(model):
        count[table] += 1
        sourced[id(row)] = _has_source(row) or sourced.get(id(above), False)
    records = (model, *(row for _, _, row, _ in walk(model)))
    days = [day for record in records for day in _days(record)]
    return TakenOver(
        part=name,
        kind=kind.title,
        title=_Titled(model),
        rows=tuple((kind.about(table), rows) for table, rows in count.most_common(SHOWN)),
        of=count.total(),
        bare=sum(not has for has in sourced.values()),
        last=max(days, key=lambda day: (day.last, day.first), default=None),
        by=tuple(dict.fromkeys(one for record in records for one in _authors(record))),
    )


class _Titled:
    """A model as a reader calls it: by its title, else by its name."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def in_language(self, lang: Lang) -> str:
        return label(self._model, lang)


def _has_source(row: Any) -> bool:
    """Whether a row names evidence itself."""
    return any(
        to == ("evidence",)
        for column in form_of(type(row)).columns
        if (value := column.of(row))
        for to, _ in column.kind.targets(value, row)
    )


def _days(record: Any) -> Iterator[When]:
    """Yield the days on which a record says that it was known or made."""
    values = (getattr(record, name) for name in form_of(type(record)).known)
    yield from (value for value in values if isinstance(value, When))


def _authors(record: Any) -> Iterator[str]:
    yield from (str(value) for column in form_of(type(record)).columns if column.role == "author" and (value := column.of(record)))
