"""The conflict that a question is about: a model of the dossier as it was known, made into a game, with what it rests on."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from legation.dossier.models.conflict import CONFLICT, ConflictModel
from legation.errors import WrongUse
from legation.language import LANGUAGES, Message, fold, say
from legation.questions.answer import Named
from legation.questions.base.case import Case
from legation.questions.base.part_inputs import PartInputs, choose_part, unknown_name

if TYPE_CHECKING:
    from legation.dossier.models.conflict import ConflictModel
    from legation.methods.conflict import GraphModel, OptionForm

__all__ = ["ConflictInputs", "find_conflict", "find_makers", "find_state", "status_quo"]


@dataclass(frozen=True, kw_only=True)
class ConflictInputs(PartInputs[ConflictModel]):
    """A conflict model as it was known at the date, and the game that it gives."""

    @functools.cached_property
    def g(self) -> GraphModel:
        """The game; decision makers and options stand there by their ids."""
        return self.model.graph()

    @property
    def form(self) -> OptionForm:
        """Its options and states; every conflict model has them."""
        form = self.g.options
        if form is None:
            raise AssertionError(self.model.id)
        return form

    @functools.cached_property
    def makers(self) -> tuple[Named, ...]:
        """The decision makers in the order of the game."""
        names = {maker.id: maker.name for maker in self.model.makers}
        return tuple(Named(identity, names[identity] or identity) for identity in self.g.decision_makers)

    @functools.cached_property
    def options(self) -> tuple[Named, ...]:
        """The options in the order of the states' characters."""
        names = {option.id: option.name for option in self.model.options}
        return tuple(Named(identity, names[identity] or identity) for identity in self.form.names)

    @functools.cached_property
    def owner(self) -> tuple[int, ...]:
        """By option the number of its decision maker."""
        return self.form.owner

    def maker(self, identity: str) -> Named:
        """Return a decision maker by its id."""
        return self.makers[self.g.number(identity)]

    def taken(self, state: int) -> tuple[bool, ...]:
        """Return for each option whether it is taken."""
        return tuple(bit == "1" for bit in self.g.name(state))

    @property
    def evidence(self) -> tuple[str, ...]:
        """All that the model rests on and that may be seen."""
        return self.seen(self.model.cited())

    def evidence_of(self, makers: Iterable[str], options: Iterable[str] = ()) -> tuple[str, ...]:
        """Return what the preferences of some decision makers, and some options, rest on."""
        wanted, chosen = set(makers), set(options)
        rows = [
            e
            for p in self.model.preferences
            if p.maker in wanted
            for e in (p.evidence, *(judgement.evidence for judgement in p.judgements))
        ]
        rows += [option.evidence for option in self.model.options if option.id in chosen]
        return self.seen(*rows)


def find_conflict(case: Case, name: str) -> ConflictInputs:
    """Return the conflict that a person names, else the first by name.

    Raises
    ------
    NotAvailable
        Where no model was known at the date.
    WrongUse
        For a name that is none of the known ones.
    """
    part = choose_part(case, CONFLICT, name, none="conflict.no-model", unknown="conflict.unknown-model")
    return ConflictInputs(**vars(part))


def find_state(conflict: ConflictInputs, text: str) -> int | None:
    """Return the state that a person means: its number, from 1, its bits, or the options taken, by id or name, between semicolons.

    Raises
    ------
    WrongUse
        For a text that means no state that can be.
    """
    g, text = conflict.g, text.strip()
    if not text:
        return None
    bits = text
    if len(text) != len(conflict.options) or text.strip("01"):
        if text.isascii() and text.isdigit():
            number = int(text[:12])
            if 1 <= number <= g.count:
                return number - 1
            raise WrongUse(Message("conflict.unknown-state", found=text, count=g.count, options=len(conflict.options)))
        parts = [part for part in text.split(";") if part.strip()]
        chosen = {_named(part, conflict.options, "conflict.unknown-option").id for part in parts}
        bits = "".join("1" if option.id in chosen else "0" for option in conflict.options)
    found = conflict.form.at(int(bits[::-1], 2))
    if found is None:
        raise WrongUse(Message("conflict.unknown-state", found=text, count=g.count, options=len(conflict.options)))
    return found


def status_quo(conflict: ConflictInputs, text: str) -> int | None:
    """Return the status quo: as a person gives it, else as the model does; None where the model names none or one that cannot be."""
    given = find_state(conflict, text)
    if given is not None:
        return given
    bits = "".join("1" if option.id in conflict.model.status_quo else "0" for option in conflict.options)
    return conflict.form.at(int(bits[::-1], 2))


def find_makers(conflict: ConflictInputs, text: str) -> tuple[str, ...]:
    """Return the ids of the decision makers that a person names, between semicolons: by id, name, or the actor that they stand for."""
    return tuple(dict.fromkeys(_maker(conflict, part) for part in text.split(";") if part.strip()))


def _maker(conflict: ConflictInputs, text: str) -> str:
    by_actor = {maker.actor: maker.id for maker in conflict.model.makers if maker.actor and maker.id in conflict.g.decision_makers}
    return by_actor.get(text.strip()) or _named(text, conflict.makers, "conflict.unknown-maker").id


def _named(text: str, among: Iterable[Named], message: str) -> Named:
    wanted = fold(text.strip())
    there = tuple(among)
    for one in there:
        if wanted in {fold(one.id), *(fold(say(one, lang)) for lang in LANGUAGES)}:
            return one
    raise unknown_name(message, text.strip(), there)
