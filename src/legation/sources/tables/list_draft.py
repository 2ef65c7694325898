"""What a list of countries or organisations came to: the lines that are settled, and those that someone decides."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from legation.dossier.column import Wording
from legation.dossier.problem import Problem
from legation.errors import WrongUse
from legation.language import Lang, Message, say
from legation.sources.doubt import NEW, SKIP, Doubt, check_answer
from legation.sources.names.countries import Country, countries
from legation.sources.names.spelling import fold, slug
from legation.sources.reading import Origin, notice

if TYPE_CHECKING:
    from legation.dossier.dossier import Dossier
    from legation.dossier.records import Actor, Issue, Position

__all__ = ["LIST", "MEMBERS", "REGIONS", "Draft", "ListEntry", "first_dossier"]

LIST, REGIONS, CHARTER = "list", "un-regional-groups", "un-charter-18"
"""Ids of the evidence rows: the list itself, the regional groups, the Charter's rule on majorities."""
MEMBERS = "un-members"
"""The group of those on the list who vote in the General Assembly."""
_POINTS = {"no": 0.0, "abstain": 50.0, "yes": 100.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntry:
    """A line of the list and what it was taken for: a country, or else an actor of that name, at home in ``home``."""

    line: int
    text: str
    country: Country | None = None
    home: Country | None = None
    kind: str = "other"
    group: str = ""
    position: str = ""
    is_another: bool = False
    """Whether someone said that it is another actor than the one of its name on an earlier line."""

    @property
    def key(self) -> str:
        """What two lines on one actor have in common."""
        return self.country.iso3 if self.country else f" {fold(self.text)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a list came to.

    Attributes
    ----------
    entries : tuple of Entry
        The lines that are settled.
    doubtful : tuple of Doubt
        The lines that are to be decided by :meth:`resolve`.
    unplaced : tuple of Problem
        Lines that are no names, and those that name an actor a second time.
    origin : Origin
    position_heading : str
        How the list calls the column of positions; empty where there is none.
    lang : {"en", "fr"} or None
    """

    entries: tuple[ListEntry, ...]
    doubtful: tuple[Doubt, ...] = ()
    unplaced: tuple[Problem, ...] = ()
    origin: Origin = field(default_factory=Origin)
    position_heading: str = ""
    lang: Lang | None = None
    pending: Mapping[int, ListEntry] = field(default_factory=dict, repr=False)
    decided: tuple[tuple[Doubt, str], ...] = ()
    """What was in doubt and was decided, with the answer."""

    def resolve(self, answers: Mapping[int, str]) -> Draft:
        """Return the draft with doubts decided.

        Parameters
        ----------
        answers : mapping of int to str
            For a line number: the alpha-3 code of the country that is meant, ``new`` for an actor of that name, ``skip`` for none.

        Raises
        ------
        WrongUse
            Where a line is not in doubt, or a code is none.
        """
        entries, decided = list(self.entries), list(self.decided)
        for line, answer in answers.items():
            if line not in self.pending:
                raise WrongUse(Message("sources.not-in-doubt", line=line, doubtful=[str(d.line) for d in self.doubtful] or ["—"]))
            doubt = next(d for d in self.doubtful if d.line == line)
            said = check_answer(doubt, answer)
            decided.append((doubt, said))
            if said == SKIP:
                continue
            known = None if said == NEW else countries()[said]
            entries.append(dataclasses.replace(self.pending[line], country=known, is_another=doubt.why == "same-name"))
        entries.sort(key=lambda entry: entry.line)
        left = {line: entry for line, entry in self.pending.items() if line not in answers}
        still = tuple(d for d in self.doubtful if d.line not in answers)
        return dataclasses.replace(self, doubtful=still, pending=left, decided=tuple(decided)).with_entries(entries)

    def with_entries(self, entries: Sequence[ListEntry]) -> Draft:
        """Return the draft with these entries, each actor once; a name that another country's actor has too becomes a doubt."""
        first: dict[str, ListEntry] = {}
        single, twice, same_names, pending = [], list[Problem](), list[Doubt](), dict(self.pending)
        for entry in entries:
            earlier = None if entry.is_another else first.setdefault(entry.key, entry)
            if earlier in (None, entry):
                single.append(entry)
            elif not entry.country and entry.home != earlier.home:
                pending[entry.line] = entry
                same_names.append(Doubt(entry.line, entry.text, why="same-name", first=earlier.line, home=entry.home))
            else:
                twice.append(notice("listed-twice", self.origin.title, entry.line, found=entry.text, first=earlier.line))
        doubtful = tuple(sorted((*self.doubtful, *same_names), key=lambda d: d.line))
        return dataclasses.replace(self, entries=tuple(single), doubtful=doubtful, unplaced=(*self.unplaced, *twice), pending=pending)

    def dossier(self, id: str, title: str = "") -> Dossier:  # noqa: A002 - the field's own word
        """Return a dossier of the list: actors, the list's groups, the regional groups of the United Nations, positions where it has any.

        Raises
        ------
        WrongUse
            Where lines are still in doubt, nothing is left, or the id is none.
        """
        if self.doubtful:
            raise WrongUse(
                Message("sources.still-doubtful", count=len(self.doubtful), line=self.doubtful[0].line, text=self.doubtful[0].text[:80])
            )
        if not self.entries:
            raise WrongUse(Message("sources.nothing-left"))
        if not re.fullmatch(r"[\w.-]{1,120}", id):
            raise WrongUse(Message("sources.bad-dossier-id", found=id))
        return first_dossier(self, id, title)


def first_dossier(draft: Draft, identity: str, title: str) -> Dossier:
    """Return the dossier of a draft in which nothing is doubtful; see :meth:`legation.sources.tables.actors.Draft.dossier`."""
    from legation.dossier.dossier import Dossier
    from legation.dossier.parts.rules import Body, BodyRule
    from legation.dossier.parts.settings import Info
    from legation.dossier.records import Evidence, MemberOfGroup

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


def _both(identifier: str, **values: object) -> Wording:
    message = Message(identifier, **values)
    return Wording(fr=say(message, "fr"), en=say(message, "en"))


def _ids(entries: tuple[ListEntry, ...]) -> dict[int, str]:
    """Return the id of each line's actor: the alpha-3 code, or a slug of the name."""
    taken = {entry.country.iso3 for entry in entries if entry.country}
    ids = {}
    for entry in entries:
        made = entry.country.iso3 if entry.country else slug(entry.text)
        if not entry.country and made in taken:
            made = slug(f"{entry.text} {entry.home.iso3 if entry.is_another and entry.home else entry.line}")
        taken.add(made)
        ids[entry.line] = made
    return ids


def _actor(entry: ListEntry, identity: str) -> Actor:
    from legation.dossier.records import Actor

    if entry.country:
        return entry.country.actor()
    level = "sub_national" if entry.kind == "sub_state" else ""
    return Actor(id=identity, name=Wording(entry.text), kind=entry.kind, level=level, iso3=entry.home.iso3 if entry.home else "")


def _positions(draft: Draft, ids: dict[int, str], body: str) -> tuple[tuple[Issue, ...], tuple[Position, ...]]:
    """Return the question of the list's column of positions and each answer: an expert's word, its range unknown, its confidence low."""
    from legation.dossier.records import Issue, Position

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
