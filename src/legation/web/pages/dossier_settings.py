"""What a dossier is called, how far it may travel, at which day it is frozen; and its end. Its parts in TOML as forms."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import tomli_w
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from legation.dossier import MARKINGS, Info, Mandate, When, Wording
from legation.dossier.info import PAPS
from legation.dossier.toml_part import parsed
from legation.errors import DossierError
from legation.language import LANGUAGES, Message, say
from legation.web.accounts.form import Field, filled, is_sound, value_of
from legation.web.asked import Asked
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier
from legation.web.route import Page, deed, page, show
from legation.web.saving import number_of, save_content

__all__ = ["MandatePage", "Settings"]

_WORDS = ("", "_fr", "_en")
_ONE_LINE, _TEXT = 300, 20_000


@dataclass(frozen=True, kw_only=True)
class Settings(Page):
    """The form of a dossier's own settings.

    Attributes
    ----------
    may_mark : bool
        Whether the person may set the marking of the whole: owners.
    """

    fields: tuple[Field, ...]
    base: int
    may_mark: bool
    may_close: bool
    closed: bool


@dataclass(frozen=True, kw_only=True)
class MandatePage(Page):
    """Our own aim and limits; nothing of it for whoever may not see it.

    Attributes
    ----------
    may_see, may_edit : bool
    """

    may_see: bool
    may_edit: bool
    mandate: Any
    reservation: list[tuple[str, str]]
    negotiation: list[tuple[str, str]]
    fields: tuple[Field, ...]
    opened: bool
    base: int


@page("dossiers/<slug:slug>/settings", name="settings", template="pages/settings.html", action="see-settings", kept=True)
def settings(asked: Asked) -> Settings:
    """Return the settings of the dossier."""
    return _settings(asked, _info_fields(asked, _info(asked)))


@deed("dossiers/<slug:slug>/settings/save", name="settings.save", action="edit")
def save_settings(asked: Asked) -> str | HttpResponse:
    """Save the settings as a new revision."""
    base = number_of(asked.form.get("base"), asked)
    begun = asked.seen_at(base)
    info = _info(asked)
    fields = filled(_info_fields(asked, info), asked.form)
    values = dict(value_of(fields))
    if is_sound(fields) and not values["languages"]:
        fields = _with_errors(fields, {"languages": Message("page-import.no-language")})
    if is_sound(fields) and values["as_of"] and not _is_when(values["as_of"]):
        fields = _with_errors(fields, {"as_of": Message("page-settings.bad-date", found=values["as_of"][:40])})
    if not is_sound(fields):
        return show(asked, _settings(asked, fields), "pages/settings.html", status=422)
    changes: dict[str, Any] = {name: values[name] for name in ("author", "licence", "pap", "handling", "marking") if name in values}
    changes |= {name: _wording(values, name) for name in ("title", "summary")}
    changes |= {"languages": tuple(values["languages"]), "as_of": When(values["as_of"]) if values["as_of"] else None}
    mine = dataclasses.replace(begun, info=dataclasses.replace(begun.info, **changes))
    try:
        return save_content(asked, mine, base=base, next=asked.href("settings"), reason=Message("page-settings.reason"))
    except DossierError as error:
        wrong = {p.column or "": p.remedy for p in error.problems if p.part == "dossier.toml"}
        if not wrong.keys() & {field.name for field in fields}:
            raise
        return show(asked, _settings(asked, _with_errors(fields, wrong)), "pages/settings.html", status=422)


@deed("dossiers/<slug:slug>/settings/close", name="settings.close", action="close")
def close(asked: Asked) -> str:
    """Close the dossier, so that nobody changes it; or open it again."""
    closed = asked.form.get("closed") == "yes"
    Dossier.objects.filter(pk=asked.dossier.pk).update(closed=closed)
    messages.success(asked.request, say(Message("page-settings.closed" if closed else "page-settings.opened"), asked.lang))
    return asked.href("settings")


@page("dossiers/<slug:slug>/mandate", name="mandate", template="pages/mandate.html", action="see", kept=True)
def mandate(asked: Asked) -> MandatePage:
    """Return the mandate; for whoever is neither an owner nor named, that it is not for them, whether there is one or not."""
    return _mandate(asked)


@deed("dossiers/<slug:slug>/mandate/save", name="mandate.save", action="share")
def save_mandate(asked: Asked) -> str | HttpResponse:
    """Save the mandate as a new revision; owners alone. An empty form takes it away."""
    base = number_of(asked.form.get("base"), asked)
    begun = asked.seen_at(base)
    fields = filled(_mandate_fields(begun.mandate or Mandate()), asked.form)
    values = value_of(fields)
    reservation, why = _reservation(values["reservation"])
    if why:
        fields = _with_errors(fields, {"reservation": Message("page-settings.bad-reservation", why=why)})
    if not is_sound(fields):
        return show(asked, _mandate(asked, fields), "pages/mandate.html", status=422)
    made = Mandate(
        aim=_wording(values, "aim"),
        fallback=_wording(values, "fallback"),
        walk_away=_wording(values, "walk_away"),
        red_lines=tuple(line.strip() for line in values["red_lines"].splitlines() if line.strip()),
        reservation=reservation,
        negotiation=begun.mandate.negotiation if begun.mandate else {},
    )
    same = begun.mandate is not None and made == begun.mandate
    mine = begun if same else dataclasses.replace(begun, mandate=None if made == Mandate() else made)
    return save_content(asked, mine, base=base, next=asked.href("mandate"), reason=Message("page-settings.mandate-reason"))


def _settings(asked: Asked, fields: tuple[Field, ...]) -> Settings:
    return Settings(
        title=Message("page-settings.heading"),
        fields=fields,
        base=number_of(asked.form.get("base"), asked),
        may_mark=asked.may("share"),
        may_close=asked.may("close"),
        closed=asked.dossier.closed,
    )


def _info(asked: Asked) -> Info:
    """Return the settings as they are; a person below the marking of the whole does not see them, and changes nothing there."""
    info = store.content(asked.revision).info
    if MARKINGS.index(info.marking or MARKINGS[0]) > MARKINGS.index(asked.sight.marking):
        raise PermissionDenied
    return info


def _info_fields(asked: Asked, info: Info) -> tuple[Field, ...]:
    languages = tuple((lang, Message(f"page-import.language.{lang}")) for lang in LANGUAGES)
    none = ("", Message("page-settings.none"))
    marking = Field(
        name="marking",
        label=Message("page-import.marking"),
        kind="select",
        value=info.marking,
        choices=tuple((word, word) for word in MARKINGS),
        help=Message("page-import.marking-help"),
    )
    paps = (none, *((word, word) for word in PAPS))
    return (
        *_wording_fields("title", info.title, "text", _ONE_LINE),
        *_wording_fields("summary", info.summary, "area", _TEXT),
        Field(
            name="languages",
            label=Message("page-import.languages"),
            kind="checks",
            value=list(info.languages),
            choices=languages,
            help=Message("page-import.languages-help"),
        ),
        *((marking,) if asked.may("share") else ()),
        Field(
            name="pap",
            label=Message("page-settings.pap"),
            kind="select",
            value=info.pap,
            choices=paps,
            help=Message("page-settings.pap-help"),
        ),
        *(
            Field(
                name=name,
                label=Message(f"page-settings.{name}"),
                value=getattr(info, name),
                help=Message(f"page-settings.{name}-help"),
                limit=_ONE_LINE,
            )
            for name in ("handling", "author", "licence")
        ),
        Field(
            name="as_of",
            label=Message("page-settings.as-of"),
            value=str(info.as_of or ""),
            help=Message("page-settings.as-of-help"),
            limit=10,
        ),
    )


def _mandate(asked: Asked, fields: tuple[Field, ...] = ()) -> MandatePage:
    may_see = asked.sight.audience == "owner"
    held = asked.view.mandate if may_see else None
    may_edit = may_see and asked.may("share") and not asked.dossier.closed
    return MandatePage(
        title=Message("page-settings.mandate-title"),
        may_see=may_see,
        may_edit=may_edit,
        mandate=held,
        reservation=[(name, _toml_value(value)) for name, value in held.reservation.items()] if held else [],
        negotiation=[(name, json.dumps(value, ensure_ascii=False)) for name, value in held.negotiation.items()] if held else [],
        fields=(fields or _mandate_fields(held or Mandate())) if may_edit else (),
        opened=bool(fields) or held is None,
        base=number_of(asked.form.get("base"), asked),
    )


def _mandate_fields(held: Mandate) -> tuple[Field, ...]:
    texts = [field for name in ("aim", "fallback", "walk_away") for field in _wording_fields(name, getattr(held, name), "area", _TEXT)]
    return (
        *texts,
        Field(
            name="red_lines",
            label=Message("page-settings.red_lines"),
            kind="area",
            value="\n".join(held.red_lines),
            help=Message("page-settings.red-lines-help"),
            limit=_TEXT,
        ),
        Field(
            name="reservation",
            label=Message("page-settings.reservation"),
            kind="area",
            value=tomli_w.dumps(dict(held.reservation)).strip(),
            help=Message("page-settings.reservation-help"),
            limit=_TEXT,
        ),
    )


def _wording_fields(name: str, words: Wording, kind: str, limit: int) -> tuple[Field, ...]:
    label = Message(f"page-settings.{name}")
    labels = (label, Message("page-settings.in-french", field=label), Message("page-settings.in-english", field=label))
    helps = (Message(f"page-settings.{name}-help"), None, None)
    return tuple(
        Field(name=name + end, label=said, kind=kind, value=text, limit=limit, help=help_)
        for end, said, text, help_ in zip(_WORDS, labels, (words.text, words.fr, words.en), helps, strict=True)
    )


def _wording(values: Mapping[str, Any], name: str) -> Wording:
    """Return a text and its versions; browsers send lines with an ending of their own."""
    return Wording(*(values[name + end].replace("\r\n", "\n") for end in _WORDS))


def _with_errors(fields: tuple[Field, ...], errors: dict[str, Any]) -> tuple[Field, ...]:
    return tuple(dataclasses.replace(field, error=errors.get(field.name, field.error)) for field in fields)


def _is_when(text: str) -> bool:
    try:
        When(text)
    except ValueError:
        return False
    return True


def _reservation(text: str) -> tuple[dict[str, Any], str]:
    """Return reservation values from lines ``name = value``, or why they cannot be read."""
    try:
        return parsed(text.replace("\r\n", "\n")), ""
    except (ValueError, RecursionError) as error:
        return {}, str(error)[:120]


def _toml_value(value: Any) -> str:
    return value if isinstance(value, str) else tomli_w.dumps({"v": value}).removeprefix("v = ").strip()
