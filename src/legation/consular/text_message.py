"""How many parts a text message is sent in, which is what it costs and how surely it arrives.

By 3GPP TS 23.038: a text of the GSM 7-bit alphabet has 160 units in one message, or 153 in each of several; any other is written in UTF-16
and has 70, or 67. A character of two units is not cut between parts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

__all__ = ["Parts", "parts"]

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("^{}\\[]~|€")
_GSM = 160, 153
_UCS = 70, 67
_LAST_OF_ONE_UNIT = "\uffff"


@dataclass(frozen=True, slots=True)
class Parts:
    """How a text is sent.

    Attributes
    ----------
    alphabet : str
        ``GSM-7`` or ``UCS-2``.
    units : int
        Its length: septets, or units of UTF-16.
    parts : int
        Messages that it takes, 1 or more: an empty one is one too.
    """

    alphabet: Literal["GSM-7", "UCS-2"]
    units: int
    parts: int


def parts(text: str) -> Parts:
    r"""Return the alphabet, the length and the number of parts of a text message.

    Parameters
    ----------
    text : str
        Any text, as it is sent: nothing is replaced to make it shorter.

    Examples
    --------
    >>> parts("Répondez 1 si vous êtes à l'abri")
    Parts(alphabet='UCS-2', units=32, parts=1)
    >>> parts("a" * 152 + "€" * 5), parts("\U0001f6a8" * 36)
    (Parts(alphabet='GSM-7', units=162, parts=2), Parts(alphabet='UCS-2', units=72, parts=2))
    """
    if all(character in _BASIC or character in _EXTENSION for character in text):
        return _packed("GSM-7", [2 if character in _EXTENSION else 1 for character in text], *_GSM)
    return _packed("UCS-2", [2 if character > _LAST_OF_ONE_UNIT else 1 for character in text], *_UCS)


def _packed(alphabet: Literal["GSM-7", "UCS-2"], widths: Iterable[int], alone: int, each: int) -> Parts:
    units, number, filled = 0, 1, 0
    for width in widths:
        units += width
        if filled + width > each:
            number, filled = number + 1, 0
        filled += width
    return Parts(alphabet, units, 1 if units <= alone else number)
