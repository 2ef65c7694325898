"""The rows of a response: holders, answers to conditions, criteria, grounds, thresholds, costs, replies, precedents, stakes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from legation.dossier.column import Wording, choice, column, day, refs, text, wording
from legation.dossier.kind import Choice, Day, Flag, Id, Kind, Note, Number, Text, Word
from legation.dossier.kind.composite import Keyed, Listed, is_number
from legation.dossier.parts.form import ModelRow, rows
from legation.dossier.when import When
from legation.language import Lang
from legation.methods.response import ANSWERS, GROUNDS, Feature

__all__ = [
    "BEARERS",
    "CONFIDENCES",
    "ConditionAnswer",
    "Cost",
    "Criterion",
    "Demand",
    "Game",
    "Grounded",
    "HeldBy",
    "Precedent",
    "Reply",
    "Stake",
]

BEARERS = ("ours", "victims", "partners", "party", "public")
"""Who bears a cost."""
CONFIDENCES = ("low", "moderate", "high")
_LARGEST = 1e12
_Ends = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ends(Kind):
    """Low and high, or one number for both; beyond the bounds of what is meant they are out of range.

    >>> Ends().take([2, 5], print), Ends().take(3, print), Ends(0).give((3.0, 3.0))
    ((2.0, 5.0), (3.0, 3.0), 3.0)
    """

    name: ClassVar[str] = "range"
    low: float = -_LARGEST
    high: float = _LARGEST

    @property
    def allowed(self) -> str:
        return "[low, high]"

    @property
    def schema(self) -> dict[str, Any]:
        one = {"type": "number", "minimum": self.low, "maximum": self.high}
        return {"anyOf": [one, {"type": "array", "items": one, "minItems": 2, "maxItems": 2}]}

    def take(self, value: Any, note: Note) -> Any:
        listed = value if isinstance(value, list) else [value] * 2
        if len(listed) != 2 or not all(map(is_number, listed)) or not -_LARGEST <= listed[0] <= listed[1] <= _LARGEST:
            return note("toml-value", self.expected, value)
        low, high = float(listed[0]), float(listed[1])
        if low < self.low or high > self.high:
            return note("out-of-range", f"{self.low:g}.." + (f"{self.high:g}" if self.high < _LARGEST else ""), [low, high])
        return low, high

    def give(self, value: Any) -> Any:
        return value[0] if value[0] == value[1] else list(value)


@dataclass(frozen=True, slots=True)
class _Feature(Kind):
    """A text, a number, or a list of texts."""

    name: ClassVar[str] = "feature"

    @property
    def allowed(self) -> str:
        return 'text | number | ["...", "..."]'

    @property
    def schema(self) -> dict[str, Any]:
        text = {"type": "string", "minLength": 1}
        return {"anyOf": [text, {"type": "number"}, {"type": "array", "items": text, "minItems": 1}]}

    def take(self, value: Any, note: Note) -> Any:
        if (isinstance(value, str) and value.strip()) or is_number(value):
            return value
        if isinstance(value, list) and value and all(isinstance(one, str) and one.strip() for one in value):
            return tuple(value)
        return note("toml-value", self.expected, value)

    def give(self, value: Any) -> Any:
        return list(value) if isinstance(value, tuple) else value


FEATURES = Keyed(of=_Feature(), shape='{ target = "energy", effects = ["...", "..."] }')


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBy(ModelRow):
    """Who is held responsible, and by whom: the product holds nobody responsible itself."""

    party: str = column(Word(("actors",)))
    by: str = column(Word(("actors",)), "")
    date: When | None = day()
    note: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionAnswer(ModelRow):
    """A legal condition, or an element of a norm, as a person answered it: ``yes``, ``no`` or ``unknown``, with what that rests on."""

    REPEATED: ClassVar[bool] = True
    id: str = column(Text())
    answer: str = choice(*ANSWERS, default="unknown")
    reference: str = text()
    note: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion(ModelRow):
    """What is recorded for one criterion of proportionality."""

    id: str = column(Text())
    text: Wording = wording(needed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounded(ModelRow):
    """A ground for listing a person or an entity; ``public`` names the evidence that can be disclosed and proves it."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("target", "ground")
    target: Wording = wording(needed=True)
    ground: str = column(Choice(GROUNDS))
    text: Wording = wording()
    public: tuple[str, ...] = refs("evidence", leans=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand(ModelRow):
    """What the desk asks for at a measure in place of the proposal, why, who changed it and when."""

    measure: str = column(Text())
    minimum: float | None = column(Number(0, 1), None)
    public: bool | None = column(Flag(), None)
    reason: Wording = wording(needed=True)
    author: str = text(role="author")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost(ModelRow):
    """What a measure costs; ``bears``: ``ours``, ``victims``, ``partners``, ``party`` (the one held responsible) or ``public``."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("measure", "bears")
    measure: str = column(Text())
    bears: str = column(Choice(BEARERS))
    text: Wording = wording(needed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(ModelRow):
    """How the other side could reply to a measure, and the way out that is left to both."""

    measure: str = column(Text())
    text: Wording = wording()
    off_ramp: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedent(ModelRow):
    """An earlier incident: what it was like, and what was done.

    Attributes
    ----------
    features : mapping of str to str, number or tuple of str
        In the words of the incident's own features.
    done : tuple of str
        Measures, by id.
    """

    id: str = column(Id())
    title: Wording = wording()
    date: When | None = column(Day(), None, needed=True)
    features: Mapping[str, Feature] = column(FEATURES, {})
    done: tuple[str, ...] = column(Listed(Text()), ())
    outcome: Wording = wording()

    def called(self, lang: Lang) -> str:
        """Return the title in a language, or the id where it has none."""
        return self.title.in_language(lang) or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake(ModelRow):
    """An answer as the other side may see it, in the game's unit; ``worth`` and ``price`` are ours."""

    measure: str = column(Text())
    cost: _Ends = column(Ends(low=0))
    belief: _Ends = column(Ends(low=0, high=1))
    worth: _Ends | None = column(Ends(), None)
    price: _Ends | None = column(Ends(), None)
    reason: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Game(ModelRow):
    """What the other side may believe to gain and to spend, as ranges in one unit."""

    benefit: _Ends = column(Ends())
    effort: _Ends = column(Ends(low=0))
    unit: Wording = wording()
    reason: Wording = wording()
    answers: tuple[Stake, ...] = rows("answer", Stake)
