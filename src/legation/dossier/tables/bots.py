"""Which family of programs an agent belongs to, and of which kind each family is; a person's browser belongs to none.

An agent says of itself what it likes: a program that calls itself a browser counts as a person, and who borrows the name of a crawler
counts as that crawler. The families stand in ``bots.toml`` beside :mod:`legation.dossier.tables.bots`; a line there is all that a new
crawler
needs.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

__all__ = [
    "OTHER",
    "UNNAMED",
    "bot_family",
    "bot_kind",
    "families",
    "listed",
]


UNNAMED = "unnamed"
"""The family of requests that name no agent."""
OTHER = "other bot"
"""The family of agents that call themselves a bot, crawler or spider, or give an address to read about them, and are not in the list."""


@functools.cache
def families() -> Mapping[str, str]:
    """Return the kind of each family: ``search``, ``ai``, ``seo``, ``monitor``, ``feed``, ``preview``, ``library``, ``other``.

    >>> families()["GPTBot"], families()["unnamed"]
    ('ai', 'other')
    """
    kinds = {name: kind for kind, there in listed().items() for name in there}
    return MappingProxyType({**kinds, UNNAMED: "other", OTHER: "other"})


@functools.cache
def listed() -> Mapping[str, Mapping[str, list[str]]]:
    """Return by kind and family the signs by which an agent is known."""
    return tomllib.loads(files("legation.dossier").joinpath("bots.toml").read_text("utf-8"))


_SAYS_SO = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|scrape|fetcher|archiver|link.?check|\bmonitor|validator|\+https?://|[^a-z]\(https?://", re.ASCII
)


def bot_kind(family: str | None) -> str | None:
    """Return the kind of a family; None for a person (None), ``other`` for a family that is not in the list.

    Examples
    --------
    >>> bot_kind("GPTBot"), bot_kind("Googlebot"), bot_kind(None)
    ('ai', 'search', None)
    """
    return None if family is None else families().get(family, "other")


def bot_family(agent: str | None) -> str | None:
    """Return the family of a program by its agent; None where it presents itself as a person's browser.

    Examples
    --------
    >>> bot_family("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)")
    'GPTBot'
    >>> bot_family("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0") is None
    True
    >>> bot_family("curl/8.5.0"), bot_family(None), bot_family("SomethingBot/1.0")
    ('curl', 'unnamed', 'other bot')
    """
    if not agent or not agent.strip(" -"):
        return UNNAMED
    lower = agent.lower()
    for pattern, anchored, family in _patterns():
        if lower.startswith(pattern) if anchored else pattern in lower:
            return family
    return OTHER if _SAYS_SO.search(lower) else None


@functools.cache
def _patterns() -> tuple[tuple[str, bool, str], ...]:
    known = listed()
    return tuple(
        (pattern.removeprefix("^"), pattern.startswith("^"), family)
        for kind in known
        for family, patterns in known[kind].items()
        for pattern in patterns
    )
