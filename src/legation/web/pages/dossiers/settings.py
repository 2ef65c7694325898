"""What a dossier is called, how far it may travel, at which day it is frozen; and its end. Its parts in TOML as forms."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import tomli_w
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict

from legation.briefing.markings.labels import label_of
from legation.dossier import MARKINGS, Info, Mandate, Wording
from legation.dossier.parts.settings import PAPS
from legation.dossier.parts.toml_record import parsed
from legation.errors import DossierError
from legation.language import LANGUAGES, Message, say
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier
from legation.web.forms.saving import number_of, save_content
from legation.web.forms.site_form import ChecksField, SelectField, ShownField, SiteForm, TextField, WhenField
from legation.web.pages.dossiers.mandate_limits import limit_fields, limits_said, limits_sent, negotiations_in
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show

__all__ = ["MandatePage", "SettingsPage"]

_WORDS = ("", "_fr", "_en")
_ONE_LINE, _TEXT = 300, 20_000


@dataclass(frozen=True, kw_only=True)
class SettingsPage(Page):
    """The form of a dossier's own settings.

    Attributes
    ----------
    may_mark : bool
        Whether the person may set the marking of the whole: owners.
    """

    fields: tuple[ShownField, ...]
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
    preparations : list of (str, str)
        Negotiations of which it says our limits, each with where it is prepared by playing it.
    """

    may_see: bool
    may_edit: bool
    mandate: Any
    reservation: list[tuple[str, str]]
    negotiation: list[tuple[str, Any]]
    preparations: list[tuple[str, str]]
    fields: tuple[ShownField, ...]
    opened: bool
    base: int


class InfoForm(SiteForm):
    """The settings of a dossier; the marking of the whole is for owners alone."""

    def __init__(self, request: PageRequest, info: Info, sent: QueryDict | None = None) -> None:
        languages = [(lang, Message(f"page-import.language.{lang}")) for lang in LANGUAGES]
        markings, paps = [(word, label_of(word).wording) for word in MARKINGS], [(word, word) for word in PAPS]
        fields: dict[str, Any] = {
            **_wording_fields("title", info.title, _ONE_LINE),
            **_wording_fields("summary", info.summary, _TEXT, area=True),
            "languages": ChecksField(
                Message("page-import.languages"), languages, initial=info.languages, help=Message("page-import.languages-help")
            ),
            "marking": SelectField(
                Message("page-import.marking"), markings, initial=info.marking, help=Message("page-import.marking-help")
            ),
            "pap": SelectField(
                Message("page-settings.pap"),
                [("", Message("page-settings.none")), *paps],
                initial=info.pap,
                help=Message("page-settings.pap-help"),
            ),
        }
        for name in ("handling", "author", "licence"):
            label, help_ = Message(f"page-settings.{name}"), Message(f"page-settings.{name}-help")
            fields[name] = TextField(label, initial=getattr(info, name), help=help_, limit=_ONE_LINE)
        as_of = str(info.as_of or "")
        fields["as_of"] = WhenField(Message("page-settings.as-of"), initial=as_of, help=Message("page-settings.as-of-help"))
        if not request.may("share"):
            del fields["marking"]
        super().__init__(sent, **fields)

    def clean(self) -> None:
        """Refuse a dossier without a language."""
        if not self.errors and not self.cleaned_data["languages"]:
            self.refuse("languages", Message("page-import.no-language"))


