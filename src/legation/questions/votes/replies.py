"""The replies that a dossier's rows hold on a vote, and where each member stands by them: the one reading of who said what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from legation.dossier import Engagement, RollCall, Wording, current_ids, standing
from legation.dossier.tables.labels import named_source
from legation.language import LANGUAGES, say
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.inputs import CODES
from legation.questions.votes.declared import PLACES, Reply, RollUp, roll_up

__all__ = ["ANSWERED", "DECLARED", "DeclaredWord", "Places", "answered_on", "is_reported", "places_on", "reply_of", "words_on"]

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


def places_on(case: Case, ahead: RollCall) -> Places:
    """Return where everybody stands on a vote by the rows known at the case's date; made once for a case."""
    return case.once(("places", ahead), lambda: _places(case, ahead))


def _places(case: Case, ahead: RollCall) -> Places:
    words = words_on(case, ahead)
    members = inputs.member_ids(case, ahead)
    speaking = {word.actor for word in words} & {row.group for row in case.dossier.groups} - set(members)
    groups = {group: case.dossier.members(group, case.as_of) for group in sorted(speaking)}
    everybody = dict.fromkeys((*members, *(word.actor for word in words if word.actor not in groups)))
    own = [word.reply if word.basis in _OWN else replace(word.reply, form="hinted") for word in words if word.basis != "reported"]
    heard = [word.reply for word in words if word.basis not in _OWN]
    rolled = [roll_up(replies, everybody, groups, case.as_of) for replies in (own, heard)]
    return Places(members=members, own=rolled[0], reported=rolled[1], words={word.reply.id: word for word in words})


def words_on(case: Case, ahead: RollCall) -> tuple[DeclaredWord, ...]:
    """Return every word on a roll call, the oldest first: sponsors, promises, answers to our asks in its own mouth or as reported.

    Who put the text forward or joined says yes by it, before all else; whatever it declares of its own vote replaces that. A promise, and
    an answer whose row names no level, may be of any: an ``undecided`` that is not earlier retracts it whoever says it.
    """
    rows = [*(_sponsored(ahead, sponsor) for sponsor in dict.fromkeys(ahead.all_sponsors)), *_promises(case, ahead)]
    rows += _answers(case, _on_vote(case, ahead), {row.group for row in case.dossier.groups} - set(inputs.member_ids(case, ahead)))
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


def answered_on(case: Case, issue: str, since: dt.date) -> tuple[str, ...]:
    """Return who has answered an ask on an issue since a day, and not on a vote: who stands in one of :data:`ANSWERED`.

    What others tell, a partner too, answers for nobody.
    """
    rounds = {row.id for row in standing(case.dossier.rounds) if row.issue == issue and not row.rollcall}
    asks = [row for row in standing(case.dossier.engagements) if not row.rollcall and (row.issue == issue or row.round in rounds)]
    words = [word for word in _answers(case, asks, {row.group for row in case.dossier.groups}) if word.date >= since and word.basis in _OWN]
    actors = dict.fromkeys(word.actor for word in words if word.reply.level != "group")
    place = roll_up([word.reply for word in words if word.actor in actors], actors, cut=case.as_of).place
    return tuple(actor for actor in actors if place[actor] in ANSWERED)


def _on_vote(case: Case, ahead: RollCall) -> list[Engagement]:
    """Return the approaches on a vote: those that name it, and those of its rounds that name none."""
    rounds = {row.id for row in standing(case.dossier.rounds) if row.rollcall == ahead.id}
    return [row for row in standing(case.dossier.engagements) if (row.rollcall == ahead.id if row.rollcall else row.round in rounds)]


def _answers(case: Case, rows: Iterable[Engagement], groups: Collection[str]) -> Iterator[DeclaredWord]:
    """Yield what was answered to approaches; ``groups`` are those that speak for their members.

    A report after the closing of its round is not there before the desk admits it.
    """
    closings = {row.id: row.closed for row in standing(case.dossier.rounds)}
    current = current_ids(case.dossier.engagements)
    admitted = {current.get(one.report, one.report) for one in standing(case.dossier.assignments) if one.event == "admitted"}
    for row in rows:
        closed = closings.get(row.round)
        is_late = closed is not None and row.at is not None and row.at > closed and row.id not in admitted
        if not _is_reply(row) or is_late:
            continue
        reply = reply_of(row, current, is_group=row.actor in groups, table="engagements:")
        code = CODES.index(row.answer) if row.answer in DECLARED else 0
        date = row.at.last if row.at else row.date.last if row.date else dt.date.min
        yield DeclaredWord(date, row.actor, code, _basis(case, row), row.evidence, reply, row.words, row.condition)


def reply_of(row: Engagement, current: Mapping[str, str], *, is_group: bool, table: str = "") -> Reply:
    """Return an answer, as a row of engagements holds it, to be rolled up.

    Parameters
    ----------
    row : Engagement
    current : mapping of str to str
        By the id of a row that was corrected the id of the row that stands in its place.
    is_group : bool
        Whether the actor speaks as a group here; only the desk then stays the desk.
    table : str
        What comes before the ids, so that rows of two tables may bear one.
    """
    return Reply(
        id=f"{table}{row.id}",
        actor=row.actor,
        at=str(row.at) if row.at else (row.date.last if row.date else dt.date.min).isoformat(),
        answer=row.answer or "none",
        level=_level(row, is_group=is_group),
        form=row.form or "said",
        condition=str(row.condition),
        replaces=tuple(f"{table}{current.get(one, one)}" for one in row.replaces),
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
