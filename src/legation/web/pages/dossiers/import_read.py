"""A file of a source as it was read: its first rows, its columns, what is in doubt with choices, and what of it is new. Then one press."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from legation.dossier import Dossier as Content
from legation.dossier.changes.difference import difference
from legation.dossier.changes.merge import merge
from legation.errors import LegationError, WrongUse
from legation.language import Message, say
from legation.sources.cut_off import CUT, cut_error
from legation.sources.doubt import SKIP, Doubt
from legation.sources.preview import FirstRows, first_rows
from legation.sources.registry import dossier_source
from legation.sources.source import Brought, Done, Source
from legation.web.dossiers import store
from legation.web.dossiers.imports import FilesOfSource, choices_of, said_name
from legation.web.forms.changes import DifferenceSection, PartCount, counts_of, sections_of
from legation.web.forms.importing import Import, import_of
from legation.web.forms.saving import save_content
from legation.web.site.cache import Cache
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show
from legation.web.site.values import parse_int
from legation.web.stores.drafts import storage
from legation.web.stores.drafts.models import Draft

__all__ = ["ReadPage", "store_files"]

TEMPLATE = "pages/import_read.html"
_STEP = "names"
"""The step of the import at which files wait here."""
OF_EACH = 5
_LISTED = 50
_FIELDS = ("text", "date", "flag")
"""Kinds of options that a form has."""
_ROUNDS = 5
"""How often what is in doubt is left out before what remains is asked."""


@dataclass(frozen=True, kw_only=True)
class FileShown:
    """A file and its beginning."""

    name: Any
    first: FirstRows
    has_meanings: bool


@dataclass(frozen=True, kw_only=True)
class OptionShown:
    """An option of the source as a field."""

    name: str
    kind: str
    meaning: Message
    value: str
    needed: bool


@dataclass(frozen=True, kw_only=True)
class DoubtShown:
    """Something to decide, and what was answered."""

    line: int
    question: Message
    choices: list[tuple[str, Any]]
    answer: str


@dataclass(frozen=True, kw_only=True)
class ReadPage(Page):
    """What a source made of files.

    Attributes
    ----------
    sources : list of (str, Message)
        As what they may be read, the one in use first.
    lines : tuple of Message
        What becomes of the lines of the file.
    cut : Message or None
        Where the file ends too early.
    problems : tuple
        Rows that were not placed, and what someone should look at; ``problem_count`` of them in all.
    can_save : bool
        Whether anything is new and all that must be decided is.
    """

    draft: int
    source: str
    source_title: Message
    terms: Message | None
    why: Message | None
    sources: list[tuple[str, Message]]
    files: list[FileShown]
    options: list[OptionShown]
    doubtful: list[DoubtShown]
    undecided: int
    lines: tuple[Message, ...]
    cut: Any
    problems: tuple[Any, ...]
    problem_count: int
    done: tuple[Any, ...]
    counts: list[PartCount]
    sections: list[DifferenceSection]
    error: Any
    faults: tuple[Any, ...]
    reason: str
    can_save: bool


def store_files(
    request: PageRequest,
    found: FilesOfSource,
    sent: Mapping[str, bytes],
    *,
    base: int,
    reason: str,
    next: str,  # noqa: A002 - where to go next
) -> str:
    """Keep files for their sender alone, until they are imported, thrown away, or three days old; return the page that shows them."""
    settings = {
        "source": found.source.id,
        "why": store.written_reason(found.why) if found.why is not None else {},
        "reason": reason,
        "next": next,
        "options": {},
        "answers": {},
    }
    draft = storage.keep_files(request, _STEP, {name: sent[name] for name in found.names}, base=base, settings=settings)
    return request.href("import.read", draft=draft.pk)


@page("dossiers/<slug:slug>/import/<int:draft>/read", name="import.read", template=TEMPLATE, action="edit")
def shown(request: PageRequest, draft: int) -> ReadPage:
    """Return files as they were read."""
    return _page(request, storage.find_files(request, draft, _STEP))


@action("dossiers/<slug:slug>/import/<int:draft>/take", name="import.take", action="edit")
def take(request: PageRequest, draft: int) -> str | HttpResponse:
    """Import what was read, with what was decided, as one revision; or read it again with other options or as another source."""
    stored = storage.find_files(request, draft, _STEP)
    is_other = _take_settings(request, stored)
    stored.save(update_fields=["settings"])
    do = request.form.get("do")
    if is_other or do not in ("save", "without"):
        return request.href("import.read", draft=stored.pk)
    came = _without_undecided(request, stored) if do == "without" else _read(request, stored)
    if came.mine is None or came.found is None or came.found.doubtful:
        return show(request, _page(request, stored, came), TEMPLATE, status=422)
    reason: Any = stored.settings["reason"] or Message("page-import.reason", name=_names(stored))
    done = request.href("history") if request.may("see-history") else request.href("dossier")
    goal = request.inside(str(stored.settings.get("next", "")), done)
    try:
        answer = save_content(request, came.mine, base=stored.base or 0, next=goal, reason=reason)
    except LegationError as error:
        came = dataclasses.replace(came, found=dataclasses.replace(came.found, error=error))
        return show(request, _page(request, stored, came), TEMPLATE, status=422)
    stored.delete()
    return answer


@action("dossiers/<slug:slug>/import/<int:draft>/drop", name="import.drop", action="edit")
def drop(request: PageRequest, draft: int) -> str:
    """Throw away files that were sent."""
    storage.find(request, draft, "import").delete()
    return request.href("import")


def _take_settings(request: PageRequest, stored: Draft) -> bool:
    """Take source, options, answers and reason from the form; return whether it is another source now."""
    source = dossier_source(stored.settings["source"])
    chosen = request.form.get("source", source.id)
    if chosen != source.id:
        offered = {one.id for one in choices_of(storage.files_of(stored, _STEP), source)}
        if chosen not in offered:
            raise WrongUse(Message("all-questions.bad-option", name="source", found=chosen[:40], allowed=" | ".join(sorted(offered))))
        stored.settings |= {"source": chosen, "options": {}, "answers": {}, "why": {}}
        return True
    form = request.form
    fields = {option.name for option in source.options if option.kind in _FIELDS}
    given = {name: str(form[f"option:{name}"]).strip()[:200] for name in fields if f"option:{name}" in form}
    answers = {key.removeprefix("line:"): str(value)[:40] for key, value in form.items() if key.startswith("line:") and value}
    stored.settings["options"] = {**stored.settings["options"], **given}
    stored.settings["answers"] = {**stored.settings["answers"], **{line: one for line, one in answers.items() if parse_int(line)}}
    stored.settings["reason"] = str(form.get("reason", stored.settings["reason"])).strip()[:500]
    return False


_FOUND: Cache[Import] = Cache(12)


def _read(request: PageRequest, stored: Draft, *, undecided: bool = False) -> Import:
    """Return what the source makes of the files, with what was decided, or as if nothing were."""
    settings = json.dumps(stored.settings, sort_keys=True)
    key = (stored.pk, stored.made, settings, undecided, request.revision.hash, request.scope.key, request.lang, request.today)
    return _FOUND.get(key, lambda: _found(request, stored, undecided=undecided))


def _found(request: PageRequest, stored: Draft, *, undecided: bool) -> Import:
    source = dossier_source(stored.settings["source"])
    answers = {} if undecided else {int(line): answer for line, answer in stored.settings["answers"].items()}
    files = FilesOfSource(source, tuple(stored.settings[_STEP]), None)
    return import_of(
        request, files, storage.files_of(stored, _STEP), stored.base or 0, options=_options(request, source, stored), answers=answers
    )


def _options(request: PageRequest, source: Source, stored: Draft) -> dict[str, str]:
    """Return the options as they were given; a day that is needed is today's where nobody said one."""
    needed = {option.name: request.today.isoformat() for option in source.options if option.needed and option.kind == "date"}
    return {**needed, **{name: value for name, value in stored.settings["options"].items() if value}}


