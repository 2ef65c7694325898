"""Replies of many levels at many moments rolled up: where each member stands at a cut, in exactly one place."""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from legation import moment
from legation.dossier.records.rounds import ANSWERS, FORMS, SPEAKERS
from legation.errors import BadValue
from legation.language import Message

__all__ = ["PLACES", "Reply", "RollUp", "roll_up"]

PLACES = (
    "yes",
    "no",
    "abstain",
    "absent",
    "undecided",
    "conditional",
    "contradicted",
    "through_group",
    "leaning",
    "asked",
    "not_reached",
    "not_asked",
)
"""Where a member can stand; each stands in exactly one."""
_LEANINGS = ("yes", "no", "abstain")
_NO_GROUPS: Mapping[str, Collection[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Reply:
    """What one level of one member, or of a group, answered to an approach.

    Attributes
    ----------
    id : str
    actor : str
        The member; at level ``group`` the group.
    at : str
        A moment (``2026-11-03T16:20Z``) or a day (``2026-11-03``). A day counts from its end in UTC, and has no order within it.
    answer : {'yes', 'no', 'abstain', 'absent', 'follows', 'undecided', 'none'}
    level : {'head', 'minister', 'ministry', 'mission', 'group', 'other', 'desk'}
    form : {'written', 'said', 'hinted'}
    condition : str
        On what a yes depends; empty: on nothing.
    replaces : tuple of str
        Ids of replies of the same actor that no longer hold, as the one who answers says.
    reached : bool
        Whether anybody was spoken to. Where nobody was, the reply is a try, whatever else it says.

    Raises
    ------
    BadValue
        For a value that is not listed, a text that is neither a moment nor a day, an empty id or actor.

    Examples
    --------
    >>> Reply("r1", "FRA", "2026-11-03T16:20Z", "yes", "minister", "said").condition
    ''
    """

    id: str
    actor: str
    at: str
    answer: str
    level: str
    form: str
    condition: str = ""
    replaces: tuple[str, ...] = ()
    reached: bool = True

    def __post_init__(self) -> None:
        for field in ("id", "actor"):
            value = getattr(self, field)
            if not isinstance(value, str) or not value.strip():
                raise BadValue(Message("declared.empty", field=field, reply=_shown(self.id), found=_shown(value)))
        for field, allowed in (("answer", ANSWERS), ("level", SPEAKERS), ("form", FORMS)):
            value = getattr(self, field)
            if value not in allowed:
                listed = " | ".join(allowed)
                raise BadValue(Message("declared.not-listed", field=field, reply=self.id, allowed=listed, found=_shown(value)))
        if not isinstance(self.condition, str):
            raise BadValue(Message("declared.no-text", field="condition", reply=self.id, found=_shown(self.condition)))
        if not isinstance(self.replaces, (tuple, list)) or not all(isinstance(one, str) for one in self.replaces):
            raise BadValue(Message("declared.no-ids", reply=self.id, found=_shown(self.replaces)))
        if not isinstance(self.reached, bool):
            raise BadValue(Message("declared.no-flag", reply=self.id, found=_shown(self.reached)))
        object.__setattr__(self, "replaces", tuple(self.replaces))
        try:
            moment.span(self.at)
        except BadValue as error:
            raise BadValue(Message("declared.no-time", reply=self.id, found=_shown(self.at))) from error


@dataclass(frozen=True, slots=True)
class RollUp:
    """Where each member stands.

    Attributes
    ----------
    place : mapping of str to str
        By member, in the order of the members, one of :data:`PLACES`.
    standing : mapping of str to tuple of str
        By member the ids, ascending, of the replies that its place rests on: of a contradiction every side, of ``through_group`` also the
        group's own, of ``asked`` and ``not_reached`` the tries. Empty for ``not_asked``.
    counts : mapping of str to int
        How many members stand in each place, in the order of :data:`PLACES`, zeros too [members].
    tried : mapping of str to str
        By member when it was last tried without an answer; empty where it never was.
    """

    place: Mapping[str, str]
    standing: Mapping[str, tuple[str, ...]]
    counts: Mapping[str, int]
    tried: Mapping[str, str]


def roll_up(
    replies: Iterable[Reply],
    members: Iterable[str],
    groups: Mapping[str, Collection[str]] = _NO_GROUPS,
    cut: str | dt.date | None = None,
) -> RollUp:
    """Return where each member stands at a cut, from all that was answered; the order of the replies does not matter.

    1. A reply after the cut is not there. ``none`` and not reached change only when the member was last tried: such a row replaces nothing.
    2. A reply is a *declaration* unless it is ``none``, hinted, or nobody was reached. A hinted yes, no or abstain is a leaning; any other
       hint says that the member was asked. A hint ends no declaration, and a later hint no earlier one.
    3. A declaration *stands* until a later one of its level, or one that names it in ``replaces``, is there. What was ended once does not
       come back when what ended it is ended in turn. ``replaces`` counts among the declarations of one actor, where the one that replaces
       is not the earlier; ids that are not there, and declarations that replace one another in a circle, replace nothing.
    4. Of two, the later is the one of a later day in UTC, or of one day the later moment. Two of one moment, and a reply known to the day
       beside any of that day, have no order. Declarations of one level that stand and answer differently are contradicted: that is so of
       a yes and an ``undecided`` too, which only retracts what it follows.
    5. An ``undecided`` that stands declares nothing for its level. Where the others that stand answer differently, ``follows`` among the
       answers, the member is contradicted, whatever rank or day. The desk settles it by a row of level ``desk`` that replaces the others.
    6. A yes that stands with a condition makes a yes conditional, also beside one without.
    7. A group that declares speaks for its members that have no declaration that stands, and for those that answered ``follows``; these go
       through their group also before it has spoken, and where they are in no group that is given. A group that contradicts itself has
       spoken all the same; it contradicts none of its members.

    A member stands in the first place that fits of contradicted, conditional, its answer (yes, no, abstain, absent), undecided, through
    its group, leaning, asked, not reached, not asked.

    Parameters
    ----------
    replies : iterable of Reply
        In any order; no id twice.
    members : iterable of str
        Whose places are asked for, each once.
    groups : mapping of str to collection of str
        Members of each group on the day; who is not among ``members`` is passed over.
    cut : str or date, optional
        A moment, itself included, or a day, the whole of it in UTC. Everything counts where there is none.

    Raises
    ------
    BadValue
        For an actor that is not a member, or at level ``group`` not a key of ``groups`` (of level ``desk`` it may be either); an id or a
        member that is there twice; a cut that is neither a moment nor a day.

    Examples
    --------
    >>> yes = Reply("r1", "FRA", "2026-11-03T16:20Z", "yes", "minister", "said")
    >>> no = Reply("r2", "FRA", "2026-11-04", "no", "mission", "written")
    >>> roll_up([yes, no], ["FRA", "GER"]).place
    {'FRA': 'contradicted', 'GER': 'not_asked'}
    >>> roll_up([yes, no], ["FRA", "GER"], cut="2026-11-04T18:00Z").standing["FRA"]
    ('r1',)
    """
    there = tuple(members)
    _once(there, "declared.member-twice")
    rows = tuple(replies)
    _once([row.id for row in rows], "declared.reply-twice")
    of_members, of_groups = _by_actor(rows, frozenset(there), groups, _limit(cut))
    spoken = {name: [row for row in _in_force(of_groups.get(name, ())) if row.answer != "undecided"] for name in groups}
    through: dict[str, list[Reply]] = defaultdict(list)
    for name, inside in groups.items():
        for member in dict.fromkeys(inside):
            through[member] += spoken[name]
    found = {member: _placed(of_members.get(member, ()), through.get(member, ())) for member in there}
    counted = Counter(place for place, _ in found.values())
    return RollUp(
        place={member: place for member, (place, _) in found.items()},
        standing={member: tuple(sorted(row.id for row in because)) for member, (_, because) in found.items()},
        counts={place: counted[place] for place in PLACES},
        tried={member: _last_try(of_members.get(member, ())) for member in there},
    )


@functools.lru_cache(maxsize=4096)
def _span(text: str) -> tuple[dt.datetime, dt.datetime]:
    """Return the first and the last instant that a moment or a day may mean; a reply counts from the last."""
    return moment.span(text)


def _limit(cut: str | dt.date | None) -> dt.datetime:
    """Return the last instant that a cut holds."""
    if cut is None:
        return dt.datetime.max.replace(tzinfo=dt.UTC)
    try:
        return moment.span(cut.isoformat() if isinstance(cut, dt.date) else cut)[1]
    except BadValue as error:
        raise BadValue(Message("declared.no-cut", found=_shown(cut))) from error


def _is_before(one: Reply, other: Reply) -> bool:
    return _span(one.at)[1] < _span(other.at)[0]


def _by_actor(
    rows: Sequence[Reply], members: Collection[str], groups: Collection[str], limit: dt.datetime
) -> tuple[Mapping[str, list[Reply]], Mapping[str, list[Reply]]]:
    """Return the replies that are there, by member and by group; every actor is looked at, also of those that are not there."""
    of_members: dict[str, list[Reply]] = defaultdict(list)
    of_groups: dict[str, list[Reply]] = defaultdict(list)
    for row in rows:
        is_member = row.level != "group" and row.actor in members
        if not is_member and (row.level not in ("group", "desk") or row.actor not in groups):
            unknown = "declared.no-group" if row.level == "group" else "declared.no-member"
            raise BadValue(Message(unknown, reply=row.id, found=row.actor))
        if _span(row.at)[1] <= limit:
            (of_members if is_member else of_groups)[row.actor].append(row)
    return of_members, of_groups


def _declares(reply: Reply) -> bool:
    return reply.reached and reply.form != "hinted" and reply.answer != "none"


def _in_force(rows: Sequence[Reply]) -> list[Reply]:
    """Return the declarations of one actor that stand: those that no other ends."""
    declared = {row.id: row for row in rows if _declares(row)}
    if not any(row.replaces for row in declared.values()):
        newest = _newest(declared.values())
        return [row for row in declared.values() if not _is_before(row, newest[row.level])]
    ends = {
        row.id: {other.id for other in declared.values() if other.level == row.level and _is_before(other, row)}
        for row in declared.values()
    }
    named = [(row.id, one) for row in declared.values() for one in row.replaces if one in declared and not _is_before(row, declared[one])]
    every: dict[str, set[str]] = {one: set(ended) for one, ended in ends.items()}
    for one, replaced in named:
        every[one].add(replaced)
    for one, replaced in named:
        if one not in _reached_from(replaced, every):
            ends[one].add(replaced)
    ended = set().union(*ends.values())
    return [row for row in declared.values() if row.id not in ended]


def _newest(rows: Iterable[Reply]) -> dict[str, Reply]:
    """Return by level the declaration that surely follows whatever is surely followed by any of its level."""
    return {row.level: row for row in sorted(rows, key=lambda row: _span(row.at)[0])}


def _reached_from(start: str, ends: Mapping[str, set[str]]) -> set[str]:
    """Return what a declaration ends, itself or by what it ends, and itself."""
    found, ahead = {start}, [start]
    while ahead:
        new = ends[ahead.pop()] - found
        found |= new
        ahead += new
    return found


def _placed(rows: Sequence[Reply], through: Sequence[Reply]) -> tuple[str, list[Reply]]:
    """Return the first place that fits a member, and the replies that it rests on."""
    in_force = _in_force(rows)
    by_level: dict[str, set[str]] = defaultdict(set)
    for row in in_force:
        by_level[row.level].add(row.answer)
    split = {level for level, answers in by_level.items() if len(answers) > 1}
    declared = [row for row in in_force if row.answer != "undecided"]
    answers = {row.answer for row in declared}
    if split or len(answers) > 1:
        return "contradicted", [row for row in in_force if row.answer != "undecided" or row.level in split]
    if answers == {"yes"} and any(row.condition.strip() for row in declared):
        return "conditional", declared
    if answers - {"follows"}:
        return answers.pop(), declared
    if len(in_force) > len(declared):
        return "undecided", [row for row in in_force if row.answer == "undecided"]
    if declared or through:
        return "through_group", [*declared, *through]
    spoke = [row for row in rows if row.reached]
    leaning = [row for row in spoke if row.form == "hinted" and row.answer in _LEANINGS]
    if leaning:
        return "leaning", leaning
    if spoke:
        return "asked", spoke
    return ("not_reached" if rows else "not_asked"), list(rows)


def _last_try(rows: Sequence[Reply]) -> str:
    """Return when a member was last tried without an answer; of one day, what is known to the day counts as its end."""
    return max(((_span(row.at)[1], row.at) for row in rows if not row.reached or row.answer == "none"), default=(None, ""))[1]


def _once(ids: Sequence[str], message: str) -> None:
    twice = next((one for one, count in Counter(ids).items() if count > 1), None)
    if twice is not None:
        raise BadValue(Message(message, found=twice))


def _shown(value: Any) -> str:
    return str(value)[:60]
