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
from legation.web.captures.texts import CapturedText, page_at, remember
from legation.web.dossiers import store
from legation.web.drafts import storage
from legation.web.drafts.models import Draft
from legation.web.forms.row_form import RowForm, add_href, edits_of, form_for, row_of
from legation.web.forms.saving import save_edits
from legation.web.pages.sources.source import PossibleDuplicate, duplicates_of
from legation.web.site.request import PageRequest
from legation.web.site.routing import Page, action, page, show

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


@page("dossiers/<slug:slug>/evidence/add", name="evidence.add", template="pages/evidence_add.html", action="propose", kept=True)
def adding(asked: PageRequest) -> AddPage:
    """Return the ways in: a file, a page by its address (``?url=`` stands in the field), or a plain record."""
    return _ways(asked, asked.query.get("url", "")[:2000], {})


@action("dossiers/<slug:slug>/evidence/upload", name="evidence.upload", action="propose")
def upload(asked: PageRequest) -> str | HttpResponse:
    """Read a file that was sent."""
    try:
        sent = asked.request.FILES.getlist("file")
        if len(sent) != 1:
            raise WrongUse(Message("page-evidence.one-file"))
        name, size = str(sent[0].name), int(sent[0].size or 0)
        if size > SIZE_LIMIT:
            megabyte = 1024 * 1024
            raise CannotRead(Message("capture.too-large", name=name[:80], allowed=SIZE_LIMIT // megabyte, found=size / megabyte))
        draft = keep(asked, capture(sent[0].read(), name, str(sent[0].content_type or ""), day=asked.today))
    except LegationError as error:
        return _refused(asked, "", {"file": error.message})
    return asked.href("evidence.confirm", capture=draft.pk)


@action("dossiers/<slug:slug>/evidence/fetch", name="evidence.fetch", action="propose")
def fetched(asked: PageRequest) -> str | HttpResponse:
    """Fetch a page of the public web and read it."""
    url = asked.form.get("url", "").strip()[:2000]
    try:
        if not url:
            raise WrongUse(Message("page-evidence.no-address"))
        draft = keep(asked, page_at(url, asked.account.pk, asked.today))
    except LegationError as error:
        return _refused(asked, url, {"url": error.message})
    return asked.href("evidence.confirm", capture=draft.pk)


@page("dossiers/<slug:slug>/evidence/add/<int:capture>", name="evidence.confirm", template="pages/evidence_confirm.html", action="propose")
def confirming(asked: PageRequest, capture: int) -> ConfirmPage:
    """Return what was captured, to be completed."""
    return _to_confirm(asked, storage.find(asked, capture, "capture"), {})


@action("dossiers/<slug:slug>/evidence/add/<int:capture>/save", name="evidence.save", action="propose")
def save(asked: PageRequest, capture: int) -> str | HttpResponse:
    """Save a captured file as evidence, or offer it for review."""
    draft = storage.find(asked, capture, "capture")
    parts, taken = storage.parts_of(draft), draft.settings
    text, header = _text_of(draft, parts), Header.decode(json.dumps(taken["header"]).encode())
    (sent,) = edits_of(asked, "evidence", do="add")
    quote = sent.values.get("quote", "")
    place = anchor(text.text, quote) if quote and text.text else None
    if quote and text.text and (place is None or not place.is_exact):
        nearest = place.exact if place else ""
        message = Message("page-evidence.quote-near" if nearest else "page-evidence.quote-missing")
        wrong = Problem("evidence.csv", 1, "quote", allowed="", found=quote[:80], remedy=message, code="quote-missing")
        return _again(asked, draft, (wrong,), nearest)
    cleared = dict.fromkeys(FIELDS_OF & asked.form.keys(), "")
    fixed = {"part": taken["part"], "sha256": text.sha256, "known_on": header.day.isoformat()}
    identity = f"{slugify(sent.values.get('title', ''))[:40].strip('-') or 'capture'}-{secrets.token_hex(2)}"
    replaced = taken["source"] if row_of(asked, "evidence", taken["source"]) else ""
    edit = Edit("evidence", "change" if replaced else "add", replaced or identity, {**cleared, **sent.values, **fixed})
    target = asked.href("evidence.one", row=identity) if asked.may("edit") else asked.href("proposals")
    try:
        saved = save_edits(
            asked,
            [edit],
            next=target,
            reason=asked.form.get("reason", "").strip()[:500],
            base=asked.form.get("base"),
            files={taken["part"]: parts["data"]},
        )
    except DossierError as error:
        return _again(asked, draft, error.problems)
    if isinstance(saved, str):
        if replaced and asked.may("edit"):
            now = store.seen(store.revision_of(asked.dossier), asked.sight).evidence
            saved = asked.href("evidence.one", row=next((row.id for row in now if row.supersedes == replaced), replaced))
        remember(asked.dossier, dataclasses.replace(header, url=sent.values.get("url", "")), text)
        draft.delete()
    return saved


@action("dossiers/<slug:slug>/evidence/add/<int:capture>/discard", name="evidence.discard", action="propose")
def discard(asked: PageRequest, capture: int) -> str:
    """Let a captured file go."""
    storage.find(asked, capture, "capture").delete()
    return asked.href("evidence.add")


def _source(asked: PageRequest) -> Evidence | None:
    """Return the source of which a copy is added, ``for``, as the address or the form names it."""
    wanted = asked.form.get("for") or asked.query.get("for", "")
    return next((row for row in standing(asked.view.evidence) if row.id == wanted), None)


def _ways(asked: PageRequest, url: str, errors: dict[str, Any]) -> AddPage:
    source = _source(asked)
    return AddPage(
        title=Message("page-evidence.add"),
        url=url,
        source=source.id if source else "",
        replaces=(source.title or source.id) if source else "",
        errors=errors,
        upload=asked.href("evidence.upload"),
        fetch=asked.href("evidence.fetch"),
        plain=add_href(asked, "evidence", back=asked.href("evidence")),
        megabytes=SIZE_LIMIT // 1024 // 1024,
        endings=sorted({media.ending for media in MEDIA.values()}),
        offered=not asked.may("edit"),
        list=asked.href("evidence"),
    )


def _refused(asked: PageRequest, url: str, errors: dict[str, Any]) -> HttpResponse:
    return show(asked, _ways(asked, url, errors), "pages/evidence_add.html", status=422)


def keep(asked: PageRequest, captured: Captured) -> Draft:
    """Keep what was captured, for the person alone, until it is confirmed."""
    row, source = captured.evidence, _source(asked)
    found = {"title": captured.title[:500], "kind": row.kind, "publisher": row.publisher, "date": str(row.date or ""), "url": row.url}
    known = {name: text for name, text in cells_of("evidence", source).items() if text and name in FIELDS_OF} if source else {}
    settings = {
        "part": captured.part,
        "media_type": captured.media_type,
        "language": captured.language,
        "notes": [store.written_reason(note) for note in captured.notes],
        "header": json.loads(captured.header.encode()),
        "source": source.id if source else "",
        "values": {**({} if source else found), **({"url": row.url} if row.url else {}), **known},
    }
    parts = {"data": captured.data, "text": captured.text.encode()}
    return storage.keep(asked, "capture", parts, settings=settings)


def _text_of(draft: Draft, parts: Mapping[str, bytes]) -> CapturedText:
    taken = draft.settings
    notes = tuple(map(store.read_reason, taken["notes"]))
    return CapturedText(taken["header"]["sha256"], taken["media_type"], parts["text"].decode(), taken["language"], notes)


def _again(asked: PageRequest, draft: Draft, problems: tuple[Problem, ...], nearest: str = "") -> HttpResponse:
    typed = {str(name): str(asked.form[name]) for name in asked.form}
    return show(asked, _to_confirm(asked, draft, typed, problems, nearest), "pages/evidence_confirm.html", status=422)


def _to_confirm(
    asked: PageRequest, draft: Draft, typed: Mapping[str, str], problems: tuple[Problem, ...] = (), nearest: str = ""
) -> ConfirmPage:
    parts = storage.parts_of(draft)
    text, taken = _text_of(draft, parts), draft.settings
    values = {**taken["values"], **typed}
    return ConfirmPage(
        title=Message("page-evidence.confirm"),
        form=form_for(asked, "evidence", values=values, problems=problems, only=FIELDS),
        text=text.text[:PREVIEW],
        cut=len(text.text) > PREVIEW,
        language=text.language,
        notes=text.notes,
        doubles=duplicates_of(asked, text.sha256, text, taken["header"]["url"]),
        header=Header.decode(json.dumps(taken["header"]).encode()),
        size=len(parts["data"]),
        nearest=nearest,
        save=asked.href("evidence.save", capture=draft.pk),
        discard=asked.href("evidence.discard", capture=draft.pk),
        offered=not asked.may("edit"),
    )
