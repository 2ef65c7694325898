"""The replies that a dossier's rows hold on a vote, and where each member stands by them: the one reading of who said what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from legation import moment
from legation.dossier import Engagement, RollCall, Wording, current_ids, standing
from legation.dossier.tables.labels import named_source
from legation.language import LANGUAGES, say
from legation.questions.actors.rounds.log import report_instant, set_apart
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.inputs import CODES
from legation.questions.votes.declared import PLACES, Reply, RollUp, roll_up

__all__ = [
    "ANSWERED",
    "DECLARED",
    "DeclaredWord",
    "Places",
    "answered_on",
    "answers_in",
    "day_at",
    "is_reported",
    "placed",
    "places_on",
    "reports_at",
    "words_on",
]

DECLARED = CODES[1:]
"""Places that are a vote: what a count of declared votes counts."""
ANSWERED = (*DECLARED, "absent", "conditional", "contradicted", "through_group")
"""Places of members that have answered."""
_OWN = ("sponsor", "promise", "answer")
_OTHER = "other"
"""The level of a row that names none: within it the latest stands."""


@dataclass(frozen=True, slots=True)
class DeclaredWord:
    """What was said of an actor's vote.

    Attributes
    ----------
    date : date
        The last day that it may be of; the earliest of all where no day is known.
    actor : str
    vote : int
        The code of the vote; 0 of any other answer.
    basis : {"sponsor", "promise", "answer", "reported", "partner"}
        ``reported`` of what others tell of it, ``partner`` of what a partner that spoke in our place tells us.
    evidence : tuple of str
    reply : Reply
        As it is rolled up.
    words, condition : Wording
        As it was said, and on what it depends; empty where nothing is written down.
    """

    date: dt.date
    actor: str
    vote: int
    basis: str
    evidence: tuple[str, ...]
    reply: Reply
    words: Wording
    condition: Wording

    @property
    def own(self) -> Reply:
        """The reply as it counts among the actor's own words: what is told of it by somebody else is a hint."""
        return self.reply if self.basis in _OWN else replace(self.reply, form="hinted")

    @property
    def level(self) -> str:
        """Who spoke, of the levels of engagements; empty where the row does not say."""
        return "" if self.reply.level == _OTHER else self.reply.level


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where everybody stands on a vote.

    Its own words, and those of its group, decide where a member stands. Where it has not answered, what others tell of it does, and is
    called reported: a claim of theirs contradicts no declaration. What a partner tells us is declared to nobody of ours: a leaning at most.

    Attributes
    ----------
    members : tuple of str
        Who has a vote.
    own : RollUp
        Of its own words, and of a partner's claims as hints.
    reported : RollUp
        Of what others tell, partners too.
    words : mapping of str to DeclaredWord
        By the id of its reply.
    """

    members: tuple[str, ...]
    own: RollUp
    reported: RollUp
    words: Mapping[str, DeclaredWord]

    def of(self, actor: str) -> str:
        """Return the place of an actor, one of :data:`~legation.questions.votes.declared.PLACES`."""
        return self._rolled(actor).place.get(actor, "not_asked")

    def is_reported(self, actor: str) -> bool:
        """Whether an actor stands where it stands by what others tell."""
        return self._rolled(actor) is self.reported

    def behind(self, actor: str) -> tuple[DeclaredWord, ...]:
        """Return the words that an actor's place rests on, the oldest first: of a contradiction every side."""
        return self.words_in(self._rolled(actor), actor)

    def words_in(self, rolled: RollUp, actor: str) -> tuple[DeclaredWord, ...]:
        """Return the words that an actor's place rests on among its own, or among what is reported, the oldest first."""
        return tuple(sorted((self.words[one] for one in rolled.standing.get(actor, ())), key=_order))

    def at(self, *places: str) -> tuple[str, ...]:
        """Return the members that stand in any of some places, in their order."""
        return tuple(member for member in self.members if self.of(member) in places)

    @property
    def answered(self) -> frozenset[str]:
        """The members that have answered: nobody names them as still to be approached for their answer."""
        return frozenset(self.at(*ANSWERED))

    @property
    def counts(self) -> dict[str, int]:
        """How many members stand in each place, zeros too [members]."""
        found = [self.of(member) for member in self.members]
        return {place: found.count(place) for place in PLACES}

    def _rolled(self, actor: str) -> RollUp:
        """Return what places an actor: its own words where it has answered; else what is told, where that is an answer or all there is."""
        own, heard = (rolled.place.get(actor, "not_asked") for rolled in (self.own, self.reported))
        answers = (*ANSWERED, "undecided")
        counts = own not in answers and (heard in answers or own == "not_asked")
        by_others = any(self.words[one].basis == "reported" for one in self.reported.standing.get(actor, ()))
        return self.reported if counts and by_others else self.own


