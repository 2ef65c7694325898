"""A plain list of countries or organisations, in any order of columns, French or English, and the dossier that it makes.

What is sure is taken; what is doubtful is asked: a name that is ambiguous or misspelt, a state that is gone, a line that is no country in a
list of countries, a code that contradicts its name.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legation.dossier.column import Wording
from legation.dossier.problem import Problem
from legation.dossier.tables.csv_sheet import is_formula
from legation.dossier.when import When
from legation.errors import CannotRead, WrongUse
from legation.language import Lang, Message, say
from legation.sources.doubt import NEW, SKIP, Doubt, check_answer, why_of
from legation.sources.names.countries import Country, countries, find, find_with_code
from legation.sources.names.spelling import fold, slug, words
from legation.sources.reading import Origin, Reading, notice
from legation.sources.source import ANSWER, KNOWN_ON, Files, Source, SourceOption, Wanted
from legation.sources.tables.cells import named_bytes, one_name_a_row, table_of
from legation.sources.tables.columns import kind_of, settle_columns
from legation.sources.tables.list_signature import list_columns, recognise_list

if TYPE_CHECKING:
    from legation.dossier.dossier import Dossier
    from legation.dossier.records import Actor, Issue, Position

__all__ = [
    "LIST",
    "MEMBERS",
    "REGIONS",
    "SOURCE",
    "Doubt",
    "Draft",
    "ListEntry",
    "added_by",
    "first_dossier",
    "read_actor_list",
    "with_vote_ahead",
]


LIST, REGIONS, CHARTER = "list", "un-regional-groups", "un-charter-18"
"""Ids of the evidence rows: the list itself, the regional groups, the Charter's rule on majorities."""
MEMBERS = "un-members"
"""The group of those on the list who vote in the General Assembly."""
_POINTS = {"no": 0.0, "abstain": 50.0, "yes": 100.0}


