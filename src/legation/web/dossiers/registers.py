"""What an author makes of a register of incidents of which they do not see every object: the hidden ones stay in it, whatever they do."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from legation.dossier import Dossier as Content
from legation.errors import CannotWrite
from legation.language import Message
from legation.sources.stix.bundle import decode, encode
from legation.sources.stix.parts import is_register
from legation.sources.stix.vocabulary import kind_of as type_of
from legation.sources.stix.vocabulary import references

__all__ = ["rejoined", "with_hidden_objects"]


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
    twins = sorted(added & (set(all_there.by_id) | {target for target in named if target.startswith("marking-definition--")}))
    if twins:
        raise CannotWrite(Message("page-import.hidden-twin", row=twins[0]))
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
