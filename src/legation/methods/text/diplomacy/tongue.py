"""Is a text English or French? By the small words that each has and its neighbours have not."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

from legation.methods.text.diplomacy.folded import Folded

__all__ = ["SMALL_WORDS", "tongue"]

_WORDS = {
    name: frozenset(words.split())
    for name, words in tomllib.loads(resources.files(__package__).joinpath("lexicon", "small_words.toml").read_text("utf-8")).items()
}
SMALL_WORDS = {"en": _WORDS["english"], "fr": _WORDS["french"]}
_LEAST = 0.1
"""Least share of small words: under it the text is in neither, or too short to say."""


def tongue(folded: Folded) -> str | None:
    """Return ``en``, ``fr``, or ``None`` where neither shows.

    >>> from legation.methods.text.diplomacy.folded import fold_places
    >>> [tongue(fold_places(t)) for t in ("The envoy spoke to the press.", "L'envoyé a vu la presse.", "El embajador y los hackers.")]
    ['en', 'fr', None]
    """
    words = re.findall(r"[^\W\d_]+", folded.text)
    english, french, others = (sum(word in known for word in words) for known in _WORDS.values())
    most = max(english, french)
    if most < max(1, _LEAST * len(words)) or english == french or others > most:
        return None
    return "en" if english > french else "fr"
