"""Reports of a room: the figures published once, the paper laid out from them in three formats, and the room as its dossier may read it."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.crypto import salted_hmac

from legation.briefing import docx, html, pdf
from legation.briefing.papers.room_report import ReportTexts, room_report
from legation.dossier import Wording
from legation.errors import WrongUse
from legation.language import LANGUAGES, Lang, Message, Spoken, say
from legation.questions.debate.opinion.live_room import LiveRoomNamed
from legation.questions.debate.opinion.snapshot import snapshot_bytes, snapshot_of
from legation.questions.question import Progress, silent
from legation.rooms import RoomState, leaves, replay
from legation.rooms.attribution import sits_in_public
from legation.rooms.deliberation.state import Deliberation
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft, Written
from legation.web.rooms.known_rooms import Glance
from legation.web.site.cache import Cache
from legation.web.stores.rooms import log
from legation.web.stores.rooms.models import Room, RoomEntry, RoomReport

__all__ = ["FORMATS", "PART", "figures_of", "live_named", "may_leave", "paper_of", "part_name", "publish", "state_of"]

PART = "live-"
"""How the part of a live room begins, before its id."""
TRIES = 3
"""How often figures are worked out anew because somebody left meanwhile."""
FORMATS = {
    "html": ("text/html; charset=utf-8", html.render),
    "pdf": ("application/pdf", pdf.render),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx.render),
}
_PAPERS: Cache[bytes] = Cache(64 * 1024 * 1024, len)
"""What was laid out, by the report, the language, the format, and the words and authors of statements as they are."""


def part_name(room: Room) -> str:
    """Return what a room is called in a dossier: ``rooms/live-ID.toml``."""
    return f"{PART}{room.pk}"


def live_named(room: Room, state: Deliberation) -> LiveRoomNamed:
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


def may_leave(state: Glance | Deliberation) -> bool:
    """Whether anything at all may leave a room."""
    return bool(state.settings["leaves"] != "nothing")


def state_of(room: Room) -> Deliberation:
    """Return the state of a room, apart from the one that goes on: nothing changes it while figures are worked out.

    Raises
    ------
    WrongUse
        Where the room is no deliberation.
    """
    state = replay(room.kind, log.entries_after(room.pk))
    if not isinstance(state, Deliberation):
        raise WrongUse(Message("page-room-result.no-deliberation"))
    return state


def publish(room: Room, names: Mapping[str, Spoken | str], progress: Progress = silent) -> RoomReport:
    """Work out the figures of a room as it is now, and fix them: the log says which entries they rest on, and their hash.

    Raises
    ------
    WrongUse
        Where nothing may leave the room, or its rules refuse the entry.
    """
    for _ in range(TRIES):
        state = state_of(room)
        if not may_leave(state):
            raise WrongUse(Message("page-room-result.nothing-leaves"))
        data, sha256 = snapshot_bytes(snapshot_of(state, live_named(room, state), progress=progress))
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
    with DESK.reading(report.room_id) as live:
        state: Any = live.state
        left, question = leaves(state) or {"words": {}, "names": {}}, str(state.settings["question"])
    words = {name: text for name, text in left["words"].items() if text is not None}

    def made() -> bytes:
        room = report.room
        texts = ReportTexts(
            title=room.called,
            question=question,
            host=Wording(**room.notice.get("host", {})),
            interest=Wording(**room.notice.get("interest", {})),
            statements=words,
            names={name: Wording(**said) for name, said in report.names.items()},
            sha256=report.sha256,
            authors=left["names"],
        )
        return FORMATS[ending][1](room_report(figures_of(report), texts, lang))

    return _PAPERS.get((report.pk, lang, ending, hash((tuple(sorted(words.items())), tuple(sorted(left["names"].items()))))), made)
