"""The languages of the public site: each text to be read by whoever speaks it, and who has read it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, QueryDict

from legation.language import Message
from legation.web.consular.declaring import declared, take_out
from legation.web.consular.pages.house.form import Part, PartPage, part_page, saved
from legation.web.consular.routing import DeskRequest, action, page, show
from legation.web.forms.site_form import DateField, SiteForm, TextField
from legation.web.front.catalogue import LANGUAGES, Texts, texts

__all__ = ["LanguagePage", "close_language", "language_page", "save_language"]

_TEMPLATE = "consular/house/language.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """The sentences of one page of the public site."""

    name: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LanguagePage(PartPage):
    """Every sentence of a language, with the form that says who has read it."""

    code: str
    direction: str
    passages: tuple[Passage, ...]
    text: str
    is_offered: bool
    close_href: str


class _ReadingForm(SiteForm):
    """Who has read a text, and when."""

    def __init__(self, request: DeskRequest, there: dict[str, Any], sent: QueryDict | None = None) -> None:
        self._today = request.today
        super().__init__(
            sent,
            day=DateField(Message("desk-house.field.day"), initial=str(there.get("day") or request.today.isoformat()), required=True),
            function=TextField(
                Message("desk-house.field.function"),
                initial=str(there.get("function", "")),
                required=True,
                limit=80,
                help=Message("desk-house.field.function-help"),
            ),
        )

    def clean(self) -> None:
        """Refuse a day to come."""
        day = self.cleaned_data.get("day")
        if day is not None and day > self._today + dt.timedelta(days=1):
            self.refuse("day", Message("desk-house.wrong.day"))


@page("house/language/<slug:language>", name="house.language", template=_TEMPLATE, action="set-languages")
def language_page(request: DeskRequest, language: str) -> LanguagePage:
    """Show a language of the public site, to be read."""
    there = _texts(language)
    return _page(request, there, _ReadingForm(request, declared(_place(language))))


@action("house/language/<slug:language>/save", name="house.language.save", action="set-languages")
def save_language(request: DeskRequest, language: str) -> str | HttpResponse:
    """Declare that somebody whose language it is has read the text as it stands on the page."""
    there, before = _texts(language), declared(_place(language))
    form = _ReadingForm(request, before, request.form)
    if not form.is_valid() or request.form.get("text", "") != there.fingerprint:
        error = Message("desk-house.wrong.text") if form.is_valid() else None
        return show(request, _page(request, there, form, error), _TEMPLATE, 422)
    values = {"day": form.cleaned_data["day"].isoformat(), "function": form.cleaned_data["function"], "text": there.fingerprint}
    return saved(request, _part(request, there), form, values)


@action("house/language/<slug:language>/close", name="house.language.close", action="set-languages")
def close_language(request: DeskRequest, language: str) -> str:
    """Offer a language no more, until somebody has read it again."""
    _texts(language)
    take_out(_place(language), by=request.account)
    return request.href("house")


def _texts(language: str) -> Texts:
    if language not in LANGUAGES:
        raise Http404
    return texts(language)


def _place(language: str) -> tuple[str, ...]:
    return ("front", "languages", language)


def _part(request: DeskRequest, there: Texts) -> Part:
    return Part(
        title=Message("desk-house.language-named", language=Message(f"desk-people.language.{there.language}")),
        lede=Message("desk-house.lede.language"),
        place=_place(there.language),
        href=request.href("house.language.save", language=there.language),
    )


def _page(request: DeskRequest, there: Texts, form: SiteForm, error: object = None) -> LanguagePage:
    about = part_page(request, _part(request, there), form, error)
    pages: dict[str, list[str]] = {}
    for key, sentence in there.sentences.items():
        pages.setdefault(key.partition(".")[0], []).append(sentence)
    return LanguagePage(
        **{name: getattr(about, name) for name in PartPage.__dataclass_fields__},
        code=there.language,
        direction=there.direction,
        passages=tuple(Passage(name=name, sentences=tuple(sentences)) for name, sentences in pages.items()),
        text=there.fingerprint,
        is_offered=declared(_place(there.language)).get("text") == there.fingerprint,
        close_href=request.href("house.language.close", language=there.language),
    )
