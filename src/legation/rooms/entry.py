"""One entry of a room's log, and the chain that it makes with those before it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.language import Message

__all__ = ["FIRST", "Entry", "canonical", "read_log", "verify", "write_log"]

FIRST = "0" * 64
"""``before`` of the first entry."""
LONGEST_LINE = 2_000_000
"""Characters of a line of a log."""
_AT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z", re.ASCII)
_SALT = re.compile(r"[0-9a-f]{32}", re.ASCII)
_TEXTS = ("at", "by", "kind", "key", "before")


def canonical(value: Any) -> bytes:
    r"""Return the bytes of plain data from which hashes are made: JSON in UTF-8, keys in order, no blanks.

    Raises
    ------
    BadValue
        For what has no one form: a number with a fraction (write it as text), a key that is no text, half a surrogate pair, anything
        that is not plain data.

    Examples
    --------
    >>> canonical({"b": [1, None], "a": "é"})
    b'{"a":"\xc3\xa9","b":[1,null]}'
    """
    _check_plain(value)
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    except (UnicodeEncodeError, RecursionError):
        raise BadValue(Message("room.not-plain", found=type(value).__name__)) from None


def _check_plain(value: Any) -> None:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        kind = type(one)
        if kind in _SIMPLE or (kind in (list, tuple) and _SIMPLE.issuperset(map(type, one))):
            continue
        if kind is dict and _TEXT_ALONE.issuperset(map(type, one)):
            waiting += one.values()
        elif isinstance(one, Mapping):
            if not all(isinstance(key, str) for key in one):
                raise BadValue(Message("room.not-plain", found="a key that is no text"))
            waiting += one.values()
        elif isinstance(one, list | tuple):
            waiting += one
        else:
            raise BadValue(Message("room.not-plain", found=kind.__name__))


_SIMPLE = frozenset({str, int, bool, type(None)})
_TEXT_ALONE = frozenset({str})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What happened in a room.

    Attributes
    ----------
    number : int
        1, 2, 3 ... in the room, without a gap.
    at : str
        ``2026-03-02T09:00:00.000Z``; never before the entry before.
    by : str
        The seat that wrote it; ``clock`` for what a deadline wrote.
    kind : str
        What it is: ``voted``.
    key : str
        By which a seat that sends it twice is known to mean it once.
    data : mapping or None
        What it says; None once it is erased.
    salt : str or None
        16 random bytes in hex, without which nobody can try guesses of an erased entry against its hash.
    before : str
        Hash of the entry before.
    body : str
        SHA-256 of salt and data in hex. It stays when both are erased; without it, it is made of them.
    hash : str
        SHA-256 of number, at, by, kind, key, body and before in hex; without it, it is made of them.

    Raises
    ------
    BadValue
        For a field of another form, or an erased entry without its body.

    Examples
    --------
    >>> entry = Entry(number=1, at="2026-03-02T09:00:00.000Z", by="s1", kind="voted", key="k1", data={}, salt="00" * 16, before="0" * 64)
    >>> verify([entry]), verify([entry.erased()]), entry.erased().hash == entry.hash
    (None, None, True)
    """

    number: int
    at: str
    by: str
    kind: str
    key: str
    data: Mapping[str, Any] | None
    salt: str | None
    before: str
    body: str = ""
    hash: str = ""

    def __post_init__(self) -> None:
        if type(self.number) is not int or self.number < 1:
            raise BadValue(Message("room.bad-field", field="number", allowed="1, 2, 3, ...", found=str(self.number)))
        for name in _TEXTS:
            if not isinstance(getattr(self, name), str):
                raise BadValue(Message("room.bad-field", field=name, allowed="text", found=type(getattr(self, name)).__name__))
        if not _AT.fullmatch(self.at):
            raise BadValue(Message("room.bad-field", field="at", allowed="2026-03-02T09:00:00.000Z", found=self.at))
        if self.data is not None and not isinstance(self.data, Mapping):
            raise BadValue(Message("room.bad-field", field="data", allowed="{...}", found=type(self.data).__name__))
        if self.data is None and not self.body:
            raise BadValue(Message("room.no-body", number=self.number))
        if self.data is not None and not (isinstance(self.salt, str) and _SALT.fullmatch(self.salt)):
            raise BadValue(Message("room.bad-field", field="salt", allowed="00112233445566778899aabbccddeeff", found=str(self.salt)))
        if not self.body:
            object.__setattr__(self, "body", self._made_body())
        if not self.hash:
            object.__setattr__(self, "hash", self._made_hash())

    def erased(self) -> Entry:
        """Return the entry without what it says; the chain still verifies."""
        return Entry(
            number=self.number, at=self.at, by=self.by, kind=self.kind, key=self.key, data=None, salt=None,
            before=self.before, body=self.body, hash=self.hash,
        )  # fmt: skip

    @property
    def is_whole(self) -> bool:
        """Whether body and hash are those of what the entry says."""
        return (self.data is None or self.body == self._made_body()) and self.hash == self._made_hash()

    def _made_body(self) -> str:
        return hashlib.sha256(bytes.fromhex(self.salt or "") + canonical(self.data)).hexdigest()

    def _made_hash(self) -> str:
        return hashlib.sha256(canonical([self.number, self.at, self.by, self.kind, self.key, self.body, self.before])).hexdigest()


