"""Small changes of judgements: what one decision maker's preferences would be with two judgements swapped, one reversed, one left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from legation.language import Message, Spoken
from legation.questions.conflict.asked import Conflict

if TYPE_CHECKING:
    from legation.methods.conflict import GraphModel
    from legation.methods.conflict.network import Ints
    from legation.methods.conflict.statement import Tree

__all__ = ["Edit", "Edited", "edits", "in_words", "statement_words"]

Kind: TypeAlias = Literal["swap", "reverse", "drop", "first"]


@dataclass(frozen=True, slots=True)
class Edit:
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


def edits(conflict: Conflict, kinds: Iterable[Kind]) -> Iterator[Edit]:
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
                    yield Edit(preference.maker, kind, at, (*given[:at], given[at + 1], statement, *given[at + 2 :]))
                elif kind == "reverse":
                    yield Edit(preference.maker, kind, at, (*given[:at], f"not ({statement})", *given[at + 1 :]))
                elif kind == "drop" and rest:
                    yield Edit(preference.maker, kind, at, rest)
                elif kind == "first" and at > 1:
                    yield Edit(preference.maker, kind, at, (statement, *rest))


class Edited:
    """The game with judgements changed; ranks are worked out once for each change."""

    __slots__ = ("_chosen", "_conflict", "_ranks")

    def __init__(self, conflict: Conflict) -> None:
        self._conflict = conflict
        self._chosen = conflict.form.chosen()
        self._ranks: dict[Edit, Ints] = {}

    def game(self, *changes: Edit) -> GraphModel:
        """Return the game with some changes, of different decision makers."""
        from legation.methods.conflict.preference import ranks_of_statements

        g = self._conflict.g
        ranks = list(g.network.rank)
        for change in changes:
            if change not in self._ranks:
                self._ranks[change] = ranks_of_statements(change.statements, self._chosen, change.maker)
            ranks[g.number(change.maker)] = self._ranks[change]
        return g.with_payoffs(ranks)

    def changes_nothing(self, change: Edit) -> bool:
        """Whether the ranking of the states stays what it is."""
        i = self._conflict.g.number(change.maker)
        return bool((self.game(change).network.rank[i] == self._conflict.g.network.rank[i]).all())


def in_words(conflict: Conflict, change: Edit) -> Message:
    """Return a change as a condition: ``if X preferred the opposite of ...``."""
    given = conflict.model.preference_of(change.maker).judgements
    said = [statement_words(conflict, judgement.statement) for judgement in given[change.at : change.at + 2]]
    values = {"maker": conflict.maker(change.maker), "rank": change.at + 1, "statement": said[0]}
    if change.kind == "swap":
        return Message("conflict.edit.swap", other=said[1], **values)
    if change.kind == "reverse":
        return Message("conflict.edit.reverse", **values)
    return Message("conflict.edit.drop", **values) if change.kind == "drop" else Message("conflict.edit.first", **values)


def statement_words(conflict: Conflict, text: str) -> Spoken:
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
