"""What a TAXII 2.1 server has: roots, collections, objects page by page; and objects added to a collection."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit

from legation.errors import BadValue, CannotRead, WrongUse
from legation.language import Message
from legation.methods.progress import Progress, silent
from legation.sources.imports.json_text import BYTES_LIMIT
from legation.sources.stix.bundle import OBJECTS_LIMIT
from legation.sources.stix.incidents import Incidents
from legation.sources.stix.taxii.connection import Server
from legation.sources.stix.vocabulary import stamp

__all__ = [
    "BETWEEN",
    "Collection",
    "Discovery",
    "Pulled",
    "Pushed",
    "collections",
    "discover",
    "meant",
    "pull",
    "push",
]


BETWEEN = "/collections/"
"""What stands between a root and a collection in an address."""

PAGES_LIMIT = 2_000
SECONDS_LIMIT = 600.0
"""For all pages of one call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What a server says of itself: title, description, the root that it recommends, and all its roots, as addresses."""

    title: str
    description: str = ""
    default: str = ""
    roots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A collection of objects, and whether we may read and add."""

    id: str
    title: str
    description: str = ""
    can_read: bool = False
    can_write: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """The objects of a collection.

    Attributes
    ----------
    incidents : Incidents
    complete : bool
        Whether the server said that there is no more. Where not, a limit was met, or the server did not get on.
    pages : int
        Answers that were read.
    last_added : str
        The moment at which the last object was added to the collection, as the server says it; give it as ``added_after`` next time.
    """

    incidents: Incidents
    complete: bool
    pages: int
    last_added: str = ""


def discover(server: Server) -> Discovery:
    """Ask a server which roots it has.

    Raises
    ------
    WrongUse, CannotRead
        As :meth:`Server.get` does; also for an answer that is no discovery.
    """
    value = server.get("").value
    title, roots = value.get("title"), value.get("api_roots", [])
    if type(title) is not str or type(roots) is not list:
        raise CannotRead(Message("stix.taxii-answer", host=server.url, path="", found=", ".join(list(value)[:5])))
    return Discovery(
        title=title,
        description=_text(value, "description"),
        default=_text(value, "default"),
        roots=tuple(one for one in roots if type(one) is str),
    )


def collections(server: Server, root: str) -> tuple[Collection, ...]:
    """Ask which collections a root has.

    Parameters
    ----------
    server : Server
    root : str
        One of :attr:`Discovery.roots`; it is on the server's own host, or is given as a server of its own.
    """
    value = server.get(f"{root.rstrip('/')}/collections/").value
    rows = value.get("collections", [])
    found = [one for one in rows if type(one) is dict and type(one.get("id")) is str] if type(rows) is list else []
    return tuple(
        Collection(
            id=one["id"],
            title=_text(one, "title") or one["id"],
            description=_text(one, "description"),
            can_read=one.get("can_read") is True,
            can_write=one.get("can_write") is True,
        )
        for one in found
    )


def meant(server: Server, address: str, collection: str) -> tuple[str, str, str]:
    """Return root, id and title of the collection that a person means.

    Parameters
    ----------
    server : Server
    address : str
        Of one collection, ``https://HOST/ROOT/collections/ID/``, or of the server.
    collection : str
        Id or title, where the address names none.

    Raises
    ------
    WrongUse
        Where none or several of that name may be read, with those that may be.
    """
    _, _, named = address.partition(BETWEEN)
    if named:
        identity = unquote(named.strip("/").partition("/")[0])
        return server.url, identity, identity
    said = discover(server)
    own = urlsplit(server.url)
    roots = [root for root in dict.fromkeys((said.default, *said.roots)) if root and urlsplit(root).netloc in ("", own.netloc)]
    there = [(root, one) for root in roots for one in collections(server, root) if one.can_read]
    found = [(root, one.id, one.title) for root, one in there if collection and collection in (one.id, one.title)]
    if len({(root, identity) for root, identity, _ in found}) == 1:
        return found[0]
    names = " | ".join(f"{one.id} ({one.title})" for _, one in there)
    allowed = names or Message("stix.taxii-none-to-read", host=own.netloc)
    raise WrongUse(Message("all-questions.bad-option", name="collection", found=collection, allowed=allowed))


