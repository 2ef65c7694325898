"""The words by which blame is read: roles, cues and verbs that have a holder, for each language, from the files beside this one."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files

from legation.methods.text.codebook import CAUSES, STANCES, TARGETS

__all__ = ["CAUSES", "LANGUAGES", "STANCES", "TARGETS", "Lexicon", "lexicon", "small_words"]

_FILE = {"en": "english", "fr": "french"}
LANGUAGES = tuple(_FILE)


def _table(name: str) -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(files("legation.methods.text.blame").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Compiled words of one language.

    Attributes
    ----------
    role : mapping of str to Pattern
        For each target the nouns that stand for it.
    cue : mapping of str to Pattern
        For each kind of cue its words.
    holder : mapping of str to Pattern
        For each kind of verb that has a holder its finite forms.
    scope : mapping of str to Pattern
        Words that lift, or leave open, what they govern.
    """

    role: Mapping[str, re.Pattern[str]]
    cue: Mapping[str, re.Pattern[str]]
    holder: Mapping[str, re.Pattern[str]]
    scope: Mapping[str, re.Pattern[str]]


@functools.cache
def lexicon(lang: str) -> Lexicon:
    """Return the words of a language of `LANGUAGES`."""
    table = _table(_FILE[lang])
    states = _table("states")[_FILE[lang]]
    role = {target: _any(words, "s?") for target, words in table["role"].items()}
    role["state sponsor"] = re.compile(f"{role['state sponsor'].pattern}|{_any(map(str.casefold, states)).pattern}")
    cue, holder, scope = ({name: _any(words) for name, words in table[part].items()} for part in ("cue", "holder", "scope"))
    return Lexicon(role, cue, holder, scope)


def small_words(name: str) -> frozenset[str]:
    """Return the small words of ``words.toml`` that do something, in both languages."""
    return frozenset(str(_table("words")[name]).split())


def _any(words: Iterable[str], ending: str = "") -> re.Pattern[str]:
    """Return a pattern of any of the words, the longest first; a star is any ending, "_" up to three words between."""
    return re.compile("|".join(_one(word, ending) for word in sorted(words, key=len, reverse=True)))


def _one(word: str, ending: str) -> str:
    body = re.escape(word).replace(r"\*", r"\w*").replace(r"\ _\ ", r"(?:\s+\S+){0,3}?\s+").replace(r"\ ", r"\s+")
    return (r"\b" if word[0].isalnum() else "") + body + (ending + r"(?!\w)" if word[-1].isalnum() else "")
