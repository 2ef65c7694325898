"""Nationals of partners: counted by nationality, and the list for the one State that leads for them.

A list serves that one purpose, and stands in the trail. Whoever asked that a State's authorities are not contacted is on no list for it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpResponse

from legation.language import Lang, Message, country_name, say
from legation.web.consular.crises.about import read_about
from legation.web.consular.crises.calls import Call, call_of, in_triage_order
from legation.web.consular.crises.situation import partners_of
from legation.web.consular.house import HOUSE
from legation.web.consular.pages.crises.scope import crisis_of, posts_in
from legation.web.consular.records.models import Household
from legation.web.consular.routing import DeskRequest, Page, file, page
from legation.web.consular.vault import vault

__all__ = ["partners", "partners_file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCount:
    """How many people who are called hold a nationality and not ours."""

    state: str
    count: int
    without_news: int
    href: str


@dataclass(frozen=True, kw_only=True)
class PartnersPage(Page):
    """Nationals of partners by nationality; who holds two is counted under both."""

    crisis: str
    total: int
    states: tuple[StateCount, ...]
    back: str


def _nationals(call: Call) -> dict[str, list[str]]:
    """Return of each nationality the people who hold it and not ours."""
    known, found = call.stake.people, dict[str, list[str]]()
    for person in call.people:
        nationalities = known.nationalities[known.position[person]]
        if partners_of(nationalities):
            for state in dict.fromkeys(one.upper() for one in nationalities):
                found.setdefault(state, []).append(person)
    return found


@page("posts/<slug:post>/crises/<slug:crisis>/partners", name="crises.partners", template="consular/crises/partners.html", action="export")
def partners(request: DeskRequest, crisis: str) -> PartnersPage:
    """Show how many nationals of partners are called."""
    found = crisis_of(request, crisis)
    call = call_of(found, posts_in(request, found, "export"))
    nationals = _nationals(call)
    counts = Counter({state: len(people) for state, people in nationals.items()})
    return PartnersPage(
        title=Message("desk-roll.partners"),
        crisis=read_about(found).title(request.lang),
        total=len({person for people in nationals.values() for person in people}),
        states=tuple(
            StateCount(
                state=country_name(state, request.lang) or state,
                count=count,
                without_news=sum(one in call.result.unaccounted for one in nationals[state]),
                href=request.href("crises.partners-file", crisis=found.pk, state=state),
            )
            for state, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        ),
        back=request.href("crises.roll", crisis=found.pk),
    )


@file("posts/<slug:post>/crises/<slug:crisis>/partners/<slug:state>.pdf", name="crises.partners-file", action="export")
def partners_file(request: DeskRequest, crisis: str, state: str) -> HttpResponse:
    """Return the list for a State, without those who do not wish it to be contacted."""
    from legation.web.consular.crises.papers import list_paper, paper_response

    found = crisis_of(request, crisis)
    call = call_of(found, posts_in(request, found, "export"))
    people = _nationals(call).get(state.upper(), [])
    if not people:
        raise Http404
    listed = in_triage_order(call, [one for one in people if not _objects(call.households[one], state.upper())])
    known, lang = call.stake.people, _lang(request)
    posts = {post.id: post.title(lang) for post in HOUSE.posts}
    rows = [
        (
            known.name(one),
            posts.get(str(known.posts[known.position[one]]), ""),
            call.households[one][:6],
            say(Message(f"desk-roll.status.{call.result.status[one]}"), lang),
        )
        for one in listed
    ]
    shown = Message("desk-roll.for-state", state=country_name(state.upper(), lang) or state)
    return paper_response(list_paper(read_about(found).title(lang), shown, rows, found, lang, is_drill=settings.CONSULAR_DRILL))


def _lang(request: DeskRequest) -> Lang:
    return request.lang


def _objects(household: str, state: str) -> bool:
    contact = vault().open(Household.objects.get(pk=household), "contact") or {}
    return state in {str(one).upper() for one in contact.get("do_not_contact", ())}
