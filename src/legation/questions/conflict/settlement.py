"""What would make a state an equilibrium: small changes of judgements, options that are fixed, decision makers who go there together."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from legation.language import Message, Spoken
from legation.questions.conflict.inputs import ConflictInputs
from legation.questions.question import Progress

if TYPE_CHECKING:
    from legation.methods.conflict import CoalitionImprovement, GraphModel
    from legation.methods.conflict.network import Ints
    from legation.methods.conflict.statement import Tree

__all__ = [
    "EditedConflict",
    "JudgementEdit",
    "SettlementLever",
    "SettlementParty",
    "SettlementSearch",
    "edits",
    "fixed",
    "holds",
    "in_words",
    "levers",
    "parties",
    "settling_edits",
    "statement_words",
    "undoing_edits",
]


Kind: TypeAlias = Literal["swap", "reverse", "drop", "first"]


@dataclass(frozen=True, slots=True)
class JudgementEdit:
    """A change of a decision maker's judgements.

    Attributes
    ----------
    maker : str
    kind : {"swap", "reverse", "drop", "first"}
        Swapped with the next one; its opposite; left out; put before all others.
    at : int
        Which judgement, from 0.
    statements : tuple of str
        All of them after the change.
    """

    maker: str
    kind: Kind
    at: int
    statements: tuple[str, ...]


def edits(conflict: ConflictInputs, kinds: Iterable[Kind]) -> Iterator[JudgementEdit]:
    """Give the changes of some kinds, by decision maker and judgement; none of who has no judgements."""
    wanted = tuple(kinds)
    for preference in conflict.model.preferences:
        given = tuple(judgement.statement for judgement in preference.judgements)
        if preference.maker not in conflict.g.decision_makers:
            continue
        for at, statement in enumerate(given):
            for kind in wanted:
                rest = (*given[:at], *given[at + 1 :])
                if kind == "swap" and at + 1 < len(given):
                    yield JudgementEdit(preference.maker, kind, at, (*given[:at], given[at + 1], statement, *given[at + 2 :]))
                elif kind == "reverse":
                    yield JudgementEdit(preference.maker, kind, at, (*given[:at], f"not ({statement})", *given[at + 1 :]))
                elif kind == "drop" and rest:
                    yield JudgementEdit(preference.maker, kind, at, rest)
                elif kind == "first" and at > 1:
                    yield JudgementEdit(preference.maker, kind, at, (statement, *rest))


class EditedConflict:
    """The game with judgements changed; ranks are worked out once for each change."""

    __slots__ = ("_chosen", "_conflict", "_ranks")

    def __init__(self, conflict: ConflictInputs) -> None:
        self._conflict = conflict
        self._chosen = conflict.form.chosen()
        self._ranks: dict[JudgementEdit, Ints] = {}

    def game(self, *changes: JudgementEdit) -> GraphModel:
        """Return the game with some changes, of different decision makers."""
        from legation.methods.conflict.statement import ranks_of_statements

        g = self._conflict.g
        ranks = list(g.payoffs)
        for change in changes:
            if change not in self._ranks:
                self._ranks[change] = ranks_of_statements(change.statements, self._chosen, change.maker)
            ranks[g.number(change.maker)] = self._ranks[change]
        return g.with_payoffs(ranks)

    def changes_nothing(self, change: JudgementEdit) -> bool:
        """Whether the ranking of the states stays what it is."""
        i = self._conflict.g.number(change.maker)
        return bool((self.game(change).network.rank[i] == self._conflict.g.network.rank[i]).all())


def in_words(conflict: ConflictInputs, change: JudgementEdit) -> Message:
    """Return a change as a condition: ``if X preferred the opposite of ...``."""
    given = conflict.model.preference_of(change.maker).judgements
    said = [statement_words(conflict, judgement.statement) for judgement in given[change.at : change.at + 2]]
    values = {"maker": conflict.maker(change.maker), "rank": change.at + 1, "statement": said[0]}
    if change.kind == "swap":
        return Message("conflict.edit.swap", other=said[1], **values)
    if change.kind == "reverse":
        return Message("conflict.edit.reverse", **values)
    return Message("conflict.edit.drop", **values) if change.kind == "drop" else Message("conflict.edit.first", **values)


def statement_words(conflict: ConflictInputs, text: str) -> Spoken:
    """Return a statement with the names of options and the words of the reader's language."""
    from legation.methods.conflict import read_statement

    names = dict(zip((option.id for option in conflict.options), conflict.options, strict=True))
    return _spoken(read_statement(text).tree, names, inner=False)


