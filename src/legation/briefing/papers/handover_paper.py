"""The handover pack laid out as a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from legation.briefing.document import Block, Box, Bullets, Cell, Document, Heading, Notice, PaperTable, Paragraph
from legation.briefing.labels import Sources, dressing
from legation.briefing.papers.handover import Dealt, KeyMessage, Pack, Promised, TakenOver
from legation.language import Lang, Message, say
from legation.questions import Case
from legation.version import VERSION

__all__ = ["handover"]

AREA = "handover"
FILES = 120
"""Sources listed by their place; more are counted."""


def handover(case: Case, pack: Pack, lang: Lang) -> Document:
    """Lay out a handover pack in one language."""
    sources = Sources(case, lang)
    parts = (_actors, _promises, _due, _messages, _models, _people, _files, _provenance)
    blocks = tuple(block for part in parts for block in part(case, pack, sources, lang))
    return Document(
        **dressing(case, lang, AREA),
        title=_say("title", lang, title=case.info.title or case.info.id),
        subtitle=_say("subtitle", lang, as_of=case.as_of),
        blocks=(Notice(_say("notice", lang)), *blocks),
        sources=sources.entries(),
    )


def _actors(case: Case, pack: Pack, sources: Sources, lang: Lang) -> Iterator[Block]:  # noqa: ARG001 - every part has one form
    yield Heading(_say("actors", lang), 1)
    if not pack.actors:
        yield Paragraph(_say("no-actors", lang), style="note")
        return
    head = _head(lang, "actor", "by", "last", "next", "promises", "way")
    yield PaperTable(head, tuple(_actor(one, lang) for one in pack.actors), widths=(0.2, 0.15, 0.15, 0.24, 0.08, 0.18))


def _actor(one: Dealt, lang: Lang) -> tuple[Cell, ...]:
    last = say(one.last, lang) if one.last else _say("never", lang)
    step = " — ".join(filter(None, (say(one.next_due, lang) if one.next_due else "", say(one.next_step, lang) if one.next_step else "")))
    return (
        Cell(say(one.actor, lang), bold=True),
        Cell(", ".join(say(name, lang) for name in one.by)),
        Cell(last),
        Cell(_say("late", lang, what=step) if one.is_late else step),
        Cell(say(one.promises, lang) if one.promises else "", "right"),
        Cell(_way(one, lang)),
    )


def _way(one: Dealt, lang: Lang) -> str:
    if not one.way:
        return _say("no-way", lang)
    return _say("direct", lang) if len(one.way) == 1 else _say("through", lang, actors=one.way[:-1])


def _promises(case: Case, pack: Pack, sources: Sources, lang: Lang) -> Iterator[Block]:  # noqa: ARG001 - every part has one form
    yield Heading(_say("promises", lang), 1)
    if not pack.promises:
        yield Paragraph(_say("no-promises", lang), style="note")
    for given, title in ((True, "given"), (False, "received")):
        rows = [one for one in pack.promises if one.given == given]
        if rows:
            yield Heading(_say(title, lang), 2)
            yield Bullets(tuple(_promise(one, sources, lang) for one in rows))


def _promise(one: Promised, sources: Sources, lang: Lang) -> Paragraph:
    known = "promise-late" if one.is_late else "promise-due" if one.due else "promise"
    return Paragraph(_say(known, lang, actor=one.actor, promise=one.promise, due=one.due), sources.numbers(one.evidence))


def _due(case: Case, pack: Pack, sources: Sources, lang: Lang) -> Iterator[Block]:  # noqa: ARG001 - every part has one form
    yield Heading(_say("due", lang), 1)
    if not pack.due:
        yield Paragraph(_say("nothing-due", lang), style="note")
        return
    rows = []
    for one in pack.due:
        when = say(one.shown, lang)
        rows.append(
            (
                Cell(_say("late", lang, what=when) if one.is_late(case.as_of) else when, bold=one.is_late(case.as_of)),
                Cell(say(one.label, lang)),
                Cell(say(one.what, lang)),
                Cell(say(one.who, lang) if one.who else ""),
            )
        )
    yield PaperTable(_head(lang, "when", "kind", "what", "who"), tuple(rows), widths=(0.18, 0.16, 0.44, 0.22))


def _messages(case: Case, pack: Pack, sources: Sources, lang: Lang) -> Iterator[Block]:  # noqa: ARG001 - every part has one form
    if not pack.messages:
        return
    yield Heading(_say("messages", lang), 1)
    for one in pack.messages:
        yield from _message(one, sources, lang)


def _message(one: KeyMessage, sources: Sources, lang: Lang) -> Iterator[Block]:
    yield Heading(say(one.audience, lang) if one.audience else _say("everyone", lang), 2)
    if one.withheld:
        yield Paragraph(say(one.withheld, lang), style="note")
    elif one.text:
        yield Paragraph(say(one.text, lang), sources.numbers(one.evidence))
    items = []
    if one.avoid:
        items.append(Paragraph(_say("avoid", lang, text=one.avoid)))
    if one.interest:
        items.append(Paragraph(_say("interest", lang, text=one.interest)))
    if items:
        yield Bullets(tuple(items))


def _models(case: Case, pack: Pack, sources: Sources, lang: Lang) -> Iterator[Block]:  # noqa: ARG001 - every part has one form
    if not pack.models:
        return
    yield Heading(_say("models", lang), 1)
    yield Paragraph(_say("models-note", lang, count=len(pack.models)), style="note")
    head = _head(lang, "model", "holds", "newest", "bare", "made-by")
    yield PaperTable(head, tuple(_model(one, lang) for one in pack.models), widths=(0.3, 0.28, 0.14, 0.14, 0.14), dense=True)


def _model(one: TakenOver, lang: Lang) -> tuple[Cell, ...]:
    called = Cell(_say("model-called", lang, title=one.title, kind=_begins(one.kind, lang), part=one.part), bold=True)
    if not one.is_readable:
        return (called, Cell(_say("model-unread", lang)), Cell(""), Cell(""), Cell(""))
    return (
        called,
        Cell("\n".join(_say("model-rows", lang, what=_begins(what, lang), count=count) for what, count in one.rows)),
        Cell(say(one.last, lang) if one.last else ""),
        Cell(_say("model-bare", lang, count=one.bare, of=one.of) if one.of else ""),
        Cell(", ".join(one.by)),
    )


def _begins(what: Message, lang: Lang) -> str:
    """Return the beginning of a sentence that explains, which is enough in a table."""
    return re.split(r"\s*[:;.,]\s|\.$", say(what, lang), maxsplit=1)[0]


def _people(case: Case, pack: Pack, sources: Sources, lang: Lang) -> Iterator[Block]:  # noqa: ARG001 - every part has one form
    if not pack.people:
        return
    yield Heading(_say("people", lang), 1)
    yield Paragraph(_say("people-note", lang), style="note")
    rows = [
        (
            Cell(say(case.named(one.actor), lang) if one.actor else one.organisation),
            Cell(one.name, bold=True),
            Cell(", ".join(filter(None, (one.function, one.organisation if one.actor else "")))),
            Cell("\n".join(filter(None, (one.contact, one.channel)))),
        )
        for one in pack.people
    ]
    yield PaperTable(_head(lang, "actor", "person", "function", "contact"), tuple(rows), widths=(0.22, 0.22, 0.24, 0.32))


def _files(case: Case, pack: Pack, sources: Sources, lang: Lang) -> Iterator[Block]:  # noqa: ARG001 - every part has one form
    if not pack.files:
        return
    yield Heading(_say("files", lang), 1)
    yield Paragraph(_say("files-note", lang, count=len(pack.files), shown=min(FILES, len(pack.files))), style="note")
    rows = [
        (Cell(say(row.title, lang) or row.id), Cell(say(row.date, lang) if row.date else ""), Cell(row.part or row.url))
        for row in pack.files[:FILES]
    ]
    yield PaperTable(_head(lang, "source", "when", "place"), tuple(rows), widths=(0.44, 0.16, 0.4), dense=True)


def _provenance(case: Case, pack: Pack, sources: Sources, lang: Lang) -> Iterator[Block]:  # noqa: ARG001 - every part has one form
    said = _say("provenance", lang, dossier=case.info.id, hash=pack.hash, as_of=case.as_of, version=VERSION)
    yield Box(_say("provenance-title", lang), (Paragraph(said, style="note"),))


def _head(lang: Lang, *names: str) -> tuple[Cell, ...]:
    return tuple(Cell(_say(f"column.{name}", lang), "right" if name == "promises" else "left") for name in names)


def _say(key: str, lang: Lang, /, **values: Any) -> str:
    return say(Message(f"{AREA}.{key}", **values), lang)
