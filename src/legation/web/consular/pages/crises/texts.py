"""The texts that waves send: every language with its newest version, what is approved, and how many parts a message takes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404, HttpResponse

from legation.consular.text_message import parts
from legation.errors import BadValue
from legation.language import Message
from legation.web.consular.crises.texts import LANGUAGES, NAMES, approve, drafts_made, newest, placeholders_of, save_text, written
from legation.web.consular.records.models import Text
from legation.web.consular.routing import DeskRequest, Page, action, page, show
from legation.web.site.values import parse_int

__all__ = ["approve_text", "text_page", "texts", "write_text"]

_TEMPLATE = "consular/crises/text.html"
_CODE = "XYQKP8"
_DIRECTION = {"ar": "rtl"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TextEntry:
    """A text in a language."""

    name: Message
    language: Message
    state: Message
    is_approved: bool
    version: int
    parts: int
    href: str


@dataclass(frozen=True, kw_only=True)
class TextsPage(Page):
    """Every text in every language."""

    entries: tuple[TextEntry, ...]


@dataclass(frozen=True, kw_only=True)
class TextPage(Page):
    """A text: what it says, how it is sent, who may approve it."""

    lang_of_text: str
    direction: str
    language: Message
    subject: str
    body: str
    body_help: Message
    version: int
    state: Message
    is_draft: bool
    approved: dt.datetime | None
    verified_on: dt.date | None
    alphabet: str
    units: int
    parts: int
    can_approve: bool
    today: dt.date
    error: object
    href: str
    approve_href: str
    back: str


def example(text: Text) -> str:
    """Return a text as somebody gets it, with a link and a code as long as theirs."""
    from legation.web.consular.crises.links import link_of

    return written(text, link_of("A" * 22, text.lang, is_discreet=text.name.startswith("discreet")), _CODE)


@page("texts", name="texts", template="consular/crises/texts.html", action="see-texts")
def texts(request: DeskRequest) -> TextsPage:
    """Show every text; the first time the texts that a house begins with are made, as drafts."""
    drafts_made()
    found = {(one.name, one.lang): one for one in Text.objects.filter(name__in=NAMES).order_by("version")}
    entries = tuple(
        TextEntry(
            name=Message(f"desk-crisis.text.{name}"),
            language=Message(f"desk-crisis.language.{lang}"),
            state=Message(f"desk-crisis.text-state.{one.state}"),
            is_approved=one.state == "approved",
            version=one.version,
            parts=parts(example(one)).parts,
            href=request.href("texts.one", name=name, language=lang),
        )
        for name in NAMES
        for lang in LANGUAGES
        if (one := found.get((name, lang))) is not None
    )
    return TextsPage(title=Message("desk.place.texts"), entries=entries)


@page("texts/<slug:name>/<slug:language>", name="texts.one", template=_TEMPLATE, action="see-texts")
def text_page(request: DeskRequest, name: str, language: str) -> TextPage:
    """Show a text."""
    return _page(request, _text(name, language))


@action("texts/<slug:name>/<slug:language>/write", name="texts.write", action="approve-texts")
def write_text(request: DeskRequest, name: str, language: str) -> str | HttpResponse:
    """Write a text as a draft."""
    text = _text(name, language)
    subject, body, seen = request.form.get("subject", ""), request.form.get("body", ""), parse_int(request.form.get("version", ""), 0)
    try:
        save_text(name, language, subject[:120], body, seen)
    except BadValue as error:
        text.subject, text.body = subject, body
        return show(request, _page(request, text, error.message), _TEMPLATE, 400)
    return request.href("texts.one", name=name, language=language)


@action("texts/<slug:name>/<slug:language>/approve", name="texts.approve", action="approve-texts")
def approve_text(request: DeskRequest, name: str, language: str) -> str | HttpResponse:
    """Approve the newest draft as the reader has seen it."""
    text = _text(name, language)
    try:
        day = dt.date.fromisoformat(request.form.get("verified_on", ""))
        approve(text, request.account, day, read=request.form.get("read", "").replace("\r\n", "\n"))
    except ValueError:
        return show(request, _page(request, text, Message("desk-crisis.text-day")), _TEMPLATE, 400)
    except BadValue as error:
        return show(request, _page(request, text, error.message), _TEMPLATE, 400)
    return request.href("texts.one", name=name, language=language)


def _text(name: str, language: str) -> Text:
    if name not in NAMES or language not in LANGUAGES:
        raise Http404
    text = newest(name, language)
    if text is None:
        raise Http404
    return text


def _page(request: DeskRequest, text: Text, error: object = None) -> TextPage:
    try:
        sent = parts(example(text))
    except (KeyError, ValueError, IndexError):  # of a draft that was refused
        sent = parts(text.body)
    here = {"name": text.name, "language": text.lang}
    return TextPage(
        title=Message(f"desk-crisis.text.{text.name}"),
        lang_of_text=text.lang,
        direction=_DIRECTION.get(text.lang, "ltr"),
        language=Message(f"desk-crisis.language.{text.lang}"),
        subject=text.subject,
        body=text.body,
        body_help=Message(f"desk-crisis.text-body-help.{placeholders_of(text.name)}"),
        version=text.version,
        state=Message(f"desk-crisis.text-state.{text.state}"),
        is_draft=text.state == "draft",
        approved=text.approved,
        verified_on=text.verified_on,
        alphabet=sent.alphabet,
        units=sent.units,
        parts=sent.parts,
        can_approve=request.may("approve-texts"),
        today=request.today,
        error=error,
        href=request.href("texts.write", **here),
        approve_href=request.href("texts.approve", **here),
        back=request.href("texts"),
    )
