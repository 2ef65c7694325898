"""The pictures of a count: the bars with the range, and one square a member."""

from __future__ import annotations

from typing import Any

from legation.dossier import RollCall
from legation.figures.figure import Figure
from legation.figures.seats import Seat, seats
from legation.figures.tally import tally
from legation.language import Message
from legation.methods.voting.expected import Expected
from legation.questions import inputs
from legation.questions.case import Case
from legation.questions.declared import Declarations, name_of
from legation.questions.in_force import InForce
from legation.questions.inputs import CODES
from legation.questions.verdict import cast, counted, likeliest

__all__ = ["bars", "seated", "squares"]

AREA = "do-we-have-the-votes"


def bars(
    case: Case,
    ahead: RollCall,
    members: tuple[str, ...],
    declared: Declarations,
    expected: Expected,
    rule: InForce | None,
) -> Figure:
    """Draw the expected votes, declared ones apart, with the rule and the range."""
    said = [declared[a].vote for a in members if a in declared]
    whole = {"yes": expected.yes, "abstain": expected.abstain, "no": expected.no}
    own = {word: min(whole[word], float(said.count(code))) for code, word in enumerate(CODES) if code}
    rest = {word: whole[word] - own[word] for word in whole} | {"absent": max(0.0, expected.absent)}
    values = _values(ahead, expected)
    needed = rule.needed(cast(expected, members, counted(expected))) if rule else None
    return tally(
        own,
        {},
        rest,
        margin=values["margin"],
        low=values["low"],
        high=values["high"],
        needed=needed,
        id="tally",
        title=Message(f"{AREA}.figure-title", **values),
        subtitle=Message(f"{AREA}.bars-subtitle", as_of=case.as_of, count=len(said)),
        alt=Message(f"{AREA}.bars-alt", declared=len(said), **values),
    )


def squares(case: Case, ahead: RollCall, members: tuple[str, ...], declared: Declarations, expected: Expected | None) -> Figure:
    """Draw the expected count member by member and by group; where nothing is estimated, what is declared."""
    groups = inputs.group_of(case, members)
    votes = seated(members, declared, expected)
    form = "seats" if expected else "declared-seats"
    words = (*CODES[1:], "absent", "unknown")
    values = {"rollcall": name_of(ahead), **{word: votes.count(word) for word in words}}
    return seats(
        [Seat(case.named(a), groups.get(a, ""), vote, declared=a in declared) for a, vote in zip(members, votes, strict=True)],
        id="seats",
        title=Message(f"{AREA}.{form}-title", **values),
        subtitle=Message(f"{AREA}.figure-subtitle", as_of=case.as_of, count=len(declared)),
        alt=Message(f"{AREA}.{form}-alt", **values),
    )


def seated(members: tuple[str, ...], declared: Declarations, expected: Expected | None) -> list[str]:
    """Return each member's vote so that the expected counts are met: its own word, else its place among the others; else unknown."""
    votes = cast(expected, members, counted(expected)) if expected is not None else {}
    nothing = {a for a, code in zip(members, likeliest(expected).tolist(), strict=True) if not code} if expected is not None else set()
    return [CODES[declared[a].vote] if a in declared else "unknown" if a in nothing else votes.get(a, "unknown") for a in members]


def _values(ahead: RollCall, expected: Expected) -> dict[str, Any]:
    return {"rollcall": name_of(ahead), **counted(expected)}
