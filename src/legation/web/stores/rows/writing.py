"""Writing the entries of a dossier's rows: with each revision only what differs from what is there; all of them where that is not known.

A view is what the readers of one marking and one audience see. The views that grants of the dossier let see are written with a revision;
another one is added by its first reader. Where the entries are missing, or are those of an older revision or release (a backup holds
none), the first reader writes them: the answer is the same, only later.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator, Mapping

from legation.dossier import Dossier as Content
from legation.dossier.clearing.succession import succeed
from legation.dossier.records import MARKINGS, TABLES
from legation.language import LANGUAGES
from legation.questions import Case
from legation.version import VERSION
from legation.web.access import AccessScope, effective_grant, scope_of
from legation.web.dossiers.contents import EVERYTHING, content, known_as, revision_of, seen_as, seen_before
from legation.web.dossiers.models import Dossier, Grant, Revision
from legation.web.site.cache import Cache
from legation.web.site.optional_write import optional_write
from legation.web.stores.rows.entries import SEARCHED, Entry, words_in
from legation.web.stores.rows.models import RowEntry, RowIndex
from legation.web.stores.rows.prepared import PreparedRows, rows_of_views

__all__ = ["RELEASE", "PreparedRows", "bit_of", "ensure", "is_written", "prepared", "saved_rows", "views_with", "write"]

RELEASE = f"{VERSION} 3"
"""The release whose entries these are, and which form they have: entries of another are written anew."""
_AUDIENCES = ("owner", "desk", "partner")
_MANY = 400
_TURNS = tuple(threading.Lock() for _ in range(64))
"""A dossier has one of them: its entries are made once in a process, whoever asks for them at the same time."""


_AT_ONCE = 5_000
"""Rows that are written with a revision even where all are to be worked out; of more, their first reader does so."""


_LAST: Cache[tuple[int, PreparedRows]] = Cache(300_000, weigh=lambda last: len(last[1].stands))
"""What was last prepared of a dossier: of rows that stay the same objects nothing is worked out again."""


def bit_of(scope: AccessScope) -> int:
    """Return the bit of the view of a scope; 0 where it has none: of a guest to whom only some tables are open, of a post."""
    if scope.rows is not None:
        return 0
    if scope.tables is not None and scope.tables != tuple(TABLES):
        return 0
    return 1 << (_AUDIENCES.index(scope.audience) * len(MARKINGS) + MARKINGS.index(scope.marking))


def _scope_of(bit: int) -> AccessScope:
    audience, marking = divmod(bit.bit_length() - 1, len(MARKINGS))
    return AccessScope(MARKINGS[marking], _AUDIENCES[audience], tuple(TABLES) if _AUDIENCES[audience] == "partner" else None)


def saved_rows(dossier: Dossier | None, whole: Content, digest: str, head: Revision | None) -> PreparedRows | None:
    """Return the entries of contents that are about to be saved, for the views that grants of the dossier open.

    None where too much would have to be worked out for a save: then their first reader does it.

    Parameters
    ----------
    digest : str
        The hash of the contents.
    head : Revision or None
        The revision before; None for a new dossier.
    """
    if head is not None:
        succeed(whole, content(head))
    if "ledger" not in whole.__dict__ and sum(len(getattr(whole, name)) for name in SEARCHED) > _AT_ONCE:
        return None
    bits = 0
    for grant in Grant.objects.filter(dossier=dossier).select_related("account") if dossier is not None else ():
        bits |= bit_of(scope_of(effective_grant(grant)))
    return prepared(dossier, whole, digest, bits, head)


def prepared(dossier: Dossier | None, whole: Content, digest: str, bits: int, head: Revision | None = None) -> PreparedRows:
    """Return the entries of a dossier's contents for some views and that of who sees everything, not yet written."""
    bits |= bit_of(EVERYTHING)
    views: dict[int, tuple[int, Content, Case]] = {}
    today = dt.datetime.now(dt.UTC).date()
    for place in range(bits.bit_length()):
        if bits >> place & 1:
            scope = _scope_of(1 << place)
            view = seen_as(whole, digest, scope)
            before = seen_before(head, scope) if head is not None else None
            if before is not None:
                succeed(view, before)
            bit = views[id(view)][0] if id(view) in views else 0
            views[id(view)] = bit | 1 << place, view, known_as(view, digest, scope, today)
    last = _LAST.peek(dossier.pk) if dossier is not None else None
    return rows_of_views(digest, bits, list(views.values()), last[1] if last is not None else None)


