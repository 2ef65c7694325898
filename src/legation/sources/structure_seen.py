"""The conflicts and scenario models of a dossier as a reader may see them.

A row is as open as the strictest of what it cites: one hidden source hides it. Judgements, rules, plans, preferences and views go by
themselves; where what they are built on (a decision maker, an option, a driver, what cannot be, the model itself) rests on something
hidden, nothing of the model is seen, for names and states of all other rows would tell of it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from legation.sources.conflict_model import ConflictModel, Preference, read_conflict_model, write_conflict_model
from legation.sources.part_by_part import seen_by_part
from legation.sources.scenario_model import ScenarioModel, read_scenario_model, write_scenario_model

__all__ = ["is_conflict", "is_scenario", "structures_seen"]


def is_conflict(part: str) -> bool:
    """Whether a part is a conflict model.

    >>> is_conflict("conflicts/a.toml"), is_conflict("scenarios/a.toml")
    (True, False)
    """
    return part.startswith("conflicts/") and part.endswith(".toml")


def is_scenario(part: str) -> bool:
    """Whether a part is a scenario model.

    >>> is_scenario("scenarios/a.toml"), is_scenario("scenarios/a.txt")
    (True, False)
    """
    return part.startswith("scenarios/") and part.endswith(".toml")


def structures_seen(files: Mapping[str, bytes], evidence: Collection[str], as_of: dt.date | None = None) -> dict[str, bytes]:
    """Return a dossier's files with what a reader may see of its conflicts and scenario models; all other files are as they were.

    Parameters
    ----------
    files : mapping of str to bytes
    evidence : collection of str
        The ids of the evidence that the reader may see.
    as_of : date, optional
        The day of knowing; None: now.

    Notes
    -----
    A model that cannot be read, or not any more without its hidden rows, is left out. Comments bear no mark: they are left out too.
    """
    there, day = frozenset(evidence), as_of or dt.date.max
    files = seen_by_part(files, is_conflict, lambda data, part: _conflict(data, part, there, day))
    return seen_by_part(files, is_scenario, lambda data, part: _scenario(data, part, there, day))


def _conflict(data: bytes, part: str, there: frozenset[str], day: dt.date) -> bytes | None:
    model = read_conflict_model(data, part)
    structure = (model, *model.makers, *model.options, *model.infeasible)
    if not _all_seen(structure, there, day):
        return None
    views = tuple(
        dataclasses.replace(view, preferences=_preferences(view.preferences, there, day))
        for view in _seen(model.views, there, day)
        if _all_seen((*view.options, *view.infeasible), there, day)
    )
    seen: ConflictModel = dataclasses.replace(model, preferences=_preferences(model.preferences, there, day), views=views, source=b"")
    made = write_conflict_model(seen)
    read_conflict_model(made, part)
    return made


def _preferences(rows: tuple[Preference, ...], there: frozenset[str], day: dt.date) -> tuple[Preference, ...]:
    found = []
    for row in _seen(rows, there, day):
        judgements = _seen(row.judgements, there, day)
        strong = row.strong - len(row.judgements[: row.strong]) + len(_seen(row.judgements[: row.strong], there, day))
        found.append(dataclasses.replace(row, judgements=judgements, strong=strong) if row.judgements else row)
    return tuple(row for row in found if not row.is_empty)


def _scenario(data: bytes, part: str, there: frozenset[str], day: dt.date) -> bytes | None:
    model = read_scenario_model(data, part)
    variants = [variant for one in model.descriptors for variant in one.variants]
    if not _all_seen((model, *model.descriptors, *variants), there, day):
        return None
    descriptors = tuple(
        dataclasses.replace(
            one,
            variants=tuple(
                dataclasses.replace(variant, signposts=tuple(post for post in variant.signposts if post.evidence in there))
                for variant in one.variants
            ),
        )
        for one in model.descriptors
    )
    kept: dict[str, Any] = {name: _seen(getattr(model, name), there, day) for name in ("judgements", "rules", "plans")}
    seen: ScenarioModel = dataclasses.replace(model, descriptors=descriptors, source=b"", **kept)
    made = write_scenario_model(seen)
    read_scenario_model(made, part)
    return made


def _seen(rows: tuple[Any, ...], there: frozenset[str], day: dt.date) -> tuple[Any, ...]:
    return tuple(row for row in rows if _all_seen((row,), there, day))


def _all_seen(rows: Iterable[Any], there: frozenset[str], day: dt.date) -> bool:
    """Whether rows were known on a day and rest on nothing that is not there."""
    return all(there.issuperset(row.evidence) and ((known := getattr(row, "known_on", None)) is None or known.by(day)) for row in rows)
