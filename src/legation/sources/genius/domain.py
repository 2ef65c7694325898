"""A domain of GENIUS: its XML as a small tree, its issues with their options, and what a profile says they are worth."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from legation.broken_file import what_is_wrong
from legation.dossier.problem import Problem
from legation.errors import CannotRead
from legation.language import Message
from legation.sources.reading import file_bytes, notice

__all__ = [
    "LEVELS",
    "MOST_BYTES",
    "MOST_DEEP",
    "MOST_ELEMENTS",
    "Element",
    "Issue",
    "PartyProfile",
    "issues_of",
    "kind_of",
    "number",
    "profile_of",
    "read_tree",
]


MOST_BYTES = 16 * 1024**2
MOST_ELEMENTS = 200_000
MOST_DEEP = 32


@dataclass(slots=True)
class Element:
    """An element: its name in lower case, its attributes by name in lower case, what is inside, and the line where it starts."""

    name: str
    attributes: dict[str, str]
    line: int
    inside: list[Element] = field(default_factory=list)

    def of(self, name: str) -> list[Element]:
        """Return the elements of a name that stand directly inside."""
        return [element for element in self.inside if element.name == name]

    def every(self, name: str) -> Iterator[Element]:
        """Give the elements of a name at any depth, in the order of the file."""
        for element in self.inside:
            if element.name == name:
                yield element
            yield from element.every(name)


def read_tree(path: Path) -> Element:
    """Return the root of a file.

    Raises
    ------
    CannotRead
        Where the file is missing, is no XML, declares entities, or is larger or deeper than is allowed.
    """
    from xml.parsers import expat  # entities are refused by a handler of our own; expat opens no outside file

    data = file_bytes(path, MOST_BYTES)
    parser = expat.ParserCreate()
    root = Element("", {}, 0)
    open_elements = [root]
    count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MOST_ELEMENTS or len(open_elements) > MOST_DEEP:
            raise CannotRead(Message("sources.xml-too-much", path=str(path), elements=MOST_ELEMENTS, levels=MOST_DEEP))
        element = Element(name.lower(), {key.lower(): value for key, value in attributes.items()}, parser.CurrentLineNumber)
        open_elements[-1].inside.append(element)
        open_elements.append(element)

    def refuse(*_: object) -> int:
        raise CannotRead(Message("sources.xml-entities", path=str(path), line=parser.CurrentLineNumber))

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: open_elements.pop()
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003 - the whole file at once
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise CannotRead(Message("sources.bad-xml", path=str(path), why=what_is_wrong(error))) from error
    return root.inside[0]


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


def issues_of(root: Element, part: str, problems: list[Problem], warnings: list[Problem]) -> list[Issue]:
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
            warnings.append(notice("genius-real", part, element.line, name, found=f"{numbers[0]:g}..{numbers[-1]:g}", levels=len(numbers)))
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


_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class PartyProfile:
    """By issue the weighted scores of its options; the reservation; the discount factor, None where there is none."""

    scores: tuple[tuple[float, ...], ...]
    reservation: float
    discount: float | None


def profile_of(root: Element, issues: list[Issue], part: str, problems: list[Problem], warnings: list[Problem]) -> PartyProfile | None:
    """Return what a profile says, or None where it cannot be read; every fault is in ``problems``."""
    spaces = [root, *root.every("utility_space")]
    if any(space.attributes.get("type", "").strip().lower() == "nonlinear" for space in spaces) or any(root.every("hyperrectangle")):
        problems.append(notice("genius-nonlinear", part, root.line))
        return None
    given = list(root.every("issue"))
    by_name = {element.attributes.get("name", "").strip(): element for element in given}
    by_index = {element.attributes.get("index", "").strip(): element for element in given}
    weights = {element.attributes.get("index", "").strip(): element for element in root.every("weight")}
    scores: list[tuple[float, ...]] = []
    total = 0.0
    for issue in issues:
        element = by_name.get(issue.name) or by_index.get(issue.index)
        if element is None:
            problems.append(notice("genius-missing-issue", part, root.line, issue.name, allowed=issue.name))
            continue
        holder = weights.get(element.attributes.get("index", "").strip())
        weight = 0.0 if holder is None else number(holder.attributes.get("value"))
        if holder is None:
            warnings.append(notice("genius-no-weight", part, element.line, issue.name))
        if weight is None or weight < 0:
            shown = holder.attributes.get("value", "") if holder else ""
            problems.append(notice("genius-number", part, holder.line if holder else None, issue.name, found=shown))
            continue
        rated = _discrete(element, issue, part, problems, warnings) if issue.kind == "discrete" else _ranged(element, issue, part, problems)
        total += weight
        scores.append(tuple(weight * value for value in rated))
    if len(scores) < len(issues):
        return None
    best = sum(max(row) for row in scores)
    if abs(total - 1) > _ROUNDING:
        warnings.append(notice("genius-weights", part, None, found=f"{total:.6g}"))
    if best > 1 + _ROUNDING:
        warnings.append(notice("genius-above-one", part, None, found=f"{best:.6g}"))
    return PartyProfile(tuple(scores), _reservation(root, part, problems), _discount(root, part, warnings))


def _discrete(element: Element, issue: Issue, part: str, problems: list[Problem], warnings: list[Problem]) -> list[float]:
    """Return evaluations out of the largest, by option."""
    found: dict[str, float] = {}
    for item in element.of("item"):
        option = item.attributes.get("value", "").strip()
        value = number(item.attributes.get("evaluation"))
        if option not in issue.options:
            problems.append(notice("genius-other-option", part, item.line, issue.name, allowed=" | ".join(issue.options), found=option))
        elif value is None or value < 0:
            problems.append(notice("genius-number", part, item.line, issue.name, found=item.attributes.get("evaluation", "")))
        elif option in found:
            problems.append(notice("genius-names", part, item.line, issue.name, found=option))
        else:
            found[option] = value
    missing = (option for option in issue.options if option not in found)
    warnings += [notice("genius-no-evaluation", part, element.line, issue.name, found=option) for option in missing]
    most = max(found.values(), default=0.0)
    if not most:
        warnings.append(notice("genius-all-zero", part, element.line, issue.name))
        return [0.0] * len(issue.options)
    return [found.get(option, 0.0) / most for option in issue.options]


def _ranged(element: Element, issue: Issue, part: str, problems: list[Problem]) -> list[float]:
    """Return what an evaluator gives each number, within 0 to 1: whole numbers counted from the lower bound, real ones as they are."""
    evaluator = next(iter(element.of("evaluator")), None)
    attributes = {} if evaluator is None else evaluator.attributes
    offset = number(attributes.get("offset", attributes.get("parameter0")))
    slope = number(attributes.get("slope", attributes.get("parameter1", "0")))
    form = attributes.get("ftype", "linear").strip().lower()
    if form not in ("linear", "constant") or offset is None or slope is None:
        problems.append(notice("genius-evaluator", part, element.line, issue.name, allowed="linear | constant", found=form))
        return [0.0] * len(issue.options)
    start = issue.numbers[0] if issue.kind == "integer" else 0.0
    rate = slope if form == "linear" else 0.0
    return [min(max(offset + rate * (value - start), 0.0), 1.0) for value in issue.numbers]


def _reservation(root: Element, part: str, problems: list[Problem]) -> float:
    element = next(root.every("reservation"), None)
    if element is None:
        return 0.0
    value = number(element.attributes.get("value"))
    if value is None:
        problems.append(notice("genius-number", part, element.line, "reservation", found=element.attributes.get("value", "")))
    return value or 0.0


def _discount(root: Element, part: str, warnings: list[Problem]) -> float | None:
    element = next(root.every("discount_factor"), None)
    if element is None:
        return None
    value = number(element.attributes.get("value"))
    if value is None or not 0 < value <= 1:
        warnings.append(notice("genius-discount", part, element.line, "discount_factor", found=element.attributes.get("value", "")))
        return None
    return value
