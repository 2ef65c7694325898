"""A new model: empty, from the template of its kind, from an example, or from one file; nothing is saved before its person says so."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from legation.dossier.kind import Reference, Word
from legation.dossier.parts.kind import ModelKind
from legation.dossier.parts.part_text import PartText, begun, raw_at
from legation.dossier.parts.toml_record import read_toml
from legation.dossier.problem import Problem
from legation.example_folder import example_folders
from legation.language import Lang, Message
from legation.web.forms.model_copy import free_name, is_single, kind_at, kind_help, kind_title, parts_in, title_of
from legation.web.forms.model_field import of_dossier
from legation.web.forms.row_field import names_of
from legation.web.forms.row_form import next_of
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show
from legation.web.stores.drafts import working

__all__ = ["ExamplePart", "NewModel"]


@dataclass(frozen=True, slots=True)
class ExamplePart:
    """A part of a worked example: ``EXAMPLE/PART``, and what it calls itself."""

    id: str
    title: str


@dataclass(frozen=True, kw_only=True)
class NewModel(Page):
    """How a model is begun."""

    kind: str
    one: Any
    help: str
    examples: list[ExamplePart]
    way: str
    name: str
    single: bool
    next: str
    error: Any = None
    problems: tuple[Problem, ...] = ()


@page("dossiers/<slug:slug>/models/<slug:kind>/new", name="models.new", template="pages/models_new.html", action="edit", cached=True)
def new(request: PageRequest, kind: str) -> NewModel:
    """Return the ways in which a model of a kind is begun."""
    return _page(request, kind_at(kind))


@action("dossiers/<slug:slug>/models/<slug:kind>/begin", name="models.begin", action="edit")
def begin(request: PageRequest, kind: str) -> str | HttpResponse:
    """Begin a model, and open it."""
    declared = kind_at(kind)
    title = " ".join(request.form.get("title", "").split())[:300]
    way = request.form.get("way", "empty")
    name = free_name(request, declared, title)
    part = declared.pattern if is_single(declared) else declared.called(name)
    if is_single(declared) and (part in parts_in(request.view) or working.copy_of(request, part) is not None):
        return request.href("models.edit", kind=kind, name=name)
    text = _begun(request, declared, part, title, way)
    if isinstance(text, (Message, tuple)):
        error = text if isinstance(text, Message) else None
        problems = text if isinstance(text, tuple) else ()
        return show(request, _page(request, declared, error, problems), "pages/models_new.html", status=422)
    if title and text.table is not None and way != "file":
        text = text.with_title(title, request.lang)
    if not title and not is_single(declared) and (said := title_of(text, request.lang)):
        name = free_name(request, declared, said)
        text = dataclasses.replace(text, name=declared.called(name))
    base = request.dossier.head
    target = next_of(request)
    working.put(request, text.name, text.data, base=base, settings={"kind": kind, "name": name, "next": target})
    return request.href("models.edit" if text.table is not None else "models.text", kind=kind, name=name)


def _begun(request: PageRequest, kind: ModelKind[Any], part: str, title: str, way: str) -> PartText | Message | tuple[Problem, ...]:
    """Return a new part; else why there is none."""
    if way == "template":
        return _own(request, PartText(kind, part, kind.template(request.lang).encode()))
    if way == "example":
        chosen = request.form.get("example", "")
        found = next((data for one, _, data in _examples(kind) if one == chosen), None)
        return _own(request, PartText(kind, part, found)) if found is not None else Message("page-models.no-example")
    if way == "file":
        sent = request.http.FILES.get("file")
        if sent is None:
            return Message("page-models.no-file")
        if (sent.size or 0) > kind.limit:
            return Message("page-models.file-large", found=sent.size or 0, allowed=kind.limit)
        data = sent.read()
        problems: list[Problem] = []
        if read_toml(str(sent.name)[:120], data, problems, kind.limit) is None and not _is_text(data):
            return tuple(problems)
        return PartText(kind, part, data)
    return begun(kind, part, title, request.lang)


def _is_text(data: bytes) -> bool:
    try:
        return "\x00" not in data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False


def _examples(kind: ModelKind[Any]) -> Iterator[tuple[str, PartText, bytes]]:
    """Yield the parts of a kind in the worked examples."""
    for example, folder in example_folders().items():
        files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.toml"))}
        for part in kind.of(dict.fromkeys(files, b"")).values():
            data = files[part].read_bytes()
            yield f"{example}/{part}", PartText(kind, part, data), data


def _example_called(text: PartText, example: str, lang: Lang) -> str:
    """Return a part of a worked example by its title and that of the example; where it has none of its own, by the example's."""
    given = tomllib.loads((example_folders()[example] / "dossier.toml").read_text("utf-8"))
    of = given.get(f"title_{lang}") or given.get("title") or example
    return f"{title} ({of})" if (title := title_of(text, lang)) else str(of)


def _own(request: PageRequest, text: PartText) -> PartText:
    """Return a part that was not made here without names of rows that this dossier has not: a row is not seen without its source."""
    known: dict[str, set[str]] = {}
    for path in (text.head, *(row.path for row in text.rows)):
        values = raw_at(text, path)
        changes: dict[str, Any] = {}
        for column in text.columns(path):
            kind = column.kind
            if not isinstance(kind, Reference) or isinstance(kind, Word) or not of_dossier(kind) or column.name not in values:
                continue
            there = {one for to in kind.to for one in known.setdefault(to, set(names_of(request.view, to)))}
            said = values[column.name]
            left = [one for one in said if one in there] if isinstance(said, list) else said if said in there else None
            if left != said and (left or not column.required or column.name == "evidence"):
                changes[column.name] = left or None
        text = text.with_cells(path, changes) if changes else text
    return text


def _page(request: PageRequest, kind: ModelKind[Any], error: Any = None, problems: tuple[Problem, ...] = ()) -> NewModel:
    examples = [ExamplePart(one, _example_called(text, one.partition("/")[0], request.lang)) for one, text, _ in _examples(kind)]
    return NewModel(
        title=Message("page-models.new-title", what=kind_title(kind)),
        kind=kind.id,
        one=kind_title(kind),
        help=kind_help(kind, request.lang),
        examples=examples,
        way=request.form.get("way", "empty"),
        name=request.form.get("title", ""),
        single=is_single(kind),
        next=next_of(request),
        error=error,
        problems=problems,
    )
