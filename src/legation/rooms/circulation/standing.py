"""Where each that is invited stands at a moment, and who is counted: from the rows alone, in whatever order they come.

An answer is a claim until the coordinator confirms it. **In needs confirmation, out does not.** So of one that is invited:

1. Answers, versions and confirmations after the moment are not there. What is known only to the day counts from its end, in UTC. An answer
   to a version counts once the version is there.
2. After the closing only what is confirmed enters. A withdrawal always enters, and so does any other answer that is no signing where an
   earlier answer is one: it takes its giver out. A claim made in time may be confirmed after the closing.
3. An answer that is no signing ends all signings that are not surely later, confirmed or not, whenever they are confirmed.
4. Of the signings that are left the latest confirmed one stands. A later claim does not displace it: a link that was forwarded takes nobody
   out of the list by the word *signs*; its id stands in :attr:`Standing.claim`, for the coordinator to see.
5. It is counted so long as it holds for the latest version: its own, or one to which it carries.
6. Else a claim in time makes ``claimed``, a confirmed signing ``stale``, the latest other answer its own state; without any it is ``open``
   until the closing, that instant included, and ``silent`` after it. Silence never signs.

**A signature carries** from a version to the next, one by one, where its giver did not object to the next one in time, and

- to an editorial one at once, also when it was given or confirmed after that version was there;
- to one of substance with ``resign`` never;
- to one of substance with ``silence`` at the end of the period of objection, T, where it was counted for the version before when the new
  one was sent: silence binds nobody else, so that a version sent within the period of another silence finds nobody whom it binds. Until T
  it is stale, at T it is carried. With ``breaks`` ``all`` one objection by anybody whom it binds ends it for all; it stays ended when that
  objector signs again.

A reservation or dissociation whose words the next version changed does not carry. An objection at T is in time; a later one changes nothing
(who wants to leave withdraws). An objection to the very version that its giver signed takes that signature back, at any time. An objection
of one that has not signed changes nothing.

Of answers of one giver without an order (one moment, or one of them known to that day only) the one that says least stands: an answer that
is no signing before a signing, of the rest the last in :data:`~legation.methods.signing.circulation.OUTS` or in
:data:`~legation.methods.signing.circulation.SIGNINGS`, then the one for the older version, the earlier end of a clearance, the last id.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from legation import moment
from legation.methods.signing.circulation import OUTS, SIGNINGS
from legation.rooms.circulation.rows import Answer, Response, TextVersion, Version, instant, read

__all__ = ["STATES", "Board", "Standing", "status"]

_NAMED = {
    "sign": "signed",
    "reservation": "reservation",
    "dissociate": "dissociated",
    "sign_if": "sign_if",
    "clearance": "clearance",
    "decline": "declined",
    "withdraw": "withdrawn",
}
STATES = (
    "signed",
    "reservation",
    "dissociated",
    "claimed",
    "stale",
    "sign_if",
    "clearance",
    "clearance_lapsed",
    "declined",
    "withdrawn",
    "open",
    "silent",
)
"""Every state, those that are counted first."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one that is invited stands.

    Attributes
    ----------
    state : str
        One of :data:`STATES`.
    version : str
        Of what is counted the latest version; of ``stale`` the last for which the signature held; else the version answered; empty without
        an answer.
    response : str
        Id of the answer that makes the state; empty without one.
    claim : str
        Id of the latest signing that waits for the coordinator, also one made after the closing; empty where none does.
    carried : str
        Of ``stale``: moment at which silence carries the signature unless its giver objects; empty where it is to be signed again.
    counted : bool
        Whether it is in: its signing is confirmed and holds for the latest version.
    """

    state: str
    version: str = ""
    response: str = ""
    claim: str = ""
    carried: str = ""
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Board(Mapping[str, Standing]):
    """Where each that is invited stands, in the order of the invitations."""

    standings: Mapping[str, Standing]

    @property
    def counted(self) -> tuple[str, ...]:
        """Those that are in, in the order of the invitations."""
        return tuple(actor for actor, place in self.standings.items() if place.counted)

    def __getitem__(self, actor: str) -> Standing:
        return self.standings[actor]

    def __iter__(self) -> Iterator[str]:
        return iter(self.standings)

    def __len__(self) -> int:
        return len(self.standings)


def status(invited: Iterable[str], versions: Iterable[TextVersion], responses: Iterable[Response], at: str, closes: str) -> Board:
    """Return where each that is invited stands at a moment.

    Parameters
    ----------
    invited : iterable of str
        Ids of actors; one named twice is invited once.
    versions, responses : iterable of TextVersion, of Response
        In any order.
    at : str
        A moment, or a day, which is taken whole; what has this very moment is there.
    closes : str
        Moment or day of the closing; an answer at that instant is in time. Empty where none is set.

    Raises
    ------
    BadValue
        For an unknown actor or version, an id twice, no moment, and what else :func:`~legation.rooms.circulation.rows.read` refuses.

    Examples
    --------
    Norway's answer is confirmed, Chad's is not; an editorial version carries the first.

    >>> versions = [TextVersion("1", "2026-05-04T09:00Z"), TextVersion("2", "2026-05-06T09:00Z", "editorial")]
    >>> answers = [Response("a", "no", "2026-05-05T09:00Z", "1", "sign", confirmed="2026-05-05T10:00Z"),
    ...            Response("b", "td", "2026-05-05T09:00Z", "1", "sign")]
    >>> board = status(("td", "no", "pe"), versions, answers, at="2026-05-07", closes="2026-05-10T18:00Z")
    >>> [(actor, standing.state, standing.version) for actor, standing in board.items()], board.counted
    ([('td', 'claimed', '1'), ('no', 'signed', '2'), ('pe', 'open', '')], ('no',))
    """
    ordered, answers = read(invited, versions, responses)
    now, closing = instant("status", "at", at), instant("status", "closes", closes) if closes else None
    circulation = _Circulation(ordered, closing, frozenset())
    for number in range(1, len(ordered)):
        circulation = circulation.with_silence_of(number, answers, now)
    issued = sum(version.at <= now for version in ordered)
    return Board({actor: circulation.place_of(given, now, issued) for actor, given in answers.items()})


class _Reach(NamedTuple):
    """The version for which a signing held last, whether that is the latest, and else the instant at which silence carries it there."""

    version: int
    holds: bool = False
    pending: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class _Circulation:
    """The versions, the closing, and the silences that were broken for all, by the number of their version."""

    versions: tuple[Version, ...]
    closes: dt.datetime | None
    broken: frozenset[int]

    def with_silence_of(self, number: int, answers: Mapping[str, Sequence[Answer]], now: dt.datetime) -> _Circulation:
        """Return the same, knowing whether the silence on a version was broken for all: an objection in time by one whom it binds."""
        version = self.versions[number]
        if not _is_silence(version) or version.given.breaks != "all" or version.at > now:
            return self
        for given in answers.values():
            objected = any(self._objects(answer, number) for answer in self._entered(given, now))
            if objected and self.place_of(given, version.at, number).counted:
                return _Circulation(self.versions, self.closes, self.broken | {number})
        return self

    def place_of(self, given: Sequence[Answer], now: dt.datetime, issued: int) -> Standing:
        """Return where one stands by its answers, at an instant at which the first ``issued`` versions are there."""
        entered = self._entered(given, now)
        outs = [answer for answer in entered if answer.given.kind in OUTS]
        ended = max((answer.at for answer in outs), default=None)
        alive = [answer for answer in given if answer.signs and answer.at <= now and answer.version < issued]
        alive = [answer for answer in alive if ended is None or answer.first > ended]
        stands = _latest([answer for answer in alive if answer.confirmed_by(now)])
        claims = [answer for answer in alive if not answer.confirmed_by(now) and not _is_before(answer, stands)]
        waits, in_time = _latest(claims), _latest([answer for answer in claims if not self._is_late(answer)])
        claim = waits.given.id if waits is not None else ""
        if stands is not None:
            reach = self._reach(stands, entered, now, issued)
            if reach.holds or in_time is None:
                state = _NAMED[stands.given.kind] if reach.holds else "stale"
                carried = moment.written(reach.pending) if reach.pending is not None else ""
                return Standing(state, self._id(reach.version), stands.given.id, claim, carried, counted=reach.holds)
        if in_time is not None:
            return Standing("claimed", self._id(in_time.version), in_time.given.id, claim)
        out = _latest(outs)
        if out is not None:
            return Standing(self._state(out, now), self._id(out.version), out.given.id, claim)
        return Standing("silent" if self.closes is not None and now > self.closes else "open", claim=claim)

    def _entered(self, given: Sequence[Answer], now: dt.datetime) -> list[Answer]:
        """Return the answers that are taken: after the closing what is confirmed, a withdrawal, and what takes its giver out."""
        signed = min((answer.first for answer in given if answer.signs and answer.at <= now), default=None)
        return [
            answer
            for answer in given
            if answer.at <= now
            and (
                not self._is_late(answer)
                or answer.confirmed_by(now)
                or answer.given.kind == "withdraw"
                or (not answer.signs and signed is not None and signed <= answer.at)
            )
        ]

    def _is_late(self, answer: Answer) -> bool:
        return self.closes is not None and answer.at > self.closes

    def _objects(self, answer: Answer, number: int) -> bool:
        """Whether an answer is an objection in time to a version."""
        return answer.given.kind == "object" and answer.version == number and answer.at <= self.versions[number].until

    def _reach(self, signing: Answer, entered: Sequence[Answer], now: dt.datetime, issued: int) -> _Reach:
        """Return for which version a confirmed signing held last by an instant, and whether silence has yet to carry it to the latest."""
        number = signing.version
        objections = [answer for answer in entered if answer.given.kind == "object"]
        if any(answer.version == number and not _is_before(answer, signing) for answer in objections):
            return _Reach(number)
        since = max(signing.at, signing.confirmed or signing.at)  # when it first held for the version before the next
        reached, pending = issued - 1, None
        for following in range(number + 1, issued):
            version = self.versions[following]
            objected = any(self._objects(answer, following) for answer in objections)
            if objected or (signing.given.kind != "sign" and following in signing.touched):
                return _Reach(min(reached, following - 1))
            if _is_silence(version) and following not in self.broken and since <= version.at:
                since = version.until
                if version.until > now:
                    reached, pending = min(reached, following - 1), version.until
            elif version.given.change == "substance":
                return _Reach(min(reached, following - 1))
        return _Reach(reached, holds=pending is None, pending=pending)

    def _state(self, out: Answer, now: dt.datetime) -> str:
        until = out.until or self.closes
        lapsed = out.given.kind == "clearance" and until is not None and now > until
        return "clearance_lapsed" if lapsed else _NAMED[out.given.kind]

    def _id(self, number: int) -> str:
        return self.versions[number].given.id


def _is_silence(version: Version) -> bool:
    return version.given.change == "substance" and version.given.carry == "silence"


def _is_before(answer: Answer, other: Answer | None) -> bool:
    """Whether an answer is surely earlier than another."""
    return other is not None and answer.at < other.first


def _latest(answers: Sequence[Answer]) -> Answer | None:
    """Return the answer after which none surely comes; of several the one that says least."""
    last = max((answer.first for answer in answers), default=None)
    return max((answer for answer in answers if last is not None and answer.at >= last), key=_says_least, default=None)


def _says_least(answer: Answer) -> tuple[int, int, float, str]:
    row, until = answer.given, answer.until
    return (*SIGNINGS, *OUTS).index(row.kind), -answer.version, -until.timestamp() if until else -math.inf, row.id
