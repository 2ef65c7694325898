"""Every kind of part: those of this package, and those that others declare by the entry point ``legation.parts``.

An entry point names a kind, or a tuple of kinds, in a module.
"""

from __future__ import annotations

import functools

from legation.dossier.parts.files import FILES
from legation.dossier.parts.kind import PartKind
from legation.dossier.parts.part import Part
from legation.dossier.parts.tables import SETTINGS, TABLE_KINDS
from legation.errors import WrongUse
from legation.extension import Group
from legation.language import Message

__all__ = ["KINDS", "folders", "kind_of", "kinds", "ours", "read", "write"]

KINDS = Group(name="legation.parts", of=PartKind, title=Message("extension.what.part"))
"""Kinds of part as other packages declare them."""


@functools.cache
def kinds() -> tuple[PartKind, ...]:
    """Return every kind of part, our own first, then what other packages declare, by the names of their entry points.

    Raises
    ------
    WrongUse
        Where a declaration from outside cannot be loaded, is no kind of part, or takes the id of one that is there.

    Examples
    --------
    >>> [kind.id for kind in kinds() if kind.pattern.startswith("scenarios/")]
    ['scenario']
    """
    return tuple(KINDS.with_ours(ours()).values())


def ours() -> dict[str, PartKind]:
    """Return the kinds of this package by their ids."""
    from legation.dossier.models import OURS

    return {kind.id: kind for kind in (*SETTINGS, *TABLE_KINDS, *OURS, *FILES)}


def folders() -> frozenset[str]:
    """Return the folders in which parts lie: those of every kind that is declared.

    >>> "scenarios" in folders(), "src" in folders()
    (True, False)
    """
    return _folders_of(kinds())


@functools.lru_cache(1)
def _folders_of(there: tuple[PartKind, ...]) -> frozenset[str]:
    return frozenset(kind.pattern.partition("/")[0] for kind in there if "/" in kind.pattern)


def kind_of(name: str) -> PartKind | None:
    """Return the kind of a part by its name; None where nobody declared one.

    >>> kind_of("scenarios/x.toml").id, kind_of("scenarios/x.txt")
    ('scenario', None)
    """
    return next((kind for kind in kinds() if kind.name_of(name) is not None), None)


def read(name: str, data: bytes) -> Part:
    """Return a part by its name and bytes.

    Raises
    ------
    DossierError
        With every fault: part, line, what must be there, what was found, what to do.
    WrongUse
        Where nobody declared a kind of that name.
    """
    kind = kind_of(name)
    if kind is None:
        raise WrongUse(Message("dossier.no-kind", found=name))
    return kind.parsed(name, data)


def write(part: Part) -> bytes:
    """Return the bytes of a part: exactly those that were read, but for the rows that were changed since."""
    return part.data
