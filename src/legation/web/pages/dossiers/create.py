"""A new dossier: from a file, from a list of countries or organisations, or empty. What came is shown before anything is made."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils.text import slugify

from legation.briefing.markings.labels import label_of
from legation.dossier import KINDS, MARKINGS, TABLES, Info, Wording, decode, encode
from legation.dossier import Dossier as Content
from legation.dossier.files.format import writable
from legation.dossier.parts.brief import NOTES
from legation.dossier.parts.settings import NEW_MARKING, says_marking
from legation.errors import CannotRead, DossierError, LegationError, WrongUse
from legation.language import LANGUAGES, Message, say
from legation.sources.packs.taking import members_in
from legation.sources.tables.actors import Draft as ListDraft
from legation.sources.tables.actors import read_actor_list, with_vote_ahead
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier
from legation.web.dossiers.uploads import parts_in, write_upload
from legation.web.forms.site_form import ChecksField, DateField, SelectField, ShownField, SiteForm, TextField
from legation.web.pages.dossiers.first_votes import VotesForm, proposed_record, with_first_votes
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show
from legation.web.stores.drafts import storage
from legation.web.stores.drafts.models import Draft

__all__ = ["NewDossier", "UploadPage"]

TEMPLATE = "pages/import_new.html"
_WHO = {marking: f"page-import.marking-of.{marking.removeprefix('TLP:').lower().replace('+', '-')}" for marking in MARKINGS}


@dataclass(frozen=True, kw_only=True)
class NewDossier(Page):
    """The three ways to a dossier.

    Attributes
    ----------
    way : {"", "file", "list", "empty"}
        The form that was sent and has something wrong.
    situation : str
        With what the dossier begins, ``?situation=vote``; empty: nothing was chosen.
    """

    way: str
    situation: str
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
    question: Message
    choices: list[tuple[str, Any]]
    answer: str


@dataclass(frozen=True, kw_only=True)
class UploadPage(Page):
    """What a file or list came to, before a dossier is made of it."""

    draft: int
    of_list: bool
    name: Any
    counts: list[tuple[Message, int]]
    doubtful: list[UnclearLine]
    notices: tuple[Any, ...]
    notice_count: int
    fields: tuple[ShownField, ...]
    votes: tuple[ShownField, ...]
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
            goal=SelectField(
                Message("packs.goal"), [(goal, Message(f"packs.goal-{goal or 'unsaid'}")) for goal in ("", "adopt", "defeat")]
            ),
            vote_date=DateField(Message("page-import.vote-date"), help=Message("page-import.vote-date-help")),
            marking=_marking(),
        )


class MakeForm(SiteForm):
    """Title, address and marking of the dossier that is made of what was sent."""

    def __init__(self, sent: QueryDict | None = None, *, title: str = "", slug: str = "", marking: str = NEW_MARKING) -> None:
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


def _marking(value: str = NEW_MARKING) -> SelectField:
    said = {marking: {"marking": label_of(marking).wording, "who": Message(_WHO[marking])} for marking in MARKINGS}
    choices = [(marking, Message("page-import.marked", **values)) for marking, values in said.items()]
    return SelectField(Message("page-import.marking"), choices, initial=value, help=Message("page-import.marking-help"))


@page("dossiers/new", name="new", template=TEMPLATE, action="make-dossier", cached=True)
def new(request: PageRequest) -> NewDossier:
    """Return the forms."""
    return _forms(request)


@action("dossiers/new/empty", name="new.empty", action="make-dossier")
def empty(request: PageRequest) -> str | HttpResponse:
    """Make an empty dossier."""
    form = EmptyForm(request.form)
    if not form.is_valid():
        return show(request, _forms(request, way="empty", empty=form), TEMPLATE, status=422)
    values = form.cleaned_data
    title = Wording(**{request.lang: values["title"]})
    slug = slugify(values["slug"] or values["title"])[:80] or "dossier"
    info = Info(id=slug, title=title, languages=tuple(values["languages"]), marking=values["marking"])
    info = _begun_with(info, _situation(request))
    try:
        return request.href("dossier", slug=store.create(Content(info=info), request.account, slug=slug).slug)
    except LegationError as error:
        return show(request, _forms(request, way="empty", empty=form, error=error), TEMPLATE, status=422)


@action("dossiers/new/file", name="new.file", action="make-dossier")
def of_file(request: PageRequest) -> str | HttpResponse:
    """Read a zip, a workbook or tables, and keep them for their sender."""
    files = request.http.FILES.getlist("files")
    title = request.form.get("title", "").strip()[:300]
    try:
        upload = parts_in(files)
        parts = dict(upload.parts)
        if "dossier.toml" not in parts and title:
            own = Info(id=slugify(title)[:80] or "dossier", title=Wording(title), marking=NEW_MARKING)
            parts["dossier.toml"] = encode(Content(info=own))["dossier.toml"]
        read = decode(parts, upload.sheets)
        content = writable(read)
    except LegationError as error:
        return show(request, _forms(request, way="file", error=error), TEMPLATE, status=422)
    settings = {"name": ", ".join(str(sent.name) for sent in files)[:200], "title": title}
    settings |= {} if says_marking(read.info) else {"marking": NEW_MARKING}
    settings |= {"situation": _situation(request)}
    return request.href("new.arrived", draft=storage.keep_content(request, "new", content, settings=settings).pk)


@action("dossiers/new/list", name="new.list", action="make-dossier")
def of_list(request: PageRequest) -> str | HttpResponse:
    """Read a list of names, and keep it for its sender."""
    form = ListForm(request.form)
    sent = request.http.FILES.get("file")
    if not form.is_valid():
        return show(request, _forms(request, way="list", listed=form), TEMPLATE, status=422)
    values = form.cleaned_data
    name = re.sub(r"[^\w.-]+", "-", str(sent.name))[-100:] if sent else ""
    try:
        if sent is None and not values["names"]:
            raise WrongUse(Message("page-import.no-list"))
        with tempfile.TemporaryDirectory(prefix="legation-") as folder:
            data = write_upload(sent, folder, Path(name).suffix.lower()[:8]).read_bytes() if sent else values["names"].encode()
        given = {key: values[key] for key in ("title", "kind", "vote", "goal", "marking")}
        day = values["vote_date"]
        settings = {"name": name, "lang": request.lang, **given, "vote_date": day.isoformat() if day else ""}
        settings["situation"] = _situation(request)
        _list_in(data, settings)
    except LegationError as error:
        return show(request, _forms(request, way="list", listed=form, error=error), TEMPLATE, status=422)
    return request.href("new.arrived", draft=storage.keep(request, "list", {"list": data}, settings=settings).pk)


@page("dossiers/new/<int:draft>", name="new.arrived", template="pages/import_arrived.html", action="make-dossier")
def arrived(request: PageRequest, draft: int) -> UploadPage:
    """Return what a file or list came to."""
    return _arrived(request, _draft(request, draft))


@action("dossiers/new/<int:draft>/make", name="new.make", action="make-dossier")
def make(request: PageRequest, draft: int) -> str | HttpResponse:
    """Make the dossier of what was sent; doubts are decided by the form."""
    stored = _draft(request, draft)
    form, votes = MakeForm(request.form), VotesForm(request, request.form)
    if not (form.is_valid() & votes.is_valid()):
        return show(request, _arrived(request, stored, form, votes=votes), "pages/import_arrived.html", status=422)
    values = form.cleaned_data
    slug = slugify(values["slug"])[:80] or "dossier"
    like: tuple[Content, Mapping[str, bytes]] | None = None
    try:
        if stored.purpose == "list":
            listed = _list_in(storage.parts_of(stored)["list"], stored.settings)
            answers = {doubt.line: str(request.form.get(f"line:{doubt.line}", "")) for doubt in listed.doubtful}
            content = listed.resolve({line: answer for line, answer in answers.items() if answer}).dossier(slug, values["title"])
            if stored.settings.get("vote"):
                day = stored.settings.get("vote_date")
                content = with_vote_ahead(content, stored.settings["vote"], dt.date.fromisoformat(day) if day else None, request.today)
                content = _wanting(content, str(stored.settings.get("goal") or ""))
        else:
            content = storage.content_of(stored, request)
            like = content, storage.parts_of(stored)
            if values["title"] and values["title"] != say(content.info.title, request.lang):
                title = dataclasses.replace(content.info.title, **{request.lang: values["title"]})
                content = dataclasses.replace(content, info=dataclasses.replace(content.info, title=title))
        marking = values["marking"] or stored.settings.get("marking") or content.info.marking
        if marking != content.info.marking:
            content = dataclasses.replace(content, info=dataclasses.replace(content.info, marking=marking))
        content = dataclasses.replace(content, info=_begun_with(content.info, str(stored.settings.get("situation") or "")))
        content = with_first_votes(request, content, votes)
        reason = Message("page-import.reason", name=_name(stored))
        dossier = store.create(content, request.account, slug=slug, reason=reason, like=like)
    except LegationError as error:
        return show(request, _arrived(request, stored, form, error, votes=votes), "pages/import_arrived.html", status=422)
    stored.delete()
    return request.href("dossier", slug=dossier.slug)


@action("dossiers/new/<int:draft>/discard", name="new.discard", action="make-dossier")
def discard(request: PageRequest, draft: int) -> str:
    """Throw away what was sent."""
    _draft(request, draft).delete()
    return request.href("new")


def _situation(request: PageRequest) -> str:
    """Return with what situation the dossier begins; empty for one that is none."""
    named = request.form.get("situation", "") or request.query.get("situation", "")
    return named if named in NOTES else ""


def _begun_with(info: Info, situation: str) -> Info:
    """Return what a dossier says of itself, with the situation that it begins with where it names none."""
    if not situation or info.brief.get("note"):
        return info
    return dataclasses.replace(info, brief={**info.brief, "note": situation})


def _wanting(content: Content, goal: str) -> Content:
    """Return a dossier that says what is wanted of its vote, where somebody said it."""
    parameters = {**content.info.parameters, "goal": goal}
    return dataclasses.replace(content, info=dataclasses.replace(content.info, parameters=parameters)) if goal else content


def _draft(request: PageRequest, number: int) -> Draft:
    is_list = Draft.objects.filter(pk=number, account=request.account, purpose="list").exists() if number < 10**15 else False
    return storage.find(request, number, "list" if is_list else "new")


def _name(stored: Draft) -> Any:
    """Return what was sent: the names of files, or that a list was typed, in the language of whoever reads it."""
    return stored.settings.get("name") or Message("page-import.typed")


def _list_in(data: bytes, settings: dict[str, Any]) -> ListDraft:
    """Read a list from a file that goes away: its text is never taken for the name of a file."""
    name = str(settings["name"])
    with tempfile.TemporaryDirectory(prefix="legation-") as folder:
        place = Path(folder) / (name if re.fullmatch(r"\w[\w .-]{0,99}", name) else "list.txt")
        place.write_bytes(data)
        try:
            return read_actor_list(place, lang=settings["lang"], kind=settings["kind"])
        except CannotRead as error:
            if isinstance(error.message, Message) and "path" in error.message.values:
                raise CannotRead(Message(error.message.id, **{**error.message.values, "path": name})) from error
            raise


def _arrived(
    request: PageRequest,
    stored: Draft,
    form: MakeForm | None = None,
    error: LegationError | None = None,
    *,
    votes: VotesForm | None = None,
) -> UploadPage:
    counts: list[tuple[Message, int]] = []
    doubtful: list[UnclearLine] = []
    notices: tuple[Any, ...] = ()
    if stored.purpose == "list":
        read = _list_in(storage.parts_of(stored)["list"], stored.settings)
        counts, notices = [(TABLES["actors"].title, len(read.entries))], read.unplaced
        members = [entry.country.iso3 for entry in read.entries if entry.country]
        doubtful = [
            UnclearLine(
                line=doubt.line,
                text=doubt.text,
                question=doubt.question,
                choices=[("", Message("page-import.decide")), *doubt.answers],
                answer=str(request.form.get(f"line:{doubt.line}", "")),
            )
            for doubt in read.doubtful
        ]
    else:
        content = storage.content_of(stored, request)
        members = [] if len(content.votes) else list(members_in(content) or ())
        counts = [(table.title, len(getattr(content, name))) for name, table in TABLES.items() if len(getattr(content, name))]
        title = say(content.info.title or stored.settings.get("title", ""), request.lang)
        form = form or MakeForm(title=title, slug=content.info.id, marking=str(stored.settings.get("marking") or content.info.marking))
    return UploadPage(
        title=Message("page-import.arrived-title"),
        draft=stored.pk,
        of_list=stored.purpose == "list",
        name=_name(stored),
        counts=counts,
        doubtful=doubtful,
        notices=notices[:100],
        notice_count=len(notices),
        fields=(
            form or MakeForm(title=str(stored.settings.get("title", "")), marking=str(stored.settings.get("marking") or NEW_MARKING))
        ).shown,
        votes=(votes or VotesForm(request, chosen=proposed_record(members))).shown,
        error=error.message if error else None,
    )


def _forms(
    request: PageRequest,
    way: str = "",
    empty: SiteForm | None = None,
    listed: SiteForm | None = None,
    error: LegationError | None = None,
) -> NewDossier:
    problems = tuple(p for p in error.problems if not p.is_notice) if isinstance(error, DossierError) else ()
    return NewDossier(
        title=Message("page-import.new-title"),
        way=way,
        situation=_situation(request),
        empty=(empty or EmptyForm()).shown,
        listed=(listed or ListForm()).shown,
        file_title=request.form.get("title", "") if way == "file" else "",
        error=error.message if error is not None and not problems else None,
        problems=problems,
    )


def _free(slug: str) -> str:
    """Return an address that no dossier has."""
    taken = set(Dossier.objects.filter(slug__startswith=slug).values_list("slug", flat=True)) | store.RESERVED
    return next(name for name in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)
