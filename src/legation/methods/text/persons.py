"""Natural persons in a text: by a title, by a first name that is often met, or by what stands beside the name."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files

__all__ = ["persons"]

_SURNAME = r"(?:[A-Z]\.? )?(?:(?:de|von|van|al|el|bin|ibn|di|da|le|la) )?[A-ZÀ-ÖØ-Þ][\w'’-]+"
_BESIDE = {
    "en": r"(?:{role}) (?P<a>{name} {name})"
    r"|(?P<b>{name} {name})(?=, (?:(?:aged )?\d\d\b|(?:an?|the|our|its|their) (?:\w+ ){{0,2}}(?:{role})\b))",
    "fr": r"(?:{role}) (?P<a>{name} {name})"
    r"|(?P<b>{name} {name})(?=, (?:(?:âgée? de )?\d\d ans|(?:une?|le|la|notre) (?:\w+ ){{0,2}}(?:{role})\b))",
}
_NAME = r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+(?:-[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+)?"


@functools.cache
def _words() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(files("legation.methods.text").joinpath("persons.toml").read_text(encoding="utf-8"))


@functools.cache
def _patterns(lang: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    first = "|".join(map(re.escape, _words()["both"]["first_names"]))
    titles = "|".join(_words()[lang]["titles"])
    named = rf"(?<![\w-])(?:(?:{titles}) {_SURNAME}(?: {_SURNAME})?|(?:{first}) {_SURNAME}(?: {_SURNAME})?)(?!\w)"
    beside = _BESIDE[lang].format(role="|".join(_words()[lang]["roles"]), name=_NAME)
    return re.compile(named), re.compile(rf"(?<![\w-])(?:{beside})")


def persons(text: str, lang: str, *, beside: bool = False) -> Iterator[tuple[int, int]]:
    """Yield beginning and end of each name of a natural person, in the order of the text.

    Parameters
    ----------
    text : str
    lang : {"en", "fr"}
    beside : bool
        Also names that only what stands beside them tells ("analyst Ilse Brandt", "Ilse Brandt, 34"): wider, and sometimes wrong.

    Examples
    --------
    >>> [text[a:b] for text in ("Ms Lind said so.", "The bank said so.") for a, b in persons(text, "en")]
    ['Ms Lind']
    """
    named, around = _patterns(lang)
    found = [m.span() for m in named.finditer(text)]
    if beside:
        found += [m.span("a") if m["a"] else m.span("b") for m in around.finditer(text)]
    yield from sorted(set(found))
