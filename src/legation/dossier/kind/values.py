"""Kinds of one value with a form of its own: choices, numbers, dates, moments, flags, codes and addresses."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any, ClassVar

from legation.dossier.kind.base import InvalidValue, Kind, Note
from legation.dossier.moment import Moment
from legation.dossier.when import When
from legation.errors import BadValue
from legation.language import fold

__all__ = ["Choice", "Code", "Day", "Flag", "Instant", "Number", "Suggested", "Url"]


@dataclass(frozen=True, slots=True)
class Choice(Kind):
    """One of a closed list; ``words`` is the area of the catalogues in which its values have a text, where several columns share them."""

    name: ClassVar[str] = "choice"
    values: tuple[str, ...] = ()
    words: str = ""

    @property
    def allowed(self) -> str:
        return " | ".join(self.values)

    @property
    def choices(self) -> tuple[str, ...]:
        return self.values

    def read(self, text: str) -> str:
        found = text if text in self.values else text.replace("'", "’")  # as a keyboard types it
        if found not in self.values:
            raise InvalidValue("not-a-choice")
        return found

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.values)}


@dataclass(frozen=True, slots=True)
class Suggested(Choice):
    """Any words. Of a list of usual ones the value or a name for it may be written, in any case and without accents: the value is read.

    ``names`` holds each usual value with the names for it.

    Examples
    --------
    >>> tier = Suggested(("core",), names=(("core", ("Core", "Noyau")),))
    >>> tier.read("noyau"), tier.read("CORE"), tier.read("Friends of the chair"), tier.allowed
    ('core', 'core', 'Friends of the chair', 'core | ...')
    """

    name: ClassVar[str] = "text"
    names: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def allowed(self) -> str:
        return " | ".join((*self.values, "..."))

    @property
    def choices(self) -> tuple[str, ...]:
        return ()

    def read(self, text: str) -> str:
        wanted = fold(text)
        return next((value for value, names in self.names if wanted in map(fold, (value, *names))), text)

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string", "examples": list(self.values)}


@dataclass(frozen=True, slots=True)
class Number(Kind):
    """A number between two bounds, both allowed; a decimal comma is read as a point."""

    name: ClassVar[str] = "number"
    low: float | None = None
    high: float | None = None
    unit: str = ""
    whole: bool = False
    _form: ClassVar[re.Pattern[str]] = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,3})?", re.ASCII)

    @property
    def allowed(self) -> str:
        low, high = ("" if bound is None else f"{bound:.15g}" for bound in (self.low, self.high))
        return f"{low}..{high}" + (f" {self.unit}" if self.unit else "")

    def read(self, text: str) -> float | int:
        if not self._form.fullmatch(text):
            raise InvalidValue("not-a-number")
        value = float(text.replace(",", ".")) + 0.0  # -0 is 0
        if self.whole and not value.is_integer():
            raise InvalidValue("not-a-whole-number")
        if (self.low is not None and value < self.low) or (self.high is not None and value > self.high) or abs(value) > 1e15:
            raise InvalidValue("out-of-range")
        return int(value) if self.whole else value

    @property
    def schema(self) -> dict[str, Any]:
        bounds = {"minimum": self.low, "maximum": self.high}
        return {"type": "integer" if self.whole else "number"} | {name: bound for name, bound in bounds.items() if bound is not None}

    def take(self, value: Any, note: Note) -> Any:
        right = type(value) in (int, float) and abs(value) <= 1e15 and (type(value) is int or not self.whole)
        if right and (self.low is None or value >= self.low) and (self.high is None or value <= self.high):
            return value if self.whole else float(value)
        return note("toml-value", self.expected, value)

    def write(self, value: Any) -> str:
        return str(int(value)) if float(value).is_integer() else repr(float(value))


@dataclass(frozen=True, slots=True)
class Day(Kind):
    """A date, or a month or a year where no more is known."""

    name: ClassVar[str] = "date"

    @property
    def allowed(self) -> str:
        return "YYYY-MM-DD | YYYY-MM | YYYY"

    def read(self, text: str) -> When:
        try:
            return _when(text)
        except ValueError:
            raise InvalidValue("impossible-date") from None

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$", "examples": ["2025-01-31"]}

    def take(self, value: Any, note: Note) -> Any:
        try:
            return _when(str(value))
        except ValueError:
            return note("toml-value", self.expected, value)

    def give(self, value: Any) -> Any:
        return str(value)


@functools.lru_cache(4096)
def _when(text: str) -> When:
    """Return a date as it is written; a dossier has few different ones."""
    return When(text)


@dataclass(frozen=True, slots=True)
class Instant(Kind):
    """A moment: day and time with the distance from UTC; with ``days`` also a day, where no more is known.

    >>> Instant().read("2026-03-02T10:00+01:00"), Instant(days=True).read("2026-03-02")
    (Moment('2026-03-02T10:00+01:00'), Moment('2026-03-02'))
    """

    name: ClassVar[str] = "moment"
    days: bool = False

    @property
    def allowed(self) -> str:
        return "YYYY-MM-DDThh:mm[:ss](Z | +hh:mm | -hh:mm)" + (" | YYYY-MM-DD" if self.days else "")

    def read(self, text: str) -> Moment:
        try:
            found = _moment(text)
        except BadValue:
            raise InvalidValue("impossible-moment") from None
        if found.is_day and not self.days:
            raise InvalidValue("impossible-moment")
        return found

    @property
    def schema(self) -> dict[str, Any]:
        clock = r"[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})"
        form = rf"^\d{{4}}-\d{{2}}-\d{{2}}({clock})?$" if self.days else rf"^\d{{4}}-\d{{2}}-\d{{2}}{clock}$"
        return {"type": "string", "pattern": form, "examples": ["2025-01-31T18:00+01:00"]}

    def take(self, value: Any, note: Note) -> Any:
        try:
            return self.read(str(value))
        except InvalidValue:
            return note("toml-value", self.expected, value)

    def give(self, value: Any) -> Any:
        return str(value)


@functools.lru_cache(4096)
def _moment(text: str) -> Moment:
    """Return a moment as it is written; rows that were entered together share one."""
    return Moment(text)


@dataclass(frozen=True, slots=True)
class Flag(Kind):
    """Yes or no; in TOML true or false; empty is not known. Written ``yes`` and ``no``; French and spreadsheet forms are read."""

    name: ClassVar[str] = "flag"
    _words: ClassVar[dict[str, bool]] = {
        "yes": True,
        "no": False,
        "oui": True,
        "non": False,
        "true": True,
        "false": False,
        "vrai": True,
        "faux": False,
        "1": True,
        "0": False,
    }

    @property
    def allowed(self) -> str:
        return "yes | no"

    @property
    def choices(self) -> tuple[str, ...]:
        return ("yes", "no")

    def read(self, text: str) -> bool:
        try:
            return self._words[text.casefold()]
        except KeyError:
            raise InvalidValue("not-a-flag") from None

    def write(self, value: Any) -> str:
        return "yes" if value else "no"

    @property
    def expected(self) -> str:
        return "true | false"

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}

    def take(self, value: Any, note: Note) -> Any:
        return value if isinstance(value, bool) else note("toml-value", self.expected, value)


@dataclass(frozen=True, slots=True)
class Code(Kind):
    """Text of a fixed form, such as an ISO 3166 alpha-3 code or a SHA-256."""

    name: ClassVar[str] = "code"
    form: str = ""
    label: str = ""

    @property
    def allowed(self) -> str:
        return self.label

    def read(self, text: str) -> str:
        if not re.fullmatch(self.form, text, re.ASCII):
            raise InvalidValue("bad-code")
        return text

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^(?:{self.form})$"}


@dataclass(frozen=True, slots=True)
class Url(Kind):
    """A web address; only http and https, so that nothing else can hide behind a link."""

    name: ClassVar[str] = "url"

    @property
    def allowed(self) -> str:
        return "https://..."

    def read(self, text: str) -> str:
        if not re.fullmatch(r"https?://[^\s\"<>]+", text):
            raise InvalidValue("bad-url")
        return text

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^https?://", "examples": ["https://example.org/"]}
