"""How a round is built: who speaks to whom, read from pasted lines, and what stands against it before it is sent.

A line names who speaks and, after a colon or a tab, to whom: ``Nairobi: Kenya, Uganda``. Behind ``+`` stands a partner that speaks with the
post (``Nairobi + Canada: Kenya``) or alone (``+ Canada: Peru``). A capital may be a group: its members of the day are meant.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from legation.dossier import Round, standing
from legation.dossier.edit import Edit, new_id
from legation.dossier.tables.csv_sheet import UNPRINTABLE, is_formula
from legation.errors import LegationError, WrongUse
from legation.language import LANGUAGES, Lang, Message, Spoken, fold, say
from legation.questions.actors.rounds.log import log_of
from legation.questions.answer import Named
from legation.questions.base.ask import ask
from legation.questions.base.case import Case
from legation.questions.base.inputs import group_name
from legation.sources.names.spelling import fold as name_key

__all__ = ["Clash", "Given", "LineFault", "Pasted", "clashes", "edits_of", "first_to_call", "line_of", "read_lines"]

APART = dt.timedelta(days=3)
"""Two approaches to one capital that lie less than this apart are shown before the second is sent."""
MOST = 5_000
"""Lines that are read at once."""
LONGEST = 200
"""Characters of the name of a post or a partner."""
_BETWEEN = re.compile(r"[,;\t]")
_SIGNS = re.compile(r"[,;:+\t\n]")
"""What parts a line: a name with one of these in it is written by its id."""


@dataclass(frozen=True, slots=True)
class Given:
    """An approach as a line gives it: the capital, the post and the partner that speak, and the line."""

    actor: str
    post: str
    partner: str
    line: int


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong in a line, and what to write instead; ``line`` counts from 1."""

    line: int
    why: Any


