"""The record of a meeting as a person fills it, and the rows that its answers and promises become once they are confirmed, one by one.

As a file it is TOML whose names are columns of ``engagements.csv`` and ``commitments.csv``::

    date = "2024-07-04"
    place_en = "Geneva"
    participants_en = "the head of the delegation"
    points_en = "Permits after the repair"
    next_step_en = "Send the figures"
    due = "2024-07-12"

    [[answer]]
    answer = "undecided"
    words_en = "We have to ask our ministry."

    [[promise]]
    direction = "given"
    promise_en = "A page of figures"
    due = "2024-07-12"
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from legation.dossier.column import Table
from legation.dossier.dossier import Dossier
from legation.dossier.edit import Edit, cells_of
from legation.dossier.parts.toml_record import read_toml, tables, wrong_value
from legation.dossier.problem import Problem, problem, stop_at
from legation.dossier.records import TABLES

__all__ = ["ANSWER", "FACTS", "MEETING", "MOST", "PROMISE", "MeetingRecord", "RecordItem", "blank_record", "read_record"]

FACTS = (
    "date", "place", "channel", "level", "requested_by", "by", "participants", "issue", "rollcall", "ask", "points", "next_step", "due",
    "evidence", "marking", "author",
)  # fmt: skip
"""Columns of ``engagements.csv`` that the record of a meeting fills; who was met is said with it."""
ANSWER = ("issue", "rollcall", "ask", "answer", "words")
PROMISE = ("direction", "promise", "rollcall", "vote", "due")
MEETING = "meeting"
"""The key of the edit that writes the meeting itself."""
MOST = 40
"""Answers, and promises, that one record may hold."""
_SHARED = ("evidence", "marking", "author")
_OF_MEETING = ("date", "channel", "level", "by", *_SHARED)
_LIMIT = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordItem:
    """An answer or a promise that waits to be confirmed; ``key`` is ``answer-1``, ``promise-2``."""

    key: str
    table: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRecord:
    """What a person writes down of a meeting.

    Attributes
    ----------
    actor : str
        Who was met.
    plan : str
        The row of ``engagements.csv`` that planned the meeting and that the record supersedes; empty: a new row.
    facts : mapping of str to str
        Cells of that row.
    answers, promises : tuple of mapping
        Cells of a row each.
    """

    actor: str
    plan: str
    facts: Mapping[str, str]
    answers: tuple[Mapping[str, str], ...]
    promises: tuple[Mapping[str, str], ...]

    @property
    def items(self) -> tuple[RecordItem, ...]:
        """What a person confirms: the answers, then the promises."""
        answers = (RecordItem(key=f"answer-{n}", table="engagements", values=cells) for n, cells in enumerate(self.answers, 1))
        promises = (RecordItem(key=f"promise-{n}", table="commitments", values=cells) for n, cells in enumerate(self.promises, 1))
        return (*answers, *promises)

    def edits(self, dossier: Dossier, confirmed: Collection[str]) -> tuple[tuple[str, Edit], ...]:
        """Return the changes of rows, each with the key of what it comes from; what is not confirmed becomes no row.

        The meeting is written in any case. The first confirmed answer on its own matter stands in its row, every other one in a row of its
        own with the same day; a promise bears the actor and the day.

        Parameters
        ----------
        confirmed : collection of str
            Keys of :attr:`items`.
        """
        planned = next((row for row in dossier.engagements if row.id == self.plan), None) if self.plan else None
        before = {**cells_of("engagements", planned), "author": ""} if planned is not None else {}
        whole = {name: cell for name, cell in {**before, "actor": self.actor, **self.facts}.items() if cell}
        main = {**({"author": ""} if planned is not None else {}), **self.facts}
        rows: list[tuple[str, Edit]] = []
        for item in self.items:
            if item.key not in confirmed:
                continue
            if item.table == "commitments":
                same = {name: whole[name] for name in ("date", "rollcall", *_SHARED) if whole.get(name)}
                values = {"actor": self.actor, "kept": "open", "direction": "received", **same, **item.values}
                rows.append((item.key, Edit("commitments", "add", "", values)))
            elif not any(main.get(name) for name in ("answer", *_named("words"))) and _is_on(item.values, whole):
                main |= {name: cell for name, cell in item.values.items() if cell}
            else:
                same = {name: whole[name] for name in _OF_MEETING if whole.get(name)}
                rows.append((item.key, Edit("engagements", "add", "", {"actor": self.actor, **same, **item.values})))
        meeting = (
            Edit("engagements", "change", self.plan, main)
            if planned is not None
            else Edit("engagements", "add", "", {"actor": self.actor, **main})
        )
        return ((MEETING, meeting), *rows)


def _is_on(answer: Mapping[str, str], meeting: Mapping[str, str]) -> bool:
    """Whether an answer is on the matter of the meeting: it names none, or the same."""
    return all(not answer.get(name) or answer[name] == meeting.get(name) for name in ("issue", "rollcall", *_named("ask")))


def _named(column: str) -> tuple[str, ...]:
    return _names(TABLES["engagements"], (column,))


def _names(table: Table, columns: Iterable[str]) -> tuple[str, ...]:
    """Return how some columns of a table may be called in a file: of a text with its languages too."""
    wanted = set(columns)
    return tuple(name for column in table.columns if column.name in wanted for name in column.names)


def read_record(part: str, data: bytes, *, actor: str, plan: str = "") -> MeetingRecord:
    r"""Read the record of a meeting from TOML.

    Parameters
    ----------
    part : str
        How the file is called in faults.

    Raises
    ------
    DossierError
        With every name that is no column, every value that is none of a cell, and a file that is none or too large.

    Examples
    --------
    >>> record = read_record("r.toml", b'date = "2024-07-04"\n[[answer]]\nanswer = "yes"\n', actor="FRA")
    >>> [item.key for item in record.items], record.facts["date"]
    (['answer-1'], '2024-07-04')
    """
    problems: list[Problem] = []
    table = read_toml(part, data, problems, _LIMIT) or {}
    lists = {}
    for name, columns, rows in (("answer", ANSWER, "engagements"), ("promise", PROMISE, "commitments")):
        entries = tables(part, table.pop(name, []), name, f"[[{name}]]", problems)
        if len(entries) > MOST:
            problems.append(problem("too-many", part, None, name, allowed=f"0..{MOST}", found=len(entries)))
        read = (_cells(part, f"{at}.", entry, _names(TABLES[rows], columns), problems) for at, entry in entries[:MOST])
        lists[name] = tuple(cells for cells in read if cells)
    facts = _cells(part, "", table, _names(TABLES["engagements"], FACTS), problems)
    if not facts.get("date") and not problems:
        problems.append(problem("required", part, None, "date", allowed="YYYY-MM-DD"))
    stop_at(problems)
    return MeetingRecord(actor=actor, plan=plan, facts=facts, answers=lists["answer"], promises=lists["promise"])


def _cells(part: str, place: str, entry: Mapping[str, Any], allowed: Collection[str], problems: list[Problem]) -> dict[str, str]:
    """Return the cells of a table of TOML, without those that are empty."""
    cells = {}
    for name, value in entry.items():
        if name not in allowed:
            problems.append(problem("unknown-key", part, None, f"{place}{name}", allowed=" | ".join(allowed), found=name))
        elif isinstance(value, (dict, list, bool, float)):
            problems.append(wrong_value(part, f"{place}{name}", "text", value))
        elif str(value).strip():
            cells[name] = str(value).strip()
    return cells


def blank_record(dossier: Dossier, plan: str = "") -> str:
    """Return a file to fill: the facts that the plan of the meeting holds, and an empty answer and promise.

    Every name that may be filled stands in it; an empty value says nothing.
    """
    row = next((one for one in dossier.engagements if one.id == plan), None) if plan else None
    before = cells_of("engagements", row) if row is not None else {}

    def written(names: Iterable[str], cells: Mapping[str, str]) -> list[str]:
        return [f"{name} = {_quoted(cells.get(name, ''))}" for name in names]

    facts = [name for name in FACTS if name not in ("evidence", "marking", "author")]
    names = [name for column in facts for name in _shown(TABLES["engagements"], column, before)]
    parts = ["\n".join(written(names, before))]
    for title, columns, table in (("answer", ANSWER, "engagements"), ("promise", PROMISE, "commitments")):
        inner = [name for column in columns for name in _shown(TABLES[table], column, {})]
        parts.append("\n".join([f"[[{title}]]", *written(inner, {})]))
    return "\n\n".join(parts) + "\n"


def _shown(table: Table, column: str, before: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names under which a column stands in a file to fill: those that are filled, else the first."""
    names = _names(table, (column,))
    return tuple(name for name in names if before.get(name)) or names[:1]


def _quoted(text: str) -> str:
    """Return text as a string of TOML, over several lines where it has several."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"""\n{escaped}"""' if "\n" in text else f'"{escaped}"'
