"""A name as tokens that can be compared: NFKC, Latin letters for every script, case folded, and the consonants that all spellings share."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from anyascii import anyascii

__all__ = ["PARTICLES", "Token", "joined", "other_customs", "skeleton", "tokens"]

PARTICLES = frozenset(re.findall(r"\w+", "al el ul bin ben ibn bint bt abu van von der den de da di do dos das del la le y e i und"))
"""Tokens that one form writes and the next leaves out: they count where both have them, and nothing where one has not."""

_ARABIC = re.compile(r"[\u0590-\u07ff\u08a0-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")
_GREEK_PAIRS = (("γγ", "ng"), ("γκ", "g"), ("ντ", "nt"), ("ου", "ou"), ("ευ", "ev"), ("αυ", "av"))
_CUT = re.compile(r"[\s\-\u2010-\u2015.,;/_\u00b7\u30fb]+")
_QUOTES = re.compile(r"['`\u2019\u2018\u02bc\u02bb\"]")
_SOUNDS = (
    ("tsch", "X"), ("shch", "X"), ("sch", "X"), ("tch", "X"), ("ch", "X"), ("sh", "X"),
    ("dzh", "J"), ("dj", "J"), ("zh", "J"), ("j", "J"), ("tz", "C"), ("ts", "C"), ("cz", "X"),
    ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("ck", "k"), ("q", "k"), ("c", "k"), ("x", "ks"),
)  # fmt: skip
_ARABIC_SOUNDS = {"ش": "X", "خ": "h", "ذ": "d", "ث": "t", "غ": "g", "چ": "X", "ژ": "J", "ج": "J", "ق": "k", "ש": "X", "צ": "C", "ץ": "C"}
_OTHER_CUSTOMS = tuple(
    (re.compile(letters), others)
    for letters, others in (("(?<![st])ch", "kh"), ("gg", "ng"), ("mp", "mb"), ("y(?=[aou])", "gi"), ("y(?=[ei])", "g"))
)
"""Letters that another custom writes for one sound, of Greek above all: chi, gamma before a bright vowel, gamma and pi after a nasal."""
_OPENING = frozenset("اأإآعئءאע")
_SOUND = dict(_SOUNDS)
_SOUND_PATTERN = re.compile("|".join(letters for letters, _ in _SOUNDS))


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """One word of a name, read once for all who bear it: two tokens are compared by what they hold.

    Attributes
    ----------
    text
        In Latin letters, case folded.
    skeleton
        The consonants, by sound (:func:`skeleton`).
    script
        ``latin``, ``consonants`` (Arabic, Hebrew: written without short vowels), ``han`` (Han, Kana, Hangul) or ``other``.
    written
        As it was written, NFKC and case folded.
    """

    text: str
    skeleton: str
    script: str
    written: str


def skeleton(text: str) -> str:
    """Return the consonants of a word by sound, doubled ones once: what the spellings of one name share.

    ``w`` and ``y`` are left out unless they begin the word, since Arabic writes long vowels with them.

    Parameters
    ----------
    text
        A word in Latin letters, of any case.

    Examples
    --------
    >>> [skeleton(word) for word in ("Mohammed", "Muhammad", "mhmd", "Chérif", "Sharif", "Mahmoud", "mhmwd")]
    ['mhmd', 'mhmd', 'mhmd', 'Xrf', 'Xrf', 'mhmd', 'mhmd']
    """
    word = re.sub(r"[^a-z]", "", anyascii(text).casefold())
    word = re.sub(r"^(?:ou|w)(?=[aeiou]|$)", "v", word)
    word = word.removesuffix("h") if word.endswith("ah") else word
    word = word[1:] if word.startswith("ye") else word
    word = re.sub(r"^[jyi](?=[aeou])", "j", word)
    return _consonants(_SOUND_PATTERN.sub(lambda found: _SOUND[found[0]], word))


def _consonants(word: str) -> str:
    """Return the consonants of a word whose sounds are one letter each, doubled ones once."""
    first = "v" if word[:1] == "w" else word[:1].strip("aeiouy")
    found = re.sub(r"(.)\1+", r"\1", first + re.sub(r"[aeiouyw]", "", word[1:]))
    return re.sub("^bdl(?=.)", "bd", found)


@cache
def other_customs(text: str) -> frozenset[tuple[str, str]]:
    """Return how other customs write a word in Latin letters, each with its consonants (:func:`skeleton`).

    Examples
    --------
    >>> sorted(other_customs("yeoryios")), sorted(other_customs("vlachos")), sorted(other_customs("anna"))
    ([('georgios', 'grgs')], [('vlakhos', 'vlhs')], [])
    """
    alone = {letters.sub(others, text) for letters, others in _OTHER_CUSTOMS}
    together = text
    for letters, others in _OTHER_CUSTOMS:
        together = letters.sub(others, together)
    return frozenset((one, skeleton(one)) for one in (alone | {together}) - {text})


def _from_arabic(written: str) -> tuple[str, str]:
    """Return an Arabic or Hebrew word in Latin letters without its article and final mark, and its consonants."""
    plain = written if len(written) < 4 else written.removesuffix("ة").removesuffix("ه")
    plain = plain.removeprefix("ال") if len(plain) > 4 else plain
    letters = [re.sub(r"[^a-z]", "", anyascii(one).casefold()) for one in plain]
    opening = "a" if plain[:1] in _OPENING else ""
    sounds = "".join(_ARABIC_SOUNDS.get(one, letter[:1]) for one, letter in zip(plain, letters, strict=True))
    first = "J" if not opening and sounds[:1] == "y" else sounds[:1]
    return opening + "".join(letters), _consonants(opening + first + sounds[1:])


def _token(written: str) -> Token | None:
    """Return the token of one word as written, or None where nothing is left of it."""
    script, plain = "latin", written
    if _ARABIC.search(written):
        script = "consonants"
        text, consonants = _from_arabic(written)
        return Token(text, consonants, script, written) if text else None
    if _HAN.search(written):
        script = "han"
    elif _GREEK.search(written):
        script = "other"
        plain = re.sub("^μπ", "b", "".join(one for one in unicodedata.normalize("NFD", written) if not unicodedata.combining(one)))
        for pair, letters in _GREEK_PAIRS:
            plain = plain.replace(pair, letters)
    elif not written.isascii() and not all(unicodedata.name(one, "").startswith("LATIN") for one in written if one.isalpha()):
        script = "other"
    text = re.sub(r"[^a-z0-9]", "", anyascii(plain).casefold())
    return Token(text, skeleton(text), script, written) if text else None


def tokens(name: str, known: dict[str, Token | None] | None = None) -> tuple[Token, ...]:
    """Return the words of a name; apostrophes and marks of direction are dropped, hyphens part words.

    Parameters
    ----------
    name
        A given or family name in any script.
    known
        Words that were read before, which are not read again; it is filled. None where one name is read.

    Examples
    --------
    >>> [token.text for token in tokens("Nguyễn Thị Hương")], [token.text for token in tokens("O’Brien-Łoś")]
    (['nguyen', 'thi', 'huong'], ['obrien', 'los'])
    >>> tokens("محمد")
    (Token(text='mhmd', skeleton='mhmd', script='consonants', written='محمد'),)
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    if not plain.isprintable():
        plain = "".join(one for one in plain if unicodedata.category(one) not in ("Cf", "Cc") or one.isspace())
    known = {} if known is None else known
    words = [word for word in _CUT.split(_QUOTES.sub("", plain)) if word]
    known.update((word, _token(word)) for word in words if word not in known)
    return tuple(token for word in words if (token := known[word]))


def joined(words: tuple[Token, ...], known: dict[str, Token | None] | None = None) -> tuple[Token, ...]:
    """Return the words of a name as one word: *Abdul Rahman* is *Abdulrahman* too.

    Examples
    --------
    >>> joined(tokens("Xiao Ming"))[0].text == tokens("Xiaoming")[0].text
    True
    """
    if len(words) < 2:
        return words
    written = "".join(word.written for word in words)
    token = known.get(f"{written} ") if known is not None else None
    if token is None:
        scripts = {word.script for word in words}
        text = "".join(word.text for word in words)
        token = Token(text, skeleton(text), scripts.pop() if len(scripts) == 1 else "other", written)
        if known is not None:
            known[f"{written} "] = token
    return (token,)
