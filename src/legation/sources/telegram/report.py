"""What a report of a post says of one target, and where its text says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["ANSWERS", "FIELDS", "FORMS", "LEVELS", "Report", "Span"]

Span = tuple[int, int]
"""A place in a text, ``start <= x < end`` [characters]."""
Answer = Literal["", "yes", "no", "abstain", "absent", "follows", "undecided", "none"]
Level = Literal["", "head", "minister", "ministry", "mission", "group", "other"]
Form = Literal["", "written", "said", "hinted"]
ANSWERS = ("yes", "no", "abstain", "absent", "follows", "undecided", "none")
LEVELS = ("head", "minister", "ministry", "mission", "group", "other")
FORMS = ("written", "said", "hinted")
FIELDS = ("target", "day", "answer", "level", "form", "condition", "wording")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a text says of one target; a field that is in ``asked`` is for a person to fill, and is empty.

    Attributes
    ----------
    target : str
        Id of the actor.
    day : date or None
        On which the answer was given.
    answer : {"", "yes", "no", "abstain", "absent", "follows", "undecided", "none"}
        ``follows``: as its group; ``none``: they spoke, and gave no answer.
    level : {"", "head", "minister", "ministry", "mission", "group", "other"}
        Of who spoke.
    form : {"", "written", "said", "hinted"}
    condition : str
        In the words of the text; empty where the answer has none.
    wording : str
        What they said, in the words of the text.
    passage : (int, int)
        The sentence, or the lines, from which the answer is read; where none is, the sentence that names the target.
    passages : mapping of str to (int, int)
        For each field that is read, the words that say so.
    asked : tuple of str
        Fields that the text does not surely say, in the order of :data:`FIELDS`.
    """

    target: str = ""
    day: dt.date | None = None
    answer: Answer = ""
    level: Level = ""
    form: Form = ""
    condition: str = ""
    wording: str = ""
    passage: Span = (0, 0)
    passages: Mapping[str, Span] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
