"""The path of a vote that is coming: from its text to the day, the result and the thanks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

from legation.dossier import Engagement, RollCall, When, standing
from legation.dossier.tables.rollcalls import without_vote
from legation.language import Message, Spoken
from legation.questions.actors.contacts import is_planned
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.situations.path import Dated, Entry, Path, PathSubject, Step, after, newer, of_brief, rows_of, unanswered
from legation.questions.votes.declarations import name_of
from legation.questions.votes.goal import wanted_of_vote

__all__ = ["PATH", "votes_near"]

RECENT = 30
"""Days after a vote in which its path is still walked: the result, the scores, the thanks [days]."""
_SESSION_BEGINS = 9
"""The month in which a session of the General Assembly opens: what was listed before is of an earlier session."""


def votes_near(case: Case) -> tuple[str, ...]:
    """Return the votes that are ahead, the earliest first, then those that took place within the last :data:`RECENT` days.

    A vote in committee is no path of its own where the plenary on the same title is ahead as well.
    """
    rows = standing(case.dossier.rollcalls)
    ahead = [row for row in rows if not inputs.is_held(case, row) and (row.date is None or not row.date.is_over(case.as_of))]
    ahead.sort(key=lambda row: (row.date is None, str(row.date or ""), row.id))
    main = [row for row in ahead if row.stage != "committee" or not inputs.same_title(row, ahead)]
    first = case.as_of - dt.timedelta(days=RECENT)
    past = [row for row in rows if row.date is not None and row.date.is_over(case.as_of) and row.date.last >= first]
    mine = {row.rollcall for table in ("objectives", "engagements", "forecasts") for row in standing(getattr(case.dossier, table))}
    past = [row for row in past if row.id in mine]
    past.sort(key=lambda row: (str(row.date), row.id), reverse=True)
    return tuple(row.id for row in (*main, *past))


def _row(subject: PathSubject) -> RollCall | None:
    return next((row for row in subject.rows("rollcalls") if row.id == subject.about), None) if subject.about else None


def _id(subject: PathSubject) -> str:
    return subject.about


def _of_vote(subject: PathSubject) -> Mapping[str, str]:
    return {"rollcall": subject.about} if subject.about else {}


def _with_issue(subject: PathSubject) -> Mapping[str, str]:
    row = _row(subject)
    return {**_of_vote(subject), **({"issue": row.issue} if row and row.issue else {})}


def _issue(subject: PathSubject) -> Mapping[str, str]:
    row = _row(subject)
    return {"issue": row.issue} if row and row.issue else {}


def _only_issue(subject: PathSubject) -> Mapping[str, str]:
    """Return the issue of the dossier where it has one alone: that is the one."""
    rows = subject.rows("issues")
    return {"issue": rows[0].id} if len(rows) == 1 else {}


def _same_text(subject: PathSubject) -> Mapping[str, str]:
    """Return what an earlier vote has in common with this one: its title and its issue."""
    row = _row(subject)
    words = {"title": row.title.text, "title_fr": row.title.fr, "title_en": row.title.en} if row else {}
    return {**_issue(subject), **{name: text for name, text in words.items() if text}}


def _earlier(subject: PathSubject) -> tuple[RollCall, ...]:
    """Return the votes that took place on the same title, on what it is said to be like, or on the same issue."""
    row, case = _row(subject), subject.case
    if row is None:
        return ()
    took_place = [one for one in subject.rows("rollcalls") if one.id != row.id and inputs.is_held(case, one)]
    same = {one.id for one in inputs.same_title(row, took_place)}
    return tuple(one for one in took_place if one.id in same or one.id in row.like or (row.issue and one.issue == row.issue))


def _has_committee(subject: PathSubject) -> bool:
    row = _row(subject)
    return row is not None and bool(inputs.same_title(row, subject.rows("rollcalls"), stage="committee"))


def _contacts(subject: PathSubject) -> tuple[Engagement, ...]:
    """Return the talks about this vote; a planned one that names no vote may be about it."""
    if not subject.about:
        return ()
    return tuple(
        row
        for row in subject.rows("engagements")
        if row.rollcall == subject.about or (not row.rollcall and is_planned(row, subject.case.as_of) and _fits(row, subject))
    )


def _fits(row: Engagement, subject: PathSubject) -> bool:
    return bool(row.issue) and row.issue == _issue(subject).get("issue")


def _approaches(subject: PathSubject) -> tuple[Engagement, ...]:
    """Return the talks that we sought ourselves: a word in public is no approach."""
    return tuple(row for row in _contacts(subject) if row.channel != "other")


def _has_speakers(subject: PathSubject) -> bool:
    """Whether each approach that waits says who speaks, at which level; where none is there, one is wanted first."""
    there = [row for row in _approaches(subject) if row.is_unanswered] or _approaches(subject)
    return all(row.by and row.level for row in there)


def _has_lines(subject: PathSubject) -> bool:
    issue = _issue(subject).get("issue", "")
    return any(row.issue in ("", issue) for row in subject.rows("messages"))


def _has_answers(subject: PathSubject) -> bool:
    """Whether somebody whom we approached has answered, or promised: a word in public is no answer to us."""
    answered = any(not row.is_unanswered for row in _approaches(subject))
    return answered or any(row.rollcall == subject.about and row.vote for row in subject.rows("commitments"))


def _forecasts(subject: PathSubject) -> list[Dated]:
    """Return the forecasts of this vote that were made ahead of it: a replay with the outcome known is no count."""
    rows = [row for row in subject.rows("forecasts") if subject.about and row.rollcall == subject.about]
    return [("forecasts", row) for row in rows if row.made != "replay"]


def _is_counted(subject: PathSubject) -> bool:
    return bool(_forecasts(subject))


def _of_count(subject: PathSubject) -> Mapping[str, str]:
    """Return what a forecast of this vote says before anybody has counted: of what it is, and that it is made now."""
    return {**_of_vote(subject), "made": "ahead", "made_on": subject.case.as_of.isoformat()}


def _moves(subject: PathSubject) -> Iterator[Dated]:
    """Yield what a count rests on: positions on the issue, answers and promises about the vote."""
    issue = _issue(subject).get("issue", "")
    yield from (("positions", row) for row in subject.rows("positions") if issue and row.issue == issue)
    yield from (("engagements", row) for row in _contacts(subject) if not row.is_unanswered)
    yield from (("commitments", row) for row in subject.rows("commitments") if subject.about and row.rollcall == subject.about)


def _old_count(subject: PathSubject, since: dt.date | None) -> Message | None:
    found = newer(subject, _forecasts(subject), _moves(subject), since)
    return Message(f"path.renew.count-{found[2]}", counted=found[0], newest=found[1]) if found else None


def _old_aim(subject: PathSubject, since: dt.date | None) -> Message | None:
    aims: list[Dated] = [("objectives", row) for row in subject.rows("objectives") if row.rollcall == subject.about]
    bound: list[Dated] = [("obligations", row) for row in subject.case.dossier.bound_by(subject.case.as_of) if hasattr(row, "text")]
    found = newer(subject, aims, bound, since)
    return Message("path.renew.bound", stated=found[0], newest=found[1]) if found else None


def _old_list(subject: PathSubject, since: dt.date | None) -> Message | None:
    """Say that the list of who has no vote is of an earlier session than the vote: the General Assembly's opens in September."""
    row = _row(subject)
    listed = row.not_entitled_on if row else None
    if row is None or listed is None or row.date is None or row.session is None:
        return None
    day = row.date.last
    opened = dt.date(day.year if day.month >= _SESSION_BEGINS else day.year - 1, _SESSION_BEGINS, 1)
    is_old = listed.last < opened and (since is None or since < opened)
    return Message("path.renew.entitled", listed=listed) if is_old else None


