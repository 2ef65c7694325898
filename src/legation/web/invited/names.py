"""Names and words as one that is invited asks for them: what cannot be printed, or reads as something else than it is, is refused."""

from __future__ import annotations

import re
import unicodedata

from legation.dossier.tables.csv_sheet import UNPRINTABLE, is_formula
from legation.language import Message

__all__ = ["LONGEST", "NAME", "fault_of_name", "fault_of_words"]

NAME = 200
"""Characters of a name."""
LONGEST = 4_000
"""Characters of a reservation, a change of wording or a reason."""
_JOINERS = "\u200c\u200d"
"""Signs without a width that some scripts need within words."""
_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"})
"""Alphabets of which letters look like letters of another."""
_WORD = re.compile(r"[^\W\d_]+")


def fault_of_name(text: str) -> Message | None:
    """Return what is wrong with a name for a public list; None where nothing is.

    Examples
    --------
    >>> fault_of_name("République de Valmère"), fault_of_name("Fr\u0430nce").id, fault_of_name("Chad\u202e").id
    (None, 'page-invited.mixed-letters', 'page-invited.control')
    """
    if "\n" in text or "\t" in text or _has_control(text):
        return Message("page-invited.control")
    if len(text) > NAME:
        return Message("page-invited.too-long", found=len(text), most=NAME)
    if is_formula(text):
        return Message("page-invited.formula")
    mixed = next((word for word in _WORD.findall(text) if len(_alphabets(word)) > 1), "")
    return Message("page-invited.mixed-letters", word=mixed) if mixed else None


def fault_of_words(text: str) -> Message | None:
    """Return what is wrong with the words of an answer; None where nothing is."""
    if _has_control(text):
        return Message("page-invited.control")
    if len(text) > LONGEST:
        return Message("page-invited.too-long", found=len(text), most=LONGEST)
    return Message("page-invited.formula") if is_formula(text) else None


def _has_control(text: str) -> bool:
    """Whether a text holds signs that are not seen, line ends aside: among them those that turn the direction of what follows."""
    return UNPRINTABLE.search(text) is not None or any(
        unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp") and sign not in f"\n\t{_JOINERS}" for sign in text
    )


def _alphabets(word: str) -> set[str]:
    """Return the alphabets of the letters of a word, among those whose letters look alike."""
    return {name for sign in word if (name := unicodedata.name(sign, "").partition(" ")[0]) in _ALIKE}
