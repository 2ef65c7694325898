"""The declared answers of a round that are no promises yet: the desk ticks those that it accepts, and accepts them as one revision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone

from legation.dossier import Engagement, RollCall
from legation.dossier.tables.labels import choice_word, titled
from legation.errors import WrongUse
from legation.language import Message, say
from legation.questions import Case
from legation.questions.actors.rounds.log import find_round, log_of
from legation.questions.actors.rounds.promised import Offered, Withheld, offers, promises_of
from legation.questions.actors.rounds.said import answer_word, day_of, level_word, teller
from legation.questions.actors.rounds.tally import tally_of
from legation.web.forms.saving import save_edits
from legation.web.pages.posts.of_round import first_of
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page

__all__ = ["AnswerLine", "RoundPromises", "WithheldLine"]

TEMPLATE = "pages/round_promises.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """A report with an answer: who answered what, at which level, how, and who reports it; level and form may be missing."""

    report: str
    actor: Any
    answer: Any
    level: Any
    form: Any
    by: Any
    day: Any
    words: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class WithheldLine:
    """An answer that is not offered, and why."""

    actor: Any
    why: Message
    reports: list[AnswerLine]


@dataclass(frozen=True, kw_only=True)
class RoundPromises(Page):
    """The answers of a round.

    Attributes
    ----------
    vote : Spoken or None
        The vote of the round; None where it names none: then nothing is offered.
    is_ticked : bool
        Whether all that is offered is ticked to begin with.
    """

    round: str
    vote: Any
    offered: list[AnswerLine]
    withheld: list[WithheldLine]
    is_ticked: bool


@page("dossiers/<slug:slug>/rounds/<str:round>/promises", name="rounds.promises", template=TEMPLATE, action="hold-posts")
def promises(request: PageRequest, round: str) -> RoundPromises:  # noqa: A002 - the word of the address
    """Return what may be accepted, and what may not."""
    case, ahead, offered, withheld = _found(request, round)
    return RoundPromises(
        title=Message("page-promises.title"),
        round=round,
        vote=titled(ahead) if ahead is not None else None,
        offered=[_line(case, one.report) for one in offered],
        withheld=[
            WithheldLine(
                actor=case.named(one.actor),
                why=Message(f"page-promises.why-{one.why}"),
                reports=[_line(case, row) for row in one.reports],
            )
            for one in withheld
        ],
        is_ticked=request.query.get("all") == "1",
    )


@action("dossiers/<slug:slug>/rounds/<str:round>/promises/accept", name="rounds.promises.accept", action="hold-posts")
def accept(request: PageRequest, round: str) -> str | HttpResponse:  # noqa: A002 - the word of the address
    """Write the answers that are ticked as promises, as one revision; what is offered no more is left out, and said."""
    case, ahead, offered, _ = _found(request, round)
    ticked = list(dict.fromkeys(request.form.getlist("report")))
    if not ticked:
        raise WrongUse(Message("page-promises.nothing-ticked"))
    accepted = [one for one in offered if one.report.id in ticked]
    here = request.href("rounds.promises", round=round)
    if len(accepted) < len(ticked):
        messages.warning(request.http, say(Message("page-promises.no-more", count=len(ticked) - len(accepted)), request.lang))
    if ahead is None or not accepted:
        return here
    reason = Message("page-promises.reason", count=len(accepted))
    return save_edits(request, promises_of(case, ahead, accepted), next=here, reason=reason)


def _found(request: PageRequest, row: str) -> tuple[Case, RollCall | None, tuple[Offered, ...], tuple[Withheld, ...]]:
    """Return the vote of a round, what is offered and what is not, all as far as the person sees it."""
    first_of(request, row)
    case = Case(dossier=request.view, today=request.today)
    log = log_of(case, find_round(case, row), timezone.now())
    ahead = next((one for one in case.dossier.rollcalls if one.id == log.round.rollcall), None)
    return case, ahead, *(offers(case, log, tally_of(case, log), ahead) if ahead is not None else ((), ()))


def _line(case: Case, row: Engagement) -> AnswerLine:
    return AnswerLine(
        report=row.id,
        actor=case.named(row.actor),
        answer=answer_word(row.answer),
        level=level_word(row.level) if row.level else "",
        form=choice_word("engagements", "form", row.form) if row.form else "",
        by=teller(case, row),
        day=day_of(row),
        words=row.words or "",
    )
