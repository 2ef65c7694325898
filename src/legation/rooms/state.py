"""What a kind of room declares, and what every room has: seats, a phase, the number of its last entry."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from legation.language import Message
from legation.rooms.entry import Entry
from legation.rooms.refused import Refused

__all__ = [
    "CLOCK",
    "ROLES",
    "EntryKind",
    "Field",
    "RoomKind",
    "RoomState",
    "Seat",
    "as_seen",
    "is_drawn",
    "is_taken_before",
    "taken_before",
]

ROLES = ("host", "chair", "moderator", "delegate", "participant", "observer", "projector")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb]")
"""Signs that nobody sees and that turn round, hide or end what stands beside them; no database keeps the first of them."""
_DRAWN = re.compile(r"[0-9a-f]+(?:-[0-9a-f]+){0,8}", re.ASCII)
CLOCK = "clock"
"""Who writes what a deadline brings about; no seat may have this id."""


def as_seen(text: str) -> str:
    r"""Return a text without the signs that nobody sees and that rooms do not take.

    Examples
    --------
    >>> as_seen("un\u202eseen\x00")
    'unseen'
    """
    return _UNSEEN.sub("", text)


def is_drawn(text: str) -> bool:
    """Whether a key or an id has the form of those that are drawn by chance: digits, the letters a to f, hyphens between them.

    Whoever chooses one of this form has no words to put into it.

    Examples
    --------
    >>> is_drawn("3f09ab"), is_drawn("2671-90-44"), is_drawn("ask-the-minister"), is_drawn("")
    (True, True, False, False)
    """
    return _DRAWN.fullmatch(text) is not None


_taken_before: ContextVar[bool] = ContextVar("taken_before", default=False)


@contextlib.contextmanager
def taken_before() -> Iterator[None]:
    """Read entries meanwhile that a room has taken already: whether they go over somebody's head is not asked again, by rules of today.

    So a room stays readable in which an older program took what ours would refuse; what is written from then on is asked.
    """
    token = _taken_before.set(True)
    try:
        yield
    finally:
        _taken_before.reset(token)


def is_taken_before() -> bool:
    """Whether the entries that are read have been taken already."""
    return _taken_before.get()


@dataclass(slots=True, kw_only=True)
class Seat:
    """Who may write in a room, as the room knows them: by no name. Nobody sits in one that was ``imported`` with its votes."""

    id: str
    role: str
    organisation: str | None = None
    group: str | None = None
    weight: int = 1
    removed: bool = False
    erased: bool = False
    imported: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of an entry's data.

    Attributes
    ----------
    type : type
        ``str``, ``int``, ``bool``, ``list`` (of texts, or of ``members``) or ``dict`` (further rules are the kind's).
    needed : bool
    allowed : tuple, optional
        Its values; of a number the least and the largest stand in ``low`` and ``high``.
    longest : int
        Characters of a text, or members of a list.
    members : tuple of type
        Of a list that has just so many members, their types.
    rows : mapping of str to Field
        Of a list of objects, the fields that each of them has.
    is_id : bool
        Whether it names something in the room, or something new: from a browser it is taken only as :meth:`RoomState.takes_id` says.
    """

    type: type
    needed: bool = True
    allowed: tuple[Any, ...] = ()
    longest: int = 10_000
    low: int | None = None
    high: int | None = None
    members: tuple[Any, ...] = ()
    rows: Mapping[str, Field] | None = None
    is_id: bool = False

    def check(self, name: str, value: Any, number: int) -> None:
        """Refuse a value of another type, outside what is allowed, too long, or with signs that nobody sees."""
        given: type = type(value)
        if given is not self.type:
            raise Refused("unknown", number, field=name, found=given.__name__)
        if self.allowed and value not in self.allowed:
            raise Refused("unknown", number, field=name, found=str(value)[:80])
        if self.type in (str, list) and len(value) > self.longest:
            raise Refused("too-long", number, field=name, found=len(value), allowed=self.longest)
        if self.rows is not None:
            for row in value:
                check_fields(row, self.rows, number)
            return
        texts: list[str] = [value] if self.type is str else []
        if self.type is list:
            texts = [one for one in value if isinstance(one, str)]
            types = tuple(type(one) for one in value)
            if types != (self.members or (str,) * len(value)) or any(len(one) > self.longest for one in texts):
                raise Refused("unknown", number, field=name, found=str(value)[:80])
        for text in texts:
            if (sign := _UNSEEN.search(text)) is not None:
                raise Refused("unknown", number, field=name, found=f"U+{ord(sign[0]):04X}")
        for one in (value,) if self.type is int else value if self.type is list else ():
            if type(one) is int and not (self.low is None or one >= self.low) & (self.high is None or one <= self.high):
                raise Refused("unknown", number, field=name, found=str(value)[:80])


def check_fields(data: Any, fields: Mapping[str, Field], number: int, defaults: Mapping[str, Any] | None = None) -> None:
    """Refuse data with a field too many, one too few, or one of another form; without a value, ``None`` is as if it were not there."""
    if not isinstance(data, Mapping):
        raise Refused("unknown", number, field="data", found=type(data).__name__)
    for name, value in data.items():
        if name not in fields:
            raise Refused("unknown", number, field=as_seen(str(name))[:80], found=type(value).__name__)
        if value is not None or fields[name].needed:
            fields[name].check(name, value, number)
    for name, declared in fields.items():
        if declared.needed and name not in data and name not in (defaults or {}):
            raise Refused("unknown", number, field=name, found="-")


