"""Letters that a reader does not see as they are: what hides a word from a search, and so from this lint."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from legation.briefing.lint.finding import Finding
from legation.briefing.lint.sentences import Sentence
from legation.briefing.lint.wording import at

__all__ = ["letters"]

_WORD = re.compile(r"\S+")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def letters(drafted: tuple[Sentence, ...]) -> Iterator[Finding]:
    r"""Find words with invisible characters, such as a soft hyphen, or with letters of two alphabets.

    Examples
    --------
    >>> from legation.briefing.lint.sentences import sentences
    >>> [f.rule for f in letters(sentences("Rus\u00adsia and R\u0443ssia met in Reykjavík."))]
    ['hidden-letters', 'hidden-letters']
    """
    for sentence in drafted:
        if sentence.text.isascii():
            continue
        for word in _WORD.finditer(sentence.text):
            if not word[0].isascii() and _hides(word[0]):
                yield at(sentence, "hidden-letters", *word.span())


def _hides(word: str) -> bool:
    if any(unicodedata.category(letter) == "Cf" for letter in word):
        return True
    names = (unicodedata.name(letter, "") for letter in word if letter.isalpha())
    return len({script for name in names for script in _SCRIPTS if name.startswith(script)}) > 1
