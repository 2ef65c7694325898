"""Who took up our words? For each phrase of ours who used it first, who before us, who after us, and who could not be seen to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from legation.dossier import standing
from legation.dossier.kind import Number
from legation.language import Message
from legation.questions.answer import Answer
from legation.questions.base.case import Case
from legation.questions.base.conditions import Condition
from legation.questions.debate.conditions import SAID
from legation.questions.debate.uptake.findings import (
    discovered_findings,
    measures_findings,
    measures_missing,
    measures_table,
    phrase_findings,
    uptake_finding,
)
from legation.questions.debate.uptake.inputs import AUTO, UptakeInputs, read_inputs
from legation.questions.debate.uptake.phrases import AREA, our_voices, our_wording, unsearched
from legation.questions.debate.uptake.pictures import adoption_picture, shares_picture
from legation.questions.debate.uptake.tables import (
    adopters_table,
    controls_table,
    discovered_table,
    periods_table,
    phrases_table,
    shares_table,
    targets_table,
    uses_table,
)
from legation.questions.question import Headline, Option, Progress, Question, actors, choice, date, silent, text

__all__ = ["QUESTION", "answer"]


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Count our phrases in all that is held, before us and after us, beside phrases that nobody pushed."""
    of = read_inputs(case, options, progress)
    tables = (
        phrases_table(of),
        shares_table(of),
        adopters_table(of),
        targets_table(of),
        periods_table(of),
        controls_table(of),
        discovered_table(of),
        measures_table(of),
        uses_table(of),
    )
    figures = (adoption_picture(of), shares_picture(of))
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=(uptake_finding(of), *phrase_findings(of), *discovered_findings(of), *measures_findings(of)),
        tables=tuple(table for table in tables if table is not None),
        figures=tuple(figure for figure in figures if figure is not None),
        caveats=(Message(f"{AREA}.influence"), *_caveats(of), QUESTION.limits),
        missing=tuple(_missing(of)),
    )


def _caveats(of: UptakeInputs) -> Iterator[Message]:
    origin, found = of.everything.origin, of.counted[0].found
    if of.folded:
        yield Message(f"{AREA}.copies", count=of.folded)
    if origin.evidence:
        yield Message(f"{AREA}.excerpts", count=origin.evidence)
    if origin.nth > 1:
        yield Message(f"{AREA}.sample", count=origin.nth, total=origin.lake)
    if found.unnamed:
        yield Message(f"{AREA}.unnamed", count=found.unnamed)
    if any(not one.ours.quoted for one in of.counted):
        yield Message(f"{AREA}.pieces")


def _missing(of: UptakeInputs) -> Iterator[Message]:
    origin = of.everything.origin
    undated = [one.ours.name for one in of.counted if not one.found.since]
    if undated:
        yield Message(f"{AREA}.no-day", count=len(undated), phrases=tuple(undated))
    if not of.ours:
        yield Message(f"{AREA}.no-us")
    elif of.discovered is None:
        yield Message(f"{AREA}.no-text-of-ours")
    if not of.counted[0].controls:
        yield Message(f"{AREA}.no-controls")
    if not any(one.ours.targets for one in of.counted):
        yield Message(f"{AREA}.no-target")
    if of.more:
        yield Message(f"{AREA}.more-phrases", count=of.more)
    left = unsearched(standing(of.case.dossier.messages)) if of.from_messages else ()
    if left:
        yield Message(f"{AREA}.unsearched", count=len(left), messages=left)
    if origin.undated:
        yield Message(f"{AREA}.undated", count=len(origin.undated), evidence=origin.undated[:8])
    yield from measures_missing(of)


def _has_phrase(case: Case, options: Mapping[str, Any]) -> object:
    return our_wording(case, options, our_voices(case, options["us"] or ()))[0]


QUESTION = Question(
    id=AREA,
    purpose="check",
    needs=(),
    also_needs=(Condition(id="phrase", place="messages", option="phrase", check=_has_phrase), SAID),
    options=(
        text("phrase"),
        text("controls"),
        actors("us"),
        actors("targets"),
        date("since"),
        date("until"),
        choice("every", AUTO, "year", "quarter", "month", "week"),
        Option("days", Number(1, 3650, whole=True)),
    ),
    answer=answer,
    heads=(Headline("uptake", "taken", judgement="uptake"),),
    references=(
        "Wilson 1927, doi:10.1080/01621459.1927.10502953",
        "Broder 1997, doi:10.1109/SEQUEN.1997.666900",
        "Monroe, Colaresi & Quinn 2008, doi:10.1093/pan/mpn018",
        "Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x",
        "Bjola & Jiang 2015, doi:10.4324/9781315730844",
    ),
    subject="world",
)