def _without_undecided(request: PageRequest, stored: Draft) -> Import:
    """Return what the source makes of the files where what nobody decided is left out; what was decided may raise another doubt."""
    came = _read(request, stored)
    for _ in range(_ROUNDS):
        if came.found is None or not came.found.doubtful:
            break
        stored.settings["answers"] |= {str(doubt.line): SKIP for doubt in came.found.doubtful}
        came = _read(request, stored)
    stored.save(update_fields=["settings"])
    return came


def _all_doubtful(request: PageRequest, stored: Draft, came: Import) -> list[Doubt]:
    """Return what is in doubt or was, by its line; where an answer made the reading fail, as if nothing had been decided."""
    found = came.found
    if found is None:
        return []
    decided = found.decided
    if found.made is None and stored.settings["answers"] and (again := _read(request, stored, undecided=True).found) is not None:
        decided = again.doubtful
    return sorted({doubt.line: doubt for doubt in (*decided, *found.doubtful)}.values(), key=lambda doubt: doubt.line)


def _page(request: PageRequest, stored: Draft, came: Import | None = None) -> ReadPage:
    came = came or _read(request, stored)
    begun, found = came.begun, came.found
    made, error = (found.made, found.error) if found is not None else (None, None)
    source, sent = dossier_source(stored.settings["source"]), storage.files_of(stored, _STEP)
    options, answers = _options(request, source, stored), stored.settings["answers"]
    changes = None
    if came.mine is not None and came.is_new:
        try:
            merged = merge(begun, came.mine, request.view)
            changes = difference(request.view, merged.dossier) if merged.dossier is not None else difference(begun, came.mine)
        except LegationError as fault:
            error = fault
    counts = counts_of(changes) if changes else []
    faults = tuple(fault for fault in getattr(error, "problems", ()) if not fault.is_notice)
    undecided = found.doubtful if found is not None else ()
    problems = _others(made, undecided) if made else ()
    return ReadPage(
        title=Message("page-import.read-title"),
        draft=stored.pk,
        source=source.id,
        source_title=source.title,
        terms=source.terms,
        why=store.read_reason(stored.settings["why"]) or None,
        sources=[(one.id, one.title) for one in choices_of(sent, source)],
        files=[_file(source, name, data) for name, data in sent.items()],
        options=[
            OptionShown(name=one.name, kind=one.kind, meaning=one.meaning, value=options.get(one.name, ""), needed=one.needed)
            for one in source.options
            if one.kind in _FIELDS
        ],
        doubtful=[_doubt(doubt, answers.get(str(doubt.line), "")) for doubt in _all_doubtful(request, stored, came)],
        undecided=len(undecided),
        lines=made.lines.said if made and made.lines is not None else (),
        cut=next((cut_error(one).message for one in made.problems if one.code in CUT), None) if made else None,
        problems=problems[:_LISTED],
        problem_count=len(problems),
        done=tuple(_said(one, request, begun) for one in made.done if not _of_rows(one)) if made else (),
        counts=counts,
        sections=sections_of(changes, [counted.part for counted in counts], OF_EACH) if changes else [],
        error=error.message if error is not None and not faults else None,
        faults=faults,
        reason=stored.settings["reason"],
        can_save=error is None and bool(counts),
    )


