"""The words by which other people's lists are understood: a data file, so that a desk's own headings are one line to add."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

__all__ = ["meaning", "words"]


@functools.cache
def words(topic: str) -> Mapping[str, tuple[str, ...]]:
    """Return the words of a topic (``fields``, ``kinds``, ``positions``, ``names``) by what they mean, likeliest first.

    >>> "oui" in words("positions")["yes"]
    True
    """
    table = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
    return MappingProxyType({name: tuple(listed) for name, listed in table[topic].items()})


@functools.cache
def meaning(topic: str) -> Mapping[str, str]:
    """Return what each word of a topic means.

    >>> meaning("kinds")["entreprise"]
    'company'
    """
    return MappingProxyType({word: name for name, listed in words(topic).items() for word in listed})
