"""What every kind of value knows of its values; text, ids and references to rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, TypeAlias

__all__ = ["Gone", "Id", "InvalidValue", "Key", "Keys", "Kind", "Note", "Reference", "Target", "Text", "Word"]

Target: TypeAlias = "tuple[tuple[str, ...], str]"
"""The tables in one of which a row may stand, and its id there."""
Gone: TypeAlias = "Callable[[Target], bool]"
"""Whether what a value names may not be seen."""


class Note(Protocol):
    """Takes note of a fault of a value in a TOML part: its code, what is allowed, what was found, and where below the column it stands."""

    def __call__(self, code: str, allowed: str, found: Any, below: str = "") -> None:
        """Take note."""


class InvalidValue(ValueError):
    """A cell's text is not of its kind; carries the code of the fault."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Kind:
    """Any text; the root of the kinds."""

    name: ClassVar[str] = "text"
    lacking: ClassVar[str] = "toml-value"
    """The code of the fault of a value in a part that is needed and not there."""
    unknown: ClassVar[str] = "unknown-in-model"
    """The code of the fault of a name of a row of the same part that is none."""

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

    @property
    def expected(self) -> str:
        """What may stand in a TOML part."""
        return self.allowed or "text"

    @property
    def schema(self) -> dict[str, Any]:
        """What may stand in a TOML part, as JSON Schema (draft 2020-12); with an example where there is a form to keep."""
        return {"type": "string"}

    def take(self, value: Any, note: Note) -> Any:
        """Return what a value of TOML means; None, with a fault, where it is not of this kind."""
        if not isinstance(value, str):
            return note("toml-value", self.expected, value)
        text = value.strip()
        try:
            return self.read(text) if text else ""
        except InvalidValue as error:
            return note(error.code, self.expected, value)

    def give(self, value: Any) -> Any:
        """Return the value of TOML."""
        return value

    @property
    def names_from(self) -> tuple[str, ...]:
        """The places whose rows a value may name, as :class:`Reference` writes them: what a form offers to choose from."""
        return ()

    @property
    def names_many(self) -> bool:
        """Whether a value may name several of them."""
        return False

    @property
    def names_also(self) -> tuple[str, ...]:
        """Words that may stand in place of such a name, ``always``."""
        return ()

    @property
    def keys(self) -> Keys | None:
        """Of a table by name what the names are and what stands under each; None of anything else."""
        return None

    def targets(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        """Return the rows that a value of a row names."""
        return ()

    def places(self, value: Any, row: Any = None) -> tuple[str, ...]:
        """Return where below the column each of the targets stands, in their order; nothing where all stand at the column itself."""
        return ()

    def needs(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        """Return what the row is about: it goes with any of them."""
        return ()

    def bears(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        """Return what the row rests on or speaks of together: it goes with the last of them."""
        return ()

    def marks(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        """Return what the row cites: without a marking of its own it is as strict as the strictest of them."""
        return ()

    def without(self, value: Any, gone: Gone, row: Any = None) -> Any:
        """Return the value without what is gone."""
        return value


@dataclass(frozen=True, slots=True)
class Keys:
    """What the names in a table of values are, and what stands under each.

    Attributes
    ----------
    to : tuple of str
        The places whose rows the names are, ``.descriptor.variant``; empty where any word may be a name.
    of : Kind
        The kind of each value.
    within : str
        The column of the same row that says below which row those rows stand.
    also : tuple of str
        Names that may stand beside those of rows.
    under : tuple of str
        The places whose rows, below the one that is the name, the values are.
    instead : tuple of str
        The places of which one row may stand in place of the whole table, where the column ``when`` of the same row names such a row.
    beside, otherwise : str, Kind
        The column of the same row that, where it is filled, makes ``otherwise`` the kind of each value; without such a column none.
    """

    to: tuple[str, ...] = ()
    of: Kind = Kind()
    within: str = ""
    also: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    when: str = ""
    beside: str = ""
    otherwise: Kind = Kind()

    def value_in(self, row: Mapping[str, Any]) -> Kind:
        """Return the kind of each value in a row, given by its columns.

        >>> from legation.dossier.kind import Flag
        >>> Keys(of=Text(), beside="rows", otherwise=Flag()).value_in({"rows": {"a": [1]}}).name
        'flag'
        """
        return self.otherwise if self.beside and row.get(self.beside) else self.of


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
            raise InvalidValue("bad-id")
        return text

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^(?:{self._form.pattern})$", "examples": ["a-1"]}


@dataclass(frozen=True, slots=True)
class Id(Key):
    """An identifier within a part: letters, digits, ``-`` and ``_``, at most 60 characters."""

    _form: ClassVar[re.Pattern[str]] = re.compile(r"[^\W_][\w-]{0,59}", re.ASCII)

    @property
    def allowed(self) -> str:
        return "a-z 0-9 - _"


@dataclass(frozen=True, slots=True)
class Reference(Kind):
    """The id of a row elsewhere, or several ids in one cell, separated by blanks or semicolons.

    ``to`` names the places where the id may stand: a table, or ``groups``, ``coalitions``, ``bodies`` for names that are not row ids; or a
    table of the same part, ``.party``. What a row ``cites`` marks it: it is as strict as the strictest of that. A single reference takes
    its row along when what it names is hidden, unless it does not ``lean``; of many on which it does not, only the hidden ones are cut.
    ``ordered``: of many, the order says which comes first.
    """

    name: ClassVar[str] = "reference"
    to: tuple[str, ...] = ()
    many: bool = False
    cites: bool = False
    leans: bool = True
    ordered: bool = False

    @property
    def is_source(self) -> bool:
        """Whether what it names marks the row."""
        return self.leans and (self.cites or "evidence" in self.to)

    @property
    def allowed(self) -> str:
        return " | ".join(self.to) + (" ..." if self.many else "")

    def read(self, text: str) -> str | tuple[str, ...]:
        return tuple(re.split(r"[\s;]+", text.strip("; "))) if self.many else text

    def write(self, value: Any) -> str:
        return " ".join(value) if self.many else str(value)

    @property
    def names_from(self) -> tuple[str, ...]:
        return self.to

    @property
    def names_many(self) -> bool:
        return self.many

    @property
    def expected(self) -> str:
        return '["...", "..."]' if self.many else "text"

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string"}} if self.many else {"type": "string"}

    def take(self, value: Any, note: Note) -> Any:
        if not self.many:
            return Kind.take(self, value, note)
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            return note("toml-value", self.expected, value)
        return tuple(value)

    def give(self, value: Any) -> Any:
        return list(value) if self.many else value

    def targets(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return tuple((self.to, one) for one in (value if self.many else (value,)) if one)

    def needs(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return () if self.many or not self.leans else self.targets(value, row)

    def bears(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return self.targets(value, row) if self.many and self.leans else ()

    def marks(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return self.targets(value, row) if self.is_source else ()

    def without(self, value: Any, gone: Gone, row: Any = None) -> Any:
        if not self.many:
            return "" if value and gone((self.to, value)) else value
        return tuple(one for one in value if not gone((self.to, one)))


@dataclass(frozen=True, slots=True)
class Word(Reference):
    """The id of a row elsewhere, or words where there is none: nothing need be called so; where something is, the row goes with it."""

    @property
    def expected(self) -> str:
        return "text"

    def targets(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return ()

    def needs(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return ((self.to, value),) if value and self.leans else ()
