"""A new version of a text in circulation, editorial or of substance: it is sent at this moment, and signatures carry by the terms."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.utils import timezone

from legation import moment
from legation.briefing.papers.circulation import carry_term
from legation.language import LANGUAGES, Lang, Message, say
from legation.methods.signing.circulation import CHANGES
from legation.web.forms.site_form import SelectField, ShownField, SiteForm, TextField
from legation.web.pages.circulations.reading import Circulated, read_now
from legation.web.pages.circulations.saving import marked, save_draft
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show

__all__ = ["VersionForm"]

TEMPLATE = "circulations/version.html"
_LONGEST = 500_000


@dataclass(frozen=True, kw_only=True)
class VersionForm(Page):
    """The form of a new version, filled with the words of the current one."""

    draft: str
    fields: tuple[ShownField, ...]
    carry: Message


@page(
    "dossiers/<slug:slug>/circulations/<str:draft>/version",
    name="circulations.version",
    template=TEMPLATE,
    action="hold-circulations",
)
def version(request: PageRequest, draft: str) -> VersionForm:
    """Return the form of a new version."""
    read = read_now(request, draft)
    return _page(read, _form(read, None))


@action("dossiers/<slug:slug>/circulations/<str:draft>/version/send", name="circulations.version.send", action="hold-circulations")
def send(request: PageRequest, draft: str) -> str | HttpResponse:
    """Put a new version into the draft, sent at this moment."""
    read = read_now(request, draft)
    form = _form(read, request.form)
    if not form.is_valid():
        return show(request, _page(read, form), TEMPLATE, 422)
    texts = {lang: words for lang in LANGUAGES if (words := form.cleaned_data[f"text_{lang}"].replace("\r\n", "\n").strip())}
    own: Lang = "fr" if read.found.model.language == "fr" else "en"
    if own not in texts:
        form.refuse(f"text_{own}", Message("page-accounts.field.needed"))
    elif read.found.versions and texts == _current(read):
        form.refuse(f"text_{own}", Message("page-circulations.same-words"))
    if form.errors:
        return show(request, _page(read, form), TEMPLATE, 422)
    change = form.cleaned_data["change"]
    identity = _next_id([one.id for one in read.found.model.versions])
    parts = {lang: f"drafts/{draft}/{identity}{'' if lang == own else f'.{lang}'}.txt" for lang in texts}
    values = {
        "id": identity,
        "part": parts[own],
        "date": request.today.isoformat(),
        "kind": "rolling",
        **marked(read),
        "at": moment.written(timezone.now()),
        **({"change": change} if read.found.model.versions else {}),
        **({"translations": others} if (others := {lang: part for lang, part in parts.items() if lang != own}) else {}),
    }
    saved = save_draft(
        request,
        read,
        lambda text: text.with_row((), "version", values),
        files={part: f"{texts[lang]}\n".encode() for lang, part in parts.items()},
        reason=Message(f"page-circulations.reason-{change}", version=identity, title=read.found.title),
        target=request.href("circulations.one", draft=draft),
    )
    if isinstance(saved, str):
        messages.success(request.http, say(Message(f"page-circulations.sent-{change}", version=identity), request.lang))
    return saved


def _next_id(there: list[str]) -> str:
    """Return the id of the next version: ``v4`` after ``v3``.

    >>> _next_id(["v1", "v9", "final"]), _next_id([])
    ('v10', 'v1')
    """
    numbers = [int(one[1:]) for one in there if re.fullmatch(r"v\d{1,4}", one, re.ASCII)]
    return f"v{max(numbers, default=0) + 1}"


def _current(read: Circulated) -> dict[str, str]:
    """Return the words of the current version by language."""
    found = read.found
    return {lang: words.strip() for lang, words in found.texts[found.versions[-1].id].items()} if found.versions else {}


def _form(read: Circulated, sent: QueryDict | None) -> SiteForm:
    words, own = _current(read), read.found.model.language
    changes = [(one, Message(f"page-circulations.change-{one}")) for one in CHANGES[1:]]
    return SiteForm(
        sent,
        change=SelectField(Message("page-circulations.field-change"), changes, initial="substance", required=True),
        **{
            f"text_{lang}": TextField(
                Message(f"page-circulations.field-text-{lang}"),
                initial=words.get(lang, ""),
                required=lang == own,
                area=True,
                limit=_LONGEST,
            )
            for lang in sorted(LANGUAGES, key=lambda lang: lang != own)
        },
    )


def _page(read: Circulated, form: SiteForm) -> VersionForm:
    return VersionForm(title=Message("page-circulations.version-title"), draft=read.name, fields=form.shown, carry=carry_term(read.found))
