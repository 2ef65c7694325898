"""Names, births, nationalities and documents of everybody, each decrypted when somebody looks at it: a selection by place needs none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar, cast, overload

from legation.web.consular.records.models import Person
from legation.web.consular.vault import vault

__all__ = ["Column", "Sealed", "columns_of"]

T = TypeVar("T")


class Sealed:
    """The identity of one person as it is stored, and once somebody has looked as it is; nothing of it reaches the disk.

    Where the key is destroyed meanwhile, the identity is empty.
    """

    __slots__ = ("opened", "person", "sealed")

    def __init__(self, person: str, sealed: bytes) -> None:
        self.person, self.sealed = person, sealed
        self.opened: dict[str, Any] | None = None


def _open(some: Sequence[Sealed]) -> None:
    rows = [one for one in some if one.opened is None]
    found = dict(vault().open_all(Person, "identity", ((one.person, one.person, one.sealed) for one in rows)))
    for one in rows:
        one.opened = found.get(one.person) or {}


class Column(Sequence[T], Generic[T]):
    """One of the things that an identity says, of everybody: one place decrypts one identity, a pass over it all of them at once.

    Parameters
    ----------
    everybody : sequence of Sealed
    name : str
        Of the value within an identity.
    empty : str or tuple
        What stands where the identity says nothing; of a list, a tuple is made.
    """

    __slots__ = ("_empty", "_everybody", "_name")

    def __init__(self, everybody: Sequence[Sealed], name: str, empty: T) -> None:
        self._everybody, self._name, self._empty = everybody, name, empty

    def __len__(self) -> int:
        return len(self._everybody)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[T, ...]: ...
    def __getitem__(self, place: int | slice) -> T | tuple[T, ...]:
        if isinstance(place, slice):
            some = self._everybody[place]
            _open(some)
            return tuple(self._value(one) for one in some)
        one = self._everybody[place]
        if one.opened is None:
            _open([one])
        return self._value(one)

    def __iter__(self) -> Iterator[T]:
        _open(self._everybody)
        return map(self._value, self._everybody)

    def __repr__(self) -> str:
        return f"<{self._name} of {len(self)} people>"

    def _value(self, one: Sealed) -> T:
        value: Any = (one.opened or {}).get(self._name) or self._empty
        return cast(T, tuple(value)) if isinstance(self._empty, tuple) else cast(T, value)


def columns_of(everybody: Sequence[Sealed]) -> dict[str, Any]:
    """Return the columns of :class:`legation.web.consular.people.KnownPeople` that identities give."""
    return {
        "given": Column(everybody, "given", ""),
        "family": Column(everybody, "family", ""),
        "births": Column(everybody, "birth", ""),
        "nationalities": Column(everybody, "nationalities", ()),
        "documents": Column(everybody, "documents", ()),
    }
