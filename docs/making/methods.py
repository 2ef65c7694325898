"""The page of the methods: every public function and result, with its first sentence. The sentences are those of the code, in English."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
from typing import Any

import legation.methods
from legation.language import Lang
from making.markdown import code, heading, said

__all__ = ["modules", "page", "signature"]


def page(lang: Lang) -> str:
    """Return the page."""
    blocks = [heading(1, said("methods.title", lang)), said("methods.intro", lang)]
    for name, public in modules().items():
        blocks += [heading(2, code(name)), _first(importlib.import_module(name).__doc__)]
        blocks += [f"- {code(signature(item))}  \n  {_first(item.__doc__)}" for item in public]
    return "\n\n".join(blocks)


def modules() -> dict[str, list[Any]]:
    """Return the public functions and classes of each module, in the order of its ``__all__``; constants stand in the module's text."""
    found = {}
    for entry in pkgutil.walk_packages(legation.methods.__path__, "legation.methods."):
        module = importlib.import_module(entry.name)
        items = [getattr(module, name) for name in getattr(module, "__all__", ())]
        own = [i for i in items if getattr(i, "__module__", "") == entry.name and (inspect.isfunction(i) or inspect.isclass(i))]
        if own and not entry.name.rsplit(".", 1)[-1].startswith("_"):
            found[entry.name] = own
    return found


def signature(item: Any) -> str:
    """Return how a function is called, or the fields of a result; the same on every version of Python.

    >>> signature(modules()["legation.methods.voting.cross"][1])
    'cross(votes_a, votes_b) -> Cross'
    """
    if inspect.isclass(item):
        names = [f.name for f in dataclasses.fields(item)] if dataclasses.is_dataclass(item) else []
        return f"{item.__name__}({', '.join(names)})"
    shown = inspect.signature(item)
    words: list[str] = []
    star = False
    for parameter in shown.parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not star:
            words.append("*")
            star = True
        words.append(parameter.name + ("" if parameter.default is parameter.empty else f"={_default(parameter.default)}"))
    returns = "" if shown.return_annotation is shown.empty else f" -> {shown.return_annotation}"
    return f"{item.__name__}({', '.join(words)}){returns}"


def _default(value: Any) -> str:
    return value.__name__ if callable(value) else repr(value)


def _first(text: str | None) -> str:
    """Return the first paragraph of a docstring."""
    return " ".join(inspect.cleandoc(text or "").split("\n\n", 1)[0].split()).replace("``", "`")
