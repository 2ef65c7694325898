"""A scenario model as the cells of its matrix, each with its reason and its sources; and cells changed in the judgements they stand in.

A cell that shares its judgement with others and gets a reason of its own becomes a judgement of its own; the others stay as they are. The
block of one descriptor on another falls into a judgement for each of its variants where one cell of it does.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from legation.dossier.column import Wording
from legation.dossier.models.scenario import ScenarioModel
from legation.dossier.models.scenario_judgements import Effect
from legation.dossier.models.scenario_records import ScenarioJudgement, effects_of
from legation.dossier.models.scenario_variants import Place
from legation.language import Lang

__all__ = ["CellChange", "MatrixCell", "cells_of", "with_cells_changed"]

Judged: TypeAlias = "int | tuple[int, int, int]"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """What one variant is judged to do to another.

    Attributes
    ----------
    value : int or (low, value, high)
    judgement : ScenarioJudgement
        In which it stands.
    shares : bool
        Whether other cells stand in it, too.
    """

    source: Place
    target: Place
    value: Judged
    judgement: ScenarioJudgement
    shares: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """What a cell is to say; None leaves the value, the reason, the sources or the confidence as they are.

    ``unsaid``: the cell is to say nothing.
    """

    source: Place
    target: Place
    value: Judged | None = None
    unsaid: bool = False
    reason: str | None = None
    evidence: tuple[str, ...] | None = None
    confidence: int | None = None

    @property
    def is_about(self) -> bool:
        """Whether it says why, or how surely."""
        return self.reason is not None or self.evidence is not None or self.confidence is not None


def cells_of(model: ScenarioModel) -> Mapping[tuple[Place, Place], MatrixCell]:
    """Return the cells that are judged: of two judgements on the same variants the one that was known later.

    Examples
    --------
    >>> from legation.dossier.models.scenario import SCENARIO
    >>> cells = cells_of(SCENARIO.read(SCENARIO.template("en").encode(), "scenarios/x.toml"))
    >>> cells[("talks", "open"), ("trust", "low")].value, len(cells)
    ((-3, -2, -1), 16)
    """
    dated = sorted(model.judgements, key=lambda one: one.known_on.last if one.known_on else dt.date.min)
    variants = model.variants()
    found: dict[tuple[Place, Place], MatrixCell] = {}
    for one in dated:
        effects = list(effects_of(one, one.said, variants.get(one.to, ()) if isinstance(one.to, str) else ()))
        for effect in effects:
            found[effect.source, effect.target] = MatrixCell(
                source=effect.source, target=effect.target, value=_judged(effect), judgement=one, shares=len(effects) > 1
            )
    return found


def with_cells_changed(model: ScenarioModel, changes: Iterable[CellChange], lang: Lang) -> ScenarioModel:
    """Return a model whose cells say what was asked for; ``lang``: in which language reasons are given.

    Examples
    --------
    >>> from legation.dossier.models.scenario import SCENARIO
    >>> model = SCENARIO.read(SCENARIO.template("en").encode(), "scenarios/x.toml")
    >>> change = CellChange(source=("talks", "open"), target=("trust", "low"), value=-1, reason="Less sure since May.")
    >>> made = with_cells_changed(model, [change], "en").judgements
    >>> [(dict(one.to), one.reason.in_language("en")) for one in made if one.from_ == "talks.open"]
    [({'trust.high': 2}, 'Who talks learns what the other fears.'), ({'trust.low': -1}, 'Less sure since May.')]
    """
    listed = list(changes)
    model = _with_values(model, {(one.source, one.target): one.value for one in listed if _is_value(one) and one.value is not None})
    for change in listed:
        if _is_value(change):
            continue
        cell = cells_of(model).get((change.source, change.target))
        if cell is None:
            model = model if change.unsaid or (change.value is None and not change.is_about) else _added(model, change, None, lang)
            continue
        if change.unsaid:
            model = _without(model, cell)
        elif change.is_about and cell.shares and not _says(cell.judgement, change, lang):
            model = _added(_without(model, cell), change, cell, lang)
        else:
            model = _changed(model, cell, change, lang)
    return model


def _is_value(change: CellChange) -> bool:
    return not (change.is_about or change.unsaid)


def _with_values(model: ScenarioModel, values: Mapping[tuple[Place, Place], Judged]) -> ScenarioModel:
    """Return a model whose cells have other values, and the reasons that they had: each judgement is changed once."""
    cells = cells_of(model)
    variants = model.variants()
    by_judgement: dict[int, list[tuple[Place, Place]]] = {}
    new: dict[Place, dict[str, Judged]] = {}
    for (source, target), value in values.items():
        if (cell := cells.get((source, target))) is None:
            new.setdefault(source, {})[".".join(target)] = value
        else:
            by_judgement.setdefault(id(cell.judgement), []).append((source, target))
    made: list[ScenarioJudgement] = []
    for one in model.judgements:
        to: Any = dict(one.to) if isinstance(one.to, Mapping) else one.to
        rows = {name: list(row) for name, row in one.rows.items()}
        for source, target in by_judgement.get(id(one), ()):
            if one.block:
                rows[source[1]][variants[str(one.to)].index(target[1])] = values[source, target]
            else:
                to[".".join(target)] = values[source, target]
        place = tuple(one.from_.split(".", 1))
        if place in new and _is_plain(one):
            to |= new.pop(place)
        made.append(dataclasses.replace(one, to=to, rows={name: tuple(row) for name, row in rows.items()}))
    made += [ScenarioJudgement(from_=".".join(source), to=to) for source, to in new.items()]
    return dataclasses.replace(model, judgements=tuple(made))


def _is_plain(one: ScenarioJudgement) -> bool:
    """Whether a judgement gives no reason and nothing else that a new cell would share."""
    return not (one.block or one.reason or one.evidence or one.confidence or one.known_on or one.experts or one.marking)


def _judged(effect: Effect) -> Judged:
    if effect.low is None or effect.high is None:
        return effect.value
    return effect.low, effect.value, effect.high


def _says(judgement: ScenarioJudgement, change: CellChange, lang: Lang) -> bool:
    """Whether a judgement gives that reason, those sources and that confidence already."""
    return (
        change.reason in (None, judgement.reason.in_language(lang))
        and change.evidence in (None, judgement.evidence)
        and change.confidence in (None, judgement.confidence)
    )


def _changed(model: ScenarioModel, cell: MatrixCell, change: CellChange, lang: Lang) -> ScenarioModel:
    """Return a model in which the judgement of a cell says something else."""
    made = model if change.value is None else _with_values(model, {(cell.source, cell.target): change.value})
    now = cells_of(made)[cell.source, cell.target].judgement
    return _replaced(made, now, (_about(now, change, lang),))


def _added(model: ScenarioModel, change: CellChange, before: MatrixCell | None, lang: Lang) -> ScenarioModel:
    """Return a model with a judgement of one cell, which says what the cell ``before`` said, and what is to change."""
    target, source = ".".join(change.target), ".".join(change.source)
    value: Judged = change.value if change.value is not None else before.value if before is not None else 0
    begun = ScenarioJudgement(from_=source, to={target: value})
    if before is not None:
        of = before.judgement
        experts = {name: {target: said[target]} for name, said in _otherwise(of, before.source[1], model).items() if target in said}
        shared = {name: getattr(of, name) for name in ("reason", "evidence", "confidence", "marking", "known_on")}
        begun = dataclasses.replace(begun, experts=experts, **shared)
    return dataclasses.replace(model, judgements=(*model.judgements, _about(begun, change, lang)))


def _about(judgement: ScenarioJudgement, change: CellChange, lang: Lang) -> ScenarioJudgement:
    if change.reason is not None and change.reason != judgement.reason.in_language(lang):
        worded = judgement.reason.fr or judgement.reason.en
        reason = dataclasses.replace(judgement.reason, **{lang: change.reason}) if worded else Wording(change.reason)
        judgement = dataclasses.replace(judgement, reason=reason)
    if change.evidence is not None:
        judgement = dataclasses.replace(judgement, evidence=change.evidence)
    return judgement if change.confidence is None else dataclasses.replace(judgement, confidence=change.confidence)


def _without(model: ScenarioModel, cell: MatrixCell) -> ScenarioModel:
    """Return a model in which a cell says nothing; of a block the rest stands as judgements of its variants."""
    one = cell.judgement
    target = ".".join(cell.target)
    left = []
    for part in _parts(one, model) if one.block else (one,):
        if part.from_ != ".".join(cell.source) or not isinstance(part.to, Mapping):
            left.append(part)
            continue
        to = {name: value for name, value in part.to.items() if name != target}
        experts = {name: {key: value for key, value in said.items() if key != target} for name, said in part.experts.items()}
        if to:
            left.append(dataclasses.replace(part, to=to, experts={name: said for name, said in experts.items() if said}))
    return _replaced(model, one, left)


def _parts(block: ScenarioJudgement, model: ScenarioModel) -> Iterator[ScenarioJudgement]:
    """Yield the rows of a block as judgements of a variant each."""
    names = [f"{block.to}.{one}" for one in model.variants()[str(block.to)]]
    for source, row in block.rows.items():
        experts = {name: said for name, said in _otherwise(block, source, model).items() if said}
        yield dataclasses.replace(
            block, from_=f"{block.from_}.{source}", to=dict(zip(names, row, strict=True)), rows={}, experts=experts, variants=()
        )


def _otherwise(judgement: ScenarioJudgement, source: str, model: ScenarioModel) -> dict[str, dict[str, Any]]:
    """Return by expert what he or she says otherwise of one variant, by target."""
    if not judgement.block:
        return {name: dict(said) for name, said in judgement.experts.items()}
    names = [f"{judgement.to}.{one}" for one in model.variants()[str(judgement.to)]]
    return {name: dict(zip(names, said[source], strict=True)) for name, said in judgement.experts.items() if source in said}


def _replaced(model: ScenarioModel, one: ScenarioJudgement, others: Iterable[ScenarioJudgement]) -> ScenarioModel:
    made: list[ScenarioJudgement] = []
    for row in model.judgements:
        made.extend(others if row is one else (row,))
    return dataclasses.replace(model, judgements=tuple(made))
