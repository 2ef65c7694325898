"""What comes of a room, for its host: the report, an answer to each statement, the way back into the dossier, the files."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse

from legation.errors import WrongUse
from legation.language import LANGUAGES, Message, say
from legation.questions.debate.opinion.live_room import conversation_of_room, open_to_votes, parts_of_room, released_votes
from legation.questions.debate.opinion.returned import report_evidence, returned_rows
from legation.rooms.deliberation import DELIBERATION
from legation.rooms.deliberation.state import TAKEN, Deliberation
from legation.rooms.state import as_seen
from legation.sources.polis.conversation import encode
from legation.web.forms.saving import offer
from legation.web.pages.rooms.of_dossier import deliberation_of, room_that_leaves
from legation.web.pages.rooms.words import words
from legation.web.rooms import drafts, reports, seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.rooms.known_rooms import Glance
from legation.web.rooms.report_making import is_large, is_making, order_report
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, file, page, show
from legation.web.stores.rooms.models import Room, RoomReport

__all__ = ["TEMPLATE", "PaperLink", "RoomResult", "attached", "links_of", "paper", "result_of"]

TEMPLATE = "pages/room_result.html"
_FORMATS = {"html": Message("page-room-result.web-page"), "pdf": "PDF", "docx": "Word"}
LONGEST = 2_000
"""Characters of an answer."""
NEXT_LONGEST = 200
"""Characters of when a text is taken up next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLink:
    """A report in one language and one format."""

    title: Message
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedReport:
    """A report that stands: what it rests on, and its files."""

    title: Message
    sha256: str
    links: list[PaperLink]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredStatement:
    """A statement before the host who answers it."""

    id: str
    text: str | Message
    counts: Message | None
    taken: str
    why: str


@dataclass(frozen=True, kw_only=True)
class RoomResult(Page):
    """What comes of a room.

    Attributes
    ----------
    nothing_leaves : bool
        Whether the room was opened so that nothing leaves it: there is no report, no file and no way back then.
    is_making : bool
        Whether a report is being worked out.
    is_closed : bool
    without_figures : Message or None
        What somebody's departure took from the figures, said to whoever may publish them.
    publish, answer, back, polis : str
        Where each is done; empty where the person may not, or the room does not let it.
    ask : str
        The question on the room as it is.
    room : str
        Where the room itself is.
    log, check : str
        Its log as a file, and where somebody learns whether such a file is whole.
    checked : Message or None
        What is said of the file that was sent.
    text : str
        Where the text of the room is read and taken along; empty where no text is negotiated in it.
    next_meeting, announce : str
        When the text is taken up next, and where that is said.
    """

    reports: list[PublishedReport]
    statements: list[AnsweredStatement]
    choices: list[tuple[str, Message]]
    nothing_leaves: bool
    is_making: bool
    is_closed: bool
    without_figures: Message | None
    publish: str
    answer: str
    back: str
    polis: str
    ask: str
    room: str
    log: str = ""
    check: str = ""
    checked: Message | None = None
    text: str = ""
    next_meeting: str = ""
    announce: str = ""


@page("dossiers/<slug:slug>/rooms/<slug:room>/result", name="rooms.result", template=TEMPLATE, action="see-rooms")
def result(request: PageRequest, room: str) -> RoomResult:
    """Return what came of a room, with what its host may do about it."""
    found, seen = room_that_leaves(request, room)
    return result_of(request, found, seen)


def _text_result(request: PageRequest, found: Room, state: Glance, checked: Message | None) -> RoomResult:
    """Return what came of a room in which a text is negotiated."""
    may, leaves = request.may("hold-rooms"), reports.may_leave(state)

    def place(name: str, *, needed: bool = True) -> str:
        return request.href(name, room=found.pk) if may and needed else ""

    published = list(found.reports.all()) if leaves else []
    return RoomResult(
        title=Message("page-room-result.title", room=found.called),
        reports=[_published(request, one) for one in published],
        statements=[],
        choices=[],
        nothing_leaves=not leaves,
        is_making=False,
        is_closed=state.phase == "closed",
        without_figures=None,
        publish=place("rooms.publish", needed=leaves),
        answer="",
        back=place("rooms.return", needed=bool(published)),
        polis="",
        ask=_ask(request, found) if leaves else "",
        room=request.href("rooms.one", room=found.pk),
        text=request.href("rooms.text", room=found.pk) if leaves else "",
        next_meeting=str(found.notice.get(drafts.NEXT_MEETING, "")),
        announce=place("rooms.next-meeting"),
        log=place("rooms.log-file", needed=leaves),
        check=place("rooms.log-check", needed=leaves),
        checked=checked,
    )


def result_of(
    request: PageRequest, found: Room, seen: Glance, typed: Mapping[str, tuple[str, str]] | None = None, checked: Message | None = None
) -> RoomResult:
    """Return the page of a room's result, with what was typed and not taken, or what is said of a log that was sent."""
    if seen.kind != DELIBERATION.id:
        return _text_result(request, found, seen, checked)
    with DESK.reading(found.pk) as live:
        state: Any = live.state
        return _of_state(request, found, state, typed or {}, checked)


