"""Whose word a vote rests on: the member's own, a report in the interest of who tells it, or one against it; and how good its source is."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Literal, TypeAlias

from legation.dossier import Evidence
from legation.dossier.saying import named_source
from legation.language import LANGUAGES, say
from legation.questions.case import Case
from legation.questions.inputs import CODES

__all__ = ["Bearing", "bearing", "is_weak", "sides_of_tellers"]

Bearing: TypeAlias = Literal["declared", "reported"]
"""How a word on a vote counts: as a member's own, or as what others say of it."""
_OPPOSITE = {CODES.index("yes"): CODES.index("no"), CODES.index("no"): CODES.index("yes")}
_WEAK_RELIABILITY, _WEAK_CREDIBILITY = ("D", "E", "F"), 4


def bearing(vote: int, *, own: bool, tellers: Collection[int], weak: bool) -> Bearing:
    """Say whether a word on a member's vote counts as declared or as reported.

    A member's own word is declared. What a party reports against its own interest, a vote for the other side than its own, is as good as
    declared; what it reports in its interest, and what is told by somebody whose side is not known, is reported. A word from a source of a
    low grade is reported, whoever said it.

    Parameters
    ----------
    vote : int
        The code of the vote that is said: 1 yes, 2 abstain, 3 no.
    own : bool
        Whether the member says it itself.
    tellers : collection of int
        How those who tell it vote themselves, by code; nobody's side known: empty.
    weak : bool
        Whether the source is of a low grade; see :func:`is_weak`.

    Examples
    --------
    >>> bearing(3, own=True, tellers=(), weak=False), bearing(1, own=False, tellers=(1,), weak=False)
    ('declared', 'reported')
    >>> bearing(3, own=False, tellers=(1,), weak=False), bearing(3, own=False, tellers=(1,), weak=True)
    ('declared', 'reported')
    """
    against_interest = any(_OPPOSITE.get(side) == vote for side in tellers)
    return "declared" if not weak and (own or against_interest) else "reported"


def is_weak(sources: Sequence[Evidence]) -> bool:
    """Whether every source of a word has a low grade: reliability D to F, or credibility 4 to 6. A grade that is not given is not low.

    >>> is_weak([]), is_weak([Evidence(id="a", reliability="D")]), is_weak([Evidence(id="a", credibility=5), Evidence(id="b")])
    (False, True, False)
    """
    return bool(sources) and all(
        row.reliability in _WEAK_RELIABILITY or (row.credibility is not None and row.credibility >= _WEAK_CREDIBILITY) for row in sources
    )


def sides_of_tellers(case: Case, sources: Sequence[Evidence], sides: Mapping[str, int]) -> tuple[int, ...]:
    """Return how those vote themselves who tell something, as far as their side on the vote is known.

    Parameters
    ----------
    sources : sequence of Evidence
        Where it is told; the origin is whose word it is, else the publisher.
    sides : mapping of str to int
        The code of the vote of each actor whose side is known.
    """
    found = []
    for row in sources:
        teller = named_source(row, "origin")
        if isinstance(teller, str) and (actor := _named_in(case, teller, sides)):
            found.append(sides[actor])
    return tuple(found)


def _named_in(case: Case, teller: str, actors: Collection[str]) -> str:
    """Return the actor that a teller's name holds, by id or by name in either language; of several, the one of the longest name."""
    everybody = {row.id: {row.id, *(say(case.named(row.id), lang) for lang in LANGUAGES)} for row in case.dossier.actors}
    held = [(len(name), actor, name) for actor, names in everybody.items() for name in names if name in teller]
    there = [(length, actor) for length, actor, name in held if re.search(rf"\b{re.escape(name)}\b", teller)]
    actor = max(there, default=(0, ""))[1]
    return actor if actor in actors else ""
