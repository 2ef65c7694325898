"""What a conflict model must keep so that it says one thing: names, statements, states and preferences fit together."""

from __future__ import annotations

import difflib
import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np

from legation.dossier.problem import Problem, problem
from legation.errors import BadValue
from legation.methods.conflict.options import DIRECTIONS, OptionForm
from legation.methods.conflict.statement import Statement, read_statement
from legation.sources.conflict_model import game
from legation.sources.conflict_model.records import ConflictModel, Infeasible, Judgement, Preference, View

__all__ = ["checked"]

_ID = re.compile(r"(?!(?:and|or|not|if|iff)$)[A-Za-z0-9][A-Za-z0-9_.-]{0,59}", re.IGNORECASE)
_MAKERS, _OPTIONS, _LISTED = 12, 20, 62
"""So many decision makers; so many options where all combinations count, and where the states are listed."""
_COMPARED = 10
"""Statements of more options are not compared with each other."""


def checked(model: ConflictModel, part: str) -> list[Problem]:
    """Return every fault of a model whose form and size are right, those of states only where names and statements are right."""
    check = _Check(model, part)
    return list(check.size()) or [*check.names(), *check.statements(), *check.who_prefers()] or list(check.states())


class _Check:
    __slots__ = ("_makers", "_model", "_options", "_part")

    def __init__(self, model: ConflictModel, part: str) -> None:
        self._model, self._part = model, part
        self._makers = [maker.id for maker in model.makers]
        self._options = [option.id for option in model.options]

    def size(self) -> Iterator[Problem]:
        """Check how many decision makers and options there are: before all else, for the rest takes time by their number."""
        model = self._model
        if not 2 <= len(self._makers) <= _MAKERS:
            yield self.problem("conflict-makers", "maker", f"2..{_MAKERS}", len(self._makers))
        most = _LISTED if model.feasible else _OPTIONS
        for view in model.views or (None,):
            count = len(model.options) + len(view.options if view else ())
            if count > most:
                yield self.problem("conflict-options", "option", f"1..{most}", count)

    def names(self) -> Iterator[Problem]:
        """Check ids, owners and directions."""
        model = self._model
        imagined = [option for view in model.views for option in view.options]
        numbers = range(1, len(model.makers) + 1)
        placed = list(zip(self._makers, (f"maker {number}" for number in numbers), strict=True))
        for number, maker in zip(numbers, model.makers, strict=True):
            own = model.options_of(maker.id)
            if not own:
                yield self.problem("conflict-no-option", f"maker {number}.option", "[[maker.option]]", maker.id)
            for at, option in enumerate(own, start=1):
                placed.append((option.id, f"maker {number}.option {at}"))
        placed += [(option.id, "view.option") for option in {o.id: o for o in imagined}.values()]
        twice = Counter(identity for identity, _ in placed)
        for identity, place in placed:
            if not _ID.fullmatch(identity):
                yield self.problem("conflict-id", f"{place}.id", "[A-Za-z0-9][A-Za-z0-9_.-]*", identity)
            if twice.pop(identity, 0) > 1:
                yield self.problem("conflict-twice", f"{place}.id", "", identity)
        for option in (*model.options, *imagined):
            if option.direction not in DIRECTIONS:
                yield self.problem("not-a-choice", f"option {option.id}.direction", " | ".join(DIRECTIONS), option.direction)
        yield from self._known("model.status_quo", model.status_quo, self._options)
        yield from self._views()

    def _views(self) -> Iterator[Problem]:
        for number, view in enumerate(self._model.views, start=1):
            place = f"view {number}"
            yield from self._known(f"{place}.of", (view.of,), self._makers)
            yield from self._known(f"{place}.hidden", view.hidden, self._options)
            yield from self._known(f"{place}.option.maker", [option.maker for option in view.options], self._makers)
            if view.of in [v.of for v in self._model.views[: number - 1]]:
                yield self.problem("conflict-twice", f"{place}.of", "", view.of)
            own = {o.id for o in (*self._model.options, *view.options) if o.maker == view.of}
            if own and own <= set(view.hidden):
                yield self.problem("conflict-no-option", f"{place}.hidden", "", view.of)

    def statements(self) -> Iterator[Problem]:
        """Check what every statement says, and whether one contradicts another above it."""
        yield from self._said("", self._model.infeasible, self._options)
        yield from self._preferred("", self._model.preferences, self._options)
        for number, view in enumerate(self._model.views, start=1):
            known = [*self._options, *(option.id for option in view.options)]
            yield from self._said(f"view {number}.", view.infeasible, known)
            yield from self._preferred(f"view {number}.", view.preferences, known)

    def _preferred(self, place: str, preferences: Sequence[Preference], known: Sequence[str]) -> Iterator[Problem]:
        for number, p in enumerate(preferences, start=1):
            yield from self._said(f"{place}preference {number}.", p.judgements, known)

    def _said(self, place: str, rows: Sequence[Infeasible | Judgement], known: Sequence[str]) -> Iterator[Problem]:
        kind = "infeasible" if rows and isinstance(rows[0], Infeasible) else "judgement"
        tables: dict[tuple[str, ...], dict[bytes, str]] = {}
        for number, row in enumerate(rows, start=1):
            at = f"{place}{kind} {number}.statement"
            try:
                statement = read_statement(row.statement)
            except BadValue:
                yield self.problem("conflict-statement", at, "and | or | not | if | iff | ( )", row.statement)
                continue
            unknown = list(self._known(at, statement.names, known))
            yield from unknown
            names = tuple(sorted(statement.names))
            if unknown or kind == "infeasible" or len(names) > _COMPARED:
                continue
            truth = _truth(statement, names)
            first = tables.setdefault(names, {}).get((~truth).tobytes())
            if first:
                yield self.problem("conflict-contradicts", at, "", row.statement, first=first)
            tables[names].setdefault(truth.tobytes(), row.statement)

    def who_prefers(self) -> Iterator[Problem]:
        """Check that each decision maker has one preference, of one kind."""
        model = self._model
        for number, p in enumerate(model.preferences, start=1):
            yield from self._one_kind(f"preference {number}", p)
        told = Counter(p.maker for p in model.preferences)
        for maker in self._makers:
            if told[maker] != 1:
                yield self.problem("conflict-preference", "preference", f"1 x {maker}", f"{told[maker]} x {maker}")
        for number, view in enumerate(model.views, start=1):
            for at, p in enumerate(view.preferences, start=1):
                place = f"view {number}.preference {at}"
                yield from self._one_kind(place, p)
                if p.ranking or p.payoffs:
                    yield self.problem("conflict-view-judgements", place, "[[view.preference.judgement]]", p.maker)
                if p.maker in [q.maker for q in view.preferences[: at - 1]]:
                    yield self.problem("conflict-twice", f"{place}.maker", "", p.maker)

    def _one_kind(self, place: str, p: Preference) -> Iterator[Problem]:
        yield from self._known(f"{place}.maker", (p.maker,), self._makers)
        kinds = [name for name, value in (("judgement", p.judgements), ("ranking", p.ranking), ("payoffs", p.payoffs)) if value]
        if len(kinds) != 1:
            yield self.problem("conflict-preference", place, "judgement | ranking | payoffs", " ".join(kinds))
        wrong = [v for v in p.payoffs.values() if isinstance(v, bool) or not isinstance(v, (int, float)) or not math.isfinite(v)]
        if wrong or any(abs(v) > 1e15 for v in p.payoffs.values() if isinstance(v, (int, float))):
            yield self.problem("toml-value", f"{place}.payoffs", '"110" = -1e15..1e15', wrong[0] if wrong else "")
        most = len(p.judgements) or max(0, len(p.ranking) - 1)
        if p.strong > most:
            yield self.problem("out-of-range", f"{place}.strong", f"0..{most}", p.strong)

    def states(self) -> Iterator[Problem]:
        """Check that something can be, as it is and in every view, that the status quo can be, and that rankings name each state once."""
        model = self._model
        width = len(model.options)
        wrong = [state for state in model.feasible if len(state) != width or state.strip("01")]
        twice = [state for state, count in Counter(model.feasible).items() if count > 1]
        for state in (wrong + twice)[:1]:
            yield self.problem("conflict-feasible", "model.feasible", f"[01]{{{width}}}", state)
        form = None if wrong or twice else self._form(None)
        if form is None:
            if not (wrong or twice):
                yield self.problem("conflict-nothing-left", "infeasible", "", "0")
            return
        if form.at(int(model.start[::-1], 2)) is None:
            yield self.problem("conflict-status-quo", "model.status_quo", "", model.start)
        for number, view in enumerate(model.views, start=1):
            if (view.hidden or view.infeasible) and self._form(view) is None:
                yield self.problem("conflict-nothing-left", f"view {number}.infeasible", "", "0")
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
            yield self.problem("conflict-states", place, f"{len(there)} x [01]{{{len(form.names)}}}", (wrong or missing)[0])

    def _known(self, place: str, names: Collection[str], known: Sequence[str]) -> Iterator[Problem]:
        for name in names:
            if name not in known:
                close = difflib.get_close_matches(name, known, 1, 0.6)
                allowed = " | ".join(known)
                yield self.problem("conflict-unknown-name", place, allowed, name, close=close[0] if close else "—")

    def problem(self, code: str, place: str, allowed: str, found: Any, **more: Any) -> Problem:
        """Make a problem in this part."""
        return problem(code, self._part, None, place, allowed=allowed, found=found, **more)


def _truth(statement: Statement, names: Sequence[str]) -> Any:
    rows = np.arange(2 ** len(names))
    return statement.holds({name: (rows >> k & 1).astype(np.bool_) for k, name in enumerate(names)})
