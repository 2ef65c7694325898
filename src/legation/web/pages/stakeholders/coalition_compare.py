"""Two make-ups of a coalition side by side: as it is, and as if some had joined, moved or left; or two coalitions.

Nothing is saved by looking. What is tried stands in the address, ``?with=BRA:core&without=FRA``: so it is shared by it, and works by links
and buttons alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, QueryDict

from legation.dossier import standing
from legation.errors import LegationError, NotAvailable, WrongUse
from legation.language import Message, collation_key, say
from legation.questions import Case
from legation.questions.base import inputs
from legation.questions.base.coalition_names import coalition_named, words_of_id
from legation.questions.coalitions.make_up import SIDES, Ballot, MakeUp, ballot_of, make_up
from legation.questions.votes.declarations import titled
from legation.questions.votes.estimate import Estimate, estimate
from legation.web.forms.picker import Picker
from legation.web.forms.row_field import names_of, picker_of
from legation.web.forms.saving import save_edits
from legation.web.pages.stakeholders.coalition_columns import Side, side_of
from legation.web.pages.stakeholders.coalition_differences import Difference, difference_of
from legation.web.pages.stakeholders.coalition_moves import OUT, moves, new_name
from legation.web.pages.stakeholders.coalition_trial import Trial, after, tiers_at, wanted_of
from legation.web.pages.stakeholders.coalitions import known_by_now, members_at, tier_label, tiers_of
from legation.web.site.as_of import AsOfPage, known_case, later
from legation.web.site.cache import Cache
from legation.web.site.page import PageRequest
from legation.web.site.routing import action, page, show

__all__ = ["CoalitionComparison", "comparison_of"]

MEMBERS = 12
"""Members that are listed at once to be moved; a search finds the others."""
VOTES = 12
"""Votes ahead, and votes held, that may be chosen."""
_ESTIMATES: Cache[tuple[Estimate | None]] = Cache(32)
"""The estimates that were made, by what may be seen of the dossier and the vote; of some votes there is none."""


@dataclass(frozen=True, slots=True)
class PickedOption:
    """Something to choose, and whether it is chosen."""

    value: str
    label: Any
    chosen: bool


@dataclass(frozen=True, slots=True)
class TriedChange:
    """Something that is tried: who joins, moves or leaves; what the actor asks for, where that is known; the address without it."""

    actor: str
    name: Any
    words: Message
    needs: Any
    href: str


@dataclass(frozen=True, slots=True)
class TriedMember:
    """A member, where it stands in what is tried, and the addresses at which it leaves or stands elsewhere."""

    actor: str
    name: Any
    tier: Any
    leave: str
    elsewhere: list[tuple[Any, str]]


@dataclass(frozen=True, kw_only=True)
class CoalitionComparison(AsOfPage):
    """Two make-ups side by side.

    Attributes
    ----------
    sides : list of Side
        The coalition as it is; the other one. One alone where nothing is tried and no other is chosen.
    difference : Message or str
        What the second make-up changes, in a sentence.
    counting : str
        The address of this page with the votes of the vote ahead counted, where they can be and are not.
    """

    name: str
    day: dt.date
    base: int
    sides: list[Side]
    difference: Any
    other: str
    others: list[PickedOption]
    vote: Any
    vote_took_place: bool
    goal: Any
    rule: Any
    votes: list[PickedOption]
    sides_of_vote: list[PickedOption]
    counting: str
    not_counted: Any
    changes: list[TriedChange]
    tried: list[tuple[str, str]]
    members: list[TriedMember]
    more: int
    words: str
    tiers: list[Any]
    picker: Picker
    board: str
    list: str
    editable: bool
    save: str
    typed: dict[str, str]
    error: Any
    problems: tuple[Any, ...]


@page(
    "dossiers/<slug:slug>/coalitions/compare", name="coalitions.compare", template="pages/coalitions_compare.html", tables=("coalitions",)
)
def compare(request: PageRequest) -> CoalitionComparison:
    """Return ``?coalition=`` beside ``?other=``, or beside itself with ``?with=ACTOR:tier`` and without ``?without=ACTOR``."""
    return comparison_of(request, request.query.get("coalition", ""), request.query)


@action("dossiers/<slug:slug>/coalitions/<path:coalition>/make-up", name="coalitions.make-up", action="edit")
def save(request: PageRequest, coalition: str) -> str | HttpResponse:
    """Save what was tried: as changes of the coalition from ``?as_of=`` on, or, with ``second``, as a coalition of that name."""
    typed = {name: request.form.get(name, "").strip()[:500] for name in ("second", "reason", "as")}
    try:
        wanted, wrong = wanted_of(request, coalition, request.form)
        if wrong:
            raise WrongUse(wrong[0])
        before = tiers_at(request, coalition)
        if typed["as"] == "second":
            name = new_name(request, typed["second"])
            edits = moves(request.view, name, after(before, wanted), request.day)
            marked = {row.actor: row.marking for row in members_at(known_by_now(request), coalition, request.day) if row.marking}
            edits = [replace(edit, values={**edit.values, "marking": marked.get(edit.values["actor"], "")}) for edit in edits]
            reason: Any = typed["reason"] or Message("page-coalitions-compare.reason-second", name=words_of_id(name))
        else:
            name = coalition
            edits = moves(request.view, name, wanted, request.day)
            named = say(coalition_named(request.known, name), request.lang)
            reason = typed["reason"] or Message("page-coalitions.reason-many", count=len(wanted), coalition=named)
        if not edits:
            raise WrongUse(Message("page-coalitions-compare.nothing"))
        given = f"?{urlencode({'as_of': request.day.isoformat()})}" if request.query.get("as_of") else ""
        target = request.href("coalitions.one", coalition=name) + given
        return save_edits(request, edits, next=target, reason=reason, base=request.form.get("base"))
    except LegationError as error:
        again = comparison_of(request, coalition, request.form, typed=typed, error=error.message, problems=getattr(error, "problems", ()))
        return show(request, again, "pages/coalitions_compare.html", status=422)


def comparison_of(
    request: PageRequest,
    name: str,
    given: QueryDict,
    *,
    typed: Mapping[str, str] | None = None,
    error: Any = "",
    problems: tuple[Any, ...] = (),
) -> CoalitionComparison:
    """Return the comparison that an address or a form asks for, of the first coalition where it names none.

    A coalition that the person does not see does not exist for them.
    """
    there = sorted({row.coalition for row in standing(request.view.coalitions)}, key=collation_key)
    if name and name not in there:
        raise Http404
    trial, wrong = _trial(request, name or next(iter(there), ""), there, given)
    name, other = trial.name, trial.other
    case = known_case(request)
    ballot = _ballot(case, trial)
    made, counting = _estimate(request, case, ballot, trial, wanted_now=given.get("count") == "yes")
    before = tiers_at(request, name)
    beside = _beside(request, case, trial, ballot, made, is_waiting=bool(counting))
    listed, more = _members(request, trial, after(before, trial.wanted), str(given.get("q", "")))
    names = names_of(request.view, "actors")
    return CoalitionComparison(
        title=coalition_named(request.known, name) if name else Message("web.place.coalitions"),
        name=name,
        day=request.day,
        base=request.dossier.head,
        sides=beside.sides,
        difference=beside.difference,
        other=other,
        others=[PickedOption(one, coalition_named(request.known, one), one == other) for one in there if one != name],
        vote=titled(ballot.rollcall) if ballot else "",
        vote_took_place=ballot.took_place if ballot else False,
        goal=Message(f"page-coalitions-compare.goal-{ballot.wanted}") if ballot and ballot.wanted and not ballot.took_place else "",
        rule=ballot.rule.words if ballot and ballot.rule else "",
        votes=_votes(case, ballot),
        sides_of_vote=[PickedOption(one, Message(f"vote.{one}"), one == trial.side) for one in SIDES],
        counting=counting,
        not_counted=_not_counted(beside.now, beside.then),
        changes=_changes(request, case, trial, before, names),
        tried=trial.fields(),
        members=listed,
        more=more,
        words=str(given.get("q", "")).strip()[:200],
        tiers=[tier_label(tier) for tier in tiers_of({*before.values(), "early", "to-convince"}) if tier],
        picker=picker_of(request, "add", ("actors",), label=Message("page-coalitions-compare.who-joins")),
        board=_board(request, name),
        list=request.href("coalitions"),
        editable=bool(name) and request.may("edit"),
        save=_save(request, name, trial.day),
        typed=dict(typed or {}),
        error=error or (wrong[0] if wrong else ""),
        problems=problems,
        **later(request, "coalitions"),
    )


def _trial(request: PageRequest, name: str, there: Sequence[str], given: QueryDict) -> tuple[Trial, list[Any]]:
    """Return what an address asks for of a coalition, and what is wrong with it: another that is there, or what is tried."""
    other = given.get("other", "") if given.get("other", "") in there and given.get("other", "") != name else ""
    wanted, wrong = ({}, []) if other else wanted_of(request, name, given)
    vote, side, day = (given.get(field, "") for field in ("vote", "side", "as_of"))
    return Trial(name=name, other=other, wanted=wanted, vote=vote, side=side, day=day), wrong


@dataclass(frozen=True)
class _Beside:
    """Two make-ups, as columns of the page, and what the second changes in words."""

    now: MakeUp
    then: MakeUp
    sides: list[Side]
    difference: Any


def _beside(request: PageRequest, case: Case, trial: Trial, ballot: Ballot | None, made: Estimate | None, *, is_waiting: bool) -> _Beside:
    """Hold a coalition against the other one, or against itself with what is tried; alone where neither is asked for."""
    before, wanted = tiers_at(request, trial.name), trial.wanted
    side = trial.side if trial.side in SIDES else ""
    now = make_up(case, _of_case(case, before), ballot, made, side=side)
    as_now = now.vote.side if now.vote and not trial.other else side
    then = make_up(
        case, _of_case(case, tiers_at(request, trial.other) if trial.other else after(before, wanted)), ballot, made, side=as_now
    )
    called = coalition_named(request.known, trial.name)
    called_other = coalition_named(request.known, trial.other) if trial.other else ""
    differing = {one.group.id for one, two in _pairs(now, then) if one.count != two.count} if wanted else set()
    sides = [side_of(case, now, ballot, called if trial.other else Message("page-coalitions-compare.as-is"), differing)]
    if not trial.other and not wanted:
        return _Beside(now, then, sides, "")
    order = {group.group.id: at for at, group in enumerate(now.groups)}
    href = _board(request, trial.other) if trial.other else ""
    sides.append(side_of(case, then, ballot, called_other or Message("page-coalitions-compare.as-if"), differing, order=order, href=href))
    change = Difference(
        now=now,
        then=then,
        ballot=ballot,
        wanted=wanted,
        before=before,
        names=names_of(request.view, "actors"),
        title=called,
        other=called_other,
        is_waiting=is_waiting,
    )
    return _Beside(now, then, sides, difference_of(change))


def _of_case(case: Case, tiers: Mapping[str, str]) -> dict[str, str]:
    """Return the members that were known on the day of the page: an actor that is added today is not counted a year ago."""
    there = {actor.id for actor in case.dossier.actors}
    return {actor: tier for actor, tier in tiers.items() if actor in there}


def _pairs(now: MakeUp, then: MakeUp) -> list[tuple[Any, Any]]:
    by_group = {one.group.id: one for one in then.groups}
    return [(one, by_group[one.group.id]) for one in now.groups]


def _ballot(case: Case, trial: Trial) -> Ballot | None:
    """Return the vote to hold make-ups against: the one that is chosen, else the next one, else the last."""
    for wanted in dict.fromkeys((trial.vote, "")):
        try:
            return ballot_of(case, inputs.find_rollcall(case, wanted or None))
        except (NotAvailable, WrongUse):
            continue
    return None


def _estimate(request: PageRequest, case: Case, ballot: Ballot | None, trial: Trial, *, wanted_now: bool) -> tuple[Estimate | None, str]:
    """Return the estimate of a vote ahead where it is wanted or made already; else the address at which it is made."""
    if ballot is None or ballot.took_place:
        return None, ""
    key = (request.revision.pk, request.revision.hash, request.scope.key, request.day, request.today, ballot.rollcall.id)
    if wanted_now:
        return _ESTIMATES.get(key, lambda: (estimate(case, ballot.rollcall),))[0], ""
    made = _ESTIMATES.peek(key)
    return (made[0], "") if made is not None else (None, f"{trial.href(request)}&count=yes")


def _votes(case: Case, ballot: Ballot | None) -> list[PickedOption]:
    """Return the votes that may be chosen: the next one and the last ones."""
    rows = [row for row in standing(case.dossier.rollcalls) if not inputs.is_held(case, row)]
    past = sorted((row for row in standing(case.dossier.rollcalls) if inputs.is_held(case, row)), key=lambda row: str(row.date or ""))
    some = [*sorted(rows, key=lambda row: str(row.date or "9"))[:VOTES], *reversed(past[-VOTES:])]
    if ballot and all(row.id != ballot.rollcall.id for row in some):
        some.append(ballot.rollcall)
    return [PickedOption(row.id, titled(row), bool(ballot) and row.id == ballot.rollcall.id) for row in some]  # type: ignore[union-attr]


def _board(request: PageRequest, name: str) -> str:
    day = request.query.get("as_of", "")
    if not name:
        return request.href("coalitions")
    return request.href("coalitions.one", coalition=name) + (f"?{urlencode({'as_of': day})}" if day else "")


def _save(request: PageRequest, name: str, day: str) -> str:
    given = f"?{urlencode({'as_of': day})}" if day else ""
    return request.href("coalitions.make-up", coalition=name) + given if name else ""


def _not_counted(*some: MakeUp) -> Any:
    """Return that those to convince and observers are not counted, where there are any."""
    there = {tier for one in some for tier in one.tiers.values()}
    return Message("page-coalitions-compare.not-counted") if there & {"to-convince", "observer"} else ""


def _changes(request: PageRequest, case: Case, trial: Trial, before: Mapping[str, str], names: Mapping[str, Any]) -> list[TriedChange]:
    needs = {row.actor: row.needs for row in standing(case.dossier.interests) if row.needs}
    found = []
    for actor, tier in trial.wanted.items():
        name = names.get(actor, actor)
        form = "leaves" if tier == OUT else "moves" if actor in before else "joins"
        words = Message(f"page-coalitions-compare.{form}", actor=name, tier=tier_label(tier) if tier != OUT else "")
        needed = needs.get(actor, "") if form == "joins" else ""
        found.append(TriedChange(actor, name, words, needed, trial.href(request, {actor: ""})))
    return found


def _members(request: PageRequest, trial: Trial, tiers: Mapping[str, str], words: str) -> tuple[list[TriedMember], int]:
    """Return the members of what is tried whose names hold some words, each with the places that it could have; and how many more."""
    if trial.other:
        return [], 0
    wanted = collation_key(words.strip()[:200])[0].split()
    names = names_of(request.view, "actors")
    fitting = [
        actor
        for actor in tiers
        if all(word in collation_key(f"{actor} {say(names.get(actor, ''), 'en')} {say(names.get(actor, ''), 'fr')}")[0] for word in wanted)
    ]
    fitting.sort(key=lambda actor: collation_key(say(names.get(actor, actor), request.lang)))
    places = [tier for tier in tiers_of(tiers.values()) if tier]
    listed = [
        TriedMember(
            actor,
            names.get(actor, actor),
            tier_label(tiers[actor]),
            trial.href(request, {actor: OUT}),
            [(tier_label(tier), trial.href(request, {actor: tier})) for tier in places if tier != tiers[actor]],
        )
        for actor in fitting[:MEMBERS]
    ]
    return listed, max(0, len(fitting) - MEMBERS)
