"""A new dossier: from a file, from a list of countries or organisations, or empty. What came is shown before anything is made."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils.text import slugify

from legation.dossier import KINDS, MARKINGS, TABLES, Info, Wording, decode, encode
from legation.dossier import Dossier as Content
from legation.dossier.files.format import writable
from legation.errors import CannotRead, DossierError, LegationError, WrongUse
from legation.language import LANGUAGES, Message, say
from legation.sources.tables.actors import Draft as ListDraft
from legation.sources.tables.actors import read_actor_list, with_vote_ahead
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier
from legation.web.dossiers.uploads import parts_in, write_upload
from legation.web.drafts import storage
from legation.web.drafts.models import Draft
from legation.web.forms.site_form import ChecksField, DateField, SelectField, ShownField, SiteForm, TextField
from legation.web.site.request import PageRequest
from legation.web.site.routing import Page, action, page, show

__all__ = ["NewDossier", "UploadPage"]

TEMPLATE = "pages/import_new.html"
OWN_MARKING = "TLP:AMBER"
"""Of a dossier that a desk begins: for those who need it, in its own house and with its partners."""
_WHO = {marking: f"page-import.marking-of.{marking.removeprefix('TLP:').lower().replace('+', '-')}" for marking in MARKINGS}


@dataclass(frozen=True, kw_only=True)
class NewDossier(Page):
    """The three ways to a dossier.

    Attributes
    ----------
    way : {"", "file", "list", "empty"}
        The form that was sent and has something wrong.
    """

    way: str
    empty: tuple[ShownField, ...]
    listed: tuple[ShownField, ...]
    file_title: str
    error: Any
    problems: tuple[Any, ...]


@dataclass(frozen=True, kw_only=True)
class UnclearLine:
    """A line of a list that someone has to decide; ``choices`` are codes, ``new``, ``skip``."""

    line: int
    text: str
    choices: list[tuple[str, Any]]
    answer: str


@dataclass(frozen=True, kw_only=True)
class UploadPage(Page):
    """What a file or list came to, before a dossier is made of it."""

    draft: int
    of_list: bool
    name: str
    counts: list[tuple[Message, int]]
    doubtful: list[UnclearLine]
    notices: tuple[Any, ...]
    notice_count: int
    fields: tuple[ShownField, ...]
    error: Any


class EmptyForm(SiteForm):
    """The form of an empty dossier."""

    def __init__(self, sent: QueryDict | None = None) -> None:
        super().__init__(
            sent,
            title=TextField(Message("page-import.dossier-title"), required=True, limit=300),
            slug=TextField(Message("page-import.address"), help=Message("page-import.address-help"), limit=80),
            languages=ChecksField(
                Message("page-import.languages"),
                [(lang, Message(f"page-import.language.{lang}")) for lang in LANGUAGES],
                initial=LANGUAGES,
                help=Message("page-import.languages-help"),
            ),
            marking=_marking(),
        )

    def clean(self) -> None:
        """Refuse a dossier without a language."""
        if not self.errors and not self.cleaned_data["languages"]:
            self.refuse("languages", Message("page-import.no-language"))


class ListForm(SiteForm):
    """The form of a dossier made of a list of names."""

    def __init__(self, sent: QueryDict | None = None) -> None:
        kinds = [(kind, Message(f"choice.actors.kind.{kind}")) for kind in KINDS]
        super().__init__(
            sent,
            title=TextField(Message("page-import.dossier-title"), required=True, limit=300),
            names=TextField(Message("page-import.names"), area=True, help=Message("page-import.names-help"), limit=200_000),
            kind=SelectField(Message("page-import.kind"), kinds, initial="other", help=Message("page-import.kind-help")),
            vote=TextField(Message("page-import.vote"), help=Message("page-import.vote-help"), limit=300),
            vote_date=DateField(Message("page-import.vote-date"), help=Message("page-import.vote-date-help")),
            marking=_marking(),
        )


class MakeForm(SiteForm):
    """Title, address and marking of the dossier that is made of what was sent."""

    def __init__(self, sent: QueryDict | None = None, *, title: str = "", slug: str = "", marking: str = OWN_MARKING) -> None:
        super().__init__(
            sent,
            title=TextField(Message("page-import.dossier-title"), initial=title, limit=300),
            slug=TextField(
                Message("page-import.address"),
                initial=_free(slugify(slug or title)[:70] or "dossier"),
                help=Message("page-import.address-help"),
                required=True,
                limit=80,
            ),
            marking=_marking(marking),
        )


def _marking(value: str = OWN_MARKING) -> SelectField:
    choices = [(marking, Message("page-import.marked", marking=marking, who=Message(_WHO[marking]))) for marking in MARKINGS]
    return SelectField(Message("page-import.marking"), choices, initial=value, help=Message("page-import.marking-help"))


@page("dossiers/new", name="new", template=TEMPLATE, action="make-dossier", kept=True)
def new(asked: PageRequest) -> NewDossier:
    """Return the forms."""
    return _forms(asked)


@action("dossiers/new/empty", name="new.empty", action="make-dossier")
def empty(asked: PageRequest) -> str | HttpResponse:
    """Make an empty dossier."""
    form = EmptyForm(asked.form)
    if not form.is_valid():
        return show(asked, _forms(asked, way="empty", empty=form), TEMPLATE, status=422)
    values = form.cleaned_data
    title = Wording(**{asked.lang: values["title"]})
    slug = slugify(values["slug"] or values["title"])[:80] or "dossier"
    info = Info(id=slug, title=title, languages=tuple(values["languages"]), marking=values["marking"])
    try:
        return asked.href("dossier", slug=store.create(Content(info=info), asked.account, slug=slug).slug)
    except LegationError as error:
        return show(asked, _forms(asked, way="empty", empty=form, error=error), TEMPLATE, status=422)


@action("dossiers/new/file", name="new.file", action="make-dossier")
def of_file(asked: PageRequest) -> str | HttpResponse:
    """Read a zip, a workbook or tables, and keep them for their sender."""
    files = asked.request.FILES.getlist("files")
    title = asked.form.get("title", "").strip()[:300]
    try:
        brought = parts_in(files)
        parts = dict(brought.parts)
        if "dossier.toml" not in parts and title:
            own = Info(id=slugify(title)[:80] or "dossier", title=Wording(title), marking=OWN_MARKING)
            parts["dossier.toml"] = encode(Content(info=own))["dossier.toml"]
        content = writable(decode(parts, brought.sheets))
    except LegationError as error:
        return show(asked, _forms(asked, way="file", error=error), TEMPLATE, status=422)
    settings = {"name": ", ".join(str(sent.name) for sent in files)[:200], "title": title}
    return asked.href("new.arrived", draft=storage.keep(asked, "new", encode(content), settings=settings).pk)


@action("dossiers/new/list", name="new.list", action="make-dossier")
def of_list(asked: PageRequest) -> str | HttpResponse:
    """Read a list of names, and keep it for its sender."""
    form = ListForm(asked.form)
    sent = asked.request.FILES.get("file")
    if not form.is_valid():
        return show(asked, _forms(asked, way="list", listed=form), TEMPLATE, status=422)
    values = form.cleaned_data
    name = re.sub(r"[^\w.-]+", "-", str(sent.name))[-100:] if sent else say(Message("page-import.typed"), asked.lang)
    try:
        if sent is None and not values["names"]:
            raise WrongUse(Message("page-import.no-list"))
        with tempfile.TemporaryDirectory(prefix="legation-") as folder:
            data = write_upload(sent, folder, Path(name).suffix.lower()[:8]).read_bytes() if sent else values["names"].encode()
        given = {key: values[key] for key in ("title", "kind", "vote", "marking")}
        day = values["vote_date"]
        settings = {"name": name, "lang": asked.lang, **given, "vote_date": day.isoformat() if day else ""}
        _list_in(data, settings)
    except LegationError as error:
        return show(asked, _forms(asked, way="list", listed=form, error=error), TEMPLATE, status=422)
    return asked.href("new.arrived", draft=storage.keep(asked, "list", {"list": data}, settings=settings).pk)


@page("dossiers/new/<int:draft>", name="new.arrived", template="pages/import_arrived.html", action="make-dossier")
def arrived(asked: PageRequest, draft: int) -> UploadPage:
    """Return what a file or list came to."""
    return _arrived(asked, _draft(asked, draft))


@action("dossiers/new/<int:draft>/make", name="new.make", action="make-dossier")
def make(asked: PageRequest, draft: int) -> str | HttpResponse:
    """Make the dossier of what was sent; doubts are decided by the form."""
    kept = _draft(asked, draft)
    form = MakeForm(asked.form)
    if not form.is_valid():
        return show(asked, _arrived(asked, kept, form), "pages/import_arrived.html", status=422)
    values = form.cleaned_data
    slug = slugify(values["slug"])[:80] or "dossier"
    try:
        if kept.purpose == "list":
            read = _list_in(storage.parts_of(kept)["list"], kept.settings)
            answers = {doubt.line: str(asked.form.get(f"line:{doubt.line}", "")) for doubt in read.doubtful}
            content = read.resolve({line: answer for line, answer in answers.items() if answer}).dossier(slug, values["title"])
            if kept.settings.get("vote"):
                day = kept.settings.get("vote_date")
                content = with_vote_ahead(content, kept.settings["vote"], dt.date.fromisoformat(day) if day else None, asked.today)
        else:
            content = storage.content_of(kept)
            if values["title"] and values["title"] != say(content.info.title, asked.lang):
                title = dataclasses.replace(content.info.title, **{asked.lang: values["title"]})
                content = dataclasses.replace(content, info=dataclasses.replace(content.info, title=title))
        marking = values["marking"] or kept.settings.get("marking") or content.info.marking
        if marking != content.info.marking:
            content = dataclasses.replace(content, info=dataclasses.replace(content.info, marking=marking))
        reason = Message("page-import.reason", name=str(kept.settings.get("name", "")))
        dossier = store.create(content, asked.account, slug=slug, reason=reason)
    except LegationError as error:
        return show(asked, _arrived(asked, kept, form, error), "pages/import_arrived.html", status=422)
    kept.delete()
    return asked.href("dossier", slug=dossier.slug)


@action("dossiers/new/<int:draft>/discard", name="new.discard", action="make-dossier")
def discard(asked: PageRequest, draft: int) -> str:
    """Throw away what was sent."""
    _draft(asked, draft).delete()
    return asked.href("new")


def _draft(asked: PageRequest, number: int) -> Draft:
    is_list = Draft.objects.filter(pk=number, account=asked.account, purpose="list").exists() if number < 10**15 else False
    return storage.find(asked, number, "list" if is_list else "new")


def _list_in(data: bytes, settings: dict[str, Any]) -> ListDraft:
    """Read a list from a file that goes away: its text is never taken for the name of a file."""
    name = str(settings["name"])
    with tempfile.TemporaryDirectory(prefix="legation-") as folder:
        place = Path(folder) / (name if re.fullmatch(r"\w[\w.-]{0,99}", name) else "list.txt")
        place.write_bytes(data)
        try:
            return read_actor_list(place, lang=settings["lang"], kind=settings["kind"])
        except CannotRead as error:
            if isinstance(error.message, Message) and "path" in error.message.values:
                raise CannotRead(Message(error.message.id, **{**error.message.values, "path": name})) from error
            raise


def _arrived(asked: PageRequest, kept: Draft, form: MakeForm | None = None, error: LegationError | None = None) -> UploadPage:
    counts: list[tuple[Message, int]] = []
    doubtful: list[UnclearLine] = []
    notices: tuple[Any, ...] = ()
    if kept.purpose == "list":
        read = _list_in(storage.parts_of(kept)["list"], kept.settings)
        counts, notices = [(TABLES["actors"].title, len(read.entries))], read.unplaced
        own = [("new", Message("page-import.as-new")), ("skip", Message("page-import.skip"))]
        doubtful = [
            UnclearLine(
                line=doubt.line,
                text=doubt.text,
                choices=[("", Message("page-import.decide")), *((c.iso3, c.actor().name) for c in doubt.candidates), *own],
                answer=str(asked.form.get(f"line:{doubt.line}", "")),
            )
            for doubt in read.doubtful
        ]
    else:
        content = storage.content_of(kept)
        counts = [(table.title, len(getattr(content, name))) for name, table in TABLES.items() if len(getattr(content, name))]
        title = say(content.info.title or kept.settings.get("title", ""), asked.lang)
        form = form or MakeForm(title=title, slug=content.info.id, marking=str(kept.settings.get("marking") or content.info.marking))
    return UploadPage(
        title=Message("page-import.arrived-title"),
        draft=kept.pk,
        of_list=kept.purpose == "list",
        name=str(kept.settings.get("name", "")),
        counts=counts,
        doubtful=doubtful,
        notices=notices[:100],
        notice_count=len(notices),
        fields=(
            form or MakeForm(title=str(kept.settings.get("title", "")), marking=str(kept.settings.get("marking") or OWN_MARKING))
        ).shown,
        error=error.message if error else None,
    )


def _forms(
    asked: PageRequest,
    way: str = "",
    empty: SiteForm | None = None,
    listed: SiteForm | None = None,
    error: LegationError | None = None,
) -> NewDossier:
    problems = tuple(p for p in error.problems if not p.is_notice) if isinstance(error, DossierError) else ()
    return NewDossier(
        title=Message("page-import.new-title"),
        way=way,
        empty=(empty or EmptyForm()).shown,
        listed=(listed or ListForm()).shown,
        file_title=asked.form.get("title", "") if way == "file" else "",
        error=error.message if error is not None and not problems else None,
        problems=problems,
    )


def _free(slug: str) -> str:
    """Return an address that no dossier has."""
    taken = set(Dossier.objects.filter(slug__startswith=slug).values_list("slug", flat=True)) | store.RESERVED
    return next(name for name in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)