def _others(made: Brought, undecided: Sequence[Doubt]) -> tuple[Any, ...]:
    """Return the problems but those of lines that are asked about, and of a file that is cut off, which is said above."""
    undecided_lines = {doubt.line for doubt in undecided}
    return tuple(problem for problem in made.problems if problem.row not in undecided_lines and problem.code not in CUT)


def _of_rows(one: Any) -> bool:
    """Return whether it is said of rows, which the counts say."""
    return isinstance(one, Done) and one.id == "bringing.rows"


def _said(one: Any, request: PageRequest, begun: Content) -> Any:
    return one if isinstance(one, Message) else one.said(say(begun.info.title, request.lang) or begun.info.id, ahead=True)


def _file(source: Source, name: str, data: bytes) -> FileShown:
    first = first_rows(source, name, data)
    return FileShown(name=said_name(name), first=first, has_meanings=any(column.meaning for column in first.columns))


def _doubt(doubt: Doubt, answer: str) -> DoubtShown:
    choices = [("", Message("page-import.decide")), *doubt.answers]
    return DoubtShown(line=doubt.line, question=doubt.question, choices=choices, answer=answer)


def _names(stored: Draft) -> Any:
    names = tuple(map(said_name, stored.settings[_STEP]))
    return names[0] if len(names) == 1 else names
