"""The handover pack: on a page, and as files for whoever comes next."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import zipfile
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from legation.briefing.markings.frame import at_least, frame_marking
from legation.briefing.papers.handover import Acquaintance, Dealt, Pack, pack
from legation.dossier import Wording
from legation.dossier.files.format import writable
from legation.dossier.tables.labels import choice_word
from legation.language import LANGUAGES, Lang, Message
from legation.questions import Case
from legation.web.access import AccessScope
from legation.web.dossiers import store
from legation.web.dossiers.models import Revision
from legation.web.forms.row_form import home_of
from legation.web.runs.files import highest_marking
from legation.web.site.as_of import known_case, later_count, later_href
from legation.web.site.attachments import MEDIA_TYPES
from legation.web.site.large_files import file_bytes
from legation.web.site.listing import paging_of
from legation.web.site.page import PageRequest, case_at
from legation.web.site.routing import Page, file, page
from legation.web.stores.audit import trail
from legation.web.stores.people.models import Person
from legation.web.stores.people.store import people_of

__all__ = ["FORMS", "HandOver"]

FORMS = {one: MEDIA_TYPES[one] for one in ("pdf", "docx", "html", "zip")}
CONTENTS = ("roles", "people")
"""Actors by role alone, or with the persons whom the reader may see."""
_TABLES = ("engagements", "commitments", "messages", "processes")
PAGE, LISTED = 100, 20
"""Actors on a page of the pack, and rows of its other lists: what is left is counted, and the files hold all."""
_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorMet:
    """An actor that we deal with, with its page."""

    actor: Any
    href: str
    by: tuple[Wording, ...]
    last: Any
    channel: Any
    next_due: Any
    next_step: Any
    late: bool
    promises: int
    way: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueItem:
    """Something that is due, with its page."""

    when: Any
    clock: Any
    late: bool
    kind: Any
    what: Any
    who: Any
    href: str


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """Where a source is: its part in the dossier or its address."""

    title: Any
    date: Any
    place: str
    href: str


@dataclass(frozen=True, kw_only=True)
class HandOver(Page):
    """The pack on a page.

    Attributes
    ----------
    people : list of (Spoken or str, Acquaintance)
        For whom, and who; only where they were asked for by somebody who may see them.
    other : str
        Address of the same page with persons, or without them; empty where the reader may not see them.
    files : mapping of str to str
        Address of each form.
    """

    day: dt.date
    marking: str
    actors: list[ActorMet]
    actor_pages: dict[str, Any]
    promises: tuple[Any, ...]
    promises_more: int
    due: list[DueItem]
    due_more: int
    messages: tuple[Any, ...]
    people: list[tuple[Any, Acquaintance]]
    with_people: bool
    other: str
    sources: list[SourcePlace]
    source_count: int
    sources_more: int
    files: dict[str, str]
    later: int
    later_href: str


def _without_people(request: PageRequest) -> Hashable:
    """Let the page be cached where it names nobody: each naming of a person is noted in the trail."""
    return None if request.query.get("people") == "yes" else ()


@page(
    "dossiers/<slug:slug>/engagement/handover",
    name="engagement.handover",
    template="pages/engagement_handover.html",
    action="hand-over",
    cached=_without_people,
)
def handover(request: PageRequest) -> HandOver:
    """Return the pack; with ``?people=yes`` the persons whom the reader may see."""
    with_people = request.query.get("people") == "yes"
    case = _case(request)
    rows = _persons(request) if with_people else []
    _note(request, rows, "seen")
    handover_pack = pack(case, list(map(_acquaintance, rows)))
    contents = CONTENTS[with_people]
    here, actor_pages = paging_of(request, "engagement.handover", {"people": "yes"} if with_people else {}, len(handover_pack.actors), PAGE)
    turned = request.href("engagement.handover") + ("" if with_people else "?people=yes")
    return HandOver(
        title=Message("page-engagement.handover.title"),
        day=case.as_of,
        marking=frame_marking(case, "handover", least=highest_marking(case.dossier)),
        actors=_met(request, here.of(handover_pack.actors)),
        actor_pages=actor_pages,
        promises=handover_pack.promises[:LISTED],
        promises_more=max(0, len(handover_pack.promises) - LISTED),
        due=[
            DueItem(
                when=one.when,
                clock=one.clock,
                late=one.is_late(case.as_of),
                kind=one.label,
                what=one.what,
                who=one.who,
                href=home_of(request, one.table, one.row),
            )
            for one in handover_pack.due[:LISTED]
        ],
        due_more=max(0, len(handover_pack.due) - LISTED),
        messages=handover_pack.messages,
        people=[(case.named(person.actor) if person.actor else person.organisation, person) for person in handover_pack.people],
        with_people=with_people,
        other=turned if request.may("see-people") else "",
        sources=[
            SourcePlace(row.title or row.id, row.date, row.part or row.url, home_of(request, "evidence", row.id))
            for row in handover_pack.files[:LISTED]
        ],
        source_count=len(handover_pack.files),
        sources_more=max(0, len(handover_pack.files) - LISTED),
        files={form: request.href("engagement.handover.file", contents=contents, form=form) for form in FORMS},
        later=later_count(request, case, _TABLES),
        later_href=later_href(request),
    )


@file("dossiers/<slug:slug>/engagement/handover/<slug:contents>/<slug:form>", name="engagement.handover.file", action="hand-over")
def handover_file(request: PageRequest, contents: str, form: str) -> HttpResponse:
    """Return the pack as a document in the reader's language, or as an archive: in both languages, with the dossier as it was shown."""
    if contents not in CONTENTS or form not in FORMS:
        raise Http404
    rows = _persons(request) if contents == "people" else []
    people = tuple(map(_acquaintance, rows))
    lang = "" if form == "zip" else request.lang
    key = ("handover", form, lang, request.today, request.day, people)
    data = file_bytes(request, request.revision, key, _making(request, people, form), once=bool(people))
    _note(request, rows, "taken")
    name = f"{request.dossier.slug}-handover.zip" if form == "zip" else f"{request.dossier.slug}-handover-{request.lang}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(data, content_type=FORMS[form], headers=headers)


