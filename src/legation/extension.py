"""What other packages bring: one way in which questions, parts, sources, observations, figures and engines come from outside.

A package declares by an entry point of a group, ``legation.parts``, what it brings: a thing, or a tuple of them, or a module or package
whose modules each hold one, under the name that the group has for it. Sentences lie beside the module, in its folder ``locale``.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from types import ModuleType
from typing import Any, Generic, TypeVar

from legation.errors import WrongUse
from legation.language import Message, add_catalogue_of

__all__ = ["Group", "held_by"]

Thing = TypeVar("Thing")


@dataclass(frozen=True, kw_only=True, slots=True)
class Group(Generic[Thing]):
    """A group of entry points.

    Attributes
    ----------
    name : str
        ``legation.parts``.
    of : type
        What is brought.
    title : Message
        What one of them is called in a sentence.
    held_as : str
        The name that a module has for it where a module is brought, ``QUESTION``; empty: no modules are.
    """

    name: str
    of: type[Thing]
    title: Message
    held_as: str = ""

    def with_ours(self, ours: Mapping[str, Thing], *, identity: Callable[[Thing], str], ours_at: str = "") -> dict[str, Thing]:
        """Return ours by their ids, and after them what others bring, by the names of their entry points.

        Parameters
        ----------
        identity : callable
            A thing -> its id.
        ours_at : str
            An entry point whose value is this is our own, which ``ours`` holds already.

        Raises
        ------
        WrongUse
            Where something from outside cannot be loaded, is of another type, or takes an id that is taken.
        """
        found = dict(ours)
        for point in sorted(entry_points(group=self.name), key=lambda one: one.name):
            if point.value == ours_at:
                continue
            for thing in self._brought(point.name, point.value, point.load):
                if identity(thing) in found:
                    raise WrongUse(Message("extension.taken", what=self.title, id=identity(thing), package=point.value))
                found[identity(thing)] = thing
        return found

    def _brought(self, name: str, package: str, load: Callable[[], Any]) -> Iterator[Thing]:
        try:
            loaded = load()
            things = (tuple(held_by(loaded, self.held_as)) or loaded) if isinstance(loaded, ModuleType) and self.held_as else loaded
        except Exception as error:
            raise WrongUse(Message("extension.not-loaded", what=self.title, name=name, package=package, why=str(error))) from error
        if (module := sys.modules.get(package.partition(":")[0])) is not None:
            add_catalogue_of(module)
        for thing in things if isinstance(things, tuple) else (things,):
            if not isinstance(thing, self.of):
                raise WrongUse(Message("extension.another-type", what=self.title, name=name, package=package, found=type(thing).__name__))
            yield thing


def held_by(module: ModuleType, name: str) -> Iterator[Any]:
    """Yield what a module holds under a name, and, where it is a package, each of its modules."""
    if hasattr(module, name):
        yield getattr(module, name)
    for entry in pkgutil.iter_modules(getattr(module, "__path__", ())):
        inner = importlib.import_module(f"{module.__name__}.{entry.name}")
        if hasattr(inner, name):
            yield getattr(inner, name)
