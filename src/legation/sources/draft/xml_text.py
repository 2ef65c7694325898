"""What a text may hold so that XML can say it."""

from __future__ import annotations

import re

from legation.errors import CannotWrite
from legation.language import Message

__all__ = ["check_sayable"]

_UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot say."""


def check_sayable(name: str, text: str, form: str) -> None:
    """Check a text that is to be written to a file of a form such as ``DOCX``.

    Raises
    ------
    CannotWrite
        For a character that XML has not, such as NUL; the sentence says which, and where.
    """
    unsayable = _UNSAYABLE.search(text)
    if unsayable:
        found = f"U+{ord(unsayable.group()):04X}"
        raise CannotWrite(Message("sources.draft-not-sayable", path=name, found=found, place=unsayable.start(), encoding=form))
