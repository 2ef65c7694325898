"""What members said that they would do in a vote, how they voted on the matter before, and reasons to expect that they object."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from legation.dossier import Interest, RollCall, Wording, standing
from legation.dossier.column import symbol
from legation.language import Message
from legation.questions.answer import Named
from legation.questions.base import inputs
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.inputs import CODES, VotingProfile
from legation.questions.votes.replies import DECLARED, DeclaredWord, is_reported, places_on, words_on

__all__ = [
    "Declarations",
    "Declared",
    "DeclaredWord",
    "Objection",
    "Past",
    "declared_votes",
    "is_reported",
    "name_of",
    "objections",
    "on_the_matter",
    "past_votes",
    "plain_title",
    "titled",
    "words_on",
]


@dataclass(frozen=True, slots=True)
class Declared:
    """What an actor said that it would do: the code of the vote, on what basis, and the evidence."""

    vote: int
    basis: str
    evidence: tuple[str, ...]


Declarations: TypeAlias = Mapping[str, Declared]
Past: TypeAlias = tuple[RollCall | None, npt.NDArray[np.int8]]
"""The last roll call on the matter, None where there is none, and the members' votes in it."""
_LONG, _LONGEST = 64, 110
"""Characters of a title: what is long, and what no sentence has room for."""
_CONTEXT = re.compile(r",? (?:in the context of|in the light of|dans le contexte de|à la lumière de|compte tenu de)\b")
"""Where a title goes on with what it stands in, as those of the First Committee do."""


def declared_votes(case: Case, ahead: RollCall) -> dict[str, Declared]:
    """Return what members declared for a roll call: those that stand at a yes, a no or an abstention.

    Who stands elsewhere has declared no vote: sides that differ, a yes with a condition, a word taken back, or the word of its group; see
    :func:`~legation.questions.votes.declared.roll_up`. The basis is that of the latest word that stands.
    """
    places = places_on(case, ahead)
    found = {}
    for actor in dict.fromkeys(word.actor for word in places.words.values()):
        if (place := places.of(actor)) in DECLARED:
            words = places.behind(actor)
            found[actor] = Declared(CODES.index(place), words[-1].basis, joined_evidence(word.evidence for word in words))
    return found


def past_votes(case: Case, ahead: RollCall, profile: VotingProfile) -> Past:
    """Return the last roll call on the same title, or on the same issue, with the members' votes."""
    earlier = inputs.same_title(ahead, profile.rollcalls)
    earlier = earlier or tuple(r for r in profile.rollcalls if ahead.issue and r.issue == ahead.issue)
    if not earlier:
        return None, np.zeros(len(profile.actors), np.int8)
    return earlier[-1], inputs.ballots(case, profile.actors, [earlier[-1].id])[:, 0]


def name_of(row: RollCall) -> Named:
    """Return a roll call as a reader calls it: by its symbol, else by its title."""
    return Named(row.id, symbol(row) or _each(row.title, _cut) or row.id)


def name_beside(row: RollCall, ahead: RollCall) -> Named:
    """Return a roll call as a reader calls it beside the one ahead: a vote in committee on the same draft as that vote in committee."""
    if row.stage == "committee" and row.id != ahead.id and row.symbol and row.symbol == ahead.symbol:
        return Named(row.id, Message("vote.in-committee", symbol=row.symbol))
    return name_of(row)


def titled(row: RollCall) -> Named:
    """Return a roll call by symbol and title, for the first time that a page names it; by its symbol where the title is too long."""
    texts = (row.title.text, row.title.fr, row.title.en)
    short = _each(row.title, _whole)
    if symbol(row) in ("", *texts) or any(text and not _whole(text) for text in texts) or not short:
        return name_of(row)
    return Named(row.id, Message("vote.titled", symbol=symbol(row), title=short))


def plain_title(row: RollCall) -> Wording:
    """Return the title of a roll call without what records append to it, in each language."""
    return _each(row.title, _plain)


def _each(title: Wording, shorten: Callable[[str], str]) -> Wording:
    return Wording(*(shorten(text) for text in (title.text, title.fr, title.en)))


def _plain(title: str) -> str:
    """Return a title without what records append to it."""
    return title.split(" : resolution")[0].strip()


