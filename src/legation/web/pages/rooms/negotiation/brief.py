"""The brief of one's own side, to print: what is negotiated, what each option is worth to it, its floor, and what it alone reads.

The address names the side, and only who sits for it gets the paper: nobody prints another's by guessing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from legation.briefing import pdf
from legation.briefing.document import Block, Box, Cell, Document, Heading, PaperTable, Paragraph
from legation.briefing.exercise import as_exercise
from legation.dossier import Wording
from legation.language import Lang, Message, say
from legation.rooms import seen_by
from legation.version import VERSION
from legation.web.pages.rooms.negotiation.rules import called_of
from legation.web.pages.rooms.result import attached
from legation.web.rooms.desk import DESK
from legation.web.rooms.play import REHEARSAL
from legation.web.rooms.routes import seat_route
from legation.web.site import errors
from legation.web.stores.rooms.models import Room

__all__ = ["brief", "brief_paper"]


@seat_route("brief/<str:side>.pdf", name="room-brief", kind="negotiation")
def brief(request: HttpRequest, room: str, here: str, side: str) -> HttpResponse:
    """Return the brief of the side for which this seat sits, as PDF; any other side's is refused, be it there or not."""
    with DESK.reading(room) as live:
        state: Any = live.state
        seen, settings = seen_by(state, here), state.settings
    mine = seen.get("mine") or {}
    if not mine.get("side") or mine["side"] != side:
        return errors.answer(request, 403, Message("web.error.not-allowed"), as_json=False)
    lang: Lang = request.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware
    paper = brief_paper(Room.objects.get(pk=room), settings, mine, lang)
    return attached(pdf.render(paper), "application/pdf", f"{paper.name}-{paper.kind}-{lang}.pdf")


def brief_paper(room: Room, settings: Mapping[str, Any], mine: Mapping[str, Any], lang: Lang) -> Document:
    """Return the brief of a side as a document; of a rehearsal it says that it is an exercise.

    Parameters
    ----------
    settings : mapping
        Those of the room: of them nothing but what all know is read.
    mine : mapping
        ``mine`` of what the seat may know: side, points, floor, brief.
    """
    sides = {str(one["id"]): one for one in settings["sides"]}
    own = Wording(**{one: str((mine.get("brief") or {}).get(one) or "") for one in ("fr", "en")})
    blocks: list[Block] = [Paragraph(say(Message("page-games.brief-yours"), lang), style="note")]
    blocks += [Paragraph(line, style="lead") for line in say(own, lang).split("\n") if line.strip()] if own else []
    blocks += [Paragraph(words) for words in _limits(settings, mine, lang)]
    blocks.append(Heading(say(Message("page-games.brief-issues"), lang)))
    blocks.append(_table(settings, mine, lang))
    known = {str(one["id"]): Wording(fr=str(one.get("public_fr") or ""), en=str(one.get("public_en") or "")) for one in settings["sides"]}
    public = [(one, words) for one, words in known.items() if words]
    if public:
        public_blocks = tuple(
            block
            for one, words in public
            for block in (Heading(say(called_of(sides[one]), lang), level=3), Paragraph(say(words, lang)))
        )  # fmt: skip
        blocks.append(Box(say(Message("page-games.brief-all"), lang), public_blocks))
    paper = Document(
        kind="brief",
        name=f"{room.pk}-{mine['side']}",
        lang=lang,
        title=say(Message("page-games.brief", side=called_of(sides[mine["side"]])), lang),
        subtitle=room.called.in_language(lang),
        blocks=tuple(blocks),
        version=f"Legation {VERSION}",
    )
    return as_exercise(paper) if settings.get("session") == REHEARSAL else paper


def _limits(settings: Mapping[str, Any], mine: Mapping[str, Any], lang: Lang) -> list[str]:
    """Return the floor, and what holds without a deal."""
    said = [say(Message("page-games.brief-floor", count=int(mine["floor"])), lang)] if mine.get("floor") is not None else []
    quo = settings.get("status_quo")
    if quo:
        named = [say(called_of(one["options"][at]), lang) for one, at in zip(settings["issues"], quo, strict=True)]
        said.append(say(Message("page-games.brief-status-quo", package="; ".join(named)), lang))
    return said


def _table(settings: Mapping[str, Any], mine: Mapping[str, Any], lang: Lang) -> PaperTable:
    """Return each issue with its options and, where the side has points, what each is worth to it, the best first."""
    points = mine.get("points")
    rows: list[tuple[Cell, ...]] = []
    for number, issue in enumerate(settings["issues"]):
        rows.append((Cell(say(called_of(issue), lang), bold=True), *((Cell(""),) if points else ())))
        options = list(enumerate(issue["options"]))
        for at, option in sorted(options, key=lambda one: -points[number][one[0]]) if points else options:
            rows.append((Cell(say(called_of(option), lang)), *((Cell(str(points[number][at]), align="right"),) if points else ())))
    said = [say(Message(f"page-games.brief-{one}"), lang) for one in (("option", "points") if points else ("option",))]
    head = tuple(Cell(one, align="right" if number else "left") for number, one in enumerate(said))
    return PaperTable(head=head, rows=tuple(rows), widths=(0.82, 0.18) if points else ())
