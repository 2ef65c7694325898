"""Writing the entries of a dossier's rows: with each revision only what differs from what is there; all of them where that is not known.

A view is what the readers of one marking and one audience see. The views that grants of the dossier let see are written with a revision;
another one is added by its first reader. Where the entries are missing, or are those of an older revision or release (a backup holds
none), the first reader writes them: the answer is the same, only later.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from legation.dossier import Dossier as Content
from legation.dossier.records import MARKINGS, TABLES
from legation.language import LANGUAGES
from legation.version import VERSION
from legation.web.access import AccessScope, effective_grant, scope_of
from legation.web.dossiers.contents import EVERYTHING, content, revision_of, seen_as
from legation.web.dossiers.models import Dossier, Grant, Revision
from legation.web.stores.rows.entries import Entry, entries_of, words_in
from legation.web.stores.rows.models import RowEntry, RowIndex

__all__ = ["RELEASE", "PreparedRows", "bit_of", "ensure", "prepared", "write"]

RELEASE = f"{VERSION} 1"
"""The release whose entries these are, and which form they have: entries of another are written anew."""
_AUDIENCES = ("owner", "desk", "partner")
_MANY = 400
_TURNS = tuple(threading.Lock() for _ in range(64))
"""A dossier has one of them: its entries are made once in a process, whoever asks for them at the same time."""


@dataclass(frozen=True, slots=True)
class PreparedRows:
    """The entries of a revision, each with the views in which it stands, and all the views."""

    views: int
    entries: Mapping[Entry, int]


def bit_of(scope: AccessScope) -> int:
    """Return the bit of the view of a scope; 0 where it has none: of a guest to whom only some tables are open."""
    if scope.tables is not None and scope.tables != tuple(TABLES):
        return 0
    return 1 << (_AUDIENCES.index(scope.audience) * len(MARKINGS) + MARKINGS.index(scope.marking))


def _scope_of(bit: int) -> AccessScope:
    audience, marking = divmod(bit.bit_length() - 1, len(MARKINGS))
    return AccessScope(MARKINGS[marking], _AUDIENCES[audience], tuple(TABLES) if _AUDIENCES[audience] == "partner" else None)


def prepared(dossier: Dossier | None, whole: Content, digest: str, bits: int = 0) -> PreparedRows:
    """Return the entries of a dossier's contents, not yet written.

    Parameters
    ----------
    dossier : Dossier or None
        Whose grants say which views are wanted; None for one that is new.
    digest : str
        The hash of the contents.
    bits : int
        Views that are wanted beside.
    """
    bits |= bit_of(EVERYTHING)
    for grant in Grant.objects.filter(dossier=dossier).select_related("account") if dossier is not None else ():
        bits |= bit_of(scope_of(effective_grant(grant)))
    views: dict[int, tuple[int, Content]] = {}
    for place in range(bits.bit_length()):
        if bits >> place & 1:
            view = seen_as(whole, digest, _scope_of(1 << place))
            views[id(view)] = views.get(id(view), (0, view))[0] | 1 << place, view
    memory: dict[Any, Entry] = {}
    entries: dict[Entry, int] = {}
    for mask, view in views.values():
        for entry in entries_of(view, memory):
            entries[entry] = entries.get(entry, 0) | mask
    return PreparedRows(bits, entries)


def write(dossier: Dossier, number: int, digest: str, rows: PreparedRows) -> None:
    """Write the entries of a revision in place of those that are there; inside a transaction that holds the dossier."""
    if not RowIndex.objects.filter(dossier=dossier, release=RELEASE).exists():
        RowEntry.objects.filter(dossier=dossier).delete()
    there = {bytes(one): (pk, views) for pk, one, views in RowEntry.objects.filter(dossier=dossier).values_list("pk", "digest", "views")}
    now = {entry.digest: (entry, views) for entry, views in rows.entries.items()}
    for some in _batches([pk for one, (pk, _) in there.items() if one not in now]):
        RowEntry.objects.filter(pk__in=some).delete()
    moved: dict[int, list[int]] = {}
    for one, (pk, views) in there.items():
        if one in now and now[one][1] != views:
            moved.setdefault(now[one][1], []).append(pk)
    for views, pks in moved.items():
        for some in _batches(pks):
            RowEntry.objects.filter(pk__in=some).update(views=views)
    RowEntry.objects.bulk_create((_row(dossier, one, *now[one]) for one in now if one not in there), batch_size=_MANY)
    state = {"number": number, "hash": digest, "release": RELEASE, "views": rows.views}
    RowIndex.objects.update_or_create(dossier=dossier, defaults=state)


def ensure(dossier: Dossier, revision: Revision, scope: AccessScope) -> None:
    """See that the entries of the newest revision are there for a scope that has a view of its own: written now where they are not."""
    if bit_of(scope) & _views(dossier, revision):
        return
    with _TURNS[dossier.pk % len(_TURNS)]:
        there = _views(dossier, revision)
        if bit_of(scope) & there:
            return
        newest = revision_of(Dossier.objects.get(pk=dossier.pk))
        rows = prepared(dossier, content(newest), newest.hash, bit_of(scope) | there)
        with transaction.atomic():
            locked = Dossier.objects.select_for_update().get(pk=dossier.pk)
            if locked.head != newest.number:  # somebody saved meanwhile: nobody does while this waits for it
                newest = revision_of(locked)
                rows = prepared(dossier, content(newest), newest.hash, bit_of(scope))
            write(dossier, newest.number, newest.hash, rows)


def _views(dossier: Dossier, revision: Revision) -> int:
    """Return the views whose entries are those of a revision, or of one that was saved meanwhile."""
    state = RowIndex.objects.filter(dossier=dossier, release=RELEASE).values_list("number", "hash", "views").first()
    if state is None or not (state[0] > revision.number or state[:2] == (revision.number, revision.hash)):
        return 0
    return int(state[2])


def _batches(keys: list[int]) -> Iterator[list[int]]:
    return (keys[at : at + _MANY] for at in range(0, len(keys), _MANY))


def _row(dossier: Dossier, digest: bytes, entry: Entry, views: int) -> RowEntry:
    return RowEntry(
        dossier=dossier,
        digest=digest,
        views=views,
        table=entry.table,
        identity=entry.identity,
        **{f"name_{lang}": name for lang, name in zip(LANGUAGES, entry.names, strict=True)},
        **{f"sort_{lang}": words_in(name).strip() for lang, name in zip(LANGUAGES, entry.names, strict=True)},
        **{f"note_{lang}": note for lang, note in zip(LANGUAGES, entry.notes, strict=True)},
        texts=list(entry.texts),
        words=entry.words,
        cells=entry.cells,
        day=entry.day,
        first=entry.first,
        since=entry.since,
        until=entry.until,
    )
