"""The records of a conflict model: who decides, what each can choose, what cannot be, and what each prefers, as an analyst judges it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from legation.dossier.column import Wording
from legation.dossier.when import When
from legation.language import Lang
from legation.methods.conflict import GraphModel
from legation.sources.conflict_model import game

__all__ = ["ConflictModel", "Infeasible", "Judgement", "Maker", "Option", "Preference", "View"]

_NONE = Wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Something that a decision maker can choose to do, or not."""

    id: str
    maker: str
    name: Wording = _NONE
    direction: str = "both"
    note: Wording = _NONE
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """A decision maker; ``actor`` is its id in ``actors.csv``, where it stands there."""

    id: str
    name: Wording = _NONE
    actor: str = ""
    note: Wording = _NONE
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Infeasible:
    """A statement that holds in no state: what excludes what."""

    statement: str
    reason: Wording = _NONE
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """That a decision maker prefers a statement to hold; with ``unknown``, that it is not known whether it does."""

    statement: str
    unknown: bool = False
    reason: Wording = _NONE
    evidence: tuple[str, ...] = ()
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
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

    maker: str
    judgements: tuple[Judgement, ...] = ()
    ranking: tuple[tuple[str, ...], ...] = ()
    payoffs: Mapping[str, Any] = field(default_factory=dict)
    strong: int = 0
    reason: Wording = _NONE
    evidence: tuple[str, ...] = ()
    known_on: When | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left of it."""
        return not (self.judgements or self.ranking or self.payoffs)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The conflict in the eyes of one decision maker, where it differs.

    Attributes
    ----------
    of : str
        Whose eyes.
    hidden : tuple of str
        Options that it does not know of.
    options : tuple of Option
        Options that exist only in its eyes; ``maker`` says whose.
    infeasible : tuple of Infeasible
        What cannot be in its eyes, beside what cannot be at all.
    preferences : tuple of Preference
        What it takes the preferences of decision makers to be, where that differs.
    """

    of: str
    hidden: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    infeasible: tuple[Infeasible, ...] = ()
    preferences: tuple[Preference, ...] = ()
    reason: Wording = _NONE
    evidence: tuple[str, ...] = ()
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictModel:
    """A conflict as an analyst wrote it down.

    Attributes
    ----------
    status_quo : tuple of str
        The options that are taken now.
    feasible : tuple of str
        States as bit strings; empty where every combination counts that ``infeasible`` leaves.
    illustration : bool
        Whether it is made up for demonstration: questions say so.
    """

    title: Wording
    question: Wording = _NONE
    issue: str = ""
    known_on: When | None = None
    author: str = ""
    illustration: bool = False
    note: Wording = _NONE
    evidence: tuple[str, ...] = ()
    status_quo: tuple[str, ...] = ()
    feasible: tuple[str, ...] = ()
    makers: tuple[Maker, ...] = ()
    options: tuple[Option, ...] = ()
    infeasible: tuple[Infeasible, ...] = ()
    preferences: tuple[Preference, ...] = ()
    views: tuple[View, ...] = ()
    source: bytes = field(default=b"", compare=False, repr=False)

    @property
    def start(self) -> str:
        """The status quo as a bit string; character k is the k-th of ``options``."""
        return "".join("1" if option.id in self.status_quo else "0" for option in self.options)

    @property
    def without_preference(self) -> tuple[str, ...]:
        """Decision makers of whose preferences nothing is left: in the game they are indifferent, which whoever asks must be told."""
        known = {p.maker for p in self.preferences if not p.is_empty}
        return tuple(maker.id for maker in self.makers if maker.id not in known)

    def options_of(self, maker: str) -> tuple[Option, ...]:
        """Return the options of a decision maker."""
        return tuple(option for option in self.options if option.maker == maker)

    def preference_of(self, maker: str) -> Preference:
        """Return the preference of a decision maker; an empty one where there is none."""
        return next((p for p in self.preferences if p.maker == maker), Preference(maker=maker))

    def name(self, identity: str, lang: Lang) -> str:
        """Return the name of a decision maker or an option, also of one that only a view has; its id where it has no name."""
        named = {x.id: x.name for x in self.makers} | {x.id: x.name for x in self._every_option()}
        return named.get(identity, _NONE).in_language(lang) or identity

    def taken(self, state: str) -> tuple[Option, ...]:
        """Return the options that are taken in a state, which is given as a bit string."""
        return tuple(option for option, bit in zip(self.options, state, strict=True) if bit == "1")

    def graph(self) -> GraphModel:
        """Return the conflict for the methods; decision makers and options stand there by their ids."""
        return game.made(self)

    def perceptions(self) -> dict[str, GraphModel]:
        """Return the game that each decision maker with a view perceives, as :func:`legation.methods.conflict.hypergame` takes it."""
        return {view.of: game.made(self, view) for view in self.views}

    def unknown(self) -> dict[str, list[tuple[int, int]]]:
        """Return the pairs of states between which a preference is not known, as ``under_unknown`` takes them."""
        return game.unknown(self)

    def grades(self) -> dict[str, list[int]]:
        """Return the grades of states for decision makers with strong preferences, as ``strength`` takes them."""
        return game.grades(self)

    def as_known(self, evidence: Collection[str], as_of: dt.date | None = None) -> ConflictModel:
        """Return the model as far as it was known at a date and has evidence left.

        A judgement, a preference and a view fall away where they were known later, and where they name evidence none of which is there.
        What cannot be stays: it is how the model is built.
        """

        def stands(x: Judgement | Preference | View) -> bool:
            known = as_of is None or x.known_on is None or x.known_on.by(as_of)
            return known and (not x.evidence or any(e in evidence for e in x.evidence))

        def left(preferences: tuple[Preference, ...]) -> tuple[Preference, ...]:
            thinned = (
                dataclasses.replace(p, judgements=tuple(filter(stands, p.judgements)), strong=_strong(p, stands))
                for p in preferences
                if stands(p)
            )
            return tuple(p for p in thinned if not p.is_empty)

        views = tuple(dataclasses.replace(v, preferences=left(v.preferences)) for v in self.views if stands(v))
        return dataclasses.replace(self, preferences=left(self.preferences), views=views)

    def cited(self) -> tuple[str, ...]:
        """Return the ids of all evidence that the model names, each once, in their order."""
        preferences = (*self.preferences, *(p for v in self.views for p in v.preferences))
        rows: tuple[Any, ...] = (
            self,
            *self.makers,
            *self._every_option(),
            *self.infeasible,
            *(x for v in self.views for x in (v, *v.infeasible)),
            *(x for p in preferences for x in (p, *p.judgements)),
        )
        return tuple(dict.fromkeys(e for row in rows for e in row.evidence))

    def _every_option(self) -> tuple[Option, ...]:
        return (*self.options, *(option for view in self.views for option in view.options))


def _strong(preference: Preference, stands: Any) -> int:
    """Return how many of the strong judgements stand; a ranking keeps its cut."""
    if not preference.judgements:
        return preference.strong
    return sum(map(stands, preference.judgements[: preference.strong]))
