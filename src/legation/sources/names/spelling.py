"""Names and symbols in one spelling: without case, accents, articles and punctuation; and the known names that one is near to.

The rules, in the order in which they are tried:

1. Blanks, footnote stars and words such as *resolution* go; letters are capitals, except in ``Rev.1``, ``Add.1``, ``Corr.1``.
2. A resolution of session 31 (1976) or later is ``A/RES/<session>/<number>``, whether the source writes ``R/73/27``, ``RES/73/27`` or
   ``73/27``; one of a special session is ``A/RES/ES-10/19`` or ``A/RES/S-30/1``.
3. Before, resolutions were numbered on from the first: ``A/RES/2758(XXVI)``. ``R/26/2758`` of the voting data is that from session 18 on.
   In sessions 1 to 17 the same data number the *page of the record*: ``R/1/66`` is no resolution 66(I), and stays ``R/1/66``.
4. A part follows its number directly, ``A/RES/48/75A``, also where it is written ``[A]``, ``A`` after a blank, or ``/A``. A section in
   Roman numerals keeps its slash: ``A/RES/34/233/XII``.
5. Every other symbol, drafts among them, is kept: ``A/C.1/73/L.27/Rev.1``. What does not look like a symbol is returned as it is; blank
   stays blank.
"""

from __future__ import annotations

import difflib
import functools
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from legation import language

__all__ = [
    "Nearby",
    "fold",
    "meaning",
    "normal_symbol",
    "slug",
    "words",
]


_DROPPED = frozenset({"the", "of", "and", "et", "la", "le", "les", "l", "d", "de", "du", "des"})
_SAME = {
    "st": "saint",
    "ste": "saint",
    "sainte": "saint",
    "rep": "republic",
    "republique": "republic",
    "dem": "democratic",
    "democratique": "democratic",
    "populaire": "peoples",
    "pop": "peoples",
}
_ELIDED = re.compile(r"\b([ld])'", re.IGNORECASE)
_NOT_WORD = re.compile(r"[^\w]+|_")


def fold(text: str) -> str:
    """Return the key under which a name is compared.

    Case, accents, punctuation, articles and *of*, *and*, *de*, *et* go; ``St`` is ``Saint``, ``Rep.`` and ``République`` are ``Republic``.

    Examples
    --------
    >>> fold("Pays-Bas (les)"), fold("La Côte d’Ivoire"), fold("St. Vincent & the Grenadines"), fold("U.S.A.")
    ('pays bas', 'cote ivoire', 'saint vincent grenadines', 'usa')
    """
    text = language.fold(text.replace("’", "'").replace("‘", "'"))
    text = _ELIDED.sub("", text).replace("'", "").replace(".", "" if re.search(r"\b\w\.\w", text) else " ")
    words = _NOT_WORD.sub(" ", text).split()
    return " ".join(_SAME.get(w, w) for w in words if w not in _DROPPED) or " ".join(words)


def slug(name: str, longest: int = 60) -> str:
    """Return an identifier made of a name: ASCII letters, digits and hyphens; a longer one is cut and marked with the name's hash.

    Examples
    --------
    >>> slug("Université de Genève"), len(slug("x" * 200)), slug("国际") == slug("国际")
    ('universite-de-geneve', 60, True)
    """
    import hashlib

    text = re.sub(r"[^a-z0-9]+", "-", language.fold(name)).strip("-")
    if text and len(text) <= longest:
        return text
    mark = hashlib.sha256(name.strip().encode()).hexdigest()[:8]
    return f"{text[: longest - 9].rstrip('-') or 'actor'}-{mark}"


