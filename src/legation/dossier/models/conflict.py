"""Conflict models, written by hand: the dossier part ``conflicts/NAME.toml``.

A conflict is who can choose what, what cannot be together, and what each prefers. This is a whole one; ``CONFLICT.template`` gives one
with notes, to be edited::

    [model]
    title_en = "A breach comes to light"          # title, title_fr, title_en: any of them
    question_en = "Who speaks first?"             # optional; so are issue, known_on, author, note, evidence
    illustration = true                           # made up for demonstration; false where it is left out
    status_quo = ["intrude"]                      # the options that are taken now

    [[maker]]                                     # a decision maker; actor: its id in actors.csv
    id = "intruder"
    name_en = "Intruder"
    [[maker.option]]                              # an option; direction: both | on_only | off_only
    id = "intrude"
    name_en = "stays in the network"

    [[maker]]
    id = "state"
    [[maker.option]]
    id = "attribute"
    direction = "on_only"                         # once said it stays said
    evidence = ["statement-2018"]                 # ids in evidence.csv
    [[maker.option]]
    id = "expel"

    [[infeasible]]                                # holds in no state
    statement = "expel and not attribute"
    reason_en = "Nobody is expelled for a deed that nobody has been said to have done."

    [[preference]]                                # one for each decision maker; the most important judgement first
    maker = "intruder"
    strong = 1                                    # where the first judgement differs the preference is strong
    [[preference.judgement]]
    statement = "not expel"
    reason_en = "An expelled officer is worth more than one network."
    evidence = ["memo-3"]
    known_on = "2018-11"
    [[preference.judgement]]
    statement = "intrude"
    unknown = true                                # whether it prefers this is not known

    [[preference]]
    maker = "state"                               # instead of judgements: all feasible states, the best first, equals in a list;
    ranking = ["010", ["000", "011"], "110", "111", "100"]     # or payoffs = { "010" = 3, ... }

    [[view]]                                      # the conflict in the eyes of one decision maker, where it differs
    of = "intruder"
    hidden = ["expel"]                            # options that it does not know of
    [[view.option]]                               # an option that only it believes in
    maker = "state"
    id = "hack-back"
    [[view.preference]]                           # what it takes a preference to be; also [[view.infeasible]]
    maker = "state"
    [[view.preference.judgement]]
    statement = "hack-back if intrude"

A state is a bit string: character k is the k-th option in the order of the file. ``[model] feasible = ["000", ...]`` lists the states where
they are not all combinations. Statements are those of :mod:`legation.methods.conflict.statement`. A file has at most 12 decision makers and
20 options (62, where the states are listed).

What a conflict model must keep so that it says one thing: names, statements, states and preferences fit together.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np

from legation.dossier.models import conflict_model as game
from legation.dossier.models.conflict_model import ConflictModel
from legation.dossier.models.conflict_records import Imagined, Infeasible, Maker, Option, Preference, StatementPreference, View
from legation.dossier.parts.checks import Check
from legation.dossier.parts.kind import ModelKind
from legation.dossier.parts.toml_record import TOML_LIMIT
from legation.dossier.problem import Problem
from legation.errors import BadValue
from legation.methods.conflict.options import OptionForm
from legation.methods.conflict.statement import Statement, read_statement

__all__ = [
    "CONFLICT",
    "ConflictModel",
    "Imagined",
    "Infeasible",
    "Maker",
    "Option",
    "Preference",
    "StatementPreference",
    "View",
    "whole",
]


_MAKERS, _OPTIONS, _LISTED = 12, 20, 62
"""So many decision makers; so many options where all combinations count, and where the states are listed."""
_COMPARED = 10
"""Statements of more options are not compared with each other."""


def whole(model: ConflictModel, part: str) -> Iterator[Problem]:
    """Yield every fault of a model whose form is right, those of states only where size, names and statements are right."""
    check = _Check(model, part)
    faults = list(check.size())
    if not faults:
        faults = [*check.names(), *check.statements(), *check.who_prefers()]
        if not faults and check.is_known():
            faults = list(check.states())
    yield from faults


class _Check(Check):
    __slots__ = ("_makers", "_model", "_options", "_unknown")

    def __init__(self, model: ConflictModel, part: str) -> None:
        super().__init__(part)
        self._model = model
        self._makers = [maker.id for maker in model.makers]
        self._options = [option.id for option in model.options]
        self._unknown = False

    def is_known(self) -> bool:
        """Whether every name is one of the model, as far as was checked: of others the reader tells."""
        named = [*self._model.status_quo, *(name for view in self._model.views for name in view.hidden)]
        return not self._unknown and set(named) <= set(self._options)

    def size(self) -> Iterator[Problem]:
        """Check how many decision makers and options there are: before all else, for the rest takes time by their number."""
        model = self._model
        if not 2 <= len(self._makers) <= _MAKERS:
            yield self.fault("conflict-makers", "maker", f"2..{_MAKERS}", len(self._makers))
        most = _LISTED if model.feasible else _OPTIONS
        for view in model.views or (None,):
            count = len(model.options) + len(view.options if view else ())
            if count > most:
                yield self.fault("conflict-options", "option", f"1..{most}", count)

    def names(self) -> Iterator[Problem]:
        """Check that each decision maker has an option, also in each view, and that no name is used for two."""
        model = self._model
        placed: list[tuple[str, str]] = [(maker.id, f"maker {number}") for number, maker in enumerate(model.makers, start=1)]
        for number, maker in enumerate(model.makers, start=1):
            if not maker.options:
                yield self.fault("conflict-no-option", f"maker {number}.option", "[[maker.option]]", maker.id)
            placed += [(option.id, f"maker {number}.option {at}") for at, option in enumerate(maker.options, start=1)]
        placed += {
            option.id: (option.id, f"view {number}.option {at}")
            for number, view in enumerate(model.views, start=1)
            for at, option in enumerate(view.options, start=1)
        }.values()
        twice = Counter(identity for identity, _ in placed)
        for identity, place in placed:
            if twice.pop(identity, 0) > 1:
                yield self.fault("conflict-twice", f"{place}.id", "", identity)
        for number, view in enumerate(model.views, start=1):
            own = {o.id for o in (*model.options_of(view.of), *(o for o in view.options if o.maker == view.of))}
            if own and own <= set(view.hidden):
                yield self.fault("conflict-no-option", f"view {number}.hidden", "", view.of)

    def statements(self) -> Iterator[Problem]:
        """Check what every statement says, and whether one contradicts another above it."""
        yield from self._said("infeasible", self._model.infeasible, self._options, ranked=False)
        yield from self._preferred("", self._model.preferences, self._options)
        for number, view in enumerate(self._model.views, start=1):
            known = [*self._options, *(option.id for option in view.options)]
            yield from self._said(f"view {number}.infeasible", view.infeasible, known, ranked=False)
            yield from self._preferred(f"view {number}.", view.preferences, known)

    def _preferred(self, place: str, preferences: Sequence[Preference], known: Sequence[str]) -> Iterator[Problem]:
        for number, p in enumerate(preferences, start=1):
            yield from self._said(f"{place}preference {number}.judgement", p.judgements, known, ranked=True)

    def _said(
        self, place: str, rows: Sequence[Infeasible | StatementPreference], known: Sequence[str], *, ranked: bool
    ) -> Iterator[Problem]:
        tables: dict[tuple[str, ...], dict[bytes, str]] = {}
        for number, row in enumerate(rows, start=1):
            at = f"{place} {number}.statement"
            statement = read_statement(row.statement)
            yield from self._imagined(at, statement.names, known)
            names = tuple(sorted(statement.names))
            if not set(names) <= set(known) or not ranked or len(names) > _COMPARED:
                continue
            truth = _truth(statement, names)
            first = tables.setdefault(names, {}).get((~truth).tobytes())
            if first:
                yield self.fault("conflict-contradicts", at, "", row.statement, first=first)
            tables[names].setdefault(truth.tobytes(), row.statement)

    def who_prefers(self) -> Iterator[Problem]:
        """Check that each decision maker has one preference, of one kind."""
        model = self._model
        for number, p in enumerate(model.preferences, start=1):
            yield from self._one_kind(f"preference {number}", p)
        stated = Counter(p.maker for p in model.preferences)
        for maker in self._makers:
            if stated[maker] != 1:
                yield self.fault("conflict-preference", "preference", f"1 x {maker}", f"{stated[maker]} x {maker}")
        for number, view in enumerate(model.views, start=1):
            for at, p in enumerate(view.preferences, start=1):
                place = f"view {number}.preference {at}"
                yield from self._one_kind(place, p)
                if p.ranking or p.payoffs:
                    yield self.fault("conflict-view-judgements", place, "[[view.preference.judgement]]", p.maker)
                if p.maker in [q.maker for q in view.preferences[: at - 1]]:
                    yield self.fault("conflict-twice", f"{place}.maker", "", p.maker)

    def _one_kind(self, place: str, p: Preference) -> Iterator[Problem]:
        kinds = [name for name, value in (("judgement", p.judgements), ("ranking", p.ranking), ("payoffs", p.payoffs)) if value]
        if len(kinds) != 1:
            yield self.fault("conflict-preference", place, "judgement | ranking | payoffs", " ".join(kinds))
        most = len(p.judgements) or max(0, len(p.ranking) - 1)
        if p.strong > most:
            yield self.fault("out-of-range", f"{place}.strong", f"0..{most}", p.strong)

    def states(self) -> Iterator[Problem]:
        """Check that something can be, as it is and in every view, that the status quo can be, and that rankings name each state once."""
        model = self._model
        width = len(model.options)
        wrong = [state for state in model.feasible if len(state) != width or state.strip("01")]
        twice = [state for state, count in Counter(model.feasible).items() if count > 1]
        for state in (wrong + twice)[:1]:
            yield self.fault("conflict-feasible", "model.feasible", f"[01]{{{width}}}", state)
        form = None if wrong or twice else self._form(None)
        if form is None:
            if not (wrong or twice):
                yield self.fault("conflict-nothing-left", "infeasible", "", "0")
            return
        if form.at(int(model.start[::-1], 2)) is None:
            yield self.fault("conflict-status-quo", "model.status_quo", "", model.start)
        for number, view in enumerate(model.views, start=1):
            if (view.hidden or view.infeasible) and self._form(view) is None:
                yield self.fault("conflict-nothing-left", f"view {number}.infeasible", "", "0")
        for number, p in enumerate(model.preferences, start=1):
            if not p.judgements:
                yield from self._ranked(f"preference {number}", p, form)

    def _form(self, view: View | None) -> OptionForm | None:
        """Return the states; None where none is left."""
        try:
            return game.states(self._model, view)
        except BadValue:
            return None

    def _ranked(self, place: str, p: Preference, form: OptionForm) -> Iterator[Problem]:
        named = Counter([state for level in p.ranking for state in level] or list(p.payoffs))
        there = {form.name(state): state for state in range(len(form.codes))}
        place = f"{place}.{'ranking' if p.ranking else 'payoffs'}"
        wrong = [state for state, count in named.items() if count > 1 or state not in there]
        missing = [state for state in there if state not in named]
        if wrong or missing:
            yield self.fault("conflict-states", place, f"{len(there)} x [01]{{{len(form.names)}}}", (wrong or missing)[0])

    def _imagined(self, place: str, names: Collection[str], known: Sequence[str]) -> Iterator[Problem]:
        """Check that none of the names is one that only another view has."""
        imagined = {option.id for view in self._model.views for option in view.options}
        unknown = set(names) - set(known)
        self._unknown = self._unknown or bool(unknown)
        for name in sorted(unknown & imagined):
            yield self.fault("conflict-unknown-name", place, " | ".join(known), name, close=_close(name, known))


def _close(name: str, known: Sequence[str]) -> str:
    return (difflib.get_close_matches(name, known, 1, 0.6) or ["—"])[0]


def _truth(statement: Statement, names: Sequence[str]) -> Any:
    rows = np.arange(2 ** len(names))
    return statement.holds({name: (rows >> k & 1).astype(np.bool_) for k, name in enumerate(names)})


CONFLICT = ModelKind(id="conflict", pattern="conflicts/{path}.toml", head=ConflictModel, section="model", whole=whole, limit=TOML_LIMIT)
