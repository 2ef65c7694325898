"""TAXII 2.1: collections of STIX read from a server that a person names, and objects added to one.

Nothing is asked for unless somebody calls one of these functions with an address; nothing is sent but the request, the objects that
:func:`push` is given and, to that host and port alone, the name or token that they gave. The line is ``https`` with a checked certificate.
A server that moves the request elsewhere, or names roots on another host, is not followed: the person names that address themselves.
Answers are limited in size, time, number and nesting; a server that repeats a page, or never ends, is left, and the result says that it is
not complete.

>>> from legation.sources import taxii
>>> taxii.Server(url="http://taxii.example.org/")
Traceback (most recent call last):
...
legation.errors.WrongUse: The address of a TAXII server must be https://HOST/PATH, without a name or password in it \
(got “http://taxii.example.org/”). Correct it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from legation.language import Message
from legation.late_exports import late_exports
from legation.sources.source import Brought, Files, Source, SourceOption, Wanted, identifier

if TYPE_CHECKING:
    from legation.sources.stix.taxii.client import BETWEEN, Collection, Discovery, Pulled, Pushed, collections, discover, meant, pull, push
    from legation.sources.stix.taxii.connection import Login, Server, Token
else:
    __getattr__, __dir__ = late_exports(
        __name__,
        {
            "legation.sources.stix.taxii.client": "BETWEEN Collection Discovery Pulled Pushed collections discover meant pull push",
            "legation.sources.stix.taxii.connection": "Login Server Token",
        },
    )

__all__ = [
    "BETWEEN",
    "SOURCE",
    "Collection",
    "Discovery",
    "Login",
    "Pulled",
    "Pushed",
    "Server",
    "Token",
    "collections",
    "discover",
    "meant",
    "pull",
    "push",
]


def _read(_none: Sequence[Path], wanted: Wanted) -> Brought:
    """Return the dossier with what a collection holds in the register of its name; where it has more, from where to go on is told."""
    from legation.sources.imports.register_merge import with_registers
    from legation.sources.stix.taxii.client import BETWEEN, meant, pull
    from legation.sources.stix.taxii.connection import Server

    options = wanted.options
    root, _, named = wanted.address.partition(BETWEEN)
    identity = wanted.login(options.get("user", ""))
    server = Server(url=f"{root}/" if named else wanted.address, identity=identity, inside=options.get("inside", False))
    root, collection, title = meant(server, wanted.address, options.get("collection", ""))
    after = options.get("added-after", "")
    pulled = pull(server, root, collection, added_after=after, progress=wanted.progress)
    made = with_registers([(identifier(Path(f"{title}.json")), pulled.incidents, pulled.incidents.unplaced)], wanted)
    if not pulled.complete:
        message = Message("bringing.more", count=len(pulled.incidents.objects), after=pulled.last_added or after or "—")
        return dataclasses.replace(made, done=(*made.done, message), unplaced=max(1, made.unplaced))
    last = (Message("bringing.all", after=pulled.last_added),) if pulled.last_added else ()
    return dataclasses.replace(made, done=(*made.done, *last))


SOURCE = Source(
    id="taxii",
    place=130,
    files=Files(names=("URL",), address=True),
    brings=("register",),
    options=(
        SourceOption(name="collection", metavar="ID"),
        SourceOption(name="user", metavar="NAME", help=Message("cli.option.taxii-user")),
        SourceOption(name="added-after", metavar="TIME"),
        SourceOption(name="inside", kind="flag", help=Message("cli.option.inside")),
    ),
    read=_read,
    function="legation.sources.stix.taxii:pull",
)