def verify(entries: Iterable[Entry]) -> int | None:
    """Return the number of the first entry that does not follow from those before it; None where all do.

    Followed are the numbers, the times, the hash of the entry before, and the entry's own hashes. An entry that was erased follows by its
    body. Of entries taken away at the end nothing is left to tell: compare the last hash with one that was written down elsewhere.
    """
    before, at = FIRST, ""
    for number, entry in enumerate(entries, 1):
        if entry.number != number or entry.before != before or entry.at < at or not entry.is_whole:
            return entry.number
        before, at = entry.hash, entry.at
    return None


def write_log(entries: Iterable[Entry]) -> str:
    """Return a log as lines of JSON, an entry a line; an erased one has ``"data": null``.

    Examples
    --------
    >>> entry = Entry(number=1, at="2026-03-02T09:00:00.000Z", by="s1", kind="voted", key="k1", data={}, salt="00" * 16, before="0" * 64)
    >>> read_log(write_log([entry])) == (entry,)
    True
    """
    return "".join(json.dumps(_plain(entry), ensure_ascii=False, separators=(",", ":")) + "\n" for entry in entries)


def read_log(text: str) -> tuple[Entry, ...]:
    """Read a log; whether its chain holds is :func:`verify`'s to say.

    Raises
    ------
    BadValue
        For a line that is no entry; the sentence names the line.
    """
    return tuple(_entry(line, place) for place, line in enumerate(text.split("\n"), 1) if line.strip())


def _plain(entry: Entry) -> dict[str, Any]:
    plain = {name: getattr(entry, name) for name in ("number", "at", "by", "kind", "key")}
    data = None if entry.data is None else dict(entry.data)
    return plain | {"data": data, "salt": entry.salt, "before": entry.before, "body": entry.body, "hash": entry.hash}


def _entry(line: str, place: int) -> Entry:
    if len(line) > LONGEST_LINE:
        raise BadValue(Message("room.long-line", place=place, found=len(line), allowed=LONGEST_LINE))
    try:
        found = json.loads(line, parse_float=_no_fraction, parse_constant=_no_fraction)
    except (ValueError, RecursionError):
        raise BadValue(Message("room.no-line", place=place)) from None
    if not isinstance(found, dict) or set(found) != set(Entry.__dataclass_fields__):
        raise BadValue(Message("room.no-line", place=place))
    if not all(isinstance(found[name], str) and found[name] for name in ("body", "hash")):
        raise BadValue(Message("room.no-line", place=place))
    try:
        return Entry(**found)
    except BadValue as fault:
        raise BadValue(Message("room.bad-line", place=place, why=fault.message)) from None


def _no_fraction(text: str) -> Any:
    raise ValueError(text)
