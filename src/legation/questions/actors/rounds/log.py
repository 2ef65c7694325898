"""What the rows of a dossier say of a round at a moment: its versions, who speaks to whom, what was reported, and where each stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation import moment
from legation.dossier import Assignment, Engagement, Instruction, Round, Wording, current_ids, standing
from legation.errors import NotAvailable
from legation.language import Message, fold
from legation.questions.actors.rounds.states import Progress, Report, Terms, Version, is_apart, progress
from legation.questions.base.case import Case

__all__ = [
    "Approach",
    "RoundLog",
    "TextOfVersion",
    "find_round",
    "instruction_for",
    "instruction_until",
    "log_of",
    "readings",
    "reply_until",
    "report_instant",
    "set_apart",
]

_BEGINNING = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextOfVersion:
    """A version of the instruction as the rows with its number say it together.

    Attributes
    ----------
    reply_by : datetime or None
        Until when it asks for a report; what it does not say, the version before it does.
    fallback_marking : str
        Of the row in which the fallback stands; empty where it has none of its own.
    rows : tuple of str
    """

    number: int
    change: str
    at: dt.datetime
    ask: Wording
    points: Wording
    fallback: Wording
    fallback_marking: str
    avoid: Wording
    reply_by: dt.datetime | None
    rows: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Approach:
    """Somebody who speaks to one capital in a round.

    Attributes
    ----------
    actor : str
        The capital or organisation.
    post, partner : str
        Who speaks; one of them may be empty.
    progress : Progress
    reports : tuple of Engagement
        That count, the oldest first.
    apart : tuple of Engagement
        After the closing, not admitted.
    is_closed : bool
        Whether it was taken back.
    """

    actor: str
    post: str
    partner: str
    progress: Progress
    reports: tuple[Engagement, ...]
    apart: tuple[Engagement, ...]
    is_closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundLog:
    """A round at a moment.

    Attributes
    ----------
    at : datetime
    round : Round
    versions : tuple of TextOfVersion
        Until then, the oldest first.
    approaches : tuple of Approach
        In the order in which they were given; those that were taken back stand among them.
    reports : tuple of Engagement
        Every report of the round until then, the oldest first.
    unmatched : tuple of Engagement
        Those on a capital that nobody was given, or of which it cannot be said who speaks.
    apart : frozenset of str
        The ids of those that came after a closing and are not admitted.
    """

    at: dt.datetime
    round: Round
    versions: tuple[TextOfVersion, ...]
    approaches: tuple[Approach, ...]
    reports: tuple[Engagement, ...]
    unmatched: tuple[Engagement, ...]
    apart: frozenset[str]

    @property
    def counted(self) -> tuple[Engagement, ...]:
        """The reports that count, the oldest first."""
        return tuple(one for one in self.reports if one.id not in self.apart)

    @property
    def targets(self) -> tuple[str, ...]:
        """The capitals that are approached, each once."""
        return tuple(dict.fromkeys(one.actor for one in self.approaches if not one.is_closed or one.reports))

    @property
    def version(self) -> TextOfVersion | None:
        """The version in force; None where there is none."""
        return self.versions[-1] if self.versions else None


def find_round(case: Case, wanted: str | None) -> Round:
    """Return a round by its id; without one the only round, or the last that was opened.

    Raises
    ------
    NotAvailable
        Where there is none, or none of that id.
    """
    rows = standing(case.dossier.rounds)
    if wanted:
        meant = case.reference("rounds", wanted)
        current = current_ids(case.dossier.rounds).get(meant, meant)
        return next(row for row in rows if row.id == current)
    if not rows:
        raise NotAvailable(Message("where-does-the-round-stand.nothing", as_of=case.as_of))
    return max(rows, key=lambda row: (row.opened.instant if row.opened else _BEGINNING, row.id))


def log_of(case: Case, row: Round, at: dt.datetime) -> RoundLog:
    """Return what is known of a round at an instant, itself included; a round that was corrected is the same round."""
    chain = _chain(case, row)
    versions = _versions(case, chain, at)
    terms = _terms(row, versions, at)
    number_of = {one.id: one.version or 1 for one in case.dossier.instructions if one.round in chain}
    log = _known((one for one in case.dossier.assignments if one.round in chain), at)
    mine = (one for one in case.dossier.engagements if one.round in chain and (there := report_instant(one)) is not None and there <= at)
    reports = tuple(sorted(standing(mine), key=lambda one: (report_instant(one), one.id)))
    given = dict.fromkeys((one.actor, one.post, one.partner) for one in log if one.event == "assigned" and one.actor)
    spoken = {one.id: _speaker_of(one, list(given)) for one in reports}
    latest = current_ids(case.dossier.engagements)
    admitted = {latest.get(one.report, one.report) for one in log if one.event == "admitted"}
    approaches = []
    for key in given:
        own = [one for one in reports if key in spoken[one.id]]
        events = [one for one in log if _is_of(one, key)]
        closed = _closing(events)
        found = progress(
            at, terms, [_report(one, number_of) for one in own], _read(events, number_of, terms), closed=closed, admitted=admitted
        )
        approaches.append(
            Approach(
                actor=key[0],
                post=key[1],
                partner=key[2],
                progress=found,
                reports=tuple(one for one in own if one.id not in found.set_apart),
                apart=tuple(one for one in own if one.id in found.set_apart),
                is_closed=closed is not None,
            )
        )
    unmatched = tuple(one for one in reports if not spoken[one.id])
    late = (one.id for one in unmatched if is_apart(one.id, report_instant(one) or _BEGINNING, terms.closed, admitted))
    return RoundLog(
        at=at,
        round=row,
        versions=versions,
        approaches=tuple(approaches),
        reports=reports,
        unmatched=unmatched,
        apart=frozenset((*late, *(row.id for one in approaches for row in one.apart))),
    )


def readings(case: Case, row: Round, at: dt.datetime) -> dict[str, int]:
    """Return by post which version of the instruction it had read at an instant, the highest; a post that has read none is not there."""
    chain = _chain(case, row)
    number_of = {one.id: one.version or 1 for one in case.dossier.instructions if one.round in chain}
    terms = _terms(row, _versions(case, chain, at), at)
    log = _known((one for one in case.dossier.assignments if one.round in chain), at)
    posts = dict.fromkeys(one.post for one in log if one.post and one.event == "read")
    return {post: max(_read([one for one in log if one.post == post], number_of, terms)) for post in posts}


def set_apart(case: Case, at: dt.datetime) -> frozenset[str]:
    """Return the ids of the reports of all rounds that came after a closing and are not admitted at an instant; made once for a case."""

    def found() -> frozenset[str]:
        taken_back = {one.round for one in case.dossier.assignments if one.event == "closed"}
        logs = [log_of(case, row, at) for row in standing(case.dossier.rounds) if row.closed or taken_back & _chain(case, row)]
        return frozenset(one for log in logs for one in log.apart)

    return case.once(("reports set apart", at), found)


def instruction_for(case: Case, actor: str, rollcall: str = "") -> tuple[Round, TextOfVersion] | None:
    """Return the newest instruction under which somebody speaks to an actor on the day of knowing; None where nobody does.

    ``rollcall``: of a round on that vote, or on none.
    """
    at = moment.ends(case.as_of, "UTC")
    found = []
    for row in standing(case.dossier.rounds):
        if (rollcall and row.rollcall not in ("", rollcall)) or (row.closed is not None and row.closed.instant <= at):
            continue
        log = log_of(case, row, at)
        if log.version is not None and any(one.actor == actor and not one.is_closed for one in log.approaches):
            found.append((row, log.version))
    return max(found, key=lambda one: (one[1].at, one[0].id), default=None)


def instruction_until(case: Case, row: Round, at: dt.datetime) -> tuple[Instruction, dt.datetime] | None:
    """Return the row that says at an instant until when an instruction asks for a reply, the newest that does, and until when."""
    rows = _known((one for one in case.dossier.instructions if one.round in _chain(case, row)), at)
    said = [(one, one.reply_by.instant) for one in rows if one.reply_by is not None]
    newest = max((one.version or 1 for one, _ in said), default=0)
    return next(((one, until) for one, until in said if (one.version or 1) == newest), None)


def reply_until(row: Round, version: TextOfVersion | None) -> dt.datetime | None:
    """Return until when a report is asked for: as a version of the instruction says, else as the round does; None where neither does."""
    return (version.reply_by if version is not None else None) or row.until


def report_instant(row: Engagement) -> dt.datetime | None:
    """Return from when a report counts: its moment, or the end of its day in UTC; None of what is no report, as a plan is not.

    >>> from legation.dossier import When
    >>> report_instant(Engagement(id="e", date=When("2026-03-02"), answer="yes")).isoformat()
    '2026-03-03T00:00:00+00:00'
    """
    if row.at is not None:
        return row.at.instant
    if row.date is None or (row.is_unanswered and row.reached is None):
        return None
    return moment.ends(row.date.last, "UTC")


def _chain(case: Case, row: Round) -> set[str]:
    """Return the ids of all rows of a round: a round that was corrected is the same round."""
    return {row.id, *(old for old, new in current_ids(case.dossier.rounds).items() if new == row.id)}


def _versions(case: Case, chain: Collection[str], at: dt.datetime) -> tuple[TextOfVersion, ...]:
    """Return the versions until an instant; the rows of one complete each other, and the first of them to be known says when it holds."""
    rows = _known((one for one in case.dossier.instructions if one.round in chain), at)
    numbers = sorted({one.version or 1 for one in rows})
    found: list[TextOfVersion] = []
    for number in numbers:
        own = [one for one in rows if (one.version or 1) == number]
        fallback = next((one for one in own if one.fallback), None)
        apart = fallback is not None and bool(fallback.marking) and any(one.ask and one.id != fallback.id for one in own)
        first = next((one.change for one in own if one.change), "first" if number == numbers[0] else "substance")
        found.append(
            TextOfVersion(
                number=number,
                change=first,
                at=min(_instant(one) for one in own),
                ask=_first(own, "ask"),
                points=_first(own, "points"),
                fallback=fallback.fallback if fallback else Wording(),
                fallback_marking=fallback.marking if fallback is not None and apart else "",
                avoid=_first(own, "avoid"),
                reply_by=next((one.reply_by.instant for one in own if one.reply_by), found[-1].reply_by if found else None),
                rows=tuple(one.id for one in own),
                evidence=tuple(dict.fromkeys(source for one in own for source in one.evidence)),
            )
        )
    return tuple(found)


def _terms(row: Round, versions: Sequence[TextOfVersion], at: dt.datetime) -> Terms:
    closed = row.closed.instant if row.closed is not None else None
    return Terms(
        versions=tuple(Version(one.number, one.at, is_substance=one.change != "editorial") for one in versions),
        deadline=reply_until(row, versions[-1] if versions else None),
        silent_after=dt.timedelta(hours=row.silent_after) if row.silent_after is not None else None,
        closed=closed if closed is not None and closed <= at else None,
    )


def _speaker_of(row: Engagement, given: Sequence[tuple[str, str, str]]) -> tuple[tuple[str, str, str], ...]:
    """Return the approaches that a report is of: its partner's, the post's that it names, or the only one on that capital."""
    here = [key for key in given if key[0] == row.actor]
    if row.partner:
        return tuple(key for key in here if key[2] == row.partner)
    named = {fold(text) for text in (row.by.text, row.by.fr, row.by.en) if text}
    exact = tuple(key for key in here if key[1] and fold(key[1]) in named)
    posts = tuple(key for key in here if key[1])
    return exact or (posts if len(posts) == 1 else ())


def _is_of(row: Assignment, key: tuple[str, str, str]) -> bool:
    """Whether a row of the log is of an approach, or of all that its speaker was given."""
    actor, post, partner = key
    speaks = (bool(row.post) and row.post == post) or (bool(row.partner) and row.partner == partner)
    return speaks and row.actor in ("", actor)


def _closing(events: Sequence[Assignment]) -> dt.datetime | None:
    """Return when an approach was taken back, where it was not given anew since."""
    last = next((one for one in reversed(events) if one.event == "closed" or (one.event == "assigned" and one.actor)), None)
    return _instant(last) if last is not None and last.event == "closed" else None


def _read(events: Sequence[Assignment], number_of: Mapping[str, int], terms: Terms) -> dict[int, dt.datetime]:
    found: dict[int, dt.datetime] = {}
    for one in events:
        if one.event == "read":
            number = number_of.get(one.instruction) or terms.in_force(_instant(one)) or 1
            found.setdefault(number, _instant(one))
    return found


def _report(row: Engagement, number_of: Mapping[str, int]) -> Report:
    reached = row.reached is not False
    answers = reached and row.answer not in ("", "none") and row.form != "hinted"
    at = report_instant(row) or _BEGINNING
    return Report(id=row.id, at=at, version=number_of.get(row.instruction, 0), is_reached=reached, is_answer=answers)


def _known(rows: Iterable[Any], at: dt.datetime) -> list[Any]:
    """Return the rows until an instant that no other of them supersedes, the oldest first."""
    return sorted(standing(row for row in rows if _instant(row) <= at), key=_instant)


def _instant(row: Assignment | Instruction) -> dt.datetime:
    """Return the moment of a row; one without is of the beginning."""
    return row.at.instant if row.at is not None else _BEGINNING


def _first(rows: Sequence[Instruction], name: str) -> Wording:
    found: Wording = next((getattr(row, name) for row in rows if getattr(row, name)), Wording())
    return found
