"""The pictures of a vote: the seats, and who went from which vote to which; on its page and as files, with what their marks stand for."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import Http404, HttpResponse

from legation.dossier import RollCall, standing
from legation.figures import render
from legation.figures.figure import Figure, in_words
from legation.questions import Case
from legation.questions.base import inputs
from legation.questions.votes.declarations import declared_votes
from legation.questions.votes.past_vote import vote_seats
from legation.questions.votes.tally import squares
from legation.questions.votes.vote_shift import moved_picture
from legation.web.pages.voting.voters import paired
from legation.web.runs.pictures import drawn_response, on_screen
from legation.web.site.as_of import known_case
from legation.web.site.cache import Cache
from legation.web.site.page import PageRequest
from legation.web.site.routing import file

__all__ = ["VotePicture", "drawn", "marks", "picture_on_page", "rollcall_named", "rollcall_or_404"]


class _Drawn(NamedTuple):
    """A picture: what it says, its drawing, what its marks stand for, and how large it is [px]."""

    figure: Figure
    svg: bytes
    marks: bytes
    width: str
    height: str


_DRAWN: Cache[_Drawn | None] = Cache(64)
"""Pictures by all that they show."""
_SIZE = re.compile(rb'<svg[^>]*? width="([\d.]+)" height="([\d.]+)"')


@dataclass(frozen=True, kw_only=True)
class VotePicture:
    """A picture of the page: its words, its drawing with its size, and what its marks stand for."""

    id: str
    title: Any
    alt: Any
    svg: str
    marks: str
    width: str
    height: str


def picture_on_page(request: PageRequest, row: RollCall, picture: str, beside: str = "") -> VotePicture | None:
    """Return a picture with its addresses; None where there is nothing to draw."""
    made = _made(request, row, picture, beside)
    if made is None:
        return None
    query = {"with": beside, "as_of": request.query.get("as_of", ""), "revision": str(request.dossier.head)}
    given = urlencode({key: value for key, value in query.items() if value})
    svg, described = (request.href(route, rollcall=row.id, picture=picture) for route in ("votes.drawn", "votes.marks"))
    return VotePicture(
        id=picture,
        title=made.figure.title,
        alt=made.figure.alt,
        svg=f"{svg}?{given}",
        marks=f"{described}?{given}",
        width=made.width,
        height=made.height,
    )


def rollcall_or_404(request: PageRequest, rollcall: str) -> RollCall:
    """Return a vote that the person sees on the day of the page; one that they do not see does not exist for them."""
    row = next((row for row in reversed(request.known.rollcalls) if row.id == rollcall), None)
    if row is None:
        raise Http404
    return row


@file("dossiers/<slug:slug>/votes/<path:rollcall>/drawn/<slug:picture>", name="votes.drawn", action="see")
def drawn(request: PageRequest, rollcall: str, picture: str) -> HttpResponse:
    """Return a picture as SVG: ``seats``, or with ``?with=`` another vote ``moved``; ``?take`` without what it needs to stand alone."""
    made = _made_or_404(request, rollcall, picture)
    return drawn_response(made.svg if "take" in request.query else on_screen(made.svg))


@file("dossiers/<slug:slug>/votes/<path:rollcall>/marks/<slug:picture>", name="votes.marks", action="see")
def marks(request: PageRequest, rollcall: str, picture: str) -> HttpResponse:
    """Return what the marks of a picture stand for: names, votes, rows and sources."""
    response = HttpResponse(_made_or_404(request, rollcall, picture).marks, content_type="application/json")
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response


def _made_or_404(request: PageRequest, rollcall: str, picture: str) -> _Drawn:
    made = _made(request, rollcall_or_404(request, rollcall), picture, request.query.get("with", "")[:200])
    if made is None:
        raise Http404
    return made


def _made(request: PageRequest, row: RollCall, picture: str, beside: str) -> _Drawn | None:
    """Return a picture in the reader's language; None where there is nothing to draw."""
    key = (request.revision.hash, request.scope.key, request.day, request.today, row.id, picture, beside, request.lang)
    return _DRAWN.get(key, lambda: _drawn_anew(request, _figure(known_case(request), row, picture, beside)))


def _drawn_anew(request: PageRequest, figure: Figure | None) -> _Drawn | None:
    if figure is None:
        return None
    svg = render.svg(figure, request.lang).encode()
    size = _SIZE.match(svg)
    width, height = (one.decode() for one in size.groups()) if size else ("", "")
    described = {"lang": request.lang, "marks": figure.records(request.lang)}
    return _Drawn(figure, svg, json.dumps(in_words(described, request.lang), ensure_ascii=False).encode(), width, height)


def _figure(case: Case, row: RollCall, picture: str, beside: str) -> Figure | None:
    if picture == "seats":
        return _seats(case, row)
    other = rollcall_named(case, beside) if picture == "moved" and beside else None
    pair = paired(case, row, other) if other is not None and other.id != row.id else None
    return moved_picture(pair) if pair else None


def rollcall_named(case: Case, text: str) -> RollCall | None:
    """Return the vote of an id, as pages name it; else that of a symbol as a person may write it, for which each symbol is read."""
    return next((row for row in standing(case.dossier.rollcalls) if row.id == text), None) or case.meant_rollcall(text)


def _seats(case: Case, row: RollCall) -> Figure | None:
    """Return the seats of a vote: who voted how, of a vote ahead who declared what; None where nothing is known of any member."""
    members = inputs.member_ids(case, row)
    if inputs.is_held(case, row, by_member=True):
        return vote_seats(case, row, members)
    declared = declared_votes(case, row)
    if inputs.is_held(case, row) or not set(declared) & set(members):
        return None
    return squares(case, row, members, declared, None)