def _of_state(
    request: PageRequest, found: Room, state: Deliberation, typed: Mapping[str, tuple[str, str]], checked: Message | None
) -> RoomResult:
    may, leaves = request.may("hold-rooms"), reports.may_leave(state)

    def place(name: str, *, needed: bool = True) -> str:
        return request.href(name, room=found.pk) if may and needed else ""

    making = leaves and is_making(found)
    published = list(found.reports.all()) if leaves else []
    return RoomResult(
        title=Message("page-room-result.title", room=found.called),
        reports=[_published(request, one) for one in published],
        statements=[_answered(state, one, typed.get(one.id)) for one in open_to_votes(state)] if may or leaves else [],
        choices=[(one, Message(f"page-room-result.taken.{one}")) for one in TAKEN],
        nothing_leaves=not leaves,
        is_making=making,
        is_closed=state.phase == "closed",
        without_figures=_without_figures(state) if leaves and may else None,
        publish=place("rooms.publish", needed=leaves and not making),
        answer=place("rooms.answer"),
        back=place("rooms.return", needed=bool(published)),
        polis=place("rooms.polis", needed=leaves),
        log=place("rooms.log-file", needed=leaves),
        check=place("rooms.log-check", needed=leaves),
        checked=checked,
        ask=_ask(request, found) if leaves and any(released_votes(state, one) for one in open_to_votes(state)) else "",
        room=request.href("rooms.one", room=found.pk),
    )


@action("dossiers/<slug:slug>/rooms/<slug:room>/publish", name="rooms.publish", action="hold-rooms")
def publish(request: PageRequest, room: str) -> str:
    """Work out the figures of the room and fix them in a report."""
    found, seen = room_that_leaves(request, room)
    with DESK.reading(found.pk) as live:
        large = isinstance(live.state, Deliberation) and is_large(live.state)
    if reports.may_leave(seen) and large:
        order_report(request, found)
        return request.href("rooms.result", room=found.pk)
    report = reports.publish(found, {row.id: row.name for row in request.view.actors if row.name})
    messages.success(request.http, say(Message("page-room-result.published", number=report.number), request.lang))
    return request.href("rooms.result", room=found.pk)


@action("dossiers/<slug:slug>/rooms/<slug:room>/answer", name="rooms.answer", action="hold-rooms")
def answer(request: PageRequest, room: str) -> str | HttpResponse:
    """Write for each statement that the host filled in whether it was taken up, and why; what did not change is not written again."""
    found, seen = deliberation_of(request, room)
    with DESK.reading(found.pk) as live:
        state: Any = live.state
        there = {one.id: (one.answer.taken, one.answer.why) if one.answer is not None else ("", "") for one in open_to_votes(state)}
    drafts = []
    for one, answered in there.items():
        taken, why = request.form.get(f"taken:{one}", ""), as_seen(request.form.get(f"why:{one}", "")).strip()
        if (taken or why) and (taken, why) != answered:
            data = {"statement": one, "taken": taken, "why": why[: LONGEST + 1]}
            drafts.append(Draft(kind="answered", data=data))
    host = seats.host_of(found)
    written = DESK.write(found.pk, host, drafts) if drafts else []
    refused = [draft.data for draft, one in zip(drafts, written, strict=True) if one.refused is not None]
    saved = len(drafts) - len(refused)
    if saved:
        messages.success(request.http, say(Message("page-room-result.answered", count=saved), request.lang))
    if refused:
        messages.error(request.http, say(Message("page-room-result.unanswered", count=len(refused)), request.lang))
        typed = {one["statement"]: (one["taken"], one["why"]) for one in refused}
        return show(request, result_of(request, found, seen, typed), TEMPLATE, status=422)
    return request.href("rooms.result", room=found.pk) + "#answers"


@action("dossiers/<slug:slug>/rooms/<slug:room>/next-meeting", name="rooms.next-meeting", action="hold-rooms")
def next_meeting(request: PageRequest, room: str) -> str:
    """Say when the text is taken up next: a day, or a few words; it stands on the reports of delegations to their capitals."""
    found, _ = room_that_leaves(request, room)
    said = " ".join(as_seen(request.form.get("next", "")).split())[:NEXT_LONGEST]
    with transaction.atomic():
        row = Room.objects.select_for_update().get(pk=found.pk)
        row.notice = {**row.notice, drafts.NEXT_MEETING: said}
        row.save(update_fields=["notice"])
    messages.success(request.http, say(Message("page-room-result.announced"), request.lang))
    return request.href("rooms.result", room=found.pk)


