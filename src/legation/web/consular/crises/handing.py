"""What an adapter is given, and what it answers: handed over, to be tried again, refused, or not known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Handed", "Letter", "Outcome"]

Outcome = Literal["handed-over", "later", "failed", "unknown"]


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it leaves.

    Attributes
    ----------
    id : str
        The same on each try: an e-mail's Message-ID and a text message's idempotency key are made of it.
    subject : str
        Of an e-mail.
    lang : str
        In which it is written; "" where nobody says.
    sender : str
        Of a text message; "": the gateway's own.
    """

    id: str
    to: str
    subject: str
    body: str
    lang: str = "en"
    sender: str = ""
    is_discreet: bool = False


@dataclass(frozen=True, slots=True)
class Handed:
    """What came of handing a message over.

    Attributes
    ----------
    outcome : str
        ``handed-over``; ``later``: it was not taken and is tried again; ``failed``: it was refused; ``unknown``: the line was cut after it
        had left, so it may have been taken.
    reason : str
        A short word, never an address: ``550``, ``no-connection``.
    reference : str
        What the gateway calls it.
    """

    outcome: Outcome
    reason: str = ""
    reference: str = ""
