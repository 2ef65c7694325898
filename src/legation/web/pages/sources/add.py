"""Evidence added: a file, or a page fetched because a person asks, is read, shown with its doubles, and saved when the person confirms.

Between the two steps the bytes and their text are a draft of the person's own. Where a copy is added to a source that has none, a new
version of that source replaces it, as for any change.
"""

from __future__ import annotations

import dataclasses
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.text import slugify

from legation.dossier import TABLES, Evidence, standing
from legation.dossier.edit import Edit, cells_of
from legation.dossier.problem import Problem
from legation.errors import CannotRead, DossierError, LegationError, WrongUse
from legation.language import Message
from legation.sources.capture import SIZE_LIMIT, Captured, Header, anchor, capture
from legation.sources.capture.media import MEDIA
from legation.web.dossiers import store
from legation.web.forms.row_form import RowForm, add_href, edits_of, form_for, row_of
from legation.web.forms.saving import save_edits
from legation.web.pages.sources.source import PossibleDuplicate, duplicates_of
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show
from legation.web.stores.captures.texts import CapturedText, page_at, remember
from legation.web.stores.drafts import storage
from legation.web.stores.drafts.models import Draft

__all__ = ["AddPage", "ConfirmPage", "keep"]

FIELDS = ("title", "quote", "kind", "publisher", "date", "url", "reliability", "credibility", "origin", "marking")
FIELDS_OF = frozenset(name for column in TABLES["evidence"].columns if column.name in FIELDS for name in column.names)
PREVIEW = 60_000
"""Characters of the text that are shown when it is confirmed."""


@dataclass(frozen=True, kw_only=True)
class AddPage(Page):
    """Where a source comes from.

    Attributes
    ----------
    url : str
        The address as it was typed.
    source, replaces : str, Wording
        The source of which a copy is added, and its title; empty for a new source.
    errors : dict
        What is wrong with the ``file`` or the ``url``.
    plain : str
        The form for a source of which there is no file.
    """

    url: str
    source: str
    replaces: Any
    errors: dict[str, Any]
    upload: str
    fetch: str
    plain: str
    megabytes: int
    endings: list[str]
    offered: bool
    list: str


@dataclass(frozen=True, kw_only=True)
class ConfirmPage(Page):
    """A captured file with its text, to be completed and saved.

    Attributes
    ----------
    text : str
        Its beginning; ``cut`` where there is more.
    similarity : float or None
        How alike the nearest words are, where the quotation that was typed does not stand in the text; ``nearest`` are those words.
    """

    form: RowForm
    text: str
    cut: bool
    language: str
    notes: tuple[Any, ...]
    doubles: list[PossibleDuplicate]
    header: Header
    size: int
    nearest: str
    save: str
    discard: str
    offered: bool


@page("dossiers/<slug:slug>/evidence/add", name="evidence.add", template="pages/evidence_add.html", action="propose", cached=True)
def adding(request: PageRequest) -> AddPage:
    """Return the ways in: a file, a page by its address (``?url=`` stands in the field), or a plain record."""
    return _ways(request, request.query.get("url", "")[:2000], {})