@action("dossiers/<slug:slug>/rooms/<slug:room>/return", name="rooms.return", action="hold-rooms")
def back_to_dossier(request: PageRequest, room: str) -> str:
    """Propose what the newest report says to the dossier, as far as the room lets it leave."""
    found, seen = room_that_leaves(request, room)
    report = found.reports.first()
    if report is None or not reports.may_leave(seen):
        raise WrongUse(Message("page-room-result.no-report"))
    state, figures = reports.replayed(found), reports.figures_of(report)
    data = reports.paper_of(report, request.lang, "pdf")
    sha256 = hashlib.sha256(data).hexdigest()
    part = f"files/room-{found.pk}-{report.number}.pdf"
    if any(row.part == part for row in request.view.evidence):
        raise WrongUse(Message("page-room-result.returned-already"))
    there = {row.id for row in (*request.view.issues, *request.view.actors)}
    actors = {row.id for row in request.view.actors}
    if isinstance(state, Deliberation):
        edits = returned_rows(figures, state, found.called, (part, sha256), actors, there)
        files = parts_of_room(state, reports.live_named(found, state), {}, whole=True) if found.is_cut else {}
    else:
        evidence = report_evidence(figures, found.called, (part, sha256))
        edits = [evidence]
        at = drafts.room_at(found, figures["up_to"])
        named = reports.live_named(found, at.state)
        files = drafts.parts_of(found, at.state, named, actors, evidence=(evidence.row,), until=figures["up_to"])
    reason = say(Message("page-room-result.reason", room=found.called), request.lang)
    proposed = offer(request, edits, request.dossier.head, reason, {part: data} | files)
    messages.success(request.http, say(Message("page-room-result.proposed"), request.lang))
    return request.href("proposals.one", proposal=proposed.pk)


@file("dossiers/<slug:slug>/rooms/<slug:room>/polis.zip", name="rooms.polis", action="hold-rooms")
def polis(request: PageRequest, room: str) -> HttpResponse:
    """Return the room as Polis lays it out: without outside identifiers and without times."""
    found, seen = deliberation_of(request, room)
    if not reports.may_leave(seen):
        raise WrongUse(Message("page-room-result.nothing-leaves"))
    state, packed = reports.state_of(found), io.BytesIO()
    order = reports.live_named(found, state).order
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in encode(conversation_of_room(state, reports.part_name(found), whole=found.is_cut, order=order)).items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return attached(packed.getvalue(), "application/zip", f"polis-{found.pk}.zip")


@file("dossiers/<slug:slug>/rooms/<slug:room>/reports/<int:number>/<slug:name>", name="rooms.report", action="see-rooms")
def report(request: PageRequest, room: str, number: int, name: str) -> HttpResponse:
    """Return a report as a file, ``fr-pdf``."""
    found, _ = room_that_leaves(request, room)
    return paper(found, number, name)


def paper(room: Room, number: int, name: str) -> HttpResponse:
    """Return a report of a room as a file, by its language and its format; 404 where there is none, or nothing may leave the room."""
    lang, _, ending = name.partition("-")
    there = RoomReport.objects.select_related("room").filter(room=room, number=number).first()
    seen = DESK.glance(room.pk)
    if there is None or seen is None or lang not in LANGUAGES or ending not in reports.FORMATS or not reports.may_leave(seen):
        raise Http404
    return attached(reports.paper_of(there, lang, ending), reports.FORMATS[ending][0], f"report-{room.pk}-{number}-{lang}.{ending}")


def links_of(address: Callable[[str], str]) -> list[PaperLink]:
    """Return the files of a report; ``address`` gives that of each name."""
    return [
        PaperLink(title=Message(f"page-room-result.file.{lang}", format=_FORMATS[ending]), href=address(f"{lang}-{ending}"))
        for lang in LANGUAGES
        for ending in reports.FORMATS
    ]


def attached(data: bytes, kind: str, name: str) -> HttpResponse:
    """Return a file to take along."""
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _published(request: PageRequest, report: RoomReport) -> PublishedReport:
    figures = reports.figures_of(report)
    return PublishedReport(
        title=Message("page-room-result.report", number=figures["up_to"], date=dt.date.fromisoformat(figures["to"])),
        sha256=report.sha256,
        links=links_of(lambda name: request.href("rooms.report", room=report.room_id, number=report.number, name=name)),
    )


def _ask(request: PageRequest, room: Room) -> str:
    """Return the form of the question on a room, with the room chosen."""
    if not request.may("ask"):
        return ""
    leaving = reports.LEAVING[room.kind]
    return f"{request.href('questions.one', question=leaving.question)}?{urlencode({leaving.option: reports.part_name(room)})}"


def _without_figures(state: Deliberation) -> Message | None:
    """Return how many statements have no figures, where somebody took votes along; whether these were on them is not told."""
    count = sum(one.shown is None for one in open_to_votes(state))
    return (
        Message("page-room-result.without-figures", count=count, smallest=state.settings["smallest"])
        if state.taken_back and count
        else None
    )


def _answered(state: Deliberation, one: Any, typed: tuple[str, str] | None) -> AnsweredStatement:
    """Return a statement with its answer, or with what was sent as one and not taken."""
    taken, why = typed or ((one.answer.taken, one.answer.why) if one.answer is not None else ("", ""))
    shown = dict(zip(("agree", "disagree", "seen"), one.shown, strict=True)) if one.shown and not state.is_blind(one) else None
    return AnsweredStatement(
        id=one.id,
        text=words(one.text),
        counts=Message("page-rooms.counts", **shown) if shown else None,
        taken=taken,
        why=why,
    )
