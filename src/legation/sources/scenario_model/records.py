"""What a scenario model is made of, by ids: drivers, judgements with their reasons, rules, plans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from legation.dossier.column import Wording
from legation.dossier.when import When
from legation.language import LANGUAGES, Lang

__all__ = ["Descriptor", "Effect", "Judgement", "Place", "Plan", "Rule", "Signpost", "Variant", "names_in_every_language"]

Place: TypeAlias = tuple[str, str]
"""Ids of a descriptor and of one of its variants; in the file ``descriptor.variant``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signpost:
    """Evidence that ``says`` for or against that a variant is coming about."""

    evidence: str
    says: str
    note: Wording = Wording()  # noqa: RUF009 - a wording is frozen


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One of the states that a descriptor can take; ``likelihood`` [0 to 1] only where the author gives it."""

    id: str
    name: Wording = Wording()  # noqa: RUF009
    note: Wording = Wording()  # noqa: RUF009
    evidence: tuple[str, ...] = ()
    likelihood: float | None = None
    signposts: tuple[Signpost, ...] = ()

    def called(self, lang: Lang) -> str:
        """Return the name in a language, or the id where it has none."""
        return self.name.in_language(lang) or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptor:
    """A driver of the future, with two variants or more that exclude each other."""

    id: str
    name: Wording = Wording()  # noqa: RUF009
    note: Wording = Wording()  # noqa: RUF009
    evidence: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = ()

    def called(self, lang: Lang) -> str:
        """Return the name in a language, or the id where it has none."""
        return self.name.in_language(lang) or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """How far one variant promotes (above 0) or hinders another; ``low`` and ``high`` where the author is not sure."""

    source: Place
    target: Place
    value: int
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Effects that rest on one reason.

    Attributes
    ----------
    effects : tuple of Effect
    block : bool
        Whether it was written as the block of one descriptor on another.
    experts : tuple of (str, tuple of Effect)
        What single experts say otherwise; on all else they agree.
    reason : Wording
    evidence : tuple of str
    confidence : int
        1 (a guess) to 5 (sure); 0 where none is given.
    """

    effects: tuple[Effect, ...]
    block: bool = False
    experts: tuple[tuple[str, tuple[Effect, ...]], ...] = ()
    reason: Wording = Wording()  # noqa: RUF009
    evidence: tuple[str, ...] = ()
    known_on: When | None = None
    confidence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a scenario must keep to.

    ``fix``: one of ``first``, all of one descriptor, holds. ``forbid``: the one variant of ``first`` and the one of ``then`` do not occur
    together. ``imply``: where ``first`` occurs, one of ``then`` does.
    """

    kind: str
    first: tuple[Place, ...]
    then: tuple[Place, ...] = ()
    reason: Wording = Wording()  # noqa: RUF009
    evidence: tuple[str, ...] = ()
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Something that we mean to do, with what it needs of the future.

    Attributes
    ----------
    objectives, activities : tuple of str
        Ids of the dossier's rows.
    needs : tuple of Place
        Of each descriptor that is named, one of the variants that are.
    payoff : tuple of (Place or None, float)
        What it is worth where a variant holds, added up; None: in every scenario. In one unit for all plans, higher is better.
    """

    id: str
    name: Wording = Wording()  # noqa: RUF009
    note: Wording = Wording()  # noqa: RUF009
    objectives: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    needs: tuple[Place, ...] = ()
    payoff: tuple[tuple[Place | None, float], ...] = ()
    evidence: tuple[str, ...] = ()
    known_on: When | None = None

    def called(self, lang: Lang) -> str:
        """Return the name in a language, or the id where it has none."""
        return self.name.in_language(lang) or self.id


def names_in_every_language(one: Descriptor | Variant | Plan) -> set[tuple[Lang, str]]:
    """Return what a reader of each language takes it for."""
    return {(lang, one.called(lang)) for lang in LANGUAGES}
