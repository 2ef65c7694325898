"""What may be seen of a dossier, its files of incidents included: by a reader, and on a day.

:meth:`legation.dossier.Dossier.cleared` hides rows and knows no format of a file. A register ``incidents/NAME.json`` holds objects with
marks of their own (:mod:`legation.sources.stix.clearing`), and an assessment or a response beside it rows that lean on evidence
(:mod:`legation.sources.models_seen`); a draft and a negotiation have rows with marks of their own
(:mod:`legation.sources.draft_model.seen`, :mod:`legation.sources.negotiation_model.seen`), a room is seen whole or not at all
(:mod:`legation.sources.room_model.seen`), a conflict and a scenario model lean on evidence (:mod:`legation.sources.structure_seen`). A
part of a kind that nobody declared is the owner's alone: nobody can say what is in it. So they are cleared object by object and row by row
here; wherever a dossier is made ready for a reader, this module is asked.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping

from legation.dossier import MARKINGS, Dossier
from legation.sources.draft_model import drafts_seen
from legation.sources.frames_model import frames_seen
from legation.sources.models import is_declared
from legation.sources.models_seen import models_seen
from legation.sources.monitor_model import monitors_seen
from legation.sources.negotiation_model import negotiations_seen
from legation.sources.room_model import rooms_seen
from legation.sources.stix.parts import cleared_parts, is_register, objects_of
from legation.sources.stix.withholding import HiddenObjects, content_key, id_of
from legation.sources.structure_seen import structures_seen

__all__ = ["cleared", "files_cleared", "hidden_objects", "holds_any", "without_objects"]


def cleared(dossier: Dossier, marking: str, audience: str = "desk", *, day: dt.date | None = None, as_of: dt.date | None = None) -> Dossier:
    """Return the dossier that a reader may see, with what they may see of its registers and models of incidents.

    Parameters
    ----------
    dossier : Dossier
    marking, audience : str
        As :meth:`legation.dossier.Dossier.cleared` takes them.
    day : date, optional
        The day on which a victim's consent to be named must stand; None: consent with an end counts as ended.
    as_of : date, optional
        The day of knowing: what was known later is left out, but for a victim's refusal to be named, which counts whenever it came.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> note = b'{"type": "note", "object_marking_refs": ["marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"]}'
    >>> parts = {"dossier.toml": b'id = "d"', "incidents/i.json": b'{"type": "bundle", "id": "b", "objects": [' + note + b"]}"}
    >>> [b"note" in cleared(decode(parts), marking).files["incidents/i.json"] for marking in ("TLP:AMBER", "TLP:RED")]
    [False, True]
    """
    known = dossier if as_of is None else dossier.as_of(as_of)
    return files_cleared(known.cleared(marking, audience), marking, audience, day=day, as_of=as_of)


def files_cleared(
    seen: Dossier,
    marking: str,
    audience: str = "desk",
    *,
    day: dt.date | None = None,
    as_of: dt.date | None = None,
    withheld: HiddenObjects | None = None,
) -> Dossier:
    """Return a dossier whose rows are cleared already, with what a reader may see of its registers and models of incidents.

    Evidence that archived such a file loses the hash, and the part, of what its reader does not see whole.

    Parameters
    ----------
    day, as_of : date, optional
        As :func:`cleared` takes them.
    withheld : HiddenObjects, optional
        Registers, and objects of them, that are hidden for another reason.
    """
    unmarked = seen.info.marking or MARKINGS[0]
    there = {row.id for row in seen.evidence}
    brought = {row.part for row in seen.evidence}
    declared = {part: data for part, data in seen.files.items() if audience == "owner" or is_declared(part) or part in brought}
    files = cleared_parts(declared, marking, audience, unmarked=unmarked, day=day, as_of=as_of, withheld=withheld)
    if marking != MARKINGS[-1] or audience not in ("owner", "desk") or as_of is not None:
        files = drafts_seen(models_seen(files, there, as_of), there, as_of, marking, unmarked)
        files = rooms_seen(files, there, as_of, marking, unmarked)
        files = negotiations_seen(files, there, as_of, marking, unmarked)
        files = monitors_seen(frames_seen(files, there, as_of, marking, unmarked), there, as_of)
        files = structures_seen(files, there, as_of)
    return _with_files(seen, files)


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
    return files_cleared(dossier, MARKINGS[-1], "desk", withheld=withheld)


def hidden_objects(whole: Dossier, seen: Dossier) -> HiddenObjects:
    """Return what stands in the registers of a dossier and is not among what a reader sees of them.

    They are compared register by register, each version by its content: an object of which one version is hidden is hidden in other states
    of that register too, but for the versions that are seen. A register of which nothing is seen, as of one that cannot be read, is
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
