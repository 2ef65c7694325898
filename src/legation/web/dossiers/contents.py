"""Revisions read: their parts, the whole dossier, and what of it a person sees; the last ones are cached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from legation.dossier import Dossier as Content
from legation.dossier.clearing import Clearance as Reader
from legation.dossier.clearing import Place, only
from legation.dossier.clearing import seen as cleared
from legation.dossier.column import Wording
from legation.dossier.records import MARKINGS, TABLES
from legation.errors import WrongUse
from legation.figures.figure import Named
from legation.language import LANGUAGES, Message, is_spoken, say
from legation.questions import Case
from legation.web.access import AccessScope
from legation.web.dossiers import changed_parts
from legation.web.dossiers.changed_parts import Digests
from legation.web.dossiers.models import Dossier, Part, Revision
from legation.web.site.cache import Cache

if TYPE_CHECKING:
    from legation.sources.stix.clearing import HiddenObjects

__all__ = [
    "EVERYTHING",
    "bytes_of",
    "content",
    "is_known",
    "known_as",
    "parts_of",
    "parts_seen",
    "read_like",
    "read_reason",
    "revision_of",
    "seen",
    "seen_as",
    "seen_before",
    "seen_then",
    "view",
    "written_reason",
]

_CONTENTS: Cache[Content] = Cache(48)
_LATEST: Cache[tuple[Digests, Content]] = Cache(24)
_SEEN: Cache[Content] = Cache(64)
_KNOWN: Cache[Case] = Cache(128)
EVERYTHING = AccessScope(MARKINGS[-1], "owner")
"""What an owner sees: the whole dossier."""


def revision_of(dossier: Dossier, number: int | None = None) -> Revision:
    """Return a revision by its number, the newest where none is given.

    Raises
    ------
    WrongUse
        Where the dossier has no such revision.
    """
    wanted = dossier.head if number is None else number
    revision = Revision.objects.filter(dossier=dossier, number=wanted).first() if 0 < wanted <= dossier.head else None
    if revision is None:
        raise WrongUse(Message("web.no-revision", found=str(number), allowed=f"1..{dossier.head}"))
    revision.is_newest = wanted == dossier.head
    return revision


def parts_of(revision: Revision) -> dict[str, bytes]:
    """Return the parts of a revision: everything, for backups and for the store itself, never for a page."""
    data = bytes_of(set(revision.parts.values()))
    return {name: data[digest] for name, digest in revision.parts.items()}


def parts_seen(view: Content, revision: Revision) -> dict[str, bytes]:
    """Return the parts of what is seen of a revision, as they would be written anew."""
    return changed_parts.encode_seen(view, content(revision), revision.parts, bytes_of)


def content(revision: Revision) -> Content:
    """Return the whole dossier at a revision. Pages ask :func:`seen` instead."""
    return _CONTENTS.get(revision.hash, lambda: _read(revision))


def seen(revision: Revision, scope: AccessScope) -> Content:
    """Return what may be seen of the newest revision: what every page, export and answer is made from.

    An older one holds what was marked higher since: it is read by :func:`legation.web.dossiers.older_revisions.seen_at` alone.
    """
    if not revision.is_newest:
        raise ValueError(f"Revision {revision.number} is not the newest: ask older_revisions.seen_at for it.")
    return seen_then(revision, scope)


def seen_then(revision: Revision, scope: AccessScope) -> Content:
    """Return what could be seen of a revision while it was the newest: for :mod:`legation.web.dossiers.older_revisions` and saves alone."""
    return content(revision) if scope == EVERYTHING else _seen_as(lambda: content(revision), revision.hash, scope)


def seen_as(whole: Content, digest: str, scope: AccessScope) -> Content:
    """Return what may be seen of a newest revision that is being written, by its contents and their hash; its readers find it made."""
    return whole if scope == EVERYTHING else _seen_as(lambda: whole, digest, scope)


def seen_before(revision: Revision, scope: AccessScope) -> Content | None:
    """Return what could be seen of a revision while it was the newest, where that is in memory."""
    return _CONTENTS.peek(revision.hash) if scope == EVERYTHING else _SEEN.peek((revision.hash, scope.key))


def _seen_as(whole: Callable[[], Content], digest: str, scope: AccessScope) -> Content:
    """Return what an access scope leaves; those who see some rows of what others see whole share what that is made from."""
    if scope.rows is None:
        return _SEEN.get((digest, scope.key), lambda: view(whole(), scope))
    cleared_alike = replace(scope, tables=None, rows=None)
    return _SEEN.get((digest, scope.key), lambda: _narrowed(_seen_as(whole, digest, cleared_alike), scope))


def known_as(left: Content, digest: str, scope: AccessScope, today: dt.date, day: dt.date | None = None) -> Case:
    """Return what may be seen of a newest revision, by the hash of its contents, as it was known on a day: its own, else today."""
    known = day or _own_day(left, today)
    return _KNOWN.get((digest, scope.key, today, known), lambda: Case(dossier=left, today=today).at(known))


def is_known(left: Content, digest: str, scope: AccessScope, today: dt.date) -> bool:
    """Whether what :func:`known_as` gives on its own day is in memory."""
    return _KNOWN.peek((digest, scope.key, today, _own_day(left, today))) is not None


def _own_day(left: Content, today: dt.date) -> dt.date:
    return left.info.as_of.last if left.info.as_of else today


def view(whole: Content, scope: AccessScope, withheld: HiddenObjects | None = None, hidden: frozenset[Place] = frozenset()) -> Content:
    """Return what an access scope leaves of a dossier, without some registers, some objects of the others, and some rows."""
    if scope == EVERYTHING:
        return whole
    seen = cleared(whole, Reader(marking=scope.marking, audience=scope.audience, withheld=withheld, hidden=hidden))
    return _narrowed(seen, scope)


def _narrowed(seen: Content, scope: AccessScope) -> Content:
    """Return of what is cleared for an access scope its tables and rows alone."""
    if scope.tables is None and scope.rows is None:
        return seen
    return only(seen, TABLES if scope.tables is None else scope.tables, scope.rows)


def _read(revision: Revision) -> Content:
    read = changed_parts.decode_changed(revision.parts, bytes_of, _LATEST.peek(revision.dossier_id))
    _LATEST.put(revision.dossier_id, (revision.parts, read))
    return read


def read_like(dossier: int | None, parts: Mapping[str, bytes]) -> Content:
    """Return the dossier of some parts that were written by us; tables that are as in a revision in memory are taken from there."""
    digests = {name: changed_parts.digest(data) for name, data in parts.items()}
    data = {digests[name]: one for name, one in parts.items()}
    return changed_parts.decode_changed(digests, lambda _: data, _LATEST.peek(dossier))


def bytes_of(digests: Iterable[str]) -> dict[str, bytes]:
    """Return the bytes of stored parts by their hashes."""
    return {part.sha256: bytes(part.data) for part in Part.objects.filter(sha256__in=digests)}


def written_reason(reason: Any) -> dict[str, Any]:
    """Return a reason as it is stored: a person's own words, or a message of ours with its values, names in each language."""
    return _stored(reason) if isinstance(reason, Message) else {"text": str(reason)[:500]}


def read_reason(stored: Mapping[str, Any]) -> Any:
    """Return a stored reason as something that can be said."""
    return _reason_of(stored) if "id" in stored else stored.get("text", "")


def _stored(value: Any) -> Any:
    if isinstance(value, Message):
        return {"id": value.id, "values": {name: _stored(item) for name, item in value.values.items()}}
    if is_spoken(value):
        return {"name": {lang: say(value, lang) for lang in LANGUAGES}, "article_fr": getattr(value, "articles", {}).get("fr", "")}
    return [_stored(item) for item in value] if isinstance(value, (tuple, list)) else value


def _reason_of(stored: Any) -> Any:
    if isinstance(stored, Mapping):
        if "name" in stored:
            return Named("", Wording(**stored["name"]), stored["article_fr"])
        return Message(stored["id"], **{name: _reason_of(item) for name, item in stored.get("values", {}).items()})
    return tuple(map(_reason_of, stored)) if isinstance(stored, list) else stored
