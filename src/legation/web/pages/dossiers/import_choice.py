"""Files on arrival: each goes the way of what it is; where that is for a person to say, they are asked, and answer by one press.

Asked are a text in paragraphs, which may be a draft, a source, an observation or a list, and several tables that came as one text or page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.http import HttpResponse

from legation.errors import LegationError, WrongUse
from legation.language import Message
from legation.sources.capture import capture
from legation.sources.preview import COLUMNS
from legation.sources.recognising import found_in, recognised
from legation.sources.registry import dossier_source
from legation.sources.signature import POSSIBLE, FileBytes
from legation.web.dossiers import store
from legation.web.dossiers.imports import SOURCE, FileOfPack, FilesOfLake, FilesOfSource, opened, said_name, sort_out
from legation.web.dossiers.uploads import How, Upload
from legation.web.forms.importing import parts_into
from legation.web.pages.dossiers.import_observed import may_load, store_observed
from legation.web.pages.dossiers.import_read import store_files
from legation.web.pages.dossiers.take import store_pack
from legation.web.pages.sources.add import keep
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show
from legation.web.stores.drafts import storage
from legation.web.stores.drafts.models import Draft

__all__ = ["Arrival", "ChoicePage", "arrive"]

TEMPLATE = "pages/import_choice.html"
_DRAFT, _LIST = "draft", "list"
_EVIDENCE, _OBSERVED = "evidence", "observed"
_STEP = "choose"
"""The step of the import at which files wait here."""
_TEXT_ENDINGS = ("", ".txt", ".md")


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a person said of what they send: how rows are joined, the revision that it was made from, why, and where to go on."""

    how: How
    base: int
    reason: str
    next: str


@dataclass(frozen=True, slots=True)
class OneChoice:
    """What a text may be, or one of several tables: what stands in it."""

    value: str
    title: Any
    about: Any
    button: Message


@dataclass(frozen=True, kw_only=True)
class ChoicePage(Page):
    """What is asked of something that was sent."""

    draft: int
    name: Any
    is_text: bool
    choices: list[OneChoice]
    error: Any


def arrive(request: PageRequest, sent: Mapping[str, bytes], chosen: str, said: Arrival) -> str:
    """Keep what was sent for its sender, and return the page on which it goes on; nothing is changed yet.

    Raises
    ------
    LegationError
        Where it is nothing that can be read, or nothing that this person may bring in.
    """
    if not chosen and _is_any_text(sent):
        return _ask(request, sent, said)
    inner = opened(sent)
    try:
        upload = sort_out(inner, chosen)
    except LegationError:
        if len(inner) > len(sent):
            return _ask(request, inner, said)
        raise
    if isinstance(upload, FilesOfSource):
        return store_files(request, upload, inner, base=said.base, reason=said.reason, next=said.next)
    if isinstance(upload, FilesOfLake):
        return store_observed(request, sent)
    if isinstance(upload, FileOfPack):
        return store_pack(request, upload.name, sent[upload.name])
    return _store_parts(request, upload, inner, said)


def _store_parts(request: PageRequest, upload: Upload, sent: Mapping[str, bytes], said: Arrival) -> str:
    _, mine = parts_into(request, upload, said.base, said.how)
    names = tuple(map(said_name, sent))
    name = names[0] if len(names) == 1 else names
    reason = said.reason or Message("page-import.reason", name=name)
    named = store.written_reason(Message("page-import.named", name=name))
    settings = {"reason": store.written_reason(reason), "named": named, "next": said.next}
    draft = storage.keep_content(request, "save", mine, base=said.base, settings=settings)
    return request.href("import.preview", draft=draft.pk)


def _is_any_text(sent: Mapping[str, bytes]) -> bool:
    """Return whether it is one text in paragraphs of which nothing but that can be told."""
    if len(sent) != 1:
        return False
    name, data = next(iter(sent.items()))
    if PurePath(name).suffix.lower() not in _TEXT_ENDINGS or found_in(FileBytes(name, data)) not in ("text", "table"):
        return False
    found = [one for one in recognised(name, data) if not one.is_guess]
    if not found:
        return found_in(FileBytes(name, data)) == "text"
    return found[0].strength == POSSIBLE and _DRAFT in {one.id for one in found}