@dataclass(frozen=True, slots=True)
class Pasted:
    """What pasted lines give, in their order; a line with a fault gives nothing."""

    given: tuple[Given, ...]
    faults: tuple[LineFault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Something that stands against an approach.

    Attributes
    ----------
    kind : {"near", "asks"}
        Another approach to the capital lies less than three days apart; or another round asks it about the same vote or issue in other
        words, so that a person must see whether the two contradict each other.
    actor : str
    speaker : str
        Who speaks, or asked, in the other approach; empty where nobody is named.
    at : datetime or None
        Of the other approach.
    other : Spoken or str
        What the other asks.
    round : str
        The other round, or the same; empty for a contact that is in no round.
    """

    kind: Literal["near", "asks"]
    actor: str
    speaker: str
    at: dt.datetime | None
    other: Spoken | str
    round: str

    def said(self, case: Case) -> Message:
        """Return the clash as a sentence."""
        values = {
            "actor": case.named(self.actor),
            "by": case.named(self.speaker) if self.speaker else Message("rounds.somebody"),
            "other": self.other,
        }
        if self.kind == "asks":
            return Message("rounds.clash-asks", **values)
        return Message("rounds.clash-near", when=self.at.date() if self.at else case.as_of, **values)


def read_lines(case: Case, text: str) -> Pasted:
    """Return the approaches that pasted lines give, and what is wrong in each line that cannot be read.

    Raises
    ------
    WrongUse
        For more than 5,000 lines.
    """
    lines = text.splitlines()
    if len(lines) > MOST:
        raise WrongUse(Message("rounds.too-many-lines", most=MOST, found=len(lines)))
    given: list[Given] = []
    faults: list[LineFault] = []
    first: dict[tuple[str, str, str], int] = {}
    groups = _groups(case)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found = _line(case, line, number, groups)
        except LegationError as error:
            faults.append(
                LineFault(number, error.message if isinstance(error.message, Message) else Message("answer.value", value=str(error)))
            )
            continue
        for one in found:
            key = (one.actor, fold(one.post), one.partner)
            if key in first:
                faults.append(LineFault(number, Message("rounds.line-twice", actor=case.named(one.actor), first=first[key])))
            else:
                first[key] = number
                given.append(one)
    return Pasted(tuple(given), tuple(faults))


def line_of(case: Case, post: str, partner: str, actors: Iterable[str], lang: Lang) -> str:
    """Return a line that :func:`read_lines` reads: who speaks, and to whom, by the names of the language."""
    speakers = " + ".join(part for part in (post, f"+ {partner}" if partner and not post else partner) if part)
    between = " : " if lang == "fr" else ": "
    groups = _groups(case)
    return f"{speakers}{between}{', '.join(_written(case, one, lang, groups) for one in actors)}"


def _written(case: Case, actor: str, lang: Lang, groups: Mapping[str, str]) -> str:
    """Return an actor by its name, or by its id where the name would be read as another one, or as two."""
    name = say(case.named(actor), lang)
    try:
        is_meant = not _SIGNS.search(name) and _meant(case, name, groups) == (actor,)
    except WrongUse:
        is_meant = False
    return name if is_meant else actor


def _line(case: Case, line: str, number: int, groups: Mapping[str, str]) -> list[Given]:
    """Return what one line gives."""
    speakers, between, targets = line.partition(":")
    if not between:
        speakers, between, targets = line.partition("\t")
    post, plus, partner = (part.strip() for part in speakers.partition("+"))
    names = [part.strip() for part in _BETWEEN.split(targets) if part.strip()]
    if not between or not (post or partner) or (plus and not partner):
        raise WrongUse(Message("rounds.line-speaker", found=line.strip()[:60]))
    if not names:
        raise WrongUse(Message("rounds.line-target", found=speakers.strip()[:60]))
    for name in (post, partner):
        if is_formula(name) or UNPRINTABLE.search(name):
            raise WrongUse(Message("rounds.line-formula", found=UNPRINTABLE.sub("?", name)[:60]))
        if len(name) > LONGEST:
            raise WrongUse(Message("rounds.line-long", found=len(name), most=LONGEST))
    partner_id = _partner(case, partner) if partner else ""
    actors = dict.fromkeys(actor for name in names for actor in _meant(case, name, groups))
    return [Given(actor, post, partner_id, number) for actor in actors]


def _partner(case: Case, name: str) -> str:
    """Return the actor that a partner is; its name where the dossier has no such actor."""
    try:
        return case.reference("actors", name)
    except WrongUse:
        return name


def _meant(case: Case, name: str, groups: Mapping[str, str]) -> tuple[str, ...]:
    """Return the actors that a name of a line means: those of a group on the day, or the one of that name."""
    group = groups.get(name_key(name))
    return case.dossier.members(group, case.as_of) if group is not None else (case.reference("actors", name),)


def _groups(case: Case) -> dict[str, str]:
    """Return the groups of the dossier by their id and by their name in both languages."""
    ids = dict.fromkeys(row.group for row in case.dossier.groups)
    named = [(say(group_name(group), lang), group) for group in ids for lang in LANGUAGES]
    found: dict[str, str] = {}
    for name, group in (*zip(ids, ids, strict=True), *named):
        found.setdefault(name_key(name), group)
    return found


def first_to_call(case: Case, here: Round, most: int) -> tuple[str, ...]:
    """Return the actors whom *Whom to call first?* puts at the head and whom nobody in the round speaks to yet.

    Raises
    ------
    NotAvailable
        Where that question has nothing to go on.
    """
    given = {row.actor for row in standing(case.dossier.assignments) if row.round == here.id and row.event == "assigned"}
    answer = ask("whom-to-call-first", case, rollcall=here.rollcall or None, issue=here.issue or None, top=200)
    order = [table for name in ("vote", "levers", "reasons") for table in answer.tables if table.id == name]
    named = [row[0].id for table in order[:1] for row in table.rows if isinstance(row[0], Named)]
    return tuple(actor for actor in dict.fromkeys(named) if actor not in given)[:most]


def clashes(case: Case, here: Round, given: Iterable[Given], at: dt.datetime) -> tuple[Clash, ...]:
    """Return what stands against approaches that are to begin at an instant, by capital in the order given."""
    new = list(given)
    found: list[Clash] = []
    for actor in dict.fromkeys(one.actor for one in new):
        own = [one for one in new if one.actor == actor]
        found += [
            Clash(kind="near", actor=actor, speaker=one.post or one.partner, at=at, other=here.title, round=here.id) for one in own[1:]
        ]
        found += _near(case, here, actor, {(one.post, one.partner) for one in own}, at)
        found += _asks(case, here, actor, at)
    return tuple(found)


def _near(case: Case, here: Round, actor: str, own: set[tuple[str, str]], at: dt.datetime) -> Iterator[Clash]:
    """Yield the approaches to a capital within three days: given in a round, had, or planned."""
    titles = {row.id: row.title for row in standing(case.dossier.rounds)}
    opened = {row.id: row.opened.instant for row in standing(case.dossier.rounds) if row.opened}
    for row in standing(case.dossier.assignments):
        when = row.at.instant if row.at else opened.get(row.round)
        same = row.round == here.id and (row.post, row.partner) in own
        if row.event == "assigned" and row.actor == actor and not same and when is not None and abs(when - at) < APART:
            yield Clash(
                kind="near", actor=actor, speaker=row.post or row.partner, at=when, other=titles.get(row.round, ""), round=row.round
            )
    for talk in standing(case.dossier.engagements):
        if talk.actor != actor or talk.round == here.id or talk.channel == "other":
            continue
        when = talk.at.instant if talk.at else dt.datetime.combine(talk.date.last, dt.time(12), dt.UTC) if talk.date else None
        if when is not None and abs(when - at) < APART:
            yield Clash(kind="near", actor=actor, speaker=str(talk.by), at=when, other=talk.ask, round=talk.round)


def _asks(case: Case, here: Round, actor: str, at: dt.datetime) -> Iterator[Clash]:
    """Yield the other open rounds that ask a capital about the same vote or issue in other words."""
    mine = log_of(case, here, at).version
    for other in standing(case.dossier.rounds):
        if other.id == here.id or not _is_same_matter(here, other) or (other.closed is not None and other.closed.instant <= at):
            continue
        log = log_of(case, other, at)
        theirs = log.version
        if theirs is None or mine is None or not theirs.ask or _plain(theirs.ask) == _plain(mine.ask):
            continue
        for approach in log.approaches:
            if approach.actor == actor and not approach.is_closed:
                yield Clash(kind="asks", actor=actor, speaker=approach.post or approach.partner, at=None, other=theirs.ask, round=other.id)


def _is_same_matter(one: Round, other: Round) -> bool:
    return any(getattr(one, name) and getattr(one, name) == getattr(other, name) for name in ("rollcall", "issue", "draft"))


def _plain(ask: Spoken) -> str:
    return " ".join(fold(ask.in_language("en")).split())


def edits_of(case: Case, here: Round, given: Iterable[Given], at: dt.datetime) -> tuple[Edit, ...]:
    """Return the rows that give approaches from an instant on, marked as the round is.

    Who was given one already, and not relieved of it, is left out.
    """
    there = {(one.actor, one.post, one.partner) for one in log_of(case, here, at).approaches if not one.is_closed}
    taken = {row.id for row in case.dossier.assignments}
    exact = "seconds" if at.second else "minutes"
    made = []
    for one in given:
        if (one.actor, one.post, one.partner) in there:
            continue
        values = {"round": here.id, "actor": one.actor, "post": one.post, "partner": one.partner, "at": at.isoformat(timespec=exact)}
        values |= {"marking": here.marking} if here.marking else {}
        row = new_id("assignments", values, taken)
        taken.add(row)
        made.append(Edit("assignments", "add", row, values))
    return tuple(made)
