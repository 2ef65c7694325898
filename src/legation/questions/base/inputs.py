"""From the rows of a dossier to the arrays that methods take, with the ids that lead back."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.dossier import Body, RollCall, Wording, standing
from legation.dossier.tables.rollcalls import body_of as body_of_rollcall
from legation.dossier.tables.rollcalls import members_of, without_vote
from legation.dossier.tables.votes import NO, NOT_ENTITLED
from legation.errors import NotAvailable
from legation.figures.figure import Named
from legation.language import Message, catalogue
from legation.methods.voting.votes import VOTES
from legation.questions.base.case import Case
from legation.questions.base.coalition_names import coalition_names

__all__ = [
    "CODES",
    "VotingProfile",
    "audience",
    "ballots",
    "body_of",
    "find_rollcall",
    "group_name",
    "group_of",
    "is_held",
    "latest_pair",
    "member_ids",
    "on_record",
    "profile",
    "same_title",
    "speakers",
    "title_numbers",
    "vote_ahead",
    "voted",
]

CODES = VOTES
"""The words of the methods' vote codes 0, 1, 2, 3."""

IntArray = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class VotingProfile:
    """Who voted how: actors by roll calls, in the order of the dates.

    Attributes
    ----------
    actors : tuple of str
    rollcalls : tuple of RollCall
    votes : ndarray of int8, shape (n_actors, n_rollcalls)
        1 yes, 2 abstain, 3 no, 0 everything else: absent, not participating, not listed.
    """

    actors: tuple[str, ...]
    rollcalls: tuple[RollCall, ...]
    votes: IntArray

    def column(self, rollcall: str) -> IntArray:
        """Return the votes in one roll call, shape (n_actors,)."""
        return self.votes[:, [r.id for r in self.rollcalls].index(rollcall)]

    def without(self, rollcalls: Iterable[str]) -> VotingProfile:
        """Return the profile without some roll calls."""
        gone = set(rollcalls)
        keep = [i for i, r in enumerate(self.rollcalls) if r.id not in gone]
        return VotingProfile(self.actors, tuple(self.rollcalls[i] for i in keep), self.votes[:, keep])

    def before(self, rollcall: str) -> VotingProfile:
        """Return the roll calls held before one; all of them where it was not held."""
        order = [r.id for r in self.rollcalls]
        return self.without(order[order.index(rollcall) :]) if rollcall in order else self


def profile(case: Case, *, actors: Sequence[str] | None = None) -> VotingProfile:
    """Return every roll call on record, with the actors that voted in any and still exist, or those given; made once for a case.

    Whoever estimates a vote takes that one out: a few of its votes may be there.
    """
    return case.once(("profile", None if actors is None else tuple(actors)), lambda: _profile(case, actors))


def _profile(case: Case, actors: Sequence[str] | None) -> VotingProfile:
    recorded = on_record(case)
    if actors is None:
        there = voted(case)
        actors = [a.id for a in case.dossier.actors if a.id in there and not (a.end and a.end.by(case.as_of))]
    return VotingProfile(tuple(actors), recorded, ballots(case, actors, [r.id for r in recorded]))


def on_record(case: Case) -> tuple[RollCall, ...]:
    """Return the roll calls of which votes are on record, oldest first: those held, and of a day that is over whatever is known.

    A few votes that are known before the day are no record, and who has no vote is none either; nor is what anybody claims of a secret
    ballot.
    """
    votes = case.dossier.votes
    listed = {votes.rollcalls[at] for at in np.unique(votes.rollcall[votes.vote != NOT_ENTITLED]).tolist()}
    rows = (r for r in standing(case.dossier.rollcalls) if r.id in listed and not r.is_secret)
    return tuple(sorted((r for r in rows if is_held(case, r) or (r.date and r.date.is_over(case.as_of))), key=_date))


def voted(case: Case) -> set[str]:
    """Return the actors of whom the dossier says how they stood in any roll call."""
    votes = case.dossier.votes
    return {votes.actors[at] for at in np.unique(votes.actor[votes.vote != NOT_ENTITLED]).tolist()}


def ballots(case: Case, actors: Sequence[str], rollcalls: Sequence[str]) -> IntArray:
    """Return votes in the methods' codes, shape (n_actors, n_rollcalls)."""
    table = case.dossier.votes.matrix(actors, rollcalls)
    return np.where(table <= NO, table, 0).astype(np.int8)


def member_ids(case: Case, rollcall: RollCall | None = None) -> tuple[str, ...]:
    """Return who has a vote: the members of the roll call's body at the date, else whoever voted, else every actor.

    Who has none that day, as the dossier says by a row ``not_entitled`` of the roll call, is not among them.
    """
    there = members_of(case.dossier, rollcall, case.as_of)
    if not there:
        those = voted(case)
        there = tuple(a.id for a in case.dossier.actors if a.id in those or not those)
    gone = set(without_vote(case.dossier, rollcall.id)) if rollcall is not None else ()
    return tuple(a for a in there if a not in gone)


def is_held(case: Case, rollcall: RollCall, *, by_member: bool = False) -> bool:
    """Whether a roll call was held: its totals or most of its votes are there; with ``by_member``, most of its votes.

    See :func:`legation.dossier.tables.rollcalls.held_rollcalls`.
    """
    return case.held.get(rollcall.id) in ("votes", *(() if by_member else ("totals",)))


def body_of(case: Case, rollcall: RollCall | None) -> Body | None:
    """Return the body that holds a roll call; where it names none and the dossier has one body, that one."""
    return body_of_rollcall(case.dossier, rollcall)


