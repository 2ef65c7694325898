"""How a scenario model names the variants of its descriptors, ``descriptor.variant``, and what each is worth to a plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

from legation.dossier.kind import Gone, Id, Keys, Kind, Note, Number, Target
from legation.dossier.kind.composite import is_number

__all__ = [
    "FORM",
    "VARIANTS",
    "OneVariant",
    "OwnId",
    "Payoff",
    "Place",
    "Variants",
    "below_in",
    "by_variant",
    "place_of",
    "schema_by_variant",
    "variant_at",
]

Place: TypeAlias = tuple[str, str]
"""Ids of a descriptor and of one of its variants; in the file ``descriptor.variant``."""
FORM = "descriptor.variant"
VARIANTS = ".descriptor.variant"
"""Where the variants of a part stand, as a reference names the place."""
_PLACE: dict[str, Any] = {"type": "string", "pattern": r"^[^.]+\.[^.]+$", "examples": ["descriptor-1.variant-1"]}


@dataclass(frozen=True, slots=True)
class OwnId(Id):
    """The id of a descriptor, a variant or a plan; one that is left out is no id."""

    lacking: ClassVar[str] = "bad-id"

    def take(self, value: Any, note: Note) -> Any:
        return Id.take(self, value, note) if isinstance(value, str) else note("bad-id", self.expected, value)


@dataclass(frozen=True, slots=True)
class OneVariant(Kind):
    """A variant, ``descriptor.variant``; whatever names it goes with it."""

    name: ClassVar[str] = "reference"

    @property
    def names_from(self) -> tuple[str, ...]:
        return (VARIANTS,)

    @property
    def expected(self) -> str:
        return FORM

    @property
    def schema(self) -> dict[str, Any]:
        return _PLACE

    def take(self, value: Any, note: Note) -> Any:
        return place_of(value) if _is_place(value) else note("toml-value", FORM, value)

    def give(self, value: Any) -> Any:
        return ".".join(value)

    def targets(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return (variant_at(*value),) if value else ()

    def needs(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return self.targets(value, row)


@dataclass(frozen=True, slots=True)
class Variants(Kind):
    """A variant, or a list of several, each once; whatever names them goes with any of them. ``least``: 0 where an empty list may stand."""

    name: ClassVar[str] = "reference"
    least: int = 1

    @property
    def names_from(self) -> tuple[str, ...]:
        return (VARIANTS,)

    @property
    def names_many(self) -> bool:
        return True

    @property
    def expected(self) -> str:
        return f'["{FORM}", ...]'

    @property
    def schema(self) -> dict[str, Any]:
        return {"anyOf": [_PLACE, {"type": "array", "items": _PLACE, "minItems": self.least}]}

    def take(self, value: Any, note: Note) -> Any:
        if value == "" or (value == [] and self.least):
            return note("toml-value", self.expected, value or "")
        listed = value if isinstance(value, list) else [value]
        wrong = [one for one in listed if not _is_place(one)]
        for one in wrong:
            note("toml-value", FORM, one)
        return None if wrong else tuple(dict.fromkeys(map(place_of, listed)))

    def give(self, value: Any) -> Any:
        return [".".join(one) for one in value]

    def targets(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return tuple(variant_at(*one) for one in value)

    def needs(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return self.targets(value, row)


@dataclass(frozen=True, slots=True)
class Payoff(Kind):
    """What a plan is worth: ``always`` in every scenario, and by variant where that holds; a hidden variant is cut."""

    name: ClassVar[str] = "table"

    @property
    def keys(self) -> Keys | None:
        return Keys(to=(VARIANTS,), of=Number(-1e12, 1e12), also=("always",))

    @property
    def expected(self) -> str:
        return f'{{ always = 1, "{FORM}" = 2.5, ... }}'

    @property
    def schema(self) -> dict[str, Any]:
        return schema_by_variant({"type": "number", "minimum": -1e12, "maximum": 1e12})

    def take(self, value: Any, note: Note) -> Any:
        if not isinstance(value, dict) or not value:
            return note("toml-value", self.expected, value)
        always = {name: _worth(one, below_in(note, f".{name}")) for name, one in value.items() if name == "always"}
        left = {name: one for name, one in value.items() if name != "always"}
        found = by_variant(left, note, self.expected, _worth) if left else {}
        if found is None or None in always.values():
            return None
        return (*((None, one) for one in always.values()), *((place_of(name), one) for name, one in found.items()))

    def give(self, value: Any) -> Any:
        return {"always" if place is None else ".".join(place): worth for place, worth in value}

    def targets(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return tuple(variant_at(*place) for place, _ in value if place is not None)

    def places(self, value: Any, row: Any = None) -> tuple[str, ...]:
        return tuple(f".{'.'.join(place)}" for place, _ in value if place is not None)

    def without(self, value: Any, gone: Gone, row: Any = None) -> Any:
        return tuple((place, worth) for place, worth in value if place is None or not gone(variant_at(*place)))


def variant_at(descriptor: str, variant: str) -> Target:
    """Return a variant as what a value names."""
    return (VARIANTS,), f"{descriptor}.{variant}"


def schema_by_variant(of: dict[str, Any]) -> dict[str, Any]:
    """Return what may stand in a table by variant, ``"descriptor.variant" = ...`` or ``descriptor = { variant = ... }``, as JSON Schema."""
    inner = {"type": "object", "additionalProperties": of}
    return {
        "type": "object",
        "additionalProperties": {"anyOf": [of, inner]},
        "minProperties": 1,
        "examples": [{"descriptor-1.variant-1": 1}],
    }


def _is_place(found: Any) -> bool:
    return isinstance(found, str) and found.count(".") == 1


def place_of(name: str) -> Place:
    """Return the two ids of ``descriptor.variant``."""
    descriptor, _, variant = name.partition(".")
    return descriptor, variant


def below_in(note: Note, place: str) -> Note:
    """Return what takes note of faults that stand at a place below."""
    return lambda code, allowed, found, below="": note(code, allowed, found, f"{place}{below}")


def by_variant(value: Any, note: Note, allowed: str, take: Callable[[Any, Note], Any]) -> Any:
    """Return values by the names of variants, of a table that may hold tables by descriptor; None, with its faults, of anything else."""
    if not isinstance(value, dict) or not value:
        return note("toml-value", allowed, value)
    flat = [
        (full, one)
        for name, found in value.items()
        for full, one in ([(f"{name}.{key}", one) for key, one in found.items()] if isinstance(found, dict) else [(name, found)])
    ]
    taken: dict[str, Any] = {}
    for full, one in flat:
        if not _is_place(full) or full in taken:
            note("toml-value", FORM, full, f".{full}")
            taken[full] = None
        else:
            taken[full] = take(one, below_in(note, f".{full}"))
    return None if None in taken.values() else taken


def _worth(value: Any, note: Note) -> Any:
    return float(value) if is_number(value) and abs(value) <= 1e12 else note("toml-value", "-1e12..1e12", value)
