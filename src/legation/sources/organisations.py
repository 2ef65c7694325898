"""How organisations that a dossier does not list are called, in English and French."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path

from legation.language import Lang

__all__ = ["organisation_name"]


def organisation_name(organisation: str, lang: Lang) -> str:
    """Return the name of an organisation by its id in the gazetteer; empty where it is not listed.

    >>> organisation_name("european-union", "fr")
    'Union européenne'
    """
    english, french = _names().get(organisation, ("", ""))
    return french if lang == "fr" and french else english


@functools.cache
def _names() -> Mapping[str, tuple[str, str]]:
    table = tomllib.loads(Path(__file__).with_name("gazetteer.toml").read_text("utf-8"))["organisations"]
    return {name: (forms[0].split("|")[0], forms[1].split("|")[0]) for name, forms in table.items()}
