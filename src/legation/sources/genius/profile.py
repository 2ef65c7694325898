"""What one party's profile says a domain is worth to it."""

from __future__ import annotations

from dataclasses import dataclass

from legation.dossier.problem import Problem
from legation.sources.genius.issues import Issue, number
from legation.sources.genius.tree import Element
from legation.sources.reading import notice

__all__ = ["Profile", "profile_of"]

_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Profile:
    """By issue the weighted scores of its options; the reservation; the discount factor, None where there is none."""

    scores: tuple[tuple[float, ...], ...]
    reservation: float
    discount: float | None


def profile_of(root: Element, issues: list[Issue], part: str, problems: list[Problem], doubts: list[Problem]) -> Profile | None:
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
            doubts.append(notice("genius-no-weight", part, element.line, issue.name))
        if weight is None or weight < 0:
            shown = holder.attributes.get("value", "") if holder else ""
            problems.append(notice("genius-number", part, holder.line if holder else None, issue.name, found=shown))
            continue
        rated = _discrete(element, issue, part, problems, doubts) if issue.kind == "discrete" else _ranged(element, issue, part, problems)
        total += weight
        scores.append(tuple(weight * value for value in rated))
    if len(scores) < len(issues):
        return None
    best = sum(max(row) for row in scores)
    if abs(total - 1) > _ROUNDING:
        doubts.append(notice("genius-weights", part, None, found=f"{total:.6g}"))
    if best > 1 + _ROUNDING:
        doubts.append(notice("genius-above-one", part, None, found=f"{best:.6g}"))
    return Profile(tuple(scores), _reservation(root, part, problems), _discount(root, part, doubts))


def _discrete(element: Element, issue: Issue, part: str, problems: list[Problem], doubts: list[Problem]) -> list[float]:
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
    doubts += [notice("genius-no-evaluation", part, element.line, issue.name, found=option) for option in missing]
    most = max(found.values(), default=0.0)
    if not most:
        doubts.append(notice("genius-all-zero", part, element.line, issue.name))
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


def _discount(root: Element, part: str, doubts: list[Problem]) -> float | None:
    element = next(root.every("discount_factor"), None)
    if element is None:
        return None
    value = number(element.attributes.get("value"))
    if value is None or not 0 < value <= 1:
        doubts.append(notice("genius-discount", part, element.line, "discount_factor", found=element.attributes.get("value", "")))
        return None
    return value
