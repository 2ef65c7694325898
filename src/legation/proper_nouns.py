"""How a name stands in a sentence: with its article, and after a preposition (*le Mexique, du Japon, aux États-Unis, à Oman*).

In French a name of a state has a gender, or no article at all; *à*, *de* and *en* join with the article, and a vowel drops one. English has
*the Netherlands, the Gambia*. ``proper_nouns.toml`` says which name is what, with its source; what it does not say follows from the first
word (*Union* is feminine) and a name that nothing tells of, such as a person's or a company's, has no article. A dossier says of its own
actors what the table does not know, in the column ``article_fr``.

>>> [with_article(name, "fr") for name in ("Mexique", "Inde", "États-Unis", "Oman", "Conseil de l’Europe", "Microsoft")]
['le Mexique', 'l’Inde', 'les États-Unis', 'Oman', 'le Conseil de l’Europe', 'Microsoft']
>>> of("Japon", "fr"), to("États-Unis", "fr"), in_("Oman", "fr"), in_("Iran", "fr"), with_("Royaume-Uni", "fr"), by("Saint-Siège", "fr")
('du Japon', 'aux États-Unis', 'à Oman', 'en Iran', 'avec le Royaume-Uni', 'par le Saint-Siège')
>>> of("Netherlands", "en"), with_article("Gambia", "en"), in_("Oman", "en")
('of the Netherlands', 'the Gambia', 'in Oman')
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

__all__ = ["ARTICLES", "FORMS", "article_of", "by", "in_", "is_plural", "listed", "of", "to", "with_", "with_article"]

Article = Literal["le", "la", "les", "the", "none"]
ARTICLES: Mapping[str, tuple[Article, ...]] = MappingProxyType({"fr": ("le", "la", "les", "none"), "en": ("the", "none")})
"""What a name may have in each language; ``l’`` follows from ``le`` and ``la``, and a dossier may say it itself."""

_VOWELS = frozenset("aeiouy")
_SPACE = re.compile(r"\s+")


def with_article(name: str, lang: str, article: str = "") -> str:
    """Return a name with its article, as the subject of a sentence.

    Parameters
    ----------
    name : str
        As it is written in ``lang``.
    lang : {"en", "fr"}
    article : {"", "le", "la", "les", "l’", "the", "none"}
        What the dossier says of it; empty: what the table says.
    """
    return _joined("", name, lang, article)


def of(name: str, lang: str, article: str = "") -> str:
    """Return a name after *de*, *of*.

    >>> [of(name, "fr") for name in ("Iran", "Cuba", "Oman", "Hongrie", "Haïti", "Philippines", "OTAN")]
    ['de l’Iran', 'de Cuba', 'd’Oman', 'de la Hongrie', 'd’Haïti', 'des Philippines', 'de l’OTAN']
    """
    return _joined("of" if lang == "en" else "de", name, lang, article)


def to(name: str, lang: str, article: str = "") -> str:
    """Return a name after *à*, *to*: whom something is given or said.

    >>> [to(name, "fr") for name in ("France", "Angola", "Maroc", "Pays-Bas", "Malte")]
    ['à la France', 'à l’Angola', 'au Maroc', 'aux Pays-Bas', 'à Malte']
    """
    return _joined("to" if lang == "en" else "à", name, lang, article)


def in_(name: str, lang: str, article: str = "") -> str:
    """Return a name with the preposition of the place: *en*, *au*, *aux*, *à*, *in*.

    >>> [in_(name, "fr") for name in ("France", "Angola", "Maroc", "Pays-Bas", "Malte", "Israël", "Barbade", "Union européenne")]
    ['en France', 'en Angola', 'au Maroc', 'aux Pays-Bas', 'à Malte', 'en Israël', 'à la Barbade', 'à l’Union européenne']
    """
    if lang == "en":
        return _joined("in", name, lang, article)
    table, key = _table("fr"), _key(name)
    first = _first(name)
    if first in table["within"]:
        return _joined("dans", name, lang, article)
    found = article or article_of(name, lang)
    place = key in table["states"] or first in table["places"]
    if key in table["in_en"] or (place and key not in table["in_a_la"] and (found == "la" or (found == "le" and _elides(name)))):
        return f"en {name}"
    return to(name, lang, article)


def by(name: str, lang: str, article: str = "") -> str:
    """Return a name after *par*, *by*."""
    return _joined("by" if lang == "en" else "par", name, lang, article)


def with_(name: str, lang: str, article: str = "") -> str:
    """Return a name after *avec*, *with*."""
    return _joined("with" if lang == "en" else "avec", name, lang, article)


FORMS: Mapping[str, Callable[[str, str, str], str]] = MappingProxyType(
    {
        "the": with_article,
        "of-the": of,
        "to-the": to,
        "in-the": in_,
        "by-the": by,
        "with-the": with_,
        "le": with_article,
        "de": of,
        "à": to,
        "en": in_,
        "par": by,
        "avec": with_,
    }
)
"""What may stand after the colon of a value in a sentence of the catalogues: ``{actor:de}``."""


def article_of(name: str, lang: str) -> str:
    """Return which article a name has: ``le``, ``la``, ``les``, ``the`` or ``none``.

    >>> article_of("Fédération de Russie", "fr"), article_of("Iran (République islamique d’)", "fr"), article_of("Marshall Islands", "en")
    ('la', 'le', 'the')
    """
    table, key, first = _table(lang), _key(name), _first(name)
    if lang == "en":
        words = re.split(r"[\s,]+", name.partition(" (")[0])
        return "the" if key in table["the"] or name in table["acronyms"] or any(word in table["words"] for word in words) else "none"
    for found in (table["states"], table["acronyms"]):
        if key in found:
            return str(found[key])
    return str(table["head"].get(first, "none"))


def is_plural(name: str, lang: str, article: str = "") -> bool:
    """Return whether a verb after a name is in the plural: *les États-Unis ont*; *the United States has*.

    >>> is_plural("États-Unis", "fr"), is_plural("Oman", "fr"), is_plural("Netherlands", "en")
    (True, False, False)
    """
    return (article or article_of(name, lang)) == "les"


def listed(names: Sequence[str], form: str, lang: str, articles: Sequence[str]) -> list[str]:
    """Return several names for a list after one form: *de* and *à* stand before each, *avec* and the English ones before the first.

    >>> listed(["France", "Japon", "Oman"], "de", "fr", ["", "", ""]), listed(["France", "Japon"], "avec", "fr", ["", ""])
    (['de la France', 'du Japon', 'd’Oman'], ['avec la France', 'le Japon'])
    """
    said = [FORMS[form](name, lang, article) for name, article in zip(names, articles, strict=True)]
    if form in ("de", "à", "en"):
        return said
    return said[:1] + [with_article(name, lang, article) for name, article in zip(names[1:], articles[1:], strict=True)]


def _joined(preposition: str, name: str, lang: str, article: str) -> str:
    """Return a preposition, the article and the name, as they are said together."""
    if lang == "fr" and not article and name.startswith(("le ", "les ")):  # a name that brings its article: "le bureau"
        article, _, name = name.partition(" ")
    found = article or article_of(name, lang)
    if lang == "en":
        return " ".join(part for part in (preposition, "the" if found == "the" else "", name) if part)
    if found == "l’" or (found in ("le", "la") and _elides(name)):
        return f"{preposition} l’{name}" if preposition else f"l’{name}"
    if found == "none":
        return f"d’{name}" if preposition == "de" and _elides(name) else f"{preposition} {name}".strip()
    merged = {("de", "le"): "du", ("de", "les"): "des", ("à", "le"): "au", ("à", "les"): "aux"}.get((preposition, found))
    return f"{merged or f'{preposition} {found}'.strip()} {name}"


def _elides(name: str) -> bool:
    """Whether *le*, *la* and *de* lose their vowel before a French name: it begins with a vowel or a mute h."""
    table, word = _table("fr"), _key(name)
    if word in table["aspirated"]:
        return False
    return word[:1] in _VOWELS or (word[:1] == "h" and _key(name) in table["mute"])


def _first(name: str) -> str:
    return _SPACE.split(name.strip(), maxsplit=1)[0]


def _key(name: str) -> str:
    """Return a name without case, accents and what stands in brackets; apostrophes alike."""
    plain = unicodedata.normalize("NFKD", name.partition(" (")[0].replace("'", "’").casefold())
    return _SPACE.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


@functools.cache
def _table(lang: str) -> Mapping[str, Any]:
    raw = tomllib.loads(files("legation").joinpath("proper_nouns.toml").read_text("utf-8"))[lang]
    if lang == "en":
        return {"the": {_key(name) for name in raw["the"]}, "words": set(raw["words"]), "acronyms": set(raw["acronyms"])}
    head = raw["head"]
    return {
        "states": {_key(name): article for article in ARTICLES["fr"] for name in raw[article]},
        "acronyms": {_key(name): article for article in ("le", "la") for name in raw[f"acronyms_{article}"]}
        | {_key(name): "la" for name in raw["acronyms_l"]},
        "head": {word: article for article in ARTICLES["fr"] for word in head[article]},
        "places": {*head["places_la"], *head["places"]},
        "within": set(head["within"]),
        **{field: {_key(name) for name in raw[field]} for field in ("in_en", "in_a_la", "aspirated", "mute")},
    }
