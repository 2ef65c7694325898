"""From the tables of ``incidents/NAME.assessment.toml`` to the records of an assessment: every fault is named, with its place."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from legation.dossier.problem import Problem, problem, stop_at
from legation.dossier.toml_part import read_toml, wrong_value
from legation.sources.assessment.checking import checked
from legation.sources.assessment.model import Assessment
from legation.sources.assessment.numbers import Read, by_hypothesis, chance, prior, ratio, share
from legation.sources.assessment.records import (
    Analyst,
    Assumption,
    Hypothesis,
    Observed,
    Past,
    Placed,
    Search,
    Sponsor,
    Tested,
    Weighed,
)
from legation.sources.model_tables import ModelReader

__all__ = ["FOLDER", "SUFFIX", "TABLES", "read_assessment"]

FOLDER, SUFFIX = "incidents/", ".assessment.toml"


@dataclass(frozen=True, slots=True)
class Form:
    """A table of the file: the field that it fills, its record, what it cannot be without, and how its numbers are read."""

    fills: str
    record: type[Any]
    needed: tuple[str, ...]
    numbers: Mapping[str, Callable[[Any], Read]] = field(default_factory=dict)


TABLES: Mapping[str, Form] = {
    "hypothesis": Form("hypotheses", Hypothesis, ("id", "kind", "name")),
    "analyst": Form("analysts", Analyst, ("id", "reason"), {"priors": by_hypothesis(prior)}),
    "item": Form("items", Weighed, ("id", "claim", "evidence"), {"ratio": by_hypothesis(ratio)}),
    "observed": Form("observed", Observed, ("report", "evidence")),
    "sponsor": Form("sponsors", Sponsor, ("hypothesis", "state", "reason"), {"share": share}),
    "responsibility": Form("tests", Tested, ("state", "test")),
    "spectrum": Form("placed", Placed, ("state", "place", "reason")),
    "assumption": Form("assumptions", Assumption, ("id", "text", "items")),
    "search": Form("searches", Search, ("id", "look"), {"found": by_hypothesis(chance), "usual": chance}),
    "judgement": Form("past", Past, ("id", "made_on", "text"), {"probability": by_hypothesis(chance)}),
}
_NUMBERED = {"priors", "share", "found", "probability"}
"""Numbers that cannot be left out."""


def read_assessment(data: bytes, part: str) -> Assessment:
    """Return the assessment that a part holds.

    Parameters
    ----------
    data : bytes
    part : str
        Its name, ``incidents/NAME.assessment.toml``, for the id and for what is said of faults.

    Raises
    ------
    DossierError
        With every fault and its place.

    Examples
    --------
    >>> from legation.sources.assessment import template
    >>> model = read_assessment(template("en").encode(), "incidents/example.assessment.toml")
    >>> model.id, [one.kind for one in model.hypotheses][-2:], model.illustration
    ('example', ['false-flag', 'unlisted'], True)
    """
    problems: list[Problem] = []
    table = read_toml(part, data, problems)
    model = _Reader(part, problems).model(table) if table is not None else None
    stop_at(problems)
    return dataclasses.replace(cast("Assessment", model), source=data)


class _Reader(ModelReader):
    """Tables of one part become records; what is wrong is noted."""

    __slots__ = ()

    def model(self, table: dict[str, Any]) -> Assessment | None:
        """Return the model, and note what is wrong in it: first of each table by itself, then of names and numbers against each other."""
        left = dict(table)
        given: dict[str, Any] = {"part": self._part}
        places: dict[str, tuple[str, ...]] = {}
        whole = True
        for name, form in TABLES.items():
            entries = self._tables(left, name)
            rows = [(place, self._formed(place, entry, form)) for place, entry in entries]
            whole = whole and all(row is not None for _, row in rows)
            places[form.fills] = tuple(place for place, row in rows if row is not None)
            given[form.fills] = tuple(row for _, row in rows if row is not None)
        head = left.pop("assessment", {})
        allowed = " | ".join(("[assessment]", *(f"[[{name}]]" for name in TABLES)))
        self._problems.extend(problem("unknown-key", self._part, None, name, allowed=allowed, found=name) for name in left)
        if not isinstance(head, dict):
            self._problems.append(wrong_value(self._part, "assessment", "[assessment]", head))
            head = {}
        found: Assessment | None = self._graded(Assessment, "assessment", head, ("title", "holder"), given)
        if whole:
            self._problems.extend(checked(found or Assessment(**given), self._part, places))
        return found

    def _formed(self, place: str, entry: dict[str, Any], form: Form) -> Any:
        left, given = dict(entry), {}
        before = len(self._problems)
        for name, read in form.numbers.items():
            if name in left or name in _NUMBERED:
                value, allowed = read(left.get(name))
                if value is None:
                    self._problems.append(wrong_value(self._part, f"{place}.{name}", allowed, left.get(name, "")))
                given[name] = value
                left.pop(name, None)
        row = self._graded(form.record, place, left, form.needed, given)
        return row if len(self._problems) == before else None

    def _graded(self, record: type[Any], at: str, entry: dict[str, Any], needed: tuple[str, ...], given: dict[str, Any]) -> Any:
        """Return a record as :meth:`_filled` does, and None where its credibility is none."""
        left, before = dict(entry), len(self._problems)
        if "credibility" in left:
            given = {**given, "credibility": self._credibility(f"{at}.credibility", left.pop("credibility"))}
        row = self._filled(record, at, left, needed, **given)
        return row if len(self._problems) == before else None

    def _credibility(self, place: str, found: Any) -> int | None:
        if type(found) is int and 1 <= found <= 6:
            return found
        self._problems.append(wrong_value(self._part, place, "1..6", found))
        return None
