"""Kinds of several values, for parts in TOML: lists, tables of values by name, and numbers with a range."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from typing import Any, ClassVar

from legation.dossier.kind import Gone, InvalidValue, Keys, Kind, Note, Reference, Target

__all__ = ["Keyed", "Listed", "PartName", "Span", "Texts", "is_number"]


def is_number(value: Any) -> bool:
    """Whether a value of TOML is a finite number.

    >>> is_number(1), is_number(0.5), is_number(True), is_number(float("nan"))
    (True, True, False, False)
    """
    return type(value) in (int, float) and abs(value) <= sys.float_info.max


@dataclass(frozen=True, slots=True)
class Listed(Kind):
    """Any number of values of one kind."""

    name: ClassVar[str] = "list"
    of: Kind = Kind()

    @property
    def expected(self) -> str:
        return f"[{self.of.expected}, ...]"

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.of.schema}

    def take(self, value: Any, note: Note) -> Any:
        if not isinstance(value, list):
            return note("toml-value", self.expected, value)
        found = tuple(self.of.take(one, note) for one in value)
        return None if None in found else found

    def give(self, value: Any) -> Any:
        return [self.of.give(one) for one in value]

    def targets(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return tuple(target for one in value for target in self.of.targets(one, row))

    def bears(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return self.targets(value, row)

    def marks(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return tuple(target for one in value for target in self.of.marks(one, row))

    def without(self, value: Any, gone: Gone, row: Any = None) -> Any:
        return tuple(self.of.without(one, gone, row) for one in value if not any(map(gone, self.of.needs(one, row))))


@dataclass(frozen=True, slots=True)
class Keyed(Kind):
    """A table: by name a value. Names may be those of rows, and go with them; ``within``: the column that says of which group they are."""

    name: ClassVar[str] = "table"
    by: Kind = Kind()
    of: Kind = Kind()
    shape: str = "table"
    within: str = ""

    @property
    def keys(self) -> Keys | None:
        return Keys(to=self.by.to if isinstance(self.by, Reference) else (), of=self.of, within=self.within)

    @property
    def expected(self) -> str:
        return self.shape

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": self.of.schema}

    def take(self, value: Any, note: Note) -> Any:
        if not isinstance(value, dict):
            return note("toml-value", self.expected, value)

        def below(key: str) -> Note:
            return lambda code, allowed, found, below="": note(code, allowed, found, f".{key}{below}")

        found = {key: self.of.take(one, below(key)) for key, one in value.items()}
        return None if None in found.values() else found

    def give(self, value: Any) -> Any:
        return {key: self.of.give(one) for key, one in value.items()}

    def targets(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return tuple(target for key, one in value.items() for target in (*self.by.targets(key, row), *self.of.targets(one, row)))

    def bears(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return tuple(target for key in value for target in self.by.targets(key, row))

    def marks(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return tuple(target for one in value.values() for target in self.of.marks(one, row))

    def without(self, value: Any, gone: Gone, row: Any = None) -> Any:
        return {
            key: self.of.without(one, gone, row)
            for key, one in value.items()
            if not any(map(gone, (*self.by.targets(key, row), *self.of.needs(one, row))))
        }


@dataclass(frozen=True, slots=True)
class Span(Kind):
    """A number with its range, ``[low, value, high]`` in order; one number stands for all three.

    >>> Span(0, 1).take(0.8, print), Span(0, 1).take([0.6, 0.8, 0.9], print)
    ((0.8, 0.8, 0.8), (0.6, 0.8, 0.9))
    """

    name: ClassVar[str] = "range"
    low: float = 0.0
    high: float = 1.0
    unit: str = ""

    @property
    def allowed(self) -> str:
        return f"{self.low:g}..{self.high:g} | [low, value, high]"

    @property
    def schema(self) -> dict[str, Any]:
        one = {"type": "number", "minimum": self.low, "maximum": self.high}
        return {"anyOf": [one, {"type": "array", "items": one, "minItems": 3, "maxItems": 3}]}

    def take(self, value: Any, note: Note) -> Any:
        listed = value if isinstance(value, list) else [value] * 3
        if len(listed) == 3 and all(map(is_number, listed)) and self.low <= listed[0] <= listed[1] <= listed[2] <= self.high:
            return float(listed[0]), float(listed[1]), float(listed[2])
        return note("toml-value", self.expected, value)

    def give(self, value: Any) -> Any:
        return value[1] if len(set(value)) == 1 else list(value)


@dataclass(frozen=True, slots=True)
class Texts(Kind):
    """Any number of texts, each as it was written, blanks included.

    >>> Texts().take([" a", "b"], print)
    (' a', 'b')
    """

    name: ClassVar[str] = "list"

    @property
    def expected(self) -> str:
        return '["...", "..."]'

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string"}}

    def take(self, value: Any, note: Note) -> Any:
        right = isinstance(value, list) and all(isinstance(one, str) for one in value)
        return tuple(value) if right else note("toml-value", self.expected, value)

    def give(self, value: Any) -> Any:
        return list(value)


@dataclass(frozen=True, slots=True)
class PartName(Kind):
    """The name of another part, of a form; the part goes with its row, and the row stays where the part is not there.

    >>> PartName(r"drafts/[^/]+[.]txt", "drafts/*.txt").targets("drafts/a.txt")
    ((('files',), 'drafts/a.txt'),)
    """

    name: ClassVar[str] = "part"
    form: str = ""
    label: str = ""

    @property
    def allowed(self) -> str:
        return self.label

    def read(self, text: str) -> str:
        if not re.fullmatch(self.form, text):
            raise InvalidValue("toml-value")
        return text

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^(?:{self.form})$", "examples": [self.label.replace("*", "NAME")]}

    def targets(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return ((("files",), value),) if value else ()
