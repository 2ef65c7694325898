"""A response file, and what the methods take of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, TypeVar

from legation.dossier.column import Wording
from legation.dossier.when import When
from legation.language import Lang
from legation.methods.response import Feature, Ground, Grounds, Situation, Threat, Threshold, grounds
from legation.sources.response_model.records import Answered, Cost, Criterion, Demand, Game, Grounded, HeldBy, Precedent, Reply

__all__ = ["LISTS", "ResponseModel"]

_NONE = Wording()
_Row = TypeVar("_Row")
LISTS = ("conditions", "criteria", "grounds", "demands", "costs", "replies", "elements", "precedents")
"""The fields that are lists of rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseModel:
    """What a desk wrote down about the response to an incident.

    Attributes
    ----------
    part : str
        Where it lies, ``incidents/NAME.response.toml``.
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

    part: str = field(default="", compare=False)
    title: Wording = _NONE
    who: str = ""
    actor: str = ""
    register: str = ""
    date: When | None = None
    known_on: When | None = None
    author: str = ""
    illustration: bool = False
    note: Wording = _NONE
    evidence: tuple[str, ...] = ()
    confidence: str = ""
    public_evidence: str = "unknown"
    regime: str = ""
    probability: tuple[float, float, float] | None = None
    severity: int | None = None
    held: HeldBy | None = None
    features: Mapping[str, Feature] = field(default_factory=dict)
    conditions: tuple[Answered, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    grounds: tuple[Grounded, ...] = ()
    demands: tuple[Demand, ...] = ()
    costs: tuple[Cost, ...] = ()
    replies: tuple[Reply, ...] = ()
    elements: tuple[Answered, ...] = ()
    precedents: tuple[Precedent, ...] = ()
    game: Game | None = None
    source: bytes = field(default=b"", compare=False, repr=False)

    @property
    def id(self) -> str:
        """The NAME of ``incidents/NAME.response.toml``."""
        return PurePosixPath(self.part).name.removesuffix(".response.toml")

    def called(self, lang: Lang) -> str:
        """Return the title in a language, or the id where it has none."""
        return self.title.in_language(lang) or self.id

    def as_known(self, evidence: Collection[str], as_of: dt.date) -> tuple[ResponseModel, int]:
        """Return the file as it was known at a date to someone who may see ``evidence``, and how many of its rows are left out.

        A row falls away where it was known later, and where it names evidence none of which is there; so do the party held responsible and
        the probability. A public item that may not be seen proves nothing to this reader.
        """
        there = frozenset(evidence)
        kept: dict[str, Any] = {name: _kept(getattr(self, name), there, as_of) for name in LISTS}
        gone = sum(len(getattr(self, name)) - len(rows) for name, rows in kept.items())
        for name in ("held", "game"):
            value = getattr(self, name)
            kept[name] = next(iter(_kept((value,) if value else (), there, as_of)), None)
            gone += value is not None and kept[name] is None
        if kept["game"] is not None:
            answers = _kept(kept["game"].answers, there, as_of)
            gone += len(kept["game"].answers) - len(answers)
            kept["game"] = dataclasses.replace(kept["game"], answers=answers)
        own = tuple(item for item in self.evidence if item in there)
        if self.evidence and not own and self.probability is not None:
            kept["probability"] = None
            gone += 1
        return dataclasses.replace(self, evidence=own, **kept), gone

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

    def cited(self) -> tuple[str, ...]:
        """Return the ids of all evidence that the file names, each once, in its order."""
        rows: list[Any] = [self, *(row for name in LISTS for row in getattr(self, name))]
        rows += [one for one in (self.held, self.game) if one]
        rows += self.game.answers if self.game else ()
        found = [item for row in rows for name in ("evidence", "public") for item in _ids(row, name)]
        return tuple(dict.fromkeys(found))


def _ids(row: Any, name: str) -> tuple[str, ...]:
    value = getattr(row, name, ())
    return value if isinstance(value, tuple) else ()


def _kept(rows: tuple[_Row, ...], there: frozenset[str], as_of: dt.date) -> tuple[_Row, ...]:
    """Return the rows that were known and keep a source, with only the sources that are there."""
    found = []
    for row in rows:
        known = getattr(row, "known_on", None) or getattr(row, "date", None)
        evidence = _ids(row, "evidence")
        if (known is None or known.by(as_of)) and (not evidence or there.intersection(evidence)):
            seen = {name: tuple(i for i in _ids(row, name) if i in there) for name in ("evidence", "public") if _ids(row, name)}
            found.append(dataclasses.replace(row, **seen) if seen else row)  # type: ignore[type-var]
    return tuple(found)