def _case(request: PageRequest) -> Case:
    """Return what is handed over: as the reader sees it, but never the mandate."""
    return known_case(request, _scope(request))


def _scope(request: PageRequest) -> AccessScope:
    return dataclasses.replace(request.scope, audience="desk")


def _persons(request: PageRequest) -> list[Person]:
    """Return the persons to be named.

    Raises
    ------
    PermissionDenied
        Where the reader may not see people.
    """
    if not request.may("see-people"):
        raise PermissionDenied
    there = {row.id for row in request.view.actors}
    return [row for row in people_of(request.dossier, request.grant.role, for_export=True) if not row.actor or row.actor in there]


def _note(request: PageRequest, rows: Iterable[Person], how: str) -> None:
    """Note in the trail each person who is named."""
    for row in rows:
        trail.note(
            how,
            route="engagement.handover",
            account=request.account,
            dossier=request.dossier.slug,
            revision=request.dossier.head,
            thing=f"person={row.key}",
        )


def _acquaintance(row: Person) -> Acquaintance:
    return Acquaintance(
        actor=row.actor, name=row.name, function=row.function, organisation=row.organisation, contact=row.contact, channel=row.channel
    )


def _met(request: PageRequest, actors: Iterable[Dealt]) -> list[ActorMet]:
    return [
        ActorMet(
            actor=one.actor,
            href=home_of(request, "actors", one.id),
            by=one.by,
            last=one.last,
            channel=choice_word("engagements", "channel", one.channel) if one.channel else "",
            next_due=one.next_due,
            next_step=one.next_step,
            late=one.is_late,
            promises=one.promises,
            way=one.way,
        )
        for one in actors
    ]


def _paper_bytes(case: Case, handover_pack: Pack, lang: Lang, form: str) -> bytes:
    from legation.briefing import docx, html, pdf
    from legation.briefing.docx.template import PART
    from legation.briefing.papers.handover_paper import handover as lay_out

    paper = at_least(lay_out(case, handover_pack, lang), highest_marking(case.dossier), case.info.pap)
    if form == "docx":
        return docx.render(paper, case.dossier.files.get(PART))
    return {"html": html.render, "pdf": pdf.render}[form](paper)


def _making(request: PageRequest, people: tuple[Acquaintance, ...], form: str) -> Callable[[], bytes]:
    """Return what makes a file of the pack, for the reader of a request."""
    revision, scope, today, day, lang = request.revision, _scope(request), request.today, request.day, request.lang

    def make() -> bytes:
        case = case_at(revision, scope, today, day)
        handover_pack = pack(case, people)
        return _archive(revision, case, handover_pack) if form == "zip" else _paper_bytes(case, handover_pack, lang, form)

    return make


def _archive(revision: Revision, case: Case, handover_pack: Pack) -> bytes:
    """Return the documents in both languages and the parts of the dossier; the same pack gives the same bytes."""
    shown = dataclasses.replace(writable(case.dossier), mandate=None)
    parts = {f"dossier/{name}": data for name, data in store.parts_seen(shown, revision).items()}
    for lang in LANGUAGES:
        parts |= {f"handover-{lang}.{form}": _paper_bytes(case, handover_pack, lang, form) for form in ("pdf", "docx", "html")}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts):
            archive.writestr(zipfile.ZipInfo(name, _TIME), parts[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()
