"""A conflict as an analyst wrote it down, and the graph model that the methods solve."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from legation.dossier.column import Wording, column, ref, wording
from legation.dossier.kind import Text
from legation.dossier.kind.composite import Listed
from legation.dossier.models.conflict_records import MOST, TOO_MANY, Infeasible, Maker, Option, OptionsTaken, Preference, View
from legation.dossier.parts.form import ModelHead, rows
from legation.errors import BadValue
from legation.language import Lang
from legation.methods.conflict import GraphModel
from legation.methods.conflict.network import Ints
from legation.methods.conflict.options import OptionForm, option_form
from legation.methods.conflict.statement import ranks_of_payoffs, ranks_of_statements, read_statement

if TYPE_CHECKING:
    from legation.dossier.models.conflict_records import Imagined

__all__ = [
    "ConflictModel",
    "grades",
    "made",
    "states",
    "unknown",
]


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
    ranks = preference.payoffs or levels
    real = [form.names.index(option.id) for option in model.options]
    named = ["".join(bits[k] for k in real) for bits in map(form.name, range(len(form.codes)))]
    missing = next((state for state in named if state not in ranks), None)
    if missing is not None:
        raise BadValue(f"preference of {maker} must have every feasible state (got {missing} missing); rank it")
    return ranks_of_payoffs([ranks[state] for state in named], len(named), maker)


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


_NONE = Wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictModel(ModelHead):
    """A conflict as an analyst wrote it down.

    Attributes
    ----------
    status_quo : tuple of str
        The options that are taken now.
    feasible : tuple of str
        States as bit strings; empty where every combination counts that ``infeasible`` leaves.
    """

    question: Wording = wording()
    issue: str = ref("issues")
    status_quo: tuple[str, ...] = column(OptionsTaken((".option",), many=True), ())
    feasible: tuple[str, ...] = column(Listed(Text()), ())
    makers: tuple[Maker, ...] = rows("maker", Maker)
    infeasible: tuple[Infeasible, ...] = rows("infeasible", Infeasible, most=MOST, fault=TOO_MANY)
    preferences: tuple[Preference, ...] = rows("preference", Preference, most=MOST, fault=TOO_MANY)
    views: tuple[View, ...] = rows("view", View, most=MOST, fault=TOO_MANY)

    @property
    def id(self) -> str:
        """The NAME of ``conflicts/NAME.toml``."""
        return self.part.rpartition("/")[2].removesuffix(".toml")

    @property
    def options(self) -> tuple[Option, ...]:
        """All options of all decision makers, in the order of the file."""
        return tuple(option for maker in self.makers for option in maker.options)

    @property
    def start(self) -> str:
        """The status quo as a bit string; character k is the k-th of ``options``."""
        return "".join("1" if option.id in self.status_quo else "0" for option in self.options)

    def options_of(self, maker: str) -> tuple[Option, ...]:
        """Return the options of a decision maker."""
        return tuple(option for one in self.makers if one.id == maker for option in one.options)

    def preference_of(self, maker: str) -> Preference:
        """Return the preference of a decision maker; an empty one where there is none."""
        return next((p for p in self.preferences if p.maker == maker), Preference(maker=maker))

    def name(self, identity: str, lang: Lang) -> str:
        """Return the name of a decision maker or an option, also of one that only a view has; its id where it has no name."""
        named = {x.id: x.name for x in self.makers} | {x.id: x.name for x in self._every_option()}
        return named.get(identity, _NONE).in_language(lang) or identity

    def taken(self, state: str) -> tuple[Option, ...]:
        """Return the options that are taken in a state, which is given as a bit string."""
        return tuple(option for option, bit in zip(self.options, state, strict=True) if bit == "1")

    def graph(self) -> GraphModel:
        """Return the conflict for the methods; decision makers and options stand there by their ids."""
        return made(self)

    def perceptions(self) -> dict[str, GraphModel]:
        """Return the game that each decision maker with a view perceives, as :func:`legation.methods.conflict.hypergame` takes it."""
        return {view.of: made(self, view) for view in self.views}

    def unknown(self) -> dict[str, list[tuple[int, int]]]:
        """Return the pairs of states between which a preference is not known, as ``under_unknown`` takes them."""
        return unknown(self)

    def grades(self) -> dict[str, list[int]]:
        """Return the grades of states for decision makers with strong preferences, as ``strength`` takes them."""
        return grades(self)

    def _every_option(self) -> tuple[Option, ...]:
        return (*self.options, *(option for view in self.views for option in view.options))
