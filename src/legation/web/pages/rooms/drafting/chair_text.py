"""A text that the chair brings: read, laid out by paragraphs with whose words stand in each, looked at, and then put on the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from legation.language import Message
from legation.methods.drafting import Proposal, survived
from legation.questions.deals.drafting.incoming import Incoming
from legation.rooms.drafting import DRAFTING, KINDS
from legation.rooms.state import as_seen
from legation.web.pages.rooms.answers import too_much, why_not
from legation.web.pages.rooms.drafting.here import Here, drawn_key, here_in
from legation.web.pages.rooms.drafting.text_in import FILE, LONGEST_TEXT, GivenText, as_data, kinds_of_text, text_in
from legation.web.pages.rooms.private_page import private_page
from legation.web.rooms.routes import later, seat_route

__all__ = ["LaidOutParagraph", "chair_bring", "chair_text", "whose_words"]

LARGEST = 20 * 1024 * 1024
"""Bytes of what is sent: a file of 16 MB and what surrounds it."""
LEAST = 4
"""Words that stand together before they are somebody's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidOutParagraph:
    """A paragraph that is about to be brought, and from whom it comes.

    Attributes
    ----------
    name : str
        Of the field in which that is written.
    is_new : bool
        Whether the text on the table has none of its number.
    """

    name: str
    label: str
    text: str
    sources: str
    is_new: bool


@seat_route("chair/text", name="room-chair-text", action="chair", kind=DRAFTING.id)
def chair_text(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Show the form in which a text is brought, with the text as it stands."""
    at = here_in(request, room, here)
    return _page(request, at, text=at.as_read(at.of_all), kind="chair")


@seat_route("chair/bring", name="room-chair-bring", action="chair", method="POST", largest=LARGEST, kind=DRAFTING.id)
def chair_bring(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Read a text and show its paragraphs, or, where they were looked at, bring it."""
    wait = too_much(request, room, here, 1)
    if wait:
        return later(request, wait, as_json=False)
    at = here_in(request, room, here)
    form = request.POST
    kind, typed = form.get("kind", ""), form.get("text", "")
    found = text_in(request, typed, str(at.settings["bis"]), with_ids=at.with_ids)
    if kind not in KINDS or found.error is not None:
        error = found.error or Message("page-draft-chair.kind-needed")
        return _page(request, at, text=typed or found.text, kind=kind, error=error, status=422)
    if form.get("do") != "bring":
        return _page(request, at, text=found.text, kind=kind, laid_out=_laid_out(at, found), stray=found.stray, brings=found.brings)
    sources = [_named(form.get(f"source-{number}", "")) for number in range(len(found.paragraphs))]
    refused = at.write("brought", as_data(kind, found.paragraphs, sources), f"brought:{drawn_key(form.get('number', ''))}")
    if refused is not None:
        return _page(request, at, text=found.text, kind=kind, error=why_not(refused, "chair"), status=409)
    return HttpResponseRedirect(reverse("room-chair", args=[room]))


def whose_words(text: str, stands: str, offered: Sequence[Proposal]) -> tuple[str, ...]:
    """Return in whose proposals four and more words of a paragraph stood together first, who has most of them first.

    Examples
    --------
    >>> whose_words("States shall report at once to all.", "States report.", [Proposal(("EU",), "shall report at once to all")])
    ('EU',)
    """
    credited = survived(text, [Proposal((), stands), *offered], LEAST)
    words_of: dict[str, int] = {}
    for proposal, words in zip(offered, credited.kept[1:], strict=True):
        for actor in proposal.actors if words else ():
            words_of[actor] = words_of.get(actor, 0) + words
    return tuple(sorted(words_of, key=lambda actor: (-words_of[actor], actor)))


def _laid_out(at: Here, read: GivenText) -> list[LaidOutParagraph]:
    """Return the paragraphs that are brought, each with from whom it comes: what stood there before, and whose words it took up.

    Those who changed it in the file stand with the day of it. Where all do not see who wants what, only what stood there before does: what
    stands beside a paragraph is shown to all.
    """
    there = {str(one["id"]): one for one in at.text.units}
    found = []
    for number, one in enumerate(read.paragraphs):
        row = there.get(one.id)
        over = at.text.over.get(one.id, ())
        inside = {n for bracket in over for n in range(bracket["start"], bracket["end"])}
        stands = "".join(word for n, word in enumerate(row["words"]) if n not in inside) if row is not None else ""
        offered = [Proposal(tuple(bracket.get("by") or ()), str(bracket["words"])) for bracket in over if bracket.get("by")]
        before = tuple(row.get("sources") or ()) if row is not None else ()
        changed = [change for change in read.brings.proposals if change.unit == one.id] if read.brings is not None else []
        authors = [f"{change.author} ({change.date[:10]})" if change.date else change.author for change in changed if change.author]
        wanted = (at.text.names([actor]).first for actor in whose_words(one.text, stands, offered))
        names = dict.fromkeys((*before, *((*wanted, *authors) if at.names_proposers else ())))
        found.append(
            LaidOutParagraph(
                name=f"source-{number}", label=one.label, text=one.text, sources=", ".join(names), is_new=row is None
            )
        )  # fmt: skip
    return found


def _named(typed: str) -> list[str]:
    return list(dict.fromkeys(name for one in as_seen(typed).split(",") if (name := " ".join(one.split())[:200])))[:200]


def _page(
    request: HttpRequest,
    at: Here,
    *,
    text: str,
    kind: str,
    laid_out: Sequence[LaidOutParagraph] = (),
    stray: int = 0,
    brings: Incoming | None = None,
    error: Any = None,
    status: int = 200,
) -> HttpResponse:
    values = {
        "room": at.room.pk,
        "heading": at.heading,
        "text": text,
        "kind": kind,
        "kinds": kinds_of_text(),
        "laid_out": laid_out,
        "names_proposers": at.names_proposers,
        "stray": stray,
        "notes": brings.notes if brings is not None else (),
        "file": FILE,
        "longest": LONGEST_TEXT,
        "number": at.seen["number"],
        "error": error,
    }
    return private_page(request, "rooms/chair_text.html", values, status=status)
