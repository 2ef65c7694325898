"""Events as plain data, and a log of them as lines of JSON: entries of a room, chained by their hashes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args, get_type_hints

from legation import moment
from legation.errors import BadValue
from legation.language import Message
from legation.rooms.drafting import event as events
from legation.rooms.drafting.event import Event, Paragraph, time_of
from legation.rooms.entry import FIRST, Entry, verify
from legation.rooms.entry import read_log as read_entries
from legation.rooms.entry import write_log as write_entries

__all__ = ["chained", "entries_of", "event_from", "event_to", "read_log", "write_log"]

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


def entries_of(log: Iterable[Event]) -> Iterator[Entry]:
    """Yield the entries of a room's log that events are, chained as :class:`legation.rooms.Entry` says.

    Nothing of it is secret, so the salt is none that hides: the same events have the same hashes. What an entry says holds the time as the
    event bears it.
    """
    before, at = FIRST, ""
    for number, event in enumerate(log, 1):
        data = event_to(event)
        kind, by, time = (data.pop(name, "") for name in ("event", "by", "at"))
        at = max(at, moment.written(time_of(time, f"{number}, at").replace(tzinfo=dt.UTC)))
        said = data if time == at else data | {"at": time}
        entry = Entry(number=number, at=at, by=by or event.by, kind=kind, key=f"{number}", data=said, salt="00" * 16, before=before)
        yield entry
        before = entry.hash


def write_log(log: Iterable[Event]) -> str:
    """Return a log as lines of JSON, an entry of a room a line.

    Raises
    ------
    BadValue
        For an event that has no one form: half a letter, a time that is none.

    Examples
    --------
    >>> from legation.rooms.drafting import Lapsed
    >>> read_log(write_log([Lapsed(at="2025-03-01", id="s1")]))
    (Lapsed(at='2025-03-01', by='chair', id='s1'),)
    """
    return write_entries(entries_of(log))


def chained(log: Iterable[Event]) -> str:
    """Return the hash of a whole log: two logs with the same hash hold the same events in the same order."""
    before = FIRST
    for entry in entries_of(log):
        before = entry.hash
    return before


def read_log(text: str) -> tuple[Event, ...]:
    """Read a log and check that no line was changed, taken out or put between.

    Raises
    ------
    BadValue
        For a line that is no event, or one whose hash does not follow from the lines before it.
    """
    entries = read_entries(text)
    broken = verify(entries)
    if broken is not None:
        place = next(number for number, one in enumerate(entries, 1) if one.number == broken)
        raise BadValue(Message("drafting-room.broken-chain", place=f"{place}"))
    return tuple(_event(entry) for entry in entries)


def _event(entry: Entry) -> Event:
    if entry.data is None:
        raise BadValue(Message("drafting-room.no-object", place=f"{entry.number}", found="null"))
    said = {"at": entry.at} | dict(entry.data)
    return event_from(said | {"event": entry.kind, "by": entry.by}, f"{entry.number}")


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
