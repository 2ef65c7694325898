"""What an actor may do in a forum: the best right that its kind has there, or that a seat gives it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from legation.dossier import Access, Process, standing
from legation.questions.base.case import Case
from legation.questions.strategy.forum_dates import current_fora

__all__ = ["GIVES", "RANKS", "Right", "right_of"]

RANKS = ("none", "observe", "speak", "object", "vote", "table")
"""What may be done in a forum, the least first."""
GIVES: Mapping[str, str] = MappingProxyType(
    {
        "table": "table",
        "petition": "table",
        "vote": "vote",
        "sign": "vote",
        "accede": "vote",
        "support": "vote",
        "object": "object",
        "propose": "speak",
        "speak": "speak",
        "advise": "speak",
        "comment": "speak",
        "observe": "observe",
        "join": "observe",
        "none": "none",
    }
)
"""What each right of the table counts as, of two that count the same the one that is named first. A petition puts a matter on the table
where the forum has a last day for it; elsewhere it is a word, as a comment and an advice are. A proposal is half a step more than a word.
Who supports a petition, signs or accedes takes part in the decision; who may join has nothing more than a look before that."""
_OF_PETITIONS = frozenset({"petition", "support"})
"""Rights of a body of petitions: a word where nothing is written of the days of the matter."""
_ORDER = {right: place for place, right in enumerate(GIVES)}
_OF_SEATS = frozenset({"vote", "support", "object"})
"""Rights that only who has a seat has, where it is known who has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """What an actor may do in a forum.

    Attributes
    ----------
    best : str
        Of :data:`RANKS`; empty where no row says anything of such actors and no seat does.
    is_called : str
        The right itself, as the table of access calls it; empty as ``best`` is.
    rows : tuple of Access
        The rows of its kind: first those that give the best right.
    giving : int
        How many of the rows give it; 0 where the seat does.
    has_seat : bool or None
        None where it is not known who has one.
    through : str
        The kind of the members through whom a group acts, where no row names its own kind.
    """

    best: str = ""
    is_called: str = ""
    rows: tuple[Access, ...] = ()
    giving: int = 0
    has_seat: bool | None = None
    through: str = ""

    @property
    def rank(self) -> float | None:
        """How much that is, 0 to 5, a proposal half a step above a word; None where it is not known."""
        return RANKS.index(self.best) + (0.5 if self.is_called == "propose" else 0) if self.best else None

    @property
    def giving_rows(self) -> tuple[Access, ...]:
        """The rows that give the best right."""
        return self.rows[: self.giving]

    @property
    def remote(self) -> bool | None:
        """Whether it can be used from afar; None where no row says."""
        said = [row.remote for row in self.giving_rows if row.remote is not None]
        return any(said) if said else None

    @property
    def has_fee(self) -> bool | None:
        """Whether a fee is written for it; None where no row gives the right. Where none is written none is counted."""
        return any(row.fee for row in self.giving_rows) if self.giving else None


def right_of(
    case: Case, forum: Process, actor: str | None, seats: Sequence[str], members: Sequence[str], *, has_petitions: bool = False
) -> Right:
    """Return what an actor may do in a forum.

    Parameters
    ----------
    case : Case
    forum : Process
    actor : str or None
    seats : sequence of str
        Who is known to have a seat; none: not known.
    members : sequence of str
        Whom the rule of the body counts; none: not known.
    has_petitions : bool
        Whether the forum has a last day of its own for the matter.
    """
    if actor is None:
        return Right()
    there = {*seats, *members, *forum.seats}
    has_seat = actor in there if there else None
    rows, through = _rows(case, forum.id, actor)
    usable = {
        row.id: _counts_as(row.right, has_petitions=has_petitions) for row in rows if has_seat is not False or row.right not in _OF_SEATS
    }
    best = max((rank for rank in usable.values() if rank), key=RANKS.index, default="")
    if actor in members and (not best or RANKS.index(best) < RANKS.index("vote")):
        return Right(best="vote", is_called="vote", rows=rows, has_seat=True, through=through)
    if not best and has_seat:
        return Right(best="speak", is_called="speak", rows=rows, has_seat=True, through=through)
    giving = sorted((row for row in rows if best and usable.get(row.id) == best), key=lambda row: _ORDER[row.right])
    ordered = (*giving, *(row for row in rows if row not in giving))
    called = giving[0].right if giving else ""
    return Right(best=best, is_called=called, rows=ordered, giving=len(giving), has_seat=has_seat, through=through)


def _counts_as(right: str, *, has_petitions: bool) -> str:
    """Return what a right counts as; empty where the row names none."""
    return "speak" if right in _OF_PETITIONS and not has_petitions else GIVES.get(right, "")


def _rows(case: Case, forum: str, actor: str) -> tuple[tuple[Access, ...], str]:
    """Return the rows for the kind of an actor; where no row is, and the actor is a group, those for most of its members."""
    by_kind = case.once(("forum-access",), lambda: _by_forum(case)).get(forum, {})
    kinds = case.once(("actor-kinds",), lambda: {row.id: row.kind for row in standing(case.dossier.actors)})
    kind = kinds.get(actor, "")
    if kind in by_kind:
        return tuple(by_kind[kind]), ""
    inside = (*case.dossier.members(actor, case.as_of), *(row.actor for row in case.dossier.coalition(actor, case.as_of)))
    common = Counter(kinds.get(one, "") for one in inside if one != actor).most_common(1)
    through = common[0][0] if common else ""
    return (tuple(by_kind[through]), through) if through in by_kind else ((), "")


def _by_forum(case: Case) -> dict[str, dict[str, list[Access]]]:
    """Return the rows of access by the forum as it is named now, and by kind of actor."""
    now = current_fora(case)
    found: dict[str, dict[str, list[Access]]] = {}
    for row in standing(case.dossier.forum_access):
        forum = now[row.forum].id if row.forum in now else row.forum
        found.setdefault(forum, {}).setdefault(row.actor_kind, []).append(row)
    return found