def first_dossier(draft: Draft, identity: str, title: str) -> Dossier:
    """Return the dossier of a draft in which nothing is doubtful; see :meth:`legation.sources.tables.actors.Draft.dossier`."""
    from legation.dossier.dossier import Dossier
    from legation.dossier.parts.settings import Body, BodyRule, Info
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

    >>> from legation.dossier import Dossier, Info
    >>> made = with_vote_ahead(Dossier(info=Info(id="x")), "L.5", dt.date(2026, 3, 3))
    >>> [(row.id, row.symbol, str(row.date)) for row in made.rollcalls], made.info.parameters
    ([('vote-ahead', 'L.5', '2026-03-03')], {'rollcall': 'vote-ahead'})
    """
    from legation.dossier.records import RollCall

    body = dossier.bodies[0].id if len(dossier.bodies) == 1 else ""
    when, since = (When(day.isoformat()) if day else None for day in (date, known))
    ahead = RollCall(id="vote-ahead", symbol=title, title=Wording(title), date=when, known_on=since, stage="plenary", body=body)
    info = dataclasses.replace(dossier.info, parameters={**dossier.info.parameters, "rollcall": ahead.id})
    return dataclasses.replace(dossier, info=info, rollcalls=(*dossier.rollcalls, ahead))


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


_COUNTRIES = 0.6
"""Share of lines that are countries from which a line that is none is doubtful."""


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
        entries = list(self.entries)
        for line, answer in answers.items():
            if line not in self.pending:
                raise WrongUse(Message("sources.not-in-doubt", line=line, doubtful=[str(d.line) for d in self.doubtful] or ["—"]))
            doubt = next(d for d in self.doubtful if d.line == line)
            said = check_answer(doubt, answer)
            if said == SKIP:
                continue
            known = None if said == NEW else countries()[said]
            entries.append(dataclasses.replace(self.pending[line], country=known, is_another=doubt.why == "same-name"))
        entries.sort(key=lambda entry: entry.line)
        left = {line: entry for line, entry in self.pending.items() if line not in answers}
        still = tuple(d for d in self.doubtful if d.line not in answers)
        return dataclasses.replace(self, doubtful=still, pending=left).with_entries(entries)

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


def read_actor_list(source: str | Path, *, lang: Lang | None = None, kind: str = "") -> Draft:
    r"""Return what a list of countries or organisations says, with what is doubtful as questions.

    Parameters
    ----------
    source : path or str
        A file (plain lines, CSV, TSV, XLSX, JSON), or the list itself as text.
    lang : {"en", "fr"}, optional
        The language of the dossier that is made of it; names are read in both.
    kind : str, optional
        The kind of actor that a line is which is no country, unless the list has a column that says it.

    Raises
    ------
    CannotRead
        Where the file cannot be read, is no list, or holds no name.
    WrongUse
        Where there is no such kind.

    Examples
    --------
    >>> draft = read_actor_list("la France\nPays-Bas (les)\nCongo\n")
    >>> [e.country.iso3 for e in draft.entries], [(d.line, [c.iso3 for c in d.candidates]) for d in draft.doubtful]
    (['FRA', 'NLD'], [(3, ['COD', 'COG'])])
    >>> [a.id for a in draft.resolve({3: "COD"}).dossier("example", "Three states").actors]
    ['FRA', 'NLD', 'COD']
    """
    import hashlib

    from legation.dossier.records import KINDS

    if kind and kind not in KINDS:
        raise WrongUse(Message("sources.bad-kind", found=kind, allowed=" | ".join(KINDS)))
    name, data = named_bytes(source)
    cells = one_name_a_row(table_of(name, data))
    if not cells:
        raise CannotRead(Message("sources.empty", path=name))
    at = settle_columns(cells)
    rejected = [
        notice("before-header", name, row, found=" ".join(filter(None, row_cells)))
        for row, row_cells in cells[: at.first]
        if row < at.header_row
    ]
    rows = [(row, at.row(row_cells)) for row, row_cells in cells[at.first :]]
    named = []
    for row, line in rows:
        if is_formula(line.name) or is_formula(line.group):
            rejected.append(notice("formula", name, row, found=line.name if is_formula(line.name) else line.group))
        elif re.search(r"[^\W\d_]", line.name):
            named.append((row, line, find_with_code(line.name, line.code)))
        else:
            rejected.append(notice("no-name", name, row, found=line.name))
    if not named:
        raise CannotRead(Message("sources.no-names", path=name))
    mostly = sum(1 for _, _, match in named if match.how != "none") >= _COUNTRIES * len(named)
    entries: list[ListEntry] = []
    pending: dict[int, ListEntry] = {}
    doubtful: list[Doubt] = []
    for row, line, match in named:
        kind_read = _kind(line.name, line.kind, kind)
        home = find(line.code.upper()).country if line.code else None
        entry = ListEntry(
            line=row, text=line.name[:300], country=match.country, home=home, kind=kind_read, group=line.group, position=line.position
        )
        if match.doubtful or (mostly and match.how == "none" and kind_read in ("other", "state")):
            pending[row] = entry
            doubtful.append(Doubt(row, entry.text, match.candidates, why_of(line.name, match.candidates)))
        else:
            entries.append(entry)
    found = Draft(
        entries=(),
        doubtful=tuple(doubtful),
        unplaced=tuple(rejected),
        origin=Origin(title=name, sha256=hashlib.sha256(data).hexdigest(), read=len(rows)),
        position_heading=at.heading("position"),
        lang=lang,
        pending=pending,
    )
    found = found.with_entries(entries)
    return dataclasses.replace(found, unplaced=tuple(sorted(found.unplaced, key=lambda p: p.row or 0)))


def _kind(name: str, said: str, given: str) -> str:
    """Return the kind of an actor that is no country: as the list says it in a word that is known, else as it was given for the list."""
    if fold(name) in words("names")["organisations"]:
        return "international_org"
    found = kind_of([said], {})
    return found if found and said.strip() else given or "other"


def _read(files: Sequence[Path], wanted: Wanted) -> Reading | None:
    draft: Draft | None = wanted.settle(read_actor_list(files[0], kind=wanted.options.get("kind", "")))
    return None if draft is None else added_by(draft, wanted.evidence)


SOURCE = Source(
    id="list",
    place=40,
    files=Files(endings=(".txt", ".csv", ".tsv", ".xlsx", ".json", ".md")),
    brings=("actors", "groups", "issues", "positions", "evidence"),
    options=(
        SourceOption(name="kind", metavar="KIND", help=Message("cli.option.kind")),
        ANSWER,
        KNOWN_ON,
    ),
    recognise=recognise_list,
    columns=list_columns,
    read=_read,
    function="legation.sources:read_actor_list",
)
