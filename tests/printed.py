"""What is printed, number by number, and of which fact each is: declared once for each sentence and each column, in ``tests/facts/*.toml``.

A file holds, by question or area of the catalogues, what each number of a sentence is, and what a table's columns hold::

    [who-stands-where]
    silent = { count = "actors-without-position(ISSUE)" }
    [who-stands-where.tables.positions]
    value = "position(ISSUE, actor)"

A fact is a name, how it is known (``@estimate``; without one there is only one way), and of what it is: values of the same sentence, of a
sentence around it or of the row, by name; of the whole answer where nothing stands in parentheses. A word in capitals is what the question
is asked about: such a fact is the same whichever question prints it. ``this`` is the sentence itself. Facts of one name are one fact.

A row is of what its first column names; ``rows`` names other columns, an empty one leaves each row to itself. A column that is not declared
holds a fact of its own; a number in a sentence that is not declared is a fault. Words that begin with ``!`` are numbers and no facts:

``!setting``
    what the reader or the desk chose: a threshold, a number of draws, an aim
``!listed``
    how many names stand in the sentence or are left out of it, how many bars or rows are drawn
``!label``
    the number that a thing bears, or the place of a thing in a list
``!rule``
    the words of a rule of procedure
``!carrier``
    the sentence only says how a number is written; the sentence or the column around it says what it is (``!carrier.low`` an end of it)
"""

from __future__ import annotations

import functools
import math
import re
import string
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from legation.errors import NotAvailable
from legation.language import Message, catalogue
from legation.questions import Answer, Case, find
from legation.questions.actors.stakeholders import find_issue
from legation.questions.answer import NUMERIC, AnswerTable, TableColumn
from legation.questions.base import inputs
from legation.questions.base.head import head_of
from legation.questions.base.quantities import Quantity

__all__ = ["NO_FACT", "Printed", "clashes", "declared", "of_answer", "of_papers", "subjects"]

NO_FACT = frozenset({"setting", "listed", "label", "rule", "carrier"})
_FACT = re.compile(r"(?P<what>[^@()]+)(@(?P<method>[^()]+))?(\((?P<of>[^()]*)\))?")
_DECIMALS = {"chance": 2, "percent": 2, "percent-1": 3, "chance-short": 2}
_COLUMN_DECIMALS = {"chance": 2, "share": 2, "fine-share": 3, "points": 1}
_BY_UNIT = {"members": 0, "votes": 0, "cases": 0, "chance": 2, "share": 2, "points": 1, "days": 0, "score": 2}


@dataclass(frozen=True)
class Printed:
    """A number where it is printed: of which fact it is, and how precisely it is written; ``key`` is empty where nothing declares it."""

    place: str
    key: tuple[str, str, str, str] | None
    value: float
    decimals: int
    no_fact: str = ""


@dataclass(frozen=True)
class _Around:
    """Where a sentence stands: in which answer, on which row, inside which sentences."""

    area: str
    about: Mapping[str, str]
    when: str
    quantities: tuple[Quantity, ...] = ()
    names: Mapping[str, Any] = field(default_factory=dict)
    row: tuple[str, ...] = ()
    fact: str = ""

    def within(self, values: Mapping[str, Any], fact: str = "") -> _Around:
        return _Around(self.area, self.about, self.when, self.quantities, {**self.names, **values}, self.row, fact)


@functools.cache
def declared() -> Mapping[str, Mapping[str, Any]]:
    """Return every declaration, by area."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted((Path(__file__).parent / "facts").glob("*.toml")):
        for area, entries in tomllib.loads(path.read_text("utf-8")).items():
            found.setdefault(area, {}).update(_flat(entries))
    return found


def _flat(entries: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """Return a file's entries by the keys of the catalogue; what its tables hold stays as it is."""
    flat: dict[str, Any] = {}
    for key, entry in entries.items():
        if (before == "" and key == "tables") or all(isinstance(one, str) for one in entry.values()):
            flat[before + key] = entry
        else:
            flat |= _flat(entry, f"{before}{key}.")
    return flat


