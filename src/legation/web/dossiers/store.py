"""The one door to dossiers: reading what a person may see of a revision, and saving a new one so that nobody's work is lost.

A save names the revision that it was made from. Meanwhile others may have saved: what both changed in different places is merged, field by
field; what both changed in the same place comes back as conflicts, with nothing written, until the person has chosen.
"""

from __future__ import annotations

import contextlib
import copy
import dataclasses
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, connection, transaction
from django.utils.text import slugify

from legation.dossier import Dossier as Content
from legation.dossier.clearing.release import with_releases_of
from legation.dossier.clearing.view import with_sources_of
from legation.dossier.records import MARKINGS
from legation.errors import CannotWrite, WrongUse
from legation.language import Message
from legation.web.access import AccessScope
from legation.web.accounts.models import Account
from legation.web.dossiers import changed_parts, preparation
from legation.web.dossiers.changed_parts import EncodedDossier
from legation.web.dossiers.contents import (
    _CONTENTS,
    _LATEST,
    EVERYTHING,
    bytes_of,
    content,
    known_as,
    parts_of,
    parts_seen,
    read_reason,
    revision_of,
    seen,
    seen_then,
    view,
    written_reason,
)
from legation.web.dossiers.models import Dossier, Grant, Part, Revision
from legation.web.dossiers.older_revisions import seen_at, without_hidden
from legation.web.dossiers.redacted_merge import merge_under_redaction
from legation.web.site.cache import Cache
from legation.web.stores.rows.writing import PreparedRows, saved_rows
from legation.web.stores.rows.writing import write as write_rows

if TYPE_CHECKING:
    from legation.dossier.changes.merge import Conflict

__all__ = [
    "EVERYTHING",
    "RESERVED",
    "Saved",
    "content",
    "create",
    "known_as",
    "newest",
    "parts_of",
    "parts_seen",
    "read_reason",
    "revision_of",
    "save",
    "seen",
    "seen_then",
    "view",
    "written_reason",
]

_NEWEST: Cache[Revision] = Cache(256)
_QUICK = 4
"""How often a save is prepared while other processes save, before it makes them wait."""
_TURNS = tuple(threading.Lock() for _ in range(64))
"""A dossier has one of them: while somebody saves, nobody else of this process prepares what they would have to prepare again."""
RESERVED = frozenset({"new"})
"""Names that no dossier has, because a page of the site has them."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a save.

    Attributes
    ----------
    revision : Revision or None
        The new revision, or the head where nothing had changed; None where ``conflicts`` wait for a choice.
    merged : bool
        Whether others had saved in between, and their changes were joined with these.
    """

    revision: Revision | None
    conflicts: tuple[Conflict, ...] = ()
    merged: bool = False


def create(
    content: Content, owner: Account, *, slug: str = "", reason: Any = None, like: tuple[Content, Mapping[str, bytes]] | None = None
) -> Dossier:
    """Make a dossier of which an account is the owner; what the content says was released waits to be confirmed here.

    Parameters
    ----------
    like : (Content, mapping of str to bytes), optional
        A dossier as it was read, and the parts from which it was: what the content has of it is not written and read again.

    Raises
    ------
    WrongUse
        Where a dossier of that name is there already.
    """
    name = slugify(slug or content.info.id)[:80] or "dossier"
    content = with_releases_of(content, None)
    parts = changed_parts.encode_changed(content) if like is None else changed_parts.encode_like(content, *like)
    rows = saved_rows(None, parts.content, parts.hash, None)
    try:
        with transaction.atomic():
            if name in RESERVED or Dossier.objects.filter(slug=name).exists():
                raise WrongUse(Message("web.slug-taken", slug=name))
            dossier = Dossier.objects.create(slug=name, **_summary_of(content))
            Grant.objects.create(dossier=dossier, account=owner, role="owner", by=owner)
            _write(dossier, 1, parts, rows, owner, reason or Message("web.reason.made"))
    except IntegrityError as error:  # two made it at once
        raise WrongUse(Message("web.slug-taken", slug=name)) from error
    dossier.refresh_from_db()
    return dossier


def newest(dossier: Dossier) -> Revision:
    """Return the newest revision, from the memory of this process where it is there: a revision never changes."""
    key = (dossier.pk, dossier.head, dossier.changed)
    return copy.copy(_NEWEST.get(key, lambda: revision_of(dossier)))


def save(
    dossier: Dossier,
    base: int,
    mine: Content,
    author: Account | None,
    scope: AccessScope,
    *,
    reason: Any,
    choices: Mapping[str, str] | None = None,
    reviewer: Account | None = None,
    owns: bool = False,
    releasing: bool = False,
) -> Saved:
    """Save a new revision.

    Parameters
    ----------
    base : int
        The number of the revision that ``mine`` was made from.
    mine : Content
        The dossier as the author wants it, as far as the author sees it; what the author does not see stays as it is.
    choices : mapping, optional
        What the author chose for conflicts that an earlier attempt returned, by their keys.
    reason : str or Message
    owns : bool
        Whether the author is an owner. Whatever else is saved, by a form, an import, a restoration or a merge: the mandate and the marking
        of the whole stay as they are unless an owner changes them.
    releasing : bool
        Whether it is :mod:`legation.web.dossiers.releases` that saves: whoever else does, the releases stay as they are.

    Raises
    ------
    DossierError
        Where the result would break the rules of a dossier; nothing was written.
    CannotWrite
        Where others saved so often meanwhile that this save found no moment; nothing was written.
    """
    with contextlib.nullcontext() if connection.in_atomic_block else _TURNS[dossier.pk % len(_TURNS)]:
        return _saved(dossier, base, mine, author, scope, reason, choices or {}, reviewer, owns=owns, releasing=releasing)


