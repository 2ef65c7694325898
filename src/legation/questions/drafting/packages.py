"""What goes together: brackets that nobody opposes, and what else in their package somebody does."""

from __future__ import annotations

from collections.abc import Mapping

from legation.rooms.drafting import Blocking, Package, State

__all__ = ["held_back", "waiting"]


def held_back(state: State, held: Blocking) -> Mapping[str, tuple[str, ...]]:
    """Return by bracket that nobody opposes the opposed brackets in its packages; a paragraph in a package stands for its open brackets."""
    found: dict[str, tuple[str, ...]] = {}
    for package in state.packages.values():
        free, opposed = waiting(package, state, held)
        for name in free if opposed else ():
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *opposed)))
    return found


def waiting(package: Package, state: State, held: Blocking) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the open brackets of a package that nobody opposes, and those that somebody does."""
    names = [name for target in package.targets for name, one in state.held.items() if target in (name, one.unit)]
    inside = tuple(dict.fromkeys(names))
    return tuple(n for n in inside if not held.objectors[n]), tuple(n for n in inside if held.objectors[n])
