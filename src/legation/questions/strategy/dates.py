"""The dates of a matter: what is due and by when, and what took or takes place. Pages, calendars and papers are made of it."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from legation import moment
from legation.dossier import MARKINGS, TABLES, Dossier, RollCall, When, chain_ends, standing
from legation.dossier.models.monitor import MONITOR
from legation.dossier.models.scenario import SCENARIO, ScenarioModel
from legation.dossier.records import Activity, Signpost
from legation.dossier.tables.labels import RowLabel
from legation.errors import DossierError
from legation.language import Message, collation_key, say
from legation.questions.actors.contacts import open_steps
from legation.questions.actors.rounds.log import instruction_until
from legation.questions.base.case import Case
from legation.questions.coalitions.circulation.log import circulated_drafts
from legation.questions.incident.duties.rows import counted_duties, rows_counted
from legation.questions.strategy.forum_dates import OLD, ForumDay, forum_days, is_old

__all__ = ["DEADLINES", "HAPPENINGS", "PLAN_OF", "REMINDED", "Dated", "current_row", "deadlines", "happenings", "marking_of", "origins"]

DEADLINES = (
    "process",
    "step",
    "commitment-given",
    "commitment-received",
    "engagement",
    "round",
    "instruction",
    "circulation",
    "duty",
    "activity",
    "objective",
    "indicator",
    "review",
    "rollcall",
    "signpost",
)
"""What can be due: a step of a process, a day of a forum that is not over, a promise, the next step with an actor, the reports of a round,
the replies to an instruction, the answers to a text in circulation, a notice of an incident, an activity, an objective, a measurement, a
vote; that an objective, an assumption or a plan is looked at again; and the action of a crossed signpost."""
HAPPENINGS = ("contact", "action", "vote", "past-step")
"""What takes place: an engagement, an activity from its first to its last day, a vote, a day of a forum that is over."""


PLAN_OF = "{model}#{plan}"
"""How a plan is named among dates: the name of its scenario model, and its own id."""
REMINDED = dt.timedelta(days=1)
"""How long before the instant by which something is due a reminder is given."""
_CERTAINTIES = {
    "fixed": Message("dates.certainty.fixed"),
    "derived": Message("dates.certainty.derived"),
    "estimated": Message("dates.certainty.estimated"),
}
_LAST = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A row with a date.

    Attributes
    ----------
    table, row : str
        Where it stands: a table and the id in it, ``drafts`` and the name of a draft, or ``scenarios`` and a plan as
        :data:`PLAN_OF` writes it.
    kind : str
        One of :data:`DEADLINES` or :data:`HAPPENINGS`.
    when : When
        The day by which it is due, or the first day on which it takes place; of an instant the day that the clocks of its zone show.
    at : datetime or None
        The instant by which it is due, where more than the day is known; at that instant it is in time.
    zone : str
        The zone in which that instant is told.
    end : When or None
        The last day of what takes longer than one.
    what : Spoken or str
        In the row's own words.
    who : Spoken or str
        The actor that it concerns, or who is in charge; may be empty.
    evidence : tuple of str
    marking : str
        Of the row; empty where it has none of its own.
    certainty : str
        Of a day of a forum: ``fixed``, ``derived`` or ``estimated``; else empty. What is estimated is never late.
    number : int
        Of a day of a forum that is expected, which of those ahead; else 0.
    unverified : bool
        Whether a day of a forum rests on what nobody compared with a source.
    compared_on : When or None
        When a day of a forum was compared, where that is too long ago.
    """

    table: str
    row: str
    kind: str
    when: When
    at: dt.datetime | None = None
    zone: str = ""
    end: When | None = None
    what: Any
    who: Any = ""
    evidence: tuple[str, ...] = ()
    marking: str = ""
    certainty: str = ""
    number: int = 0
    unverified: bool = False
    compared_on: When | None = None

    @property
    def label(self) -> Message:
        """What kind of date it is, in a word or two."""
        return Message(f"dates.kind.{self.kind}")

    @property
    def is_deadline(self) -> bool:
        """Whether something is to be done by then, and is not done."""
        return self.kind in DEADLINES

    @property
    def clock(self) -> Message | str:
        """The time of day by which it is due, with its zone; empty where the day is all that is known."""
        return moment.time_shown(self.at, self.zone) if self.at is not None else ""

    @property
    def shown(self) -> Message | When:
        """When it is due, as far as it is known: the day, or day and time with the zone."""
        return moment.shown(self.at, self.zone) if self.at is not None else self.when

    def is_late(self, day: dt.date) -> bool:
        """Whether something is due that was to be done before a day; of an instant, before that day begins in UTC."""
        over = (self.end or self.when).is_over(day) if self.at is None else self.at < moment.starts(day, "UTC")
        return self.is_deadline and over and self.certainty != "estimated"

    @property
    def is_expected(self) -> bool:
        """Whether its day is only expected."""
        return self.certainty == "estimated"

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The first and the last day on a calendar; what is due in a month stands on its last day."""
        exact = self.certainty != "" and self.when.is_day
        if (self.is_deadline or self.certainty) and not exact:
            return self.when.last, self.when.last
        return self.when.first, (self.end or self.when).last

    @property
    def name(self) -> tuple[str, ...]:
        """What tells it apart from the other dates of its row: it stays when a day of a forum is over."""
        if self.table == "forum_steps":
            return ("step", str(self.number)) if self.number else ("step",)
        return (self.kind,)

    @property
    def certainty_shown(self) -> Message | str:
        """How sure its day is, in words; empty for what is no day of a forum."""
        return _CERTAINTIES.get(self.certainty, "")

    @property
    def comparison(self) -> Message | str:
        """What has to be said of how far a day of a forum was compared; empty where nothing has."""
        old = Message("dates.compared", day=self.compared_on, days=OLD) if self.compared_on is not None else ""
        if not self.unverified:
            return old
        return Message("dates.unverified-and-old", old=old) if old else Message("dates.unverified")

    @property
    def about(self) -> tuple[Message | str, ...]:
        """Both, one after the other."""
        return tuple(one for one in (self.certainty_shown, self.comparison) if one)


def deadlines(case: Case) -> tuple[Dated, ...]:
    r"""Return what is due and not done at the day of knowing, the earliest first.

    Examples
    --------
    >>> import datetime as dt
    >>> from legation.dossier import decode
    >>> d = decode({"dossier.toml": b'id = "x"', "objectives.csv": b"id,aim,due\no1,A text that holds,2019-12\n"})
    >>> [(x.kind, str(x.when), x.is_late(dt.date(2020, 1, 1))) for x in deadlines(Case(dossier=d, today=dt.date(2019, 6, 1)))]
    [('objective', '2019-12', True)]
    """
    return _sorted(
        (
            *_outside(case),
            *_promised(case),
            *_rounds(case),
            *_circulations(case),
            *_notices(case),
            *_planned(case),
            *_reviews(case),
            *_crossed(case),
        )
    )


def happenings(case: Case) -> tuple[Dated, ...]:
    """Return what took place and what is planned to, the earliest first."""
    return _sorted(_happenings(case))


def marking_of(case: Case, one: Dated) -> str:
    r"""Return the marking of what a date says: that of its row, else of the dossier, and at least that of each source that it cites.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> rows = {"objectives.csv": b"id,aim,due,evidence\no1,A text,2019-12,e1\n", "evidence.csv": b"id,marking\ne1,TLP:AMBER\n"}
    >>> case = Case(dossier=decode({"dossier.toml": b'id = "x"', **rows}), today=dt.date(2019, 6, 1))
    >>> marking_of(case, deadlines(case)[0])
    'TLP:AMBER'
    """
    cited = case.once(("markings of sources",), lambda: {row.id: row.marking for row in case.dossier.evidence if row.marking})
    own = one.marking or case.info.marking or MARKINGS[0]
    return max((own, *(cited[name] for name in one.evidence if name in cited)), key=MARKINGS.index)


def origins(dossier: Dossier, table: str) -> dict[str, str]:
    """Return for each row the first row of the chain of those that it supersedes: a name that stays when the row is corrected."""
    return chain_ends({TABLES[table].identity(row): row.supersedes for row in dossier.rows(table) if hasattr(row, "supersedes")})


def current_row(dossier: Dossier, table: str, first: str) -> tuple[Any, frozenset[str]] | None:
    """Return the current row of a chain by the first row of it, and the ids of all its rows; None where there is none any more."""
    chain = frozenset(row for row, origin in origins(dossier, table).items() if origin == first)
    current = [row for row in standing(dossier.rows(table)) if row.id in chain]
    return (current[-1], chain) if current else None


def _outside(case: Case) -> Iterator[Dated]:
    """Yield what others set: steps of processes, votes ahead."""
    for process in standing(case.dossier.processes):
        yield from _one("processes", process, "process", process.deadline, process.step or process.forum, process.forum)
    for vote in standing(case.dossier.rollcalls):
        if vote.date and not vote.date.by(case.as_of):
            yield _vote(case, vote, "rollcall")
    for one in forum_days(case):
        if one.day.end >= case.as_of or (one.row.kind == "ours" and one.day.certainty != "estimated"):
            yield _step(case, one, "step")


def _promised(case: Case) -> Iterator[Dated]:
    """Yield what was said to somebody: open promises, and next steps that no contact since has met."""
    for promise in standing(case.dossier.commitments):
        if promise.kept in ("", "open"):
            kind = f"commitment-{promise.direction or 'received'}"
            what = promise.promise or _called(case, promise.rollcall)
            yield from _one("commitments", promise, kind, promise.due, what, case.named(promise.actor))
    for actor, talks in open_steps(case).items():
        for talk in talks:
            yield from _one("engagements", talk, "engagement", talk.due, talk.next_step or talk.ask, case.named(actor))


def _rounds(case: Case) -> Iterator[Dated]:
    """Yield until when posts report in the rounds that are not closed, and until when the instruction asks for it where that differs."""
    known = moment.ends(case.as_of, "UTC")
    for row in standing(case.dossier.rounds):
        if row.closed is not None and row.closed.last <= case.as_of:
            continue
        if row.until is not None:
            yield _until("rounds", row.id, "round", row.until, row.zone, row, row.title or row.id, row.desk)
        instruction, until = instruction_until(case, row, known) or (None, row.until)
        if instruction is not None and until is not None and until != row.until:
            yield _until("instructions", instruction.id, "instruction", until, row.zone, instruction, row.title or row.id, row.desk)


def _circulations(case: Case) -> Iterator[Dated]:
    """Yield until when texts in circulation are answered; one that is closed waits for nobody."""
    for name, model in circulated_drafts(case.dossier.files).items():
        terms = model.circulation
        if terms is not None and terms.closing is not None and terms.closing >= moment.starts(case.as_of, "UTC"):
            yield _until("drafts", name, "circulation", terms.closing, terms.zone, model, model.title or name, terms.host)


def _notices(case: Case) -> Iterator[Dated]:
    """Yield until when somebody is to be notified of an incident, where the time runs and nothing is given."""
    for one in counted_duties(case):
        if one.is_open and one.ends.until is not None:
            due = _until("duties", one.row.id, "duty", one.ends.until, one.zone, one.row, Message("dates.notice", to=one.to), "")
            yield _as_high_as(case, due, rows_counted(case, one))


def _planned(case: Case) -> Iterator[Dated]:
    """Yield what we set ourselves: activities, objectives, measurements."""
    dossier = case.dossier
    for act in standing(dossier.activities):
        if act.status in ("", "planned", "under_way"):
            when = act.end if act.status == "under_way" else act.end or act.date
            yield from _one("activities", act, "activity", when, act.title, act.owner)
    for aim in standing(dossier.objectives):
        yield from _one("objectives", aim, "objective", aim.due, aim.aim, aim.owner)
    for measure in standing(dossier.indicators):
        if measure.reached is None:
            yield from _one("indicators", measure, "indicator", measure.target_on, measure.measure, "")


def _reviews(case: Case) -> Iterator[Dated]:
    """Yield when what we aim at, hold to be so and mean to do is looked at again: it is done by a row with another day."""
    for aim in standing(case.dossier.objectives):
        yield from _one("objectives", aim, "review", aim.review_by, aim.aim, aim.owner)
    for row in standing(case.dossier.assumptions):
        yield from _one("assumptions", row, "review", row.review_by, row.claim, "")
    for name, model in _reviewed_models(case.dossier.files):
        for plan in model.plans:
            if plan.review_by is not None:
                yield Dated(
                    table="scenarios",
                    row=PLAN_OF.format(model=name, plan=plan.id),
                    kind="review",
                    when=plan.review_by,
                    what=plan.name or plan.id,
                    evidence=tuple(dict.fromkeys((*model.evidence, *plan.evidence))),
                    marking=max((one for one in (model.marking, plan.marking) if one), key=MARKINGS.index, default=""),
                )


def _reviewed_models(files: Mapping[str, bytes]) -> Iterator[tuple[str, ScenarioModel]]:
    """Yield the scenario models of which a plan has a day of review, by name; one that cannot be read is not among them."""
    for name, part in SCENARIO.of(files).items():
        if b"review_by" in files[part]:
            with contextlib.suppress(DossierError):
                yield name, SCENARIO.read(files[part], part)


def _crossed(case: Case) -> Iterator[Dated]:
    """Yield until when the action of a crossed signpost helps, where it is not begun."""
    if not any(row.last_useful is not None for row in case.dossier.signposts):
        return
    from legation.questions.strategy.signposts.reading import missed_action, read_signposts, started_by

    for one in read_signposts(case):
        if one.row.last_useful is not None and missed_action(case, one):
            activity = started_by(case, one.row)
            owner = activity.owner if activity else ""
            for due in _one("signposts", one.row, "signpost", one.row.last_useful, one.row.title, owner):
                yield _as_high_as(case, due, _rests_on(case, one.row, activity))


def _rests_on(case: Case, row: Signpost, activity: Activity | None) -> Iterator[Any]:
    """Yield what a crossing rests on: its monitor, the activity that it starts; of an answer to a question, whatever the dossier holds."""
    if row.question:
        yield from (one for table in TABLES for one in case.dossier.rows(table))
    part = MONITOR.of(case.dossier.files).get(row.monitor, "")
    if part:
        yield MONITOR.read(case.dossier.files[part], part)
    if activity is not None:
        yield activity


def _as_high_as(case: Case, one: Dated, rows: Iterable[Any]) -> Dated:
    """Return a date with the highest marking of rows and of the sources that they cite."""
    cited = {row.id: row.marking for row in case.dossier.evidence}
    found = [one.marking]
    for row in rows:
        found += [getattr(row, "marking", ""), *(cited.get(name, "") for name in getattr(row, "evidence", ()))]
    return dataclasses.replace(one, marking=max(filter(None, found), key=MARKINGS.index, default=""))


def _happenings(case: Case) -> Iterator[Dated]:
    for talk in standing(case.dossier.engagements):
        yield from _one("engagements", talk, "contact", talk.date, talk.ask or talk.words, case.named(talk.actor))
    for act in standing(case.dossier.activities):
        if act.status != "dropped":
            yield from _one("activities", act, "action", act.date, act.title, act.owner, act.end)
    for vote in standing(case.dossier.rollcalls):
        if vote.date:
            yield _vote(case, vote, "vote")
    for one in forum_days(case):
        if one.day.end < case.as_of and (one.row.kind != "ours" or one.day.certainty == "estimated"):
            yield _step(case, one, "past-step")


def _one(table: str, row: Any, kind: str, when: When | None, what: Any, who: Any, end: When | None = None) -> Iterator[Dated]:
    if when is not None:
        later = end if end is not None and end.last > when.last else None
        what = what or row.id
        yield Dated(
            table=table, row=row.id, kind=kind, when=when, end=later, what=what, who=who, evidence=row.evidence, marking=row.marking
        )


def _until(table: str, row: str, kind: str, at: dt.datetime, zone: str, source: Any, what: Any, who: Any) -> Dated:
    """Return what is due at an instant, on the day that the clocks of its zone show."""
    zone = zone or "UTC"
    when = When(moment.local(at, zone).date().isoformat())
    return Dated(
        table=table, row=row, kind=kind, when=when, at=at, zone=zone, what=what, who=who, evidence=source.evidence, marking=source.marking
    )


def _vote(case: Case, row: RollCall, kind: str) -> Dated:
    body = next((body.name for body in case.dossier.bodies if body.id == row.body), "") or row.body
    when = row.date or When(case.as_of.isoformat())
    what = row.title or row.symbol or row.id
    return Dated(table="rollcalls", row=row.id, kind=kind, when=when, what=what, who=body, evidence=row.evidence, marking=row.marking)


def _step(case: Case, one: ForumDay, kind: str) -> Dated:
    """Return a day of a forum; of a limit that ends in a zone, its last minute there."""
    longer = one.when == When(one.day.start.isoformat()) and one.day.end > one.day.start
    return Dated(
        table="forum_steps",
        row=one.row.id,
        kind=kind,
        when=one.when,
        at=one.at if one.when.is_day else None,
        zone=one.row.zone,
        end=When(one.day.end.isoformat()) if longer else None,
        what=one.what,
        who=one.forum.forum or one.forum.id,
        evidence=one.evidence,
        marking=one.marking,
        certainty=one.day.certainty,
        number=one.number,
        unverified=one.verified == "no",
        compared_on=one.compared_on if kind == "step" and is_old(one.compared_on, case.as_of) else None,
    )


def _called(case: Case, rollcall: str) -> Any:
    return next((row.symbol or RowLabel(row) for row in case.dossier.rollcalls if row.id == rollcall), "")


def _sorted(found: Iterable[Dated]) -> tuple[Dated, ...]:
    """Return dates in their order; of one day, what is due at an instant stands first, by its instant."""
    return tuple(sorted(found, key=lambda one: (one.when, one.at or _LAST, collation_key(say(one.what, "en")), one.table, one.row)))
