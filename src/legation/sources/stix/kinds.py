"""What a property of our extension may hold, and the report on a bundle: each fault with its place."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from legation.dossier.problem import Problem
from legation.dossier.when import When
from legation.language import Message
from legation.sources.stix.vocabulary import is_id, moment, stamp

__all__ = [
    "LISTED",
    "Faults",
    "InvalidValue",
    "Kind",
    "choice",
    "choices",
    "day",
    "filled",
    "flag",
    "moments",
    "plain",
    "ref",
    "rows",
    "text",
    "texts",
    "whole",
]


LISTED = 100
"""Faults of one kind that are listed one by one."""
_SHOWN = 80


class Faults:
    """What was found wrong in a part so far."""

    __slots__ = ("_counts", "_found", "part")

    def __init__(self, part: str) -> None:
        self.part = part
        self._counts: dict[str, int] = {}
        self._found: list[Problem] = []

    def add(self, code: str, row: int | None = None, column: str | None = None, *, allowed: str = "", found: Any = "", **more: Any) -> None:
        """Note a fault, whose remedy is the sentence ``stix.<code>``; ``row`` is the number of the object, from 1."""
        count = self._counts[code] = self._counts.get(code, 0) + 1
        if count <= LISTED:
            shown = _short(found)
            remedy = Message(f"stix.{code}", part=self.part, allowed=allowed, found=shown, column=column or "", **more)
            where = _short(column) if column else None
            self._found.append(Problem(part=self.part, row=row, column=where, allowed=allowed, found=shown, remedy=remedy, code=code))

    def problems(self) -> tuple[Problem, ...]:
        """Return all faults in the order of the objects; of a kind that has more than are listed, the number of the others at the end."""
        rest = []
        for code, count in self._counts.items():
            if count > LISTED:
                like = next(p for p in self._found if p.code == code)
                remedy = Message("stix.and-more", count=count - LISTED, place=like.place)
                rest.append(Problem(part=self.part, row=None, column=None, allowed="", found="", remedy=remedy, code=code))
        return (*sorted(self._found, key=lambda p: (p.row or 0, p.column or "")), *rest)


def _short(value: Any) -> str:
    """Return a value as one line that can be shown, however large or strange it is."""
    text = value if isinstance(value, str) else repr(value) if isinstance(value, (int, float, type(None))) else type(value).__name__
    line = "".join(c if c.isprintable() else "�" for c in text[: _SHOWN + 1])
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


_Record = TypeVar("_Record")
_TEXT_LIMIT = 20_000
_ROWS_LIMIT = 1_000
_YEARS = range(1970, 2201)


class InvalidValue(ValueError):
    """A value is not of its kind."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of value: what is allowed, how it is read, how it is written."""

    allowed: str
    read: Callable[[Any], Any]
    write: Callable[[Any], Any] = lambda value: value
    record: type | None = None


def text() -> Any:
    """Return a field of one text; empty where it is not given."""
    return field(default="", metadata={"kind": Kind("text", _text)})


def texts() -> Any:
    """Return a field of texts."""
    return field(default=(), metadata={"kind": Kind("[text, ...]", _all(_text), list)})


def choice(*words: str) -> Any:
    """Return a field that is one of a closed list; empty where it is not given."""
    return field(default="", metadata={"kind": Kind(" | ".join(words), _among(words))})


def choices(*words: str) -> Any:
    """Return a field of words of a closed list."""
    return field(default=(), metadata={"kind": Kind(f"[{' | '.join(words)}, ...]", _all(_among(words)), list)})


def whole(low: int, high: int) -> Any:
    """Return a field of a whole number in a range; None where it is not given, which is not zero."""

    def read(value: Any) -> int:
        if type(value) is not int or not low <= value <= high:
            raise InvalidValue
        return value

    return field(default=None, metadata={"kind": Kind(f"{low}..{high}", read)})


