"""What actors were already asked on a matter, by whom, when and with which answer; who is not proposed again, and why; what we owe.

An approach is a row of ``engagements`` that is dated by the day of knowing, or bears no date, and whose channel is not ``other``: such a
row may be a word in public rather than one to us. It bears on a vote where it names that vote; where it names none, its issue, or none.
What an actor answered follows from its words as :func:`~legation.questions.votes.declared.roll_up` has them: of each level the latest that
stands, and every side where levels differ.

An actor that said no in writing (a note or a letter), or was approached within :data:`RECENT` days, is not proposed again. Nor is, on an
issue, whoever has answered us about it, or about a vote on it that lies ahead: a sponsor or a word in public has answered nobody. What we
owe are our open or broken promises to the actor: they stand beside what a call could bring, and enter no number.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation import moment
from legation.dossier import Commitment, Engagement, RollCall, When, standing
from legation.dossier.tables.labels import choice_word, named_source
from legation.language import Message
from legation.questions.actors.contacts import is_planned
from legation.questions.answer import AnswerTable, Finding
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.columns import ACTOR, Columns
from legation.questions.base.inputs import is_held
from legation.questions.votes.replies import answered_on, answers_in, placed, places_on, reports_at
from legation.questions.votes.sides import place_word

__all__ = ["RECENT", "WRITTEN", "Approach", "Approaches", "approaches", "open_promises", "promised_words"]

AREA = "calls"
column = Columns(f"{AREA}.col-")
RECENT = 7
"""Days after an approach in which the same actor is not proposed again [days]."""
WRITTEN = ("note", "letter")
"""Channels of engagements in which an answer stands in writing."""
NAMED = 5
_UNANSWERED = ("asked", "not_reached", "not_asked")
"""Places of actors that gave no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approach:
    """What one actor was asked on a matter.

    Attributes
    ----------
    last : Engagement or None
        The latest approach; None where only a promise is on record.
    word : tuple of Engagement
        The rows on which its answer rests: of several, where they differ, every one.
    owed : tuple of Commitment
        Our promises to it, open or broken.
    refused : Engagement or None
        The written no that stands.
    is_recent : bool
        Approached within :data:`RECENT` days.
    """

    last: Engagement | None
    word: tuple[Engagement, ...]
    owed: tuple[Commitment, ...]
    refused: Engagement | None
    is_recent: bool

    @property
    def is_barred(self) -> bool:
        """Whether it is not proposed again."""
        return self.refused is not None or self.is_recent

    @property
    def evidence(self) -> tuple[str, ...]:
        """Of what was asked, answered and promised."""
        rows: list[Engagement | Commitment] = [*([self.last] if self.last else []), *self.word, *self.owed]
        return joined_evidence(row.evidence for row in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Approaches:
    """The approaches on one matter, by actor.

    Attributes
    ----------
    answered : mapping of str to str
        Who is not proposed again because it has answered, and its place; of a vote nobody: its own list leaves them out.
    """

    case: Case
    found: Mapping[str, Approach]
    answered: Mapping[str, str]

    def is_barred(self, actor: str) -> bool:
        """Whether an actor is not proposed again."""
        return actor in self.answered or (actor in self.found and self.found[actor].is_barred)

    def refused(self, actors: Iterable[str]) -> tuple[str, ...]:
        """Return who of some actors said no in writing, in their order."""
        return tuple(actor for actor in actors if actor in self.found and self.found[actor].refused is not None)

    def beside(self, table: AnswerTable, actors: Sequence[str]) -> AnswerTable:
        """Return a table with what its actors were asked and what we owe them; without the columns that none of them fills.

        ``actors`` are those of the rows, in their order.
        """
        cells = [self._cells(actor) for actor in actors]
        filled = [at for at in range(len(_COLUMNS)) if any(row[at] not in (None, "", ()) for row in cells)]
        return dataclasses.replace(
            table,
            columns=(*table.columns, *(_COLUMNS[at] for at in filled)),
            rows=tuple((*row, *(more[at] for at in filled)) for row, more in zip(table.rows, cells, strict=True)),
        )

    def clauses_of(self, actor: str) -> tuple[tuple[Message, tuple[str, ...]], ...]:
        """Return what an actor was asked, what we owe it and why it is not proposed again, a sentence each with its evidence."""
        known = self.found.get(actor)
        if known is None:
            return ()
        clauses = [(clause, known.evidence) for clause in self._clauses(actor)]
        return (
            *clauses,
            *([(Message(f"{AREA}.not-again", count=1, reasons=self._barred(actor)), known.evidence)] if known.is_barred else []),
        )

    def owed_to(self, actor: str) -> tuple[Message, ...]:
        """Return our promises to an actor that are open or broken, a sentence each."""
        return self._owed(self.found[actor]) if actor in self.found else ()

    def why_not_again(self, actor: str) -> Message | None:
        """Return why an actor is not proposed again; None where it may be."""
        return self._reason(actor) if self.is_barred(actor) else None

    def said_of(self, actor: str, message: Message) -> Message:
        """Return a sentence that proposes an actor first, with what it was asked already and what we owe it."""
        for clause in self._clauses(actor):
            message = Message(f"{AREA}.with", **{**message.values, "told": message, "clause": clause})
        return message

    def _clauses(self, actor: str) -> Iterator[Message]:
        known = self.found.get(actor)
        if known and known.last:
            yield Message(f"{AREA}.asked", actor=self.case.named(actor), how=self._how(known.last), answer=self._answer(known))
        if known and known.owed:
            yield Message(f"{AREA}.owed", actor=self.case.named(actor), promises=self._owed(known))

    def _barred(self, actor: str) -> Message:
        return Message(f"{AREA}.barred", actor=self.case.named(actor), reason=self._reason(actor))

    def not_again(self, actors: Iterable[str]) -> tuple[tuple[Finding, ...], tuple[AnswerTable, ...]]:
        """Return the sentence and the table of who is not proposed again, with the reason; neither where nobody is."""
        barred = [actor for actor in dict.fromkeys(actors) if self.is_barred(actor)]
        if not barred:
            return (), ()
        reasons = tuple(self._barred(actor) for actor in barred)
        shown = reasons[:NAMED]
        more = (Message("who-matters.more", count=len(barred) - NAMED),) if len(barred) > NAMED else ()
        evidence = joined_evidence(self.found[actor].evidence for actor in barred if actor in self.found)
        message = Message(f"{AREA}.not-again", count=len(barred), reasons=(*shown, *more))
        bare = AnswerTable(
            id="not-again",
            title=Message(f"{AREA}.not-again-table"),
            columns=(ACTOR, *column.text("reason")),
            rows=tuple((self.case.named(actor), self._reason(actor)) for actor in barred),
        )
        finding = Finding(id="not-again", message=message, evidence=evidence, confidence="high")
        return (finding,), (self.beside(bare, barred),)

    def _reason(self, actor: str) -> Message:
        known = self.found.get(actor)
        if known is None or not known.is_barred:
            return Message(f"{AREA}.reason-answered", place=place_word(self.answered[actor]))
        if known.refused is not None:
            form = "reason-refused" if _open_source(self.case, known.refused) else "reason-refused-protected"
            return Message(f"{AREA}.{form}", how=self._how(known.refused))
        day = known.last.date if known.last and known.last.date else When(self.case.as_of.isoformat())
        days = (self.case.as_of - day.last).days
        form = "reason-recent" if days else "reason-today"
        return Message(f"{AREA}.{form}", how=self._how(known.last), days=days, answer=self._answer(known))

    def _cells(self, actor: str) -> tuple[Any, ...]:
        known = self.found.get(actor)
        if known is None:
            return (None,) * len(_COLUMNS)
        last = known.last
        is_open = last is not None and _open_source(self.case, last)
        return (
            last.date if last else None,
            (last.by or "" if is_open else Message("dossier.source-protected")) if last else None,
            choice_word("engagements", "channel", last.channel) if last and is_open and last.channel else None,
            last.ask if last and last.ask else None,
            self._answer(known) if last else None,
            self._owed(known),
        )

    def _how(self, row: Engagement | None) -> Message:
        """Say when, by whom and by which channel."""
        if row is None or not _open_source(self.case, row):
            return Message(f"{AREA}.how-protected", date=self._date(row))
        by = Message(f"{AREA}.by", by=row.by) if row.by else Message(f"{AREA}.by-unknown")
        if not row.channel:
            return Message(f"{AREA}.how", date=self._date(row), by=by)
        return Message(f"{AREA}.how-channel", date=self._date(row), by=by, channel=choice_word("engagements", "channel", row.channel))

    def _date(self, row: Engagement | None) -> When | Message:
        return row.date if row is not None and row.date else Message(f"{AREA}.date-unknown")

    def _answer(self, known: Approach) -> Message | str:
        """Say the latest answer, with its day where it is older than the latest approach; several where they were given on one day."""
        if not known.word:
            none = known.last is not None and known.last.answer == "none"
            return choice_word("engagements", "answer", "none") if none else Message(f"{AREA}.answer-unknown")
        words = tuple(choice_word("engagements", "answer", answer) for answer in dict.fromkeys(row.answer for row in known.word))
        said = Message("answer.value", value=words[0]) if len(words) == 1 else Message(f"{AREA}.answers-differ", answers=words)
        older = known.last is not None and all(_day(row) < _day(known.last) for row in known.word)
        return Message(f"{AREA}.answer-of", answer=said, date=self._date(known.word[0])) if older else said

    def _owed(self, known: Approach) -> tuple[Message, ...]:
        return tuple(promised_words(self.case, row) for row in known.owed)


def approaches(case: Case, *, issue: str = "", vote: RollCall | None = None, goal: str = "") -> Approaches:
    """Return what every actor was asked on a vote, or on an issue, and what we owe it.

    Parameters
    ----------
    case : Case
    issue : str
        The issue; of a vote, its own.
    vote : RollCall or None
    goal : {"adopt", "defeat", ""}
        What we want of the vote: an answer that names it is the vote announced, so that a yes is a no to who wants it defeated.
    """
    about = vote.issue if vote is not None else issue
    on_issue = {row.id for row in case.dossier.rollcalls if issue and row.issue == issue} if vote is None else {vote.id}
    visible = frozenset(row.id for row in case.dossier.evidence)

    def bears(row: Engagement) -> bool:
        named = row.rollcall in on_issue if row.rollcall else not row.issue or row.issue == about
        ahead = bool(row.ask) and is_planned(row, case.as_of)  # to be asked today: nobody has been
        happened = row.date is None or (row.date.by(case.as_of) and not ahead)
        return named and happened and row.channel != "other" and _is_known(row, visible)

    at = moment.ends(case.as_of, "UTC")
    rows = [row for row in reports_at(case, at) if bears(row)]
    talks: dict[str, list[Engagement]] = {}
    for row in rows:
        talks.setdefault(row.actor, []).append(row)
    words = _words(case, rows, at)
    owed: dict[str, list[Commitment]] = {}
    for promise in open_promises(case):
        if promise.direction == "given":
            owed.setdefault(promise.actor, []).append(promise)
    about_vote = vote.id if vote is not None else ""
    found = {
        actor: _approach(
            case,
            talks.get(actor, ()),
            words.get(actor, ()),
            sorted(owed.get(actor, ()), key=lambda row: row.rollcall != about_vote),
            goal,
        )
        for actor in dict.fromkeys((*talks, *owed))
    }
    return Approaches(case=case, found=found, answered=_answered(case, issue) if vote is None and issue else {})


def _words(case: Case, rows: Sequence[Engagement], at: dt.datetime) -> dict[str, tuple[Engagement, ...]]:
    """Return by actor the rows on which its answer rests, as its words are rolled up; nothing of one that has only been asked."""
    of_reply = {word.reply.id: (row, word) for row, word in answers_in(case, rows, lambda _: False)}
    actors = tuple(dict.fromkeys(row.actor for row in rows))
    places = placed([word for _, word in of_reply.values()], actors, actors, {}, at)
    return {
        actor: tuple(of_reply[word.reply.id][0] for word in places.behind(actor)) for actor in actors if places.of(actor) not in _UNANSWERED
    }


def _answered(case: Case, issue: str) -> dict[str, str]:
    """Return who has answered us on an issue, or on a vote on it that lies ahead, and where it stands; a word in public is none to us."""
    ahead = [row for row in standing(case.dossier.rollcalls) if row.issue == issue and not is_held(case, row)]
    at = moment.ends(case.as_of, "UTC")
    to_us = {row.actor for row in reports_at(case, at) if row.channel != "other" and row.answer}
    to_us |= {row.actor for row in standing(case.dossier.commitments) if row.direction == "received"}
    to_us |= {member for group in to_us for member in case.dossier.members(group, case.as_of)}
    found = answered_on(case, issue)
    for places in (places_on(case, row) for row in ahead):
        found |= {actor: places.of(actor) for actor in places.members if actor in places.answered}
    return {actor: place for actor, place in found.items() if actor in to_us}


def open_promises(case: Case) -> tuple[Commitment, ...]:
    """Return the promises made by the day of knowing, given and received, that are open or broken, and of which the reader may know."""
    visible = frozenset(row.id for row in case.dossier.evidence)
    return tuple(
        row
        for row in standing(case.dossier.commitments)
        if row.kept != "kept" and (row.date is None or row.date.by(case.as_of)) and _is_known(row, visible)
    )


def _approach(case: Case, rows: Sequence[Engagement], word: tuple[Engagement, ...], owed: Sequence[Commitment], goal: str) -> Approach:
    dated = sorted(rows, key=_day)
    last = dated[-1] if dated else None
    refused = next((row for row in word if row.channel in WRITTEN and _refuses(row, goal)), None)
    recent = last is not None and last.date is not None and (case.as_of - last.date.last).days <= RECENT
    return Approach(last=last, word=word, owed=tuple(owed), refused=refused, is_recent=recent)


def _refuses(row: Engagement, goal: str) -> bool:
    """Whether an answer is against us: to an ask, no; of an answer that names a vote, the vote that we do not want."""
    return row.answer == ("yes" if row.rollcall and goal == "defeat" else "no")


def _day(row: Engagement) -> dt.date:
    return row.date.last if row.date else dt.date.min


def _is_known(row: Engagement | Commitment, visible: frozenset[str]) -> bool:
    """Whether the reader may see something of what a row rests on; what rests on nothing stands on the row itself."""
    return not row.evidence or not visible.isdisjoint(row.evidence)


def _open_source(case: Case, row: Engagement) -> bool:
    """Whether the reader may be told who spoke to the actor and how: none of its sources is protected."""
    sources = [named_source(one) for one in case.dossier.evidence if one.id in row.evidence]
    return not any(isinstance(name, Message) for name in sources)


def promised_words(case: Case, row: Commitment) -> Message:
    """Return what was promised, and until when, or that it was broken."""
    vote = next((one for one in case.dossier.rollcalls if one.id == row.rollcall), None)
    what: Any = row.promise or row.id
    if not row.promise and row.vote:
        named = (vote.symbol or vote.title) if vote else "—"
        what = Message(f"{AREA}.our-vote", vote=Message(f"vote.{row.vote}"), rollcall=named)
    if row.kept == "broken":
        return Message(f"{AREA}.promise-broken", promise=what)
    return Message(f"{AREA}.promise-due", promise=what, due=row.due) if row.due else Message("answer.value", value=what)


_COLUMNS = (*column.date("asked_on"), *column.text("asked_by", "asked_through", "asked_for", "answered", "owed"))