def places_on(case: Case, ahead: RollCall, at: dt.datetime | None = None) -> Places:
    """Return where everybody stands on a vote at an instant, itself included, or at the end of the case's date; made once for a case."""
    when = at if at is not None else moment.ends(case.as_of, "UTC")
    return case.once(("places", ahead, when), lambda: _places(case, ahead, when))


def day_at(at: dt.datetime) -> dt.date:
    """Return the day of an instant in UTC; of the end of a day, that day.

    >>> day_at(moment.parse("2026-03-02T00:00Z")), day_at(moment.parse("2026-03-02T00:01Z"))
    (datetime.date(2026, 3, 1), datetime.date(2026, 3, 2))
    """
    return (at.astimezone(dt.UTC) - dt.datetime.resolution).date()


def _places(case: Case, ahead: RollCall, at: dt.datetime) -> Places:
    words = words_on(case, ahead, at)
    members = inputs.member_ids(case, ahead)
    speaking = {word.actor for word in words} & {row.group for row in case.dossier.groups} - set(members)
    groups = {group: case.dossier.members(group, day_at(at)) for group in sorted(speaking)}
    everybody = dict.fromkeys((*members, *(word.actor for word in words if word.actor not in groups)))
    return placed(words, members, everybody, groups, at)


def placed(
    words: Sequence[DeclaredWord], members: Sequence[str], everybody: Iterable[str], groups: Mapping[str, Collection[str]], at: dt.datetime
) -> Places:
    """Return where everybody stands at an instant by some words; ``members`` have a vote."""
    there = tuple(everybody)
    own = [word.own for word in words if word.basis != "reported"]
    heard = [word.reply for word in words if word.basis not in _OWN]
    rolled = [roll_up(replies, there, groups, at.isoformat()) for replies in (own, heard)]
    return Places(members=tuple(members), own=rolled[0], reported=rolled[1], words={word.reply.id: word for word in words})


def words_on(case: Case, ahead: RollCall, at: dt.datetime | None = None) -> tuple[DeclaredWord, ...]:
    """Return every word on a roll call until an instant, the oldest first: sponsors, promises, answers in its own mouth or as reported.

    Who put the text forward or joined says yes by it, before all else; whatever it declares of its own vote replaces that. A promise, and
    an answer whose row names no level, may be of any: an ``undecided`` that is not earlier retracts it whoever says it.
    """
    when = at if at is not None else moment.ends(case.as_of, "UTC")
    groups = {row.group for row in case.dossier.groups} - set(inputs.member_ids(case, ahead))
    rounds = {row.id for row in standing(case.dossier.rounds) if row.rollcall == ahead.id}
    approaches = [row for row in reports_at(case, when) if (row.rollcall == ahead.id if row.rollcall else row.round in rounds)]
    rows = [*(_sponsored(ahead, sponsor) for sponsor in dict.fromkeys(ahead.all_sponsors)), *_promises(case, ahead)]
    rows += [word for _, word in answers_in(case, approaches, lambda row: row.actor in groups)]
    of_no_level: dict[str, list[str]] = {}
    for word in rows:
        if word.reply.level == _OTHER:
            of_no_level.setdefault(word.actor, []).append(word.reply.id)
    sponsored = {word.actor: (word.reply.id,) for word in rows if word.basis == "sponsor"}
    found = [_replacing(word, (of_no_level if word.reply.answer == "undecided" else sponsored).get(word.actor, ())) for word in rows]
    return tuple(sorted(found, key=_order))


def _replacing(word: DeclaredWord, others: Iterable[str]) -> DeclaredWord:
    return replace(word, reply=replace(word.reply, replaces=(*word.reply.replaces, *others)))


def _order(word: DeclaredWord) -> tuple[dt.date, str]:
    return word.date, word.reply.id


def _id(table: str, row: str) -> str:
    """Return the id of a reply: rows of two tables may bear one id."""
    return f"{table}:{row}"


def _sponsored(ahead: RollCall, sponsor: str) -> DeclaredWord:
    reply = Reply(_id("rollcalls", sponsor), sponsor, dt.date.min.isoformat(), "yes", _OTHER, "written")
    return DeclaredWord(dt.date.min, sponsor, CODES.index("yes"), "sponsor", ahead.evidence, reply, Wording(), Wording())


def _promises(case: Case, ahead: RollCall) -> Iterator[DeclaredWord]:
    for row in standing(case.dossier.commitments):
        if row.rollcall == ahead.id and row.direction != "given" and row.vote:
            at = row.date.last if row.date else dt.date.min
            form = "written" if row.form == "written" else "said"
            reply = Reply(_id("commitments", row.id), row.actor, at.isoformat(), row.vote, _OTHER, form)
            yield DeclaredWord(at, row.actor, CODES.index(row.vote), "promise", row.evidence, reply, row.promise, Wording())


