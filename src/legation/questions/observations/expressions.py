"""Every expression that questions ask of observations, with one example of its arguments: for whoever compares or measures engines.

A package of questions names its own as ``EXPRESSIONS``, in itself or in its module ``expressions``.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["Expression", "expressions"]

_TABLE = {"events": "events", "debate": "texts", "site": "requests"}
"""What the expressions of a package are asked of, where their names do not say so (``texts:by-day``)."""


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression: its name, the table of observations that it takes, and what makes it of that table."""

    name: str
    table: str
    of: Callable[[ir.Table], ir.Table]


def expressions() -> tuple[Expression, ...]:
    """Return every expression, by name.

    Examples
    --------
    >>> sorted({found.table for found in expressions()})
    ['events', 'requests', 'texts']
    """
    return tuple(sorted(_all(), key=lambda found: found.name))


def _all() -> Iterator[Expression]:
    import legation.questions

    for module in pkgutil.walk_packages(legation.questions.__path__, "legation.questions."):
        if module.name.endswith(".expressions") and module.name != __name__:
            package = module.name.split(".")[-2]
            for name, of in _named(importlib.import_module(module.name).EXPRESSIONS):
                table, colon, _ = name.partition(":")
                yield Expression(f"{package}.{name}", table if colon else _TABLE[package], of)


def _named(given: Any) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    """Yield names and expressions; those of a list are named after their functions and counted."""
    if isinstance(given, Mapping):
        yield from given.items()
    else:
        for at, of in enumerate(given):
            yield f"{at}-{of.__name__}", of
