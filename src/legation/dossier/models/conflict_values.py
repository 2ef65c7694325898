"""What stands in the columns of a conflict model: ids, names of options, statements about them, rankings and payoffs of states."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any, ClassVar

from legation.dossier.kind import Id, Kind, Note, Number, Reference, Target, Unfit
from legation.dossier.kind.composite import Keyed
from legation.errors import BadValue
from legation.methods.conflict.statement import read_statement

__all__ = ["ModelName", "OptionStatement", "OptionsTaken", "OwnId", "Payoffs", "Ranking"]

_UNKNOWN = "conflict-unknown-name"


@dataclass(frozen=True, slots=True)
class OwnId(Id):
    """The id of a decision maker or an option: no word that has a meaning in statements."""

    _form: ClassVar[re.Pattern[str]] = re.compile(r"(?!(?:and|or|not|if|iff)$)[A-Za-z0-9][A-Za-z0-9_.-]{0,59}", re.IGNORECASE)

    @property
    def allowed(self) -> str:
        return "[A-Za-z0-9][A-Za-z0-9_.-]*"

    def read(self, text: str) -> str:
        if not self._form.fullmatch(text):
            raise Unfit("conflict-id")
        return text


@dataclass(frozen=True, slots=True)
class ModelName(Reference):
    """The name of a decision maker or of options of the model."""

    unknown: ClassVar[str] = _UNKNOWN


@dataclass(frozen=True, slots=True)
class OptionsTaken(ModelName):
    """Options that are taken; hidden ones are cut, and what is left still stands."""

    def bears(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class OptionStatement(Kind):
    """A statement about options; it goes with any that it names, for of the others alone it says something else."""

    name: ClassVar[str] = "statement"
    unknown: ClassVar[str] = _UNKNOWN

    @property
    def allowed(self) -> str:
        return "and | or | not | if | iff | ( )"

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string", "examples": ["not option-1"]}

    def take(self, value: Any, note: Note) -> Any:
        if not isinstance(value, str):
            return note("toml-value", "text", value)
        return value.strip() if _is_statement(value) else note("conflict-statement", self.allowed, value)

    def targets(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return tuple(((".option", ".imagined"), name) for name in _names(value))

    def needs(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return self.targets(value, row)


@dataclass(frozen=True, slots=True)
class Ranking(Kind):
    """States as bit strings, the best first; equals in a list."""

    name: ClassVar[str] = "list"

    @property
    def expected(self) -> str:
        return '["110", ["000", "010"], ...]'

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}}

    def take(self, value: Any, note: Note) -> Any:
        levels = [[level] if isinstance(level, str) else level for level in value] if isinstance(value, list) else [value]
        wrong = [level for level in levels if not isinstance(level, list) or not all(isinstance(state, str) for state in level)]
        return note("toml-value", self.expected, wrong[0]) if wrong else tuple(map(tuple, levels))

    def give(self, value: Any) -> Any:
        return [level[0] if len(level) == 1 else list(level) for level in value]


@dataclass(frozen=True, slots=True)
class Payoffs(Keyed):
    """By state what it is worth to a decision maker, higher is better."""

    of: Kind = Number(-1e15, 1e15)
    shape: str = '"110" = -1e15..1e15'

    def take(self, value: Any, note: Note) -> Any:
        wrong: list[Any] = []
        found = Keyed.take(self, value, lambda *said: wrong.append(said[2]))
        return note("toml-value", self.shape, wrong[0]) if wrong else found


def _is_statement(text: str) -> bool:
    try:
        _names(text)
    except BadValue:
        return False
    return True


@functools.lru_cache(4096)
def _names(text: str) -> tuple[str, ...]:
    """Return the options that a statement names."""
    return read_statement(text).names
