"""The issues of a domain, and what their options are."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from legation.dossier.problem import Problem
from legation.sources.genius.tree import Element
from legation.sources.reading import notice

__all__ = ["LEVELS", "Issue", "issues_of", "kind_of", "number"]

LEVELS = 11
"""Options that a real issue becomes."""
MOST_OPTIONS = 10_000
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_KINDS = ("discrete", "integer", "real")


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue: its name and index, its kind, its options by name, and the numbers that these stand for where it has numbers."""

    name: str
    index: str
    kind: str
    options: tuple[str, ...]
    numbers: tuple[float, ...] = ()


def number(text: str | None) -> float | None:
    """Return a finite number, or None for anything else."""
    found = _NUMBER.fullmatch((text or "").strip())
    value = float(found[0]) if found else math.nan
    return value if math.isfinite(value) else None


def kind_of(element: Element) -> str:
    """Return what kind of issue an element says it is; discrete where it says nothing."""
    return next((element.attributes[key].strip().lower() for key in ("vtype", "etype", "type") if element.attributes.get(key)), "discrete")


def issues_of(root: Element, part: str, problems: list[Problem], doubts: list[Problem]) -> list[Issue]:
    """Return the issues of a domain in the order of the file."""
    found: list[Issue] = []
    for element in root.every("issue"):
        name = element.attributes.get("name", "").strip()
        index = element.attributes.get("index", "").strip()
        kind = kind_of(element)
        if not name or name in {issue.name for issue in found}:
            problems.append(notice("genius-names", part, element.line, "issue", found=name))
            continue
        if kind not in _KINDS:
            problems.append(notice("genius-kind", part, element.line, name, allowed=" | ".join(_KINDS), found=kind))
            continue
        if kind == "discrete":
            options = tuple(item.attributes.get("value", "").strip() for item in element.of("item"))
            if not options or not all(options) or len(set(options)) < len(options):
                problems.append(notice("genius-names", part, element.line, name, found=" | ".join(options)))
                continue
            found.append(Issue(name, index, kind, options))
            continue
        numbers = _numbers(element, kind)
        if not numbers:
            problems.append(notice("genius-range", part, element.line, name, allowed=f"1..{MOST_OPTIONS}"))
            continue
        if kind == "real":
            doubts.append(notice("genius-real", part, element.line, name, found=f"{numbers[0]:g}..{numbers[-1]:g}", levels=len(numbers)))
        found.append(Issue(name, index, kind, tuple(f"{value:.12g}" for value in numbers), numbers))
    if not found and not problems:
        problems.append(notice("genius-no-issue", part, root.line, found=root.name))
    return found


def _numbers(element: Element, kind: str) -> tuple[float, ...]:
    """Return the numbers of an issue with a range; none where the range is none."""
    holder = next((inner for inner in (*element.of("range"), element) if "lowerbound" in inner.attributes), element)
    low, high = (number(holder.attributes.get(key)) for key in ("lowerbound", "upperbound"))
    if low is None or high is None or low > high:
        return ()
    if kind == "real":
        return tuple(low + (high - low) * step / (LEVELS - 1) for step in range(LEVELS)) if high > low else (low,)
    whole = low == int(low) and high == int(high) and high - low < MOST_OPTIONS
    return tuple(float(value) for value in range(int(low), int(high) + 1)) if whole else ()
