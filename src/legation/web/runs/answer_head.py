"""The head of an answer on its page: the sentence, its number, how sure, and how such numbers did on past cases."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from legation.language import Lang, Message, say
from legation.questions import Answer, Question
from legation.questions.base.head import AnswerHead, head_of
from legation.questions.base.judgements.card import DeclaredJudgement
from legation.questions.base.judgements.words import figure_of, verdict_of
from legation.web.runs.models import Output, Run

__all__ = ["CONTENT", "content_of", "head_content"]

CONTENT = "content.json"
"""What the page of a run is made of."""
_PRINTED_UNITS = ("members", "share")
"""Units of figures that a reader understands without the score card."""


def head_content(question: Question, answer: Answer, lang: Lang) -> Mapping[str, Any] | None:
    """Return the head of an answer as plain data in which everything is said; None where it has no finding."""
    head = head_of(question, answer)
    if head is None:
        return None
    return {
        "finding": head.finding.id,
        "sentence": say(head.sentence, lang),
        "number": _said(head.number, lang),
        "label": _said(head.label, lang),
        "range": _said(head.range, lang),
        "confidence": head.finding.confidence,
        "ground": head.ground,
        "judgement": head.judgement.id if head.judgement else "",
        "tested": _said(_tested(head), lang),
    }


def content_of(run: Run, lang: str) -> dict[str, Any] | None:
    """Return what the page of an answered question shows; None until it is there, and for papers."""
    if run.state != "done" or run.kind != "question":
        return None
    data = Output.objects.filter(result=run.key, lang=lang, name=CONTENT).values_list("data", flat=True).first()
    if data is None:
        return None
    content: dict[str, Any] = json.loads(bytes(data))
    content.setdefault("head", _first_finding(content))
    return content


def _first_finding(content: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the head of an answer that an earlier release wrote down without one."""
    first = next(iter(content["findings"]), None)
    if first is None:
        return None
    nothing = dict.fromkeys(("number", "label", "range", "ground", "judgement", "tested"), "")
    return {"finding": first["id"], "sentence": first["text"], "confidence": first["confidence"], **nothing}


def _said(value: Any, lang: Lang) -> str:
    return "" if value is None else say(value, lang)


def _tested(head: AnswerHead) -> Message | None:
    """Return how such a number did on past cases beside the best simple rule, or on what it rests where it is no judgement."""
    if head.judgement is None:
        return Message(f"runs.ground.{head.ground}") if head.ground else None
    return _beside_rule(head.judgement)


def _beside_rule(judgement: DeclaredJudgement) -> Message:
    found = judgement.measured
    if found is None:
        return Message("runs.tested.not")
    values = {"rule": found.best.title, "verdict": verdict_of(judgement.verdict)}
    if judgement.unit not in _PRINTED_UNITS:
        return Message("runs.tested.verdict", **values)
    figures = {"ours": figure_of(judgement, found.ours), "theirs": figure_of(judgement, found.best.value)}
    return Message(f"runs.tested.{judgement.unit}", **figures, **values)
