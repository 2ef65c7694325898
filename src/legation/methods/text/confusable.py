r"""Names that a reader takes for one another: the skeleton in which they are the same, and what a word hides.

Unicode's Technical Standard 39 calls two strings confusable that have one skeleton. The table of its data file is for all scripts; this one
is our own, for what meets in names of States, firms and associations: Latin, Cyrillic, Greek letters and digits that are drawn alike.

References
----------
Unicode Technical Standard 39, *Unicode Security Mechanisms*, sections 4 (confusable detection) and 5.1 (mixed-script detection).
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

__all__ = ["UNSEEN", "Skeleton", "hides", "skeleton"]

UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164"
    "\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]"
)
"""What nobody sees in one line of text: controls, changes of direction, blanks without width, halves of characters."""
_JOINERS = re.compile("[\u200c\u200d]")
"""What Persian and Indian names need, and no Latin, Cyrillic or Greek one."""
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")

_CYRILLIC = ("АВЕЅІЈКМНОРСТУХЬЗӀԌԚԜҮавеѕіјкмнорстухьзӏѵһԁԛԝгпѡ", "ABESIJKMHOPCTYXb3lGQWYaBesijkMHopcTyxb3lvhdqwrnw")
_GREEK = ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβγηικνορτυχωϲϳ", "ABEZHIKMNOPTYXaBynikvoptuxwcj")
_OTHERS = ("ıɩɡøØłŁđĐ", "iigoOlLdD")
_LETTERS = str.maketrans("".join(of for of, _ in (_CYRILLIC, _GREEK, _OTHERS)), "".join(drawn for _, drawn in (_CYRILLIC, _GREEK, _OTHERS)))
"""Letters that are drawn as a Latin one, or as its capital made small."""
_STROKES = str.maketrans({"I": "l", "1": "l", "|": "l", "0": "o", "O": "o"})
"""Latin letters and digits that are drawn alike, where capitals are told from small letters."""
_PAIRS = (("rn", "m"), ("vv", "w"))
_FORMS = frozenset(
    {
        "ab", "ag", "as", "asa", "bv", "co", "company", "corp", "corporation", "gmbh", "inc", "incorporated", "kg", "kk", "limited",
        "llc", "llp", "ltd", "nv", "oy", "oyj", "plc", "pte", "pty", "sa", "sarl", "sas", "se", "spa", "srl",
    }
)  # fmt: skip
"""Legal forms that a firm's name may end with."""
_MARKS = re.compile(r"[^\w\s\-‐-―/&+]|_")
"""Punctuation and accents that stand apart from their letter."""
_GAPS = re.compile(r"[\s\-‐-―/&+]+")


def hides(word: str) -> bool:
    r"""Whether a word has a character that nobody sees, or letters of two alphabets.

    >>> hides("Rus\u00adsia"), hides("R\u0443ssia"), hides("Россия"), hides("Ελλάδα")
    (True, True, False, False)
    """
    names = [unicodedata.name(letter, "") for letter in word if letter.isalpha()]
    scripts = {script for name in names for script in _SCRIPTS if name.startswith(script)}
    return bool(UNSEEN.search(word)) or len(scripts) > 1 or bool(scripts and _JOINERS.search(word))


class Skeleton(NamedTuple):
    """The forms in which a name is compared; an empty one has nothing to compare.

    Attributes
    ----------
    spelt : str
        Without what nobody sees, width, case, accents, punctuation, blanks, and a legal form at the end.
    looks : str
        The same, with Latin letters for those of other alphabets that are drawn alike.
    drawn : str
        With its case: O, 0; l, I, 1; m, rn; w, vv are one.
    whole : str
        As ``spelt``, with its legal form.
    """

    spelt: str
    looks: str
    drawn: str
    whole: str

    def is_like(self, other: Skeleton) -> bool:
        """Whether a reader takes one name for the other."""
        return any(one and one == two for one, two in zip(self[:3], other[:3], strict=True))


def skeleton(name: str) -> Skeleton:
    """Return the forms in which a name is compared.

    Examples
    --------
    >>> skeleton("Peace Forum, Inc.").is_like(skeleton("PEACE-FORUM")), skeleton("Peace Forum").is_like(skeleton("Реасе Forum"))
    (True, True)
    >>> skeleton("ITU").is_like(skeleton("lTU")), skeleton("Niger").is_like(skeleton("Nigeria"))
    (True, False)
    """
    plain = unicodedata.normalize("NFKD", _JOINERS.sub("", UNSEEN.sub("", name)))
    latin = plain.translate(_LETTERS)
    drawn = _bare(latin).translate(_STROKES)
    for pair, one in _PAIRS:
        drawn = drawn.replace(pair, one)
    return Skeleton(_bare(_formless(plain)).casefold(), _bare(_formless(latin)).casefold(), drawn, _bare(plain).casefold())


def _formless(name: str) -> str:
    """Return a name without the legal forms at its end."""
    words = _GAPS.split(_MARKS.sub("", name).strip())
    while len(words) > 1 and words[-1].casefold() in _FORMS:
        words.pop()
    return " ".join(words)


def _bare(name: str) -> str:
    """Return a name without accents, punctuation and blanks."""
    return _GAPS.sub("", _MARKS.sub("", name))
