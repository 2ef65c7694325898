"""What people object to a strategy: at what it is aimed, in which role, and whether that role is another than the author's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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
        Who answers for that: who owns it, else from whom the paper comes, else who wrote the row; nobody where none of them is known.
    """

    row: Challenge
    table: str
    target: Named | Wording | str
    authors: tuple[Wording, ...]

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer, or what was objected to was changed, maintained or dropped."""
        return bool(self.row.answer) or self.row.outcome in _CLOSED

    @property
    def is_open(self) -> bool:
        """Whether nothing became of it so far."""
        return self.row.outcome not in _CLOSED

    @property
    def is_by_another(self) -> bool:
        """Whether a role is said, and it is none of the authors: case, blanks and the language of either do not matter."""
        own = {one for author in self.authors for one in _folded(author)}
        said = _folded(self.row.role)
        return bool(said) and not said & own


def objections(case: Case) -> tuple[Objection, ...]:
    """Return what people object: what is open first, then in the order of the table; rows that others supersede are left out."""
    found = (_objection(case, row) for row in standing(case.dossier.challenges))
    return tuple(sorted(found, key=lambda one: not one.is_open))


def challenged_by_others(case: Case) -> tuple[Challenge, ...]:
    r"""Return the objections that were answered, and raised in another role than that of the author of what they are aimed at.

    Nobody but its author challenged a strategy for which this is empty. The author is the owner of the objective that is aimed at, or of
    the one that the assumption, threat, deterrent, signpost or activity belongs to; else who sends the paper (``from`` of ``[brief]``);
    else who wrote the row. Where none of them is known, any role counts as another one.

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
        rows = case.dossier.rows(table)
        there = {row.id: row for row in rows}
        found = there.get(current_ids(rows).get(target, target))
        if target and found is not None:
            return table, found
    return "", None


def _authors(case: Case, table: str, meant: Revisable | None, row: Challenge) -> Iterator[Wording]:
    """Yield who answers for what is aimed at, of the nearest kind that is known."""
    owners = tuple(_owners(case, table, meant))
    sender = brief_settings(case.info.brief).sender
    if owners:
        yield from owners
    elif sender:
        yield sender
    elif meant is not None and meant.author:
        yield Wording(meant.author)
    elif row.author and meant is None:
        yield Wording(row.author)


def _owners(case: Case, table: str, meant: Revisable | None) -> Iterator[Wording]:
    """Yield the owner of a row, else those of the objectives that it belongs to."""
    own = getattr(meant, "owner", None)
    if own:
        yield own
    elif meant is not None and table != "objectives":
        named = getattr(meant, "objectives", None) or (getattr(meant, "objective", ""),)
        now = current_ids(case.dossier.objectives)
        current = {now.get(name, name) for name in named}
        yield from (aim.owner for aim in standing(case.dossier.objectives) if aim.id in current and aim.owner)


def _folded(words: Wording) -> set[str]:
    """Return the versions of a wording as they are compared."""
    return {" ".join(fold(one).split()) for one in (words.text, words.fr, words.en) if one.strip()}
