"""A STIX bundle as bytes and back, with nothing lost or added; and two registers joined, with their contradictions named."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legation.dossier.files.folder import write_file
from legation.dossier.problem import Problem
from legation.errors import BadValue, CannotRead
from legation.language import Message
from legation.sources.imports.json_text import BYTES_LIMIT, read_json
from legation.sources.reading import file_bytes
from legation.sources.stix.bundle_checks import examined
from legation.sources.stix.clearing import content_key, id_of
from legation.sources.stix.incidents import Incidents
from legation.sources.stix.kinds import Faults

__all__ = [
    "OBJECTS_LIMIT",
    "Joined",
    "decode",
    "encode",
    "joined",
    "read",
    "write",
]


OBJECTS_LIMIT = 200_000
_CONTROL = re.compile(rb"\\u00(?:0[0-8bcefBCEF]|1|7[fF])|\x7f")
"""How a character that cannot be shown is written in JSON."""


def read(path: str | Path) -> Incidents:
    """Return the register that a file holds.

    Raises
    ------
    CannotRead
        Where the file is not there, is no JSON in UTF-8, or is no bundle of STIX; also where it is larger or deeper than any bundle has
        to be. A fault of a single object never stops the reading: it stands in :attr:`Incidents.unplaced`.
    """
    path = Path(path)
    return decode(file_bytes(path, BYTES_LIMIT), path.name)


def write(incidents: Incidents, path: str | Path) -> None:
    """Write a register as a STIX bundle; reading it again gives an equal one.

    Raises
    ------
    BadValue
        For a value that JSON does not allow.
    CannotWrite
        What stood there before is unchanged.
    """
    write_file(Path(path), encode(incidents))


def decode(data: bytes, part: str) -> Incidents:
    """Return the register of the bytes of a bundle: a dossier's part ``incidents/NAME.json``, or an upload.

    Examples
    --------
    >>> decode(b'{"type": "bundle", "id": "bundle--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", "objects": [7]}', "x.json").unplaced[0].code
    'not-an-object'
    """
    head = read_json(data, part)
    if type(head) is not dict or head.get("type") != "bundle":
        raise CannotRead(Message("stix.no-bundle", part=part, found=_kind(head)))
    objects = head.pop("objects", [])
    if type(objects) is not list:
        raise CannotRead(Message("stix.no-objects", part=part, found=type(objects).__name__))
    if len(objects) > OBJECTS_LIMIT:
        raise CannotRead(Message("stix.too-many", part=part, allowed=OBJECTS_LIMIT, found=len(objects)))
    controls = _CONTROL.search(data) is not None
    return Incidents(objects=tuple(objects), head=head, unplaced=examined(objects, part, controls=controls), part=part)


def encode(incidents: Incidents) -> bytes:
    """Return the bytes of the bundle: one line for each object, so that a comparison of two states shows what changed."""
    lines = [f"{_text(name)}: {_text(value)}" for name, value in incidents.head.items()]
    inner = ",\n".join(map(_text, incidents.objects))
    lines.append(f'"objects": [\n{inner}\n]' if inner else '"objects": []')
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _text(value: Any) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        text.encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise BadValue(Message("stix.no-json-value", found=type(value).__name__)) from error
    return text


def _kind(value: Any) -> str:
    if type(value) is not dict:
        return "[...]" if type(value) is list else type(value).__name__
    found = value.get("type")
    return found[:60] if type(found) is str else "{" + ", ".join(list(value)[:5])[:60] + "}"


_NAMELESS = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A register with what another brought.

    Attributes
    ----------
    incidents : Incidents
        The objects that were there in their order, then the new ones in theirs.
    added : int
        Objects that are new: of a new id, or a version that was not there.
    contradicting : tuple of Problem
        Versions that are there with another content; those that were there stand. The row is that of what came.
    """

    incidents: Incidents
    added: int
    contradicting: tuple[Problem, ...]


def joined(there: Incidents, coming: Incidents) -> Joined:
    """Return a register with the objects that another brings.

    Joining the same twice adds nothing. An object without an id is new where no equal one is there; as in JSON, 1 and true are not equal.

    Raises
    ------
    BadValue
        For a value that JSON does not allow.

    Examples
    --------
    >>> one, other = ({"type": "url", "id": f"url--5e57c739-391a-4eb3-b6be-7d15ca92d5e{n}", "value": "https://example.org"} for n in (1, 2))
    >>> found = joined(Incidents.of([one]), Incidents.of([one, other]))
    >>> found.added, found.incidents.objects == (one, other), joined(found.incidents, Incidents.of([other | {"value": "x"}])).added
    (1, True, 0)
    """
    faults = Faults(coming.part)
    versions: dict[tuple[str, str], set[bytes]] = {}
    for o in there.objects:
        versions.setdefault(_version(o), set()).add(content_key(o))
    new: list[Any] = []
    for row, o in enumerate(coming.objects, start=1):
        version, key = _version(o), content_key(o)
        same = versions.setdefault(version, set())
        if key in same:
            continue
        if same and version != _NAMELESS:
            faults.add("other-content", row, "id", found=version[0])
        else:
            same.add(key)
            new.append(o)
    if not new:
        return Joined(incidents=there, added=0, contradicting=faults.problems())
    grown = Incidents.of((*there.objects, *new), dict(there.head) or dict(coming.head), there.part)
    return Joined(incidents=grown, added=len(new), contradicting=faults.problems())


def _version(o: Any) -> tuple[str, str]:
    """Return what names an object and its version; :data:`_NAMELESS` for what has no id."""
    if not id_of(o):
        return _NAMELESS
    modified = o.get("modified")
    return o["id"], modified if type(modified) is str else ""
