"""What a scenario model judges of one variant on others, or of one descriptor on another, and the effects that follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

from legation.dossier.kind import Gone, Keys, Kind, Note, Number, Target
from legation.dossier.models.scenario_variants import FORM, VARIANTS, Place, below_in, by_variant, place_of, schema_by_variant, variant_at
from legation.methods.scenario.matrix import LARGEST

__all__ = ["TO", "Effect", "EffectBlock", "Experts", "Grade", "SourceVariant", "Targets"]

Judged: TypeAlias = "int | tuple[int, int, int]"
"""A number, usually -3 to 3; or low, value and high."""
TO = f'{{ "{FORM}" = 2, ... }}'
_VALUE = f"{-LARGEST}..{LARGEST} | [low, value, high]"
_EXPERTS = 50
_WHOLE = {"type": "integer", "minimum": -LARGEST, "maximum": LARGEST}
_SCHEMA: dict[str, Any] = {"anyOf": [_WHOLE, {"type": "array", "items": _WHOLE, "minItems": 3, "maxItems": 3}]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """How far one variant promotes (above 0) or hinders another; ``low`` and ``high`` where the author is not sure."""

    source: Place
    target: Place
    value: int
    low: int | None = None
    high: int | None = None


def effect_of(source: Place, target: Place, value: Judged) -> Effect:
    """Return the effect that a judgement states: one number, or its range."""
    if isinstance(value, int):
        return Effect(source=source, target=target, value=value)
    return Effect(source=source, target=target, low=value[0], value=value[1], high=value[2])


@dataclass(frozen=True, slots=True)
class _Value(Kind):
    """How far one variant bears on another; in a row of a block a number for each variant of the target."""

    name: ClassVar[str] = "range"
    listed: bool = False

    @property
    def allowed(self) -> str:
        return f"[{_VALUE}, ...]" if self.listed else _VALUE

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": _SCHEMA} if self.listed else _SCHEMA


@dataclass(frozen=True, slots=True)
class Grade(Number):
    """How sure a judgement is: 1 (a guess) to 5 (sure)."""

    low: float | None = 0
    high: float | None = 5
    whole: bool = True

    def take(self, value: Any, note: Note) -> Any:
        return note("out-of-range", "1..5", value) if type(value) is int and value > 5 else Number.take(self, value, note)


@dataclass(frozen=True, slots=True)
class SourceVariant(Kind):
    """What a judgement starts from: a variant, or a descriptor where it is a whole block."""

    name: ClassVar[str] = "reference"

    @property
    def names_from(self) -> tuple[str, ...]:
        return (VARIANTS, ".descriptor")

    @property
    def expected(self) -> str:
        return FORM

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^[^.]+(\.[^.]+)?$", "examples": ["descriptor-1.variant-1"]}

    def take(self, value: Any, note: Note) -> Any:
        return value if isinstance(value, str) and value.count(".") < 2 else note("toml-value", FORM, value)

    def targets(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        if not value:
            return ()
        return (variant_at(*place_of(value)),) if "." in value else (((".descriptor",), value),)

    def needs(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return self.targets(value, row)


@dataclass(frozen=True, slots=True)
class Targets(Kind):
    """What a judgement bears on: by variant how far; or a descriptor where it is a whole block.

    ``"a.b" = 1``, ``a.b = 1`` and ``a = { b = 1 }`` say the same; written is the first. A hidden variant is cut.
    """

    name: ClassVar[str] = "table"

    @property
    def keys(self) -> Keys | None:
        return Keys(to=(VARIANTS,), of=_Value(), instead=(".descriptor",), when="from")

    @property
    def expected(self) -> str:
        return TO

    @property
    def schema(self) -> dict[str, Any]:
        return {"anyOf": [schema_by_variant(_SCHEMA), {"type": "string"}]}

    def take(self, value: Any, note: Note) -> Any:
        if isinstance(value, str):
            return Kind.take(self, value, note)
        return by_variant(value, note, TO, _judged)

    def give(self, value: Any) -> Any:
        return value if isinstance(value, str) else {name: _given(one) for name, one in value.items()}

    def targets(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return self.needs(value, row) or self.bears(value, row)

    def places(self, value: Any, row: Any = None) -> tuple[str, ...]:
        return () if isinstance(value, str) else tuple(f".{name}" for name in value)

    def needs(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return (((".descriptor",), value),) if isinstance(value, str) and value else ()

    def bears(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return () if isinstance(value, str) else tuple(variant_at(*place_of(name)) for name in value)

    def without(self, value: Any, gone: Gone, row: Any = None) -> Any:
        return value if isinstance(value, str) else {name: one for name, one in value.items() if not gone(variant_at(*place_of(name)))}


@dataclass(frozen=True, slots=True)
class EffectBlock(Kind):
    """The rows of a block: by variant of the source a number for each variant of the target, in their order."""

    name: ClassVar[str] = "table"

    @property
    def keys(self) -> Keys | None:
        return Keys(to=(VARIANTS,), of=_Value(listed=True), within="from")

    @property
    def expected(self) -> str:
        return "{ variant = [...], ... }"

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": {"type": "array", "items": _SCHEMA}, "minProperties": 1}

    def take(self, value: Any, note: Note) -> Any:
        if not isinstance(value, dict) or not value:
            return note("toml-value", self.expected, value)
        found: dict[str, Any] = {}
        for name, listed in value.items():
            if not isinstance(listed, list):
                note("uneven-row", "[...]", listed, f".{name}")
                found[name] = None
                continue
            row = tuple(_judged(one, below_in(note, f".{name}.{number}")) for number, one in enumerate(listed, start=1))
            found[name] = None if None in row else row
        return None if None in found.values() else found

    def give(self, value: Any) -> Any:
        return {name: [_given(one) for one in row] for name, row in value.items()}

    def targets(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return (*self.bears(value, row), *(variant_at(str(row.to), one) for one in row.variants)) if row is not None else ()

    def places(self, value: Any, row: Any = None) -> tuple[str, ...]:
        return (*(f".{name}" for name in value), *("" for _ in row.variants)) if row is not None else ()

    def bears(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        return tuple(variant_at(row.from_, name) for name in value) if row is not None else ()

    def without(self, value: Any, gone: Gone, row: Any = None) -> Any:
        remaining = [at for at, one in enumerate(row.variants) if not gone(variant_at(str(row.to), one))]
        return {name: tuple(said[at] for at in remaining) for name, said in value.items() if not gone(variant_at(row.from_, name))}


@dataclass(frozen=True, slots=True)
class Experts(Kind):
    """By expert what he or she says otherwise, in the form of the judgement; what is hidden of it is cut."""

    name: ClassVar[str] = "table"

    @property
    def keys(self) -> Keys | None:
        return Keys(of=_Said(), beside="rows", otherwise=EffectBlock())

    @property
    def expected(self) -> str:
        return "{ name = ..., ... }"

    @property
    def schema(self) -> dict[str, Any]:
        said = {"anyOf": [schema_by_variant(_SCHEMA), EffectBlock().schema]}
        return {"type": "object", "additionalProperties": said, "minProperties": 1, "maxProperties": _EXPERTS}

    def take(self, value: Any, note: Note) -> Any:
        if not isinstance(value, dict) or not 1 <= len(value) <= _EXPERTS:
            return note("toml-value", self.expected, value)
        found = {name: self._form(said).take(said, below_in(note, f".{name}")) for name, said in value.items()}
        return None if None in found.values() else found

    def give(self, value: Any) -> Any:
        return {name: self._form(said).give(said) for name, said in value.items()}

    def targets(self, value: Any, row: Any = None) -> tuple[Target, ...]:
        said = [key for one in value.values() for key in one]
        if row is None or not row.block:
            return tuple(variant_at(*place_of(key)) for key in said if "." in key)
        return tuple(variant_at(row.from_, key) for key in said)

    def places(self, value: Any, row: Any = None) -> tuple[str, ...]:
        return tuple(f".{name}.{key}" for name, one in value.items() for key in one if "." in key or (row is not None and row.block))

    def without(self, value: Any, gone: Gone, row: Any = None) -> Any:
        cut = {name: self._form(said).without(said, gone, row) for name, said in value.items()}
        return {name: said for name, said in cut.items() if said}

    @staticmethod
    def _form(said: Any) -> Kind:
        """Return how what an expert says is read: keys of a block have no dot and hold rows."""
        rows = isinstance(said, dict) and any("." not in name and isinstance(one, (list, tuple)) for name, one in said.items())
        return EffectBlock() if rows else _Said()


@dataclass(frozen=True, slots=True)
class _Said(Targets):
    """By variant how far: what a single expert says."""

    @property
    def keys(self) -> Keys | None:
        return Keys(to=(VARIANTS,), of=_Value())

    def take(self, value: Any, note: Note) -> Any:
        return by_variant(value, note, TO, _judged)


def _judged(value: Any, note: Note) -> Any:
    if isinstance(value, list) and len(value) == 3 and all(map(_is_judged, value)):
        return tuple(value) if value[0] <= value[1] <= value[2] else note("out-of-order", "low <= value <= high", value)
    return value if _is_judged(value) else note("toml-value", _VALUE, value)


def _is_judged(found: Any) -> bool:
    return type(found) is int and -LARGEST <= found <= LARGEST


def _given(value: Judged) -> Any:
    return list(value) if isinstance(value, tuple) else value
