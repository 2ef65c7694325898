"""Where do their words place them? On an issue between recorded positions, and along the line that divides their words most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from legation.language import Message
from legation.questions.actors.word_scores.documents import LEAST_WORDS, documents
from legation.questions.actors.word_scores.findings import base_finding, line_findings, scored_findings
from legation.questions.actors.word_scores.inputs import WordScoreInputs, read_inputs
from legation.questions.actors.word_scores.tables import pictures_of, tables_of
from legation.questions.answer import Answer, first_of
from legation.questions.base.case import Case
from legation.questions.base.conditions import Condition
from legation.questions.debate.conditions import SAID
from legation.questions.debate.content.inputs import lang_name
from legation.questions.debate.texts import named
from legation.questions.observations import lake
from legation.questions.question import Headline, Progress, Question, actor, actors, choice, date, issue, silent, text

__all__ = ["QUESTION", "answer"]

AREA = "where-their-words-place-them"
_LISTED = 8


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Read what actors said, place them by their words, and say how far that may be believed."""
    found = read_inputs(case, options, progress)
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=(*scored_findings(found), *line_findings(found), base_finding(found)),
        tables=tables_of(found),
        figures=pictures_of(found),
        caveats=(*_caveats(found), QUESTION.limits),
        missing=tuple(_missing(found)),
    )


def _caveats(found: WordScoreInputs) -> Iterator[Message]:
    scored, fit = found.scored, found.line.fit
    if scored is not None:
        how = scored.check.rescale
        yield Message(f"{AREA}.rescaled-lbg") if how == "lbg" else Message(f"{AREA}.rescaled-mv")
        if scored.passed:
            yield Message(f"{AREA}.ranges", error=scored.check.model_error, count=scored.checked)
            if scored.clipped:
                yield Message(f"{AREA}.clipped", count=scored.clipped)
            if not scored.there.all():
                yield Message(f"{AREA}.strange-words", count=int((~scored.there).sum()))
    yield Message(f"{AREA}.line-scale", count=fit.draws)
    if fit.anchors is not None:
        yield Message(f"{AREA}.line-turned")
    else:
        yield Message(f"{AREA}.line-turned-so") if found.line.follows is not None else Message(f"{AREA}.line-any-way")
    if not fit.converged:
        yield Message(f"{AREA}.not-converged")
    origin = found.of.said.origin
    if origin.nth > 1:
        yield Message(f"{AREA}.every-nth", count=origin.nth, total=origin.lake)


def _missing(found: WordScoreInputs) -> Iterator[Message]:
    of = found.of
    if found.lacking is not None:
        yield found.lacking
    elif found.issue is None:
        yield Message(f"{AREA}.no-issue")
    if found.wordless:
        yield Message(f"{AREA}.wordless", actors=of.case.names(found.wordless), count=len(found.wordless), least=LEAST_WORDS)
    few = [named(of.case, one) for one in of.few if one not in found.wordless]
    if few:
        yield Message(f"{AREA}.few-words", actors=first_of(few, _LISTED), count=len(few), least=LEAST_WORDS)
    if of.others:
        others = tuple(Message("what-is-said.in-language", language=lang_name(lang), count=count) for lang, count in of.others[:_LISTED])
        yield Message(f"{AREA}.other-languages", languages=others, count=sum(count for _, count in of.others))
    if of.nameless:
        yield Message(f"{AREA}.nameless", count=of.nameless)
    origin = of.said.origin
    if origin.undated:
        yield Message("what-is-said.undated", count=len(origin.undated), evidence=origin.undated[:_LISTED])
    if origin.unread:
        yield Message("what-is-said.unread", count=len(origin.unread), parts=origin.unread[:_LISTED])
    if origin.faults:
        yield Message("what-is-said.part-read", count=len(origin.faults), parts=origin.faults[:_LISTED])


def _has_speakers(case: Case, options: Mapping[str, Any]) -> object:
    """Whether enough actors have enough words; texts of a lake are not read before they are asked about."""
    return lake.has(case, "texts") or documents(case, options, silent)


QUESTION = Question(
    id=AREA,
    needs=(),
    also_needs=(SAID, Condition(id="five-speakers", place="evidence|lake:texts", check=_has_speakers)),
    options=(
        issue(),
        text("topic"),
        date("since"),
        date("until"),
        choice("language", "auto", "en", "fr"),
        actors("actors"),
        actor("low"),
        actor("high"),
    ),
    answer=answer,
    heads=(
        Headline("placed", judgement="words-placed"),
        Headline("divides"),
        Headline("ends"),
    ),
    references=(
        "Laver, Benoit & Garry 2003, doi:10.1017/S0003055403000698",
        "Slapin & Proksch 2008, doi:10.1111/j.1540-5907.2008.00338.x",
        "Stone 1974, doi:10.1111/j.2517-6161.1974.tb00994.x",
        "Bonett & Wright 2000, doi:10.1007/BF02294183",
    ),
    subject="world",
)
