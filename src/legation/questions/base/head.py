"""The head of an answer: one sentence, the one number in it, and how sure it is. Each question declares what heads its answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from legation.language import Lang, Message, Spoken, catalogue
from legation.questions.answer import Answer, Finding
from legation.questions.base.judgements.card import DeclaredJudgement, judgements
from legation.questions.base.judgements.catalogue import NO_JUDGEMENT
from legation.questions.question import Headline, Question

__all__ = ["AnswerHead", "NumberInSentence", "head_of", "in_short"]

Ground = Literal["judged", "counted", "defined", ""]


@dataclass(frozen=True, slots=True)
class NumberInSentence:
    """A value of a sentence, written as the sentence writes it: a reader who looks for it there finds it.

    >>> NumberInSentence(Message("language.example", count=1234, share=0.256), "share").in_language("en")
    '26%'
    """

    sentence: Message
    name: str

    def in_language(self, lang: Lang) -> str:
        """Return the value as it stands in the sentence."""
        return self.sentence.written(self.name, lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerHead:
    """What a reader sees first.

    Attributes
    ----------
    finding : Finding
        The finding that answers the question.
    sentence : Message
        It in one sentence: its own, or the short one that the catalogue has for it.
    number : NumberInSentence or None
        The one number of the sentence that is asked for.
    label : Message or None
        What that number is.
    range : Message or None
        Where it lies with a chance of 80 %.
    judgement : DeclaredJudgement or None
        What says how often such a number was right.
    ground : {"judged", "counted", "defined", ""}
        Whether the answer infers something about the world, counts what is on record, or follows by definition from what was entered.
    """

    finding: Finding
    sentence: Message
    number: Spoken | None = None
    label: Message | None = None
    range: Message | None = None
    judgement: DeclaredJudgement | None = None
    ground: Ground = ""


def head_of(question: Question, answer: Answer) -> AnswerHead | None:
    """Return the head of an answer; None where it has no finding.

    Examples
    --------
    >>> from legation.questions import find
    >>> sentence = Message("what-is-due.coming", count=3, until="2025", as_of="2024")
    >>> found = Answer(question="what-is-due", title=Message("what-is-due.title"), findings=(Finding(id="coming", message=sentence),))
    >>> head = head_of(find("what-is-due"), found)
    >>> str(head.number.in_language("en")), str(head.label)
    ('3', 'items are due')
    """
    declared, finding = _chosen(question, answer)
    if finding is None:
        return None
    sentence, named = in_short(finding.message), declared.number
    judgement = judgements().get(finding.judgement or declared.judgement)
    has_number = named in sentence.names("en")
    stem = declared.finding.rstrip("*-")
    return AnswerHead(
        finding=finding,
        sentence=sentence,
        number=NumberInSentence(sentence, named) if has_number else None,
        label=Message(f"{question.id}.head.{stem}-{named}", count=_count(sentence.values[named])) if has_number else None,
        range=_range(finding.message, declared) if has_number else None,
        judgement=judgement,
        ground="judged" if judgement is not None else NO_JUDGEMENT.get(question.id, ""),
    )


def in_short(message: Message) -> Message:
    """Return the short sentence that the catalogue has for a message, with its values; the message itself where it has none.

    >>> in_short(Message("what-is-due.coming", count=3)).id
    'what-is-due.coming'
    """
    area, _, key = message.id.partition(".")
    short = f"in-short.{key}"
    return Message(f"{area}.{short}", **message.values) if short in catalogue(area, "en") else message


def _chosen(question: Question, answer: Answer) -> tuple[Headline, Finding | None]:
    for declared in question.heads:
        for finding in answer.findings:
            if declared.heads(finding.id) and (not declared.number or declared.number in finding.message.values):
                return declared, finding
    first = next(iter(answer.findings), None)
    return Headline(first.id if first else ""), first


def _range(sentence: Message, declared: Headline) -> Message | None:
    if not declared.ends or not all(name in sentence.values for name in declared.ends):
        return None
    low, high = (NumberInSentence(sentence, name) for name in declared.ends)
    return Message("answer.head-range", low=low, high=high)


def _count(value: object) -> object:
    """Return what the plural of the label follows."""
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else 0
