"""Reports of a room: the figures published once, the paper laid out from them in three formats, and the room as its dossier may read it.

What figures, paper and rows of the dossier are is the kind's: :data:`LEAVING` says it for each.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac

from legation.briefing import docx, html, pdf
from legation.briefing.document import Document
from legation.briefing.papers.room_report import ReportTexts, room_report
from legation.dossier import Wording
from legation.errors import WrongUse
from legation.language import LANGUAGES, Lang, Message, Spoken, say
from legation.questions.base.live_rooms import LiveRoomNamed
from legation.questions.deals.drafting.text_snapshot import text_snapshot
from legation.questions.debate.opinion.live_room import open_to_votes, parts_of_room, released_votes
from legation.questions.debate.opinion.snapshot import snapshot_bytes, snapshot_of
from legation.questions.question import Progress, silent
from legation.rooms import RoomState, leaves, replay
from legation.rooms.attribution import sits_in_public
from legation.rooms.deliberation.state import Deliberation
from legation.rooms.state import taken_before
from legation.web.rooms import drafts, seats
from legation.web.rooms.desk import DESK, Draft, Written
from legation.web.rooms.known_rooms import Glance
from legation.web.site.attachments import MEDIA_TYPES
from legation.web.site.cache import Cache
from legation.web.stores.rooms import log
from legation.web.stores.rooms.models import Room, RoomEntry, RoomReport

__all__ = [
    "FORMATS",
    "LEAVING",
    "PART",
    "Leaving",
    "figures_of",
    "live_named",
    "may_leave",
    "paper_of",
    "part_name",
    "parts_beside",
    "publish",
    "replayed",
    "state_of",
]

PART = "live-"
"""How the part of a live room begins, before its id."""
TRIES = 3
"""How often figures are worked out anew because somebody left meanwhile."""
FORMATS = {
    "html": (MEDIA_TYPES["html"], html.render),
    "pdf": (MEDIA_TYPES["pdf"], pdf.render),
    "docx": (MEDIA_TYPES["docx"], docx.render),
}
_PAPERS: Cache[bytes] = Cache(64 * 1024 * 1024, len)
"""What was laid out, by the report, the language, the format, and the words and authors of statements as they are."""


def part_name(room: Room) -> str:
    """Return what a room is called in a dossier: ``rooms/live-ID.toml``."""
    return f"{PART}{room.pk}"


def live_named(room: Room, state: RoomState) -> LiveRoomNamed:
    """Return what a room is called outside its log, with the days of its first and of its newest entry, and that of its close."""
    first = RoomEntry.objects.filter(room=room, number=1).values_list("at", flat=True).first() or state.at
    last = RoomEntry.objects.filter(room=room, kind__in=("phase", "due")).order_by("-number").values_list("at", flat=True).first()
    return LiveRoomNamed(
        name=part_name(room),
        title=room.called,
        holder=Wording(**room.notice.get("host", {})),
        opened=first[:10],
        known=state.at[:10],
        ended=last[:10] if last and state.phase == "closed" else "",
        order=salted_hmac("legation.rooms.order", room.pk, algorithm="sha256").digest(),
    )


def may_leave(state: Glance | RoomState) -> bool:
    """Whether anything at all may leave a room."""
    return bool(state.settings["leaves"] != "nothing")


def replayed(room: Room) -> RoomState:
    """Return the state of a room, apart from the one that goes on: nothing changes it while figures are worked out."""
    with taken_before():
        return replay(room.kind, log.entries_after(room.pk))


def state_of(room: Room) -> Deliberation:
    """Return the state of a room in which people vote on statements, apart from the one that goes on.

    Raises
    ------
    WrongUse
        Where the room is no deliberation.
    """
    state = replayed(room)
    if not isinstance(state, Deliberation):
        raise WrongUse(Message("page-room-result.no-deliberation"))
    return state


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What leaves a kind of room.

    Attributes
    ----------
    option : str
        The option of a question that names such a room.
    question : str
        The question that is asked of one.
    figures : callable
        Room, state, progress -> the figures of a report, as plain data.
    paper : callable
        Report and language -> the report as a paper.
    looks : callable
        Report -> what of the room as it is the paper depends on beside the figures.
    parts : callable
        Room and state -> the parts of a dossier that it is, given the dossier's actors; none where nothing may be shown.
    """

    option: str
    question: str
    figures: Callable[[Room, RoomState, Progress], dict[str, Any]]
    paper: Callable[[RoomReport, Lang], Document]
    looks: Callable[[RoomReport], Any]
    parts: Callable[[Room, RoomState, Mapping[str, object]], dict[str, bytes]]


