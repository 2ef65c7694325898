"""The words of the lint as patterns; the words themselves stand in ``words.toml``."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from legation.language import Lang

__all__ = ["ending", "pattern", "table"]


@functools.cache
def table(name: str) -> Mapping[str, Any]:
    """Return a table of words of this package."""
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text("utf-8"))


@functools.cache
def pattern(topic: str, lang: Lang) -> re.Pattern[str]:
    """Return a pattern that finds the whole words of a topic, in any case; one that never finds where a language has none.

    >>> [m[0] for m in pattern("likelihood", "en").finditer("Very likely, or unlikely; a likeness.")]
    ['Very likely', 'unlikely']
    """
    words = table("words")[lang].get(topic, ())
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(_any_blank, words))})(?![\w-])" if words else r"(?!)", re.IGNORECASE)


@functools.cache
def ending(topic: str, lang: Lang) -> re.Pattern[str]:
    """Return a pattern that finds the words of a topic at the end of what stands before a place."""
    words = table("words")[lang].get(topic, ())
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_any_blank, words))})" if words else r"(?!)", re.IGNORECASE)


def _any_blank(word: str) -> str:
    """Let a blank stand for up to four; what a pattern looks back at has a fixed width and stays."""
    return re.sub(r"\(\?<[!=][^)]*\)| (?![?*+{])", lambda m: " {1,4}" if m[0] == " " else m[0], word)
