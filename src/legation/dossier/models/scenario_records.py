"""The rows of a scenario model: drivers with their variants, judgements with their reasons, rules, plans."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from legation.dossier.column import Wording, column, day, number, ref, refs, wording
from legation.dossier.kind import Choice, Note
from legation.dossier.models.scenario_judgements import Effect, EffectBlock, Experts, Grade, SourceVariant, Targets, effect_of
from legation.dossier.models.scenario_variants import OneVariant, OwnId, Payoff, Place, Variants, place_of
from legation.dossier.models.scenario_worth import Worth
from legation.dossier.parts.form import ModelRow, rows
from legation.dossier.when import When
from legation.language import Lang
from legation.methods.scenario.matrix import MOST_VARIANTS

__all__ = ["Descriptor", "Plan", "Rule", "ScenarioJudgement", "Signpost", "Variant", "Worth", "effects_of"]

_TWICE = ("twice-in-model", "id")


@dataclass(frozen=True, slots=True)
class _Says(Choice):
    """For or against."""

    values: tuple[str, ...] = ("for", "against")

    def take(self, value: Any, note: Note) -> Any:
        return value if value in self.values else note("toml-value", self.expected, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signpost(ModelRow):
    """Evidence that ``says`` for or against that a variant is coming about."""

    evidence: str = ref("evidence", needed=True)  # type: ignore[assignment]
    says: str = column(_Says())
    note: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant(ModelRow):
    """One of the states that a descriptor can take; ``likelihood`` [0 to 1] only where the author gives it."""

    TWICE: ClassVar[tuple[str, str]] = _TWICE
    id: str = column(OwnId())
    name: Wording = wording()
    note: Wording = wording()
    likelihood: float | None = number(0, 1)
    signposts: tuple[Signpost, ...] = rows("signposts", Signpost)

    def called(self, lang: Lang) -> str:
        """Return the name in a language, or the id where it has none."""
        return self.name.in_language(lang) or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptor(ModelRow):
    """A driver of the future, with two variants or more that exclude each other."""

    TWICE: ClassVar[tuple[str, str]] = _TWICE
    id: str = column(OwnId())
    name: Wording = wording()
    note: Wording = wording()
    variants: tuple[Variant, ...] = rows("variant", Variant, least=2, most=MOST_VARIANTS, fault="few-variants")

    def called(self, lang: Lang) -> str:
        """Return the name in a language, or the id where it has none."""
        return self.name.in_language(lang) or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioJudgement(ModelRow):
    """Effects that rest on one reason.

    Attributes
    ----------
    from_ : str
        A variant, ``descriptor.variant``; the descriptor alone where it is a block.
    to : mapping or str
        By variant how far, each a number or low, value and high; of a block the descriptor.
    rows : mapping of str to tuple
        Of a block, by variant of the source a number for each variant of the target.
    experts : mapping of str to mapping
        What single experts say otherwise, as ``to`` or ``rows``; on all else they agree.
    confidence : int
        1 (a guess) to 5 (sure); 0 where none is given.
    effects, otherwise, variants : tuple
        Derived by :func:`completed`: the effects, those of each expert, and of a block the variants of the target.
    """

    from_: str = column(SourceVariant(), name="from")
    to: Mapping[str, Any] | str = column(Targets())
    rows: Mapping[str, tuple[Any, ...]] = column(EffectBlock(), {})
    experts: Mapping[str, Mapping[str, Any]] = column(Experts(), {})
    reason: Wording = wording()
    confidence: int = column(Grade(), 0)
    effects: tuple[Effect, ...] = dataclasses.field(default=(), compare=False)
    otherwise: tuple[tuple[str, tuple[Effect, ...]], ...] = dataclasses.field(default=(), compare=False)
    variants: tuple[str, ...] = dataclasses.field(default=(), compare=False)

    @property
    def block(self) -> bool:
        """Whether it is written as the block of one descriptor on another."""
        return bool(self.rows)

    @property
    def said(self) -> Mapping[str, Any]:
        """What it says, by target, or of a block by source."""
        return self.rows or (self.to if isinstance(self.to, Mapping) else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(ModelRow):
    """What a scenario must keep to, in one of three forms.

    ``fix``: one of these variants, all of one descriptor, holds. ``forbid``: these two do not occur together. ``if_`` and ``then``: where
    the one occurs, one of the others does.
    """

    fix: tuple[Place, ...] = column(Variants(), ())
    forbid: tuple[Place, ...] = column(Variants(), ())
    if_: Place | None = column(OneVariant(), None, name="if")
    then: tuple[Place, ...] = column(Variants(), ())
    reason: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(ModelRow):
    """Something that we mean to do, with what it needs of the future.

    Attributes
    ----------
    objectives, activities : tuple of str
        Ids of the dossier's rows.
    needs : tuple of Place
        Of each descriptor that is named, one of the variants that are.
    payoff : tuple of (Place or None, float)
        What it is worth where a variant holds, added up; None: in every scenario. In one unit for all plans, higher is better. The short
        form of ``worth``, without ranges and sources: a plan has one of the two.
    costs : Wording
        What it takes of money, people and standing.
    review_by : When or None
        The day by which it is looked at again.
    worth : tuple of Worth
        What it is worth, each row with its range and its sources, added up where several apply.
    """

    TWICE: ClassVar[tuple[str, str]] = _TWICE
    id: str = column(OwnId())
    name: Wording = wording()
    note: Wording = wording()
    objectives: tuple[str, ...] = refs("objectives")
    activities: tuple[str, ...] = refs("activities")
    needs: tuple[Place, ...] = column(Variants(least=0), ())
    costs: Wording = wording()
    payoff: tuple[tuple[Place | None, float], ...] = column(Payoff(), ())
    review_by: When | None = day()
    worth: tuple[Worth, ...] = rows("worth", Worth)

    def called(self, lang: Lang) -> str:
        """Return the name in a language, or the id where it has none."""
        return self.name.in_language(lang) or self.id


def effects_of(row: ScenarioJudgement, said: Mapping[str, Any], variants: Sequence[str]) -> Iterator[Effect]:
    """Yield what a judgement, or an expert who differs on it, says; ``variants``: those of the target of a block, in their order."""
    if row.block:
        for source, values in said.items():
            for target, value in zip(variants, values, strict=False):
                yield effect_of((row.from_, source), (str(row.to), target), value)
    else:
        for target, value in said.items():
            yield effect_of(place_of(row.from_), place_of(target), value)
