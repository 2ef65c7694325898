"""Older revisions as a person may see them today, and what changed from one to another.

What was marked higher since is hidden in the older revisions too: a row that was entered under too low a marking is not left open in the
history.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from legation.dossier import MARKINGS, TABLES
from legation.dossier import Dossier as Content
from legation.dossier.clearing import hidden_rows
from legation.dossier.clearing.attributing import protected
from legation.dossier.difference import Difference, difference
from legation.language import Message
from legation.sources.stix.hidden import hidden_objects, holds_any, without_objects
from legation.sources.stix.parts import is_register
from legation.web.access import Sight
from legation.web.dossiers import contents
from legation.web.dossiers.kept import Kept
from legation.web.dossiers.models import Revision
from legation.web.dossiers.older_registers import refuse_lost, with_withheld_as_now

__all__ = ["changed_in", "is_still_seen", "reason_of", "restored", "seen_at", "summary_of", "without_hidden"]

_TABLES = {name: table for name, table in TABLES.items() if name != "votes"}
"""Votes bear no marking: they go with actors and roll calls."""
_PAST: Kept[Content] = Kept(64)
_SUMMARIES: Kept[Message | None] = Kept(4096)


def seen_at(revision: Revision, head: Revision, sight: Sight) -> Content:
    """Return an older revision as a person may see it today."""
    if sight == contents.EVERYTHING or revision.hash == head.hash:
        return contents.seen_then(revision, sight)
    return _PAST.get((revision.hash, head.hash, sight.key), lambda: _as_marked_now(revision, head, sight))


def restored(revision: Revision, head: Revision, sight: Sight) -> Content:
    """Return what a person restores of an older revision: what they see of it today; what is withheld of it stays as it is now."""
    old = seen_at(revision, head, sight)
    if sight == contents.EVERYTHING:
        return old
    then, shown = contents.content(revision), contents.seen_then(head, sight)
    missing = {part: data for part, data in shown.files.items() if not is_register(part) and part in then.files and part not in old.files}
    old = dataclasses.replace(old, files={**old.files, **missing}) if missing else old
    return with_withheld_as_now(old, then, shown)


def is_still_seen(content: Content, head: Revision, sight: Sight) -> bool:
    """Whether all that was given of a dossier once may still be seen by a person: no row of it, nor the whole, was marked higher since."""
    if sight == contents.EVERYTHING:
        return True
    now, seen = contents.content(head), contents.seen_then(head, sight)
    hidden = _hidden(now, seen)
    given = {name: {table.identity(row) for row in content.rows(name)} for name, table in _TABLES.items()}
    whole = MARKINGS.index(now.info.marking or MARKINGS[0]) <= MARKINGS.index(sight.marking)
    rows = any(hidden[name] & given[name] for name in _TABLES)
    parts = _hidden_parts(now, seen) & content.files.keys()
    return whole and not rows and not parts and not holds_any(content, hidden_objects(now, seen))


def without_hidden(mine: Content, begun: Revision, head: Revision, sight: Sight) -> Content:
    """Return what a person made of a revision, with the rows and files that they left alone as :func:`seen_at` shows them.

    A row, or an object of a register, that was marked higher since would else count as one that they add.

    Raises
    ------
    CannotWrite
        Where they changed an object, or a register, that they may no longer see.
    """
    then, now = contents.seen_then(begun, sight), seen_at(begun, head, sight)
    if now is then:
        return mine
    left_alone = {name: now.files.get(name, data) if data == then.files.get(name) else data for name, data in mine.files.items()}
    for part in _hidden_parts(contents.content(head), contents.seen_then(head, sight)) & left_alone.keys():
        if left_alone[part] == then.files.get(part):
            del left_alone[part]
    hidden = hidden_objects(contents.content(head), contents.seen_then(head, sight))
    wanted, mine = mine, without_objects(dataclasses.replace(mine, files=left_alone), hidden, then)
    refuse_lost(wanted, mine, then, now)
    changes: dict[str, Any] = {}
    for name, table in _TABLES.items():
        before, left = ({table.identity(row): row for row in content.rows(name)} for content in (then, now))
        if before != left:
            rows = [left.get(table.identity(row)) if before.get(table.identity(row)) == row else row for row in mine.rows(name)]
            changes[name] = tuple(row for row in rows if row is not None)
    return dataclasses.replace(mine, **changes) if changes else mine


def changed_in(revision: Revision, before: Revision | None, head: Revision, sight: Sight) -> Difference:
    """Return what a revision changed, as far as a person may see it; of the first, everything that came with it."""
    now = seen_at(revision, head, sight)
    return difference(seen_at(before, head, sight) if before else Content(info=now.info), now)


def summary_of(revision: Revision, before: Revision | None, head: Revision, sight: Sight) -> Message | None:
    """Return in one line what a revision changed; None where it changed nothing that the person may see."""

    def made() -> Message | None:
        found = changed_in(revision, before, head, sight)
        return found.summary() if found else None

    return _SUMMARIES.get((revision.hash, before.hash if before else "", head.hash, sight.key), made)


def reason_of(revision: Revision, summary: Message | None) -> Any:
    """Return why a revision was made; its author's words are for those who see something of what it changed."""
    return contents.read_reason(revision.reason) if summary is not None else ""


def _hidden(whole: Content, seen: Content) -> dict[str, set[str]]:
    """Return by table the rows that are there and not seen."""
    return {
        name: {table.identity(row) for row in whole.rows(name)} - {table.identity(row) for row in seen.rows(name)}
        for name, table in _TABLES.items()
    }


def _hidden_parts(whole: Content, seen: Content) -> set[str]:
    """Return the parts that are there and not seen; of registers, objects are told apart instead."""
    return {part for part in whole.files if not is_register(part) and part not in seen.files}


def _as_marked_now(revision: Revision, head: Revision, sight: Sight) -> Content:
    then, now = contents.content(revision), contents.content(head)
    shown = contents.seen_then(head, sight)
    own = then.info.marking
    higher = max(own or MARKINGS[0], now.info.marking or MARKINGS[0], key=MARKINGS.index)
    marked = dataclasses.replace(then, info=dataclasses.replace(then.info, marking=higher))
    sources = protected(now)
    if sources:
        evidence = tuple(dataclasses.replace(row, attributable=False) if row.id in sources else row for row in then.evidence)
        marked = dataclasses.replace(marked, evidence=evidence)
    view = contents.view(marked, sight, hidden_objects(now, shown), hidden_rows(now, sight.marking))
    hidden_parts = _hidden_parts(now, shown)
    if not hidden_parts.isdisjoint(view.files):
        view = dataclasses.replace(view, files={part: data for part, data in view.files.items() if part not in hidden_parts})
    return dataclasses.replace(view, info=dataclasses.replace(view.info, marking=own))
