"""What stands under a field of a form: the meaning of its column, without what only a file needs: its name, the codes of what is chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from legation.language import Lang, say

__all__ = ["choice_help", "plain_help"]

_FILE = r"(?:[\w-]+/)?(?:[\w-]+\.)+(?:csv|toml)"
_ROW = {
    "en": {"an": "an actor", "its": "the actor", "our": "our own entry"},
    "fr": {"un": "un acteur", "son": "l’acteur", "notre": "notre propre fiche"},
}
_ID = re.compile(rf"\b(an|its|our|un|son|notre) (?:id|identifiant) (?:in |dans |d['’]){_FILE}", re.IGNORECASE)
_BY_ID = re.compile(rf",? (?:by its id|par son identifiant) (?:in|dans) {_FILE}")
_IN_FILE = re.compile(rf",? (?:\({_FILE}\)|(?:in|dans|d['’]|de) ?{_FILE},?)")
_EMPTY = r"((?:Empty:|Vide\s:)\s)"


def plain_help(meaning: Any, lang: Lang) -> str:
    """Return what a column or a table means without the names of files.

    >>> plain_help("The issue, in issues.csv, that it is about: an id in actors.csv, or words.", "en")
    'The issue that it is about: an actor, or words.'
    """
    said = _ID.sub(lambda found: _row(found[1], lang), say(meaning, lang))
    return _IN_FILE.sub("", _BY_ID.sub("", said))


def choice_help(meaning: Any, words: Mapping[str, str], lang: Lang) -> str:
    """Return what a column means with the words of what is chosen in place of its codes.

    >>> choice_help("Whether it is taken (both) or stays (on_only). Empty: both.", {"both": "both ways", "on_only": "one way"}, "en")
    'Whether it is taken or stays. Empty: both ways.'
    """
    said = plain_help(meaning, lang)
    for code, word in words.items():
        own, instead = re.escape(code), word.replace("\\", r"\\")
        said = re.sub(rf"\b{own} \(([^)]+)\)", r"\1", said)
        said = re.sub(rf"\s\({own}\)", "", said)
        said = re.sub(rf"{_EMPTY}{own}(?=[.,;])", rf"\g<1>{instead}", said)
        said = re.sub(rf"(?<![\w-]){own}(?![\w-])", instead, said) if re.search(r"[-_/]|[a-z]\d", code) else said
    return said


def _row(article: str, lang: Lang) -> str:
    words = _ROW[lang].get(article.lower(), article)
    return words[0].upper() + words[1:] if article[0].isupper() else words
