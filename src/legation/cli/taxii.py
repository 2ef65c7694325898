"""``legation import taxii`` and ``legation export DOSSIER https://...``: a collection of TAXII 2.1 into a dossier, and objects into one.

These two call the network, and the host that the person names alone.

Who we are is read from the environment, or asked for in the terminal: it stands in no option, so in no history of a shell, and in no file.
"""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from legation.cli.incidents import add_registers, register_seen
from legation.cli.starting import identifier, to_errors
from legation.cli.terminal import bar, tell
from legation.dossier import load
from legation.errors import WrongUse
from legation.language import Lang, Message

if TYPE_CHECKING:
    from legation.sources.taxii import Login, Server, Token

__all__ = ["export_collection", "import_collection"]

_BETWEEN = "/collections/"
_TOKEN, _PASSWORD = "LEGATION_TAXII_TOKEN", "LEGATION_TAXII_PASSWORD"


def import_collection(
    url: str, dossier: Path, collection: str, user: str, added_after: str, *, inside: bool, dry_run: bool, lang: Lang
) -> int:
    """Add the objects of a collection to the register ``incidents/NAME.json`` of its name.

    Nothing is written before all that comes has come: where the server refuses, fails or talks nonsense, the dossier is as it was. Where
    it has more than is read at once, what came is added and the moment is said from which to go on; exit code 1.

    Parameters
    ----------
    url : str
        The server, or one collection of it: ``https://HOST/ROOT/collections/ID/``.
    collection : str
        Id or title, where the address names none.
    user : str
        The name for HTTP Basic; its password is ``LEGATION_TAXII_PASSWORD``, or asked for. Without one the token of
        ``LEGATION_TAXII_TOKEN`` is shown, if there is one.
    added_after : str
        Only what was added later, as an earlier import said it.
    inside : bool
        Whether the server may be within one's own network.

    Raises
    ------
    WrongUse, CannotRead
        As :mod:`legation.sources.taxii` does; also where no one collection is meant, or a name has no password.
    """
    from legation.sources import taxii

    load(dossier)  # a dossier that cannot be read is said before anybody is called
    address, _, named = url.partition(_BETWEEN)
    server = taxii.Server(url=f"{address}/" if named else url, identity=_identity(user), inside=inside)
    if named:
        root, wanted = server.url, unquote(named.strip("/").partition("/")[0])
        title = wanted
    else:
        root, wanted, title = _found(server, collection)
    with bar(Message("cli.reading"), lang) as progress:
        pulled = taxii.pull(server, root, wanted, added_after=added_after, progress=progress)
    name = identifier(Path(f"{title}.json"))
    code = add_registers([(name, pulled.incidents, pulled.incidents.unplaced)], dossier, dry_run=dry_run, lang=lang)
    if not pulled.complete:
        tell(Message("cli.taxii-more", count=len(pulled.incidents.objects), after=pulled.last_added or added_after or "—"), lang)
        return 1
    if pulled.last_added:
        tell(Message("cli.taxii-all", after=pulled.last_added), lang)
    return code


def export_collection(
    dossier: Path, url: str, register: str, marking: str, audience: str, as_of: str | None, user: str, *, inside: bool, lang: Lang
) -> int:
    """Add what a reader may see of a register to a collection.

    What is sent cannot be called back: the marking has to be named, and nothing is sent where a text still names a victim that must not be
    named. Exit code 1 then, and where the server refuses an object or has not yet said what it does with one.

    Raises
    ------
    WrongUse, CannotRead
        As :mod:`legation.sources.taxii` does; also for an address that names no collection, and without a marking or a register.
    """
    from legation.sources import taxii

    address, _, named = url.partition(_BETWEEN)
    collection = unquote(named.strip("/").partition("/")[0])
    if not (collection and register and marking):
        raise WrongUse(Message("cli.taxii-to", found=url[:120]))
    server = taxii.Server(url=f"{address}/", identity=_identity(user), inside=inside)
    seen, problems = register_seen(dossier, register, marking, audience, as_of)
    if problems:
        to_errors(problems, lang)
        tell(Message("cli.taxii-not-sent", count=len(problems)), lang)
        return 1
    with bar(Message("cli.sending"), lang) as progress:
        found = taxii.push(server, server.url, collection, seen.objects, progress=progress)
    tell(Message("cli.taxii-sent", count=found.sent, taken=found.taken, refused=found.refused, waiting=found.waiting), lang)
    return 0 if found.taken == found.sent else 1


def _found(server: Server, collection: str) -> tuple[str, str, str]:
    """Return root, id and title of the collection that a person means.

    Raises
    ------
    WrongUse
        Where none or several of that name may be read, with those that may be.
    """
    from legation.sources import taxii

    said = taxii.discover(server)
    own = urlsplit(server.url)
    roots = [root for root in dict.fromkeys((said.default, *said.roots)) if root and urlsplit(root).netloc in ("", own.netloc)]
    there = [(root, one) for root in roots for one in taxii.collections(server, root) if one.can_read]
    meant = [(root, one.id, one.title) for root, one in there if collection and collection in (one.id, one.title)]
    if len({(root, identity) for root, identity, _ in meant}) == 1:
        return meant[0]
    names = " | ".join(f"{one.id} ({one.title})" for _, one in there)
    raise WrongUse(Message("all-questions.bad-option", name="collection", found=collection, allowed=names or "—"))


def _identity(user: str) -> Login | Token | None:
    from legation.sources.taxii import Login, Token

    if not user:
        token = os.environ.get(_TOKEN, "").strip()
        return Token(token) if token else None
    password = os.environ.get(_PASSWORD)
    if password is None:
        if not sys.stdin.isatty():
            raise WrongUse(Message("cli.taxii-password", variable=_PASSWORD, user=user))
        password = getpass.getpass(f"{user}: ")
    return Login(user, password)
