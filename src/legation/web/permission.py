"""Who may do what to one kind of thing: a table of roles and actions, and by what somebody stands to such a thing.

Instances are in :mod:`legation.web.access` (the site, dossiers, rooms), :mod:`legation.web.posts.access` and
:mod:`legation.web.consular.access` (a post of a consular desk).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Access", "Footing"]


@dataclass(frozen=True, slots=True)
class Access:
    """Who may do what to one kind of thing.

    Parameters
    ----------
    roles : tuple of str
        What somebody can be to such a thing.
    table : mapping of str to frozenset of str
        Action: the roles that may do it.
    rows : callable
        Somebody and a thing -> by what they stand to it, the best first: rows of the database, or what was made of them, each with its
        ``role``; none for a stranger.
    barred : callable, optional
        Row and action -> whether the action is not done for all that its role may: on a thing that is closed, or is another's.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> keys = {"Ada": [SimpleNamespace(role="keeper")]}
    >>> gate = Access(("keeper", "visitor"), {"open": frozenset({"keeper"})}, lambda person, _: keys.get(person, []))
    >>> gate.can("Ada", "open"), gate.can("Bob", "open")
    (True, False)
    """

    roles: tuple[str, ...]
    table: Mapping[str, frozenset[str]]
    rows: Callable[[Any, Any], Iterable[Any]]
    barred: Callable[[Any, str], bool] | None = None

    def row(self, person: Any, thing: Any = None) -> Any:
        """Return by what somebody stands to a thing; None: a stranger."""
        return next(iter(self.rows(person, thing)), None)

    def lets(self, row: Any, action: str) -> bool:
        """Whether a row lets do something; an action that is not in the table is a mistake of ours: KeyError."""
        allowed = self.table[action]
        return row is not None and row.role in allowed and not (self.barred is not None and self.barred(row, action))

    def can(self, person: Any, action: str, thing: Any = None) -> bool:
        """Whether somebody may do something to a thing."""
        return self.lets(self.row(person, thing), action)


@dataclass(frozen=True, slots=True)
class Footing:
    """On what footing somebody is: to the site, where ``owns`` says whether the thing is their own; to a room or a post.

    ``seat`` is their seat in a room, or the number of what makes them hold a post.
    """

    role: str
    owns: bool = True
    seat: str = ""