class MandateForm(SiteForm):
    """Our own aim and limits; ``reservation`` and ``negotiation`` are what their fields say, where they are sound."""

    def __init__(self, request: PageRequest, mandate: Mandate, sent: QueryDict | None = None) -> None:
        self.reservation: dict[str, Any] = {}
        self.negotiation: dict[str, Any] = {}
        self._before, self._talks = mandate, negotiations_in(request.view)
        texts: dict[str, Any] = {}
        for name in ("aim", "fallback", "walk_away"):
            texts |= _wording_fields(name, getattr(mandate, name), _TEXT, area=True)
        super().__init__(
            sent,
            **texts,
            red_lines=TextField(
                Message("page-settings.red_lines"),
                area=True,
                initial="\n".join(mandate.red_lines),
                help=Message("page-settings.red-lines-help"),
                limit=_TEXT,
            ),
            reservation=TextField(
                Message("page-settings.reservation"),
                area=True,
                initial=tomli_w.dumps(dict(mandate.reservation)).strip(),
                help=Message("page-settings.reservation-help"),
                limit=_TEXT,
            ),
            **limit_fields(self._talks, mandate.negotiation, request.lang),
        )

    def clean(self) -> None:
        """Read the reservation values, and our limits in each negotiation."""
        self.negotiation, wrong = limits_sent(self._talks, self.cleaned_data, self._before.negotiation, self.data)
        for name, words in wrong.items():
            self.refuse(name, words)
        self.reservation, why = _reservation(self.sent_text("reservation"))
        if why:
            self.errors.pop("reservation", None)  # why it cannot be read says more than how long it is
            self.refuse("reservation", Message("page-settings.bad-reservation", why=why))


def _wording_fields(name: str, words: Wording, limit: int, *, area: bool = False) -> dict[str, TextField]:
    """Return the fields of a text and of its versions in French and English."""
    label = Message(f"page-settings.{name}")
    labels = (label, Message("page-settings.in-french", field=label), Message("page-settings.in-english", field=label))
    helps = (Message(f"page-settings.{name}-help"), None, None)
    return {
        name + end: TextField(said, area=area, initial=text, limit=limit, help=help_)
        for end, said, text, help_ in zip(_WORDS, labels, (words.text, words.fr, words.en), helps, strict=True)
    }


@page("dossiers/<slug:slug>/settings", name="settings", template="pages/settings.html", action="see-settings", cached=True)
def settings(request: PageRequest) -> SettingsPage:
    """Return the settings of the dossier."""
    return _settings(request, InfoForm(request, _info(request)))


@action("dossiers/<slug:slug>/settings/save", name="settings.save", action="edit")
def save_settings(request: PageRequest) -> str | HttpResponse:
    """Save the settings as a new revision."""
    base = number_of(request.form.get("base"), request)
    begun = request.seen_at(base)
    form = InfoForm(request, _info(request), request.form)
    if not form.is_valid():
        return show(request, _settings(request, form), "pages/settings.html", status=422)
    values = dict(form.cleaned_data)
    changes: dict[str, Any] = {name: values[name] for name in ("author", "licence", "pap", "handling", "marking") if name in values}
    changes |= {name: _wording(values, name) for name in ("title", "summary")}
    changes |= {"languages": tuple(values["languages"]), "as_of": values["as_of"]}
    mine = dataclasses.replace(begun, info=dataclasses.replace(begun.info, **changes))
    try:
        return save_content(request, mine, base=base, next=request.href("settings"), reason=Message("page-settings.reason"))
    except DossierError as error:
        wrong = {p.column or "": p.remedy for p in error.problems if p.part == "dossier.toml"}
        there = wrong.keys() & form.fields.keys()
        if not there:
            raise
        for name in there:
            form.refuse(name, wrong[name])
        return show(request, _settings(request, form), "pages/settings.html", status=422)


@action("dossiers/<slug:slug>/settings/close", name="settings.close", action="close")
def close(request: PageRequest) -> str:
    """Close the dossier, so that nobody changes it; or open it again."""
    closed = request.form.get("closed") == "yes"
    Dossier.objects.filter(pk=request.dossier.pk).update(closed=closed)
    messages.success(request.http, say(Message("page-settings.closed" if closed else "page-settings.opened"), request.lang))
    return request.href("settings")


