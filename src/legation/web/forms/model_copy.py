"""A part of a dossier in the hands of a person: as it is saved, or as they left it, with the revision that their work was begun from."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.text import slugify

from legation.dossier import TABLES
from legation.dossier import Dossier as Content
from legation.dossier.clearing.ledger import read_model
from legation.dossier.clearing.scope import model_nodes
from legation.dossier.column import Table
from legation.dossier.parts import kinds
from legation.dossier.parts.bodies import BODIES
from legation.dossier.parts.form import form_of
from legation.dossier.parts.kind import ModelKind
from legation.dossier.parts.part_text import PartText, begun
from legation.dossier.parts.rules import read_bodies, write_bodies
from legation.dossier.tables.votes import Votes
from legation.language import LANGUAGES, Lang, Message, catalogue, say
from legation.questions import Case
from legation.web.forms.saving import number_of
from legation.web.site.page import PageRequest, case_at
from legation.web.stores.drafts import working
from legation.web.stores.drafts.models import Draft

__all__ = [
    "OpenPart",
    "case_of",
    "free_name",
    "heading_of",
    "is_single",
    "kind_at",
    "kind_help",
    "kind_title",
    "kinds_title",
    "model_kinds",
    "opened",
    "part_alone",
    "parts_in",
    "parts_of_kind",
    "title_of",
    "with_part",
]


@dataclass(frozen=True)
class OpenPart:
    """A part that is open.

    Attributes
    ----------
    name : str
        What tells it from others of its kind, as the address has it.
    text : PartText
        As it is now: left unsaved, saved, or of a part that is not there yet an empty one.
    draft : Draft or None
        The working copy, where something of it is not saved.
    base : int
        The revision that the work was begun from.
    is_saved : bool
        Whether the dossier holds the part.
    """

    kind: ModelKind[Any]
    name: str
    text: PartText
    draft: Draft | None
    base: int
    is_saved: bool

    @property
    def part(self) -> str:
        """The name of the part, ``scenarios/year.toml``."""
        return self.text.name

    def put(self, request: PageRequest, text: PartText, **settings: Any) -> OpenPart:
        """Return it as it is left now; nothing is left of what changes nothing."""
        if text.data == self.text.data and not (settings and self.draft is not None):
            return self
        draft = working.put(request, self.part, text.data, base=self.base, settings={"kind": self.kind.id, "name": self.name, **settings})
        return dataclasses.replace(self, text=text, draft=draft)


def model_kinds() -> dict[str, ModelKind[Any]]:
    """Return the kinds of part that have forms, by their ids."""
    return {kind.id: kind for kind in kinds() if isinstance(kind, ModelKind)} | {BODIES.id: BODIES}


def parts_in(content: Content) -> Mapping[str, bytes]:
    """Return the parts of a dossier that have forms, among others; the bodies as a part like any other."""
    return {**content.files, **({BODIES.pattern: write_bodies(content.bodies)} if content.bodies else {})}


def with_part(content: Content, part: str, data: bytes | None) -> Content:
    """Return a dossier with a part; None takes it out."""
    if part == BODIES.pattern:
        return dataclasses.replace(content, bodies=read_bodies(data, []) if data is not None else ())
    files = {name: one for name, one in content.files.items() if name != part}
    return dataclasses.replace(content, files=files | ({part: data} if data is not None else {}))


def part_alone(content: Content, kind: ModelKind[Any], part: str, data: bytes) -> Content:
    """Return a dossier of one part with the rows that it names: what is asked of the part alone need not look at the others."""
    model = read_model(kind, part, data)
    nodes = () if model is None else model_nodes(part, model, 0)
    named = {name for node in nodes for one in (node.needs, node.marks, *node.holds, *node.bears) for keys in one for _, name in keys}
    rows: dict[str, Any] = {"votes": Votes()}
    for name, table in TABLES.items():
        if name != "votes":
            rows[name] = tuple(row for row in content.rows(name) if not named.isdisjoint(_names_of(table, row)))
    return dataclasses.replace(content, files={part: data}, annex={}, **rows)


def case_of(request: PageRequest, part: OpenPart) -> Case:
    """Return a part as it is left now as a case of today, with the rows that it names alone where these are known as in the whole.

    What a row rests on, and what speaks of it, may say that it is not known yet; then the whole is looked at, which takes longer.
    """
    today, text = request.today, (part.kind, part.part, part.text.data)
    alone = part_alone(request.view, *text)
    case = Case(dossier=alone, today=today).at(today)
    known = part_alone(case_at(request.revision, request.scope, today, today).dossier, *text)
    if _rows(alone) == _rows(case.dossier) == _rows(known):
        return case
    return Case(dossier=with_part(request.view, part.part, part.text.data), today=today).at(today)


def _rows(content: Content) -> set[tuple[str, str]]:
    return {(name, table.identity(row)) for name, table in TABLES.items() if name != "votes" for row in content.rows(name)}


def _names_of(table: Table, row: Any) -> tuple[str, ...]:
    return (table.identity(row), getattr(row, table.word)) if table.word else (table.identity(row),)


def kind_at(identity: str) -> ModelKind[Any]:
    """Return the kind that an address names.

    Raises
    ------
    Http404
        Where there is none.
    """
    kind = model_kinds().get(identity)
    if kind is None:
        raise Http404
    return kind


def is_single(kind: ModelKind[Any]) -> bool:
    """Whether a dossier has at most one part of a kind."""
    return "{" not in kind.pattern


def opened(request: PageRequest, kind: str, name: str, head: type | None = None) -> OpenPart:
    """Return the part of an address as the person last left it; ``head`` is the only model that the page is for.

    Where they have left nothing yet, what a form sends changes the revision that its page showed, whatever others saved meanwhile: the
    two are joined when it is saved.

    Raises
    ------
    Http404
        Where there is no such part, and none in the making, or it is another model.
    """
    declared = kind_at(kind)
    if head is not None and declared.head is not head:
        raise Http404
    part = declared.pattern if is_single(declared) else declared.called(name)
    if declared.name_of(part) is None or (is_single(declared) and name != declared.id):
        raise Http404
    draft = working.copy_of(request, part) if request.may("edit") else None
    base = number_of(request.form.get("base"), request)
    saved = parts_in(request.view if draft is not None else request.seen_at(base)).get(part)
    if draft is not None:
        return OpenPart(declared, name, PartText(declared, part, working.data_of(draft)), draft, draft.base or 0, saved is not None)
    if saved is None and not is_single(declared):
        raise Http404
    text = begun(declared, part) if saved is None else PartText(declared, part, saved)
    return OpenPart(declared, name, text, None, base, saved is not None)


def parts_of_kind(request: PageRequest, kind: ModelKind[Any]) -> list[tuple[str, Any]]:
    """Return the parts of a kind that the person sees on the day of the page, by the names of their addresses, with their titles."""
    models = request.known.ledger.models
    found = []
    for name, part in kind.of(parts_in(request.known)).items():
        model = models[part][1] if part in models else None
        single = is_single(kind)
        found.append((kind.id if single else name, getattr(model, "title", None) or (kind_title(kind) if single else name)))
    return found


def title_of(text: PartText, lang: str) -> str:
    """Return what a part calls itself; empty where it says nothing."""
    if not any(column.name == "title" for column in form_of(text.kind.head).columns):
        return ""
    head = (text.table or {}).get(text.kind.section) if text.kind.section else text.table
    if not isinstance(head, dict):
        return ""
    found = (head.get(name) for name in (f"title_{lang}", "title", *(f"title_{one}" for one in LANGUAGES)))
    return next((one for one in found if isinstance(one, str) and one.strip()), "")


def heading_of(text: PartText, lang: Lang) -> Any:
    """Return how a part is called at the head of its page: by its title, that of which there is one by its kind."""
    if title := title_of(text, lang):
        return title
    return kinds_title(text.kind) if is_single(text.kind) else Message("page-models.untitled", what=kind_title(text.kind))


def free_name(request: PageRequest, kind: ModelKind[Any], title: str) -> str:
    """Return a name for a new part, made of its title, that no part of the dossier or in the making has."""
    if is_single(kind):
        return kind.id
    stem = slugify(title)[:60] or kind.id
    taken = {*parts_in(request.view), *(str(draft.settings.get("part")) for draft in working.copies(request))}
    return next(one for one in _numbered(stem) if kind.called(one) not in taken and kind.name_of(kind.called(one)) is not None)


def kind_title(kind: ModelKind[Any]) -> Any:
    """Return what one part of a kind is called, in a word or two."""
    return Message(f"page-models.one.{kind.id}") if f"one.{kind.id}" in catalogue("page-models", "en") else kind.title


def kinds_title(kind: ModelKind[Any]) -> Any:
    """Return what the parts of a kind are called together."""
    return Message(f"page-models.many.{kind.id}") if f"many.{kind.id}" in catalogue("page-models", "en") else kind.title


def kind_help(kind: ModelKind[Any], lang: Lang) -> str:
    """Return what the parts of a kind hold, without the words by which they are called."""
    words = say(kind.title, lang)
    return (re.split(r"\s?:\s", words, maxsplit=1)[-1]).strip()


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    yield from (f"{stem}-{number}" for number in _from(2))


def _from(number: int) -> Iterable[int]:
    while True:
        yield number
        number += 1
