"""The words of a text that a model names, beside it: a version of a draft, an adopted text. They are pasted, or come as a file."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse

from legation.dossier.kind.composite import PartName
from legation.dossier.parts.form import form_of
from legation.dossier.parts.kind import ModelKind
from legation.dossier.parts.row_match import listed
from legation.errors import WrongUse
from legation.language import Message, say
from legation.web.forms.model_copy import is_single, kind_at, kind_title, parts_in
from legation.web.forms.model_field import model_word
from legation.web.forms.row_form import next_of
from legation.web.forms.saving import number_of, save_content
from legation.web.site.page import PageRequest
from legation.web.site.routing import action

__all__ = ["LIMIT", "ModelWords", "dated", "words_of"]

LIMIT = 2 * 1024 * 1024
"""Bytes of a text."""


@dataclass(frozen=True, kw_only=True)
class ModelWords:
    """A text that a row of a model names.

    Attributes
    ----------
    part : str
        Where it lies.
    title : str
        How the row is called that names it.
    text : str or None
        Its words; None where they are not there.
    """

    part: str
    title: str
    text: str | None


def words_of(request: PageRequest, kind: ModelKind[Any], model: Any) -> list[ModelWords]:
    """Return the texts that the rows of a model name, each once, with their words as the person sees them."""
    files = request.view.files
    found: dict[str, ModelWords] = {}
    for of in form_of(kind.head).tables:
        column = next((one for one in form_of(of.record).columns if isinstance(one.kind, PartName)), None)
        if column is None:
            continue
        for row in listed(model, of):
            part = column.of(row)
            data = files.get(part)
            title = say(getattr(row, "title", "") or getattr(row, "symbol", "") or dated(kind, of.table, row) or row.id, request.lang)
            found.setdefault(part, ModelWords(part=part, title=title, text=None if data is None else data.decode("utf-8", "replace")))
    return list(found.values())


def dated(kind: ModelKind[Any], table: str, row: Any) -> Message | None:
    """Return how a row is called that has words, and neither title nor symbol: what it is, and its day; None of any other row."""
    has_words = any(isinstance(one.kind, PartName) for one in form_of(type(row)).columns)
    if not has_words or not hasattr(row, "kind"):
        return None
    return Message("page-models.dated", what=model_word(kind.id, table, "kind", row.kind), date=row.date)


@action("dossiers/<slug:slug>/models/<slug:kind>/<path:name>/words", name="models.words", action="edit")
def put(request: PageRequest, kind: str, name: str) -> str | HttpResponse:
    """Put the words of a text that the model names into the dossier."""
    declared = kind_at(kind)
    own = declared.pattern if is_single(declared) else declared.called(name)
    part, base = request.form.get("part", ""), number_of(request.form.get("base"), request)
    then = request.seen_at(base)
    model = declared.read(parts_in(then)[own], own) if own in parts_in(then) else None
    if model is None or part not in {one.part for one in words_of(request, declared, model)}:
        raise Http404
    sent = request.http.FILES.get("file")
    data = b"".join(sent.chunks()) if sent is not None else request.form.get("text", "").replace("\r\n", "\n").strip().encode()
    if not data.strip() or len(data) > LIMIT or not _is_text(data):
        raise WrongUse(Message("page-models.no-words", allowed=LIMIT // 1024**2))
    mine = dataclasses.replace(then, files={**then.files, part: data.removeprefix(b"\xef\xbb\xbf").rstrip() + b"\n"})
    reason: Any = request.form.get("reason", "").strip()[:500] or Message("page-models.reason-words", what=kind_title(declared), title=part)
    return save_content(request, mine, base=base, next=next_of(request, request.href("models.one", kind=kind, name=name)), reason=reason)


def _is_text(data: bytes) -> bool:
    try:
        return "\x00" not in data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
