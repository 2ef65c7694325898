"""What other packages bring: one way in which questions, parts, sources, observations, figures and engines come from outside.

A package declares by an entry point of a group, ``legation.parts``, what it brings: a thing, or a tuple of them, or a module or package
whose modules each hold one, under the name that the group has for it. Sentences lie beside the module, in its folder ``locale``.

``LEGATION_EXTENSIONS`` names the packages that may bring anything, ``desk-visits desk-questions``; ``none`` leaves only our own.
"""

from __future__ import annotations

import dataclasses
import importlib
import operator
import os
import pkgutil
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from types import ModuleType
from typing import Any, Generic, TypeVar

from legation.errors import WrongUse
from legation.language import Message, add_catalogue_of

__all__ = ["Contribution", "Group", "declared_in"]

Thing = TypeVar("Thing")
_WORD = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Contribution(Generic[Thing]):
    """What an entry point brings.

    Attributes
    ----------
    name, place : str
        The entry point: ``visit``, ``desk_visits:VISIT``.
    package, version : str
        Who declares it: ``desk-visits``, ``1.0``.
    things : tuple
        What it brings; nothing where it is at fault.
    fault : WrongUse or None
        Why it brings nothing.
    """

    name: str
    place: str
    package: str
    version: str
    things: tuple[Thing, ...] = ()
    fault: WrongUse | None = None


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
    ours_at : str
        The entry point of this value is our own and is passed over: what it names is known already.
    identity : callable
        A thing -> its id.
    fits : callable, optional
        Raises WrongUse where a thing cannot be what it declares beside the others that are brought.
    """

    name: str
    of: type[Thing]
    title: Message
    held_as: str = ""
    ours_at: str = ""
    identity: Callable[[Thing], str] = operator.attrgetter("id")
    fits: Callable[[Thing, Collection[Thing]], None] | None = None

    def with_ours(self, ours: Mapping[str, Thing]) -> dict[str, Thing]:
        """Return ours by their ids, and after them what others bring, by the names of their entry points.

        Raises
        ------
        WrongUse
            Where something from outside cannot be loaded, is of another type, or takes an id that is taken or is none.
        """
        return {**ours, **self.others(ours)}

    def others(self, ours: Collection[str] = ()) -> dict[str, Thing]:
        """Return what others bring by their ids, by the names of their entry points; ``ours`` are the ids that are taken.

        Raises
        ------
        WrongUse
            As :meth:`with_ours`.
        """
        found: dict[str, Thing] = {}
        for one in self.brought(ours):
            if one.fault is not None:
                raise one.fault
            found |= {self.identity(thing): thing for thing in one.things}
        return found

    def brought(self, ours: Collection[str] = ()) -> Iterator[Contribution[Thing]]:
        """Yield what each entry point brings, by its name, or what is wrong with it; ``ours`` are the ids that are taken."""
        taken, others = set(ours), list[Thing]()
        for point in sorted(_wanted(self.name), key=lambda one: one.name):
            if self.ours_at and point.value == self.ours_at:
                continue
            about = getattr(point, "dist", None)
            one: Contribution[Thing] = Contribution(
                name=point.name, place=point.value, package=about.name if about else "", version=about.version if about else ""
            )
            try:
                things = self._untaken(tuple(self._loaded(point.name, point.value, point.load)), taken, point.value)
                if self.fits is not None:
                    for at, thing in enumerate(things):
                        self.fits(thing, [*others, *things[:at]])
            except WrongUse as fault:
                yield dataclasses.replace(one, fault=fault)
            else:
                taken.update(map(self.identity, things))
                others += things
                yield dataclasses.replace(one, things=things)

    def _untaken(self, things: tuple[Thing, ...], taken: Collection[str], package: str) -> tuple[Thing, ...]:
        """Return things whose ids are words, which stand in names of files and in addresses, and are taken by nothing else."""
        ids = [self.identity(thing) for thing in things]
        odd = next((name for name in ids if not isinstance(name, str) or not _WORD.fullmatch(name)), None)
        if odd is not None:
            raise WrongUse(Message("extension.bad-id", what=self.title, id=str(odd), package=package))
        twice = next((name for at, name in enumerate(ids) if name in taken or name in ids[:at]), None)
        if twice is not None:
            raise WrongUse(Message("extension.taken", what=self.title, id=twice, package=package))
        return things

    def _loaded(self, name: str, package: str, load: Callable[[], Any]) -> Iterator[Thing]:
        try:
            loaded = load()
            things = (tuple(declared_in(loaded, self.held_as)) or loaded) if isinstance(loaded, ModuleType) and self.held_as else loaded
        except (Exception, SystemExit) as error:
            why = str(error) or type(error).__name__
            raise WrongUse(Message("extension.not-loaded", what=self.title, name=name, package=package, why=why)) from error
        if (module := sys.modules.get(package.partition(":")[0])) is not None:
            add_catalogue_of(module)
        for thing in things if isinstance(things, tuple) else (things,):
            if not isinstance(thing, self.of):
                raise WrongUse(Message("extension.another-type", what=self.title, name=name, package=package, found=type(thing).__name__))
            yield thing


def _wanted(group: str) -> list[Any]:
    """Return the entry points of a group: all, or our own and those of the packages that ``LEGATION_EXTENSIONS`` names."""
    points: list[Any] = list(entry_points(group=group))
    named = {_plain(word) for word in os.environ.get("LEGATION_EXTENSIONS", "").replace(",", " ").split()}
    return [point for point in points if _plain(point.dist.name) in named | {"legation"}] if named else points


def _plain(package: str) -> str:
    """Return the name of a package as installers compare it.

    >>> _plain("Desk_Visits")
    'desk-visits'
    """
    return re.sub(r"[-_.]+", "-", package).lower()


def declared_in(module: ModuleType, name: str) -> Iterator[Any]:
    """Yield what a module holds under a name, a thing or a tuple of them, and, where it is a package, what those within it hold.

    A module whose file does not have the name is not imported. What several modules hold is yielded once.
    """
    found: dict[int, Any] = {}
    for one in (module, *_saying(module.__name__, getattr(module, "__path__", ()), re.compile(rf"\b{name}\b".encode()))):
        declared = getattr(one, name, ())
        found |= {id(thing): thing for thing in (declared if isinstance(declared, tuple) else (declared,))}
    yield from found.values()


def _saying(package: str, path: Iterable[str], word: re.Pattern[bytes]) -> Iterator[ModuleType]:
    """Yield the modules of a package, and of the packages in it, whose file has a word."""
    for entry in pkgutil.iter_modules(path):
        spec: Any = entry.module_finder.find_spec(f"{package}.{entry.name}", None)
        if word.search(spec.loader.get_data(spec.origin)):
            yield importlib.import_module(spec.name)
        yield from _saying(spec.name, spec.submodule_search_locations or (), word)
