"""``negotiations/NAME.toml``: a deal of several issues, what it is worth to whom, and what was offered.

One ``[negotiation]`` says what is negotiated, between which days, how the parties decide, and what holds without a deal. Then, each row
with its evidence and its marking:

- ``[[party]]``: who negotiates, with its weight where votes are counted;
- ``[[issue]]`` with ``[[issue.option]]``: what is to be settled, and how it can be;
- ``[[worth]]``: what the options of an issue are worth to a party, in points, each a number or ``[low, value, high]``: a judgement that
  somebody signs;
- ``[[card]]``, ``[[ranking]]``: whole packages, and how a party ranks them; how much each issue matters to it then follows from that;
- ``[[floor]]``: the points below which a party is thought to sign nothing;
- ``[[offer]]``: a package that was offered, by whom and when;
- ``[[agreed]]``: what was agreed in the end.

Our own floor and red lines never stand here: they belong in ``mandate.toml``, under ``[negotiation.NAME]``, which owners alone see. Names
of natural persons do not belong here: a person goes by role.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from legation.dossier.column import Wording, choice, column, day, ref, refs, text, wording
from legation.dossier.kind import Day, Flag, Id, Keys, Kind, Number, Reference, Target
from legation.dossier.kind.composite import Keyed, Span
from legation.dossier.parts.checks import Check
from legation.dossier.parts.form import ModelHead, ModelRow, rows
from legation.dossier.parts.kind import ModelKind
from legation.dossier.problem import Problem
from legation.dossier.when import When

__all__ = [
    "BASES",
    "NEGOTIATION",
    "Agreed",
    "Card",
    "Choice",
    "Floor",
    "Matter",
    "NegotiationModel",
    "Offer",
    "Party",
    "Ranking",
    "Worth",
]

Points = tuple[float, float, float]
"""Low, value and high."""
BASES = ("statement", "text", "expert", "model", "game")
_CONFIDENCES = ("low", "moderate", "high")
_LARGEST = 1e9
_LONGEST = 20


@dataclass(frozen=True, slots=True)
class _OfIssue(Keyed):
    """A table option -> points, of the options of the row's issue."""

    @property
    def keys(self) -> Keys | None:
        return Keys(to=(".issue.option",), of=self.of, within="issue")

    def targets(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return tuple(((".issue.option",), f"{row.issue}.{option}") for option in value) if row is not None else ()

    def bears(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return self.targets(value, row)

    def without(self, value: Any, gone: Any, row: Any = None) -> Any:
        return {option: points for option, points in value.items() if not gone(((".issue.option",), f"{row.issue}.{option}"))}


@dataclass(frozen=True, slots=True)
class _Package(Keyed):
    """A table issue -> option; an issue goes with itself and with the option that stands for it."""

    by: Kind = Reference((".issue",))
    shape: str = "{ issue = option }"

    @property
    def keys(self) -> Keys | None:
        return Keys(to=(".issue",), of=self.of, under=(".issue.option",))

    def targets(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        named: tuple[Target, ...] = tuple(((".issue",), issue) for issue in value)
        return named + tuple(((".issue.option",), f"{issue}.{option}") for issue, option in value.items())

    def places(self, value: Any, row: Any = None) -> tuple[str, ...]:
        return ("",) * len(value) + tuple(f".{issue}" for issue in value)

    def without(self, value: Any, gone: Any, row: Any = None) -> Any:
        return {issue: option for issue, option in value.items() if not any(map(gone, self.targets({issue: option}, row)))}


def _package() -> Any:
    return column(_Package(), {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Party(ModelRow):
    """Who negotiates."""

    id: str = column(Id())
    actor: str = ref("actors")
    name: Wording = wording()
    weight: int = column(Number(0, 2**31 - 1, whole=True), 1)
    discount: float = column(Number(1e-9, 1), 1.0)
    note: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(ModelRow):
    """One way of settling an issue."""

    id: str = column(Id())
    name: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter(ModelRow):
    """An issue, with its options."""

    id: str = column(Id())
    name: Wording = wording()
    note: Wording = wording()
    options: tuple[Choice, ...] = rows("option", Choice, least=2)

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of its options."""
        return tuple(option.id for option in self.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth(ModelRow):
    """What the options of an issue are worth to a party: somebody's judgement, who signs it.

    ``points`` are by option, in points of the party; a low and a high that are no wider than the value say that no range was given. Where
    the party ranked cards, only how the options of this one issue compare counts: how much the issue matters follows from the ranking.
    """

    party: str = column(Reference((".party",)))
    issue: str = column(Reference((".issue",)))
    points: Mapping[str, Points] = column(
        _OfIssue(of=Span(-_LARGEST, _LARGEST, "points"), shape="{ option = points | [low, value, high] }"), {}
    )
    basis: str = choice(*BASES, default="expert")
    confidence: str = choice(*_CONFIDENCES, default="low")
    holder: str = text()
    note: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor(ModelRow):
    """The points below which a party is thought to sign nothing; by whom, and on what basis. Our own stands in ``mandate.toml``."""

    party: str = column(Reference((".party",)))
    value: float = column(Number(-_LARGEST, _LARGEST, "points"), 0.0, needed=True)
    basis: str = choice(*BASES, default="expert")
    confidence: str = choice(*_CONFIDENCES, default="low")
    holder: str = text()
    note: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card(ModelRow):
    """A whole package on a card, to be ranked among others."""

    id: str = column(Id())
    package: Mapping[str, str] = _package()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking(ModelRow):
    """How a party, or somebody for it, ranked cards, the best first; two cards are one comparison."""

    party: str = column(Reference((".party",)))
    cards: tuple[str, ...] = refs(".card", cites=True, needed=True, ordered=True)
    holder: str = text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer(ModelRow):
    """A package that was offered; an issue that it left out stays as the status quo has it.

    ``party``: who offered it; empty for a text of the chair, or of nobody in particular. ``public``: whether it was made in the open.
    """

    id: str = column(Id())
    date: When = column(Day())
    party: str = ref(".party")
    name: Wording = wording()
    package: Mapping[str, str] = _package()
    public: bool = column(Flag(), default=True)
    note: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed(ModelRow):
    """What was agreed in the end; seen from its day on, and earlier by whoever asks for the outcome."""

    date: When = column(Day())
    package: Mapping[str, str] = _package()
    note: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class NegotiationModel(ModelHead):
    """A negotiation of several issues.

    Attributes
    ----------
    opened, deadline : When or None
        Between which days the parties talk.
    share, strict, veto : str, bool, tuple of str
        How the parties decide: this share of the weights, or more than it where ``strict``, and none of some against; no share: unanimity.
    status_quo : mapping of str to str
        By issue the option that holds without a deal.
    """

    ENDING: ClassVar[str] = ".toml"
    forum: Wording = wording()
    opened: When | None = day()
    deadline: When | None = day()
    share: str = text()
    strict: bool = column(Flag(), default=False)
    veto: tuple[str, ...] = refs(".party")
    status_quo: Mapping[str, str] = _package()
    parties: tuple[Party, ...] = rows("party", Party)
    issues: tuple[Matter, ...] = rows("issue", Matter)
    worths: tuple[Worth, ...] = rows("worth", Worth)
    floors: tuple[Floor, ...] = rows("floor", Floor)
    cards: tuple[Card, ...] = rows("card", Card)
    rankings: tuple[Ranking, ...] = rows("ranking", Ranking)
    offers: tuple[Offer, ...] = rows("offer", Offer)
    agreed: tuple[Agreed, ...] = rows("agreed", Agreed)


def _checked(model: NegotiationModel, part: str, places: Mapping[str, Sequence[str]], *, head: bool) -> Iterator[Problem]:
    """Yield what does not fit together: shares, days, whole packages, points for each option, nothing said twice."""
    check = Check(part)
    issues = {one.id: one.names for one in model.issues}
    if head:
        yield from _head(check, model, issues)
    yield from check.twice(places["worths"], [f"{one.party} {one.issue}" for one in model.worths])
    yield from check.twice(places["floors"], [one.party for one in model.floors])
    for at, worth in zip(places["worths"], model.worths, strict=True):
        known = issues.get(worth.issue, ())
        if set(known) - set(worth.points):
            yield check.fault("toml-value", f"{at}.points", " | ".join(known), ", ".join(worth.points) or "{}")
    for at, ranking in zip(places["rankings"], model.rankings, strict=True):
        if len(set(ranking.cards)) < max(2, len(ranking.cards)):
            yield check.fault("toml-value", f"{at}.cards", '["...", "..."]', list(ranking.cards))
    for fields, whole in (("cards", True), ("offers", False), ("agreed", True)):
        for at, row in zip(places[fields], getattr(model, fields), strict=True):
            yield from _whole(check, f"{at}.package", row.package, issues, whole=whole)


def _head(check: Check, model: NegotiationModel, issues: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    if model.share and not _is_share(model.share):
        yield check.fault("toml-value", "negotiation.share", "1/2 | 2/3 | 0.55", model.share)
    if model.opened and model.deadline and model.deadline.last <= model.opened.last:
        yield check.fault("out-of-range", "negotiation.deadline", f"> {model.opened}", model.deadline)
    if model.status_quo:
        yield from _whole(check, "negotiation.status_quo", model.status_quo, issues, whole=True)


def _whole(check: Check, at: str, package: Mapping[str, str], issues: Mapping[str, Sequence[str]], *, whole: bool) -> Iterator[Problem]:
    if not package or (whole and set(issues) - set(package)):
        yield check.fault("toml-value", at, " | ".join(issues), ", ".join(package) or "{}")


def _is_share(written: str) -> bool:
    try:
        return len(written) <= _LONGEST and "e" not in written.lower() and 0 < Fraction(written) <= 1
    except (ValueError, ZeroDivisionError):
        return False


NEGOTIATION = ModelKind(
    id="negotiation", pattern="negotiations/{path}.toml", head=NegotiationModel, section="negotiation", checked=_checked
)
