"""Packages: which paragraphs rise together, also after their words stand in others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from legation.rooms.drafting.desk import Desk
from legation.rooms.drafting.state import Package

__all__ = ["connected", "follow", "packaged_units", "together", "units_of"]


def units_of(desk: Desk, package: Package) -> tuple[str, ...]:
    """Return the paragraphs of a package that stand in the text."""
    return tuple(dict.fromkeys(unit for target in package.targets if (unit := _unit_of(desk, target)) in desk.units))


def together(desk: Desk, name: str) -> tuple[str, ...]:
    """Return the paragraphs that rise with a paragraph, or make up a package, in the order of the text.

    A bracket stands for the paragraph that it is or was in; a package that shares a paragraph with another is one with it.
    """
    package = desk.packages.get(name)
    first = next(iter(units_of(desk, package)), "") if package is not None else name
    found = connected(desk).get(first, {first})
    return tuple(unit for unit in desk.units if unit in found)


def connected(desk: Desk) -> dict[str, set[str]]:
    """Return for each paragraph of a package all that rise with it, the same set for all of them."""
    found: dict[str, set[str]] = {}
    for package in desk.packages.values():
        whole = set[str]()
        for unit in units_of(desk, package):
            part = found.setdefault(unit, {unit})
            if part is whole:
                continue
            small, whole = sorted((part, whole), key=len)
            whole |= small
            found.update(dict.fromkeys(small, whole))
    return found


def packaged_units(desk: Desk) -> dict[str, dict[str, str]]:
    """Return for each package its brackets and paragraphs, and in which paragraph of the text each is: what :func:`follow` goes by."""
    return {
        name: {target: unit for target in package.targets if (unit := _unit_of(desk, target)) in desk.units}
        for name, package in desk.packages.items()
    }


def follow(desk: Desk, packaged: Mapping[str, Mapping[str, str]], went: Callable[[str], Sequence[str]]) -> None:
    """Let packages and reservations go with the words of their paragraphs.

    Parameters
    ----------
    packaged : mapping
        What :func:`packaged_units` said before.
    went : callable
        A paragraph as it was -> those in which its words stand now; none where they are gone, or it was not in the text.
    """
    for name, units in packaged.items():
        package = desk.packages[name]
        targets: dict[str, None] = {}
        for target in package.targets:
            now = went(units[target]) if target in units else ()
            is_gone = target in units and not now and units[target] in desk.units  # another bears its number
            stays = not is_gone and (not now or _unit_of(desk, target) in now)
            targets |= {target: None} if stays else dict.fromkeys(now)
        there = {_unit_of(desk, target) for target in targets}
        targets |= dict.fromkeys(one for unit in units.values() for one in went(unit) if one not in there)
        if not targets:
            desk.packages.pop(name)
        elif tuple(targets) != package.targets:
            desk.packages[name] = Package(name, tuple(targets))
    for one in desk.reservations:
        now = went(one.unit)
        if now and one.unit not in now:
            one.unit = now[0]


def _unit_of(desk: Desk, target: str) -> str:
    bracket = desk.brackets.get(target)
    return bracket.unit if bracket is not None else desk.closed_in.get(target, target)
