"""Events of MISP, in and out: the JSON of an export, as the core format of MISP has it.

:func:`read` makes of each event an incident, of its attributes observables, indicators, vulnerabilities and notes, of its galaxies groups,
techniques and tools with a relationship from the incident, and a grouping that holds the event together. Nothing of the file is lost: each
object keeps what it was in ``x_misp``. :func:`write` gives events back: what came from MISP and was not changed is equal to what came;
what was made elsewhere goes as far as MISP has a place for it, and the report says what was lost, object by object.

Traps of the format, and what is done:

- a tag ``tlp:...`` becomes a marking, the highest of the event, the row and what is within the row; an event for one organisation or one
  sharing group without such a tag is read as TLP:AMBER+STRICT, and said to be;
- a galaxy of threat actors on an event is a claim: the relationship ``attributed-to`` has the event's creator as its holder;
- synonyms of a cluster are aliases, that is, claims, and never merge two clusters;
- deleted attributes are revoked objects, not missing ones.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legation.dossier.problem import Problem
from legation.errors import CannotRead
from legation.language import Message
from legation.sources.signature import FileBytes, any_of, by_keys
from legation.sources.source import Brought, Files, Source, Wanted, identifier

if TYPE_CHECKING:
    from legation.sources.stix.incidents import Incidents

__all__ = ["SOURCE", "Converted", "decode", "encode", "read", "write"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """A register made of events of MISP, with what has no meaning in STIX.

    Attributes
    ----------
    incidents : Incidents
    kept : tuple of Problem
        What was kept as it was and is used by no question, and what had to be read in a way that a person should look at. The row is the
        number of the event.
    """

    incidents: Incidents
    kept: tuple[Problem, ...]


def read(path: str | Path) -> Converted:
    """Return the register that a file of MISP events holds.

    Raises
    ------
    CannotRead
        Where the file is not there, is no JSON, or holds no event.
    """
    from legation.sources.imports.json_text import BYTES_LIMIT
    from legation.sources.reading import file_bytes

    path = Path(path)
    return decode(file_bytes(path, BYTES_LIMIT), path.name)


def write(incidents: Incidents, path: str | Path) -> tuple[Problem, ...]:
    """Write a register as MISP events, and return what was lost.

    Raises
    ------
    CannotWrite
        What stood there before is unchanged.
    """
    from legation.dossier.files.folder import write_file

    data, lost = encode(incidents)
    write_file(Path(path), data)
    return lost


def decode(data: bytes, part: str) -> Converted:
    """Return the register of the bytes of MISP events: one, a list of them, or the answer of a search.

    Examples
    --------
    >>> event = b'{"Event": {"info": "Phishing", "Attribute": [{"type": "domain", "value": "example.org"}]}}'
    >>> [o["type"] for o in decode(event, "event.json").incidents.objects]
    ['incident', 'domain-name', 'grouping']
    """
    from legation.sources.imports.json_text import read_json
    from legation.sources.misp.to_stix import converted
    from legation.sources.stix.incidents import Incidents
    from legation.sources.stix.kinds import Faults

    value = read_json(data, part)
    rows = value.get("response", value) if isinstance(value, dict) else value
    rows = rows if isinstance(rows, list) else [rows]
    found = [one["Event"] for one in rows if isinstance(one, dict) and isinstance(one.get("Event"), dict)]
    if not found or len(found) < len(rows):
        raise CannotRead(Message("stix.no-event", part=part, found=len(rows) - len(found), count=len(rows) - len(found)))
    faults, objects, other = Faults(part), dict[str, dict[str, Any]](), list[dict[str, Any]]()
    for row, event in enumerate(found, start=1):
        for o in converted(event, row, faults):
            first = objects.setdefault(o["id"], o)
            if first is not o and first.get("x_misp") != o.get("x_misp"):
                other.append(o)
    return Converted(incidents=Incidents.of((*objects.values(), *other), part=part), kept=faults.problems())


def encode(incidents: Incidents) -> tuple[bytes, tuple[Problem, ...]]:
    """Return the bytes of the events of a register, and what was lost."""
    from legation.sources.misp.from_stix import events
    from legation.sources.stix.kinds import Faults

    faults = Faults(incidents.part)
    rows = [{"Event": event} for event in events(incidents, faults)]
    return (json.dumps({"response": rows}, ensure_ascii=False, indent=1) + "\n").encode(), faults.problems()


def _read(files: Sequence[Path], wanted: Wanted) -> Brought:
    from legation.sources.imports.register_merge import with_registers

    found = ((identifier(file), read(file)) for file in files)
    return with_registers(((name, made.incidents, (*made.kept, *made.incidents.unplaced)) for name, made in found), wanted)


def _is_answer(file: FileBytes) -> bool:
    return '"Event"' in (file.text or "")


SOURCE = Source(
    id="misp",
    place=120,
    files=Files(endings=(".json",), most=None),
    brings=("register",),
    recognise=any_of(by_keys("Event"), by_keys("response", says=_is_answer)),
    read=_read,
    function="legation.sources.misp:read",
)
