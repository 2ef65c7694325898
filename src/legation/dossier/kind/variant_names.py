"""Variants of a scenario model that a row of a table names in one cell, ``talks.open; trust.high``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from legation.dossier.kind.base import Gone, Target, Text

__all__ = ["ANY_MODEL", "VariantNames", "variants_named"]

ANY_MODEL = "scenarios/*.toml.descriptor.variant"
"""The place of a variant of whichever scenario model has it."""


def variants_named(text: str) -> tuple[str, ...]:
    """Return what stands between the semicolons, each once.

    >>> variants_named("talks.open; trust.high;")
    ('talks.open', 'trust.high')
    """
    return tuple(dict.fromkeys(one.strip() for one in text.split(";") if one.strip()))


@dataclass(frozen=True, slots=True)
class VariantNames(Text):
    """Variants of the model that the column ``scenario`` names; where one of them may not be seen, none is there: the rest says else."""

    def targets(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        model = getattr(row, "scenario", "").removeprefix("scenarios/").removesuffix(".toml")
        place = f"scenarios/{model}.toml.descriptor.variant" if model else ANY_MODEL
        return tuple(((place,), one) for one in variants_named(value))

    def without(self, value: Any, gone: Gone, row: Any = None) -> Any:
        return "" if any(map(gone, self.targets(value, row))) else value