@action("dossiers/<slug:slug>/evidence/upload", name="evidence.upload", action="propose")
def upload(request: PageRequest) -> str | HttpResponse:
    """Read a file that was sent."""
    try:
        sent = request.http.FILES.getlist("file")
        if len(sent) != 1:
            raise WrongUse(Message("page-evidence.one-file"))
        name, size = str(sent[0].name), int(sent[0].size or 0)
        if size > SIZE_LIMIT:
            megabyte = 1024 * 1024
            raise CannotRead(Message("capture.too-large", name=name[:80], allowed=SIZE_LIMIT // megabyte, found=size / megabyte))
        draft = keep(request, capture(sent[0].read(), name, str(sent[0].content_type or ""), day=request.today))
    except LegationError as error:
        return _refused(request, "", {"file": error.message})
    return request.href("evidence.confirm", capture=draft.pk)


@action("dossiers/<slug:slug>/evidence/fetch", name="evidence.fetch", action="propose")
def fetched(request: PageRequest) -> str | HttpResponse:
    """Fetch a page of the public web and read it."""
    url = request.form.get("url", "").strip()[:2000]
    try:
        if not url:
            raise WrongUse(Message("page-evidence.no-address"))
        draft = keep(request, page_at(url, request.account.pk, request.today))
    except LegationError as error:
        return _refused(request, url, {"url": error.message})
    return request.href("evidence.confirm", capture=draft.pk)


@page("dossiers/<slug:slug>/evidence/add/<int:capture>", name="evidence.confirm", template="pages/evidence_confirm.html", action="propose")
def confirming(request: PageRequest, capture: int) -> ConfirmPage:
    """Return what was captured, to be completed."""
    return _to_confirm(request, storage.find(request, capture, "capture"), {})


@action("dossiers/<slug:slug>/evidence/add/<int:capture>/save", name="evidence.save", action="propose")
def save(request: PageRequest, capture: int) -> str | HttpResponse:
    """Save a captured file as evidence, or offer it for review."""
    draft = storage.find(request, capture, "capture")
    parts, taken = storage.parts_of(draft), draft.settings
    text, header = _text_of(draft, parts), Header.decode(json.dumps(taken["header"]).encode())
    (sent,) = edits_of(request, "evidence", do="add")
    quote = sent.values.get("quote", "")
    place = anchor(text.text, quote) if quote and text.text else None
    if quote and text.text and (place is None or not place.is_exact):
        nearest = place.exact if place else ""
        message = Message("page-evidence.quote-near" if nearest else "page-evidence.quote-missing")
        wrong = Problem("evidence.csv", 1, "quote", allowed="", found=quote[:80], remedy=message, code="quote-missing")
        return _again(request, draft, (wrong,), nearest)
    cleared = dict.fromkeys(FIELDS_OF & request.form.keys(), "")
    fixed = {"part": taken["part"], "sha256": text.sha256, "known_on": header.day.isoformat()}
    identity = f"{slugify(sent.values.get('title', ''))[:40].strip('-') or 'capture'}-{secrets.token_hex(2)}"
    replaced = taken["source"] if row_of(request, "evidence", taken["source"]) else ""
    edit = Edit("evidence", "change" if replaced else "add", replaced or identity, {**cleared, **sent.values, **fixed})
    target = request.href("evidence.one", row=identity) if request.may("edit") else request.href("proposals")
    try:
        saved = save_edits(
            request,
            [edit],
            next=target,
            reason=request.form.get("reason", "").strip()[:500],
            base=request.form.get("base"),
            files={taken["part"]: parts["data"]},
        )
    except DossierError as error:
        return _again(request, draft, error.problems)
    if isinstance(saved, str):
        if replaced and request.may("edit"):
            now = store.seen(store.revision_of(request.dossier), request.scope).evidence
            saved = request.href("evidence.one", row=next((row.id for row in now if row.supersedes == replaced), replaced))
        remember(request.dossier, dataclasses.replace(header, url=sent.values.get("url", "")), text)
        draft.delete()
    return saved


@action("dossiers/<slug:slug>/evidence/add/<int:capture>/discard", name="evidence.discard", action="propose")
def discard(request: PageRequest, capture: int) -> str:
    """Let a captured file go."""
    storage.find(request, capture, "capture").delete()
    return request.href("evidence.add")


def _source(request: PageRequest) -> Evidence | None:
    """Return the source of which a copy is added, ``for``, as the address or the form names it."""
    wanted = request.form.get("for") or request.query.get("for", "")
    return next((row for row in standing(request.view.evidence) if row.id == wanted), None)


def _ways(request: PageRequest, url: str, errors: dict[str, Any]) -> AddPage:
    source = _source(request)
    return AddPage(
        title=Message("page-evidence.add"),
        url=url,
        source=source.id if source else "",
        replaces=(source.title or source.id) if source else "",
        errors=errors,
        upload=request.href("evidence.upload"),
        fetch=request.href("evidence.fetch"),
        plain=add_href(request, "evidence", back=request.href("evidence")),
        megabytes=SIZE_LIMIT // 1024 // 1024,
        endings=sorted({media.ending for media in MEDIA.values()}),
        offered=not request.may("edit"),
        list=request.href("evidence"),
    )


def _refused(request: PageRequest, url: str, errors: dict[str, Any]) -> HttpResponse:
    return show(request, _ways(request, url, errors), "pages/evidence_add.html", status=422)


def keep(request: PageRequest, captured: Captured) -> Draft:
    """Keep what was captured, for the person alone, until it is confirmed."""
    row, source = captured.evidence, _source(request)
    details = {"title": captured.title[:500], "kind": row.kind, "publisher": row.publisher, "date": str(row.date or ""), "url": row.url}
    known = {name: text for name, text in cells_of("evidence", source).items() if text and name in FIELDS_OF} if source else {}
    settings = {
        "part": captured.part,
        "media_type": captured.media_type,
        "language": captured.language,
        "notes": [store.written_reason(note) for note in captured.notes],
        "header": json.loads(captured.header.encode()),
        "source": source.id if source else "",
        "values": {**({} if source else details), **({"url": row.url} if row.url else {}), **known},
    }
    parts = {"data": captured.data, "text": captured.text.encode()}
    return storage.keep(request, "capture", parts, settings=settings)


def _text_of(draft: Draft, parts: Mapping[str, bytes]) -> CapturedText:
    taken = draft.settings
    notes = tuple(map(store.read_reason, taken["notes"]))
    return CapturedText(taken["header"]["sha256"], taken["media_type"], parts["text"].decode(), taken["language"], notes)


def _again(request: PageRequest, draft: Draft, problems: tuple[Problem, ...], nearest: str = "") -> HttpResponse:
    typed = {str(name): str(request.form[name]) for name in request.form}
    return show(request, _to_confirm(request, draft, typed, problems, nearest), "pages/evidence_confirm.html", status=422)


def _to_confirm(
    request: PageRequest, draft: Draft, typed: Mapping[str, str], problems: tuple[Problem, ...] = (), nearest: str = ""
) -> ConfirmPage:
    parts = storage.parts_of(draft)
    text, taken = _text_of(draft, parts), draft.settings
    values = {**taken["values"], **typed}
    return ConfirmPage(
        title=Message("page-evidence.confirm"),
        form=form_for(request, "evidence", values=values, problems=problems, only=FIELDS),
        text=text.text[:PREVIEW],
        cut=len(text.text) > PREVIEW,
        language=text.language,
        notes=text.notes,
        doubles=duplicates_of(request, text.sha256, text, taken["header"]["url"]),
        header=Header.decode(json.dumps(taken["header"]).encode()),
        size=len(parts["data"]),
        nearest=nearest,
        save=request.href("evidence.save", capture=draft.pk),
        discard=request.href("evidence.discard", capture=draft.pk),
        offered=not request.may("edit"),
    )