def subjects(case: Case, answer: Answer | None = None) -> dict[str, str]:
    """Return what an answer is about, by the words in capitals: what its options name, else what every question takes that is given none."""
    options = answer.provenance.options if answer and answer.provenance else {}
    found = {name.upper(): str(value) for name, value in options.items() if value not in (None, "", ())}
    found["DOSSIER"] = ""
    vote = options.get("rollcall") or case.info.parameters.get("rollcall")
    ahead = inputs.vote_ahead(case)
    found["VOTE"] = str(vote or (ahead.id if ahead else ""))
    found["VOTE_ISSUE"] = case.rollcall(found["VOTE"]).issue if found["VOTE"] else ""
    if not found.get("ISSUE"):
        try:
            found["ISSUE"] = find_issue(case, None).id
        except NotAvailable:
            found["ISSUE"] = ""
    return found


def of_answer(case: Case, answer: Answer) -> Iterator[Printed]:
    """Yield every number that an answer prints: of its sentences, its tables, and what its pictures say in words."""
    about = subjects(case, answer)
    every = tuple(one for finding in answer.findings for one in finding.quantities)
    when = answer.provenance.as_of if answer.provenance else ""
    around = _Around(answer.question, about, when, every)
    head = head_of(find(answer.question), answer)
    if head is not None and head.sentence is not head.finding.message:
        own = _Around(answer.question, about, when, head.finding.quantities)
        yield from of_message(head.sentence, own, f"{answer.question}:head")
    for finding in answer.findings:
        own = _Around(answer.question, about, when, finding.quantities)
        for message in (finding.message, finding.contrary):
            yield from of_message(message, own, f"{answer.question}:{finding.id}")
    for message in (*answer.caveats, *answer.missing):
        yield from of_message(message, around, f"{answer.question}:caveat")
    for figure in answer.figures:
        for message in (figure.title, figure.subtitle, figure.alt):
            yield from of_message(message, around, f"{answer.question}:{figure.id}")
    for table in answer.tables:
        yield from _of_table(table, around)


def of_papers(case: Case, messages: Iterable[Message]) -> Iterator[Printed]:
    """Yield every number of the sentences that papers print of themselves."""
    around = _Around("papers", subjects(case), case.as_of.isoformat())
    for message in messages:
        yield from of_message(message, around, "papers")


def _of_table(table: AnswerTable, around: _Around) -> Iterator[Printed]:
    place = f"{around.area}:{table.id}"
    for message in (table.title, *(column.title for column in table.columns)):
        yield from of_message(message, around, place)
    entries = declared().get(around.area, {}).get("tables", {}).get(table.id, {})
    names = [column.id for column in table.columns]
    by = entries.get("rows", names[:1])
    for number, row in enumerate(table.rows):
        cells = dict(zip(names, row, strict=True))
        of = tuple(_name(cells[name]) for name in by) or (str(number),)
        here = _Around(around.area, around.about, around.when, around.quantities, cells, of)
        for column in table.columns:
            yield from _of_cell(cells[column.id], column, here, table, entries.get(column.id, ""))


def _of_cell(value: Any, column: TableColumn, here: _Around, table: AnswerTable, fact: str) -> Iterator[Printed]:
    place = f"{here.area}:{table.id}.{column.id}"
    fact = fact or f"{table.id}.{column.id}"
    if isinstance(value, (Message, tuple)):
        yield from of_message(
            value, _Around(here.area, here.about, here.when, here.quantities, here.names, (*here.row, place), fact), place
        )
    elif column.kind in NUMERIC and _is_number(value):
        whole = 0 if float(value).is_integer() else 2
        yield _printed(place, fact, float(value), _COLUMN_DECIMALS.get(column.kind, whole), here)


def of_message(value: Any, around: _Around, place: str) -> Iterator[Printed]:
    """Yield every number that a message prints, those of messages in it too."""
    if isinstance(value, tuple):
        for one in value:
            yield from of_message(one, around, place)
    if not isinstance(value, Message):
        return
    area, _, key = value.id.partition(".")
    if area == "language":
        return
    facts = declared().get(area, {}).get(key.removeprefix("in-short."), {})  # a short sentence has the values of the long one
    for name, one in value.values.items():
        fact = facts.get(name, around.fact if isinstance(one, (Message, tuple)) else "")
        inner = around.within({**value.values, "this": value.id}, _carried(around.fact, fact))
        if isinstance(one, (Message, tuple)):
            if _hows(value, name):
                yield from of_message(one, inner, f"{place} {value.id}")
        elif _is_number(one):
            for decimals in _written(value, name, float(one)):
                yield _printed(f"{place} {value.id} {name}", inner.fact, float(one), decimals, inner)