def _whole(title: str) -> str:
    """Return a title that a sentence has room for, a long one without the context that it gives itself; nothing where there is no room.

    >>> _whole("Advancing responsible State behaviour in cyberspace in the context of international security")
    'Advancing responsible State behaviour in cyberspace'
    >>> _whole("Countering the use of information and communications technologies for criminal purposes")
    'Countering the use of information and communications technologies for criminal purposes'
    """
    plain = _plain(title)
    if len(plain) > _LONG:
        plain = _CONTEXT.split(plain)[0]
    return plain if len(plain) <= _LONGEST and not plain.endswith("…") else ""


def _cut(title: str) -> str:
    """Return a title cut between words to be a name, where there is no symbol."""
    plain = _plain(title)
    return plain if len(plain) <= _LONG else plain[:_LONG].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


_NO = CODES.index("no")


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """What speaks for an objection of one member.

    Attributes
    ----------
    actor : str
    declared : bool
        It said no, or that it votes no: to us, or in public.
    noes, of : int
        Its votes against, out of the roll calls on the title or the issue in which it voted.
    last : str
        Its latest vote on the matter, empty where it cast none.
    position : float or None
        On the issue, where it lies on the other side of 50 than the sponsors' middle [points].
    red_line : Wording or None
        Of the issue, as an analyst wrote it down: whether the text crosses it is for a reader to say.
    evidence : tuple of str
    """

    actor: str
    declared: bool
    noes: int
    of: int
    last: str
    position: float | None
    red_line: Wording | None
    evidence: tuple[str, ...]

    @property
    def weight(self) -> tuple[int, int, float]:
        """How strong the reasons are: its own word, its latest vote, and its share of noes."""
        return (int(self.declared), int(self.last == "no"), self.noes / self.of if self.of else 0.0)

    @property
    def stands(self) -> bool:
        """Whether there is any reason: its word, a vote against, a position on the other side, or a red line."""
        return self.declared or self.noes > 0 or self.position is not None or self.red_line is not None


def on_the_matter(vote: RollCall, profile: VotingProfile) -> tuple[RollCall, ...]:
    """Return the roll calls held on the title or the issue of one, oldest first."""
    same = {r.id for r in inputs.same_title(vote, profile.rollcalls)}
    return tuple(r for r in profile.rollcalls if r.id != vote.id and (r.id in same or (vote.issue and r.issue == vote.issue)))


def objections(
    case: Case, vote: RollCall, members: Sequence[str], profile: VotingProfile, declared: Declarations
) -> Mapping[str, Objection]:
    """Return by member what is known for an objection to the text of a roll call."""
    matter = on_the_matter(vote, profile)
    votes = inputs.ballots(case, members, [r.id for r in matter])
    lines = {row.actor: row for row in standing(case.dossier.interests) if row.issue == vote.issue and row.red_line}
    across = _across(case, vote, members)
    found = {}
    for member, row in zip(members, votes, strict=True):
        cast = [int(code) for code in row if code]
        word = declared.get(member)
        against = tuple(e for r, code in zip(matter, row.tolist(), strict=True) if code == _NO for e in r.evidence)
        line: Interest | None = lines.get(member)
        value, sources = across.get(member, (None, ()))
        said = word is not None and word.vote == _NO
        evidence = (*(word.evidence if word is not None and said else ()), *(line.evidence if line else ()), *sources, *against[::-1])
        found[member] = Objection(
            actor=member,
            declared=said,
            noes=cast.count(_NO),
            of=len(cast),
            last=CODES[cast[-1]] if cast else "",
            position=value,
            red_line=line.red_line if line else None,
            evidence=tuple(dict.fromkeys(evidence)),
        )
    return found


def _across(case: Case, vote: RollCall, members: Sequence[str]) -> dict[str, tuple[float | None, tuple[str, ...]]]:
    """Return the positions that lie on the other side of 50 than the sponsors' middle; none where no sponsor has one."""
    positions = {
        a: rows[0] for a in (*members, *vote.all_sponsors) if vote.issue and (rows := case.dossier.position_at(a, vote.issue, case.as_of))
    }
    ours = [row.value for a in vote.all_sponsors if (row := positions.get(a)) and row.value is not None]
    if not ours:
        return {}
    side = float(np.median(ours)) - 50
    return {a: (row.value, row.evidence) for a, row in positions.items() if row.value is not None and (row.value - 50) * side < 0}
