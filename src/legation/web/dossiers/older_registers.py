"""Older states of registers of incidents of which a person sees a part: what a save from one must not lose, and what restoring one leaves.

What is hidden today is hidden in an older state too (:mod:`legation.sources.stix.hidden`). That it is not shown there does not mean that it
was not there, so its absence is nobody's wish.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from legation.dossier import Dossier as Content
from legation.errors import CannotWrite
from legation.language import Message
from legation.sources.stix.bundle import decode, encode
from legation.sources.stix.parts import is_register, objects_of, register_of
from legation.sources.stix.withholding import content_key, id_of

__all__ = ["refuse_lost", "with_withheld_as_now"]


def refuse_lost(mine: Content, left: Content, *shown: Content) -> None:
    """Refuse a save of which something would silently fall away, because it is hidden from its author by now.

    Parameters
    ----------
    mine : Content
        What the author wants, made from an older revision.
    left : Content
        What would be taken of it.
    shown : Content
        The states that it may have been made from: the older revision as it was seen then, and as it is seen today.

    Raises
    ------
    CannotWrite
        With the register, or the object of it, that the author changed and may no longer see.
    """
    for part, data in mine.files.items():
        if not is_register(part) or data == left.files.get(part) or any(data == state.files.get(part) for state in shown):
            continue
        if part not in left.files:
            raise CannotWrite(Message("web.hidden-since", what=part))
        known = {content_key(o) for state in (left, *shown) for o in objects_of(state.files.get(part), part)}
        lost = next((o for o in objects_of(data, part) if content_key(o) not in known), None)
        if lost is not None:
            raise CannotWrite(Message("web.hidden-since", what=id_of(lost) or part))


def with_withheld_as_now(old: Content, then: Content, now: Content) -> Content:
    """Return an older state as it can be restored by a person who is not shown all of it.

    Parameters
    ----------
    old, then : Content
        The older state as the person sees it today, and the whole of it.
    now : Content
        The newest state as they see it.

    Returns
    -------
    Content
        ``old``; of a register what is withheld from them there stays as they see it now, whatever was edited in it since.
    """
    files = dict(old.files)
    for part, data in now.files.items():
        if is_register(part) and part in then.files and old.files.get(part) != then.files[part]:
            files[part] = _left(old.files.get(part), then.files[part], data, part)
    return old if files == old.files else dataclasses.replace(old, files=files)


def _left(old: bytes | None, then: bytes, now: bytes, part: str) -> bytes:
    whole = register_of(then, part)
    if whole is None:
        return now
    shown = objects_of(old, part)
    keys, ids = set(map(content_key, shown)), set(map(id_of, shown)) - {""}
    withheld = [o for o in whole.objects if content_key(o) not in keys]
    versions = {(id_of(o), _version(o)) for o in withheld} | {(id_of(o), None) for o in withheld if id_of(o) not in ids}
    kept = [
        o
        for o in objects_of(now, part)
        if content_key(o) not in keys and not versions.isdisjoint({(id_of(o), _version(o)), (id_of(o), None)})
    ]
    if not kept and old is not None:
        return old
    return encode(dataclasses.replace(register_of(old, part) or decode(now, part), objects=(*shown, *kept)))


def _version(o: Any) -> str:
    return str(o.get("modified", "")) if type(o) is dict else ""
