"""What people object to a strategy: at what it is aimed, in which role, and whether that role is another than the author's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from legation.dossier import Challenge, Wording, current_ids, standing
from legation.dossier.parts import brief_settings
from legation.dossier.records import Revisable
from legation.language import fold
from legation.questions.answer import Named
from legation.questions.base.case import Case

__all__ = ["TARGETS", "Objection", "challenged_by_others", "objections"]

TARGETS = ("objectives", "assumptions", "threats", "deterrents", "signposts", "activities")
"""The tables that an objection may be aimed at, in the order in which an id is looked for."""
_CLOSED = ("changed", "maintained", "dropped")
"""What may have become of what was objected to, once that is settled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """What somebody objects, and to what.

    Attributes
    ----------
    row : Challenge
    table : str
        The table of what it is aimed at; empty where it is aimed at words, such as the id of a plan.
    target : Named, Wording or str
        What it is aimed at, by name; empty where the row names nothing.
    authors : tuple of Wording
        Who answers for that: who owns it, in any of its versions, and from whom the paper comes; where neither is known, who wrote the row;
        nobody where that is not known either.
    """

    row: Challenge
    table: str
    target: Named | Wording | str
    authors: tuple[Wording, ...]

    @property
    def is_answered(self) -> bool:
        """Whether something is objected and there is an answer to it: that it was changed, maintained or dropped answers nothing."""
        return bool(self.row.claim and self.row.answer)

    @property
    def is_open(self) -> bool:
        """Whether nothing became of it so far."""
        return self.row.outcome not in _CLOSED

    @property
    def is_by_another(self) -> bool:
        """Whether a role is said, and it is none of the authors: case, signs, blanks and the language of either do not matter.

        Where no author is known, nobody can tell, and it is not.
        """
        own = {one for author in self.authors for one in _folded(author)}
        said = _folded(self.row.role)
        return bool(said and own) and not said & own


def objections(case: Case) -> tuple[Objection, ...]:
    """Return what people object: what is open first, then in the order of the table; rows that others supersede are left out."""
    return case.once(("objections",), lambda: _sorted_objections(case))


def _sorted_objections(case: Case) -> tuple[Objection, ...]:
    found = (_objection(case, row) for row in standing(case.dossier.challenges))
    return tuple(sorted(found, key=lambda one: not one.is_open))


def challenged_by_others(case: Case) -> tuple[Challenge, ...]:
    r"""Return the objections that were answered, and raised in another role than that of the author of what they are aimed at.

    Nobody but its author challenged a strategy for which this is empty. Authors are the owners of the objective that is aimed at, or of
    the one that the assumption, threat, deterrent, signpost or activity belongs to, of rows that were superseded too, and who sends the
    paper (``from`` of ``[brief]``); without any of them, who wrote the row. Where none is known, no role counts as another one: a reader
    who may not see who sends the paper, such as a partner, is not told that others challenged it.

    Examples
    --------
    >>> import datetime as dt
    >>> from legation.dossier import decode
    >>> rows = b"id,target,claim,role,answer\nc1,o,Too late,Law,Moved\nc2,o,Too dear,the  DESK,It is not\nc3,o,Who pays?,Budget,\n"
    >>> aims = b"id,aim,owner\no,An aim,The desk\n"
    >>> dossier = decode({"dossier.toml": b'id = "x"', "objectives.csv": aims, "challenges.csv": rows})
    >>> [row.id for row in challenged_by_others(Case(dossier=dossier, today=dt.date(2026, 1, 1)))]
    ['c1']
    """
    return tuple(one.row for one in objections(case) if one.is_answered and one.is_by_another)


def _objection(case: Case, row: Challenge) -> Objection:
    table, meant = _meant(case, row.target)
    target: Named | Wording | str = row.target
    if meant is not None:
        called = getattr(meant, _CALLED[table], None) or meant.id
        target = Named(meant.id, called)
    return Objection(row=row, table=table, target=target, authors=tuple(_authors(case, table, meant, row)))


_CALLED = {
    "objectives": "aim",
    "assumptions": "claim",
    "threats": "claim",
    "deterrents": "measure",
    "signposts": "title",
    "activities": "title",
}
"""The column by which a row of each table is called."""


def _meant(case: Case, target: str) -> tuple[str, Revisable | None]:
    """Return the row that is aimed at as it stands now, with its table; none where the target is words."""
    for table in TARGETS:
        rows, now = _table(case, table)
        found = rows.get(now.get(target, target))
        if target and found is not None:
            return table, found
    return "", None


def _table(case: Case, table: str) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """Return the rows of a table by id, and by the id of each that was superseded that of the row in its place."""
    rows = case.dossier.rows(table)
    return case.once(("challenge-targets", table), lambda: ({row.id: row for row in rows}, current_ids(rows)))


def _versions(case: Case, table: str, name: str) -> list[Any]:
    """Return a row as it stands now, with all that it superseded."""
    rows, now = _table(case, table)
    current = now.get(name, name)
    return [row for row in rows.values() if now.get(row.id, row.id) == current]


def _authors(case: Case, table: str, meant: Revisable | None, row: Challenge) -> Iterator[Wording]:
    """Yield who answers for what is aimed at: who owns it and who sends the paper, else who wrote it."""
    owners = tuple(_owners(case, table, meant))
    sender = brief_settings(case.info.brief).sender
    yield from owners
    if sender:
        yield sender
    if owners or sender:
        return
    written = _versions(case, table, meant.id) if meant is not None else [row]
    yield from (Wording(one.author) for one in written if one.author)


def _owners(case: Case, table: str, meant: Revisable | None) -> Iterator[Wording]:
    """Yield the owners of a row, else those of the objectives that it belongs to, each with those of its earlier versions."""
    if meant is None:
        return
    own = [row.owner for row in _versions(case, table, meant.id) if getattr(row, "owner", None)]
    if own or table == "objectives":
        yield from own
        return
    named = getattr(meant, "objectives", None) or (getattr(meant, "objective", ""),)
    for name in named:
        yield from (aim.owner for aim in _versions(case, "objectives", name) if aim.owner)


def _folded(words: Wording) -> set[str]:
    """Return the versions of a wording as they are compared: their words alone."""
    said = (" ".join(re.findall(r"\w+", fold(one))) for one in (words.text, words.fr, words.en))
    return {one for one in said if one}