def publish(room: Room, names: Mapping[str, Spoken | str], progress: Progress = silent) -> RoomReport:
    """Work out the figures of a room as it is now, and fix them: the log says which entries they rest on, and their hash.

    Raises
    ------
    WrongUse
        Where nothing may leave the room, or its rules refuse the entry.
    """
    for _ in range(TRIES):
        state = replayed(room)
        if not may_leave(state):
            raise WrongUse(Message("page-room-result.nothing-leaves"))
        data, sha256 = snapshot_bytes(LEAVING[room.kind].figures(room, state, progress))
        public = {sits_in_public(state, seat) for seat in state.seats} - {""}
        said = {one: {lang: say(names.get(one, one), lang) for lang in LANGUAGES} for one in sorted(public)}
        draft = Draft(kind="published", data={"up_to": state.number, "sha256": sha256}, key=f"report:{state.number}:{sha256[:16]}")
        values = {"sha256": sha256, "data": data, "names": said}
        stands = functools.partial(_stands, state.number)
        (written,) = DESK.write(room.pk, seats.host_of(room), [draft], functools.partial(_fix, room, values), only_if=stands)
        if written.refused is None:
            return RoomReport.objects.get(room=room, number=written.number)
        if written.refused.code != "conflict":
            raise WrongUse(written.refused.message)
    raise WrongUse(Message("page-room-result.goes-on"))


def _stands(number: int, state: RoomState) -> bool:
    """Whether nobody has taken votes along since an entry."""
    return not isinstance(state, Deliberation) or state.taken_back <= number


def _fix(room: Room, values: Mapping[str, Any], written: Sequence[Written]) -> None:
    """Write the figures together with the entry that tells of them."""
    if written[0].refused is None:
        RoomReport.objects.get_or_create(room=room, number=written[0].number, defaults=dict(values))


def figures_of(report: RoomReport) -> dict[str, Any]:
    """Return the figures of a report."""
    figures: dict[str, Any] = json.loads(bytes(report.data))
    return figures


def paper_of(report: RoomReport, lang: Lang, ending: str) -> bytes:
    """Return a report as a file; figures as published, words as they are now."""
    leaving = LEAVING[report.room.kind]
    key = (report.pk, lang, ending, leaving.looks(report))
    return _PAPERS.get(key, lambda: FORMATS[ending][1](leaving.paper(report, lang)))


def parts_beside(room: Room, actors: Mapping[str, object]) -> dict[str, bytes]:
    """Return the parts of a dossier that a room is as it may be looked at now; none of one that nothing leaves."""
    state = replayed(room)
    return LEAVING[room.kind].parts(room, state, actors) if may_leave(state) else {}


def _opinion_figures(room: Room, state: RoomState, progress: Progress) -> dict[str, Any]:
    assert isinstance(state, Deliberation)  # noqa: S101 - the kind of the room says it
    return snapshot_of(state, live_named(room, state), progress=progress)


def _opinion_words(report: RoomReport) -> tuple[str, dict[str, str], dict[str, str]]:
    """Return the question, the words of statements as they are now, and who gave them, as far as that leaves the room."""
    with DESK.reading(report.room_id) as live:
        state: Any = live.state
        left, question = leaves(state) or {"words": {}, "names": {}}, str(state.settings["question"])
    return question, {name: text for name, text in left["words"].items() if text is not None}, left["names"]


def _opinion_paper(report: RoomReport, lang: Lang) -> Document:
    question, words, authors = _opinion_words(report)
    room = report.room
    texts = ReportTexts(
        title=room.called,
        question=question,
        host=Wording(**room.notice.get("host", {})),
        interest=Wording(**room.notice.get("interest", {})),
        statements=words,
        names={name: Wording(**said) for name, said in report.names.items()},
        sha256=report.sha256,
        authors=authors,
    )
    return room_report(figures_of(report), texts, lang)


def _opinion_looks(report: RoomReport) -> int:
    _, words, authors = _opinion_words(report)
    return hash((tuple(sorted(words.items())), tuple(sorted(authors.items()))))


def _opinion_parts(room: Room, state: RoomState, actors: Mapping[str, object]) -> dict[str, bytes]:
    assert isinstance(state, Deliberation)  # noqa: S101 - the kind of the room says it
    if not any(released_votes(state, one) for one in open_to_votes(state)):
        return {}
    return parts_of_room(state, live_named(room, state), actors)


def _text_figures(room: Room, state: RoomState, progress: Progress) -> dict[str, Any]:
    progress(1, 1)
    text = drafts.text_of_room(state)
    return text_snapshot(text, live_named(room, state), state.settings, state.number, state.hash)


def _text_paper(report: RoomReport, lang: Lang) -> Document:
    return drafts.report_document(report.room, figures_of(report), report.sha256, lang)


def _text_looks(report: RoomReport) -> tuple[str, ...]:
    """Return who has been erased from the room, and whose names have gone with that."""
    with DESK.reading(report.room_id) as live:
        return tuple(sorted(one.id for one in live.state.seats.values() if one.erased)) if live.state is not None else ()


def _text_parts(room: Room, state: RoomState, actors: Mapping[str, object]) -> dict[str, bytes]:
    return drafts.parts_of(room, state, live_named(room, state), actors)


LEAVING: Mapping[str, Leaving] = {
    "deliberation": Leaving(
        option="room",
        question="what-the-room-thinks",
        figures=_opinion_figures,
        paper=_opinion_paper,
        looks=_opinion_looks,
        parts=_opinion_parts,
    ),
    "drafting": Leaving(
        option="draft",
        question="where-is-the-text-stuck",
        figures=_text_figures,
        paper=_text_paper,
        looks=_text_looks,
        parts=_text_parts,
    ),
}
"""By the kind of a room."""
