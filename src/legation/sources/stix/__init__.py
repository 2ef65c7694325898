"""A register of incidents as a STIX 2.1 bundle: the dossier part ``incidents/NAME.json``.

:func:`read` and :func:`decode` take a bundle of STIX 2.1 with markings of TLP 2.0 (or 1.0) and keep every object, of known types and of
unknown ones, with every property and in its order; :func:`write` and :func:`encode` give an equal one. What cannot be relied on stands in
:attr:`Incidents.unplaced`: references to nothing, unknown types, objects that stand twice, other versions, wrong values, natural persons.
A bundle of STIX 2.0 is kept in the same way, and said to be one.

Traps of the format, and what is done:

- one id in several versions: the newest ``modified`` counts (:attr:`Incidents.by_id`), a revoked object does not stand
  (:attr:`Incidents.standing`), and none is thrown away; the same version with two contents is named;
- a name twice in one JSON object, ``NaN``, half a character, bytes that are not UTF-8, nesting beyond 64: refused as a whole, because
  readers differ on what such a file says;
- floating-point numbers are those of IEEE 754, as the standard has them; whole numbers keep every digit;
- a marking that cannot be read counts as TLP:RED (:mod:`legation.sources.stix.clearing`);
- aliases and attributions are claims with holders and are never merged (:mod:`legation.sources.stix.claims`).

The political and legal fields are an extension of STIX with a definition of its own (:mod:`legation.sources.stix.extension`): target,
effect, scale, intensity by codebook, responses, norms said to be breached, legal tests, known failings, and the clock of duties
(:mod:`legation.sources.stix.duties`). Victims are named to partners and to the public with their consent alone
(:mod:`legation.sources.stix.incidents`). Points of contact and sharing agreements are in :mod:`legation.sources.stix.duties`.
:func:`registers` reads the registers of a dossier, :func:`cleared_parts` leaves of them what a reader may see, and :func:`joined` adds to
one what another brings.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from legation.late_exports import late_exports
from legation.sources.signature import FileBytes, by_keys, named
from legation.sources.source import Brought, Files, Source, Wanted, identifier

if TYPE_CHECKING:
    from legation.sources.stix.bundle import Joined, decode, encode, joined, read, write
    from legation.sources.stix.claims import AliasClaim, Attribution, aliases, attributions, contested, contested_names, unheld
    from legation.sources.stix.duties import Due, agreements, coding, contacts, due, is_fresh, may_share, standard_duties
    from legation.sources.stix.extension import definition, extended, new_object, record_of
    from legation.sources.stix.incidents import Incidents, still_named, victims
    from legation.sources.stix.register import FOLDER, cleared_parts, is_register, registers
else:
    __getattr__, __dir__ = late_exports(
        __name__,
        {
            "legation.sources.stix.bundle": "Joined decode encode joined read write",
            "legation.sources.stix.claims": "AliasClaim Attribution aliases attributions contested contested_names unheld",
            "legation.sources.stix.duties": "Due agreements coding contacts due is_fresh may_share standard_duties",
            "legation.sources.stix.extension": "definition extended new_object record_of",
            "legation.sources.stix.incidents": "Incidents still_named victims",
            "legation.sources.stix.register": "FOLDER cleared_parts is_register registers",
        },
    )

__all__ = [
    "FOLDER",
    "SOURCE",
    "AliasClaim",
    "Attribution",
    "Due",
    "Incidents",
    "Joined",
    "agreements",
    "aliases",
    "attributions",
    "cleared_parts",
    "coding",
    "contacts",
    "contested",
    "contested_names",
    "decode",
    "definition",
    "due",
    "encode",
    "extended",
    "is_fresh",
    "is_register",
    "joined",
    "may_share",
    "new_object",
    "read",
    "record_of",
    "registers",
    "standard_duties",
    "still_named",
    "unheld",
    "victims",
    "write",
]


def _read(files: Sequence[Path], wanted: Wanted) -> Brought:
    from legation.sources.imports.register_merge import with_registers
    from legation.sources.stix.bundle import read

    found = ((identifier(file), read(file)) for file in files)
    return with_registers(((name, register, register.unplaced) for name, register in found), wanted)


def _is_bundle(file: FileBytes) -> bool:
    return isinstance(file.json, dict) and file.json.get("type") == "bundle" if file.json is not None else b'"bundle"' in file.data[:4096]


SOURCE = Source(
    id="stix",
    place=110,
    files=Files(endings=(".json",), most=None),
    brings=("register",),
    recognise=by_keys("type", "objects", says=_is_bundle),
    columns=named({"type": ("type",), "name": ("name",), "date": ("created",)}),
    read=_read,
    function="legation.sources.stix:read",
)
