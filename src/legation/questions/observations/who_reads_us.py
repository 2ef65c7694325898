"""Who reads us? The log of our own site: persons and programs side by side, what they read, and what brought them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from legation.language import Message
from legation.questions.answer import Answer
from legation.questions.base.case import Case
from legation.questions.base.conditions import Condition
from legation.questions.observations.lake import read_period
from legation.questions.observations.site.audience import Audience, found
from legation.questions.observations.site.findings import (
    bots_findings,
    change_findings,
    more_findings,
    people_finding,
    pictures,
    reading_findings,
    source_findings,
)
from legation.questions.observations.site.inputs import AREA, SiteInputs, read_inputs
from legation.questions.observations.site.readers import PART, networks_of
from legation.questions.observations.site.tables import tables
from legation.questions.question import Progress, Question, date, silent, text, whole

__all__ = ["QUESTION", "answer"]


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Count visits and pages of persons and of programs, compare them with before, and look where they come from."""
    of = read_inputs(case, options)
    seen = found(of, options["pages"], progress)
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=(
            people_finding(of),
            *bots_findings(of),
            *change_findings(of),
            *reading_findings(of, seen),
            *source_findings(of, seen),
            *more_findings(of, seen),
        ),
        tables=tables(of, seen),
        figures=pictures(of, seen),
        caveats=(*_caveats(of), Message(f"{AREA}.caches"), QUESTION.limits),
        missing=tuple(_missing(of, seen, options["pages"])),
    )


def _caveats(of: SiteInputs) -> list[Message]:
    counts = of.coverage
    made = []
    if of.identified:
        made.append(Message(f"{AREA}.no-returning"))
    else:
        made.append(Message(f"{AREA}.no-visitor", count=counts["no_visitor"], share=counts["no_visitor"] / max(counts["rows"], 1)))
    if counts["moved"]:
        made.append(Message(f"{AREA}.redirects", count=counts["moved"], share=counts["moved"] / max(counts["rows"], 1)))
    if counts["failed"]:
        made.append(Message(f"{AREA}.failed", count=counts["failed"]))
    if of.own:
        made.append(Message(f"{AREA}.own-hosts", hosts=of.own))
    return made


def _missing(of: SiteInputs, seen: Audience, pages: str) -> list[Message]:
    made = []
    lost = of.share[of.days(of.earlier, of.until)]
    if (lost > 0).any():
        values = {"count": int((lost > 0).sum()), "whole": int((lost >= 1).sum()), "first": of.earlier, "last": of.until}
        made.append(Message(f"{AREA}.gaps", **values))
    if of.change(of.nothing) is None:
        made.append(Message(f"{AREA}.nothing-before"))
    if of.coverage["no_agent"] > of.coverage["rows"] / 2:
        made.append(Message(f"{AREA}.no-agents"))
    if not of.own:
        made.append(Message(f"{AREA}.no-own-host"))
    networks = networks_of(of.case)
    if networks is None:
        made.append(Message(f"{AREA}.no-networks", part=PART))
    elif networks.left_out:
        made.append(Message(f"{AREA}.bad-networks", part=PART, count=len(networks.left_out), rows=networks.left_out[:5]))
    if not seen.demand:
        made.append(Message(f"{AREA}.no-demand", patterns=seen.patterns[:6]))
    elif not pages.strip():
        made.append(Message(f"{AREA}.typical", count=len(seen.patterns), patterns=seen.patterns[:4]))
    if not any(one.people or one.bots for one in seen.sent):
        made.append(Message(f"{AREA}.no-links"))
    return made


def _has_visits(case: Case, options: Mapping[str, Any]) -> object:
    return read_period(case, "requests", options, lambda begins, _: begins)


QUESTION = Question(
    id=AREA,
    purpose="check",
    needs=(),
    also_needs=(Condition(id="visits-by-then", place="lake:requests", check=_has_visits),),
    options=(date("since"), date("until"), text("pages"), text("site"), whole("top", 3, 40, 20)),
    answer=answer,
    references=(
        "Garwood 1936, doi:10.1093/biomet/28.3-4.437",
        "McCullagh & Nelder 1989, doi:10.1007/978-1-4899-3242-6",
        "Wilson 1927, doi:10.1080/01621459.1927.10502953",
    ),
    subject="world",
)