@page("dossiers/<slug:slug>/mandate", name="mandate", template="pages/mandate.html", action="see", cached=True)
def mandate(request: PageRequest) -> MandatePage:
    """Return the mandate; for whoever is neither an owner nor named, that it is not for them, whether there is one or not."""
    return _mandate(request)


@action("dossiers/<slug:slug>/mandate/save", name="mandate.save", action="share")
def save_mandate(request: PageRequest) -> str | HttpResponse:
    """Save the mandate as a new revision; owners alone. An empty form takes it away."""
    base = number_of(request.form.get("base"), request)
    begun = request.seen_at(base)
    form = MandateForm(request, begun.mandate or Mandate(), request.form)
    if not form.is_valid():
        return show(request, _mandate(request, form), "pages/mandate.html", status=422)
    values = form.cleaned_data
    mandate = Mandate(
        aim=_wording(values, "aim"),
        fallback=_wording(values, "fallback"),
        walk_away=_wording(values, "walk_away"),
        red_lines=tuple(line.strip() for line in values["red_lines"].splitlines() if line.strip()),
        reservation=form.reservation,
        negotiation=form.negotiation,
    )
    same = begun.mandate is not None and mandate == begun.mandate
    mine = begun if same else dataclasses.replace(begun, mandate=None if mandate == Mandate() else mandate)
    return save_content(request, mine, base=base, next=request.href("mandate"), reason=Message("page-settings.mandate-reason"))


def _settings(request: PageRequest, form: InfoForm) -> SettingsPage:
    return SettingsPage(
        title=Message("page-settings.heading"),
        fields=form.shown,
        base=number_of(request.form.get("base"), request),
        may_mark=request.may("share"),
        may_close=request.may("close"),
        closed=request.dossier.closed,
    )


def _info(request: PageRequest) -> Info:
    """Return the settings as they are; a person below the marking of the whole does not see them, and changes nothing there."""
    info = store.content(request.revision).info
    if MARKINGS.index(info.marking or MARKINGS[0]) > MARKINGS.index(request.scope.marking):
        raise PermissionDenied
    return info


def _mandate(request: PageRequest, form: MandateForm | None = None) -> MandatePage:
    may_see = request.scope.audience == "owner"
    mandate = request.view.mandate if may_see else None
    may_edit = may_see and request.may("share") and not request.dossier.closed
    return MandatePage(
        title=Message("page-settings.mandate-title"),
        may_see=may_see,
        may_edit=may_edit,
        mandate=mandate,
        reservation=[(name, _toml_value(value)) for name, value in mandate.reservation.items()] if mandate else [],
        negotiation=limits_said(negotiations_in(request.view), mandate.negotiation, request.lang) if mandate else [],
        preparations=_preparations(request, mandate.negotiation) if mandate else [],
        fields=(form or MandateForm(request, mandate or Mandate())).shown if may_edit else (),
        opened=form is not None or mandate is None,
        base=number_of(request.form.get("base"), request),
    )


def _preparations(request: PageRequest, limits: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the negotiations that can be prepared, each with the address where that is done."""
    there = negotiations_in(request.view)
    names = [name for name in limits if name in there]
    return [
        (there[name].title.in_language(request.lang) or name, f"{request.href('preparation')}?negotiation={quote(name)}") for name in names
    ]


def _wording(values: Mapping[str, Any], name: str) -> Wording:
    """Return a text and its versions; browsers send lines with an ending of their own."""
    return Wording(*(values[name + end].replace("\r\n", "\n") for end in _WORDS))


def _reservation(text: str) -> tuple[dict[str, Any], str]:
    """Return reservation values from lines ``name = value``, or why they cannot be read."""
    try:
        return parsed(text.replace("\r\n", "\n")), ""
    except (ValueError, RecursionError) as error:
        return {}, str(error)[:120]


def _toml_value(value: Any) -> str:
    return value if isinstance(value, str) else tomli_w.dumps({"v": value}).removeprefix("v = ").strip()
