"""What a paper on the dossier says of itself: its reader, by when an answer is needed, the decision, the options, the lines in public."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict

from legation.briefing.markings.labels import label_of
from legation.dossier import MARKINGS, TABLES, Commitment, Consulted, Info, Obligation, Wording, standing
from legation.dossier.parts import BriefOption, BriefSettings, brief_settings, brief_table
from legation.dossier.parts.brief import NOTES
from legation.language import Message
from legation.web.dossiers import store
from legation.web.forms.row_field import called
from legation.web.forms.row_form import home_of, next_of
from legation.web.forms.saving import number_of, save_content
from legation.web.forms.site_form import CheckField, SelectField, ShownField, SiteForm, TextField, WhenField
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show

__all__ = ["BriefSettingsPage"]

TEMPLATE = "pages/brief_settings.html"
_VERSIONS = ("", "_fr", "_en")
_ONE_LINE, _TEXT = 300, 20_000
_READER = ("question", "to", "sender", "default")
_ADVICE = ("purpose", "fallback", "decision", "recommendation")
_PUBLIC = ("say", "avoid")
_FOOT = ("signatory", "cleared_by", "copies", "enclosures")
_WORDED = (*_READER, *_ADVICE, *_PUBLIC, *_FOOT)
_OF_OPTION = ("title", "takes", "risks", "costs")
_SHORT = ("question", "to", "sender", "title", *_FOOT)
_LEAST = 3
"""Options that the form has room for, beside one more than there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPart:
    """Fields that stand together: in the language of the page, and their versions in the other one."""

    fields: tuple[ShownField, ...]
    others: tuple[ShownField, ...]

    @property
    def has_others(self) -> bool:
        """Whether a version in the other language is given, or wrong."""
        return any(one.value or one.error for one in self.others)


@dataclass(frozen=True, kw_only=True)
class BriefSettingsPage(Page):
    """The form, part by part.

    Attributes
    ----------
    options : tuple of (int, FormPart)
        The number of each option, and its fields; those after the last one are empty.
    bound, consulted : tuple of (words, address)
        What binds us on the day of the page, and who was consulted: rows that are changed on pages of their own.
    """

    reader: FormPart
    advice: FormPart
    options: tuple[tuple[int, FormPart], ...]
    public: FormPart
    foot: FormPart
    bound: tuple[tuple[Any, str], ...]
    consulted: tuple[tuple[Any, str], ...]
    base: int
    closed: bool


class BriefForm(SiteForm):
    """The settings of ``[brief]``, in the languages of the dossier; a version in none of them is shown where there is one."""

    def __init__(self, info: Info, sent: QueryDict | None = None) -> None:
        self.before, self.languages = brief_settings(info.brief), info.languages
        self.count = max(_LEAST, len(self.before.options) + 1)
        self.options: list[BriefOption] = []
        nothing = ("", Message("page-settings.none"))
        fields: dict[str, Any] = {
            "note": SelectField(
                _label("note"),
                [nothing, *((name, Message(f"situation.{name}")) for name in NOTES)],
                initial=self.before.note,
                help=_help("note"),
            ),
            "marking": SelectField(
                _label("marking"),
                [nothing, *((word, label_of(word).wording) for word in MARKINGS)],
                initial=self.before.marking,
                help=_help("marking"),
            ),
            "illustrations": CheckField(_label("illustrations"), initial=self.before.illustrations, help=_help("illustrations")),
            "reply_by": WhenField(_label("reply_by"), initial=str(self.before.reply_by or ""), help=_help("reply_by")),
        }
        for name in _WORDED:
            fields |= self._worded("", name, getattr(self.before, name), help_=_help(name))
        for number in range(1, self.count + 1):
            option = self.before.options[number - 1] if number <= len(self.before.options) else BriefOption(id="")
            prefix = _prefix(number)
            fields[f"{prefix}id"] = TextField(_label("option-id"), initial=option.id, help=_help("option-id"), limit=60)
            for name in _OF_OPTION:
                fields |= self._worded(prefix, name, getattr(option, name))
            fields[f"{prefix}recommended"] = CheckField(_label("recommended"), initial=option.recommended)
        super().__init__(sent, **fields)

    def _worded(self, prefix: str, name: str, words: Wording, help_: Message | None = None) -> dict[str, TextField]:
        """Return the fields of a text: one for each language of the dossier, and one for a text without a language, where there is one."""
        made: dict[str, TextField] = {}
        for end, text in zip(_VERSIONS, (words.text, words.fr, words.en), strict=True):
            if not text and end.removeprefix("_") not in self.languages:
                continue
            called = {"_fr": "in-french", "_en": "in-english"}.get(end)
            label = Message(f"page-settings.{called}", field=_label(name)) if called else _label(name)
            short = name in _SHORT
            made[f"{prefix}{name}{end}"] = TextField(
                label, area=not short, initial=text, limit=_ONE_LINE if short else _TEXT, help=None if made else help_
            )
        return made

    def clean(self) -> None:
        """Refuse options that cannot be told apart or are both recommended."""
        if self.errors:
            return
        named: set[str] = set()
        for number in range(1, self.count + 1):
            before = self.before.options[number - 1] if number <= len(self.before.options) else BriefOption(id="")
            option = self._option(number, before)
            if option is None:
                continue
            if option.id in named:
                self.refuse(f"{_prefix(number)}id", Message("page-brief-settings.twice", found=option.id))
            if option.recommended and any(one.recommended for one in self.options):
                self.refuse(f"{_prefix(number)}id", Message("page-brief-settings.one-advice"))
            named.add(option.id)
            self.options.append(option)

    def _option(self, number: int, before: BriefOption) -> BriefOption | None:
        """Return what stands in the fields of an option; None where nothing does."""
        prefix, values = _prefix(number), self.cleaned_data
        texts: dict[str, Any] = {name: _wording(values, f"{prefix}{name}", getattr(before, name)) for name in _OF_OPTION}
        if not values[f"{prefix}id"] and not any(texts.values()):
            return None
        identity = values[f"{prefix}id"] or str(number)
        return dataclasses.replace(before, id=identity, recommended=values[f"{prefix}recommended"], **texts)

    @property
    def said(self) -> BriefSettings:
        """What the form says, where it is sound; what it does not show stays."""
        values = self.cleaned_data
        texts: dict[str, Any] = {name: _wording(values, name, getattr(self.before, name)) for name in _WORDED}
        chosen = {name: values[name] for name in ("note", "marking", "illustrations", "reply_by")}
        return dataclasses.replace(self.before, options=tuple(self.options), **chosen, **texts)


