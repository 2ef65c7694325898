"""Mappings that are changed in place and can be put back to where they stood: what is refused halfway leaves nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from legation.rooms.drafting.state import Held

__all__ = ["Brackets", "Table"]

Key = TypeVar("Key")
Value = TypeVar("Value")
_NOT_THERE: Any = object()


class Table(dict[Key, Value]):
    """A mapping that knows what has changed since it was looked at, and what it was before the entry that is being taken.

    Attributes
    ----------
    changed : set
        Keys that were set, taken out or put back since whoever looks emptied it.
    touched : set
        The same since :meth:`mark`.

    Examples
    --------
    >>> table = Table({"a": 1})
    >>> table.mark()
    >>> table["b"] = 2
    >>> del table["a"]
    >>> table.back()
    >>> table
    {'a': 1}
    """

    __slots__ = ("_before", "_whole", "changed", "touched")

    def __init__(self, given: Mapping[Key, Value] | None = None) -> None:
        super().__init__(given or {})
        self.changed: set[Key] = set(self)
        self.touched: set[Key] = set()
        self._before: dict[Key, Any] | None = None
        self._whole: dict[Key, Value] | None = None

    def mark(self) -> None:
        """From here on note what is changed, so that :meth:`back` can put it back."""
        self._before, self._whole = {}, None
        self.touched = set()

    def back(self) -> None:
        """Put back what was changed since :meth:`mark`, in its order."""
        if self._whole is not None:
            super().clear()
            super().update(self._whole)
        for key, old in (self._before or {}).items():
            if old is _NOT_THERE:
                super().pop(key, None)
            else:
                super().__setitem__(key, old)
        self._before, self._whole = None, None

    def become(self, given: Mapping[Key, Value]) -> None:
        """Hold this and nothing else."""
        self._keep_whole()
        self._note(*self, *given)
        super().clear()
        super().update(given)

    def __setitem__(self, key: Key, value: Value) -> None:
        if self._before is not None and self._whole is None and key not in self._before:
            self._before[key] = self.get(key, _NOT_THERE)
        self._note(key)
        super().__setitem__(key, value)

    def __delitem__(self, key: Key) -> None:
        self._keep_whole()  # put back alone it would come last
        self._note(key)
        super().__delitem__(key)

    def pop(self, key: Key, default: Any = None) -> Any:
        """Take out a key and return what it had; ``default`` where it is not there."""
        if key not in self:
            return default
        found = self[key]
        del self[key]
        return found

    def _note(self, *keys: Key) -> None:
        self.changed.update(keys)
        self.touched.update(keys)

    def _keep_whole(self) -> None:
        if self._before is not None and self._whole is None:
            self._whole = dict(self)


class Brackets(Table[str, Held]):
    """Open brackets by id, in the order of opening, and by paragraph."""

    __slots__ = ("_last", "_rank", "_units")

    def __init__(self, given: Mapping[str, Held] | None = None) -> None:
        super().__init__(given)
        self._index()

    def over(self, unit: str) -> list[Held]:
        """Return the open brackets of a paragraph, in the order of opening."""
        names = self._units.get(unit)
        return [self[name] for name in sorted(names, key=self._rank.__getitem__)] if names else []

    def put_first(self, bracket: Held) -> None:
        """Open a bracket before all others."""
        self.become({bracket.id: bracket, **self})

    def back(self) -> None:
        """Put back what was changed, and the index."""
        super().back()
        self._index()

    def become(self, given: Mapping[str, Held]) -> None:
        """Hold these brackets and no others."""
        super().become(given)
        self._index()

    def __setitem__(self, key: str, value: Held) -> None:
        old = self.get(key)
        super().__setitem__(key, value)
        if old is None:
            self._last += 1
            self._rank[key] = self._last
        elif old.unit != value.unit:
            self._leave(old)
        if old is None or old.unit != value.unit:
            self._units.setdefault(value.unit, set()).add(key)

    def __delitem__(self, key: str) -> None:
        old = self[key]
        super().__delitem__(key)
        self._leave(old)
        del self._rank[key]

    def _leave(self, bracket: Held) -> None:
        names = self._units[bracket.unit]
        names.discard(bracket.id)
        if not names:
            del self._units[bracket.unit]

    def _index(self) -> None:
        self._units: dict[str, set[str]] = {}
        self._rank = {name: number for number, name in enumerate(self)}
        self._last = len(self)
        for bracket in self.values():
            self._units.setdefault(bracket.unit, set()).add(bracket.id)
