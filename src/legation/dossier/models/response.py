"""``incidents/NAME.response.toml``: what a desk knows and asks for when it weighs the response to an incident.

One ``[response]`` says who acts, with what probability the party held responsible did it, and whether evidence can be made public.
``[held]`` says who holds whom responsible: without a holder nobody is named. Then, each row with its evidence, its marking and the date
from which it was known:

- ``[[condition]]``: a legal condition, answered ``yes``, ``no`` or ``unknown``; ``yes`` and ``no`` need a reference, a note or evidence;
- ``[[criterion]]``: a criterion of proportionality; ``[[ground]]``: a ground of a listing with the public items that prove it;
- ``[[threshold]]``: what the desk asks for in place of the proposed minimum, and why;
- ``[[cost]]``, ``[[reply]]``: who bears what; how the other side could reply, and the way out;
- ``[[element]]``: what would have to be shown for a norm of 2015; ``[features]``, ``[[precedent]]``: what to compare it with;
- ``[deterrence]``: what the other side may believe, as ranges.

Names of natural persons do not belong here: a person goes by role.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from legation.dossier.column import Wording, choice, column, day, ref, refs, text, wording
from legation.dossier.composite import Keyed, Listed, Span, is_number
from legation.dossier.kind import Choice, Day, Flag, Id, Kind, Note, Number, Text, Word
from legation.dossier.models.response_checks import BEARERS, CONFIDENCES, checked
from legation.dossier.parts import ModelHead, ModelKind, ModelRow, rows, section
from legation.dossier.when import When
from legation.language import Lang
from legation.methods.response import ANSWERS, GROUNDS, KINDS, Feature, Ground, Grounds, Situation, Threat, Threshold, grounds

__all__ = [
    "RESPONSE",
    "Answered",
    "Cost",
    "Criterion",
    "Demand",
    "Game",
    "Grounded",
    "HeldBy",
    "Precedent",
    "Reply",
    "ResponseModel",
    "Stake",
]

_Row = TypeVar("_Row")
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


_FEATURES = Keyed(of=_Feature(), shape='{ target = "energy", effects = ["...", "..."] }')


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBy(ModelRow):
    """Who is held responsible, and by whom: the product holds nobody responsible itself."""

    party: str = column(Word(("actors",)))
    by: str = column(Word(("actors",)), "")
    date: When | None = day()
    note: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(ModelRow):
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
    features: Mapping[str, Feature] = column(_FEATURES, {})
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseModel(ModelHead):
    """What a desk wrote down about the response to an incident.

    Attributes
    ----------
    who : str
        What kind of actor we are.
    actor : str
        Our id in ``actors.csv``.
    register : str
        The NAME of the register ``incidents/NAME.json`` that the incident stands in.
    probability : (float, float, float) or None
        Low, value and high that the party held responsible did it.
    confidence : str
        In the basis: ``low``, ``moderate`` or ``high``. It never changes the probability.
    severity : int or None
        0 to 10.
    regime : str
        Under which a listing is thought of.
    """

    ENDING: ClassVar[str] = ".response.toml"
    who: str = column(Choice(KINDS), "", needed=True)
    actor: str = ref("actors", leans=False)
    register: str = text()
    date: When | None = day()
    confidence: str = choice(*CONFIDENCES)
    public_evidence: str = choice(*ANSWERS, default="unknown")
    regime: str = text()
    probability: tuple[float, float, float] | None = column(Span(0, 1), None)
    severity: int | None = column(Number(0, 10, whole=True), None)
    held: HeldBy | None = section("held", HeldBy)
    features: Mapping[str, Feature] = column(_FEATURES, {}, top=True)
    conditions: tuple[Answered, ...] = rows("condition", Answered)
    criteria: tuple[Criterion, ...] = rows("criterion", Criterion)
    grounds: tuple[Grounded, ...] = rows("ground", Grounded)
    demands: tuple[Demand, ...] = rows("threshold", Demand)
    costs: tuple[Cost, ...] = rows("cost", Cost)
    replies: tuple[Reply, ...] = rows("reply", Reply)
    elements: tuple[Answered, ...] = rows("element", Answered)
    precedents: tuple[Precedent, ...] = rows("precedent", Precedent)
    game: Game | None = section("deterrence", Game)

    def situation(self) -> Situation:
        """Return what the gates look at; where there are grounds of a listing, they say whether its reasons can stand in public."""
        answers = {one.id: one.answer for one in self.conditions}
        if self.grounds:
            answers["reasons-public"] = self.listing().answer
        return Situation(
            who=self.who, probability=self.probability, public_evidence=self.public_evidence, conditions=answers, regime=self.regime
        )

    def latest(self) -> Mapping[str, Demand]:
        """Return by measure what the desk asks for in place of the proposal: of several, what was known last."""
        return {one.measure: one for one in sorted(self.demands, key=lambda one: one.known_on.last if one.known_on else dt.date.min)}

    def thresholds(self) -> tuple[Threshold, ...]:
        """Return what the desk asks for, as the gates take it."""
        return tuple(Threshold(measure=one.measure, minimum=one.minimum, public=one.public) for one in self.latest().values())

    def listing(self) -> Grounds:
        """Return the grounds of a listing with the public items that prove them; a target goes by its English name."""
        return grounds(Ground(target=str(one.target), ground=one.ground, public_items=one.public) for one in self.grounds)

    def compared(self) -> Mapping[str, Feature]:
        """Return what the incident can be compared on: its features, and its severity."""
        return dict(self.features) | ({} if self.severity is None else {"severity": self.severity})

    def threats(self) -> tuple[Threat, ...]:
        """Return the answers of the game; none where there is no game."""
        answers = self.game.answers if self.game else ()
        return tuple(Threat(id=one.measure, cost=one.cost, belief=one.belief, worth=one.worth, price=one.price) for one in answers)


RESPONSE = ModelKind(id="response", pattern="incidents/{path}.response.toml", head=ResponseModel, section="response", checked=checked)
