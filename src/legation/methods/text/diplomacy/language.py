"""Is a text English or French? By the small words that each has and its neighbours have not."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

from legation.methods.text.diplomacy.lexicon import Folded, hits
from legation.methods.text.diplomacy.models import models

__all__ = ["SMALL_WORDS", "tongue"]

_WORDS = {
    name: frozenset(words.split())
    for name, words in tomllib.loads(resources.files(__package__).joinpath("lexicon", "small_words.toml").read_text("utf-8")).items()
}
SMALL_WORDS = {"en": _WORDS["english"], "fr": _WORDS["french"]}
_LEAST = 0.1
"""Least share of small words: under it the text is in neither, or too short to say."""


_LETTERS = 7
_KNOWN = 2 / 3
"""Least share of words that the training texts of a language have, for a text with too few small words: a headline."""


def tongue(folded: Folded) -> str | None:
    """Return ``en``, ``fr``, or ``None`` where neither shows.

    A text with too few small words, such as a headline, or as many of both, is of the language whose lexicon alone finds who acts or what
    is done in it, or whose training texts have two thirds of its words, at least two, and twice as many as the other's.

    >>> from legation.methods.text.diplomacy.lexicon import fold_places
    >>> [tongue(fold_places(t)) for t in ("The envoy spoke to the press.", "L'envoyé a vu la presse.", "El embajador y los hackers.")]
    ['en', 'fr', None]
    >>> tongue(fold_places("Embassy hosts ministers")), tongue(fold_places("Botschafter trifft Minister"))
    ('en', None)
    """
    words = re.findall(r"[^\W\d_]+", re.sub(r"(?<=\w)'s(?!\w)", "", folded.text))
    english, french, others = (sum(word in known for word in words) for known in _WORDS.values())
    most = max(english, french)
    if others > most:
        return None
    if most < max(1, _LEAST * len(words)) or english == french:
        return _by_matter(folded, words)
    return "en" if english > french else "fr"


def _by_matter(folded: Folded, words: list[str]) -> str | None:
    acting = [lang for lang in SMALL_WORDS if hits(folded, lang, "diplomacy")]
    if len(acting) == 1:
        return acting[0]
    weights = models("words").tests.values()
    known = {lang: sum(any(f"{lang}:{word[:_LETTERS]}" in model.weights for model in weights) for word in words) for lang in SMALL_WORDS}
    lang, other = sorted(known, key=lambda lang: -known[lang])
    return lang if known[lang] >= max(2, _KNOWN * len(words), 2 * known[other]) else None
