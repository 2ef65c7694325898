"""Older revisions and registers as a person may see them today, what changed between them, and what restoring one leaves.

What is hidden today is hidden in an older state too (:mod:`legation.sources.stix.register`). That it is not shown there does not mean that
it
was not there, so its absence is nobody's wish.

What was marked higher since is hidden in the older revisions too: a row that was entered under too low a marking is not left open in the
history. So an older revision depends on what the newest one hides, and on nothing else of it: what was made of it is shown again after a
save that hides nothing more and nothing less.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from legation.dossier import MARKINGS, TABLES
from legation.dossier import Dossier as Content
from legation.dossier.changes.difference import Difference, difference
from legation.dossier.clearing import Place, hidden_rows
from legation.dossier.clearing.confirmation import places_of
from legation.dossier.clearing.view import protected
from legation.errors import CannotWrite
from legation.language import Message
from legation.sources.stix.bundle import decode, encode
from legation.sources.stix.clearing import HiddenObjects, content_key, id_of
from legation.sources.stix.register import hidden_objects, holds_any, is_register, objects_of, register_of, without_objects
from legation.web.access import AccessScope
from legation.web.dossiers import contents
from legation.web.dossiers.models import Revision
from legation.web.site.cache import Cache

__all__ = [
    "changed_in",
    "is_known",
    "is_still_seen",
    "reason_of",
    "refuse_lost",
    "restored",
    "seen_at",
    "summary_of",
    "with_withheld_as_now",
    "without_hidden",
]


def refuse_lost(mine: Content, remaining: Content, *shown: Content) -> None:
    """Refuse a save of which something would silently fall away, because it is hidden from its author by now.

    Parameters
    ----------
    mine : Content
        What the author wants, made from an older revision.
    remaining : Content
        What would be taken of it.
    shown : Content
        The states that it may have been made from: the older revision as it was seen then, and as it is seen today.

    Raises
    ------
    CannotWrite
        With the register, or the object of it, that the author changed and may no longer see.
    """
    for part, data in mine.files.items():
        if not is_register(part) or data == remaining.files.get(part) or any(data == state.files.get(part) for state in shown):
            continue
        if part not in remaining.files:
            raise CannotWrite(Message("web.hidden-since", what=part))
        known = {content_key(o) for state in (remaining, *shown) for o in objects_of(state.files.get(part), part)}
        lost = next((o for o in objects_of(data, part) if content_key(o) not in known), None)
        if lost is not None:
            raise CannotWrite(Message("web.hidden-since", what=id_of(lost) or part))


def with_withheld_as_now(old: Content, then: Content, now: Content) -> Content:
    """Return an older state as it can be restored by a person who is not shown all of it.

    Parameters
    ----------
    old, then : Content
        The older state as the person sees it today, and the whole of it.
    now : Content
        The newest state as they see it.

    Returns
    -------
    Content
        ``old``; of a register what is withheld from them there stays as they see it now, whatever was edited in it since.
    """
    files = dict(old.files)
    for part, data in now.files.items():
        if is_register(part) and part in then.files and old.files.get(part) != then.files[part]:
            files[part] = _remaining(old.files.get(part), then.files[part], data, part)
    return old if files == old.files else dataclasses.replace(old, files=files)


def _remaining(old: bytes | None, then: bytes, now: bytes, part: str) -> bytes:
    whole = register_of(then, part)
    if whole is None:
        return now
    shown = objects_of(old, part)
    keys, ids = set(map(content_key, shown)), set(map(id_of, shown)) - {""}
    withheld = [o for o in whole.objects if content_key(o) not in keys]
    versions = {(id_of(o), _version(o)) for o in withheld} | {(id_of(o), None) for o in withheld if id_of(o) not in ids}
    others = [
        o
        for o in objects_of(now, part)
        if content_key(o) not in keys and not versions.isdisjoint({(id_of(o), _version(o)), (id_of(o), None)})
    ]
    if not others and old is not None:
        return old
    return encode(dataclasses.replace(register_of(old, part) or decode(now, part), objects=(*shown, *others)))


def _version(o: Any) -> str:
    return str(o.get("modified", "")) if type(o) is dict else ""


_TABLES = {name: table for name, table in TABLES.items() if name != "votes"}
"""Votes bear no marking: they go with actors and roll calls."""
_PAST: Cache[Content] = Cache(64)
_CHANGED: Cache[Difference] = Cache(16)
_SUMMARIES: Cache[Message | None] = Cache(4096)


@dataclass(frozen=True, slots=True)
class _Redaction:
    """What the newest revision hides from a scope: all of it on which an older one depends, as that scope sees it.

    Attributes
    ----------
    marking : str
        Of the whole.
    sources : frozenset of str
        Evidence that may not be attributed.
    rows : frozenset of Place
    parts : frozenset of str
        Files that are no registers.
    registers : str
        The hash of the revision where it hides objects of registers, which are compared one by one; empty where it hides none.
    objects : HiddenObjects
    """

    marking: str
    sources: frozenset[str]
    rows: frozenset[Place]
    parts: frozenset[str]
    registers: str
    objects: HiddenObjects = dataclasses.field(compare=False)


_REDACTIONS: Cache[_Redaction] = Cache(64)
_ALIKE: Cache[_Redaction] = Cache(64)
"""One of those that are equal, so that keys are compared by it at once."""


def _redaction_of(head: Revision, scope: AccessScope) -> _Redaction:
    def made() -> _Redaction:
        now, shown = contents.content(head), contents.seen_then(head, scope)
        objects = hidden_objects(now, shown)
        parts = frozenset(_unseen_parts(now, shown))
        rows = hidden_rows(now, scope.marking)
        hidden = _Redaction(now.info.marking or MARKINGS[0], protected(now), rows, parts, head.hash if objects else "", objects)
        return _ALIKE.get(hidden, lambda: hidden)

    return _REDACTIONS.get((head.hash, scope.key), made)


def seen_at(revision: Revision, head: Revision, scope: AccessScope) -> Content:
    """Return an older revision as a person may see it today."""
    if scope == contents.EVERYTHING or revision.hash == head.hash:
        return contents.seen_then(revision, scope)
    hidden = _redaction_of(head, scope)
    return _PAST.get((revision.hash, hidden, scope.key), lambda: _as_marked_now(revision, hidden, scope))


def is_known(revision: Revision, head: Revision, scope: AccessScope) -> bool:
    """Whether what :func:`seen_at` gives is in memory."""
    if scope == contents.EVERYTHING or revision.hash == head.hash:
        return contents.seen_before(revision, scope) is not None
    hidden = _REDACTIONS.peek((head.hash, scope.key))
    return hidden is not None and _PAST.peek((revision.hash, hidden, scope.key)) is not None


def restored(revision: Revision, head: Revision, scope: AccessScope) -> Content:
    """Return what a person restores of an older revision: what they see of it today; what is withheld of it stays as it is now."""
    old = seen_at(revision, head, scope)
    if scope == contents.EVERYTHING:
        return old
    then, shown = contents.content(revision), contents.seen_then(head, scope)
    missing = {part: data for part, data in shown.files.items() if not is_register(part) and part in then.files and part not in old.files}
    old = dataclasses.replace(old, files={**old.files, **missing}) if missing else old
    return with_withheld_as_now(old, then, shown)


def is_still_seen(content: Content, head: Revision, scope: AccessScope) -> bool:
    """Whether all that was given of a dossier once may still be seen by a person: no row of it, nor the whole, was marked higher since."""
    if scope == contents.EVERYTHING:
        return True
    now, seen = contents.content(head), contents.seen_then(head, scope)
    hidden = _unseen_rows(now, seen)
    given = {name: {table.identity(row) for row in content.rows(name)} for name, table in _TABLES.items()}
    whole = MARKINGS.index(now.info.marking or MARKINGS[0]) <= MARKINGS.index(scope.marking)
    rows = any(hidden[name] & given[name] for name in _TABLES)
    parts = _unseen_parts(now, seen) & content.files.keys()
    return whole and not rows and not parts and not holds_any(content, hidden_objects(now, seen))


def without_hidden(mine: Content, begun: Revision, head: Revision, scope: AccessScope) -> Content:
    """Return what a person made of a revision, with the rows and files that they left alone as :func:`seen_at` shows them.

    A row, or an object of a register, that was marked higher since would else count as one that they add.

    Raises
    ------
    CannotWrite
        Where they changed an object, or a register, that they may no longer see.
    """
    then, now = contents.seen_then(begun, scope), seen_at(begun, head, scope)
    if now is then:
        return mine
    left_alone = {name: now.files.get(name, data) if data == then.files.get(name) else data for name, data in mine.files.items()}
    for part in _unseen_parts(contents.content(head), contents.seen_then(head, scope)) & left_alone.keys():
        if left_alone[part] == then.files.get(part):
            del left_alone[part]
    hidden = hidden_objects(contents.content(head), contents.seen_then(head, scope))
    wanted, mine = mine, without_objects(dataclasses.replace(mine, files=left_alone), hidden, then)
    refuse_lost(wanted, mine, then, now)
    changes: dict[str, Any] = {}
    for name, table in _TABLES.items():
        before, now_rows = ({table.identity(row): row for row in content.rows(name)} for content in (then, now))
        if before != now_rows:
            rows = [now_rows.get(table.identity(row)) if before.get(table.identity(row)) == row else row for row in mine.rows(name)]
            changes[name] = tuple(row for row in rows if row is not None)
    return dataclasses.replace(mine, **changes) if changes else mine


def changed_in(revision: Revision, before: Revision | None, head: Revision, scope: AccessScope) -> Difference:
    """Return what a revision changed, as far as a person may see it; of the first, everything that came with it."""

    def made() -> Difference:
        now = seen_at(revision, head, scope)
        return difference(seen_at(before, head, scope) if before else Content(info=now.info), now)

    return _CHANGED.get(_step(revision, before, head, scope), made)


def summary_of(revision: Revision, before: Revision | None, head: Revision, scope: AccessScope) -> Message | None:
    """Return in one line what a revision changed; None where it changed nothing that the person may see."""

    def made() -> Message | None:
        changed = changed_in(revision, before, head, scope)
        return changed.summary() if changed else None

    return _SUMMARIES.get(_step(revision, before, head, scope), made)


def _step(revision: Revision, before: Revision | None, head: Revision, scope: AccessScope) -> Hashable:
    """Return all that what a revision changed depends on."""
    hidden = None if scope == contents.EVERYTHING else _redaction_of(head, scope)
    return revision.hash, before.hash if before else "", hidden, scope.key


def reason_of(revision: Revision, summary: Message | None) -> Any:
    """Return why a revision was made; its author's words are for those who see something of what it changed."""
    return contents.read_reason(revision.reason) if summary is not None else ""


