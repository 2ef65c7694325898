"""Papers of a crisis to take along, in French or English."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse

from legation.language import LANGUAGES, Lang
from legation.web.consular.crises.about import read_about
from legation.web.consular.crises.calls import Call, call_of
from legation.web.consular.crises.papers import paper_response
from legation.web.consular.pages.crises.scope import crisis_of, posts_in
from legation.web.consular.pages.wardens.appointing import warden_of
from legation.web.consular.paper.codes import paper_code
from legation.web.consular.paper.lines import lines_of
from legation.web.consular.paper.papers import phone_list, roll_sheet, warden_sheet
from legation.web.consular.records.models import Crisis
from legation.web.consular.routing import DeskRequest, file
from legation.web.consular.wardens.lists import is_over, listed, read_area
from legation.web.site.values import parse_int

__all__ = ["print_phone_list", "print_roll_sheet", "print_warden_list"]

_PATH = "posts/<slug:post>/crises/<slug:crisis>"
MOST_PARTS = 50


@file(f"{_PATH}/paper/phone-list.pdf", name="crises.paper.phones", action="export")
def print_phone_list(request: DeskRequest, crisis: str) -> HttpResponse:
    """Return the households without news with their numbers, in as many parts as callers share it."""
    found, call = _call(request, crisis)
    parts = min(MOST_PARTS, max(1, parse_int(request.query.get("parts", ""), 1)))
    lang, lines = _lang(request), lines_of(found, call, without_news=request.query.get("all") != "1")
    return paper_response(phone_list(read_about(found).title(lang), lines, parts, found, lang, is_drill=settings.CONSULAR_DRILL))


@file(f"{_PATH}/paper/roll-sheet.pdf", name="crises.paper.roll", action="export")
def print_roll_sheet(request: DeskRequest, crisis: str) -> HttpResponse:
    """Return a slip for each household of the roll call, with its code."""
    found, call = _call(request, crisis)
    lang, lines = _lang(request), lines_of(found, call, without_news=request.query.get("all") != "1")
    return paper_response(roll_sheet(read_about(found).title(lang), lines, found, lang, is_drill=settings.CONSULAR_DRILL))


@file(f"{_PATH}/wardens/<slug:warden>/list.pdf", name="crises.wardens.file", action="export")
def print_warden_list(request: DeskRequest, crisis: str, warden: str) -> HttpResponse:
    """Return the list of a warden to take along; nothing once it has ended."""
    one = warden_of(request, crisis, warden)
    if is_over(one):
        raise Http404
    lang, title = _lang(request), read_about(one.crisis).title
    rows = [(paper_code(one.crisis_id, household.id), household) for household in listed(one)]
    return paper_response(warden_sheet(title(lang), read_area(one), rows, one.crisis, lang, is_drill=settings.CONSULAR_DRILL))


def _call(request: DeskRequest, crisis: str) -> tuple[Crisis, Call]:
    found = crisis_of(request, crisis)
    if found.state not in ("declared", "stood-down"):
        raise Http404
    return found, call_of(found, posts_in(request, found, "export"))


def _lang(request: DeskRequest) -> Lang:
    chosen = request.query.get("lang", "")
    return next((lang for lang in LANGUAGES if lang == chosen), request.lang)
