"""Every source: ours, and those that other packages declare by the entry point ``legation.sources``.

The one list of formats: ``import``, ``observe`` and the reference are made from it. No list names ours: a module of ``legation.sources``
that has ``SOURCE``, a source or a tuple of them, is one, and so it is in another package, which an entry point names.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import get_args

from legation.broken_file import foreseen, logged
from legation.errors import CannotRead, LegationError, WrongUse
from legation.extension import Group, declared_in
from legation.language import Message
from legation.sources.observations.tables import observation_table, observation_tables
from legation.sources.source import Files, OptionKind, Source, SourceOption

__all__ = [
    "OURS",
    "SOURCES",
    "dossier_source",
    "failing",
    "filling",
    "for_dossiers",
    "for_lakes",
    "is_ours",
    "lake_source",
    "options_of",
    "sources",
]

_DECLARED_AS = "SOURCE"
_FOUND: Iterable[Source] = declared_in(importlib.import_module("legation.sources"), _DECLARED_AS)
OURS: Mapping[str, Source] = {source.id: source for source in sorted(_FOUND, key=lambda source: (source.place, source.id))}
"""Our own, in the order of the help."""
SOURCES = Group(
    name="legation.sources",
    of=Source,
    title=Message("extension.what.source"),
    held_as=_DECLARED_AS,
    fits=lambda source, others: _fits(source, (*OURS.values(), *others)),
)
"""Sources as other packages declare them."""
_NAME = re.compile(r"[a-z][a-z0-9-]{0,40}")
_RESERVED = frozenset({"dry-run", "help", "into", "lake", "lang", "progress", "server", "source"})
"""Options that the commands have themselves."""


@functools.cache
def sources() -> Mapping[str, Source]:
    """Return every source by its id, ours in the order of the help, then those of other packages.

    Raises
    ------
    WrongUse
        Where a declaration from outside cannot be loaded, is no source, takes an id that is taken, fills a table of observations that
        nobody declared, or has an option that another source takes in another way.

    Examples
    --------
    >>> list(sources())[:3]
    ['unvotes', 'undl', 'supporters']
    """
    return MappingProxyType(SOURCES.with_ours(OURS))


def is_ours(source: Source) -> bool:
    """Whether a source is of this package, so that its reader is relied on; what others give is checked."""
    return OURS.get(source.id) is source


@contextlib.contextmanager
def failing(source: Source, files: Iterable[object]) -> Iterator[None]:
    """Within it, whatever the functions of a source raise becomes a sentence with the files; of another package's, with the package.

    Raises
    ------
    CannotRead
        Where one of them fails; where one of ours does, as :func:`legation.broken_file.foreseen` says it.
    """
    shown = tuple(map(str, files)) or ("—",)
    if is_ours(source):
        with foreseen(", ".join(shown)):
            yield
        return
    try:
        yield
    except (LegationError, MemoryError):
        raise
    except (Exception, SystemExit) as error:
        raise CannotRead(Message("bringing.failed", source=source.id, package=source.package, files=shown, **logged(error))) from error


def for_dossiers() -> Mapping[str, Source]:
    """Return the sources that bring something into a dossier: those of ``legation import``."""
    return {name: source for name, source in sources().items() if source.read is not None}


def for_lakes() -> Mapping[str, Source]:
    """Return the sources that bring observations into a lake: those of ``legation observe``."""
    return {name: source for name, source in sources().items() if source.batches is not None}


def filling(table: str) -> Source | None:
    """Return the first source that fills a table of observations; None where none does.

    >>> filling("texts").id, filling("events").id
    ('documents', 'events')
    """
    ours = next((source for source in OURS.values() if source.fills == table), None)
    return ours or next((source for source in for_lakes().values() if source.fills == table), None)


def dossier_source(name: str) -> Source:
    """Return a source that brings something into a dossier, by its id.

    Raises
    ------
    WrongUse
        Where there is none of that id, with those that there are; and for one that only fills a lake.
    """
    there = for_dossiers()
    if name in there:
        return there[name]
    if name in sources():
        raise WrongUse(Message("bringing.not-for-dossiers", source=name, example=sources()[name].example(into_lake=True)))
    raise WrongUse(Message("all-questions.bad-option", name="source", found=name, allowed=" | ".join(there)))


def lake_source(name: str) -> Source:
    """Return a source that brings observations into a lake, by its id.

    Raises
    ------
    WrongUse
        Where there is none of that id, with those that there are; and for one that only fills a dossier.
    """
    there = for_lakes()
    if name in there:
        return there[name]
    if name in sources():
        raise WrongUse(Message("bringing.not-for-lakes", source=name, example=sources()[name].example()))
    raise WrongUse(Message("observing.unknown-kind", found=name, allowed=tuple(there)))


def options_of(there: Iterable[Source]) -> Mapping[str, SourceOption]:
    """Return the options of several sources by their names, each as the first that takes it has it, in their order."""
    found: dict[str, SourceOption] = {}
    for source in there:
        for option in source.options:
            found.setdefault(option.name, option)
    return found


def _fits(source: Source, others: Iterable[Source]) -> None:
    """Raise WrongUse where a source of another package declares what cannot be, or what another source has in another way."""
    what = next(_invalid(source, options_of(others)), None)
    if what is not None:
        raise WrongUse(Message("bringing.unfit.source", id=str(source.id), package=source.package or "—", what=what))


def _invalid(source: Source, taken: Mapping[str, SourceOption]) -> Iterator[Message]:
    if not isinstance(source.id, str) or not _NAME.fullmatch(source.id):
        yield Message("bringing.unfit.id", found=str(source.id)[:80])
    if source.read is None and source.batches is None:
        yield Message("bringing.unfit.reader")
    if not isinstance(source.files, Files):
        yield Message("bringing.unfit.files", found=type(source.files).__name__)
    if source.batches is not None and observation_table(source.fills) is None:
        yield Message("bringing.unfit.table", found=source.fills or "—", allowed=tuple(observation_tables()))
    for option in source.options:
        if not isinstance(option, SourceOption) or option.kind not in get_args(OptionKind):
            found = str(getattr(option, "kind", type(option).__name__))
            yield Message("bringing.unfit.kind", found=found, allowed=get_args(OptionKind))
        elif option.name in _RESERVED or not _NAME.fullmatch(option.name):
            yield Message("bringing.unfit.reserved", found=option.name)
        elif option.name in taken and taken[option.name].kind != option.kind:
            yield Message("bringing.unfit.option", found=option.name, kind=option.kind, allowed=taken[option.name].kind)
