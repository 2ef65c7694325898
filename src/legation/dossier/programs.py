"""Families of programs that read sites, as they name themselves, and of which kind each is; they stand in ``bots.toml``."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

__all__ = ["OTHER", "UNNAMED", "families", "listed"]

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