def find_rollcall(case: Case, identifier: str | None) -> RollCall:
    """Return the roll call that was asked for; where none was, the vote ahead, else the last one held.

    Raises
    ------
    NotAvailable
        Where the dossier holds none.
    """
    if identifier:
        return case.rollcall(identifier)
    found = vote_ahead(case) or next(iter(profile(case).rollcalls[::-1]), None)
    if found is None:
        raise NotAvailable(Message("do-we-have-the-votes.no-rollcall", as_of=case.as_of))
    return found


def group_of(case: Case, actors: Sequence[str]) -> dict[str, Named]:
    """Return, for each actor, the group under which pictures show it: of the groups that divide the members, the one that covers most.

    Groups divide the members when no actor is in two of them. They are tried by size, the body's own list of members left out.
    """
    wanted = set(actors)
    lists = {body.members for body in case.dossier.bodies}
    sizes: dict[str, set[str]] = {}
    for group in dict.fromkeys(m.group for m in case.dossier.groups):
        if group not in lists:
            sizes[group] = set(case.dossier.members(group, case.as_of)) & wanted
    division = case.info.parameters.get("groups")
    chosen: dict[str, Named] = {}
    names = list(division) if isinstance(division, list) else sorted(sizes, key=lambda g: (-len(sizes[g]), g))
    for group in names:
        members = sizes.get(group, set())
        if members and not members & chosen.keys():
            chosen |= dict.fromkeys(members, group_name(group))
    return chosen


def speakers(case: Case) -> dict[str, tuple[str, ...]]:
    """Return, for each actor, who speaks for it or reaches it."""
    found: dict[str, list[str]] = {}
    for relation in standing(case.dossier.relations):
        if relation.kind in ("speaks_for", "reaches") and not (relation.end and relation.end.by(case.as_of)):
            found.setdefault(relation.target, []).append(relation.source)
    return {target: tuple(sources) for target, sources in found.items()}


def same_title(rollcall: RollCall, others: Iterable[RollCall], *, stage: str = "plenary") -> tuple[RollCall, ...]:
    """Return the other roll calls on the same title at a stage, oldest first."""
    mine = _titles(rollcall)
    series = (r for r in others if r.id != rollcall.id and (r.stage or "plenary") == stage)
    return tuple(sorted((r for r in series if _one_of(mine, _titles(r))), key=_date))


_LONG = 40
"""Signs of a title from which on records may cut it."""


def title_numbers(rollcalls: Sequence[RollCall]) -> list[int]:
    """Return a number for each roll call, the same for repeats of one title."""
    whole: dict[str, int] = {}
    cut: dict[str, list[tuple[int, str]]] = {}
    numbers, count = [], 0
    for titles in map(_titles, rollcalls):
        same = [whole[title] for title in titles if title in whole]
        same += [at for title in titles for at, other in cut.get(title[:_LONG], ()) if _alike(title, other)]
        numbers.append(min(same, default=count))
        if same:
            continue
        for title in titles:
            whole.setdefault(title, count)
            if len(title) >= _LONG:
                cut.setdefault(title[:_LONG], []).append((count, title))
        count += 1
    return numbers


def latest_pair(case: Case) -> tuple[RollCall, RollCall]:
    """Return the two latest roll calls held, preferring the issue of the latest one."""
    order = profile(case).rollcalls
    if len(order) < 2:
        raise NotAvailable(Message("all-questions.two-rollcalls", count=len(order), as_of=case.as_of))
    last = order[-1]
    same = [r for r in order[:-1] if r.issue and r.issue == last.issue] or list(order[:-1])
    return same[-1], last


def vote_ahead(case: Case) -> RollCall | None:
    """Return the next roll call that was not held yet; None where none is announced."""
    ahead = [r for r in standing(case.dossier.rollcalls) if not is_held(case, r)]
    ahead = [r for r in ahead if r.date is None or not r.date.is_over(case.as_of)]
    return min(ahead, key=lambda r: (str(r.date or "9"), r.id), default=None)


def _date(rollcall: RollCall) -> tuple[str, str]:
    return (str(rollcall.date) if rollcall.date else "", rollcall.id)


def _titles(rollcall: RollCall) -> tuple[str, ...]:
    return _plain_titles(rollcall.title)


@functools.lru_cache(maxsize=4096)
def _plain_titles(wording: Wording) -> tuple[str, ...]:
    """Return a title in each language in which it is given: two records of one text may have one of them in common only."""
    given = dict.fromkeys((wording.en, wording.fr, wording.text))
    plain = (text.casefold().split(" : resolution")[0].replace("behaviour", "behavior") for text in given if text)
    return tuple(title for text in plain if (title := re.sub(r"\W+", " ", text).strip()))


def _one_of(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two titles, each in its languages, are one."""
    return any(_alike(one, other) for one in some for other in others)


def _alike(one: str, other: str) -> bool:
    """Whether two titles are one, when records cut long titles at different lengths."""
    return one == other or (min(len(one), len(other)) >= _LONG and (one.startswith(other) or other.startswith(one)))


def group_name(group: str) -> Named:
    """Return how a group is called: the regional groups of the United Nations have names in both languages, others their own."""
    return Named(group, Message(f"group.{group}") if group in catalogue("group", "en") else group)


def audience(case: Case, ids: Iterable[str]) -> tuple[Named, ...]:
    """Return an audience as a reader knows it: actors by name, groups and coalitions by theirs."""
    actors, coalitions = {row.id for row in case.dossier.actors}, coalition_names(case.dossier)
    return tuple(case.named(one) if one in actors else coalitions.get(one) or group_name(one) for one in ids)
