"""The report of a post on one target: six taps and it is sent; and what was sent, ready to be copied into a telegram."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from legation.dossier import standing
from legation.dossier.records.rounds import ANSWERS, FORMS
from legation.dossier.tables.labels import choice_word
from legation.errors import LegationError
from legation.language import Message, say
from legation.web.pages.posts.assignments import frame_of
from legation.web.pages.posts.draft import draft_of
from legation.web.pages.rooms.private_page import private_page
from legation.web.posts.assigned import version_row
from legation.web.posts.reports import LEVELS, Report, check_takes, read_report, sent_before, sent_document, take
from legation.web.posts.routes import PostRequest, post_route
from legation.web.site.values import parse_int
from legation.web.stores.audit import trail
from legation.web.stores.posts.models import PostReport

__all__ = ["ChoiceLine", "FormLine", "choices", "earlier_reports", "note_report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceLine:
    """A button of a choice."""

    value: str
    words: Any
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLine:
    """A choice of the form: its name, heading and buttons, and what is wrong with it."""

    name: str
    heading: Message
    choices: list[ChoiceLine]
    error: Any


def choices(typed: Mapping[str, str], wrong: Mapping[str, Any]) -> list[FormLine]:
    """Return the choices of a form in the order in which they are tapped."""
    words: dict[str, list[tuple[str, Any]]] = {
        "reached": [("yes", Message("page-posts.reached-yes")), ("no", Message("page-posts.reached-no"))],
        "answer": [(one, choice_word("engagements", "answer", one)) for one in ANSWERS],
        "level": [(one, choice_word("engagements", "level", one)) for one in LEVELS],
        "form": [(one, choice_word("engagements", "form", one)) for one in FORMS],
    }
    return [
        FormLine(
            name=name,
            heading=Message(f"page-posts.field-{name}"),
            choices=[ChoiceLine(value=value, words=said, is_chosen=typed.get(name) == value) for value, said in buttons],
            error=wrong.get(name),
        )
        for name, buttons in words.items()
    ]


@post_route("to/<str:actor>", name="post-target")
def target(request: PostRequest, actor: str) -> HttpResponse:
    """Show the form of a target."""
    return _form(request, _own(request, actor), {"key": secrets.token_hex(16)}, {})


@post_route("to/<str:actor>/report", name="post-report", action="report", method="POST")
def report(request: PostRequest, actor: str) -> HttpResponse:
    """Take a report: into the dossier, or apart where the round is closed meanwhile."""
    form = request.http.POST
    as_json = request.http.headers.get("Accept", "").startswith("application/json")
    given = request.given
    if given is None or actor not in given.targets:
        raise Http404
    made = _read(request, actor, form)
    before = sent_before(request.post, made.key)
    if before is not None:
        return _taken(request, before, as_json=as_json)
    check_takes(request.post)
    made, file = _with_document(made, request.http.FILES.get("file"))
    if made.errors and as_json:
        said = {name: say(message, request.lang) for name, message in made.errors.items()}
        return JsonResponse({"ok": False, "errors": said}, status=422, json_dumps_params={"ensure_ascii": False})
    if made.errors and request.is_late:
        return private_page(request.http, "posts/late.html", {"errors": list(made.errors.values())}, status=422)
    if made.errors:
        return _form(request, actor, {name: str(value) for name, value in form.items()}, made.errors, status=422)
    taken, is_new = take(request.post, made, holder=request.holder, file=file)
    if is_new:
        note_report(request, taken)
    return _taken(request, taken, as_json=as_json)


def _with_document(made: Report, sent_file: Any) -> tuple[Report, tuple[str, bytes]]:
    """Return a report with what is wrong with its document, and the document."""
    try:
        return made, sent_document(sent_file) if sent_file else ("", b"")
    except LegationError as error:
        return replace(made, errors={**made.errors, "file": error.message}), ("", b"")


def _taken(request: PostRequest, taken: PostReport, *, as_json: bool) -> HttpResponse:
    """Say that a report is there, now or since it was sent before."""
    if as_json:
        next_page = "" if request.is_late else reverse("post-sent", args=[request.post.pk, taken.key])
        return JsonResponse({"ok": True, "state": taken.state, "next": next_page})
    if request.is_late or taken.state == "late":
        return private_page(request.http, "posts/late.html", {"errors": []})
    return HttpResponseRedirect(reverse("post-sent", args=[request.post.pk, taken.key]))


@post_route("sent/<slug:key>", name="post-sent")
def sent(request: PostRequest, key: str) -> HttpResponse:
    """Show what was sent, as a text to copy."""
    found = PostReport.objects.filter(post=request.post, key=key).first()
    row = next((one for one in request.case.dossier.engagements if found and one.id == found.engagement), None)
    if found is None or row is None:
        raise Http404
    values = frame_of(request) | {"target": request.case.named(row.actor), "draft": draft_of(request, [row])}
    return private_page(request.http, "posts/sent.html", values)


def _own(request: PostRequest, actor: str) -> str:
    """Return an actor that is a target of the post and that it sees."""
    given = request.given
    if given is None or actor not in given.targets or all(row.id != actor for row in request.case.dossier.actors):
        raise Http404
    return actor


def earlier_reports(request: PostRequest, actor: str) -> tuple[str, ...]:
    """Return what the post reported of an actor before, as far as it sees it."""
    own = (row for row in standing(request.case.dossier.engagements) if row.actor == actor)
    return tuple(row.id for row in own if row.reached is not False)


def _read(request: PostRequest, actor: str, form: Mapping[str, Any]) -> Report:
    assert request.given is not None, "The route has asked for it."  # noqa: S101
    number = parse_int(form.get("version"), 0, most=999)
    row = version_row(request.case.dossier.instructions, number)
    return read_report(form, request.given, actor, instruction=row, earlier=earlier_reports(request, actor))


def _form(request: PostRequest, actor: str, typed: dict[str, str], wrong: Mapping[str, Any], status: int = 200) -> HttpResponse:
    values = frame_of(request, actor) | {
        "actor": actor,
        "target": request.case.named(actor),
        "typed": typed,
        "wrong": wrong,
        "lines": choices(typed, wrong),
        "may_replace": bool(earlier_reports(request, actor)),
        "takes_file": True,
    }
    return private_page(request.http, "posts/report.html", values, status=status)


def note_report(request: PostRequest, taken: PostReport) -> None:
    """Note in the trail that something was added, and where; never by which link."""
    dossier = request.post.dossier
    trail.note(
        "changed",
        route="post-report",
        account=request.holder.account,
        dossier=dossier.slug,
        revision=dossier.head,
        thing=f"post={request.post.pk}, actor={taken.actor}",
    )