def _unseen_rows(whole: Content, seen: Content) -> dict[str, set[str]]:
    """Return by table the rows that are there and not seen."""
    return {
        name: {table.identity(row) for row in whole.rows(name)} - {table.identity(row) for row in seen.rows(name)}
        for name, table in _TABLES.items()
    }


def _unseen_parts(whole: Content, seen: Content) -> set[str]:
    """Return the parts that are there and not seen; of registers, objects are told apart instead."""
    return {part for part in whole.files if not is_register(part) and part not in seen.files}


def _as_marked_now(revision: Revision, hidden: _Redaction, scope: AccessScope) -> Content:
    then = contents.content(revision)
    own = then.info.marking
    if _hid_as_much(then, hidden, scope):
        view = contents.seen_then(revision, scope)
        left = {part: data for part, data in view.files.items() if part not in hidden.parts}
        return view if len(left) == len(view.files) else dataclasses.replace(view, files=left)
    higher = max(own or MARKINGS[0], hidden.marking, key=MARKINGS.index)
    marked = dataclasses.replace(then, info=dataclasses.replace(then.info, marking=higher))
    if hidden.sources:
        evidence = tuple(dataclasses.replace(row, attributable=False) if row.id in hidden.sources else row for row in then.evidence)
        marked = dataclasses.replace(marked, evidence=evidence)
    view = contents.view(marked, scope, hidden.objects, hidden.rows)
    if not hidden.parts.isdisjoint(view.files):
        view = dataclasses.replace(view, files={part: data for part, data in view.files.items() if part not in hidden.parts})
    return dataclasses.replace(view, info=dataclasses.replace(view.info, marking=own))


def _hid_as_much(then: Content, hidden: _Redaction, scope: AccessScope) -> bool:
    """Whether an older revision itself hid each row and source that the newest one hides of it: then it is seen as it was seen then."""
    if hidden.objects or MARKINGS.index(hidden.marking) > MARKINGS.index(then.info.marking or MARKINGS[0]):
        return False
    rank, ledger = MARKINGS.index(scope.marking), then.ledger
    open_rows = (node for node, level in zip(ledger.nodes, ledger.levels, strict=True) if level <= rank)
    if hidden.rows and not all(hidden.rows.isdisjoint(places_of(node)) for node in open_rows):
        return False
    return hidden.sources.isdisjoint({row.id for row in then.evidence} - protected(then)) if hidden.sources else True
