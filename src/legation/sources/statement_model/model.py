"""A statement file, as it was known to a reader on a day."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from legation.dossier.column import Wording
from legation.dossier.when import When
from legation.language import Lang
from legation.sources.statement_model.records import Claim, Failing, Harm, Notified, Prepared, Withdrawn

__all__ = ["LISTS", "StatementModel"]

_NONE = Wording()
LISTS = ("claims", "failings", "notices", "harms", "withdrawn", "answers")
"""The fields that are lists of rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementModel:
    """What a desk would say about an incident.

    Attributes
    ----------
    part : str
        Where it lies, ``incidents/NAME.statement.toml``.
    actor : str
        Who speaks: an id of ``actors.csv``. A claim of this holder is in our own voice.
    addressee : Wording
        To whom it is said.
    tone : {"formal", "plain"}
    firm : Wording
        Whose failings, notices and harm are printed.
    response, assessment : str
        The NAME of ``incidents/NAME.response.toml`` with the gates, and of ``incidents/NAME.assessment.toml`` with the judgement; the
        first by name where empty.
    ask, off_ramp : Wording
        What is asked for, and the way out that is left.
    """

    part: str = field(default="", compare=False)
    title: Wording = _NONE
    actor: str = ""
    addressee: Wording = _NONE
    tone: str = "formal"
    firm: Wording = _NONE
    response: str = ""
    assessment: str = ""
    ask: Wording = _NONE
    off_ramp: Wording = _NONE
    known_on: When | None = None
    author: str = ""
    illustration: bool = False
    evidence: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    failings: tuple[Failing, ...] = ()
    notices: tuple[Notified, ...] = ()
    harms: tuple[Harm, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    answers: tuple[Prepared, ...] = ()
    source: bytes = field(default=b"", compare=False, repr=False)

    @property
    def id(self) -> str:
        """The NAME of ``incidents/NAME.statement.toml``."""
        return PurePosixPath(self.part).name.removesuffix(".statement.toml")

    def called(self, lang: Lang) -> str:
        """Return the title in a language, or the id where it has none."""
        return self.title.in_language(lang) or self.id

    def as_known(self, there: Collection[str], as_of: dt.date) -> tuple[StatementModel, int]:
        """Return the file as it was known at a date to someone who may see ``there``, and how many of its rows are left out.

        A row falls away where it was known later, and where any evidence or object that it names is not there: what is told of it would
        tell what is hidden. What is asked for and the way out fall away with the evidence of the statement itself.
        """
        seen = frozenset(there)
        kept: dict[str, Any] = {name: tuple(row for row in getattr(self, name) if _known(row, seen, as_of)) for name in LISTS}
        gone = sum(len(getattr(self, name)) - len(rows) for name, rows in kept.items())
        kept["claims"] = linked(kept["claims"], seen)
        if not seen.issuperset(self.evidence):
            kept |= {"ask": _NONE, "off_ramp": _NONE}
            gone += bool(self.ask) + bool(self.off_ramp)
        return dataclasses.replace(self, evidence=tuple(one for one in self.evidence if one in seen), **kept), gone

    def cited(self) -> tuple[str, ...]:
        """Return the ids of all evidence that the file names, each once, in its order."""
        rows: list[Any] = [self, *(row for name in LISTS for row in getattr(self, name))]
        return tuple(dict.fromkeys(item for row in rows for name in ("evidence", "against") for item in getattr(row, name, ())))


def linked(claims: tuple[Claim, ...], there: Collection[str] | None = None) -> tuple[Claim, ...]:
    """Return claims that point to no claim, and to no contrary evidence, that is not there."""
    left = {one.id for one in claims}
    return tuple(
        dataclasses.replace(
            one,
            rests_on=tuple(i for i in one.rests_on if i in left),
            against=tuple(i for i in one.against if there is None or i in there),
        )
        for one in claims
    )


def _known(row: Any, there: frozenset[str], as_of: dt.date) -> bool:
    named = (*row.evidence, *getattr(row, "objects", ()))
    return (row.known_on is None or row.known_on.by(as_of)) and there.issuperset(named)
