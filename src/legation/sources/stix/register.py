"""Registers of incidents as a kind of part: ``incidents/NAME.json``, STIX 2.1, cleared object by object by their own marks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from legation.dossier import MARKINGS, Dossier
from legation.dossier.clearing import Clearance, with_files
from legation.dossier.parts import Part, PartKind
from legation.errors import CannotRead
from legation.sources.stix.bundle import decode, encode
from legation.sources.stix.clearing import HiddenObjects, content_key, id_of, rank, visible
from legation.sources.stix.incidents import Incidents

__all__ = [
    "FOLDER",
    "REGISTER",
    "RegisterKind",
    "cleared_parts",
    "hidden_objects",
    "holds_any",
    "is_register",
    "objects_of",
    "register_of",
    "registers",
    "without_objects",
]


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


def without_objects(dossier: Dossier, withheld: HiddenObjects, begun: Dossier | None = None) -> Dossier:
    """Return the dossier without some registers, and some objects of the others with what refers to them.

    Objects without an id that are not in the registers of ``begun``, from which the dossier was made, are new and stay.
    """
    if not withheld:
        return dossier
    before = begun.files if begun is not None else dossier.files
    for part, data in dossier.files.items():
        if is_register(part) and data != before.get(part):
            old = _contents(before[part], part) if part in before else {}
            withheld = withheld.allowing(_contents(data, part).get("", frozenset()) - old.get("", frozenset()), part)
    files = cleared_parts(dossier.files, MARKINGS[-1], "desk", unmarked=dossier.info.marking or MARKINGS[0], withheld=withheld)
    return with_files(dossier, files)


def hidden_objects(whole: Dossier, seen: Dossier) -> HiddenObjects:
    """Return what stands in the registers of a dossier and is not among what a reader sees of them.

    They are compared register by register, each version by its content: an object of which one version is hidden is hidden in other states
    of that register too, except for the versions that are seen. A register of which nothing is seen, as of one that cannot be read, is
    hidden whole.
    """
    parts = [part for part in whole.files if is_register(part)]
    if all(seen.files.get(part) == whole.files[part] for part in parts):
        return HiddenObjects()
    all_there = {part: _contents(whole.files[part], part) for part in parts}
    shown = {part: _contents(seen.files[part], part) if part in seen.files else {} for part in parts}
    whole_ids = {part: frozenset(i for i, keys in there.items() if keys == shown[part].get(i)) for part, there in all_there.items()}
    hidden = frozenset[str]().union(*(there.keys() - whole_ids[part] for part, there in all_there.items()))
    return HiddenObjects(
        parts=frozenset(part for part in parts if part not in seen.files),
        ids=hidden - {""},
        nameless=True,
        seen=shown,
        whole=whole_ids,
        there={part: frozenset(there) for part, there in all_there.items()},
    )


def holds_any(dossier: Dossier, objects: HiddenObjects) -> bool:
    """Whether the dossier has a hidden register, or a register of it holds a hidden object."""
    return bool(objects) and any(
        part in objects.parts or any(map(objects.of(part).holds, objects_of(data, part)))
        for part, data in dossier.files.items()
        if is_register(part)
    )


def _contents(data: bytes, part: str) -> dict[str, frozenset[bytes]]:
    """Return the contents of a register by the ids of its objects; under no id what has none."""
    found: dict[str, set[bytes]] = {}
    for o in objects_of(data, part):
        found.setdefault(id_of(o), set()).add(content_key(o))
    return {identity: frozenset(keys) for identity, keys in found.items()}


@dataclass(frozen=True, kw_only=True, eq=False)
class RegisterKind(PartKind):
    """A register of incidents."""

    def parsed(self, part: str, data: bytes) -> Part:
        try:
            found = decode(data, part)
        except CannotRead as error:
            raise _unreadable(part, error) from error
        return Part(kind=self, name=part, data=data, records={"object": found.objects}, doubts=tuple(found.unplaced))

    def names(self, data: bytes, part: str, unmarked: int) -> Mapping[tuple[str, str], int]:
        objects = objects_of(data, part)
        found: dict[tuple[str, str], int] = {}
        for level, marking in reversed(list(enumerate(MARKINGS))):
            seen: tuple[Any, ...] = visible(objects, marking, MARKINGS[unmarked])
            found |= {("objects", id_of(o)): level for o in seen if id_of(o)}
        return found

    def seen(self, parts: Mapping[str, bytes], scope: Clearance) -> Mapping[str, bytes]:
        return cleared_parts(
            parts, scope.marking, scope.audience, unmarked=scope.unmarked, day=scope.day, as_of=scope.as_of, withheld=scope.withheld
        )


def _unreadable(part: str, error: CannotRead) -> Exception:
    from legation.dossier.problem import Problem
    from legation.errors import DossierError
    from legation.language import Message

    remedy = Message("stix.register-unreadable", why=error.message)
    fault = Problem(part=part, row=None, column=None, allowed="", found="", remedy=remedy, code="register-unreadable")
    return DossierError(error.message, (fault,))


REGISTER = RegisterKind(id="register", pattern="incidents/{path}.json")
