"""Where does our round of démarches stand? What to decide, what they answered, what changed, whom to call, who is silent: at a moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legation import moment
from legation.dossier import Round
from legation.dossier.kind import Code, Reference
from legation.errors import BadValue, WrongUse
from legation.language import Message
from legation.questions.actors.rounds import said
from legation.questions.actors.rounds.log import RoundLog, find_round, log_of
from legation.questions.actors.rounds.tally import Call, Tally, calls, tally_of
from legation.questions.actors.rounds.vote_total import vote_total
from legation.questions.answer import Answer, AnswerTable, Finding
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.columns import ACTOR, EVIDENCE, Columns
from legation.questions.base.quantities import FactsOf
from legation.questions.question import Headline, Option, Progress, Question, silent
from legation.questions.votes.declared import PLACES

__all__ = ["QUESTION", "answer", "moments"]

AREA = "where-does-the-round-stand"
column = Columns(f"{AREA}.column.")
_MOMENT = Code(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?", "YYYY-MM-DDThh:mm | YYYY-MM-DDThh:mm+hh:mm")


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say where a round stands at a moment, and what changed since another."""
    row = find_round(case, options["round"])
    at, since = moments(case, row, options["at"], options["since"])
    log = log_of(case, row, at)
    if not log.approaches and not log.reports:
        return _nobody(row)
    now, before = tally_of(case, log), tally_of(case, log_of(case, row, since))
    to_call = calls(log, now)
    findings = [
        *_decide(case, log, now),
        _count(case, log, now),
        *_vote(case, log),
        *_changed(case, row, now, before, since),
        *_to_call(case, to_call),
        *_contradicted(case, now),
        *_silent_posts(case, log),
        *_silent_capitals(case, log),
        *_claimed(case, now),
    ]
    tables = (
        _count_table(now, before),
        _call_table(case, row, to_call),
        _contradiction_table(case, now),
        _post_table(case, log),
        _approach_table(case, log, now),
    )
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(findings),
        tables=tuple(one for one in tables if one.rows),
        caveats=(Message(f"{AREA}.at", at=said.shown(row, at), since=said.shown(row, since)), QUESTION.limits),
    )


def moments(case: Case, row: Round, at: str | None, since: str | None) -> tuple[dt.datetime, dt.datetime]:
    """Return the instant that is asked about and the one that it is compared with: the day before, where none is given.

    Raises
    ------
    WrongUse
        For a time that the clocks of the round's zone never show, or show twice.
    """
    try:
        end = _instant(at, row) if at else moment.ends(case.as_of, "UTC")
        return end, _instant(since, row) if since else end - dt.timedelta(days=1)
    except BadValue as error:
        raise WrongUse(error.message) from error


def _instant(text: str, row: Round) -> dt.datetime:
    """Return the instant of a text: with its distance from UTC any, else as the clocks of the round's zone show it."""
    is_local = text[-1] != "Z" and text[-6] not in "+-"
    return moment.instant(text, row.zone or "UTC") if is_local else moment.parse(text)


def _nobody(row: Round) -> Answer:
    """Return the answer of a round in which nobody speaks to anybody yet."""
    finding = Finding(id="nobody", message=Message(f"{AREA}.nobody", round=row.title or row.id), confidence="high")
    return Answer(question=AREA, title=QUESTION.title, findings=(finding,), caveats=(QUESTION.limits,))


def _decide(case: Case, log: RoundLog, tally: Tally) -> Iterator[Finding]:
    found = said.decisions(case, log, tally)
    words = Message(f"{AREA}.decide", what=found) if found else Message(f"{AREA}.decide-nothing")
    rows = [row for actor in tally.at("contradicted", "conditional") for row in tally.behind(actor)]
    yield Finding(id="decide", message=words, evidence=_sources(rows), confidence="high")


def _count(case: Case, log: RoundLog, tally: Tally) -> Finding:
    counts = tally.rolled.counts
    values = {name: counts[name] for name in ("yes", "no", "abstain")}
    other = len(tally.members) - sum(values.values())
    facts = FactsOf(log.round.id, log.at.isoformat(timespec="minutes"), "reports")
    quantities = (*facts.counts("members", **values), facts("of", len(tally.members)), facts("other", other))
    message = Message(f"{AREA}.count", of=len(tally.members), other=other, **values)
    rows = [row for actor in tally.at(*values) for row in tally.behind(actor)]
    return Finding(id="count", message=message, evidence=_sources(rows), confidence="high", quantities=quantities)


def _vote(case: Case, log: RoundLog) -> Iterator[Finding]:
    """Yield what is declared on the vote of the round, and what comes of that alone under the rule of its body."""
    total = vote_total(case, log)
    if total is not None:
        declared, *ruled = total.said()
        message = Message(f"{AREA}.vote", declared=declared, ruled=ruled[0], settled=ruled[1]) if ruled else declared
        yield Finding(id="vote", message=message, evidence=total.evidence, confidence="high", quantities=tuple(total.quantities()))


def _changed(case: Case, row: Round, now: Tally, before: Tally, since: dt.datetime) -> Iterator[Finding]:
    changed = said.changes(now, before)
    if not changed:
        yield Finding(id="unchanged", message=Message(f"{AREA}.unchanged", since=said.shown(row, since)), confidence="high")
        return
    moved = tuple(
        Message(f"{AREA}.moved", actor=case.named(actor), before=said.place_word(old), now=said.place_word(new))
        for actor, old, new in changed
    )
    message = Message(f"{AREA}.changed", count=len(changed), since=said.shown(row, since), moved=said.first_few(moved))
    yield Finding(
        id="changed", message=message, evidence=_sources(row for one, *_ in changed for row in now.behind(one)), confidence="high"
    )


