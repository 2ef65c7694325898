"""Names of a package that stand in its modules, each of which is imported when one of its names is first used."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["late_exports"]


def late_exports(package: str, names: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return what a package has as ``__getattr__`` and as ``__dir__``, so that its names are found where they stand.

    Parameters
    ----------
    package : str
        Its name, ``__name__``.
    names : mapping of str to str
        By module the names that the package has from it, with blanks between; empty: the package has the module itself, by its last name.

    Examples
    --------
    >>> found, names = late_exports("arms", {"math": "floor pi", "xml.dom": ""})
    >>> found("pi"), found("dom").__name__, names()
    (3.141592653589793, 'xml.dom', ['dom', 'floor', 'pi'])
    >>> found("tau")
    Traceback (most recent call last):
    ...
    AttributeError: module 'arms' has no attribute 'tau'
    """
    homes = {name: module for module, there in names.items() for name in there.split() or [module.rpartition(".")[2]]}

    def found(name: str) -> Any:
        if name not in homes:
            msg = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(msg)
        module = importlib.import_module(homes[name])
        return getattr(module, name) if names[homes[name]] else module

    return found, lambda: sorted(homes)
