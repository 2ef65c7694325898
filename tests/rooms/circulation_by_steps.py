"""A circulation played from its first event to a moment, one event after the other: slow, and written without the code it is held against.

Moments are whole hours. At one hour answers come first, those that are in before those that are out, then confirmations, then the ends of
silences, then versions.
"""

from __future__ import annotations

from dataclasses import dataclass, field

IN = ("sign", "reservation", "dissociate")
OUT = ("clearance", "sign_if", "decline", "withdraw")
SAID = dict(zip(IN + OUT, ("signed", "reservation", "dissociated", "clearance", "sign_if", "declined", "withdrawn"), strict=True))


@dataclass(frozen=True)
class Text:
    id: str
    at: int
    change: str
    carry: str
    until: int
    breaks: str


@dataclass(frozen=True)
class Said:
    id: str
    actor: str
    at: int
    version: int
    kind: str
    confirmed: int | None
    until: int | None
    touched: tuple[int, ...]


@dataclass(eq=False)
class Signature:
    said: Said
    confirmed: bool = False
    reach: int | None = None  # the version for which it holds
    waits: list[int] = field(default_factory=list)  # a silence, and the versions sent since
    stopped: bool = False


@dataclass
class Seat:
    signatures: list[Signature] = field(default_factory=list)
    out: Said | None = None
    objected: dict[int, int] = field(default_factory=dict)  # version -> hour of the latest objection, in time or not
    refused: set[int] = field(default_factory=set)  # versions objected to in time
    bound: set[int] = field(default_factory=set)

    def standing(self, sent: int) -> Signature | None:
        there = [one for one in self.signatures if one.confirmed and one.said.version <= sent]
        return max(there, key=lambda one: rank(one.said), default=None)


def rank(said: Said) -> tuple[int, int, int, str]:
    return said.at, IN.index(said.kind), -said.version, said.id


class Play:
    def __init__(self, invited: list[str], texts: list[Text], said: list[Said], at: int, closes: int) -> None:
        self.texts, self.at, self.closes = texts, at, closes
        self.seats = {actor: Seat() for actor in invited}
        self.sent = -1
        self.broken: set[int] = set()
        events = []
        for one in said:
            if one.at > at or self.kept_out(one, said):
                continue
            order = (
                (0, rank(one)[1:])
                if one.kind in IN
                else (1, (OUT.index(one.kind) if one.kind in OUT else -1, -one.version, _early(one), one.id))
            )
            events.append((one.at, order, self.answer, one))
            if one.kind in IN and one.confirmed is not None and max(one.confirmed, one.at) <= at:
                events.append((max(one.confirmed, one.at), (2, ()), self.confirm, one))
        for n, text in enumerate(texts):
            if text.at <= at:
                events.append((text.at, (4, ()), self.send, n))
            if text.until <= at:
                events.append((text.until, (3, ()), self.end_silence, n))
        for _, _, step, what in sorted(events, key=lambda event: event[:2]):
            step(what)

    def kept_out(self, one: Said, said: list[Said]) -> bool:
        """What comes after the closing and only says something waits for its confirmation."""
        if one.at <= self.closes or one.kind in (*IN, "withdraw") or (one.confirmed is not None and one.confirmed <= self.at):
            return False
        return not any(other.actor == one.actor and other.kind in IN and other.at <= one.at for other in said)

    def answer(self, one: Said) -> None:
        seat = self.seats[one.actor]
        if one.kind in IN:
            seat.signatures.append(Signature(one))
        elif one.kind == "object":
            self.object(seat, one)
        else:
            seat.signatures.clear()
            seat.out = one

    def object(self, seat: Seat, one: Said) -> None:
        n, text = one.version, self.texts[one.version]
        seat.objected[n] = one.at
        for signature in seat.signatures:
            if signature.said.version == n:
                signature.stopped = True
        if one.at > text.until:
            return
        seat.refused.add(n)
        for signature in seat.signatures:
            if signature.said.version < n:
                if n in signature.waits:
                    signature.waits, signature.stopped = signature.waits[: signature.waits.index(n)], True
                elif signature.reach is not None and signature.reach >= n:
                    signature.reach, signature.waits, signature.stopped = n - 1, [], True
        if n in seat.bound and text.breaks == "all":
            self.broken.add(n)

    def confirm(self, one: Said) -> None:
        signature = next((found for found in self.seats[one.actor].signatures if found.said is one), None)
        if signature is None:
            return
        signature.confirmed = True
        if one.version <= self.sent:
            self.begin(signature, one.version)

    def begin(self, signature: Signature, n: int) -> None:
        """A confirmed signing meets a version that is there, and those after it in the past."""
        signature.reach = n
        for following in range(n + 1, self.sent + 1):
            self.meet(signature, following, fresh=False)

    def meet(self, signature: Signature, n: int, *, fresh: bool) -> None:
        text, seat = self.texts[n], self.seats[signature.said.actor]
        words = signature.said.kind != "sign" and n in signature.said.touched
        if signature.stopped or not signature.confirmed or signature.reach is None:
            return
        if fresh and not signature.waits and signature is seat.standing(n - 1) and (text.change, text.carry) == ("substance", "silence"):
            seat.bound.add(n)
            if n in seat.refused and text.breaks == "all":  # objected to before it was there
                self.broken.add(n)
        if n in seat.refused or words:
            signature.stopped = True
        elif text.change == "editorial" and signature.waits:
            signature.waits.append(n)
        elif text.change == "editorial":
            signature.reach = n
        elif text.carry == "silence" and fresh and not signature.waits:
            signature.waits = [n]
        else:
            signature.stopped = True

    def send(self, n: int) -> None:
        self.sent = n
        for seat in self.seats.values():
            for signature in seat.signatures:
                if signature.said.version == n and signature.confirmed:
                    signature.reach = n
                    signature.stopped = seat.objected.get(n, -1) >= signature.said.at
                elif signature.said.version < n:
                    self.meet(signature, n, fresh=True)

    def end_silence(self, n: int) -> None:
        for seat in self.seats.values():
            for signature in seat.signatures:
                if signature.waits[:1] == [n]:
                    if n not in self.broken:
                        signature.reach = signature.waits[-1]
                    else:
                        signature.stopped = True
                    signature.waits = []

    def place(self, actor: str) -> tuple[str, bool, str]:
        seat, last = self.seats[actor], self.sent
        standing = seat.standing(last)
        claims = [one.said for one in seat.signatures if not one.confirmed and one.said.at <= self.closes and one.said.version <= last]
        claims = [one for one in claims if standing is None or one.at >= standing.said.at]
        if standing is not None:
            taken = seat.objected.get(standing.said.version, -1) >= standing.said.at
            if standing.reach == last and not taken and not (standing.stopped and standing.said.version == last):
                return SAID[standing.said.kind], True, self.texts[last].id
            if not claims:
                return "stale", False, self.texts[standing.said.version if taken else standing.reach].id
        if claims:
            return "claimed", False, self.texts[max(claims, key=rank).version].id
        if seat.out is not None:
            until = self.closes if seat.out.until is None else seat.out.until
            lapsed = seat.out.kind == "clearance" and self.at > until
            return "clearance_lapsed" if lapsed else SAID[seat.out.kind], False, self.texts[seat.out.version].id
        return "silent" if self.at > self.closes else "open", False, ""


def _early(one: Said) -> int:
    return -one.until if one.until is not None else -10_000
