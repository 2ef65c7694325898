"""A STIX bundle as bytes, and back: nothing is lost, nothing is added, the order stays."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from legation.dossier.folder import write_file
from legation.errors import BadValue, CannotRead
from legation.language import Message
from legation.sources.json_text import BYTES_LIMIT, read_json
from legation.sources.reading import file_bytes
from legation.sources.stix.examining import examined
from legation.sources.stix.incidents import Incidents

__all__ = ["OBJECTS_LIMIT", "decode", "encode", "read", "write"]

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
        For a value that JSON has not.
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
