"""One source before a reader: its words with the quotation marked, what rests on it, its duplicates, and its archived copy as a file."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from legation.dossier import TABLES, Evidence
from legation.dossier.tables.labels import choice_word, heading, named_source
from legation.errors import NotAvailable
from legation.language import Message
from legation.sources.capture import FRAME_POLICY, Anchor, Header, highlighted, near
from legation.web.forms.row_field import called
from legation.web.forms.row_form import edit_href, home_of, may_change, record_href
from legation.web.pages.sources.register import CitingRow, citing_rows, contradicting_sources, grade_of, versions_of
from legation.web.site.listing import Paging, paging
from legation.web.site.marking import tlp_of
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, file, page
from legation.web.stores.captures.texts import PICTURES, CapturedText, header_of, quote_in, safe_form_of, sketches_of, state_of, text_of

__all__ = [
    "OneSource",
    "PossibleDuplicate",
    "archived",
    "as_it_came",
    "duplicates_of",
    "shown",
    "source_of",
]


LENGTH = 40_000
"""Characters of the text on a page of the reader."""
SHOWN = 15
"""Rows of a table that are listed as resting on the source."""
NEAR = 0.7


@dataclass(frozen=True, slots=True)
class EvidenceLink:
    """Another row; ``against`` where the source speaks against it."""

    label: Any
    href: str
    note: Any = ""
    against: bool = False


@dataclass(frozen=True, slots=True)
class CitingRows:
    """The rows of a table that rest on the source: ``count`` of them, the first ones listed."""

    table: Any
    count: int
    rows: tuple[EvidenceLink, ...]


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """A source that may be the same: why (``bytes``, ``text``, ``address``), and for texts how alike they are [0-1]."""

    why: str
    label: Any
    href: str
    similarity: float | None = None


@dataclass(frozen=True, slots=True)
class QuotedStretch:
    """A stretch of the text, marked where it is the quotation."""

    text: str
    marked: bool


@dataclass(frozen=True, kw_only=True)
class OneSource(Page):
    """A source.

    Attributes
    ----------
    facts : list of (Message, value)
    found : str
        Of the quotation: ``exact``, ``near``, ``missing``, or empty where there is no text to look in.
    text : list of Stretch
        The page ``number`` of ``pages`` of the text.
    notes : tuple
        What a reader must know of the text.
    frame : str
        ``page`` or ``picture``: how the archived copy can be shown; empty where it cannot.
    capture : str
        Where a copy can be added; empty where there is one.
    """

    id: str
    kind: Any
    facts: list[tuple[Any, Any]]
    url: str
    grade: tuple[Any, ...]
    marking: str
    tlp: str
    quote: str
    found: str
    similarity: float | None
    text: list[QuotedStretch]
    number: int
    pages: int
    previous: str
    next: str
    quote_href: str
    language: str
    notes: tuple[Any, ...]
    rests: list[CitingRows]
    doubles: list[PossibleDuplicate]
    older: list[EvidenceLink]
    newer: list[EvidenceLink]
    contradicting: bool
    part: str
    sha256: str
    size: int
    taken: Header | None
    download: str
    frame: str
    shown: str
    capture: str
    record: str
    edit: str
    list: str


def _captured(request: PageRequest, row: str) -> Hashable:
    """Return what is known of the files, as far as the page depends on it; None where there is no page, but another address."""
    return state_of(request.dossier) if any(source.id == row for source in request.known.evidence) else None


@page("dossiers/<slug:slug>/evidence/<path:row>/read", name="evidence.one", template="pages/evidence_one.html", cached=_captured)
def one(request: PageRequest, row: str) -> OneSource | str:
    """Return a source; ``?part=`` is the page of its text. One that was not known on the day of the page is not shown: its row says so."""
    source_of(request, row)
    source = next((known for known in request.known.evidence if known.id == row), None)
    if source is None:
        return record_href(request, "evidence", row)
    unknown = {e.id for e in request.view.evidence} - {e.id for e in request.known.evidence}
    data = request.view.files.get(source.part, b"")
    text = text_of(data, source.part) if data else None
    place = quote_in(text, source.quote) if text else None
    stretches, paged, at = _page_of(request, text.text if text else "", place)
    older, newer = versions_of(request.known, row)
    here, sha256 = request.href("evidence.one", row=row), text.sha256 if text else source.sha256
    editable = may_change(request, "evidence") and not newer
    marking = source.marking or request.view.info.marking
    found = "" if not text or not text.text or not source.quote else "missing" if not place else "exact" if place.is_exact else "near"
    return OneSource(
        title=source.title or source.id,
        id=source.id,
        kind=choice_word("evidence", "kind", source.kind) if source.kind else None,
        facts=_facts(source),
        url=source.url,
        grade=grade_of(source),
        marking=marking,
        tlp=tlp_of(marking),
        quote=source.quote,
        found=found,
        similarity=place.similarity if place else None,
        text=stretches,
        number=paged.number,
        pages=paged.pages,
        **paged.around(lambda number: f"{here}?part={number}"),
        quote_href="" if not place else "#quote" if paged.number == at else f"{here}?part={at}#quote",
        language=text.language if text else "",
        notes=text.notes if text else (),
        rests=_rests(request, [source.id, *(r.id for r in older)]),
        doubles=duplicates_of(request, sha256, text, source.url, without={r.id for r in (source, *older, *newer)} | unknown),
        older=[_linked(request, r) for r in older],
        newer=[_linked(request, r) for r in newer],
        contradicting=source.id in contradicting_sources(request.known, request.day),
        part=source.part if data else "",
        sha256=sha256,
        size=len(data),
        taken=header_of(request.dossier, sha256, source.url) if data else None,
        download=request.href("evidence.file", evidence=row) if data else "",
        frame=_frame(text),
        shown=request.href("evidence.shown", evidence=row) if _frame(text) else "",
        capture=f"{request.href('evidence.add')}?{urlencode({'for': row, 'url': source.url})}" if editable and not data else "",
        record=record_href(request, "evidence", row),
        edit=edit_href(request, "evidence", row, back=here) if editable else "",
        list=request.href("evidence"),
    )


def source_of(request: PageRequest, identity: str) -> Evidence:
    """Return a source that the person may see; another does not exist for them."""
    source = next((row for row in request.view.evidence if row.id == identity), None)
    if source is None:
        raise Http404
    return source


def duplicates_of(
    request: PageRequest, sha256: str, text: CapturedText | None, url: str, without: Iterable[str] = ()
) -> list[PossibleDuplicate]:
    """Return the sources that the person sees which have the same bytes, nearly the same text, or the same address."""
    left_out = set(without)
    others = [row for row in request.view.evidence if row.id not in left_out]
    duplicates = {row.id: PossibleDuplicate("bytes", *_label(request, row)) for row in others if sha256 and row.sha256 == sha256}
    if text and text.text:
        hashes = {row.id: row.sha256 for row in others if row.part in request.view.files and row.sha256 and row.id not in duplicates}
        sketches = sketches_of(hashes.values())
        rows = {row.id: row for row in others}
        for item in near(text.text, {i: sketches[h] for i, h in hashes.items() if h in sketches}, NEAR):
            duplicates[item.key] = PossibleDuplicate("text", *_label(request, rows[item.key]), item.similarity)
    for row in others:
        if url and row.url and _plain(row.url) == _plain(url):
            duplicates.setdefault(row.id, PossibleDuplicate("address", *_label(request, row)))
    return list(duplicates.values())


def _plain(url: str) -> str:
    return url.partition("#")[0].rstrip("/").removeprefix("https://").removeprefix("http://").removeprefix("www.")


def _label(request: PageRequest, row: Evidence) -> tuple[Any, str]:
    return called(row) or row.id, home_of(request, "evidence", row.id)


def _linked(request: PageRequest, row: Evidence) -> EvidenceLink:
    return EvidenceLink(*_label(request, row), row.recorded or row.known_on or "")


def _facts(source: Evidence) -> list[tuple[Any, Any]]:
    names = ("origin", "date", "known_on", "author", "recorded", "reason")
    given: list[tuple[str, Any]] = [("publisher", source_name)] if (source_name := named_source(source)) else []
    given += [(name, value) for name in names if (value := getattr(source, name))]
    return [(heading("evidence", name), value) for name, value in given]


def _rests(request: PageRequest, ids: Iterable[str]) -> list[CitingRows]:
    """Return what rests on a source or on what it replaced, by table."""
    by_table: dict[str, dict[str, CitingRow]] = {}
    for identity in ids:
        for rest in citing_rows(request.known, identity):
            by_table.setdefault(rest.table, {}).setdefault(TABLES[rest.table].identity(rest.row), rest)
    return [
        CitingRows(TABLES[name].title, len(rows), tuple(_rest(request, i, rest) for i, rest in list(rows.items())[:SHOWN]))
        for name, rows in by_table.items()
    ]


def _rest(request: PageRequest, identity: str, rest: CitingRow) -> EvidenceLink:
    """Return a row that rests on the source: of a dated tie who it is about, of the others how they are called."""
    row, actors = rest.row, request.view.rows_by("actors")
    named = [value for name in ("actor", "source", "target") if (value := getattr(row, name, "")) and isinstance(value, str)]
    who = [actors[actor][-1].name or actor if actor in actors else actor for actor in named]  # the target of an indicator is a number
    what = next((getattr(row, name) for name in ("issue", "group", "coalition") if getattr(row, name, "")), "")
    if rest.table in ("positions", "interests"):
        what = next((issue.question or issue.id for issue in request.view.rows_by("issues").get(what, ())), what)
    label: Any = called(row) or identity
    if who:
        label = Message("page-evidence.rest", who=tuple(who), what=what) if what else Message("page-evidence.rest-who", who=tuple(who))
    return EvidenceLink(
        label, home_of(request, rest.table, identity), getattr(row, "value", None) if rest.table == "positions" else "", rest.against
    )


def _page_of(request: PageRequest, text: str, place: Anchor | None) -> tuple[list[QuotedStretch], Paging, int]:
    """Return a page of a text: its stretches, where it is, and the number of the page with the quotation."""
    at = place.start // LENGTH + 1 if place else 0
    here = paging(request.query.get("part"), len(text), LENGTH, at or 1)
    first, last = here.first, here.last
    if place and here.number == at:
        last = max(last, place.end)
    spans = [(place.start - first, place.end - first)] if place and here.number == at else []
    return [QuotedStretch(s.text, s.marked) for s in highlighted(text[first:last], spans)], here, at


def _frame(text: CapturedText | None) -> str:
    if text is None:
        return ""
    return "page" if text.media_type == "text/html" else "picture" if text.media_type in PICTURES | {"image/svg+xml"} else ""


NOTHING = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The Content-Security-Policy of what others made, where it is opened by itself after all."""


