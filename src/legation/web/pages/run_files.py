"""The files of a result: drawings, tables, papers; shown on a page of their own, or taken along."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from legation.dossier.sheet import UNPRINTABLE
from legation.web.asked import Asked
from legation.web.route import file
from legation.web.runs.answers import CONTENT
from legation.web.runs.models import Output, Run
from legation.web.runs.pictures import on_screen
from legation.web.runs.seeing import run_of

__all__ = ["Download", "Drawn", "by_language", "drawn", "file_href", "files_of", "output"]

_SHOWN = frozenset({"image/svg+xml", "image/png", "application/json", "text/html"})
"""What a browser shows; all else is taken along."""


@dataclass(frozen=True, kw_only=True)
class Download:
    """A file of a result."""

    name: str
    lang: str
    form: str
    href: str


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A figure of an answer: its words, and where its forms are."""

    id: str
    title: str
    subtitle: str
    alt: str
    svg: str
    png: str
    spec: str


@file("dossiers/<slug:slug>/runs/<int:number>/<str:lang>/<str:name>", name="runs.file", action="see")
def output(asked: Asked, number: int, lang: str, name: str) -> HttpResponseBase:
    """Return a file of a result, to be shown; ``?take`` makes it one to take along."""
    run = run_of(asked, number)
    named = run.state == "done" and not UNPRINTABLE.search(lang + name)
    found = Output.objects.filter(result=run.key, lang=lang, name=name).exclude(name=CONTENT).first() if named else None
    if found is None:
        raise Http404
    data, take = bytes(found.data), "take" in asked.query
    shown = found.media_type.partition(";")[0] in _SHOWN
    if found.media_type == "image/svg+xml" and not take:
        data = on_screen(data)
    response = HttpResponse(data, content_type=found.media_type)
    title = f"{asked.dossier.slug}-{run.question}-{name}" if run.kind == "question" else name
    response["Content-Disposition"] = content_disposition_header(as_attachment=take or not shown, filename=title) or "inline"
    # What is shown stands alone: it may run nothing, load nothing, and is framed by this site only.
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'; sandbox"
    )
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    etag = f'"{run.key[:32]}-{found.pk}-{int(take)}"'
    response["ETag"] = etag
    return get_conditional_response(asked.request, etag=etag, response=response) or response


def drawn(asked: Asked, run: Run, figure: dict[str, str]) -> Drawn:
    """Return a figure of an answer with the addresses of its forms."""
    svg, png, spec = (file_href(asked, run, asked.lang, f"figure-{figure['id']}.{form}") for form in ("svg", "png", "json"))
    return Drawn(**{name: figure[name] for name in ("id", "title", "subtitle", "alt")}, svg=svg, png=png, spec=spec)


def files_of(asked: Asked, run: Run) -> list[Download]:
    """Return the files to take along: of an answer those in the reader's language, of a paper all."""
    rows = Output.objects.filter(result=run.key).exclude(name=CONTENT).order_by("lang", "name").values_list("lang", "name")
    return [
        Download(name=name, lang=lang, form=name.rpartition(".")[2], href=file_href(asked, run, lang, name))
        for lang, name in rows
        if run.kind != "question" or lang == asked.lang
    ]


def by_language(files: list[Download]) -> list[tuple[str, list[Download]]]:
    """Return the files of a paper by language, in the order of use."""
    order = ("html", "pdf", "docx", "json")
    langs = sorted({file.lang for file in files}, reverse=True)
    return [(lang, sorted((f for f in files if f.lang == lang), key=lambda f: order.index(f.form))) for lang in langs]


def file_href(asked: Asked, run: Run, lang: str, name: str) -> str:
    """Return the address of a file of a run."""
    return asked.href("runs.file", number=run.pk, lang=lang, name=name)
