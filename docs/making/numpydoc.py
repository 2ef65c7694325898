"""A docstring of the methods, taken apart by the sections that numpydoc has."""

from __future__ import annotations

import inspect
import itertools
import re
from dataclasses import dataclass, field

__all__ = ["Docstring", "Entry", "taken_apart"]

_UNDERLINE = re.compile(r"-{3,}")
_ROLE = re.compile(r":\w+:`~?([^`]+)`")


@dataclass(frozen=True, slots=True)
class Entry:
    """A parameter, a result or an error: its name, its type (with shape, unit and range), what it means."""

    name: str
    of: str
    text: str


@dataclass(frozen=True, slots=True)
class Docstring:
    """The first paragraph, the entries of each section by its heading, and the lines of those that are text."""

    first: str
    entries: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    texts: dict[str, tuple[str, ...]] = field(default_factory=dict)


def taken_apart(text: str | None) -> Docstring:
    r"""Return the parts of a docstring; paragraphs of ``Notes`` and ``References`` are texts, all other sections entries.

    >>> found = taken_apart("Add.\n\nParameters\n---------\na, b : float\n    What is\n    added.\n\nReturns\n-------\nfloat\n    The sum.")
    >>> found.first, found.entries["Parameters"]
    ('Add.', (Entry(name='a, b', of='float', text='What is added.'),))
    >>> found.entries["Returns"]
    (Entry(name='', of='float', text='The sum.'),)
    """
    lines = inspect.cleandoc(text or "").splitlines()
    starts = [at for at in range(len(lines) - 1) if lines[at] and _UNDERLINE.fullmatch(lines[at + 1])]
    first = "\n".join(lines[: starts[0]] if starts else lines).split("\n\n", 1)[0]
    found = Docstring(_line(first))
    for at, end in itertools.pairwise([*starts, len(lines)]):
        name, body = lines[at], lines[at + 2 : end]
        if name in ("Notes", "References"):
            found.texts[name] = tuple(_line(part) for part in re.split(r"\n\s*\n", "\n".join(body).strip()) if part.strip())
        elif name != "Examples":
            found.entries[name] = tuple(_entries(body, named=name in ("Parameters", "Attributes")))
    return found


def _entries(lines: list[str], *, named: bool) -> list[Entry]:
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        if line and not line[0].isspace():
            found.append((line, []))
        elif found and line.strip():
            found[-1][1].append(line)
    parts = [(head.partition(" : "), _line(" ".join(body))) for head, body in found]
    return [Entry(_line(a), _line(b), text) if colon or named else Entry("", _line(a), text) for (a, colon, b), text in parts]


def _line(text: str) -> str:
    return _ROLE.sub(r"`\1`", " ".join(text.split()).replace("``", "`"))
