"""The little of Markdown that the pages need, and the sentences of the catalogue ``reference``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from legation.errors import WrongUse
from legation.language import Lang, Message, catalogue, say

__all__ = ["choices", "code", "heading", "said", "sentence", "slots_shown", "table"]


def said(key: str, lang: Lang, **values: Any) -> str:
    """Return a sentence of the catalogue ``reference``; a missing one stops the making, so that no page has a hole."""
    if key not in catalogue("reference", lang):
        msg = f"docs/locale/{lang}/reference.toml: {key}"
        raise WrongUse(msg)
    return say(Message(f"reference.{key}", **values), lang)


def sentence(message: Message, lang: Lang) -> str:
    """Return a message of the product as one line."""
    return " ".join(say(message, lang).split())


def heading(level: int, text: str) -> str:
    """Return a heading.

    >>> heading(2, "Roll calls")
    '## Roll calls'
    """
    return f"{'#' * level} {text}"


def code(text: str) -> str:
    """Return text in the letters of a program."""
    return f"`{text}`"


def choices(values: Iterable[str]) -> str:
    """Return the words of a closed list.

    >>> choices(["yes", "no"])
    '`yes`, `no`'
    """
    return ", ".join(map(code, values))


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""Return a table; bars and line ends in cells are made harmless.

    >>> print(table(["a", "b"], [["1|2", "x"]]))
    | a | b |
    |---|---|
    | 1\|2 | x |
    """
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("|" + "|".join("---" if cell == "---" else f" {_cell(cell)} " for cell in line) + "|" for line in lines)


def slots_shown(text: str) -> str:
    """Return a sentence of a catalogue with its values as an ellipsis: ``nearest: …``."""
    return re.sub(r"\{[a-z_]+(:[^}]*)?\}", "…", text.replace("{{", "{").replace("}}", "}"))


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split("\n")).strip()
