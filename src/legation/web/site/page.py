"""What the site is made of: the base of every page, and each route as it is declared."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["ROUTES", "Kind", "Page", "Route"]

Kind = Literal["page", "action", "file"]


@dataclass(frozen=True, kw_only=True)
class Page:
    """What every page has. A page adds its own fields; its template sees it as ``page``; its JSON has the same fields.

    Attributes
    ----------
    title : str or Message
        The heading of the page.
    """

    title: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One address of the site."""

    name: str
    path: str
    action: str
    kind: Kind
    function: Callable[..., Any]
    template: str = ""
    cached: bool | Callable[..., Hashable] = False
    tables: tuple[str, ...] = ()


ROUTES: dict[str, Route] = {}
