"""The pages of the methods, one a family: every public function and result, with its parameters. The sentences are those of the code."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Iterable
from typing import Any

import legation.methods
from legation.language import Lang
from making.markdown import code, heading, said, table
from making.numpydoc import Docstring, Entry, taken_apart

__all__ = ["SHARED", "families", "family_page", "modules", "page", "signature"]

SHARED = "shared"
"""The family of what the others share: the modules that lie in none."""
_PLACE = "legation.methods"
_SECTIONS = ("Attributes", "Parameters", "Returns", "Raises")


def page(lang: Lang) -> str:
    """Return the page that leads to those of the families."""
    rows = []
    for family in families():
        about = _first(importlib.import_module(_PLACE if family == SHARED else f"{_PLACE}.{family}").__doc__)
        rows.append((f"[{family}](methods/{family}.md)", said("methods.shared", lang) if family == SHARED else about))
    head = (said("column.family", lang), said("column.meaning", lang))
    return "\n\n".join([heading(1, said("methods.title", lang)), said("methods.intro", lang), table(head, rows)])


def families() -> dict[str, dict[str, list[Any]]]:
    """Return the modules of each family with what is public in them, in alphabetical order, what all share last."""
    found: dict[str, dict[str, list[Any]]] = {}
    packages = {entry.name for entry in pkgutil.iter_modules(legation.methods.__path__) if entry.ispkg}
    for name, public in modules().items():
        family = name.removeprefix(f"{_PLACE}.").partition(".")[0]
        found.setdefault(family if family in packages else SHARED, {})[name] = public
    return dict(sorted(found.items(), key=lambda item: (item[0] == SHARED, item[0])))


def family_page(family: str, lang: Lang) -> str:
    """Return the page of a family."""
    blocks = [heading(1, said("methods.family", lang, family=family)), said("methods.back", lang)]
    for name, public in families()[family].items():
        blocks += [heading(2, code(name)), _first(importlib.import_module(name).__doc__)]
        for item in public:
            blocks += _explained(item, lang)
    return "\n\n".join(blocks)


def _explained(item: Any, lang: Lang) -> Iterable[str]:
    """Return a function or a result: how it is called, what it does, and a table for each section of its text."""
    found = taken_apart(item.__doc__)
    yield heading(3, code(item.__name__))
    yield code(signature(item))
    yield found.first
    for section in _SECTIONS:
        if found.entries.get(section):
            yield _table(section, found.entries[section], lang)
    yield from _references(found, lang)


def _table(section: str, entries: tuple[Entry, ...], lang: Lang) -> str:
    head = said(f"section.{section.lower()}", lang)
    if any(entry.name for entry in entries):
        rows = [[code(entry.name) if entry.name else "", entry.of, entry.text] for entry in entries]
        return table([head, said("column.type", lang), said("column.meaning", lang)], rows)
    return table([head, said("column.meaning", lang)], [[entry.of, entry.text] for entry in entries])


def _references(found: Docstring, lang: Lang) -> Iterable[str]:
    texts = found.texts.get("References", ())
    if texts:
        yield f"{said('section.references', lang)} {' '.join(texts)}"


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
    return taken_apart(text).first
