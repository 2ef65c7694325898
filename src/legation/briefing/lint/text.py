"""A text in sentences, each with its place and its language, and the words of the lint as patterns. Nothing of it need be well formed.

A sentence ends at ``. ! ? …`` before a blank, not after an abbreviation, a single initial or the number of a list,
nor where a small letter follows; and at an empty line, a
heading or an item of a list.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legation.language import Lang

__all__ = [
    "Sentence",
    "ending",
    "pattern",
    "sentences",
    "table",
]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a draft.

    Attributes
    ----------
    number : int
        From 1.
    start : int
        Where it begins in the text.
    text : str
        As it stands, with plain apostrophes and blanks: every character is where it was.
    lang : {"en", "fr"}
    """

    number: int
    start: int
    text: str
    lang: Lang


_BLOCK = re.compile(r"\n[ \t]*(?:\n|(?=[-*•–#>]|\d{1,3}[.)]\s))")
_END = re.compile(r"[.!?…]+[\"'»”’)\]]*(?:\s*\[[\w .:,;-]{1,200}\])*(?=\s|$)")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\[\"'«])(?:[^\W\d_]|[A-Z](?:\.[A-Z])+|Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Capt|Sgt|St|Ste|Mme|Mlle|MM|Me|No|Nos|nos|n°|art|Art|cf|vs|etc"
    r"|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|janv|févr|juill|déc|e\.g|i\.e|p\.ex|U\.S|U\.K|fig|vol|al)$"
)
_NUMBERED = re.compile(r"^\s*\d{1,3}$")
_PLAIN = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2011": "-"}
    | dict.fromkeys("\t\r\f\v", " ")
)
_ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "the of and to in that is for on with as by was are this be not it from which "
        "have has were said we our an its at or they will there been who",
    )
)
_FRENCH = frozenset(
    re.findall(
        r"\w+",
        "le la les de des et du que en est pour dans un une qui sur par au aux ce cette leur pas sont avec il a ont nous notre l d "
        "se cela ces ils elle on nos son sa ses plus sans ne y n s qu",
    )
)
_WORD = re.compile(r"[^\W\d_]+")


def sentences(text: str, lang: Lang | None = None) -> tuple[Sentence, ...]:
    """Return the sentences of a text; where no language is named, each is in its own.

    >>> [s.text for s in sentences("Mr. A. Smith left at 5 p.m. today. Russia denied it.")]
    ['Mr. A. Smith left at 5 p.m. today.', 'Russia denied it.']
    >>> [s.lang for s in sentences("La France et ses partenaires condamnent. The attack was condemned by the EU.")]
    ['fr', 'en']
    """
    plain = text.translate(_PLAIN)
    whole = lang or _language(plain[:20_000], "en")
    spans = list(_spans(plain))
    return tuple(
        Sentence(number, start, plain[start:end].replace("\n", " "), lang or _language(plain[start:end], whole))
        for number, (start, end) in enumerate(spans, 1)
    )


def _spans(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for block in [*(m.start() for m in _BLOCK.finditer(text)), len(text)]:
        at = begin
        for end in _END.finditer(text, begin, block):
            before, after = text[max(at, end.start() - 12) : end.start()], text[end.end() : end.end() + 3].lstrip()
            if after[:1].islower() and "\n" not in text[end.end() : end.end() + 2]:
                continue
            if end[0].startswith(".") and (_ABBREVIATED.search(before) or _NUMBERED.match(text[at : end.start()][:6])):
                continue
            yield from _stripped(text, at, end.end())
            at = end.end()
        yield from _stripped(text, at, block)
        begin = block


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _language(text: str, otherwise: Lang) -> Lang:
    words = _WORD.findall(text.lower())
    english, french = sum(w in _ENGLISH for w in words), sum(w in _FRENCH or not w.isascii() for w in words)
    return otherwise if english == french else "en" if english > french else "fr"


@functools.cache
def table(name: str) -> Mapping[str, Any]:
    """Return a table of words of this package."""
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text("utf-8"))


@functools.cache
def pattern(topic: str, lang: Lang) -> re.Pattern[str]:
    """Return a pattern that finds the whole words of a topic, in any case; one that never finds where a language has none.

    >>> [m[0] for m in pattern("likelihood", "en").finditer("Very likely, or unlikely; a likeness.")]
    ['Very likely', 'unlikely']
    """
    words = table("words")[lang].get(topic, ())
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(_any_blank, words))})(?![\w-])" if words else r"(?!)", re.IGNORECASE)


@functools.cache
def ending(topic: str, lang: Lang) -> re.Pattern[str]:
    """Return a pattern that finds the words of a topic at the end of what stands before a place."""
    words = table("words")[lang].get(topic, ())
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_any_blank, words))})" if words else r"(?!)", re.IGNORECASE)


def _any_blank(word: str) -> str:
    """Let a blank stand for up to four; what a pattern looks back at has a fixed width and stays."""
    return re.sub(r"\(\?<[!=][^)]*\)| (?![?*+{])", lambda m: " {1,4}" if m[0] == " " else m[0], word)
