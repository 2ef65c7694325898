"""Whether a text is adopted, given who voted how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from legation.errors import BadValue
from legation.methods.rule.fewest import fewest_more
from legation.methods.rule.tree import VOTES, Rule, holds, members_of, of_everyone, told_apart

__all__ = ["Outcome", "outcome", "roll", "votes_cast"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result of a vote.

    Attributes
    ----------
    passed : bool
    yes, no, abstain, absent, not_participating, not_entitled : int
        Members by their vote. Absent is also who is a member by the rule and is not among the votes.
    short_by : int or None
        The fewest further yes votes with which it passes, 0 where it does [members]: of those who did not vote no, and only where they
        cannot do it, of those who did as well. None where no votes of these members pass it.
    """

    passed: bool
    yes: int
    no: int
    abstain: int
    absent: int
    not_participating: int = 0
    not_entitled: int = 0
    short_by: int | None = 0


def outcome(rule: Rule, votes: Mapping[str, str] | Iterable[tuple[str, str]]) -> Outcome:
    """Say whether a text passes under a rule, and how many yes votes are missing.

    Parameters
    ----------
    rule : Rule
        See :mod:`legation.methods.rule`.
    votes : mapping of str to str, or iterable of pairs
        A vote of :data:`VOTES` by member. Members of the rule who are left out are absent.

    Raises
    ------
    BadValue
        For a vote that is none, a member whom the rule does not know, who is spelt in two ways or voted in two.

    Examples
    --------
    >>> from legation.methods.rule import share_of_voting
    >>> outcome(share_of_voting("1/2", strict=True), {"FRA": "yes", "CHN": "no", "BRA": "abstain"})  # a tie is not adopted
    Outcome(passed=False, yes=1, no=1, abstain=1, absent=0, not_participating=0, not_entitled=0, short_by=1)
    """
    cast = votes_cast(rule, votes)
    counts = Counter(cast.values())
    passed = holds(rule, cast)
    return Outcome(passed=passed, **{vote: counts[vote] for vote in VOTES}, short_by=0 if passed else fewest_more(rule, cast))


def roll(*, yes: int = 0, no: int = 0, abstain: int = 0, absent: int = 0) -> dict[str, str]:
    """Return the votes of members without names: for rules that ask only how many.

    Examples
    --------
    >>> roll(yes=2, abstain=1)
    {'yes 1': 'yes', 'yes 2': 'yes', 'abstain 1': 'abstain'}
    """
    counts = {"yes": yes, "no": no, "abstain": abstain, "absent": absent}
    for vote, count in counts.items():
        if isinstance(count, bool) or not isinstance(count, int) or count < 0:
            raise BadValue(f"{vote} must be a whole number, 0 or more (got {count!r}); count the members again")
    return {f"{vote} {number}": vote for vote, count in counts.items() for number in range(1, count + 1)}


def votes_cast(rule: Rule, votes: Mapping[str, str] | Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the vote of every member; those of the rule who did not vote are absent.

    Raises
    ------
    BadValue
        As :func:`outcome`.
    """
    cast: dict[str, str] = {}
    for pair in votes.items() if isinstance(votes, Mapping) else votes:
        if not isinstance(pair, tuple) or len(pair) != 2 or not isinstance(pair[0], str):
            raise BadValue(f"votes must be pairs of a member's name and its vote (got {pair!r}); give them as a mapping by name")
        name, vote = pair
        if vote not in VOTES:
            raise BadValue(f"vote of {name} must be {' | '.join(VOTES)} (got {vote!r}); whose vote is not known is left out")
        if cast.setdefault(name, vote) != vote:
            raise BadValue(f"vote of {name} must be one vote (got {cast[name]} and {vote}); decide which one was cast")
    members = members_of(rule)
    told_apart((*members, *cast))
    named = frozenset(members)
    unknown = [name for name in cast if name not in named]
    if unknown and not of_everyone(rule):
        raise BadValue(f"votes must be members of the rule (got {unknown[0]!r}); the rule names {', '.join(members[:5])}...")
    return dict.fromkeys(members, "absent") | cast
