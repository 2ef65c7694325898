"""Natural persons named in the free text of a dossier: where they stand, whom a published quotation names, and the text without them.

A dossier has roles, not persons. A name that a published source is quoted with may stay: in the quotation or the title of evidence that has
a publisher, and between quotation marks in a row that cites such evidence. Any other is for the owner to decide on; nothing is refused.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from legation.dossier import TABLES, Dossier
from legation.dossier.column import Column, Wording
from legation.dossier.kind import Text
from legation.dossier.problem import Problem, problem
from legation.errors import WrongUse
from legation.language import Message
from legation.methods.text.named_persons import named_persons

__all__ = ["REMOVED", "PersonIn", "persons_in", "persons_noticed", "reworded"]

REMOVED = "[…]"
"""What stands where a name was removed."""
_NOT_FREE = frozenset(
    {
        "author",
        "reason",
        "publisher",
        "origin",
        "name",
        "part",
        "group",
        "coalition",
        "symbol",
        "draft_symbol",
        "unit",
        "table",
        "row",
        "id",
    }
)
"""Columns of text that name a body, a place, a symbol or whoever signs, and hold no sentences."""
_QUOTATION = re.compile(r"“[^”]*”|«[^»]*»|\"[^\"]*\"|„[^“]*“")
_SENTENCE = re.compile(r"(?<=[.!?؟…])\s+")
_FORMS = {"text": "", "fr": "_fr", "en": "_en"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonIn:
    """A name in a cell.

    Attributes
    ----------
    table, row, cell : str
        Where it stands: the table, the row's identity, and the column with its language.
    start, end : int
        Where in the text of the cell, with the form of address.
    name, text : str
        The name, and the whole text of the cell.
    published : bool
        Whether a published quotation names it.
    cites : bool
        Whether the row rests on a published source, so that its words may be shown as a quotation.
    """

    table: str
    row: str
    cell: str
    start: int
    end: int
    name: str
    text: str
    published: bool
    cites: bool

    @property
    def key(self) -> str:
        """Where it stands, as one word."""
        return f"{self.table}/{self.row}/{self.cell}/{self.start}"


@functools.cache
def _free_text(table: str) -> tuple[Column, ...]:
    return tuple(one for one in TABLES[table].columns if isinstance(one.kind, Text) and one.name not in _NOT_FREE)


_WRITTEN_BY_OTHERS = ("votes", "releases")
"""Tables without words of the desk: releases are written when something is handed on, and stay."""


def persons_in(dossier: Dossier) -> tuple[PersonIn, ...]:
    r"""Return the persons whom a dossier names, in the order of its tables and rows, older versions of rows among them.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> evidence = b"id,kind,title,quote,publisher\ne,statement,Statement,Mr Talbot said so.,The Daily\n"
    >>> messages = b"id,text\nm,Call Susan Whitfield.\n"
    >>> d = decode({"dossier.toml": b'id = "x"', "evidence.csv": evidence, "messages.csv": messages})
    >>> [(one.key, one.name, one.published) for one in persons_in(d)]
    [('evidence/e/quote/0', 'Talbot', True), ('messages/m/text/5', 'Susan Whitfield', False)]
    """
    published = frozenset(row.id for row in dossier.evidence if row.publisher)
    return tuple(one for table in TABLES if table not in _WRITTEN_BY_OTHERS for one in _in_table(dossier, table, published))


def _in_table(dossier: Dossier, table: str, published: frozenset[str]) -> Iterator[PersonIn]:
    columns, declared = _free_text(table), TABLES[table]
    for row in getattr(dossier, table):
        for column in columns:
            for cell, text in _texts(column, row):
                for one in named_persons(text):
                    cites = row.id in published if table == "evidence" else not published.isdisjoint(getattr(row, "evidence", ()) or ())
                    quoted = column.name in ("quote", "title") if table == "evidence" else _quoted(text, one.start, one.end)
                    where: dict[str, Any] = {
                        "table": table,
                        "row": declared.identity(row),
                        "cell": cell,
                        "start": one.start,
                        "end": one.end,
                    }
                    yield PersonIn(**where, name=one.name, text=text, published=cites and quoted, cites=cites)


def _texts(column: Column, row: Any) -> Iterator[tuple[str, str]]:
    value = column.of(row)
    if isinstance(value, Wording):
        yield from ((column.name + end, text) for form, end in _FORMS.items() if (text := getattr(value, form)))
    elif value:
        yield column.name, str(value)


def _quoted(text: str, start: int, end: int) -> bool:
    return any(found.start() < start and end < found.end() for found in _QUOTATION.finditer(text))


def persons_noticed(dossier: Dossier) -> Iterator[Problem]:
    """Yield a notice for each table that names persons outside of published quotations: how many, and the first."""
    waiting = [one for one in persons_in(dossier) if not one.published]
    first = {one.table: one for one in reversed(waiting)}
    for table, count in Counter(one.table for one in waiting).items():
        yield problem(
            "person-named", TABLES[table].part, None, f"{first[table].row}.{first[table].cell}", found=first[table].name, count=count
        )


def reworded(dossier: Dossier, one: PersonIn, *, function: str = "", quote: bool = False) -> Dossier:
    r"""Return a dossier without a name: a function in its place, or :data:`REMOVED`; or with its sentence between quotation marks.

    The row is corrected where it stands: a version that keeps the name would keep it in the dossier. Earlier revisions have it still.

    Raises
    ------
    WrongUse
        Where it is to be a quotation and the row rests on no published source.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> d = decode({"dossier.toml": b'id = "x"', "messages.csv": b"id,text\nm,Call Susan Whitfield.\n"})
    >>> [str(reworded(d, persons_in(d)[0], function=said).messages[0].text) for said in ("the head of division", "")]
    ['Call the head of division.', 'Call […].']
    """
    if quote and not one.cites:
        raise WrongUse(Message("persons.no-source", row=one.row))
    text = _as_quotation(one) if quote else one.text[: one.start] + (function.strip() or REMOVED) + one.text[one.end :]
    declared = TABLES[one.table]
    column, form = next((c, f) for c in _free_text(one.table) for f, end in _FORMS.items() if c.name + end == one.cell)

    def with_text(row: Any) -> Any:
        if declared.identity(row) != one.row:
            return row
        value = column.of(row)
        new = dataclasses.replace(value, **{form: text}) if isinstance(value, Wording) else text
        return dataclasses.replace(row, **{column.attribute or column.name: new})

    changed: dict[str, Any] = {one.table: tuple(map(with_text, getattr(dossier, one.table)))}
    return dataclasses.replace(dossier, **changed)


def _as_quotation(one: PersonIn) -> str:
    """Return the text with the sentence of the name between quotation marks."""
    ends = [m.end() for m in _SENTENCE.finditer(one.text) if m.end() <= one.start]
    begin = ends[-1] if ends else 0
    following = _SENTENCE.search(one.text, one.end)
    end = following.start() if following else len(one.text)
    inner = one.text[begin:end].replace("“", "‘").replace("”", "’")
    return f"{one.text[:begin]}“{inner}”{one.text[end:]}"
