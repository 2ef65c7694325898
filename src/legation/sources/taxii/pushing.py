"""Objects added to a collection of a TAXII 2.1 server, and what the server says became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from legation.errors import BadValue
from legation.language import Message
from legation.methods.progress import Progress, silent
from legation.sources.taxii.connection import Server

__all__ = ["Pushed", "push"]


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
