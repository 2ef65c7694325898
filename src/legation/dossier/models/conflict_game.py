"""From a conflict model to the graph model that the methods solve."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from legation.errors import BadValue
from legation.methods.conflict import GraphModel
from legation.methods.conflict.network import Ints
from legation.methods.conflict.options import OptionForm, option_form
from legation.methods.conflict.preference import ranks_of_payoffs, ranks_of_statements
from legation.methods.conflict.statement import read_statement

if TYPE_CHECKING:
    from legation.dossier.models.conflict_model import ConflictModel
    from legation.dossier.models.conflict_records import Imagined, Preference, View

__all__ = ["grades", "made", "states", "unknown"]


def made(model: ConflictModel, view: View | None = None) -> GraphModel:
    """Return the game as it is, or as a decision maker sees it.

    States and preferences are found with all options, a hidden one never taken; then hidden options are struck out. Who has no other option
    is no decision maker of that game.
    """
    form = states(model, view)
    seen = {p.maker: p for p in (view.preferences if view else ())}
    hidden = view.hidden if view else ()
    left = [k for k, name in enumerate(form.names) if name not in hidden]
    options = {maker.id: [form.names[k] for k in left if model.makers[form.owner[k]].id == maker.id] for maker in model.makers}
    options = {maker: own for maker, own in options.items() if own}
    payoffs = [_ranks(model, maker, seen.get(maker) or model.preference_of(maker), form) for maker in options]
    if hidden:
        bits = ["".join(form.name(s)[k] for k in left) for s in range(len(form.codes))]
        form = option_form(options, bits, (), _directions(model, view))
    return GraphModel(decision_makers=tuple(options), moves=(), payoffs=payoffs, options=form)


def states(model: ConflictModel, view: View | None = None) -> OptionForm:
    """Return all options, also those of a view, and the states that can be."""
    imagined = view.options if view else ()
    options = {m.id: [o.id for o in (*m.options, *(one for one in imagined if one.maker == m.id))] for m in model.makers}
    ruled_out = (*model.infeasible, *(view.infeasible if view else ()))
    rules = [f"not ({x.statement})" for x in ruled_out] + [f'not "{name}"' for name in (view.hidden if view else ())]
    names = [name for own in options.values() for name in own]
    listed = _widened(model, names, imagined) if model.feasible else None
    return option_form(options, listed, rules, _directions(model, view))


def unknown(model: ConflictModel) -> dict[str, list[tuple[int, int]]]:
    """Return the pairs of states that differ on a judgement that is not known, and on none above it."""
    form = states(model)
    chosen = form.chosen()
    found: dict[str, list[tuple[int, int]]] = {}
    for preference in model.preferences:
        alike = np.zeros(len(form.codes), np.int64)
        pairs: list[tuple[int, int]] = []
        for judgement in preference.judgements:
            holds = read_statement(judgement.statement).holds(chosen)
            if judgement.unknown:
                for level in range(int(alike.max()) + 1):
                    yes, no = (np.flatnonzero((alike == level) & (holds == value)).tolist() for value in (True, False))
                    pairs.extend((min(pair), max(pair)) for pair in itertools.product(yes, no))
            alike = np.unique(2 * alike + holds, return_inverse=True)[1]
        if pairs:
            found[preference.maker] = sorted(pairs)
    return found


def grades(model: ConflictModel) -> dict[str, list[int]]:
    """Return the grades by the first ``strong`` judgements, or of a ranking cut after its first ``strong`` levels."""
    form = states(model)
    chosen = form.chosen()
    found: dict[str, list[int]] = {}
    for p in model.preferences:
        if p.strong and p.judgements:
            first = [judgement.statement for judgement in p.judgements[: p.strong]]
            found[p.maker] = ranks_of_statements(first, chosen, p.maker).tolist()
        elif p.strong:
            above = {state for level in p.ranking[: p.strong] for state in level}
            found[p.maker] = [int(form.name(s) in above) for s in range(len(form.codes))]
    return found


def _ranks(model: ConflictModel, maker: str, preference: Preference, form: OptionForm) -> Ints:
    """Return the ranks of the states; a judgement that is not known counts as if it were preferred to hold."""
    if preference.judgements:
        return ranks_of_statements([j.statement for j in preference.judgements], form.chosen(), maker)
    if preference.is_empty:
        return np.zeros(len(form.codes), np.int32)
    levels = {state: -place for place, level in enumerate(preference.ranking) for state in level}
    told = preference.payoffs or levels
    real = [form.names.index(option.id) for option in model.options]
    named = ["".join(bits[k] for k in real) for bits in map(form.name, range(len(form.codes)))]
    missing = next((state for state in named if state not in told), None)
    if missing is not None:
        raise BadValue(f"preference of {maker} must have every feasible state (got {missing} missing); rank it")
    return ranks_of_payoffs([told[state] for state in named], len(named), maker)


def _directions(model: ConflictModel, view: View | None) -> dict[str, str]:
    hidden = view.hidden if view else ()
    return {o.id: o.direction for o in (*model.options, *(view.options if view else ())) if o.id not in hidden}


def _widened(model: ConflictModel, names: Sequence[str], imagined: Sequence[Imagined]) -> list[str]:
    """Return the listed states with every combination of imagined options."""
    extra = [option.id for option in imagined]
    real = [option.id for option in model.options]
    found = []
    for more in itertools.product("01", repeat=len(extra)):
        for state in model.feasible:
            bit = dict(zip([*real, *extra], [*state, *more], strict=True))
            found.append("".join(bit[name] for name in names))
    return found