class Nearby:
    """Known keys that can be asked which of them are written almost like another one.

    Common three-letter pieces pick candidates, so that ten thousand names are compared with a thousand keys in a second or two; the ratio
    of :class:`difflib.SequenceMatcher` decides.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = tuple(keys)
        self._pieces = tuple(_pieces(key) for key in self._keys)
        self._with: dict[str, list[int]] = {}
        for at, pieces in enumerate(self._pieces):
            for piece in pieces:
                self._with.setdefault(piece, []).append(at)

    def near(self, key: str, *, least: float = 0.8, most: int = 5) -> tuple[str, ...]:
        """Return at most ``most`` keys whose ratio to ``key`` is at least ``least`` (0..1), nearest first.

        >>> Nearby(["nigeria", "niger", "algeria"]).near("nigerria")
        ('nigeria',)
        """
        if not 4 <= len(key) <= 80:
            return ()
        pieces = _pieces(key)
        shared = Counter(at for piece in pieces for at in self._with.get(piece, ()))
        likely = sorted(shared, key=lambda at: -shared[at] / (len(pieces) + len(self._pieces[at])))[:12]
        likely = [at for at in likely if 2 * shared[at] >= 0.35 * (len(pieces) + len(self._pieces[at]))]
        ratios = [(difflib.SequenceMatcher(None, key, self._keys[at]).ratio(), self._keys[at]) for at in likely]
        return tuple(name for ratio, name in sorted(ratios, key=lambda r: (-r[0], r[1])) if ratio >= least)[:most]


def _pieces(key: str) -> frozenset[str]:
    padded = f" {key} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


_WORDS = re.compile(r"^(?:UN DOC(?:UMENT)?\.?|DOC\.|GENERAL ASSEMBLY|R[EÉ]SOLUTION|RES\.)\s+", re.IGNORECASE)
_NEW = re.compile(r"(A/RES/|A/R/|RES/|R/)?(\d{1,3})/(\d{1,4})(.*)")
_SPECIAL = re.compile(r"(?:A/RES/|A/R/|RES/|R/)?(E?S-\d{1,2})/(\d{1,3})(.*)")
_OLD = re.compile(r"(?:A/RES/|A/R/|RES/|R/)?(\d{1,4})\(([IVXLC]+|S-[IVXLC]+|ES-[IVXLC]+)\)(.*)")
_PART = re.compile(r"/?\[?([A-H]|(?<!/)[A-Z]{1,2}(?:-[A-Z]{1,2})?)\]?((?:/.*)?)")
_LOWER = re.compile(r"\b(REV|ADD|CORR)\.(?=\d)")
_SYMBOL = re.compile(r"[A-Z]{1,4}/[A-Z0-9.()/\[\]-]+|R/\d.*")
_LAST_SESSION = 200
"""A larger number before the slash is a slip of the pen, and kept for a person to see."""
FIRST_NEW_SESSION = 31
_FIRST_NUMBERED = (18, 1881)
"""Session and number of the first resolution that the voting data call by its own number."""


def normal_symbol(text: str) -> str:
    """Return the one spelling of a symbol; see the rules at the top of the module.

    Examples
    --------
    >>> [normal_symbol(s) for s in ("R/73/27", " a/res/73/27 ", "73/27", "RES/48/75 A", "A/RES/48/75[A]", "R/26/2758")]
    ['A/RES/73/27', 'A/RES/73/27', 'A/RES/73/27', 'A/RES/48/75A', 'A/RES/48/75A', 'A/RES/2758(XXVI)']
    >>> [normal_symbol(s) for s in ("A/C.1/73/L.27/REV.1", "R/1/66", "217 (III) [A]", "A/73/505", "")]
    ['A/C.1/73/L.27/Rev.1', 'R/1/66', 'A/RES/217(III)A', 'A/73/505', '']
    """
    said = " ".join(text.split()).rstrip("*").strip()
    bare = _WORDS.sub("", said)
    symbol = re.sub(r"\s*([/()\[\]])\s*", r"\1", bare.upper())
    symbol = re.sub(r"^([A-Z]+/\d+) (\d)", r"\1/\2", symbol).replace(" ", "")
    if found := _SPECIAL.fullmatch(symbol):
        part = _part(found[3])
        return symbol if part is None else f"A/RES/{found[1]}/{found[2]}{part}"
    if found := _OLD.fullmatch(symbol):
        part = _part(found[3])
        return symbol if part is None else f"A/RES/{found[1]}({found[2]}){part}"
    if found := _NEW.fullmatch(symbol):
        return _numbered(symbol, found)
    if _SYMBOL.fullmatch(symbol):
        return _LOWER.sub(lambda m: f"{m[1].capitalize()}.", symbol)
    return said


def _numbered(symbol: str, found: re.Match[str]) -> str:
    written, session, number, part = found[1], int(found[2]), int(found[3]), _part(found[4])
    if part is None:
        return symbol
    if FIRST_NEW_SESSION <= session <= _LAST_SESSION:
        return f"A/RES/{session}/{number}{part}"
    if written and session >= _FIRST_NUMBERED[0] and number >= _FIRST_NUMBERED[1]:
        return f"A/RES/{number}({_roman(session)}){part}"
    return symbol


def _part(rest: str) -> str | None:
    """Return what follows the number in its one spelling; None where it is something else."""
    if not rest or (rest != "/C" and re.fullmatch(r"/[IVXLC]+", rest)):
        return rest
    found = _PART.fullmatch(rest)
    return f"{found[1]}{found[2]}" if found else None


def _roman(number: int) -> str:
    signs = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for value, sign in signs:
        while number >= value:
            text, number = text + sign, number - value
    return text


@functools.cache
def words(topic: str) -> Mapping[str, tuple[str, ...]]:
    """Return the words of a topic (``fields``, ``kinds``, ``positions``, ``names``) by what they mean, likeliest first.

    >>> "oui" in words("positions")["yes"]
    True
    """
    table = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
    return MappingProxyType({name: tuple(listed) for name, listed in table[topic].items()})


@functools.cache
def meaning(topic: str) -> Mapping[str, str]:
    """Return what each word of a topic means.

    >>> meaning("kinds")["entreprise"]
    'company'
    """
    return MappingProxyType({word: name for name, listed in words(topic).items() for word in listed})
