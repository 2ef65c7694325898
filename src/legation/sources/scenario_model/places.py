"""Names of variants in a model's file, ``descriptor.variant``: what each means, or the fault where it means nothing."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from legation.dossier.problem import Problem
from legation.dossier.toml_part import wrong_value
from legation.sources.reading import notice
from legation.sources.scenario_model.records import Place

__all__ = ["FORM", "Places"]

FORM = "descriptor.variant"
_HINTS = 50
"""Faults after which the nearest name is no longer looked for, which takes time."""


@dataclass(frozen=True, slots=True)
class Places:
    """The variants that a model has, and the faults found so far in its part."""

    part: str
    problems: list[Problem]
    variants: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def one(self, found: Any, place: str) -> Place | None:
        """Return the variant that a text names; None, with a fault, where it names none."""
        if not isinstance(found, str) or found.count(".") != 1:
            self.problems.append(wrong_value(self.part, place, FORM, found))
            return None
        descriptor, _, variant = found.partition(".")
        if variant in self.variants.get(descriptor, ()):
            return descriptor, variant
        self.unknown(found, place, [f"{one}.{other}" for one, others in self.variants.items() for other in others])
        return None

    def several(self, found: Any, place: str, *, of_one: bool = False) -> tuple[Place, ...]:
        """Return the variants that a text or a list of texts names; ``of_one``: all must be of one descriptor."""
        if found in (None, "", []):
            self.problems.append(wrong_value(self.part, place, f'["{FORM}", ...]', found or ""))
            return ()
        listed = found if isinstance(found, list) else [found]
        places = tuple(dict.fromkeys(one for text in listed if (one := self.one(text, place))))
        if of_one and len({descriptor for descriptor, _ in places}) > 1:
            self.problems.append(notice("several-descriptors", self.part, None, place, found=", ".join(map(".".join, places))))
            return ()
        return places

    def descriptor(self, found: Any, place: str) -> str | None:
        """Return the descriptor that a text names."""
        if isinstance(found, str) and found in self.variants:
            return found
        self.unknown(found, place, list(self.variants))
        return None

    def unknown(self, found: Any, place: str, known: list[str]) -> None:
        """Note that a text names nothing, with what it comes nearest to."""
        close = difflib.get_close_matches(str(found)[:80], known, 1, 0.0) if len(self.problems) < _HINTS else []
        self.problems.append(notice("unknown-in-model", self.part, None, place, found=found, close=close[0] if close else "—"))

    def flat(self, found: Any, place: str, allowed: str) -> Iterator[tuple[Place, str, Any]]:
        """Yield each variant of a table with its place and value: ``"a.b" = 1``, ``a.b = 1`` and ``a = { b = 1 }`` say the same."""
        if not isinstance(found, dict) or not found:
            self.problems.append(wrong_value(self.part, place, allowed, found))
            return
        for name, value in found.items():
            nested = {f"{name}.{below}": worth for below, worth in value.items()} if isinstance(value, dict) else {name: value}
            for full, worth in nested.items():
                where = f"{place}.{full}"
                known = self.one(full, where)
                if known:
                    yield known, where, worth
