"""Where should we take it? The fora of a matter side by side: what we may do, by when, with whom, who alone stops it, what binds us."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from legation.dossier import Issue, standing
from legation.errors import WrongUse
from legation.language import Message
from legation.questions.answer import Answer, Finding, first_of
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.choices import matters
from legation.questions.question import Headline, Progress, Question, actor, actors, chosen, issue, silent, text, whole
from legation.questions.strategy.fora.compare import Choice, Forum
from legation.questions.strategy.fora.comparison import COMPARED, comparison
from legation.questions.strategy.fora.elsewhere import MOST
from legation.questions.strategy.fora.musts import read_musts
from legation.questions.strategy.fora.picture import picture
from legation.questions.strategy.fora.sentences import findings
from legation.questions.strategy.fora.support import position_of
from legation.questions.strategy.fora.tables import all_tables
from legation.questions.votes.count import of_estimate
from legation.questions.votes.estimate import estimate
from legation.questions.votes.facts import estimate_of
from legation.questions.votes.rule import rule_in_force
from legation.questions.votes.stopping.choosing import matter_anywhere

__all__ = ["QUESTION", "answer"]

AREA = "where-should-we-take-it"


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Compare the fora as they stood at the day of knowing."""
    about = _issue(case, options["issue"])
    matter = _matter(case, options["matter"]) or (about.matter if about else "")
    choice = Choice(us=options["us"], issue=about, matter=matter, near=options["near"])
    musts = read_musts(options["musts"])
    others = tuple(options["others"] or ())
    if len(others) > MOST:
        raise WrongUse(Message(f"{AREA}.too-many-others", count=len(others), most=MOST))
    found = comparison(case, choice, musts, others)
    progress(80, 100)
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=(*findings(case, found), *_vote_ahead(case, found.fora, options["seed"])),
        tables=all_tables(case, found),
        figures=picture(case, found.fora),
        caveats=(*_caveats(choice, found.fora), QUESTION.limits),
        missing=tuple(_missing(case, choice, found.fora)),
    )


def _matter(case: Case, text: str) -> str:
    """Return the matter that is meant; empty where none is given."""
    found = matter_anywhere(case, text) if text else ""
    if found is None:
        there = tuple(matters(case, {}).values())
        raise WrongUse(Message(f"{AREA}.unknown-matter" if there else f"{AREA}.no-matters", found=text, matters=first_of(there, 8)))
    return found


def _issue(case: Case, wanted: str | None) -> Issue | None:
    """Return the issue that is chosen, else that of the vote ahead, else the first; None where the dossier has none."""
    ahead = inputs.vote_ahead(case)
    rows = {row.id: row for row in standing(case.dossier.issues)}
    if wanted:
        return rows.get(wanted)
    return rows.get(ahead.issue if ahead else "") or next(iter(rows.values()), None)


def _vote_ahead(case: Case, fora: tuple[Forum, ...], seed: int) -> Iterator[Finding]:
    """Yield what the vote model expects of the vote ahead, where a forum's body holds it: the figure that stands beside the three."""
    ahead = inputs.vote_ahead(case)
    body = inputs.body_of(case, ahead)
    if ahead is None or body is None or body.id not in {one.row.body for one in fora}:
        return
    made = estimate(case, ahead, seed=seed)
    if made is None or made.forecast is None:
        return
    rule = rule_in_force(case, ahead, made.members)
    known = estimate_of(case, ahead)
    for one in of_estimate(known, ahead, made.members, made.forecast, rule, "adopt", made.evidence):
        if one.id == "expected":
            yield dataclasses.replace(one, id="vote", judgement="votes-margin")


def _caveats(choice: Choice, fora: tuple[Forum, ...]) -> Iterator[Message]:
    if choice.issue is not None:
        yield Message(f"{AREA}.about", issue=choice.issue.question or choice.issue.id, points=choice.near)
    if choice.matter:
        yield Message(f"{AREA}.of-matter", matter=choice.matter)
    yield Message(f"{AREA}.no-score")
    if len(fora) > COMPARED:
        yield Message(f"{AREA}.unknowns-of-first", count=COMPARED)


def _missing(case: Case, choice: Choice, fora: tuple[Forum, ...]) -> Iterator[Message]:
    if choice.us is None:
        yield Message(f"{AREA}.no-us")
    elif fora and not any(one.right.rows for one in fora):
        kinds = {row.id: row.kind for row in case.dossier.actors}
        kind = Message(f"choice.actors.kind.{kinds.get(choice.us) or 'other'}")
        yield Message(f"{AREA}.no-access", us=case.named(choice.us), kind=kind)
    if choice.issue is None:
        yield Message(f"{AREA}.no-issue")
    elif choice.us and position_of(case, choice.us, choice.issue.id) is None:
        yield Message(f"{AREA}.no-position", us=case.named(choice.us), issue=choice.issue.question or choice.issue.id)
    if fora and not any(one.decision.day for one in fora):
        yield Message(f"{AREA}.no-steps")


QUESTION = Question(
    id=AREA,
    purpose="decide",
    needs=("processes",),
    options=(issue(), chosen("matter", matters), actor("us"), text("musts"), actors("others"), whole("near", 0, 100, 15)),
    answer=answer,
    heads=(Headline("first", "date"), Headline("first", "count")),
    follows=("what-is-due",),
    references=("Ehrgott, M. (2005), Multicriteria Optimization, doi:10.1007/3-540-27659-9",),
)
