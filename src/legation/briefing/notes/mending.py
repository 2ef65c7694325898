"""What the desk should mend before a note goes out: each thing that the note wants and does not find, and where to write it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from legation.briefing.notes.audience import audiences
from legation.briefing.notes.declaration import Approach, Material, Note
from legation.briefing.notes.people import filled
from legation.briefing.notes.registry import find_note
from legation.dossier import TABLES, standing
from legation.dossier.parts import BriefSettings, brief_settings
from legation.dossier.parts.registry import kinds
from legation.dossier.problem import Problem, problem
from legation.language import Message
from legation.questions import Case
from legation.questions.actors.contacts import planned_contacts
from legation.questions.base import inputs
from legation.questions.base.needs import is_there
from legation.questions.situations import situation_of
from legation.questions.strategy.dates import deadlines
from legation.questions.votes.goal import wanted_of_vote

__all__ = ["WANTS", "Lacking", "lacking", "problems_of_note"]

OLD = 183
"""Days after which a quoted word is old [days]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """One thing to mend.

    Attributes
    ----------
    want : str
        A key of :data:`WANTS`.
    message : Message
        What lacks, in a sentence.
    table : str
        The table to which it goes; empty: ``[brief]`` of ``dossier.toml``.
    column : str
        The field there.
    model : str
        The kind of a model that is to be added, where what lacks is no row.
    """

    want: str
    message: Message
    table: str = ""
    column: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True)
class _Look:
    """What a check looks at: the case, the note's declaration, the desk's own words, and whom the rows propose to approach."""

    case: Case
    note: Note
    settings: BriefSettings
    people: tuple[Approach, ...]


def lacking(case: Case) -> tuple[Lacking, ...]:
    """Return what the note of a dossier's situation lacks, in the order in which its declaration wants it.

    It is found without asking a question: from ``[brief]`` and from rows.
    """
    case = case.at(case.as_of)
    note, material = find_note(situation_of(case).situation.id), Material(case, ())
    subject = note.subject(material)
    proposed = audiences(material)
    planned = tuple(one for one in proposed if planned_contacts(case, one.who.id))
    people = tuple(filled(case, one, subject) for one in (planned if len(planned) >= note.enough else proposed))
    look = _Look(case, note, brief_settings(case.info.brief), people)
    return tuple(one for want in note.wants for one in WANTS[want](look))


def problems_of_note(case: Case) -> tuple[Problem, ...]:
    """Return it as notices, where the desk has begun a note: where ``[brief]`` names a situation, a reader or what is decided."""
    settings = brief_settings(case.info.brief)
    if not (settings.note or settings.to or settings.decision or settings.recommendation):
        return ()
    return tuple(problem("note-lacks", _part(one), None, one.column, what=one.message) for one in lacking(case))


def _part(one: Lacking) -> str:
    """Return where a thing that lacks is written: the file of its table, the folder of a model, the dossier's own file."""
    if one.model:
        return f"{next(kind.pattern for kind in kinds() if kind.id == one.model).partition('/')[0]}/"
    return TABLES[one.table].part if one.table else "dossier.toml"


def _field(name: str) -> Callable[[_Look], Iterator[Lacking]]:
    """Return what looks whether a field of ``[brief]`` is filled."""

    def check(look: _Look) -> Iterator[Lacking]:
        for lack in look.settings.without((name,)):
            column = "brief.option" if lack == "options" else f"brief.{lack}"
            yield Lacking(want=name, message=Message(f"mending.{name}"), column=column)

    return check


def _aim(look: _Look) -> Iterator[Lacking]:
    ahead = inputs.vote_ahead(look.case) if look.note.situation == "vote" else None
    known = bool(wanted_of_vote(look.case, ahead).goal) if ahead else bool(standing(look.case.dossier.objectives))
    if not known:
        yield Lacking(want="aim", message=Message("mending.aim"), table="objectives", column="goal" if ahead else "aim")


def _consulted(look: _Look) -> Iterator[Lacking]:
    if not standing(look.case.dossier.consulted):
        yield Lacking(want="consulted", message=Message("mending.consulted"), table="consulted", column="who")


