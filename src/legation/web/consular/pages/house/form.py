"""The form of one part of what a house declares: shown, and saved with what is wrong beside its fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse

from legation.language import Lang, Message, collation_key, say
from legation.web.consular.declaring import ChangedMeanwhile, declare, declared, fingerprint
from legation.web.consular.routing import DeskRequest, Page, show
from legation.web.forms.site_form import ShownField, SiteForm, TextField
from legation.web.front.catalogue import alpha_2, countries

__all__ = ["FORM", "Part", "PartPage", "address_problem", "ask_for_name", "countries_by_code", "name_fields", "part_page", "saved"]

FORM = "consular/house/form.html"
_LONGEST = 120
_HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of what a house declares, as its form shows it.

    Attributes
    ----------
    place : tuple of str
        Where it stands (:func:`legation.web.consular.declaring.declare`).
    href : str
        Where the form is sent.
    notes : sequence of Message
        What stands above the form: what cannot be set here, and who sets it.
    """

    title: Message
    lede: Message
    place: tuple[str, ...]
    href: str
    notes: Sequence[Message] = ()


@dataclass(frozen=True, kw_only=True)
class PartPage(Page):
    """The form of a part; ``seen``: a word for the state of it that the reader saw; ``wrong``: the fields with something wrong."""

    lede: Message
    notes: tuple[Message, ...]
    fields: tuple[ShownField, ...]
    wrong: tuple[Any, ...]
    error: object
    seen: str
    href: str
    back: str


def part_page(request: DeskRequest, part: Part, form: SiteForm, error: object = None) -> PartPage:
    """Return the page of a part with its form."""
    fields = form.shown
    return PartPage(
        title=part.title,
        lede=part.lede,
        notes=tuple(part.notes),
        fields=fields,
        wrong=tuple(one.label for one in fields if one.error),
        error=error,
        seen=fingerprint(declared(part.place)),
        href=part.href,
        back=request.href("house"),
    )


def saved(request: DeskRequest, part: Part, form: SiteForm, values: Mapping[str, Any] | None) -> str | HttpResponse:
    """Declare what a form says, and go back to the house; else show the form again with what is wrong.

    Parameters
    ----------
    values : mapping or None
        What is declared, an empty text for nothing; None where the form is not as it must be.
    """
    if values is None:
        return show(request, part_page(request, part, form), FORM, 422)
    try:
        wanted = {name: None if value == "" else value for name, value in values.items()}
        changed = declare(part.place, wanted, seen=request.form.get("seen", ""), by=request.account)
    except ChangedMeanwhile as error:
        return show(request, part_page(request, part, form, error.message), FORM, 409)
    note = Message("desk-house.saved") if changed else Message("desk-house.as-before")
    messages.success(request.http, say(note, request.lang))
    return request.href("house")


def countries_by_code(lang: Lang, nothing: str) -> list[tuple[str, Any]]:
    """Return the countries to choose from, by their names, each with its ISO 3166-1 alpha-2 code; first none, in words of its own."""
    named = sorted(((alpha_2(code), name) for code, name in countries(lang).items()), key=lambda one: collation_key(one[1]))
    return [("", Message(nothing)), *named]


def name_fields(there: Mapping[str, Any], note: Message) -> dict[str, TextField]:
    """Return the fields of the two names of something that is declared, with a note below the second."""
    return {
        "name_fr": TextField(Message("desk-house.field.name_fr"), initial=there.get("name_fr", ""), limit=_LONGEST),
        "name_en": TextField(Message("desk-house.field.name_en"), initial=there.get("name_en", ""), limit=_LONGEST, help=note),
    }


def ask_for_name(form: SiteForm) -> None:
    """Refuse a form in which both names are empty."""
    if not form.sent_text("name_fr") and not form.sent_text("name_en"):
        form.refuse("name_fr", Message("desk-house.wrong.name"))


def address_problem(address: str) -> Message | None:
    """Return what is wrong with the address of a site: it is written out with ``https://``, or is one of this machine.

    Examples
    --------
    >>> address_problem("https://register.example.org"), address_problem("http://127.0.0.1:8100")
    (None, None)
    >>> address_problem("register.example.org").id
    'desk-house.wrong.address'
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return Message("desk-house.wrong.address")
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and host in _HERE)
    is_plain = not (parts.query or parts.fragment or parts.username or parts.password)
    return None if host and is_safe and is_plain and not any(one.isspace() for one in address) else Message("desk-house.wrong.address")