def _ask(request: PageRequest, sent: Mapping[str, bytes], said: Arrival) -> str:
    settings = {"how": said.how, "reason": said.reason, "next": said.next}
    draft = storage.keep_files(request, _STEP, sent, base=said.base, settings=settings)
    return request.href("import.choice", draft=draft.pk)


@page("dossiers/<slug:slug>/import/<int:draft>/what", name="import.choice", template=TEMPLATE, action="edit")
def choice(request: PageRequest, draft: int) -> ChoicePage:
    """Return what a text may be, or the tables that came together."""
    return _page(request, storage.find_files(request, draft, _STEP))


@action("dossiers/<slug:slug>/import/<int:draft>/choose", name="import.choose", action="edit")
def choose(request: PageRequest, draft: int) -> str | HttpResponse:
    """Go on with what was pressed; of several tables the others stay, and one comes back to them."""
    stored = storage.find_files(request, draft, _STEP)
    chosen = str(request.form.get("what", ""))
    try:
        return _go_on(request, stored, chosen)
    except LegationError as error:
        return show(request, _page(request, stored, error), TEMPLATE, status=422)


def _go_on(request: PageRequest, stored: Draft, chosen: str) -> str:
    sent = storage.files_of(stored, _STEP)
    offered = [one.value for one in _choices(request, sent)]
    if chosen not in offered:
        raise WrongUse(Message("all-questions.bad-option", name="what", found=chosen[:40], allowed=" | ".join(offered)))
    said = Arrival(stored.settings["how"], stored.base or 0, stored.settings["reason"], stored.settings["next"])
    if len(sent) > 1:
        back = Arrival(said.how, request.dossier.head, said.reason, request.href("import.choice", draft=stored.pk))
        return arrive(request, {chosen: sent[chosen]}, "", back)
    name, data = next(iter(sent.items()))
    if chosen == _EVIDENCE:
        place = request.href("evidence.confirm", capture=keep(request, capture(data, _as_text(name), "text/plain", day=request.today)).pk)
    elif chosen == _OBSERVED:
        place = store_observed(request, {_as_text(name): data})
    else:
        files = FilesOfSource(dossier_source(chosen.removeprefix(SOURCE)), (name,), None)
        place = store_files(request, files, sent, base=said.base, reason=said.reason, next=said.next)
    stored.delete()
    return place


def _as_text(name: str) -> str:
    return name if PurePath(name).suffix.lower() in _TEXT_ENDINGS[1:] else f"{name}.txt"


def _choices(request: PageRequest, sent: Mapping[str, bytes]) -> list[OneChoice]:
    if len(sent) > 1:
        return [_table(number, name, data) for number, (name, data) in enumerate(sent.items(), start=1)]
    this = Message("page-import.this")
    found = [OneChoice(_EVIDENCE, Message("page-import.as-evidence"), Message("page-import.as-evidence-help"), this)]
    others = {of: Message(f"page-import.as-{of}") for of in (_DRAFT, _LIST)}
    found += [OneChoice(f"{SOURCE}{of}", title, Message(f"page-import.as-{of}-help"), this) for of, title in others.items()]
    if may_load(request):
        found.insert(1, OneChoice(_OBSERVED, Message("page-import.as-observed"), Message("page-import.as-observed-help"), this))
    return found


def _table(number: int, name: str, data: bytes) -> OneChoice:
    """Return one of several tables: what it seems to be, and its headings."""
    file = FileBytes(name, data)
    what = next((one.title for one in recognised(name, data) if not one.is_guess), None)
    headings = tuple(cell for cell in file.rows[0][:COLUMNS] if cell) if file.rows else ()
    title = Message("page-import.table-of", number=number, count=max(data.count(b"\n") - 1, 0))
    about = Message("page-import.with-columns", what=what or Message("page-import.no-format"), columns=headings or ("—",))
    return OneChoice(name, title, about, Message("page-import.read-table", number=number))


def _page(request: PageRequest, stored: Draft, error: LegationError | None = None) -> ChoicePage:
    sent = storage.files_of(stored, _STEP)
    is_text = len(sent) == 1
    return ChoicePage(
        title=Message("page-import.what-text" if is_text else "page-import.what-table"),
        draft=stored.pk,
        name=said_name(next(iter(sent))),
        is_text=is_text,
        choices=_choices(request, sent),
        error=error.message if error is not None else None,
    )
