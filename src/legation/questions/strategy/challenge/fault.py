"""What a check holds against a row of a strategy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from legation.dossier import Wording
from legation.language import Message
from legation.questions.answer import Named

__all__ = ["AREA", "CODES", "Fault"]

AREA = "what-would-a-red-team-say"
CODES = ("carries", "ruled-out", "one-source", "unwatched", "no-vote", "no-test", "late-review")
"""What is looked for, the gravest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is held against one row.

    Attributes
    ----------
    code : str
        One of :data:`CODES`.
    form : str
        Which of the sentences of the catalogue says it, ``why.FORM`` and ``remedy.FORM``.
    table, row : str
        The row that it is held against.
    subject : Wording, Named or str
        How that row is called.
    values : mapping
        Of the sentence.
    evidence : tuple of str
    """

    code: str
    form: str
    table: str
    row: str
    subject: Wording | Named | str
    values: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()

    @property
    def title(self) -> Message:
        """What it is called."""
        return Message(f"{AREA}.fault.{self.code}")

    @property
    def why(self) -> Message:
        """What is held against the row, in a sentence."""
        return Message(f"{AREA}.why.{self.form}", **self.values)

    @property
    def remedy(self) -> Message:
        """What to do."""
        return Message(f"{AREA}.remedy.{self.form}")