def _saved(
    dossier: Dossier,
    base: int,
    mine: Content,
    author: Account | None,
    scope: AccessScope,
    reason: Any,
    choices: Mapping[str, str],
    reviewer: Account | None,
    *,
    owns: bool,
    releasing: bool,
) -> Saved:
    begun = revision_of(dossier, base)
    for attempt in range(_QUICK + 1):
        with transaction.atomic() if attempt == _QUICK else contextlib.nullcontext():
            if attempt == _QUICK:
                _locked(dossier)
            dossier.refresh_from_db(fields=["head", "closed"])
            if dossier.closed:
                raise CannotWrite(Message("page-settings.is-closed"))
            head = revision_of(dossier)
            planned = _planned(begun, mine, head, scope, choices)
            if isinstance(planned, Saved):
                return planned
            planned = planned if owns else _owners_left(planned, content(head), scope)
            planned = planned if scope.audience == "owner" else with_sources_of(planned, content(head))
            planned = planned if releasing else with_releases_of(planned, content(head))
            parts = changed_parts.encode_changed(planned, content(head), head.parts, bytes_of)
            rows = saved_rows(dossier, parts.content, parts.hash, head) if parts.hash != head.hash else None
            with transaction.atomic():
                if _locked(dossier) != head.number:
                    continue
                saved = _done(dossier, head, parts, rows, author, reason, reviewer, merged=base != head.number)
        return _cached(saved, parts)
    raise CannotWrite(Message("web.too-many-saves", dossier=dossier.slug))


def _planned(begun: Revision, mine: Content, head: Revision, scope: AccessScope, choices: Mapping[str, str]) -> Content | Saved:
    """Return the whole dossier to be saved, or why not: conflicts, or nothing that changed."""
    from legation.dossier.changes.merge import merge

    now = seen(head, scope)
    visible = mine
    if begun.number != head.number:
        joined = merge(seen_at(begun, head, scope), without_hidden(mine, begun, head, scope), now, choices)
        if joined.conflicts or joined.dossier is None:
            return Saved(None, joined.conflicts)
        visible = joined.dossier
    if visible is now:
        return Saved(head)
    if scope == EVERYTHING:
        return visible
    return merge_under_redaction(now, visible, content(head))


def _owners_left(whole: Content, head: Content, scope: AccessScope) -> Content:
    """Return a dossier with what owners alone change as it is: mandate and marking of the whole; and with it all that is not seen of it."""
    marking = head.info.marking or MARKINGS[0]
    info = dataclasses.replace(whole.info, id=head.info.id, marking=head.info.marking)
    if MARKINGS.index(marking) > MARKINGS.index(scope.marking) or info == head.info:
        info = head.info
    if info is whole.info and whole.mandate == head.mandate:
        return whole
    return dataclasses.replace(whole, info=info, mandate=head.mandate)


def _locked(dossier: Dossier) -> int:
    """Return the head, locked until the end of the transaction."""
    return Dossier.objects.select_for_update().values_list("head", flat=True).get(pk=dossier.pk)


def _done(
    dossier: Dossier,
    head: Revision,
    parts: EncodedDossier,
    rows: PreparedRows | None,
    author: Account | None,
    reason: Any,
    reviewer: Account | None,
    *,
    merged: bool,
) -> Saved:
    if parts.hash == head.hash:
        return Saved(head, merged=merged)
    revision = _write(dossier, head.number + 1, parts, rows, author, reason, reviewer)
    return Saved(revision, merged=merged)


def _cached(saved: Saved, parts: EncodedDossier) -> Saved:
    """Keep in memory what was just stored: the next reader need not read it again."""
    if saved.revision is not None:
        _CONTENTS.put(saved.revision.hash, parts.content)
        _LATEST.put(saved.revision.dossier_id, (parts.digests, parts.content))
    return saved


def _write(
    dossier: Dossier,
    number: int,
    parts: EncodedDossier,
    rows: PreparedRows | None,
    author: Account | None,
    reason: Any,
    reviewer: Account | None = None,
) -> Revision:
    """Write parts, revision, head, and the rows as they are searched; inside a transaction."""
    fresh = {parts.digests[name]: data for name, data in sorted(parts.fresh.items())}
    there = set(Part.objects.filter(sha256__in=fresh).values_list("sha256", flat=True))
    ordered = sorted(fresh.keys() - there)  # in one order, so that no two saves wait for each other
    Part.objects.bulk_create([Part(sha256=digest, data=fresh[digest]) for digest in ordered], ignore_conflicts=True)
    try:
        revision = Revision.objects.create(
            dossier=dossier,
            number=number,
            parts=dict(parts.digests),
            hash=parts.hash,
            author=author,
            reviewer=reviewer,
            reason=written_reason(reason),
        )
    except IntegrityError as error:
        raise CannotWrite(Message("web.too-many-saves", dossier=dossier.slug)) from error
    if rows is not None:
        write_rows(dossier, number, rows)
    preparation.saved(dossier, revision)
    Dossier.objects.filter(pk=dossier.pk).update(head=number, changed=revision.made, **_summary_of(parts.content))
    dossier.head = number
    return revision


def _summary_of(content: Content) -> dict[str, Any]:
    """Return what is said of a dossier without reading it: its title, and the marking that one must see for that."""
    title = content.info.title
    words = {"text": title.text or content.info.id, "fr": title.fr, "en": title.en}
    return {"title": words, "marking": content.info.marking or MARKINGS[0]}
