"""Every use of a phrase by a plain scan: character by character, word by word, in nobody's clever way. Written apart from the product's."""

from __future__ import annotations

import unicodedata
from fnmatch import fnmatchcase
from functools import cache

DASHES = "-‐‑‒–−"
QUOTES = "'’‘ʼ`´"
JOINED = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"}
UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


def letters(character: str) -> str:
    small = character.lower()
    if small in UNSEEN:
        return ""
    if small in DASHES:
        return "-"
    if small in QUOTES:
        return "'"
    if small.isspace():
        return " "
    if small in JOINED:
        return JOINED[small]
    return "".join(c for c in unicodedata.normalize("NFKD", small) if not unicodedata.combining(c))


def words(text: str) -> list[tuple[str, int, int, str]]:
    """Return (word, start, end, what stands before it) of each word."""
    found, word, start, end, gap = [], "", 0, 0, ""
    for place, character in enumerate(text):
        for letter in letters(character):
            if letter.isalnum() or letter == "_":
                if not word:
                    start = place
                word, end = word + letter, place + 1
            else:
                if word:
                    found.append((word, start, end, gap))
                    word, gap = "", ""
                gap += letter
    return [*found, (word, start, end, gap)] if word else found


@cache
def meets(word: str, one: str) -> bool:
    return fnmatchcase(word, one)


def parts(gap: str) -> bool:
    """Whether a gap only parts the words of one phrase: blanks, or a hyphen or an apostrophe with blanks behind it."""
    return gap != "" and (gap.strip() == "" or (gap[0] in "-'" and gap[1:].strip() == ""))


def scan(text: str, forms: list[str]) -> list[tuple[int, int]]:
    """Return every use of any form: from left to right, the longest at a place, none within another."""
    said = words(text)
    wanted = [[piece.split("|") for piece in form.split()] for form in forms]
    uses, free = [], 0
    for at, (_, start, _, _) in enumerate(said):
        ends = []
        for form in wanted:
            piece = said[at : at + len(form)]
            if len(piece) == len(form) and all(
                any(meets(word, one) for one in choices) and (k == 0 or parts(gap))
                for k, ((word, _, _, gap), choices) in enumerate(zip(piece, form, strict=True))
            ):
                ends.append(piece[-1][2])
        if ends and start >= free:
            free = max(ends)
            uses.append((start, free))
    return uses
