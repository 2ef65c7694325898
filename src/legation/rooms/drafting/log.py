"""A log as plain data: one JSON object an event, each with the hash of the one before."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import types
from collections.abc import Iterable, Mapping
from typing import Any, get_args, get_type_hints

from legation.errors import BadValue
from legation.language import Message
from legation.rooms.drafting import event as events
from legation.rooms.drafting.event import Event, Paragraph

__all__ = ["chained", "event_from", "event_to", "read_log", "write_log"]

_FIRST = "0" * 64
_LARGEST = 2_000_000
_NAMED = {
    name.lower(): kind for name, kind in vars(events).items() if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
}


def event_to(event: Event) -> dict[str, Any]:
    """Return an event as plain data; fields at their default are left out.

    Examples
    --------
    >>> from legation.rooms.drafting import Stood
    >>> event_to(Stood(at="2025-03-01", by="RUS", target="b1", stance="oppose"))
    {'event': 'stood', 'at': '2025-03-01', 'by': 'RUS', 'target': 'b1', 'stance': 'oppose'}
    """
    data = {"event": type(event).__name__.lower()}
    for field in dataclasses.fields(event):
        value = getattr(event, field.name)
        if field.default is dataclasses.MISSING or value != field.default:
            data[field.name] = _plain(value)
    return data


def event_from(data: Mapping[str, Any], place: str = "event") -> Event:
    """Return the event that plain data tells.

    Raises
    ------
    BadValue
        For an unknown kind of event, an unknown or missing field, or a value of another type; the sentence names the place.
    """
    if not isinstance(data, Mapping):
        raise BadValue(Message("drafting-room.no-object", place=place, found=type(data).__name__))
    kind = _NAMED.get(str(data.get("event")))
    if kind is None:
        raise BadValue(Message("drafting-room.unknown-event", place=place, found=str(data.get("event")), allowed=tuple(sorted(_NAMED))))
    event: Event = _built(kind, {name: value for name, value in data.items() if name != "event"}, place)
    return event


def write_log(log: Iterable[Event]) -> str:
    """Return a log as lines of JSON; each carries the hash of the line before in ``before`` and its own in ``hash``.

    Examples
    --------
    >>> from legation.rooms.drafting import Opened
    >>> read_log(write_log([Opened(at="2025-03-01")]))
    (Opened(at='2025-03-01', by='chair', bis='alternative', scheme='consensus', silence_accepts=False, one_voice=True, attributed=True),)
    """
    before, lines = _FIRST, []
    for event in log:
        line, before = _line(event, before)
        lines.append(line)
    return "".join(line + "\n" for line in lines)


def chained(log: Iterable[Event]) -> str:
    """Return the hash of a whole log: two logs with the same hash hold the same events in the same order."""
    before = _FIRST
    for event in log:
        _, before = _line(event, before)
    return before


def read_log(text: str) -> tuple[Event, ...]:
    """Read a log and check that no line was changed, taken out or put between.

    Raises
    ------
    BadValue
        For a line that is no event, or one whose hash does not follow from the lines before it.
    """
    events: list[Event] = []
    before = _FIRST
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        place = f"{number}"
        if len(line) > _LARGEST:
            raise BadValue(Message("drafting-room.long-line", place=place, found=len(line), allowed=_LARGEST))
        try:
            data = json.loads(line)
        except (ValueError, RecursionError):
            raise BadValue(Message("drafting-room.no-json", place=place)) from None
        if not isinstance(data, dict):
            raise BadValue(Message("drafting-room.no-object", place=place, found=type(data).__name__))
        written_hash, said = data.pop("hash", None), data.pop("before", None)
        event = event_from(data, place)
        _, after = _line(event, before)
        if said != before or written_hash != after:
            raise BadValue(Message("drafting-room.broken-chain", place=place))
        events.append(event)
        before = after
    return tuple(events)


def _line(event: Event, before: str) -> tuple[str, str]:
    body = event_to(event) | {"before": before}
    own = hashlib.sha256(json.dumps(body, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    return json.dumps(body | {"hash": own}, ensure_ascii=True, separators=(",", ":")), own


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Paragraph):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    return value


def _built(kind: type[Any], data: Mapping[str, Any], place: str) -> Any:
    hints = get_type_hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}
    for name in data:
        if name not in fields:
            raise BadValue(Message("drafting-room.unknown-field", place=place, found=str(name), allowed=tuple(fields)))
    values = {}
    for name, field in fields.items():
        if name in data:
            values[name] = _typed(data[name], hints[name], f"{place}, {name}")
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise BadValue(Message("drafting-room.no-field", place=place, field=name))
    return kind(**values)


def _typed(value: Any, hint: Any, place: str) -> Any:
    if isinstance(hint, types.GenericAlias):
        if not isinstance(value, list | tuple):
            raise BadValue(Message("drafting-room.bad-type", place=place, found=type(value).__name__, allowed="list"))
        inner = get_args(hint)[0]
        return tuple(_typed(one, inner, f"{place}[{n}]") for n, one in enumerate(value))
    if hint is Paragraph:
        if not isinstance(value, Mapping):
            raise BadValue(Message("drafting-room.no-object", place=place, found=type(value).__name__))
        return _built(Paragraph, value, place)
    if type(value) is not hint:
        raise BadValue(Message("drafting-room.bad-type", place=place, found=type(value).__name__, allowed=hint.__name__))
    return value