def flag() -> Any:
    """Return a field of yes or no; None where it is not given."""

    def read(value: Any) -> bool:
        if type(value) is not bool:
            raise InvalidValue
        return value

    return field(default=None, metadata={"kind": Kind("true | false", read)})


def day() -> Any:
    """Return a field of a date that may be known only to the month or the year."""

    def read(value: Any) -> When:
        try:
            return When(_text(value))
        except ValueError as error:
            raise InvalidValue from error

    return field(default=None, metadata={"kind": Kind("YYYY | YYYY-MM | YYYY-MM-DD", read, str)})


def ref(of: str = "") -> Any:
    """Return a field that names an object by its id."""

    def read(value: Any) -> str:
        if not is_id(value, of):
            raise InvalidValue
        return str(value)

    return field(default="", metadata={"kind": Kind(f"{of or 'TYPE'}--UUID", read)})


def moments() -> Any:
    """Return a field of moments by name."""

    def read(value: Any) -> dict[str, dt.datetime]:
        found = {name: moment(one) for name, one in value.items()} if type(value) is dict else {"": None}
        dates = {name: one for name, one in found.items() if one is not None and one.year in _YEARS}
        if len(found) > _ROWS_LIMIT or len(dates) < len(found):
            raise InvalidValue
        return dates

    def write(value: Mapping[str, dt.datetime]) -> dict[str, str]:
        return {name: stamp(one) for name, one in value.items()}

    allowed = "{name: YYYY-MM-DDThh:mm:ss.sssZ, ...}"
    return field(default_factory=dict, metadata={"kind": Kind(allowed, read, write)})


def rows(record: type) -> Any:
    """Return a field of records, each a table of its own."""
    allowed = f"[{{{', '.join(f.name for f in dataclasses.fields(record))}}}, ...]"

    def read(value: Any) -> list[Any]:
        if type(value) is not list or len(value) > _ROWS_LIMIT:
            raise InvalidValue
        return value

    return field(default=(), metadata={"kind": Kind(allowed, read, lambda value: [plain(one) for one in value], record)})


Report = Callable[[str, str, Any], None]
"""Told place, what is allowed, and what was found."""


def filled(record: type[_Record], table: Mapping[str, Any], report: Report, place: str = "", **given: Any) -> _Record:
    """Return a record with what of a table is as it should be; what is not is reported and left out."""
    values: dict[str, Any] = dict(given)
    for one in dataclasses.fields(record):  # type: ignore[arg-type]
        kind: Kind | None = one.metadata.get("kind")
        if kind is None or one.name not in table:
            continue
        here = f"{place}{one.name}"
        try:
            value = kind.read(table[one.name])
        except InvalidValue:
            report(here, kind.allowed, table[one.name])
            continue
        if kind.record is not None:
            inner: list[Any] = []
            for at, row in enumerate(value, start=1):
                if type(row) is dict:
                    inner.append(filled(kind.record, row, report, f"{here}.{at}."))
                else:
                    report(f"{here}.{at}", kind.allowed, row)
            value = tuple(inner)
        values[one.name] = value
    return record(**values)


def plain(record: Any) -> dict[str, Any]:
    """Return a record as a table of JSON, without what is not given."""
    table: dict[str, Any] = {}
    for one in dataclasses.fields(record):
        kind: Kind | None = one.metadata.get("kind")
        value = getattr(record, one.name)
        if kind is not None and value not in ("", (), None) and value != {}:
            table[one.name] = kind.write(value)
    return table


def _text(value: Any) -> str:
    if type(value) is not str or len(value) > _TEXT_LIMIT:
        raise InvalidValue
    return value


def _among(words: tuple[str, ...]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if type(value) is not str or value not in words:
            raise InvalidValue
        return value

    return read


def _all(read: Callable[[Any], str]) -> Callable[[Any], tuple[str, ...]]:
    def read_all(value: Any) -> tuple[str, ...]:
        if type(value) is not list or len(value) > _ROWS_LIMIT:
            raise InvalidValue
        return tuple(read(one) for one in value)

    return read_all
