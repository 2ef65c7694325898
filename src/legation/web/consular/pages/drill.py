"""The page of a drill: its start by a press, the calls that come meanwhile, its close, and the score. A house that is no drill has none."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpResponse

from legation.briefing import pdf
from legation.language import LANGUAGES, Message
from legation.web.consular.drills.declared import SPEEDS, Drill, close_drill, start_drill, the_drill
from legation.web.consular.drills.findings import Part, findings, headlines, minutes_after
from legation.web.consular.drills.paper import score_paper
from legation.web.consular.drills.plays import Plays
from legation.web.consular.drills.recorded import recorded
from legation.web.consular.drills.scoring import calls_until, score_of
from legation.web.consular.house import HOUSE, house_folder
from legation.web.consular.people import known_people
from legation.web.consular.retention import stored_until
from legation.web.consular.routing import DeskRequest, Page, action, file, page
from legation.web.site.attachments import attachment
from legation.web.site.values import parse_int

__all__ = ["close", "drill_page", "score_file", "start"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLine:
    """Somebody who calls the team: ``minutes`` after the start, whom they seek, and what they say of them."""

    minutes: int
    tie: Message
    number: str
    sought: str
    born: str
    says: Message


@dataclass(frozen=True, kw_only=True)
class DrillPage(Page):
    """A drill; ``state``: waiting, running, closed. Minutes are those of a real clock after the start."""

    state: str
    place: str
    longitude: float
    latitude: float
    radius_km: float
    people: int
    speeds: tuple[int, ...]
    speed: int
    minutes: int | None
    noted: int
    answers: int
    calls: tuple[CallLine, ...]
    may_lead: bool
    headlines: tuple[Message, ...]
    parts: tuple[Part, ...]
    papers: tuple[tuple[str, str], ...]
    deleted_on: dt.date | None


def _drill() -> Drill:
    if not settings.CONSULAR_DRILL:
        raise Http404
    return the_drill()


@page("drill", name="drill", template="consular/drill.html", action="call-sheets")
def drill_page(request: DeskRequest) -> DrillPage:
    """Show the drill: before it what is rehearsed, during it the calls, after it the score."""
    drill, now = _drill(), dt.datetime.now(dt.UTC)
    is_scored = drill.closed is not None and request.may("see-crises")
    score = score_of(drill) if is_scored else None
    return DrillPage(
        title=Message("desk-drill.title", name=drill.name),
        state="closed" if drill.closed else "running" if drill.started else "waiting",
        place=drill.place,
        longitude=drill.longitude,
        latitude=drill.latitude,
        radius_km=drill.radius_km,
        people=drill.people,
        speeds=SPEEDS,
        speed=drill.speed,
        minutes=minutes_after(drill, drill.closed or now),
        noted=len(recorded(house_folder())),
        answers=Plays(house_folder()).counts()[1],
        calls=_calls(drill, now),
        may_lead=request.may("declare"),
        headlines=tuple(headlines(drill, score)) if score else (),
        parts=findings(drill, score, _names()) if score else (),
        papers=tuple((lang, request.href("drill.score", lang=lang)) for lang in LANGUAGES) if score else (),
        deleted_on=stored_until("drill", drill.closed, HOUSE.posts[0]).date() if drill.closed else None,
    )


def _names() -> dict[str, str]:
    known = known_people()
    return {person: known.name(person) for person in known.position}


def _calls(drill: Drill, now: dt.datetime) -> tuple[CallLine, ...]:
    known = known_people()
    return tuple(
        CallLine(
            minutes=minutes_after(drill, at) or 0,
            tie=Message(f"desk-drill.tie.{call.tie}"),
            number=call.number,
            sought=known.name(call.person),
            born=known.births[known.position[call.person]] if call.person in known.position else "",
            says=Message(f"desk-drill.status.{call.says}"),
        )
        for at, call in calls_until(drill, now)
    )


@action("drill/start", name="drill.start", action="declare")
def start(request: DeskRequest) -> str:
    """Start the clock of the drill."""
    _drill()
    start_drill(dt.datetime.now(dt.UTC), parse_int(request.form.get("speed", ""), 1))
    return request.href("drill")


@action("drill/close", name="drill.close", action="declare")
def close(request: DeskRequest) -> str:
    """Close the drill: nobody answers any more, and it is scored."""
    _drill()
    close_drill(dt.datetime.now(dt.UTC))
    return request.href("drill")


@file("drill/score/<slug:lang>", name="drill.score", action="see-crises")
def score_file(request: DeskRequest, lang: str) -> HttpResponse:  # noqa: ARG001 - the route has let the reader in
    """Return the score as PDF in a language."""
    drill = _drill()
    language = next((one for one in LANGUAGES if one == lang), None)
    if language is None:
        raise Http404
    paper = score_paper(drill, score_of(drill), _names(), language)
    return attachment(pdf.render(paper), f"{paper.name}-{paper.kind}-{lang}", "pdf")