def _spoken(tree: Tree, names: Mapping[str, Spoken], *, inner: bool) -> Message:
    kind, *parts = tree
    if kind == "name":
        return Message("conflict.quoted", name=names.get(str(parts[0]), str(parts[0])))
    said = [_spoken(part, names, inner=True) for part in parts]  # type: ignore[arg-type]
    if kind == "not":
        return Message("conflict.tree.not", a=said[0])
    form = {
        "and": Message("conflict.tree.and", a=said[0], b=said[1]),
        "or": Message("conflict.tree.or", a=said[0], b=said[1]),
        "if": Message("conflict.tree.if", a=said[0], b=said[1]),
        "iff": Message("conflict.tree.iff", a=said[0], b=said[1]),
    }[str(kind)]
    return Message("conflict.tree.inner", a=form) if inner else form


_MOST_PAIRS, _MOST_MAKERS = 2000, 8


@dataclass(frozen=True, slots=True)
class SettlementSearch:
    """Changes of judgements that make a state an equilibrium, each with how many there were to try and how many were tried.

    ``found`` holds single changes, or else pairs; ``tried`` and ``of`` count single ones and, where none was found, pairs.
    """

    found: tuple[tuple[JudgementEdit, ...], ...]
    tried: int
    of: int


@dataclass(frozen=True, slots=True)
class SettlementLever:
    """Options whose owners could no longer change them, as they stand in the wanted state."""

    options: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SettlementParty:
    """Decision makers who each prefer the wanted state to the status quo and can lead there together, with their moves."""

    makers: tuple[str, ...]
    way: CoalitionImprovement


def settling_edits(conflict: ConflictInputs, target: int, notion: str, keep: Sequence[str], progress: Progress) -> SettlementSearch:
    """Return the smallest changes of judgements that make a state an equilibrium: all single ones, or else pairs of two decision makers.

    Each is solved again. Pairs are tried up to a number, those first that change most of those who would leave the state.
    """
    from legation.methods.conflict import stability

    edited = EditedConflict(conflict)
    leaves = set(np.flatnonzero(~stability(conflict.g, [notion]).stable[notion][:, target]).tolist())
    given = [change for change in edits(conflict, ("swap", "reverse", "drop", "first")) if change.maker not in keep]
    changes = [change for change in given if not edited.changes_nothing(change)]
    pairs = [pair for pair in itertools.combinations(changes, 2) if pair[0].maker != pair[1].maker]
    pairs.sort(key=lambda pair: -sum(conflict.g.number(change.maker) in leaves for change in pair))
    trials, of = 0, 0
    for some in ([(change,) for change in changes], pairs):
        found = []
        of += len(some)
        for number, chosen in enumerate(some[:_MOST_PAIRS]):
            progress(number, min(len(some), _MOST_PAIRS))
            trials += 1
            if holds(edited.game(*chosen), target, notion):
                found.append(chosen)
        if found:
            return SettlementSearch(tuple(found), trials, of)
    return SettlementSearch((), trials, of)


def undoing_edits(conflict: ConflictInputs, target: int, notion: str) -> Iterator[JudgementEdit]:
    """Give the single changes of judgements under which an equilibrium is none any more."""
    edited = EditedConflict(conflict)
    for change in edits(conflict, ("swap", "reverse", "drop")):
        if not holds(edited.game(change), target, notion):
            yield change


def levers(conflict: ConflictInputs, target: int, notion: str) -> tuple[SettlementLever, ...]:
    """Return the options, one or else two, that have only to be fixed for a state to be an equilibrium; each is solved again."""
    there = range(len(conflict.options))
    for size in (1, 2):
        found = [
            SettlementLever(some) for some in itertools.combinations(there, size) if holds(fixed(conflict, target, some), target, notion)
        ]
        if found:
            return tuple(found)
    return ()


def fixed(conflict: ConflictInputs, target: int, options: Sequence[int]) -> GraphModel:
    """Return the game in which some options cannot be changed from how they stand in a state: what is taken stays, what is not is gone."""
    from legation.methods.conflict import GraphModel

    g, form = conflict.g, conflict.form
    taken = conflict.taken(target)
    ways = tuple(("on_only" if taken[k] else "off_only") if k in options else way for k, way in enumerate(form.direction))
    return GraphModel(decision_makers=g.decision_makers, moves=(), payoffs=g.payoffs, options=dataclasses.replace(form, direction=ways))


def parties(conflict: ConflictInputs, start: int, target: int) -> tuple[SettlementParty, ...]:
    """Return the smallest groups of decision makers that can lead from one state to another which each of them prefers."""
    from legation.methods.conflict import coalition_improvements

    g = conflict.g
    gains = [name for name in g.decision_makers if g.rank(name)[target] > g.rank(name)[start]][:_MOST_MAKERS]
    found: list[SettlementParty] = []
    for size in range(1, len(gains) + 1):
        for some in itertools.combinations(gains, size):
            if any(set(party.makers) <= set(some) for party in found):
                continue
            there = [one for one in coalition_improvements(g, some, start) if one.state == target]
            found += [SettlementParty(some, one) for one in there]
    return tuple(found)


def holds(g: GraphModel, state: int, notion: str) -> bool:
    """Whether a state is an equilibrium of a game."""
    from legation.methods.conflict import is_equilibrium

    return is_equilibrium(g, state, notion)
