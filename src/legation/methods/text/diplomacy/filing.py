"""What the reading of an activity gives: three answers with their words, and the label that follows from them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from legation.methods.text.diplomacy.models import Method

__all__ = ["Answered", "Filing", "Label", "Reason", "Silence", "Word", "answered", "label_of"]

Answered = Literal["yes", "no", "unclear"]
Label = Literal["digital", "cyber", "both", "neither", "undecided"]
_PLAIN: tuple[Answered, ...] = ("yes", "no")
Silence = Literal["", "empty", "too-short", "only-labels", "another-language", "unsure"]


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
        That coders say yes, 0 to 1, as the model gives it; "unclear" where the label would hang on it and is too unsure.
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
    method : {"words", "words and vectors"}
        What was read: the words alone, or, with the extra ``nlp``, a vector of the text's meaning too.
    likeliest : {"digital", "cyber", "both", "neither", "undecided"}
        The likeliest label, also where it is too unsure to be given; "undecided" where nothing could be read.
    chance : float
        That it is this one, 0 to 1, as the model gives it.
    silence : {"", "empty", "too-short", "only-labels", "another-language", "unsure"}
        Why the label is "undecided": there is no text, less than two words, nothing but names of labels and posts, neither English nor
        French, or every label is too unsure. Empty where a label is given.
    """

    label: Label
    reasons: Mapping[str, Reason]
    lang: str | None
    crossed_out: tuple[Word, ...]
    method: Method = "words"
    likeliest: Label = "undecided"
    chance: float = 0.0
    silence: Silence = ""


def answered(yes: Mapping[str, float], level: float) -> tuple[dict[str, Answered], Label, float]:
    """Return the three answers, the likeliest label, and its chance, from the chance of a yes to each test.

    Where the chance of the likeliest label is under the level, the least sure tests are left "unclear" until no label follows.

    Parameters
    ----------
    yes : mapping of test to float
        ``diplomacy``, ``means``, ``object``, in this order.
    level : float

    Examples
    --------
    >>> answered({"diplomacy": 0.9, "means": 0.8, "object": 0.1}, 0.6)
    ({'diplomacy': 'yes', 'means': 'yes', 'object': 'no'}, 'digital', 0.648)
    >>> answered({"diplomacy": 0.9, "means": 0.6, "object": 0.1}, 0.6)[0]
    {'diplomacy': 'yes', 'means': 'unclear', 'object': 'no'}
    """
    chances: dict[Label, float] = {"digital": 0.0, "cyber": 0.0, "both": 0.0, "neither": 0.0}
    for reading in itertools.product((True, False), repeat=len(yes)):
        chance = 1.0
        for is_yes, one in zip(reading, yes.values(), strict=True):
            chance *= one if is_yes else 1 - one
        chances[_plain_label(diplomacy=reading[0], means=reading[1], object_=reading[2])] += chance
    label = max(chances, key=lambda name: chances[name])
    answers: dict[str, Answered] = {test: "yes" if one >= 0.5 else "no" for test, one in yes.items()}
    sure = chances[label] >= level
    if sure and label_of(*answers.values()) != label:  # no single reading is likely, yet together they are
        answers = _reading_of(label, yes)
    for test in sorted(yes, key=lambda test: abs(yes[test] - 0.5)):
        if sure or label_of(*answers.values()) == "undecided":
            break
        answers[test] = "unclear"
    return answers, label, round(chances[label], 4)


def _reading_of(label: Label, yes: Mapping[str, float]) -> dict[str, Answered]:
    """Return the likeliest answers that give a label."""

    def chance(reading: Sequence[Answered]) -> float:
        product = 1.0
        for said, one in zip(reading, yes.values(), strict=True):
            product *= one if said == "yes" else 1 - one
        return product

    fitting: list[tuple[Answered, ...]] = [reading for reading in itertools.product(_PLAIN, repeat=len(yes)) if label_of(*reading) == label]
    likeliest = max(fitting, key=chance)
    return dict(zip(yes, likeliest, strict=True))


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
