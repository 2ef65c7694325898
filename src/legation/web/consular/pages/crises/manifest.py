"""Who goes aboard: households in their order, how many seats there are, and the list on paper."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpResponse

from legation.language import Message
from legation.web.consular.crises.about import read_about
from legation.web.consular.crises.boarding import PRIORITIES, Boarding, boarding_of, note_household
from legation.web.consular.crises.calls import call_of
from legation.web.consular.pages.crises.scope import crisis_of, posts_in
from legation.web.consular.paper.codes import paper_code
from legation.web.consular.people import KnownPeople
from legation.web.consular.records.models import Crisis, Household
from legation.web.consular.routing import DeskRequest, Page, action, file, page
from legation.web.site.values import parse_int

__all__ = ["manifest_file", "manifest_page", "note"]

_MOST_SEATS = 100_000
EACH = 100
_WHY = {"not ready": Message("desk-roll.why.not-ready"), "no seats": Message("desk-roll.why.no-seats")}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitEntry:
    """A household that asks to leave."""

    household: str
    code: str
    names: tuple[str, ...]
    seats: int
    priority: int
    is_ready: bool
    why_not: Message | None


@dataclass(frozen=True, kw_only=True)
class ManifestPage(Page):
    """Who goes aboard with so many seats, and who is passed over and why."""

    crisis: str
    seats: int
    taken: int
    aboard: tuple[UnitEntry, ...]
    passed_over: tuple[UnitEntry, ...]
    left_out: int
    priorities: tuple[int, ...]
    can_note: bool
    href: str
    note_href: str
    file_href: str
    back: str


def _entries(crisis: Crisis, known: KnownPeople, boarding: Boarding) -> tuple[list[UnitEntry], list[UnitEntry]]:
    why = dict(boarding.result.passed_over)

    def entry(household: str) -> UnitEntry:
        unit = boarding.units[household]
        return UnitEntry(
            household=household,
            code=paper_code(crisis.pk, household),
            names=tuple(known.name(one) for one in boarding.people[household]),
            seats=unit.seats,
            priority=unit.priority,
            is_ready=unit.ready,
            why_not=_WHY[why[household]] if household in why else None,
        )

    return [entry(one) for one in boarding.result.aboard], [entry(one) for one, _ in boarding.result.passed_over]


def _boarding(request: DeskRequest, crisis: Crisis) -> tuple[KnownPeople, Boarding, int]:
    seats = parse_int(request.query.get("seats", ""), 0, most=_MOST_SEATS)
    call = call_of(crisis, posts_in(request, crisis, "embark"))
    return call.stake.people, boarding_of(crisis, call, seats), seats


@page("posts/<slug:post>/crises/<slug:crisis>/manifest", name="crises.manifest", template="consular/crises/manifest.html", action="embark")
def manifest_page(request: DeskRequest, crisis: str) -> ManifestPage:
    """Show who goes aboard."""
    found = crisis_of(request, crisis)
    known, boarding, seats = _boarding(request, found)
    aboard, passed_over = _entries(found, known, boarding)
    here = {"crisis": found.pk}
    return ManifestPage(
        title=Message("desk-roll.manifest"),
        crisis=read_about(found).title(request.lang),
        seats=seats,
        taken=sum(one.seats for one in aboard),
        aboard=tuple(aboard),
        passed_over=tuple(passed_over[:EACH]),
        left_out=max(0, len(passed_over) - EACH),
        priorities=(0, *PRIORITIES),
        can_note=found.state != "closed",
        href=request.href("crises.manifest", **here),
        note_href=request.href("crises.note", **here),
        file_href=request.href("crises.manifest-file", **here) + f"?seats={seats}",
        back=request.href("crises.one", **here),
    )


@action("posts/<slug:post>/crises/<slug:crisis>/manifest/note", name="crises.note", action="embark")
def note(request: DeskRequest, crisis: str) -> str:
    """Note of a household whether it is ready, and its priority."""
    found = crisis_of(request, crisis)
    household = Household.objects.filter(pk=request.form.get("household", ""), post__in=posts_in(request, found, "embark")).first()
    if household is None:
        raise Http404
    seats = parse_int(request.form.get("seats", ""), 0, most=_MOST_SEATS)
    note_household(
        found,
        household,
        ready="ready" in request.form,
        priority=parse_int(request.form.get("priority", ""), 0),
        seen_ready=request.form.get("seen", "") == "ready",
        by=request.account,
    )
    return f"{request.href('crises.manifest', crisis=found.pk)}?seats={seats}"


@file("posts/<slug:post>/crises/<slug:crisis>/manifest.pdf", name="crises.manifest-file", action="embark")
def manifest_file(request: DeskRequest, crisis: str) -> HttpResponse:
    """Return the list of who goes aboard, to print."""
    from legation.web.consular.crises.papers import manifest_paper, paper_response

    found = crisis_of(request, crisis)
    known, boarding, seats = _boarding(request, found)
    aboard, _ = _entries(found, known, boarding)
    rows = [(str(number), one.code, ", ".join(one.names), str(one.seats)) for number, one in enumerate(aboard, 1)]
    title = read_about(found).title(request.lang)
    return paper_response(manifest_paper(title, rows, found, request.lang, seats=seats, is_drill=settings.CONSULAR_DRILL))
