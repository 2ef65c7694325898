"""What may be seen of a dossier, its registers of incidents included: by a reader, and on a day.

:meth:`legation.dossier.Dossier.cleared` hides rows and knows no format of a file. A register ``incidents/NAME.json`` holds objects with
marks of their own (:mod:`legation.sources.stix.clearing`), so it is cleared object by object here; wherever a dossier is made ready for a
reader, this module is asked.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping

from legation.dossier import MARKINGS, Dossier
from legation.errors import CannotRead
from legation.sources.stix.bundle import decode, encode
from legation.sources.stix.incidents import Incidents
from legation.sources.stix.parts import cleared_parts, is_register

__all__ = ["cleared", "hidden_objects", "holds_any", "known_at", "registers_cleared", "without_objects"]


def cleared(dossier: Dossier, marking: str, audience: str = "desk", *, day: dt.date | None = None) -> Dossier:
    """Return the dossier that a reader may see, with what they may see of its registers.

    Parameters
    ----------
    dossier : Dossier
    marking, audience : str
        As :meth:`legation.dossier.Dossier.cleared` takes them.
    day : date, optional
        The day on which a victim's consent to be named must stand; None: consent with an end counts as ended.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> note = b'{"type": "note", "object_marking_refs": ["marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"]}'
    >>> parts = {"dossier.toml": b'id = "d"', "incidents/i.json": b'{"type": "bundle", "id": "b", "objects": [' + note + b"]}"}
    >>> [b"note" in cleared(decode(parts), marking).files["incidents/i.json"] for marking in ("TLP:AMBER", "TLP:RED")]
    [False, True]
    """
    return registers_cleared(dossier.cleared(marking, audience), marking, audience, day=day)


def registers_cleared(
    seen: Dossier, marking: str, audience: str = "desk", *, day: dt.date | None = None, withheld: Collection[str] = ()
) -> Dossier:
    """Return a dossier whose rows are cleared already, with what a reader may see of its registers.

    Evidence that archived a register loses the hash, and the part, of what its reader does not see whole.

    Parameters
    ----------
    withheld : collection of str
        Ids of objects that are hidden for another reason, from every register.
    """
    unmarked = seen.info.marking or MARKINGS[0]
    return _with_files(seen, cleared_parts(seen.files, marking, audience, unmarked=unmarked, day=day, withheld=withheld))


def without_objects(dossier: Dossier, withheld: Collection[str]) -> Dossier:
    """Return the dossier without some objects of its registers, and without what refers to them."""
    return registers_cleared(dossier, MARKINGS[-1], "desk", withheld=withheld) if withheld else dossier


def known_at(dossier: Dossier, day: dt.date) -> Dossier:
    """Return the dossier as it was known at the end of a day, its registers too; one that cannot be read is left out."""
    seen = dossier.as_of(day)
    files = dict(seen.files)
    for part, data in seen.files.items():
        if is_register(part):
            del files[part]
            register = _read(data, part)
            if register is not None:
                known = register.known_at(day)
                files[part] = data if known is register else encode(known)
    return _with_files(seen, files)


def hidden_objects(whole: Dossier, seen: Dossier) -> frozenset[str]:
    """Return the ids of objects that stand in a register of the whole dossier and in none that a reader sees."""
    touched = [part for part, data in whole.files.items() if is_register(part) and seen.files.get(part) != data]
    if not touched:
        return frozenset()
    there = frozenset[str]().union(*(_ids(whole.files[part], part) for part in touched))
    shown = frozenset[str]().union(*(_ids(data, part) for part, data in seen.files.items() if is_register(part)))
    return there - shown


def holds_any(dossier: Dossier, objects: Collection[str]) -> bool:
    """Whether a register of the dossier holds one of some objects, by their ids."""
    return bool(objects) and any(not _ids(data, part).isdisjoint(objects) for part, data in dossier.files.items() if is_register(part))


def _ids(data: bytes, part: str) -> frozenset[str]:
    register = _read(data, part)
    return frozenset(register.by_id) if register is not None else frozenset()


def _read(data: bytes, part: str) -> Incidents | None:
    try:
        return decode(data, part)
    except CannotRead:
        return None


def _with_files(seen: Dossier, files: Mapping[str, bytes]) -> Dossier:
    if files == seen.files:
        return seen
    evidence = tuple(
        row
        if files.get(row.part) == seen.files.get(row.part)
        else dataclasses.replace(row, sha256="", part=row.part if row.part in files else "")
        for row in seen.evidence
    )
    return dataclasses.replace(seen, files=files, evidence=evidence)