def _silent(subject: PathSubject, since: dt.date | None) -> Message | None:
    return unanswered(subject, _approaches(subject), since)


def _first_without_speaker(subject: PathSubject) -> str:
    return next((row.id for row in _approaches(subject) if row.is_unanswered and not (row.by and row.level)), "")


def _has(column: str) -> Callable[[PathSubject], bool]:
    return lambda subject: bool(getattr(_row(subject), column, None))


def _has_list(subject: PathSubject) -> bool:
    return bool(getattr(_row(subject), "not_entitled_on", None) or without_vote(subject.case.dossier, subject.about))


def _is_scored(subject: PathSubject) -> bool:
    rows = [row for _, row in _forecasts(subject)]
    return bool(rows) and all(row.resolved_on for row in rows)


def _day(case: Case, about: str) -> When | None:
    return next((row.date for row in standing(case.dossier.rollcalls) if row.id == about), None)


def _named(case: Case, about: str) -> Spoken | None:
    row = next((row for row in standing(case.dossier.rollcalls) if row.id == about), None)
    return None if row is None else row.title or name_of(row)


def _find(case: Case, text: str) -> str:
    row = case.meant_rollcall(text)
    return row.id if row else ""


def _is_ours(subject: PathSubject) -> bool:
    row = _row(subject)
    return row is not None and bool(wanted_of_vote(subject.case, row).goal)