def write(dossier: Dossier, number: int, rows: PreparedRows) -> None:
    """Write the entries of a revision in place of those that are there; inside a transaction that has locked the dossier."""
    there, now = _current(dossier), rows.stands
    entries = RowEntry.objects.filter(dossier=dossier)
    for some in _batches([one for one in there if one not in now]):
        entries.filter(digest__in=some).delete()
    moved: dict[int, list[bytes]] = {}
    for one, views in now.items():
        if one in there and there[one] != views:
            moved.setdefault(views, []).append(one)
    for views, digests in moved.items():
        for some in _batches(digests):
            entries.filter(digest__in=some).update(views=views)
    # those that the same people see lie beside each other: what is hidden from somebody makes no page of the database longer for them
    fresh = sorted((one for one in now if one not in there), key=now.__getitem__)
    RowEntry.objects.bulk_create((_row(dossier, one, rows.entry(one), now[one]) for one in fresh), batch_size=_MANY)
    state = {"number": number, "hash": rows.digest, "release": RELEASE, "views": rows.views, "until": rows.until}
    state["stands"] = sorted(set(now.values()))
    RowIndex.objects.update_or_create(dossier=dossier, defaults=state)
    _LAST.put(dossier.pk, (number, rows.written))


def _current(dossier: Dossier) -> Mapping[bytes, int]:
    """Return the digests of the entries that are there, with their views: from memory where they are those that were written last."""
    state = RowIndex.objects.filter(dossier=dossier, release=RELEASE).values_list("number", "hash", "views").first()
    number, last = _LAST.peek(dossier.pk) or (0, None)
    if last is not None and state == (number, last.digest, last.views):
        return last.stands
    entries = RowEntry.objects.filter(dossier=dossier)
    if state is None:
        entries.delete()
    return {bytes(one): views for one, views in entries.values_list("digest", "views")}


_PATIENCE = 5000
"""How long a reader waits for those who write before the rows are read from the dossier itself [ms]."""


def ensure(dossier: Dossier, revision: Revision, scope: AccessScope) -> bool:
    """See that the entries of the newest revision are there for a scope that has a view of its own: written now where they are not.

    False where they cannot be written now, or the scope has no view: whoever asks then reads the dossier itself.
    """
    if not bit_of(scope):
        return False
    if bit_of(scope) & _views(dossier, revision):
        return True
    with _TURNS[dossier.pk % len(_TURNS)]:
        there = _views(dossier, revision)
        if bit_of(scope) & there:
            return True
        newest = revision_of(Dossier.objects.get(pk=dossier.pk))
        rows = prepared(dossier, content(newest), newest.hash, bit_of(scope) | there)

        def written() -> bool:
            nonlocal newest, rows
            locked = Dossier.objects.select_for_update().get(pk=dossier.pk)
            if locked.head != newest.number:  # somebody saved meanwhile: nobody does while this waits for it
                newest = revision_of(locked)
                rows = prepared(dossier, content(newest), newest.hash, bit_of(scope))
            write(dossier, newest.number, rows)
            return True

        return optional_write(written, otherwise=False, patience=_PATIENCE)


def views_with(dossier: Dossier, scope: AccessScope) -> list[int]:
    """Return the views of entries that a scope sees, as bits: by them those of others are not even looked at."""
    found = RowIndex.objects.filter(dossier=dossier).values_list("stands", flat=True).first()
    return [views for views in found or () if views & bit_of(scope)]


def is_written(dossier: Dossier, revision: Revision, scope: AccessScope) -> bool:
    """Whether the entries of the newest revision are there for a scope; of one that has no view of its own they are made in memory."""
    bit = bit_of(scope)
    return not bit or bool(bit & _views(dossier, revision))


def _views(dossier: Dossier, revision: Revision) -> int:
    """Return the views whose entries are those of a revision, or of one that was saved meanwhile."""
    state = RowIndex.objects.filter(dossier=dossier, release=RELEASE).values_list("number", "hash", "views", "until").first()
    if state is None or not (state[0] > revision.number or state[:2] == (revision.number, revision.hash)):
        return 0
    if state[3] <= dt.datetime.now(dt.UTC).date():
        return 0
    return int(state[2])


def _batches(keys: list[bytes]) -> Iterator[list[bytes]]:
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
        facts=entry.facts,
        first=entry.first,
        since=entry.since,
        until=entry.until,
    )
