"""What the reading of an activity gives: three answers with their words, and the label that follows from them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = ["Answered", "Filing", "Label", "Reason", "Word", "label_of"]

Answered = Literal["yes", "no", "unclear"]
Label = Literal["digital", "cyber", "both", "neither", "undecided"]


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of the text, as written.

    Attributes
    ----------
    text : str
    start, end : int
        ``text == activity[start:end]``.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reason:
    """The answer to one test.

    Attributes
    ----------
    answer : {"yes", "no", "unclear"}
    probability : float
        That coders say yes, 0 to 1, as the model gives it; "unclear" is the band about one half, wider where the words are vague.
    words : tuple of Word
        What speaks for a yes, by place; where the answer is "unclear", also what is too vague to tell.
    against : tuple of Word
        What speaks for a no.
    """

    answer: Answered
    probability: float
    words: tuple[Word, ...]
    against: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Filing:
    """A proposal for where an activity or document belongs; a person decides.

    Attributes
    ----------
    label : {"digital", "cyber", "both", "neither", "undecided"}
        Follows from the three answers.
    reasons : mapping of test to Reason
        ``diplomacy``, ``means``, ``object``, in this order.
    lang : {"en", "fr"} or None
        In which the text was read; ``None``: in neither, and the label is "undecided".
    crossed_out : tuple of Word
        Labels and titles that were not read.
    """

    label: Label
    reasons: Mapping[str, Reason]
    lang: str | None
    crossed_out: tuple[Word, ...]


def label_of(diplomacy: Answered, means: Answered, object_: Answered) -> Label:
    """Return the label that three answers give: with an "unclear", the one that both its readings share, else "undecided".

    >>> label_of("yes", "no", "yes"), label_of("unclear", "no", "no"), label_of("yes", "unclear", "yes")
    ('cyber', 'neither', 'undecided')
    """
    readings = itertools.product(*((True, False) if answer == "unclear" else (answer == "yes",) for answer in (diplomacy, means, object_)))
    labels = {_plain_label(diplomacy=first, means=second, object_=third) for first, second, third in readings}
    return labels.pop() if len(labels) == 1 else "undecided"


def _plain_label(*, diplomacy: bool, means: bool, object_: bool) -> Label:
    if not diplomacy or not (means or object_):
        return "neither"
    if means and object_:
        return "both"
    return "digital" if means else "cyber"
