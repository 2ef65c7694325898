"""Names without what writers vary: case, accents, articles, punctuation; and which known names a misspelt one is near to."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable

from legation import language

__all__ = ["Nearby", "fold", "slug"]

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