def _to_call(case: Case, found: Sequence[Call]) -> Iterator[Finding]:
    if not found:
        yield Finding(id="call-nobody", message=Message(f"{AREA}.call-nobody"), confidence="moderate")
        return
    each = tuple(Message(f"{AREA}.call-one", actor=case.named(one.actor), level=said.level_word(one.level)) for one in found)
    yield Finding(id="call", message=Message(f"{AREA}.call", count=len(found), calls=said.first_few(each)), confidence="moderate")


def _contradicted(case: Case, tally: Tally) -> Iterator[Finding]:
    for actor in tally.at("contradicted")[: said.NAMED]:
        rows = tally.behind(actor)
        message = Message(f"{AREA}.contradicted", actor=case.named(actor), sides=tuple(said.side(case, one) for one in rows))
        yield Finding(id=f"contradicted-{actor}", message=message, evidence=_sources(rows), confidence="high")


def _silent_posts(case: Case, log: RoundLog) -> Iterator[Finding]:
    owed = said.owed(case, log)
    if owed:
        each = tuple(Message(f"{AREA}.post-owes", post=post, count=len(some)) for post, some in owed)
        message = Message(f"{AREA}.silent-posts", count=len(owed), posts=said.first_few(each))
        yield Finding(id="silent-posts", message=message, confidence="high")


def _silent_capitals(case: Case, log: RoundLog) -> Iterator[Finding]:
    actors = said.silent_capitals(log)
    if actors:
        message = Message(f"{AREA}.silent-capitals", count=len(actors), hours=log.round.silent_after, actors=said.names(case, actors))
        yield Finding(id="silent-capitals", message=message, confidence="high")


def _claimed(case: Case, tally: Tally) -> Iterator[Finding]:
    if tally.claims:
        actors = dict.fromkeys(one.actor for one in tally.claims)
        partners = dict.fromkeys(one.partner for one in tally.claims)
        message = Message(f"{AREA}.claimed", count=len(actors), actors=said.names(case, actors), partners=said.names(case, partners))
        yield Finding(id="claimed", message=message, evidence=_sources(tally.claims), confidence="low")


def _count_table(now: Tally, before: Tally) -> AnswerTable:
    rows = tuple(
        (said.place_word(place), now.rolled.counts[place], before.rolled.counts[place])
        for place in PLACES
        if now.rolled.counts[place] or before.rolled.counts[place]
    )
    columns = (*column.text("place"), *column.number("now", "before"))
    return AnswerTable(id="count", title=Message(f"{AREA}.table-count"), columns=columns, rows=rows)


def _call_table(case: Case, row: Round, found: Sequence[Call]) -> AnswerTable:
    rows = tuple(
        (
            case.named(one.actor),
            said.level_word(one.level),
            Message(f"{AREA}.why-{one.why}"),
            said.speaker(case, one.approach) if one.approach else "",
            said.shown(row, one.since) if one.since else "",
        )
        for one in found
    )
    columns = (ACTOR, *column.text("level", "why", "speaker", "since"))
    return AnswerTable(id="calls", title=Message(f"{AREA}.table-calls"), columns=columns, rows=rows)


def _contradiction_table(case: Case, tally: Tally) -> AnswerTable:
    rows = tuple(
        (
            case.named(actor),
            said.answer_word(one.answer),
            said.level_word(one.level),
            said.day_of(one),
            said.teller(case, one),
            one.words or "",
            one.evidence,
        )
        for actor in tally.at("contradicted")
        for one in tally.behind(actor)
    )
    columns = (ACTOR, *column.text("answer", "level"), *column.date("day"), *column.text("teller", "words"), EVIDENCE)
    return AnswerTable(id="contradictions", title=Message(f"{AREA}.table-contradictions"), columns=columns, rows=rows)


def _post_table(case: Case, log: RoundLog) -> AnswerTable:
    rows = tuple((post, len(some), case.names(one.actor for one in some)) for post, some in said.owed(case, log))
    columns = (*column.text("post"), *column.number("count"), *column.actors("capitals"))
    return AnswerTable(id="silent-posts", title=Message(f"{AREA}.table-posts"), columns=columns, rows=rows)


def _approach_table(case: Case, log: RoundLog, tally: Tally) -> AnswerTable:
    rows = tuple(
        (
            case.named(one.actor),
            one.post,
            case.named(one.partner) if one.partner else "",
            said.state_word(one),
            one.progress.version or None,
            said.place_word(tally.rolled.place[one.actor]) if one.actor in tally.rolled.place else "",
        )
        for one in log.approaches
    )
    columns = (ACTOR, *column.text("post", "partner", "state"), *column.number("version"), *column.text("place"))
    return AnswerTable(id="approaches", title=Message(f"{AREA}.table-approaches"), columns=columns, rows=rows)


def _sources(rows: Any) -> tuple[str, ...]:
    return joined_evidence(row.evidence for row in rows)


QUESTION = Question(
    id=AREA,
    purpose="act",
    subject="ahead",
    needs=("rounds", "assignments"),
    options=(Option("round", Reference(("rounds",))), Option("at", _MOMENT), Option("since", _MOMENT)),
    answer=answer,
    heads=(Headline("count", "yes"),),
    follows=("kit", "tally"),
    builds_on=("whom-to-call-first", "do-we-have-the-votes"),
)
