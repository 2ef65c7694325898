"""The registers of a dossier: its parts ``incidents/NAME.json``, read, and cleared for a reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from legation.errors import CannotRead
from legation.sources.stix.bundle import decode, encode
from legation.sources.stix.clearing import rank
from legation.sources.stix.incidents import Incidents
from legation.sources.stix.withholding import HiddenObjects

__all__ = ["FOLDER", "cleared_parts", "is_register", "objects_of", "register_of", "registers"]

FOLDER = "incidents/"


def is_register(part: str) -> bool:
    """Whether a part is a register of incidents.

    >>> is_register("incidents/intrusion.json"), is_register("incidents/notes.txt"), is_register("files/incidents/a.json")
    (True, False, False)
    """
    return part.startswith(FOLDER) and part.endswith(".json")


def registers(files: Mapping[str, bytes]) -> dict[str, Incidents]:
    """Return the registers among a dossier's files, by their names without folder and ending, in alphabetical order.

    Raises
    ------
    CannotRead
        For a part that is no bundle of STIX.
    """
    return {PurePosixPath(part).stem: decode(files[part], part) for part in sorted(files) if is_register(part)}


def register_of(data: bytes | None, part: str) -> Incidents | None:
    """Return a register that may be missing or broken; None for both."""
    try:
        return None if data is None else decode(data, part)
    except CannotRead:
        return None


def objects_of(data: bytes | None, part: str) -> tuple[Any, ...]:
    """Return the objects of a register; none of one that is missing or broken."""
    register = register_of(data, part)
    return register.objects if register is not None else ()


def cleared_parts(
    files: Mapping[str, bytes],
    marking: str,
    audience: str = "desk",
    *,
    unmarked: str = "TLP:CLEAR",
    day: dt.date | None = None,
    as_of: dt.date | None = None,
    withheld: HiddenObjects | None = None,
) -> dict[str, bytes]:
    """Return a dossier's files with what a reader may see of its registers; all files elsewhere, and models in TOML, are as they were.

    Parameters
    ----------
    files : mapping of str to bytes
    marking, audience, unmarked, day
        As :meth:`Incidents.cleared` takes them; ``unmarked`` is the marking of the dossier.
    as_of : date, optional
        The day of knowing: what was made later is left out, though a victim that refused later counts.
    withheld : HiddenObjects, optional
        Registers, and objects of them, that are hidden for another reason.

    Notes
    -----
    A register of which all may be seen keeps its bytes. One that cannot be read is left out, unless the reader may see everything of all
    times: nobody can say what is in it.
    """
    hidden = withheld or HiddenObjects()
    every = rank(marking) == rank("TLP:RED") and audience in ("owner", "desk") and not hidden and as_of is None
    found: dict[str, bytes] = {}
    for part, data in files.items():
        if every or not part.startswith(FOLDER) or part.endswith(".toml"):
            found[part] = data
        elif is_register(part) and part not in hidden.parts:
            try:
                whole = decode(data, part)
            except CannotRead:
                continue
            known = whole if as_of is None else whole.known_at(as_of)
            seen = known.cleared(marking, audience, unmarked=unmarked, day=day, withheld=hidden.of(part))
            found[part] = data if seen is whole else encode(seen)
    return found
