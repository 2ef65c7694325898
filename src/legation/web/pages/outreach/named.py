"""Natural persons named in the texts of a dossier: its owner says the function instead, quotes the source, or removes the name."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from legation.errors import NotAvailable, WrongUse
from legation.language import Message, say
from legation.sources.names.in_dossier import PersonIn, persons_in, reworded
from legation.web.forms.saving import save_content
from legation.web.site.cache import Cache
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page

__all__ = ["NamedPage"]

_SHOWN, _ROUND = 20, 160
CHOICES = ("function", "quote", "remove")
_FOUND: Cache[tuple[PersonIn, ...]] = Cache(16)


@dataclass(frozen=True, kw_only=True)
class NamedLine:
    """A name, and the words round it.

    Attributes
    ----------
    key : str
        Where it stands, as the form sends it back.
    called : Message
        The table.
    before, marked, after : str
        The text: what stands before the name, the name with its form of address, and what stands behind.
    cites : bool
        Whether the sentence may be shown as a quotation.
    href : str
        The row.
    """

    key: str
    called: Message
    row: str
    before: str
    marked: str
    after: str
    cites: bool
    href: str


@dataclass(frozen=True, kw_only=True)
class NamedPage(Page):
    """The names that wait for a choice, the first of them; how many wait, how many come after these, how many a published quotation has."""

    lines: list[NamedLine]
    waiting: int
    more: int
    published: int
    may_edit: bool


@page("dossiers/<slug:slug>/persons-named", name="people.named", template="pages/people_named.html", action="share")
def named(request: PageRequest) -> NamedPage:
    """Return the names that wait for a choice."""
    found = _persons(request)
    waiting = [one for one in found if not one.published]
    return NamedPage(
        title=Message("persons.title"),
        lines=[_line(request, one) for one in waiting[:_SHOWN]],
        waiting=len(waiting),
        more=max(0, len(waiting) - _SHOWN),
        published=len(found) - len(waiting),
        may_edit=request.may("edit"),
    )


def _persons(request: PageRequest) -> tuple[PersonIn, ...]:
    """Return the persons whom the dossier of a page names: all its texts are read once for a revision."""
    return _FOUND.get((request.revision.hash, request.scope.key), lambda: persons_in(request.view))


def _line(request: PageRequest, one: PersonIn) -> NamedLine:
    begin, end = max(0, one.start - _ROUND), min(len(one.text), one.end + _ROUND)
    return NamedLine(
        key=one.key,
        called=Message(f"table.{one.table}"),
        row=one.row,
        before=("…" if begin else "") + one.text[begin : one.start],
        marked=one.text[one.start : one.end],
        after=one.text[one.end : end] + ("…" if end < len(one.text) else ""),
        cites=one.cites,
        href=request.href("rows.one", table=one.table, row=one.row),
    )


@action("dossiers/<slug:slug>/persons-named/choose", name="people.named.choose", action="share")
def choose(request: PageRequest) -> str | HttpResponse:
    """Make the choice for one name."""
    if not request.may("edit"):
        raise PermissionDenied
    place, choice, function = (request.form.get(name, "") for name in ("place", "choice", "function"))
    if choice not in CHOICES or (choice == "function" and not function.strip()):
        raise WrongUse(Message("dossier.not-allowed", name="choice", found=choice[:40], allowed=" | ".join(CHOICES)))
    one = next((found for found in _persons(request) if found.key == place and not found.published), None)
    if one is None or one.text[one.start : one.end] != request.form.get("name", ""):
        raise NotAvailable(Message("persons.gone"))
    mine = reworded(request.view, one, function=function[:300] if choice == "function" else "", quote=choice == "quote")
    reason = say(Message("persons.reason", place=f"{one.table} {one.row}"), request.lang)
    answer = save_content(request, mine, base=request.revision.number, next=request.href("people.named"), reason=reason)
    if isinstance(answer, str):
        messages.success(request.http, say(Message("persons.done", place=one.row), request.lang))
    return answer