@page("dossiers/<slug:slug>/settings/brief", name="settings.brief", template=TEMPLATE, action="see-settings", cached=True)
def brief(request: PageRequest) -> BriefSettingsPage:
    """Return what a paper on the dossier says of itself."""
    return _page(request, BriefForm(_info(request)))


@action("dossiers/<slug:slug>/settings/brief/save", name="settings.brief.save", action="edit")
def save_brief(request: PageRequest) -> str | HttpResponse:
    """Save it as a new revision."""
    _info(request)
    base = number_of(request.form.get("base"), request)
    begun = request.seen_at(base)
    form = BriefForm(begun.info, request.form)
    if not form.is_valid():
        return show(request, _page(request, form), TEMPLATE, status=422)
    brief = brief_table(form.said)
    mine = begun if form.said == form.before else dataclasses.replace(begun, info=dataclasses.replace(begun.info, brief=brief))
    target = next_of(request, request.href("settings.brief"))
    return save_content(request, mine, base=base, next=target, reason=Message("page-brief-settings.reason"))


def _page(request: PageRequest, form: BriefForm) -> BriefSettingsPage:
    shown = {one.name: one for one in form.shown}

    def part(*names: str) -> FormPart:
        found = [(end, shown[f"{name}{end}"]) for name in names for end in _VERSIONS if f"{name}{end}" in shown]
        here = ("", f"_{request.lang}")
        return FormPart(fields=tuple(one for end, one in found if end in here), others=tuple(one for end, one in found if end not in here))

    numbers = range(1, form.count + 1)
    return BriefSettingsPage(
        title=Message("page-brief-settings.heading"),
        reader=part("note", *_READER[:-1], "reply_by", _READER[-1], "marking", "illustrations"),
        advice=part(*_ADVICE),
        options=tuple((n, part(*(f"{_prefix(n)}{name}" for name in ("id", *_OF_OPTION, "recommended")))) for n in numbers),
        public=part(*_PUBLIC),
        foot=part(*_FOOT),
        bound=tuple(_linked(request, row) for row in request.known.bound_by(request.day)),
        consulted=tuple(_linked(request, row) for row in standing(request.known.consulted)),
        base=number_of(request.form.get("base"), request),
        closed=request.dossier.closed,
    )


def _linked(request: PageRequest, row: Obligation | Commitment | Consulted) -> tuple[Any, str]:
    table = next(name for name, one in TABLES.items() if isinstance(row, one.record))
    return called(row), home_of(request, table, row.id)


def _info(request: PageRequest) -> Info:
    """Return the settings as the person sees them; who may not see the desk's own words changes nothing of them."""
    info = store.content(request.revision).info
    for marking in (info.marking, info.brief.get("marking")):
        if MARKINGS.index(marking or MARKINGS[0]) > MARKINGS.index(request.scope.marking):
            raise PermissionDenied
    return request.view.info


def _wording(values: Mapping[str, Any], name: str, before: Wording) -> Wording:
    """Return a text and its versions: those of the form, and those that it does not show as they were."""
    texts: Sequence[str] = (before.text, before.fr, before.en)
    return Wording(*(str(values.get(name + end, text)).replace("\r\n", "\n") for end, text in zip(_VERSIONS, texts, strict=True)))


def _prefix(number: int) -> str:
    return f"option{number}."


def _label(name: str) -> Message:
    return Message(f"page-brief-settings.{name}")


def _help(name: str) -> Message:
    return Message(f"page-brief-settings.{name}-help")
