"""The number of an answer that a signpost reads: one of a finding's sentence, or the one that heads the answer."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

from legation.errors import LegationError
from legation.language import Message
from legation.questions.answer import Answer
from legation.questions.base.ask import ask
from legation.questions.base.case import Case
from legation.questions.base.head import NumberInSentence, head_of
from legation.questions.base.registry import find, is_question
from legation.questions.question import Question

__all__ = ["LOOK_AT_SIGNPOSTS", "NumberFound", "is_readable", "names_of_numbers", "number_of"]

LOOK_AT_SIGNPOSTS = frozenset({"which-signposts-crossed", "what-would-a-red-team-say", "what-does-the-strategy-cover"})
"""Questions that read signposts: a signpost that asked them would read itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFound:
    """What was asked for: the number, or why there is none; the title of the question, where there is such a question."""

    number: float | None = None
    why: Message | None = None
    title: Message | str = ""
    answered: bool = False


def is_readable(identifier: str) -> bool:
    """Whether a signpost may read a question: it is there, looks at no signposts, and needs nothing that only the owner sees.

    >>> is_readable("what-is-due"), is_readable("which-signposts-crossed"), is_readable("what-is-not-there")
    (True, False, False)
    """
    return is_question(identifier) and identifier not in LOOK_AT_SIGNPOSTS and not find(identifier).private


def number_of(case: Case, identifier: str, value: str) -> NumberFound:
    r"""Ask a question at the date of a case, without options, and return the number that is named.

    Parameters
    ----------
    case : Case
    identifier : str
        Of the question.
    value : str
        Finding and value, parted by the last dot: ``coming.count``; empty for the number that heads the answer. A count that may head an
        answer is zero where the answer was given and has no such finding: nothing was there to be counted.

    Examples
    --------
    >>> import datetime as dt
    >>> from legation.dossier import decode
    >>> files = {"dossier.toml": b'id = "x"', "objectives.csv": b"id,aim,due\no,A text,2019-12\n"}
    >>> case = Case(dossier=decode(files), today=dt.date(2019, 6, 1))
    >>> number_of(case, "what-is-due", "coming.count").number, number_of(case, "what-is-due", "coming.size").number
    (1.0, None)
    """
    if not is_readable(identifier):
        return NumberFound(why=Message("signposts.no-question", question=identifier))
    question = find(identifier)
    try:
        answer = case.once(("asked for a signpost", identifier), lambda: ask(question, case))
    except (LegationError, ArithmeticError, ValueError, LookupError) as error:
        said = error.message if isinstance(error, LegationError) else None
        why = said if isinstance(said, Message) else Message("signposts.no-number")
        return NumberFound(why=why, title=question.title)
    found = _headline(question, answer) if not value else _of_finding(question, answer, value)
    if found is None:
        return NumberFound(why=Message("signposts.no-number"), title=question.title, answered=True)
    return NumberFound(number=found, title=question.title, answered=True)


def names_of_numbers(case: Case, identifier: str) -> tuple[str, ...]:
    """Return the numbers that an answer at the date of a case has, as a signpost names them; none where it is not answered."""
    if not is_readable(identifier):
        return ()
    try:
        answer = case.once(("asked for a signpost", identifier), lambda: ask(identifier, case))
    except (LegationError, ArithmeticError, ValueError, LookupError):
        return ()
    return tuple(
        f"{one.id}.{name}" for one in answer.findings for name in one.message.values if _number(one.message.values, name) is not None
    )


def _headline(question: Question, answer: Answer) -> float | None:
    head = head_of(question, answer)
    number = head.number if head is not None else None
    return _number(number.sentence.values, number.name) if isinstance(number, NumberInSentence) else None


def _of_finding(question: Question, answer: Answer, value: str) -> float | None:
    finding, _, name = value.rpartition(".")
    found = [one for one in answer.findings if one.id == finding]
    if found:
        return _number(found[0].message.values, name)
    is_count = name == "count" and any((one.finding, one.number) == (finding, name) for one in question.heads)
    return 0.0 if is_count else None


def _number(values: Mapping[str, Any], name: str) -> float | None:
    """Return a value of a sentence that is a number; a day, a name or a truth is none."""
    value = values.get(name)
    if not isinstance(value, Real) or isinstance(value, bool) or not math.isfinite(value):
        return None
    return float(value)
