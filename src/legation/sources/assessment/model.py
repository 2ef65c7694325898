"""An assessment file, as it was known to a reader on a day."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, TypeVar

from legation.dossier.column import Wording
from legation.dossier.when import When
from legation.language import Lang
from legation.sources.assessment.records import (
    Analyst,
    Assumption,
    Hypothesis,
    Observed,
    Past,
    Placed,
    Search,
    Sponsor,
    Tested,
    Weighed,
)

__all__ = ["LISTS", "Assessment"]

_NONE = Wording()
_Row = TypeVar("_Row")
LISTS = ("analysts", "items", "observed", "sponsors", "tests", "placed", "assumptions", "searches", "past")
"""The fields that are lists of rows with evidence and a date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What a desk wrote down about who may have done it.

    Attributes
    ----------
    part : str
        Where it lies, ``incidents/NAME.assessment.toml``.
    holder : Wording
        Whose assessment it is: an id of ``actors.csv``, or words. Every number is told as theirs.
    incident : str
        An id of an incident in a register, or words.
    scale : str
        Of probability words: ``icd203``, ``ipcc`` or ``phia``.
    confidence, basis : str, Wording
        In the basis: ``low``, ``moderate`` or ``high``, and why. It never changes a probability.
    knowledge, release, sponsors_file : str
        Part with what is known of groups, the release to be read from it, and a part with suspected sponsors.
    exclude : tuple of str
        Reports on the incident itself, whose support is taken out of the knowledge.
    """

    part: str = field(default="", compare=False)
    title: Wording = _NONE
    question: Wording = _NONE
    holder: Wording = _NONE
    incident: str = ""
    known_on: When | None = None
    author: str = ""
    illustration: bool = False
    note: Wording = _NONE
    scale: str = "icd203"
    confidence: str = ""
    basis: Wording = _NONE
    knowledge: str = ""
    release: str = ""
    sponsors_file: str = ""
    exclude: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()
    analysts: tuple[Analyst, ...] = ()
    items: tuple[Weighed, ...] = ()
    observed: tuple[Observed, ...] = ()
    sponsors: tuple[Sponsor, ...] = ()
    tests: tuple[Tested, ...] = ()
    placed: tuple[Placed, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    searches: tuple[Search, ...] = ()
    past: tuple[Past, ...] = ()
    source: bytes = field(default=b"", compare=False, repr=False)

    @property
    def id(self) -> str:
        """The NAME of ``incidents/NAME.assessment.toml``."""
        return PurePosixPath(self.part).name.removesuffix(".assessment.toml")

    def called(self, lang: Lang) -> str:
        """Return the title in a language, or the id where it has none."""
        return self.title.in_language(lang) or self.id

    def as_known(self, evidence: Collection[str], as_of: dt.date) -> tuple[Assessment, int]:
        """Return the file as it was known at a date to someone who may see ``evidence``, and how many of its rows are left out.

        An item, and what a report saw, falls away where any evidence that it names is not there: what is shown of it would tell what is
        hidden. Other rows fall away where none of theirs is. A judgement keeps its probabilities and loses a resolution of a later day.
        """
        there = frozenset(evidence)
        kept: dict[str, Any] = {}
        for name in LISTS:
            rows = getattr(self, name)
            kept[name] = tuple(_seen(row, there) for row in rows if _known(row, there, as_of, every=name in ("items", "observed")))
        gone = sum(len(getattr(self, name)) - len(rows) for name, rows in kept.items())
        left = {item.id for item in kept["items"]}
        assumed = tuple(dataclasses.replace(one, items=tuple(i for i in one.items if i in left)) for one in kept["assumptions"])
        kept["assumptions"] = tuple(one for one in assumed if one.items)
        kept["past"] = tuple(
            one if one.resolved_on and one.resolved_on.by(as_of) else dataclasses.replace(one, truth="", resolved_on=None)
            for one in kept["past"]
        )
        own = tuple(item for item in self.evidence if item in there)
        return dataclasses.replace(self, evidence=own, **kept), gone

    def cited(self) -> tuple[str, ...]:
        """Return the ids of all evidence that the file names, each once, in its order."""
        rows = [self, *(row for name in LISTS for row in getattr(self, name))]
        return tuple(dict.fromkeys(item for row in rows for item in row.evidence))


def _known(row: Any, there: frozenset[str], as_of: dt.date, *, every: bool) -> bool:
    known = getattr(row, "known_on", None) or getattr(row, "made_on", None)
    if known is not None and not known.by(as_of):
        return False
    return not row.evidence or (there.issuperset(row.evidence) if every else not there.isdisjoint(row.evidence))


def _seen(row: _Row, there: frozenset[str]) -> _Row:
    return dataclasses.replace(row, evidence=tuple(i for i in row.evidence if i in there))  # type: ignore[type-var, attr-defined]
