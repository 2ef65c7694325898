"""The dossier that a list makes: actors, groups, positions, and the General Assembly where at least half of them vote in it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Any

from legation.dossier.column import Wording
from legation.dossier.dossier import Dossier
from legation.dossier.info import Body, BodyRule, Info
from legation.dossier.records import Actor, Evidence, Issue, MemberOfGroup, Position, RollCall
from legation.dossier.when import When
from legation.language import Message, say
from legation.sources.folding import fold, slug
from legation.sources.reading import Reading

if TYPE_CHECKING:
    from legation.sources.actor_list import Draft, Entry

__all__ = ["LIST", "MEMBERS", "REGIONS", "added_by", "first_dossier", "with_vote_ahead"]

LIST, REGIONS, CHARTER = "list", "un-regional-groups", "un-charter-18"
"""Ids of the evidence rows: the list itself, the regional groups, the Charter's rule on majorities."""
MEMBERS = "un-members"
"""The group of those on the list who vote in the General Assembly."""
_POINTS = {"no": 0.0, "abstain": 50.0, "yes": 100.0}


def first_dossier(draft: Draft, identity: str, title: str) -> Dossier:
    """Return the dossier of a draft in which nothing is doubtful; see :meth:`legation.sources.actor_list.Draft.dossier`."""
    ids = _ids(draft.entries)
    actors = tuple(_actor(entry, ids[entry.line]) for entry in draft.entries)
    groups = {(e.group, ids[e.line]): LIST for e in draft.entries if e.group}
    evidence = [Evidence(id=LIST, kind="other", title=_both("sources.the-list", name=draft.origin.title), sha256=draft.origin.sha256)]
    bodies: tuple[Body, ...] = ()
    seated = [ids[e.line] for e in draft.entries if e.country and e.country.un_member]
    groups |= {(MEMBERS, actor): LIST for actor in seated}
    if 2 * len(seated) >= len(draft.entries):
        bodies = (Body(id="unga", name=_both("sources.unga"), members=MEMBERS, rules=(BodyRule(evidence=(CHARTER,)),)),)
        charter = "https://www.un.org/en/about-us/un-charter/full-text"
        evidence.append(Evidence(id=CHARTER, kind="law", title=_both("sources.charter"), publisher="United Nations", url=charter))
    regional = {(e.country.group, e.country.iso3): REGIONS for e in draft.entries if e.country and e.country.group}
    if regional:
        evidence.append(Evidence(id=REGIONS, kind="own_judgement", title=_both("sources.regional-groups"), reliability="F", credibility=6))
    issues, positions = _positions(draft, ids, bodies[0].id if bodies else "")
    first = draft.lang or "en"
    return Dossier(
        info=Info(id=identity, title=Wording(title or identity), languages=(first, "fr" if first == "en" else "en")),
        actors=actors,
        groups=tuple(MemberOfGroup(group=g, actor=a, evidence=(of,)) for (g, a), of in (regional | groups).items()),
        issues=issues,
        positions=positions,
        evidence=tuple(evidence),
        bodies=bodies,
    )


def added_by(draft: Draft, source: str) -> Reading:
    """Return what a list adds to a dossier that is there: its rows rest on ``source``, and its question is named for it.

    The body stays out: a dossier that is there has its own.
    """
    made = draft.dossier("list")
    tables: dict[str, Any] = {"actors": made.actors, "evidence": tuple(row for row in made.evidence if row.id == REGIONS)}
    tables["groups"] = tuple(dataclasses.replace(row, evidence=()) if LIST in row.evidence else row for row in made.groups)
    tables["issues"] = tuple(dataclasses.replace(row, id=source, body="", evidence=()) for row in made.issues)
    tables["positions"] = tuple(
        dataclasses.replace(row, id=f"{row.id}-{source}"[:120], issue=source, evidence=()) for row in made.positions
    )
    return Reading(tables=tables, origin=draft.origin, unplaced=draft.unplaced)


def with_vote_ahead(dossier: Dossier, title: str, date: dt.date | None = None, known: dt.date | None = None) -> Dossier:
    """Return the dossier with the vote that the work is for; its questions and its tally sheet are about that vote.

    ``known`` is the day since when the vote is known to be ahead: without it a vote with a date is known only once it is held.

    >>> made = with_vote_ahead(Dossier(info=Info(id="x")), "L.5", dt.date(2026, 3, 3))
    >>> [(row.id, row.symbol, str(row.date)) for row in made.rollcalls], made.info.parameters
    ([('vote-ahead', 'L.5', '2026-03-03')], {'rollcall': 'vote-ahead'})
    """
    body = dossier.bodies[0].id if len(dossier.bodies) == 1 else ""
    when, since = (When(day.isoformat()) if day else None for day in (date, known))
    ahead = RollCall(id="vote-ahead", symbol=title, title=Wording(title), date=when, known_on=since, stage="plenary", body=body)
    info = dataclasses.replace(dossier.info, parameters={**dossier.info.parameters, "rollcall": ahead.id})
    return dataclasses.replace(dossier, info=info, rollcalls=(*dossier.rollcalls, ahead))


def _both(identifier: str, **values: object) -> Wording:
    message = Message(identifier, **values)
    return Wording(fr=say(message, "fr"), en=say(message, "en"))


def _ids(entries: tuple[Entry, ...]) -> dict[int, str]:
    """Return the id of each line's actor: the alpha-3 code, or a slug of the name."""
    taken = {entry.country.iso3 for entry in entries if entry.country}
    ids = {}
    for entry in entries:
        made = entry.country.iso3 if entry.country else slug(entry.text)
        if not entry.country and made in taken:
            made = slug(f"{entry.text} {entry.line}")
        taken.add(made)
        ids[entry.line] = made
    return ids


def _actor(entry: Entry, identity: str) -> Actor:
    if entry.country:
        return entry.country.actor()
    level = "sub_national" if entry.kind == "sub_state" else ""
    return Actor(id=identity, name=Wording(entry.text), kind=entry.kind, level=level, iso3=entry.home.iso3 if entry.home else "")


def _positions(draft: Draft, ids: dict[int, str], body: str) -> tuple[tuple[Issue, ...], tuple[Position, ...]]:
    """Return the question of the list's column of positions and each answer: an expert's word, its range unknown, its confidence low."""
    answered = [entry for entry in draft.entries if entry.position]
    if not answered:
        return (), ()
    heading = Wording(draft.position_heading) if fold(draft.position_heading) != "position" else _both("sources.the-question")
    issue = Issue(id="issue-1", question=heading, low=_both("language.no"), high=_both("language.yes"), body=body, evidence=(LIST,))
    rows = tuple(
        Position(
            id=f"p-{ids[entry.line]}"[:120],
            actor=ids[entry.line],
            issue=issue.id,
            value=_POINTS[entry.position],
            basis="expert",
            confidence="low",
            evidence=(LIST,),
        )
        for entry in answered
    )
    return (issue,), rows