def answered_on(case: Case, issue: str, since: dt.date = dt.date.min) -> dict[str, str]:
    """Return who has answered an ask on an issue since a day, and not on a vote: who stands in one of :data:`ANSWERED`, and in which.

    What others tell, a partner too, answers for nobody; a group does for its members that gave no answer of their own.
    """
    at = moment.ends(case.as_of, "UTC")
    rounds = {row.id for row in standing(case.dossier.rounds) if row.issue == issue and not row.rollcall}
    asks = [row for row in reports_at(case, at) if not row.rollcall and (row.issue == issue or row.round in rounds)]
    groups = {row.group for row in case.dossier.groups}
    words = [word for _, word in answers_in(case, asks, lambda row: row.actor in groups) if word.date >= since and word.basis in _OWN]
    speaking = {word.actor: case.dossier.members(word.actor, case.as_of) for word in words if word.actor in groups}
    everybody = [*(word.actor for word in words if word.actor not in groups), *(one for inside in speaking.values() for one in inside)]
    place = roll_up([word.reply for word in words], dict.fromkeys(everybody), speaking, at.isoformat()).place
    return {actor: where for actor, where in place.items() if where in ANSWERED}


def reports_at(case: Case, at: dt.datetime) -> tuple[Engagement, ...]:
    """Return the approaches of a dossier that count at an instant, in the order of their rows.

    A row that was corrected later stands until then. A report after the closing of its round, or after it was taken back from who sent it,
    is not there before the desk admits it.
    """
    apart = set_apart(case, at)
    there = ((row, report_instant(row)) for row in case.dossier.engagements)
    return tuple(row for row in standing(row for row, when in there if when is None or when <= at) if row.id not in apart)


def answers_in(case: Case, rows: Iterable[Engagement], is_group: Callable[[Engagement], bool]) -> Iterator[tuple[Engagement, DeclaredWord]]:
    """Yield what was answered to approaches, each with its row; ``is_group`` says whether an actor speaks as a group there."""
    current = current_ids(case.dossier.engagements)
    for row in rows:
        if _is_reply(row):
            code = CODES.index(row.answer) if row.answer in DECLARED else 0
            date = row.at.last if row.at else row.date.last if row.date else dt.date.min
            reply = _reply(row, current, is_group=is_group(row))
            yield row, DeclaredWord(date, row.actor, code, _basis(case, row), row.evidence, reply, row.words, row.condition)


def _reply(row: Engagement, current: Mapping[str, str], *, is_group: bool) -> Reply:
    """Return an answer, as a row of engagements holds it, to be rolled up; of a group, only the desk stays the desk.

    ``current``: by the id of a row that was corrected the id of the row that stands in its place.
    """
    return Reply(
        id=_id("engagements", row.id),
        actor=row.actor,
        at=str(row.at) if row.at else (row.date.last if row.date else dt.date.min).isoformat(),
        answer=row.answer or "none",
        level=_level(row, is_group=is_group),
        form=row.form or "said",
        condition=str(row.condition),
        replaces=tuple(_id("engagements", current.get(one, one)) for one in row.replaces),
        reached=row.reached is not False,
    )


def _is_reply(row: Engagement) -> bool:
    """Whether a row tells of an approach that was made, with or without an answer; a plan does not."""
    return not row.is_unanswered or row.reached is not None or row.at is not None


def _level(row: Engagement, *, is_group: bool) -> str:
    """Return at which level an answer was given: where the actor is a group without a vote of its own, that of the group."""
    if is_group:
        return row.level if row.level == "desk" else "group"
    return row.level if row.level not in ("", "group") else _OTHER


def _basis(case: Case, row: Engagement) -> str:
    """Return whose word an answer is: what a post of ours reports in a round, and what the desk settles, is told to us."""
    if row.partner:
        return "partner"
    return "answer" if row.round or row.level == "desk" or not is_reported(case, row.actor, row.evidence) else "reported"


def is_reported(case: Case, actor: str, evidence: tuple[str, ...]) -> bool:
    """Whether all that is known of an actor's word comes from others: every evidence names its teller, and none of them is the actor.

    A source that is protected is another: nobody may be told that it was the actor.
    """
    sources = case.dossier.rows_by("evidence")
    rows = [row for one in dict.fromkeys(evidence) for row in sources.get(one, ())]
    own = {say(case.named(actor), lang) for lang in LANGUAGES} | {actor}
    tellers = [named_source(row, "origin") for row in rows]
    return bool(tellers) and all(teller and (not isinstance(teller, str) or not any(name in teller for name in own)) for teller in tellers)
