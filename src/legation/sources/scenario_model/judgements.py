"""``[[judgement]]``: from one variant to others, or the block of one descriptor on another; and back into a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from legation.dossier.problem import problem
from legation.dossier.toml_part import fill, plain, wrong_value
from legation.methods.scenario.matrix import LARGEST
from legation.sources.reading import notice
from legation.sources.scenario_model.places import FORM, Places
from legation.sources.scenario_model.records import Effect, Judgement, Place

__all__ = ["judgement", "judgement_table"]

_VALUE = f"{-LARGEST}..{LARGEST} | [low, value, high]"
_TO = f'{{ "{FORM}" = 2, ... }}'
MOST_EXPERTS = 50


def judgement(place: str, entry: dict[str, Any], known: Places) -> Judgement | None:
    """Make a judgement of a table; None, with its faults, where it is none."""
    before = len(known.problems)
    left = dict(entry)
    source, to, rows, experts = (left.pop(name, None) for name in ("from", "to", "rows", "experts"))
    block = rows is not None
    effects = tuple(_block(source, to, rows, place, known) if block else _single(source, to, place, known))
    others = tuple(_experts(source, to, experts, place, known, block=block)) if experts is not None else ()
    made = fill(Judgement, known.part, f"{place}.", left, known.problems, effects=effects, block=block, experts=others)
    if made and made.confidence > 5:
        known.problems.append(problem("out-of-range", known.part, None, f"{place}.confidence", allowed="1..5", found=made.confidence))
    return made if len(known.problems) == before else None


def judgement_table(one: Judgement) -> dict[str, Any]:
    """Return a judgement as the table that it is read from."""
    table: dict[str, Any] = {}
    source, target = one.effects[0].source, one.effects[0].target
    if one.block:
        table = {"from": source[0], "to": target[0], "rows": _rows(one.effects)}
    else:
        table = {"from": ".".join(source), "to": {".".join(e.target): _written(e) for e in one.effects}}
    settings = {name: value for name, value in plain(one).items() if name not in ("effects", "block", "experts")}
    if one.experts:
        said = {name: _rows(effects) if one.block else {".".join(e.target): _written(e) for e in effects} for name, effects in one.experts}
        settings["experts"] = said
    return table | settings


def _single(source: Any, to: Any, place: str, known: Places) -> Iterator[Effect]:
    start = known.one(source, f"{place}.from")
    for target, where, found in known.flat(to, f"{place}.to", _TO):
        yield from _effect(start, target, found, where, known)


def _block(source: Any, to: Any, rows: Any, place: str, known: Places) -> Iterator[Effect]:
    start, end = known.descriptor(source, f"{place}.from"), known.descriptor(to, f"{place}.to")
    if start is None or end is None:
        return
    targets = known.variants[end]
    if not isinstance(rows, dict) or not rows:
        known.problems.append(wrong_value(known.part, f"{place}.rows", f"{{ {known.variants[start][0]} = [...], ... }}", rows))
        return
    for name, row in rows.items():
        where = f"{place}.rows.{name}"
        if name not in known.variants[start]:
            known.unknown(name, where, list(known.variants[start]))
        elif not isinstance(row, list) or len(row) != len(targets):
            found = len(row) if isinstance(row, list) else row
            known.problems.append(
                notice("uneven-row", known.part, None, where, allowed=f"{len(targets)}: {', '.join(targets)}", found=found)
            )
        else:
            for target, found in zip(targets, row, strict=True):
                yield from _effect((start, name), (end, target), found, f"{where}.{target}", known)


def _effect(source: Place | None, target: Place, found: Any, where: str, known: Places) -> Iterator[Effect]:
    if isinstance(found, list) and len(found) == 3 and all(map(_is_value, found)):
        low, value, high = found
        if low <= value <= high:
            if source is not None:
                yield Effect(source=source, target=target, value=value, low=low, high=high)
        else:
            known.problems.append(problem("out-of-order", known.part, None, where, allowed="low <= value <= high", found=found))
    elif not _is_value(found):
        known.problems.append(wrong_value(known.part, where, _VALUE, found))
    elif source is not None:
        yield Effect(source=source, target=target, value=found)


def _is_value(found: Any) -> bool:
    return type(found) is int and -LARGEST <= found <= LARGEST


def _experts(source: Any, to: Any, found: Any, place: str, known: Places, *, block: bool) -> Iterator[tuple[str, tuple[Effect, ...]]]:
    if not isinstance(found, dict) or not 1 <= len(found) <= MOST_EXPERTS:
        known.problems.append(wrong_value(known.part, f"{place}.experts", "{ name = ..., ... }", found))
        return
    for name, said in found.items():
        where = f"{place}.experts.{name}"
        if block:
            effects = tuple(_block(source, to, said, where, known))
        else:
            start = known.one(source, where)
            effects = tuple(e for target, at, value in known.flat(said, where, _TO) for e in _effect(start, target, value, at, known))
        yield name, effects


def _written(effect: Effect) -> Any:
    low, high = effect.low, effect.high
    return effect.value if low is None or high is None else [low, effect.value, high]


def _rows(effects: tuple[Effect, ...]) -> dict[str, Any]:
    rows: dict[str, list[Any]] = {}
    for effect in effects:
        rows.setdefault(effect.source[1], []).append(_written(effect))
    return rows
