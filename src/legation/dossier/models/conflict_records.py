"""The rows of a conflict model, and how their values are read and written."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from legation.dossier.column import Wording, choice, column, ref, wording
from legation.dossier.kind import Flag, Id, InvalidValue, Kind, Note, Number, Reference, Target
from legation.dossier.kind.composite import Keyed
from legation.dossier.parts.form import ModelRow, rows
from legation.errors import BadValue
from legation.methods.conflict.options import DIRECTIONS
from legation.methods.conflict.statement import read_statement

__all__ = [
    "Imagined",
    "Infeasible",
    "Maker",
    "ModelName",
    "Option",
    "OptionStatement",
    "OptionsTaken",
    "OwnId",
    "Payoffs",
    "Preference",
    "Ranking",
    "StatementPreference",
    "View",
]


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
            raise InvalidValue("conflict-id")
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


_TWICE = ("conflict-twice", "id")
TOO_MANY = "conflict-too-many"
MOST = 200
"""Statements of one kind in one place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option(ModelRow):
    """Something that a decision maker can choose to do, or not."""

    NAMES: ClassVar[str] = ".option"
    TWICE: ClassVar[tuple[str, str]] = _TWICE
    id: str = column(OwnId())
    name: Wording = wording()
    direction: str = choice(*DIRECTIONS, default="both")
    note: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Imagined(Option):
    """An option that exists only in the eyes of one decision maker; ``maker`` says whose it would be."""

    NAMES: ClassVar[str] = ".imagined"
    maker: str = column(ModelName((".maker",)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker(ModelRow):
    """A decision maker; ``actor`` is its id in ``actors.csv``, where it stands there."""

    TWICE: ClassVar[tuple[str, str]] = _TWICE
    id: str = column(OwnId())
    name: Wording = wording()
    actor: str = ref("actors")
    note: Wording = wording()
    options: tuple[Option, ...] = rows("option", Option)


@dataclass(frozen=True, slots=True, kw_only=True)
class Infeasible(ModelRow):
    """A statement that holds in no state: what excludes what."""

    statement: str = column(OptionStatement())
    reason: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPreference(ModelRow):
    """That a decision maker prefers a statement to hold; with ``unknown``, that it is not known whether it does."""

    statement: str = column(OptionStatement())
    unknown: bool = column(Flag(), default=False)
    reason: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference(ModelRow):
    """What a decision maker prefers: judgements, the most important first, or a ranking, or payoffs.

    Attributes
    ----------
    judgements : tuple of Judgement
        The first on which two states differ decides between them.
    ranking : tuple of tuple of str
        All feasible states, the best first; an inner tuple holds equals.
    payoffs : mapping of str to number
        By state, higher is better.
    strong : int
        With judgements: between states that differ on one of the first so many the preference is strong. With a ranking: all below its
        first so many levels is much less preferred than what stands on them. 0: no preference is strong.
    """

    maker: str = column(ModelName((".maker",)))
    judgements: tuple[StatementPreference, ...] = rows("judgement", StatementPreference, most=MOST, fault=TOO_MANY)
    ranking: tuple[tuple[str, ...], ...] = column(Ranking(), ())
    payoffs: Mapping[str, Any] = column(Payoffs(), {})
    strong: int = column(Number(0, 2**31 - 1, whole=True), 0)
    reason: Wording = wording()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left of it."""
        return not (self.judgements or self.ranking or self.payoffs)

    def settled(self, before: Self) -> Self:
        """Return it with as many strong judgements as are left of those ``before`` some were cut; a ranking keeps its cut.

        >>> first, second = StatementPreference(statement="talk"), StatementPreference(statement="not strike")
        >>> before = Preference(maker="a", judgements=(first, second), strong=1)
        >>> Preference(maker="a", judgements=(second,), strong=1).settled(before).strong
        0
        """
        if not before.judgements:
            return self
        left = [(one.statement, one.unknown) for one in self.judgements]
        count = 0
        for one in before.judgements[: before.strong]:
            count += count < len(left) and left[count] == (one.statement, one.unknown)
        return dataclasses.replace(self, strong=count)


@dataclass(frozen=True, slots=True, kw_only=True)
class View(ModelRow):
    """The conflict in the eyes of one decision maker, where it differs.

    Attributes
    ----------
    of : str
        Whose eyes.
    hidden : tuple of str
        Options that it does not know of.
    options : tuple of Imagined
        Options that exist only in its eyes.
    infeasible : tuple of Infeasible
        What cannot be in its eyes, beside what cannot be at all.
    preferences : tuple of Preference
        What it takes the preferences of decision makers to be, where that differs.
    """

    TWICE: ClassVar[tuple[str, str]] = ("conflict-twice", "of")
    of: str = column(ModelName((".maker",)))
    hidden: tuple[str, ...] = column(ModelName((".option",), many=True), ())
    options: tuple[Imagined, ...] = rows("option", Imagined, most=MOST, fault=TOO_MANY)
    infeasible: tuple[Infeasible, ...] = rows("infeasible", Infeasible, most=MOST, fault=TOO_MANY)
    preferences: tuple[Preference, ...] = rows("preference", Preference, most=MOST, fault=TOO_MANY)
    reason: Wording = wording()

    @property
    def id(self) -> str:
        """Whose eyes: there is one view of each."""
        return self.of