def _obligations(look: _Look) -> Iterator[Lacking]:
    if not look.case.dossier.bound_by(look.case.as_of):
        yield Lacking(want="obligations", message=Message("mending.obligations"), table="obligations", column="text")


def _people(look: _Look) -> Iterator[Lacking]:
    """Yield that nobody is proposed at all, or who speaks to whom at which level, where that is not said."""
    if not look.people:
        yield Lacking(want="people", message=Message("mending.nobody"), table="engagements", column="actor")
    for one in look.people:
        if not one.by and not one.speakers:
            yield Lacking(want="people", message=Message("mending.by", who=one.who), table="engagements", column="by")
        if not one.level:
            yield Lacking(want="people", message=Message("mending.level", who=one.who), table="engagements", column="level")


def _words(look: _Look) -> Iterator[Lacking]:
    """Yield whose words would be quoted although they are old."""
    for one in look.people:
        if one.said_on is not None and one.said_on.last < look.case.as_of - dt.timedelta(days=OLD):
            yield Lacking(
                want="words", message=Message("mending.words", who=one.who, date=one.said_on), table="engagements", column="words"
            )


def _record(look: _Look) -> Iterator[Lacking]:
    """Yield that nothing tells how often such estimates are right: no earlier vote, and no forecast that came due."""
    if not inputs.profile(look.case).rollcalls and not any(row.resolved_on for row in standing(look.case.dossier.forecasts)):
        yield Lacking(want="record", message=Message("mending.record"), table="rollcalls", column="id")


def _rows(table: str, column: str, want: str = "") -> Callable[[_Look], Iterator[Lacking]]:
    """Return what looks whether a table holds any row."""

    def check(look: _Look) -> Iterator[Lacking]:
        if not standing(look.case.dossier.rows(table)):
            yield Lacking(want=want or table, message=Message(f"mending.{want or table}"), table=table, column=column)

    return check


def _futures(look: _Look) -> Iterator[Lacking]:
    if not is_there(look.case, "scenario"):
        yield Lacking(want="futures", message=Message("mending.futures"), model="scenario")


def _dates(look: _Look) -> Iterator[Lacking]:
    """Yield that nothing has a date from the day of the note on."""
    if not any(one.when.last >= look.case.as_of for one in deadlines(look.case)):
        yield Lacking(want="dates", message=Message("mending.dates"), table="activities", column="date")


def _tests(look: _Look) -> Iterator[Lacking]:
    """Yield each deterrent that states no test of its own."""
    for row in standing(look.case.dossier.deterrents):
        if not row.test:
            yield Lacking(want="tests", message=Message("mending.tests", measure=row.measure), table="deterrents", column="test")


def _actions(look: _Look) -> Iterator[Lacking]:
    """Yield each signpost that says from which value on it is crossed, and not what that starts, or the other way round."""
    for row in standing(look.case.dossier.signposts):
        if row.threshold is None:
            yield Lacking(want="actions", message=Message("mending.threshold", title=row.title), table="signposts", column="threshold")
        if not (row.starts or row.action):
            yield Lacking(want="actions", message=Message("mending.actions", title=row.title), table="signposts", column="action")


_FIELDS = ("decision", "recommendation", "reply_by", "default", "fallback", "options", "say")
WANTS: Mapping[str, Callable[[_Look], Iterator[Lacking]]] = {
    **{name: _field(name) for name in _FIELDS},
    "aim": _aim,
    "consulted": _consulted,
    "obligations": _obligations,
    "people": _people,
    "words": _words,
    "record": _record,
    "posture": _rows("posture", "criterion"),
    "threats": _rows("threats", "claim"),
    "futures": _futures,
    "signposts": _rows("signposts", "title"),
    "deterrence": _rows("deterrents", "measure", "deterrence"),
    "partners": _rows("coalitions", "coalition", "partners"),
    "dates": _dates,
    "challenges": _rows("challenges", "claim"),
    "tests": _tests,
    "actions": _actions,
}
"""What a note may want, by name, and what looks for it."""
