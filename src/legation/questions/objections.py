"""What each member has given as reason to expect that it objects to a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from legation.dossier import Interest, RollCall, Wording, standing
from legation.questions import inputs
from legation.questions.case import Case
from legation.questions.declared import Declarations
from legation.questions.inputs import CODES, Profile

__all__ = ["Objection", "objections", "on_the_matter"]

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


def on_the_matter(vote: RollCall, profile: Profile) -> tuple[RollCall, ...]:
    """Return the roll calls held on the title or the issue of one, oldest first."""
    same = {r.id for r in inputs.same_title(vote, profile.rollcalls)}
    return tuple(r for r in profile.rollcalls if r.id != vote.id and (r.id in same or (vote.issue and r.issue == vote.issue)))


def objections(case: Case, vote: RollCall, members: Sequence[str], profile: Profile, declared: Declarations) -> Mapping[str, Objection]:
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
    held = {a: rows[0] for a in (*members, *vote.sponsors) if vote.issue and (rows := case.dossier.position_at(a, vote.issue, case.as_of))}
    ours = [row.value for a in vote.sponsors if (row := held.get(a)) and row.value is not None]
    if not ours:
        return {}
    side = float(np.median(ours)) - 50
    return {a: (row.value, row.evidence) for a, row in held.items() if row.value is not None and (row.value - 50) * side < 0}
