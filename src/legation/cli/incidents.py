"""``legation export``: a register of incidents as STIX or MISP, and objects into a collection of TAXII 2.1.

This and ``legation import taxii`` call the network, and the host that the person names alone.

Who we are is read from the environment, or asked for in the terminal: it stands in no option, so in no history of a shell, and in no file.
"""

from __future__ import annotations

import datetime as dt
import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from legation.cli.opening import load
from legation.cli.questions import chosen_date
from legation.cli.start import to_errors
from legation.cli.terminal import bar, tell
from legation.dossier import MARKINGS
from legation.dossier.files.format import writable
from legation.errors import WrongUse
from legation.language import Lang, Message

if TYPE_CHECKING:
    from legation.dossier.problem import Problem
    from legation.sources.stix import Incidents
    from legation.sources.stix.taxii import Login, Token

__all__ = [
    "export_collection",
    "export_register",
    "identity",
    "register_seen",
]


_MISP = ".misp.json"
"""How the name of a file ends that is written as events of MISP."""


def export_register(dossier: Path, out: Path, register: str, marking: str, audience: str, as_of: str | None, *, lang: Lang) -> int:
    """Write what a reader may see of a register: as a bundle of STIX, or as events of MISP where the name ends in ``.misp.json``.

    A register that is not for that marking, because the dossier or the evidence that archived it is marked higher, is answered as one that
    is not there. Exit code 1 where a text still names a victim that must not be named, or MISP has no place for something.
    """
    from legation.sources import misp, stix

    if out.suffix.lower() != ".json":
        raise WrongUse(Message("cli.register-format", found=out.name))
    seen, problems = register_seen(dossier, register, marking, audience, as_of)
    if out.name.lower().endswith(_MISP):
        problems = (*problems, *misp.write(seen, out))
    else:
        stix.write(seen, out)
    to_errors(problems, lang)
    tell(Message("cli.exported", path=str(out)), lang)
    return 1 if problems else 0


def register_seen(dossier: Path, register: str, marking: str, audience: str, as_of: str | None) -> tuple[Incidents, tuple[Problem, ...]]:
    """Return what a reader may see of a register, and where a text of it still names a victim that must not be named."""
    from legation.sources import stix

    whole = writable(load(dossier))
    reader = marking or MARKINGS[-1]
    names = {Path(part).stem: part for part in sorted(whole.cleared(reader, "desk").files) if stix.is_register(part)}
    if register not in names:
        allowed = " | ".join(names) or Message("cli.no-part-yet", folder=stix.FOLDER)
        raise WrongUse(Message("all-questions.bad-option", name="incidents", found=register, allowed=allowed))
    there = stix.decode(whole.files[names[register]], names[register])
    day = dt.date.today()  # noqa: DTZ011 - the reader's own day
    if as_of:
        there = there.known_at(chosen_date("as-of", as_of))
        day = max(day, chosen_date("as-of", as_of))
    seen = there.cleared(reader, audience, unmarked=whole.info.marking or MARKINGS[0], day=day)
    return seen, stix.still_named(there, seen, audience, day)


_TOKEN, _PASSWORD = "LEGATION_TAXII_TOKEN", "LEGATION_TAXII_PASSWORD"


def export_collection(
    dossier: Path, url: str, register: str, marking: str, audience: str, as_of: str | None, user: str, *, inside: bool, lang: Lang
) -> int:
    """Add what a reader may see of a register to a collection.

    What is sent cannot be called back: the marking has to be named, and nothing is sent where a text still names a victim that must not be
    named. Exit code 1 then, and where the server refuses an object or has not yet said what it does with one.

    Raises
    ------
    WrongUse, CannotRead
        As :mod:`legation.sources.stix.taxii` does; also for an address that names no collection, and without a marking or a register.
    """
    from legation.sources.stix import taxii

    address, _, named = url.partition(taxii.BETWEEN)
    collection = unquote(named.strip("/").partition("/")[0])
    if not (collection and register and marking):
        raise WrongUse(Message("cli.taxii-to", found=url[:120]))
    server = taxii.Server(url=f"{address}/", identity=identity(user), inside=inside)
    seen, problems = register_seen(dossier, register, marking, audience, as_of)
    if problems:
        to_errors(problems, lang)
        tell(Message("cli.taxii-not-sent", count=len(problems)), lang)
        return 1
    with bar(Message("cli.sending"), lang) as progress:
        pushed = taxii.push(server, server.url, collection, seen.objects, progress=progress)
    tell(Message("cli.taxii-sent", count=pushed.sent, taken=pushed.taken, refused=pushed.refused, waiting=pushed.waiting), lang)
    return 0 if pushed.taken == pushed.sent else 1


def identity(user: str) -> Login | Token | None:
    """Return who we are at a server: with a name a login, whose password is in the environment or asked for, else the token there.

    Raises
    ------
    WrongUse
        Where a name has no password.
    """
    from legation.sources.stix.taxii import Login, Token

    if not user:
        token = os.environ.get(_TOKEN, "").strip()
        return Token(token) if token else None
    password = os.environ.get(_PASSWORD)
    if password is None:
        if not sys.stdin.isatty():
            raise WrongUse(Message("cli.taxii-password", variable=_PASSWORD, user=user))
        password = getpass.getpass(f"{user}: ")
    return Login(user, password)
