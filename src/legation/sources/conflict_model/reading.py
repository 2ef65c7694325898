"""A conflict model from and to TOML: every fault of form is named with its place."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

from legation.dossier.problem import Problem, problem, stop_at
from legation.dossier.toml_part import fill, plain, read_toml, tables, written, wrong_value
from legation.sources.conflict_model.checking import checked
from legation.sources.conflict_model.records import ConflictModel, Infeasible, Judgement, Maker, Option, Preference, View

__all__ = ["read_conflict_model", "write_conflict_model"]

_Record = TypeVar("_Record")
_MOST = 200
"""Tables of one name in one place."""


def read_conflict_model(data: bytes, part: str) -> ConflictModel:
    """Read a conflict model.

    Parameters
    ----------
    data : bytes
    part : str
        The part's name, ``conflicts/NAME.toml``: where faults are said to stand.

    Raises
    ------
    DossierError
        With every fault and its place.
    """
    problems: list[Problem] = []
    table = read_toml(part, data, problems)
    model = _Reader(part, problems).model(table) if table is not None else None
    if model is not None:
        problems.extend(checked(model, part))
    stop_at(problems)
    if model is None:
        raise AssertionError(part)
    return dataclasses.replace(model, source=data)


def write_conflict_model(model: ConflictModel) -> bytes:
    """Return the part's bytes: as they were read where nothing changed, so that comments stay."""
    if model.source and read_conflict_model(model.source, "model") == model:
        return model.source
    head = _plain(model, without=("makers", "options", "infeasible", "preferences", "views"))
    makers = [_plain(m) | {"option": [_plain(o, without=("maker",)) for o in model.options_of(m.id)]} for m in model.makers]
    table: dict[str, Any] = {"model": head, "maker": makers}
    table["infeasible"] = [_plain(x) for x in model.infeasible]
    table["preference"] = [_preference(p) for p in model.preferences]
    table["view"] = [_view(v) for v in model.views]
    return written({name: value for name, value in table.items() if value})


class _Reader:
    """Tables of one part become records; what is wrong is noted."""

    __slots__ = ("_part", "_problems")

    def __init__(self, part: str, problems: list[Problem]) -> None:
        self._part, self._problems = part, problems

    def model(self, table: dict[str, Any]) -> ConflictModel | None:
        """Return the model; None where anything is wrong."""
        head = table.pop("model", {})
        if not isinstance(head, dict):
            self._problems.append(wrong_value(self._part, "model", "[model]", head))
            head = {}
        pairs = [self._pair(at, entry) for at, entry in self._tables(table, "maker", "")]
        given: dict[str, Any] = {
            "makers": tuple(maker for maker, _ in pairs),
            "options": tuple(option for _, own in pairs for option in own),
            "infeasible": self._infeasible(table, ""),
            "preferences": tuple(self._preference(at, entry) for at, entry in self._tables(table, "preference", "")),
            "views": tuple(self._view(at, entry) for at, entry in self._tables(table, "view", "")),
        }
        allowed = "[model] | [[maker]] | [[infeasible]] | [[preference]] | [[view]]"
        self._problems.extend(problem("unknown-key", self._part, None, name, allowed=allowed, found=name) for name in table)
        found = self._filled(ConflictModel, "model", head, "title", **given)
        return None if self._problems else found

    def _pair(self, at: str, entry: dict[str, Any]) -> tuple[Maker | None, tuple[Option | None, ...]]:
        inner = self._tables(entry, "option", at)
        maker = self._filled(Maker, at, entry, "id")
        owner = maker.id if maker else ""
        return maker, tuple(self._filled(Option, place, option, "id", maker=owner) for place, option in inner)

    def _infeasible(self, table: dict[str, Any], at: str) -> tuple[Infeasible | None, ...]:
        return tuple(self._filled(Infeasible, place, entry, "statement") for place, entry in self._tables(table, "infeasible", at))

    def _preference(self, at: str, entry: dict[str, Any]) -> Preference | None:
        inner = self._tables(entry, "judgement", at)
        given: dict[str, Any] = {"judgements": tuple(self._filled(Judgement, p, j, "statement") for p, j in inner)}
        given["ranking"] = self._ranking(at, entry.pop("ranking", []))
        return self._filled(Preference, at, entry, "maker", **given)

    def _view(self, at: str, entry: dict[str, Any]) -> View | None:
        options = tuple(self._filled(Option, p, o, "id", "maker") for p, o in self._tables(entry, "option", at))
        infeasible = self._infeasible(entry, at)
        preferences = tuple(self._preference(p, e) for p, e in self._tables(entry, "preference", at))
        return self._filled(View, at, entry, "of", options=options, infeasible=infeasible, preferences=preferences)

    def _ranking(self, at: str, given: Any) -> tuple[tuple[str, ...], ...]:
        levels = [[level] if isinstance(level, str) else level for level in given] if isinstance(given, list) else [given]
        wrong = [level for level in levels if not isinstance(level, list) or not all(isinstance(state, str) for state in level)]
        self._problems.extend(wrong_value(self._part, f"{at}.ranking", '["110", ["000", "010"], ...]', level) for level in wrong[:1])
        return () if wrong else tuple(tuple(level) for level in levels)

    def _tables(self, table: dict[str, Any], name: str, at: str) -> list[tuple[str, dict[str, Any]]]:
        """Take the tables of a name out of a table, each with its place."""
        place = f"{at}.{name}" if at else name
        found = tables(self._part, table.pop(name, []), place, f"[[{name}]]", self._problems)
        if len(found) > _MOST:
            self._problems.append(problem("conflict-too-many", self._part, None, place, allowed=f"0..{_MOST}", found=len(found)))
        return [(inner, dict(entry)) for inner, entry in found[:_MOST]]

    def _filled(self, record: type[_Record], at: str, entry: dict[str, Any], *needed: str, **given: Any) -> _Record | None:
        """Return a record; None, with the faults, where something is wrong or missing."""
        before = len(self._problems)
        missing = [name for name in needed if not any(key in entry for key in (name, f"{name}_fr", f"{name}_en"))]
        self._problems.extend(wrong_value(self._part, f"{at}.{name}", "text", "") for name in missing)
        filled = fill(record, self._part, f"{at}.", entry, self._problems, **dict.fromkeys(missing, ""), **given)
        return filled if len(self._problems) == before else None


def _preference(p: Preference) -> dict[str, Any]:
    table = _plain(p, without=("judgements", "ranking"))
    if p.ranking:
        table["ranking"] = [level[0] if len(level) == 1 else list(level) for level in p.ranking]
    return table | ({"judgement": [_plain(j) for j in p.judgements]} if p.judgements else {})


def _view(v: View) -> dict[str, Any]:
    inner = {
        "option": [_plain(o) for o in v.options],
        "infeasible": [_plain(x) for x in v.infeasible],
        "preference": [_preference(p) for p in v.preferences],
    }
    return _plain(v, without=("options", "infeasible", "preferences")) | {name: rows for name, rows in inner.items() if rows}


def _plain(record: Any, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a record as a table, without what is as it is anyway."""
    usual = {f.name: f.default for f in dataclasses.fields(record)}
    bare = dataclasses.replace(record, **{name: () for name in without if name != "maker"})
    return {k: v for k, v in plain(bare).items() if k not in without and not (k in usual and v == usual[k])}
