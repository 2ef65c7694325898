"""Merging under redaction: what an author does not see, rows or objects of a register, stays as it is when they save."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from legation.dossier import Dossier as Content
from legation.dossier.changes.conflicts import Conflict
from legation.dossier.changes.merge import merge
from legation.dossier.clearing.ledger import holds_unknown, read_model
from legation.dossier.parts import ModelKind, kind_of
from legation.errors import CannotWrite
from legation.language import Message
from legation.sources.stix.bundle import decode, encode
from legation.sources.stix.register import is_register
from legation.sources.stix.vocabulary import kind_of as type_of
from legation.sources.stix.vocabulary import references

__all__ = [
    "merge_under_redaction",
    "rejoined",
    "with_hidden_objects",
]


def with_hidden_objects(now: Content, visible: Content, whole: Content) -> tuple[Content, Content]:
    """Return what an author sees, and what they want, with the registers that they see in part made whole.

    Parameters
    ----------
    now : Content
        The newest revision as the author sees it.
    visible : Content
        The same as they want it.
    whole : Content
        The newest revision.

    Raises
    ------
    CannotRead
        Where they put something in the place of a register that is none.
    CannotWrite
        Where an object that they do not see refers to one that they removed, or has the name of one that they add: with a second object of
        that name, or a definition of its marking, what leans on the hidden one would come to light.
    """
    parts = [part for part, data in now.files.items() if is_register(part) and whole.files.get(part, data) != data]
    if not parts:
        return now, visible
    wanted = dict(visible.files)
    for part in parts:
        data = rejoined(now.files[part], visible.files.get(part), whole.files[part], part)
        wanted.pop(part, None)
        if data is not None:
            wanted[part] = data
    seen = {**now.files, **{part: whole.files[part] for part in parts}}
    return dataclasses.replace(now, files=seen), dataclasses.replace(visible, files=wanted)


def rejoined(now: bytes, mine: bytes | None, whole: bytes, part: str) -> bytes | None:
    """Return a register with what an author made of the objects that they see; None where they removed it, and nothing is left.

    A definition of a marking that hidden objects bear stays beside whatever the author made of it: of two, the higher counts.
    """
    if mine == now:
        return whole
    before, all_there = decode(now, part), decode(whole, part)
    after = decode(mine, part) if mine is not None else dataclasses.replace(before, objects=(), head={})
    hidden = _hidden(before.objects, all_there.objects)
    named = {target for o in hidden if type(o) is dict for name, target in references(o) if name != "extensions" and type(target) is str}
    removed, added = set(before.by_id) - set(after.by_id), set(after.by_id) - set(before.by_id)
    taken = sorted(added & (set(all_there.by_id) | {target for target in named if target.startswith("marking-definition--")}))
    if taken:
        raise CannotWrite(Message("page-import.hidden-twin", row=taken[0]))
    defining = [o for o in before.objects if type_of(o) == "marking-definition" and o.get("id") in named and o not in after.objects]
    if named & (removed - {o["id"] for o in defining}):
        raise CannotWrite(Message("web.rests-on-hidden"))
    if mine is None and not hidden:
        return None
    objects = (*defining, *after.objects, *hidden)
    return encode(dataclasses.replace(all_there, objects=objects, head={**all_there.head, **after.head}))


def _hidden(seen: Sequence[Any], whole: Sequence[Any]) -> list[Any]:
    """Return the objects of the whole that are not among those seen, which stand in the same order."""
    waiting, hidden = list(reversed(seen)), []
    for o in whole:
        if waiting and o == waiting[-1]:
            waiting.pop()
        else:
            hidden.append(o)
    if waiting:
        raise CannotWrite(Message("web.rests-on-hidden"))
    return hidden


def merge_under_redaction(now: Content, visible: Content, whole: Content) -> Content:
    """Return the whole dossier with what an author made of the part that they see.

    Parameters
    ----------
    now : Content
        The newest revision as the author sees it.
    visible : Content
        The same as they want it.
    whole : Content
        The newest revision.

    Raises
    ------
    CannotWrite
        Where something that they do not see rests on what they removed, or is already there under the same name, or stands in a model that
        they changed; nothing was written.
    """
    _leave_partly_seen_models(now, visible, whole)
    now, visible = with_hidden_objects(now, visible, whole)
    merged = merge(now, visible, whole)  # lists of references are joined entry by entry: hidden entries stay
    if merged.conflicts:
        merged = merge(now, visible, whole, {conflict.key: _choice(conflict) for conflict in merged.conflicts})
    if merged.dossier is None:
        raise CannotWrite(Message("web.rests-on-hidden"))
    return merged.dossier


def _leave_partly_seen_models(now: Content, visible: Content, whole: Content) -> None:
    """Refuse a change of a model of which the author does not see every row: nobody can say where the hidden ones would stand in it."""
    for part, data in now.files.items():
        kind = kind_of(part)
        if not isinstance(kind, ModelKind) or visible.files.get(part) == data or whole.files[part] == data:
            continue
        model = read_model(kind, part, whole.files[part])
        if model is None or kind.write(model) != data or holds_unknown(kind, part, whole.files[part]):
            raise CannotWrite(Message("web.hidden-in-model", part=part))


def _choice(conflict: Conflict) -> str:
    """Return whose a place is that both hold: the author's where they see it; a hidden row keeps its name and its neighbours."""
    if conflict.needed_by:
        raise CannotWrite(Message("web.rests-on-hidden"))
    if conflict.columns or conflict.base is not None or conflict.mine is None or conflict.theirs is None:
        return "mine"
    if "both" not in conflict.allowed:
        raise CannotWrite(Message("page-import.hidden-twin", row=conflict.subject))
    return "both"