def pull(
    server: Server,
    root: str,
    collection: str,
    *,
    added_after: str | dt.datetime = "",
    types: Sequence[str] = (),
    page: int = 1_000,
    most: int = OBJECTS_LIMIT,
    progress: Progress = silent,
) -> Pulled:
    """Read the objects of a collection.

    Parameters
    ----------
    server : Server
    root, collection : str
        The root, and the id of the collection.
    added_after : str or datetime
        Only what was added later.
    types : sequence of str
        Only objects of these types; empty: all.
    page : int
        Objects that one answer should have at most, from 1.
    most : int
        Objects in all; a collection that has more is not read to its end, and :attr:`Pulled.complete` says so.
    progress : callable
        Told the number of objects so far, of ``most``.

    Raises
    ------
    BadValue
        For a number of objects below one.
    WrongUse, CannotRead
        As :meth:`Server.get` does.
    """
    if page < 1 or most < 1:
        raise BadValue(Message("stix.taxii-page", found=min(page, most)))
    address = f"{root.rstrip('/')}/collections/{quote(collection, safe='')}/objects/"
    after = stamp(added_after) if isinstance(added_after, dt.datetime) else added_after
    fixed = {"limit": str(page), "added_after": after, "match[type]": ",".join(types)}
    objects: list[Any] = []
    requested: set[str] = set()
    token, last, pages, size, complete, begun = "", "", 0, 0, False, time.monotonic()
    while pages < PAGES_LIMIT and len(objects) < most and size < BYTES_LIMIT and time.monotonic() < begun + SECONDS_LIMIT:
        query = urlencode({name: value for name, value in (*fixed.items(), ("next", token)) if value})
        if query in requested:  # the server gives the same page for ever
            break
        requested.add(query)
        answer = server.get(address, query)
        rows = answer.value.get("objects", [])
        if type(rows) is not list:
            raise CannotRead(Message("stix.taxii-answer", host=server.url, path=address[:120], found=type(rows).__name__))
        objects += rows
        pages, size = pages + 1, size + answer.size
        last = answer.head.get("x-taxii-date-added-last", last)
        progress(min(len(objects), most), most)
        if answer.value.get("more") is not True:
            complete = len(objects) <= most
            break
        token = _text(answer.value, "next")
        if not token:
            fixed["added_after"] = last
    return Pulled(incidents=Incidents.of(objects[:most], part=f"{collection}.json"), complete=complete, pages=pages, last_added=last)


def _text(value: dict[str, Any], name: str) -> str:
    found = value.get(name)
    return found if type(found) is str else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """What became of the objects that were sent.

    Attributes
    ----------
    sent : int
    taken, refused, waiting : int
        As the server counts them at the moment of its answers; what it does with those that wait is asked of it later.
    statuses : tuple of str
        The ids under which the server keeps what it did.
    """

    sent: int
    taken: int
    refused: int
    waiting: int
    statuses: tuple[str, ...] = ()


def push(server: Server, root: str, collection: str, objects: Sequence[Any], *, page: int = 500, progress: Progress = silent) -> Pushed:
    """Add objects to a collection. What is sent cannot be called back, so give what was cleared for the readers of the collection.

    Parameters
    ----------
    server : Server
    root, collection : str
        The root, and the id of the collection.
    objects : sequence of dict
    page : int
        Objects in one request, from 1.
    progress : callable
        Told the number of objects sent so far, of all.

    Raises
    ------
    BadValue
        For a number of objects below one.
    WrongUse, CannotRead
        As :meth:`Server.get` does; what was sent in earlier requests stays with the server. No request is made twice.
    """
    if page < 1:
        raise BadValue(Message("stix.taxii-page", found=page))
    address = f"{root.rstrip('/')}/collections/{quote(collection, safe='')}/objects/"
    counts, statuses = {"success_count": 0, "failure_count": 0, "pending_count": 0}, []
    for at in range(0, len(objects), page):
        answer = server.post(address, {"objects": list(objects[at : at + page])}).value
        for name in counts:
            found = answer.get(name)
            counts[name] += found if type(found) is int and found >= 0 else 0
        if type(answer.get("id")) is str:
            statuses.append(answer["id"])
        progress(min(at + page, len(objects)), len(objects))
    taken, refused, waiting = counts.values()
    return Pushed(sent=len(objects), taken=taken, refused=refused, waiting=waiting, statuses=tuple(statuses))
