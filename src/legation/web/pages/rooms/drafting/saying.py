"""What a delegation sends by a form becomes an entry of the room: who speaks, for whom, on which words as they were shown."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from legation.rooms.drafting import anchor, print_of
from legation.rooms.state import RoomState, as_seen
from legation.web.pages.rooms.drafting.text import TextOf

__all__ = ["ALLOWED", "NEW_WORDS", "OPERATIONS", "STANCES", "WHOLE", "Moved", "Sent", "Speaker", "drafted", "id_of", "span", "speaker_of"]

OPERATIONS = ("replace", "insert", "delete", "alt", "bis", "move", "split", "merge")
NEW_WORDS = frozenset({"replace", "insert", "alt", "bis"})
WHOLE = frozenset({"alt", "bis", "move", "merge"})
"""Operations on a paragraph, and not on words of it."""
STANCES = ("support", "can_live_with", "flexible", "reserve", "oppose", "no_instructions")
SPEAKERS = frozenset({"chair", "delegate", "observer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who sits in a seat of a room where a text is negotiated.

    Attributes
    ----------
    actor, group : str
        Its delegation, and the group that it may speak for as well.
    role : str
    equal : bool
        Whether observers negotiate as delegations do.
    """

    seat: str
    actor: str
    group: str
    role: str
    phase: str
    equal: bool = False

    @property
    def may_speak(self) -> bool:
        """Whether this seat may write anything now."""
        return self.role in SPEAKERS and (self.phase == "open" or (self.role == "chair" and self.phase == "paused"))

    @property
    def may_break(self) -> bool:
        """Whether this seat may break a silence now: its deadline runs on while the room pauses."""
        return self.is_delegation and self.phase in ("open", "paused")

    @property
    def is_delegation(self) -> bool:
        """Whether it negotiates, and does not only offer wording."""
        return self.role == "delegate" or (self.equal and self.role == "observer")