@file("dossiers/<slug:slug>/evidence/<path:evidence>/file", name="evidence.file", action="see")
def archived(request: PageRequest, evidence: str) -> HttpResponse:
    """Return the archived copy of a source, byte for byte, to be saved and not to be opened in the browser."""
    name, data = _copy_of(request, evidence)
    return as_it_came(name, data)


@file("dossiers/<slug:slug>/evidence/<path:evidence>/shown", name="evidence.shown", action="see")
def shown(request: PageRequest, evidence: str) -> HttpResponse:
    """Return the harmless form of an archived page or picture, for the frame of the reader."""
    name, data = _copy_of(request, evidence)
    body, kind = safe_form_of(data, name)
    headers = {
        "Content-Security-Policy": FRAME_POLICY,
        "X-Frame-Options": "SAMEORIGIN",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(body, content_type=kind, headers=headers)


def as_it_came(name: str, data: bytes) -> HttpResponse:
    """Return bytes of others as an attachment of no kind."""
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name.rpartition("/")[2]) or "attachment",
        "Content-Security-Policy": NOTHING,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(data, content_type="application/octet-stream", headers=headers)


def _copy_of(request: PageRequest, identity: str) -> tuple[str, bytes]:
    source = source_of(request, identity)
    if source.part not in request.view.files:
        raise NotAvailable(Message("page-evidence.no-copy"))
    return source.part, request.view.files[source.part]
