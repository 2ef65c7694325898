"""The kinds of value that a cell may hold: how each is read, written and described.

A kind knows three things of its values: :meth:`Kind.read` (text of a cell to value, raising :class:`Unfit`), :meth:`Kind.write` (value to
text, so that ``read(write(value)) == value``) and :attr:`Kind.allowed` (what may stand there, in a notation that needs no language).
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any, ClassVar

from legation.dossier.when import When

__all__ = ["Choice", "Code", "Day", "Flag", "Key", "Kind", "Number", "Reference", "Text", "Unfit", "Url"]


class Unfit(ValueError):
    """A cell's text is not of its kind; carries the code of the fault."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Kind:
    """Any text; the root of the kinds."""

    name: ClassVar[str] = "text"
    json_type: ClassVar[str] = "string"

    @property
    def allowed(self) -> str:
        """What may stand in the cell."""
        return ""

    @property
    def choices(self) -> tuple[str, ...]:
        """The values of a drop-down list; empty where there is none."""
        return ()

    def read(self, text: str) -> Any:
        """Return the value of a cell that is not empty."""
        return text

    def write(self, value: Any) -> str:
        """Return the cell's text."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Text(Kind):
    """Free text. ``localized`` text X may have X_fr and X_en beside it."""

    localized: bool = False


@dataclass(frozen=True, slots=True)
class Key(Kind):
    """An identifier of our own: letters, digits and ``. _ - / : +``, at most 120 characters, no blank at either end."""

    name: ClassVar[str] = "key"
    _form: ClassVar[re.Pattern[str]] = re.compile(r"[\w./:+()-]{1,120}")

    @property
    def allowed(self) -> str:
        return "[letters digits . _ - / : + ( )]{1,120}"

    def read(self, text: str) -> str:
        if not self._form.fullmatch(text):
            raise Unfit("bad-id")
        return text


@dataclass(frozen=True, slots=True)
class Reference(Kind):
    """The id of a row elsewhere, or several ids in one cell, separated by blanks or semicolons.

    ``to`` names the places where the id may stand: a table, or ``groups``, ``coalitions``, ``bodies`` for names that are not row ids.
    """

    name: ClassVar[str] = "reference"
    to: tuple[str, ...] = ()
    many: bool = False

    @property
    def allowed(self) -> str:
        return " | ".join(self.to) + (" ..." if self.many else "")

    def read(self, text: str) -> str | tuple[str, ...]:
        return tuple(re.split(r"[\s;]+", text.strip("; "))) if self.many else text

    def write(self, value: Any) -> str:
        return " ".join(value) if self.many else str(value)


@dataclass(frozen=True, slots=True)
class Choice(Kind):
    """One of a closed list."""

    name: ClassVar[str] = "choice"
    values: tuple[str, ...] = ()

    @property
    def allowed(self) -> str:
        return " | ".join(self.values)

    @property
    def choices(self) -> tuple[str, ...]:
        return self.values

    def read(self, text: str) -> str:
        if text not in self.values:
            raise Unfit("not-a-choice")
        return text


@dataclass(frozen=True, slots=True)
class Number(Kind):
    """A number between two bounds, both allowed; a decimal comma is read as a point."""

    name: ClassVar[str] = "number"
    json_type: ClassVar[str] = "number"
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
            raise Unfit("not-a-number")
        value = float(text.replace(",", "."))
        if self.whole and not value.is_integer():
            raise Unfit("not-a-whole-number")
        if (self.low is not None and value < self.low) or (self.high is not None and value > self.high) or abs(value) > 1e15:
            raise Unfit("out-of-range")
        return int(value) if self.whole else value

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
            raise Unfit("impossible-date") from None


@functools.lru_cache(4096)
def _when(text: str) -> When:
    """Return a date as it is written; a dossier has few different ones."""
    return When(text)


@dataclass(frozen=True, slots=True)
class Flag(Kind):
    """Yes or no; empty is not known. Written ``yes`` and ``no``; French and spreadsheet forms are read."""

    name: ClassVar[str] = "flag"
    json_type: ClassVar[str] = "string"
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
            raise Unfit("not-a-flag") from None

    def write(self, value: Any) -> str:
        return "yes" if value else "no"


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
            raise Unfit("bad-code")
        return text


@dataclass(frozen=True, slots=True)
class Url(Kind):
    """A web address; only http and https, so that nothing else can hide behind a link."""

    name: ClassVar[str] = "url"

    @property
    def allowed(self) -> str:
        return "https://..."

    def read(self, text: str) -> str:
        if not re.fullmatch(r"https?://[^\s\"<>]+", text):
            raise Unfit("bad-url")
        return text