def _carried(fact: str, own: str) -> str:
    """Return the fact of a number in a sentence: its own, or of one that only writes a number that of what is around, or an end of it."""
    if not own.startswith("!carrier"):
        return own
    match = _FACT.fullmatch(fact) if fact and not fact.startswith("!") else None
    end = own.removeprefix("!carrier")
    return f"{match['what']}{end}{fact[match.end('what') :]}" if match else fact


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and not math.isnan(value)


def _written(message: Message, name: str, number: float) -> list[int]:
    """Return with how many decimals a message's sentence writes a value; nothing where it only chooses the plural."""
    hows = _hows(message, name)
    whole = 0 if number.is_integer() else 2
    return [max(_DECIMALS.get(how, int(how) if how.isdigit() else whole) for how in hows)] if hows else []


def _hows(message: Message, name: str) -> set[str]:
    """Return the ways in which any form of a message's sentence writes a value."""
    area, _, key = message.id.partition(".")
    entry = catalogue(area, "en").get(key, "")
    forms = [str(form) for form in (entry.values() if isinstance(entry, Mapping) else [entry])]
    return {how or "" for form in forms for _, found, how, _ in string.Formatter().parse(form) if found == name}


def _name(value: Any) -> str:
    """Return what a value is, to tell things apart: its id where it has one."""
    if isinstance(value, tuple):
        return "+".join(_name(one) for one in value)
    if isinstance(value, Message):
        return value.id + "".join(f" {_name(one)}" for one in value.values.values() if not isinstance(one, float))
    return str(getattr(value, "id", value))


def _printed(place: str, fact: str, value: float, decimals: int, around: _Around) -> Printed:
    if fact.startswith("!"):
        return Printed(place, None, value, decimals, no_fact=fact[1:])
    if not fact:
        return _of_quantities(place, value, decimals, around.quantities)
    match = _FACT.fullmatch(fact)
    assert match, f"{fact!r} is no fact"
    names = [one.strip() for one in (match["of"] or "").split(",") if one.strip()]
    shared = any(name.isupper() for name in names)
    of = [_of(name, around, place) for name in names]
    context = [] if shared else [around.area, *(f"{name}={one}" for name, one in sorted(around.about.items()) if one)]
    if not names and around.row:
        of = list(around.row)
    key = (match["what"], "+".join([*context, *(one for one in of if one)]), around.when, match["method"] or "")
    return Printed(place, key, value, decimals)


def _of(name: str, around: _Around, place: str) -> str:
    """Return of what a fact is, by a name in its parentheses; one with a question mark may be missing."""
    if name.isupper():
        return around.about.get(name, "")
    plain = name.removesuffix("?")
    assert plain in around.names or plain != name, f"{place}: nothing around is called {name}"
    return _name(around.names.get(plain, ""))


def _of_quantities(place: str, value: float, decimals: int, quantities: Sequence[Quantity]) -> Printed:
    """Return a number that the finding itself declares: the value of one of its quantities, or an end of its interval."""
    found = [
        (abs(there - value), at, Printed(place, (one.what + end, *one.key[1:]), value, min(decimals, _BY_UNIT[one.unit])))
        for one in quantities
        for at, (end, there) in enumerate(zip(("", ".low", ".high"), (one.value, one.low, one.high), strict=True))
        if there is not None and round(there, _BY_UNIT[one.unit]) == round(value, _BY_UNIT[one.unit])
    ]
    return min(found, key=lambda one: one[:2])[2] if found else Printed(place, None, value, decimals)


def clashes(printed: Iterable[Printed]) -> list[tuple[Printed, Printed]]:
    """Return the pairs of printed numbers that give one fact two values; one that is written less precisely is not another."""
    first: dict[tuple[str, str, str, str], list[Printed]] = {}
    found = []
    for one in printed:
        if one.key is None or one.no_fact:
            continue
        there = first.setdefault(one.key, [])
        other = next((p for p in there if abs(p.value - one.value) > 0.5000001 * 10 ** -min(p.decimals, one.decimals)), None)
        if other is not None:
            found.append((other, one))
        elif not any(p.decimals == one.decimals and p.value == one.value for p in there):
            there.append(one)
    return found
