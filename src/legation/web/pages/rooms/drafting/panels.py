"""What stands beside the text for a seat: what waits for its delegation, silences, what was shown to it, what it told the chair."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from legation import moment
from legation.errors import BadValue
from legation.language import Message
from legation.web.pages.rooms.drafting.outcome import outcome_of
from legation.web.pages.rooms.drafting.saying import Speaker
from legation.web.pages.rooms.drafting.silences import zones_of
from legation.web.pages.rooms.drafting.text import TextOf

__all__ = ["Panels", "panels"]

NAMED = 12
"""Paragraphs and actors that are named in a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A paragraph or a bracket, as it is spoken of, and its paragraph."""

    id: str
    unit: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceView:
    """A silence procedure that runs, or has ended.

    Attributes
    ----------
    until : tuple of Message
        The end in the time zone of the room, in that which the chair chose, and in UTC.
    broken : list of (str, str, str)
        By whom, on which paragraphs, why.
    outcome : list of Message
        What came of it.
    """

    id: str
    units: list[Link]
    level: str
    until: tuple[Message, ...]
    at: str
    broken: list[tuple[Message, str]]
    is_over: bool
    is_received: bool
    outcome: list[Message] = field(default_factory=list)

    @property
    def labels(self) -> str:
        """The numbers of its paragraphs in a row."""
        return ", ".join(one.label for one in self.units)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperView:
    """A text of a caucus, or words in confidence.

    Attributes
    ----------
    to : str
        Those to whom it is shown.
    is_own : bool
    """

    id: str
    title: str
    text: str
    by: str
    to: str
    targets: list[Link]
    is_own: bool
    is_released: bool = False
    is_received: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """Wording that an observer offers, which stands in the text once a delegation takes it over."""

    id: str
    by: str
    unit: Link
    operation: Message
    words: str
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Panels:
    """What stands beside the text."""

    again: list[Link] = field(default_factory=list)
    waiting: list[Link] = field(default_factory=list)
    silences: list[SilenceView] = field(default_factory=list)
    over: list[SilenceView] = field(default_factory=list)
    offers: list[OfferView] = field(default_factory=list)
    shown: list[PaperView] = field(default_factory=list)
    secrets: list[PaperView] = field(default_factory=list)
    released: list[PaperView] = field(default_factory=list)
    packages: list[tuple[str, list[Link]]] = field(default_factory=list)
    version: Message | None = None
    version_number: str = ""
    is_received: bool = False
    others: list[tuple[str, str]] = field(default_factory=list)


def panels(text: TextOf, speaker: Speaker, zone: str, *, accepts: bool) -> Panels:
    """Return what stands beside the text for whoever sits in a seat; ``accepts``: whether silence is acceptance."""
    seen, me = text.seen, text.me
    received = seen.get("received") or {}
    got = {str(one) for one in received} if speaker.role != "chair" else set()
    silences = [_silence(text, one, zone, got, accepts=accepts) for one in seen.get("silences", ())]
    versions = seen.get("versions", ())
    last: Mapping[str, Any] | None = versions[-1] if versions else None
    confided = [_paper(text, one, me, got) for one in seen.get("confided", ())]
    return Panels(
        again=[_link(text, one["id"]) for one in text.own.values() if one.get("again") and text.unit_of(one["id"])],
        waiting=[_link(text, one["id"]) for one in text.units if me and me in (one.get("pending") or ())],
        silences=[one for one in silences if not one.is_over],
        over=[one for one in silences if one.is_over],
        offers=[_offer(text, one, me) for one in seen.get("offers", ())],
        shown=[_paper(text, one, me, got) for one in seen.get("shown", ())],
        secrets=[one for one in confided if one.is_own and not one.is_released],
        released=[one for one in confided if one.is_released],
        packages=[(str(one["id"]), [_link(text, target) for target in one["targets"]]) for one in seen.get("packages", ())],
        version=_version(last) if last is not None else None,
        version_number=str(last["number"]) if last is not None else "",
        is_received=last is not None and str(last["number"]) in got,
        others=[(one["id"], text.name(one["id"])) for one in seen.get("members", ()) if one["id"] != me],
    )


def _version(one: Mapping[str, Any]) -> Message:
    return Message("page-delegate.version", number=one["number"], kind=Message(f"page-delegate.kind.{one['kind']}"))


def _link(text: TextOf, target: str) -> Link:
    return Link(id=target, unit=text.unit_of(target), label=text.label(target))


def _broken(by: str, labels: Sequence[str]) -> Message:
    """Return who broke a silence on which paragraphs; who is not named is left out."""
    on = Message("page-delegate.broken-on", labels=_row(labels), count=len(labels))
    return Message("page-delegate.broken-by", name=by, labels=_row(labels), count=len(labels)) if by else on


def _silence(text: TextOf, one: Mapping[str, Any], zone: str, got: set[str], *, accepts: bool) -> SilenceView:
    where = str(one.get("zone") or zone or "UTC")
    ends = _ends(one, where)
    broken: dict[tuple[str, str], list[str]] = {}
    for each in one.get("broken", ()):
        units = each.get("units") or one["units"]
        broken.setdefault((text.name(each.get("by")), str(each.get("reason") or "")), []).extend(text.label(unit) for unit in units)
    return SilenceView(
        id=one["id"],
        units=[_link(text, unit) for unit in one["units"]],
        level=one["level"],
        until=zones_of(str(one["deadline"]), str(one.get("zone") or ""), zone, is_day=bool(one.get("day"))) if ends else (),
        at=moment.written(ends) if ends else "",
        broken=[(_broken(by, labels), reason) for (by, reason), labels in broken.items()],
        is_over=bool(one.get("ended")),
        is_received=str(one["id"]) in got,
        outcome=outcome_of(text, one, accepts=accepts),
    )


def _ends(one: Mapping[str, Any], where: str) -> dt.datetime | None:
    """Return the last minute in which silence may be broken: of a whole day its last one, else the instant."""
    deadline = str(one["deadline"])
    try:
        if len(deadline) == 10:
            return moment.ends(deadline, where) - dt.timedelta(minutes=1)
        return moment.parse(deadline) - dt.timedelta(minutes=1 if one.get("day") else 0)
    except BadValue:
        return None


def _paper(text: TextOf, one: Mapping[str, Any], me: str, got: set[str]) -> PaperView:
    return PaperView(
        id=one["id"],
        title=str(one.get("title") or ""),
        text=str(one.get("text") or ""),
        by=text.name(one.get("by")),
        to=_row([text.name(actor) for actor in one.get("to", ())]),
        targets=[_link(text, target) for target in one.get("targets") or filter(None, [one.get("target")])],
        is_own=bool(me) and one.get("by") == me,
        is_released=bool(one.get("released")),
        is_received=str(one["id"]) in got,
    )


def _offer(text: TextOf, one: Mapping[str, Any], me: str) -> OfferView:
    by = one.get("by")
    names = by if isinstance(by, list | tuple) else [by] if by else []
    return OfferView(
        id=one["id"],
        by=_row([text.name(actor) for actor in names]),
        unit=_link(text, one["unit"]),
        operation=Message(f"page-delegate.operation.{one.get('operation') or 'insert'}"),
        words=str(one.get("text") or one.get("words") or ""),
        is_own=bool(me) and me in names,
    )


def _row(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMED])
    return f"{shown} +{len(names) - NAMED}" if len(names) > NAMED else shown