def speaker_of(state: RoomState, here: str) -> Speaker:
    """Return who sits in a seat."""
    seat = state.seats[here]
    return Speaker(
        seat=here,
        actor=seat.organisation or here,
        group=seat.group or "",
        role=seat.role,
        phase=state.phase,
        equal=bool(state.settings.get("equal")),
    )


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form said: one value of each name, and all of those that may be ticked several times."""

    values: Mapping[str, str]
    several: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, form: QueryDict) -> Sent:
        """Return a form without signs that nobody sees."""
        return cls(
            {name: as_seen(str(text)) for name, text in form.items()},
            {name: [as_seen(str(one)) for one in form.getlist(name)] for name in ("units", "to", "targets")},
        )

    def line(self, name: str) -> str:
        """Return a text on one line."""
        return " ".join(self.values.get(name, "").split())

    def number(self, name: str) -> int:
        """Return a number; -1 where there is none."""
        text = self.values.get(name, "").strip()
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else -1


class Moved(Exception):
    """The words that somebody means are not those that they read."""


@dataclass(frozen=True, slots=True)
class _Form:
    sent: Sent
    speaker: Speaker
    text: TextOf
    name: str

    def on_behalf(self) -> dict[str, str]:
        return {"actor": self.speaker.group} if self.speaker.group and self.sent.values.get("as") == "group" else {}


ALLOWED = frozenset(
    {
        "proposed",
        "stood",
        "reserved",
        "broken",
        "referred",
        "confirmed",
        "received",
        "shown",
        "withdrawn",
        "confided",
        "released",
        "taken",
        "reopened",
        "joined",
        "erased",
    }
)
"""What a browser may write for a seat; the rules of the room say for which role."""


def drafted(sent: Sent, speaker: Speaker, text: TextOf, key: str) -> tuple[str, dict[str, Any]]:
    """Return the kind of an entry and what it says; without a kind where the form is none.

    Raises
    ------
    Moved
        Where a form without a script means words that stand otherwise by now.
    """
    kind = sent.values.get("kind", "")
    made = _FORMS.get(kind)
    if made is None:
        return "", {}
    return kind, made(_Form(sent, speaker, text, id_of(speaker.seat, key)))


def id_of(seat: str, key: str) -> str:
    """Return what is called so that a seat sends under a key: the same whenever it sends it again, and without words.

    Examples
    --------
    >>> id_of("3f09ab", "77")
    'a52b1ea0b6f0'
    """
    return hashlib.sha256(f"{seat}:{key}".encode()).hexdigest()[:12]


def span(sent: Sent, operation: str) -> tuple[int, int]:
    """Return from which word up to which one a proposal goes: of the words that a form names, counted from one."""
    first, last = sent.number("first"), sent.number("last")
    if operation in WHOLE:
        return 0, 0
    if operation == "insert":
        at = max(last, 0)
        return at, at
    if operation == "split":
        return first - 1, first - 1
    return first - 1, max(last, first)


def _proposed(form: _Form) -> dict[str, Any]:
    sent, operation = form.sent, form.sent.values.get("operation", "")
    start, end = span(sent, operation)
    data: dict[str, Any] = {"id": form.name, "operation": operation, "unit": sent.values.get("unit", "")}
    if operation not in WHOLE:
        data |= {"start": start, "end": end}
    data["seen"] = _seen(form, operation, start, end)
    if operation in NEW_WORDS:
        data["text"] = sent.line("text")
    if operation == "move":
        data["target"] = sent.values.get("target", "")
    more = {name: sent.line(name) for name in ("label", "reason")}
    data |= {name: value for name, value in more.items() if value}
    if form.on_behalf():
        data["proposers"] = [form.speaker.group]
    return data if form.speaker.is_delegation else data | {"offered": True}


def _seen(form: _Form, operation: str, start: int, end: int) -> str:
    """Return the print of the words as they were shown: a script sends them, a form the print of the paragraph that it showed."""
    if "was" in form.sent.values:
        return print_of((form.sent.values["was"],))
    row = form.text.row(form.sent.values.get("unit", ""))
    if row is None:
        return ""
    words = tuple(row["words"])
    if form.sent.values.get("print", "") not in ("", print_of(words)):
        raise Moved
    return anchor(words, operation, start, end)


def _stood(form: _Form) -> dict[str, Any]:
    values = form.sent.values
    data: dict[str, Any] = {"target": values.get("target", ""), "stance": values.get("stance", ""), "public": "chair" not in values}
    if values.get("conditional_on"):
        data["conditional_on"] = values["conditional_on"]
    return data | form.on_behalf()


def _reserved(form: _Form) -> dict[str, Any]:
    return {"unit": form.sent.values.get("unit", ""), "text": form.sent.line("text")} | form.on_behalf()


def _broken(form: _Form) -> dict[str, Any]:
    units = list(form.sent.several.get("units", ()))
    data: dict[str, Any] = {"id": form.sent.values.get("id", ""), "reason": form.sent.line("reason")}
    return data | ({"units": units} if units else {}) | form.on_behalf()


def _unit(form: _Form) -> dict[str, Any]:
    return {"unit": form.sent.values.get("unit", "")}


def _reopened(form: _Form) -> dict[str, Any]:
    return _unit(form) | {"reason": form.sent.line("reason")}


def _received(form: _Form) -> dict[str, Any]:
    return {"what": form.sent.values.get("what", "")}


def _shown(form: _Form) -> dict[str, Any]:
    several = {name: list(form.sent.several.get(name, ())) for name in ("to", "targets")}
    data: dict[str, Any] = {"id": form.name, "title": form.sent.line("title"), "text": form.sent.line("text"), "to": several["to"]}
    return data | ({"targets": several["targets"]} if several["targets"] else {})


def _confided(form: _Form) -> dict[str, Any]:
    target = form.sent.values.get("target", "")
    return {"id": form.name, "text": form.sent.line("text")} | ({"target": target} if target else {})


def _named(form: _Form) -> dict[str, Any]:
    return {"id": form.sent.values.get("id", "")}


def _taken(form: _Form) -> dict[str, Any]:
    """Return what takes over an offer: as it was made, or where its words stand now."""
    data = _named(form)
    offer = next((one for one in form.text.seen.get("offers", ()) if one["id"] == data["id"]), None)
    if offer is None or "was" not in form.sent.values:
        return data
    start, end = span(form.sent, str(offer["operation"]))
    return data | {"start": start, "end": end, "seen": print_of((form.sent.values["was"],))}


def _erased(form: _Form) -> dict[str, Any]:
    return {"seat": form.speaker.seat}


_FORMS: Mapping[str, Callable[[_Form], dict[str, Any]]] = {
    "proposed": _proposed,
    "stood": _stood,
    "reserved": _reserved,
    "broken": _broken,
    "referred": _unit,
    "confirmed": _unit,
    "reopened": _reopened,
    "received": _received,
    "shown": _shown,
    "withdrawn": _named,
    "confided": _confided,
    "released": _named,
    "taken": _taken,
    "erased": _erased,
}
"""Kind of entry: what a form says of it."""
