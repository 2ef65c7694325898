"""Names and words as one that is invited asks for them: what cannot be printed, or reads as something else than it is, is refused."""

from __future__ import annotations

import re

from legation.dossier.tables.csv_sheet import UNPRINTABLE, is_formula
from legation.language import Message
from legation.methods.text.confusable import UNSEEN, hides

__all__ = ["LONGEST", "NAME", "fault_of_name", "fault_of_words"]

NAME = 200
"""Characters of a name."""
LONGEST = 4_000
"""Characters of a reservation, a change of wording or a reason."""
_WORD = re.compile(r"[\w\u200c\u200d]+")


def fault_of_name(text: str) -> Message | None:
    r"""Return what is wrong with a name for a public list; None where nothing is.

    Examples
    --------
    >>> fault_of_name("République de Valmère"), fault_of_name("Fr\u0430nce").id, fault_of_name("Chad\u202e").id
    (None, 'page-invited.mixed-letters', 'page-invited.control')
    """
    fault = Message("page-invited.control") if UNSEEN.search(text) else _fault(text, NAME)
    mixed = next((word for word in _WORD.findall(text) if hides(word)), "")
    return Message("page-invited.mixed-letters", word=mixed) if mixed and fault is None else fault


def fault_of_words(text: str) -> Message | None:
    """Return what is wrong with the words of an answer, on one line or more; None where nothing is."""
    return Message("page-invited.control") if UNSEEN.search(text.replace("\n", " ").replace("\t", " ")) else _fault(text, LONGEST)


def _fault(text: str, most: int) -> Message | None:
    if UNPRINTABLE.search(text):
        return Message("page-invited.control")
    if len(text) > most:
        return Message("page-invited.too-long", found=len(text), most=most)
    return Message("page-invited.formula") if is_formula(text) else None