def _took_place(subject: PathSubject) -> bool:
    row = _row(subject)
    return row is not None and inputs.is_held(subject.case, row)


_COUNT = ("question", "outcome", "probability")
_APPROACH = ("actor", "date", "by", "level", "ask")
PATH = Path(
    situation="vote",
    abouts=votes_near,
    find=_find,
    named=_named,
    day=_day,
    notes=("secret-ballot",),
    steps=(
        Step(
            id="text",
            adds=(
                Entry(id="vote", place="rollcalls", is_there=_has("title"), row=_id),
                Entry(id="vote-day", place="rollcalls", is_there=_has("date"), row=_id),
                rows_of("issues", id="issue"),
                after("issues", Entry(id="vote-issue", place="rollcalls", is_there=_has("issue"), row=_id, given=_only_issue)),
                Entry(id="rule", place="bodies", is_there=lambda s: inputs.body_of(s.case, _row(s)) is not None, optional=True),
            ),
        ),
        Step(
            id="aim",
            adds=(
                Entry(id="goal", place="objectives", is_there=_is_ours, given=_with_issue, columns=("aim", "goal")),
                of_brief("fallback", id="fallback"),
                Entry(
                    id="bound",
                    place="obligations",
                    is_there=lambda s: bool(s.case.dossier.bound_by(s.case.as_of)),
                    optional=True,
                ),
            ),
            questions=("is-the-strategy-sound",),
            renew=_old_aim,
        ),
        Step(
            id="past",
            adds=(
                Entry(id="earlier-votes", place="rollcalls", is_there=lambda s: bool(_earlier(s)), given=_same_text),
                Entry(id="committee", place="rollcalls", is_there=_has_committee, optional=True),
            ),
            questions=("why-did-the-vote-shift", "who-votes-alike", "who-is-missing"),
        ),
        Step(
            id="authors",
            adds=(
                Entry(id="authors", place="rollcalls", is_there=_has("all_sponsors"), row=_id, columns=("sponsors", "authors")),
                Entry(
                    id="positions",
                    place="positions",
                    is_there=lambda s: any(row.issue == _issue(s).get("issue") for row in s.rows("positions")),
                    given=_issue,
                ),
                Entry(
                    id="entitled",
                    place="rollcalls",
                    is_there=_has_list,
                    row=_id,
                    optional=True,
                ),
            ),
            questions=("who-stands-where", "who-would-sign", "who-matters"),
            renew=_old_list,
        ),
        Step(
            id="count",
            adds=(Entry(id="count", place="forecasts", is_there=_is_counted, given=_of_count, own="tally", columns=_COUNT),),
            questions=("do-we-have-the-votes", "who-can-move", "who-would-call-a-vote", "who-has-power"),
            papers=("tally",),
            renew=_old_count,
        ),
        Step(
            id="approach",
            adds=(
                Entry(id="approaches", place="engagements", is_there=lambda s: bool(_approaches(s)), given=_with_issue, columns=_APPROACH),
                Entry(id="speakers", place="engagements", is_there=_has_speakers, row=_first_without_speaker, columns=("by", "level")),
                Entry(id="lines", place="messages", is_there=_has_lines, given=_issue),
            ),
            questions=("whom-to-call-first", "who-can-reach", "who-is-forgotten"),
            papers=("kit", "lines"),
        ),
        Step(
            id="answers",
            adds=(
                Entry(id="answers", place="engagements", is_there=_has_answers, given=_with_issue),
                of_brief("decision", "recommendation", id="decision"),
            ),
            questions=("where-does-the-round-stand", "do-we-have-the-votes", "what-changed", "what-is-due"),
            papers=("note", "tally"),
            renew=_silent,
        ),
        Step(
            id="day",
            adds=(
                Entry(id="result", place="rollcalls", is_there=_took_place, row=_id),
                Entry(id="scores", place="forecasts", is_there=_is_scored, optional=True),
            ),
            questions=("how-good-were-we",),
            papers=("room-sheet", "explanation"),
        ),
    ),
)