State = TypeVar("State", bound="RoomState")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryKind(Generic[State]):
    """What may be written in a room.

    Attributes
    ----------
    fields : mapping of str to Field
    roles : tuple of str
        Who may write it; empty: whoever is seated. What depends on more than the role, ``take`` refuses.
    take : callable
        State and entry -> None: changes the state, or raises :class:`Refused` before it has changed anything.
    personal : bool
        Whether it goes with the seat that wrote it, or that it is about, when that seat is erased.
    of_author : bool
        Of a personal one: whether it goes with the seat that wrote it too. What a seat did to others stands when it leaves.
    take_erased : callable, optional
        The same for an entry whose data is erased; without it such an entry changes nothing.
    """

    fields: Mapping[str, Field]
    roles: tuple[str, ...]
    take: Callable[[State, Entry], None]
    personal: bool = False
    of_author: bool = True
    take_erased: Callable[[State, Entry], None] | None = None

    @property
    def leaves_with_author(self) -> bool:
        """Whether it goes when the seat that wrote it is erased."""
        return self.personal and self.of_author

    def checked(self, entry: Entry, defaults: Mapping[str, Any]) -> None:
        """Refuse data with a field too many, one too few, or one of another form; without a value, ``None`` is as if it were not there."""
        check_fields(entry.data or {}, self.fields, entry.number, defaults)


@dataclass(slots=True, kw_only=True)
class RoomState:
    """What every room has.

    Attributes
    ----------
    settings : mapping
        What stood in ``opened``, with the defaults of what did not.
    number, at, hash : int, str, str
        Of the last entry.
    phase : str
    seats : dict of str to Seat
    keys : set of (str, str)
        Seat and key of each entry: what is sent twice is written once.
    leaving : frozenset of str
        Seats that an entry further on erases: that of their joining may be gone, those that stay may name them.
    dues : dict of str to dict
        Where seats leave, what each ``due`` further on says, by what fell due: what they said may be gone that it rests on.
    """

    settings: Mapping[str, Any]
    kind: str = ""
    phase: str
    number: int = 0
    at: str = ""
    hash: str = ""
    seats: dict[str, Seat] = field(default_factory=dict)
    keys: set[tuple[str, str]] = field(default_factory=set)
    leaving: frozenset[str] = frozenset()
    dues: dict[str, Any] = field(default_factory=dict)

    @property
    def falls_due(self) -> dict[str, Any]:
        """What the clock writes, as data of ``due``, once the deadline has passed; nothing where there is none."""
        deadline = str(getattr(self, "deadline", ""))
        return {"what": self.phase, "deadline": deadline} if deadline else {}

    def takes_id(self, name: str) -> bool:
        """Whether something may be called so that a browser names: it was drawn, so that it carries no words, or is there already."""
        return is_drawn(name) or name in self.seats

    def seat(self, name: str, entry: Entry) -> Seat:
        """Return a seat by its id; refuse an entry that names none."""
        found = self.seats.get(name)
        if found is None and name in self.leaving:
            return Seat(id=name, role="participant")
        if found is None:
            raise Refused("unknown", entry.number, field="seat", found=name)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomKind(Generic[State]):
    """A kind of room: its entries, its rules, and what a seat may know of it.

    Attributes
    ----------
    id : str
        ``deliberation``.
    title : Message
        What such a room is called.
    entries : mapping of str to EntryKind
        Its entries but the first.
    opened : callable
        The first entry, of kind ``opened`` -> the state.
    seen_by : callable
        State and seat, None for what a projector shows -> plain data.
    concerned : callable
        State and entry that it has taken -> the seats, beside its author, whose picture it may change otherwise than that of all.
    leaves : callable
        State -> plain data: what may stand in a report, an export, the dossier.
    timeless : callable
        Entry -> its kind and its data without instants, as the room is written after the cut; without data, it is as if it were erased.
    derived : frozenset of str
        Names of a picture that others of its names tell: no message says them.
    naming : frozenset of str
        Names of fields that may hold seats, which the cut gives other numbers.
    ordered : callable, optional
        Log -> by number, what its entries say where an instant is told as the number of an entry; asked by the cut before ``timeless``.
    outside : callable, optional
        State, entry, its timeless data and whether the room was cut -> what of it may stand in the log that leaves the room; None: it does
        not stand there. Without it the log leaves no room of this kind.
    rereads : bool
        Whether what stands once a seat is erased is read anew from the log that is left: there what others of its delegation said may count
        where it had said otherwise.
    """

    id: str
    title: Message
    entries: Mapping[str, EntryKind[State]]
    opened: Callable[[Entry], State]
    seen_by: Callable[[State, str | None], dict[str, Any]]
    concerned: Callable[[State, Entry], Iterable[str]]
    leaves: Callable[[State], dict[str, Any]]
    timeless: Callable[[Entry], tuple[str, dict[str, Any] | None]]
    derived: frozenset[str] = frozenset()
    naming: frozenset[str] = frozenset({"seat"})
    ordered: Callable[[Sequence[Entry]], Mapping[int, dict[str, Any]]] | None = None
    outside: Callable[[State, Entry, dict[str, Any], bool], dict[str, Any] | None] | None = None
    rereads: bool = False
