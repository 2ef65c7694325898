"""What of the registers of a dossier a reader does not see: told from what they see, and left out of other states of it."""

from __future__ import annotations

from legation.dossier import MARKINGS, Dossier
from legation.dossier.clearing import with_files
from legation.sources.stix.parts import cleared_parts, is_register, objects_of
from legation.sources.stix.withholding import HiddenObjects, content_key, id_of

__all__ = ["hidden_objects", "holds_any", "without_objects"]


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
