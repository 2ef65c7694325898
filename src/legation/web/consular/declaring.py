"""Writing what a house declares: one part at a time, whole or not at all; what is not changed stays as somebody wrote it.

Every change is noted in the trail before it is made, with the names of the fields and never what stands in them. Two people who change
one part at once are told so: whoever writes says what they saw.
"""

from __future__ import annotations

import copy
import hashlib
import json
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import tomli_w

from legation.errors import CannotRead, CannotWrite, WrongUse
from legation.folder_lock import lock_folder
from legation.folder_sync import put_file
from legation.language import Message
from legation.system_words import system_words
from legation.web.consular.house import CONFIGURATION, HOUSE, house_folder, house_of
from legation.web.stores.audit import trail

__all__ = ["ChangedMeanwhile", "declare", "declared", "fingerprint", "take_out"]

Place = tuple[str, ...]
"""A part: ``("front",)``, ``("retention", "trip")``, ``("front", "languages", "fr")``; a post by its id: ``("post", "lyndon")``."""
POST = "post"


class ChangedMeanwhile(WrongUse):
    """Somebody else has changed the part since the writer saw it."""


def declared(place: Place) -> dict[str, Any]:
    """Return what a part declares; nothing where it is not there.

    Raises
    ------
    CannotRead
        Where the declarations cannot be read.
    """
    return _part(_parsed(_read(house_folder() / CONFIGURATION)), place)


def fingerprint(part: Mapping[str, Any]) -> str:
    """Return a word that differs between two states of a part.

    >>> fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1}), fingerprint({}) == fingerprint({"a": 1})
    (True, False)
    """
    return hashlib.sha256(json.dumps(part, sort_keys=True, default=str).encode()).hexdigest()[:16]


def declare(place: Place, values: Mapping[str, Any], *, seen: str | None, by: Any) -> tuple[str, ...]:
    """Set values of a part, and make the part where there is none; return the names of those that changed.

    Parameters
    ----------
    values : mapping
        By name, as TOML has them; None takes a value out.
    seen : str or None
        The :func:`fingerprint` of the part as the writer saw it; None: whatever it is.
    by : Account
        Whom the trail names.

    Raises
    ------
    ChangedMeanwhile
        Where the part is another one by now: nothing is changed.
    CannotRead, CannotWrite
        Where the declarations cannot be read or written: they are as they were.
    """

    def change(found: dict[str, Any]) -> list[tuple[tuple[str | int, ...], str, Any]]:
        there = _part(found, place)
        if seen is not None and seen != fingerprint(there):
            raise ChangedMeanwhile(Message("desk-house.changed-meanwhile"))
        path = _path(found, place)
        return [(path, name, value) for name, value in values.items() if there.get(name) != value]

    return _write(place, change, by)


def take_out(place: Place, *, by: Any) -> None:
    """Take a part out, with all that stands in it.

    Raises
    ------
    CannotRead, CannotWrite
        As :func:`declare`.
    """

    def change(found: dict[str, Any]) -> list[tuple[tuple[str | int, ...], str, Any]]:
        return [(tuple(place[:-1]), place[-1], None)] if _part(found, place) else []

    _write(place, change, by)


def _write(place: Place, change: Any, by: Any) -> tuple[str, ...]:
    folder = house_folder()
    file = folder / CONFIGURATION
    try:
        with lock_folder(folder):
            text = _read(file)
            found = _parsed(text)
            changes = change(found)
            if not changes:
                return ()
            written = _text_with(text, found, changes)
            house_of(folder, written)
            names = tuple(name for _, name, _ in changes)
            trail.note("changed", route="house.declared", account=by, thing=f"{'.'.join(place)}: {', '.join(names)}")
            put_file(file, written.encode("utf-8"))
    except OSError as error:
        raise CannotWrite(Message("desk-house.not-written", why=system_words(error))) from error
    HOUSE.forget()
    return names


def _text_with(text: str, found: dict[str, Any], changes: list[tuple[tuple[str | int, ...], str, Any]]) -> str:
    """Return the text with the changes; where it cannot be changed in place, all of it written anew, which leaves comments out."""
    from legation.dossier.parts.toml_text import with_value

    wanted = copy.deepcopy(found)
    for path, name, value in changes:
        _set(wanted, path, name, value)
    posts = len(found.get(POST, ()))
    written = text
    with suppress(LookupError, TypeError, ValueError):
        for path, name, value in changes:
            if path[0:1] == (POST,) and path[1] > posts:  # type: ignore[operator]  # a post's second step is its number
                written = f"{written.rstrip()}\n\n[[{POST}]]\n"
                posts += 1
            written = with_value(written, path, name, value)
        if tomllib.loads(written) == wanted:
            return written
    return tomli_w.dumps(wanted)


def _set(found: dict[str, Any], path: tuple[str | int, ...], name: str, value: Any) -> None:
    there: Any = found
    for step in path:
        if isinstance(step, int):
            there.extend({} for _ in range(step - len(there)))
            there = there[step - 1]
        else:
            there = there.setdefault(step, [] if step == POST else {})
    if value is None:
        there.pop(name, None)
    else:
        there[name] = value


def _path(found: Mapping[str, Any], place: Place) -> tuple[str | int, ...]:
    """Return where a part stands; of a post that is not there yet, behind the last one."""
    if place[0] != POST:
        return tuple(place)
    ids = [one.get("id") for one in found.get(POST, ())]
    return (POST, ids.index(place[1]) + 1 if place[1] in ids else len(ids) + 1)


def _part(found: Mapping[str, Any], place: Place) -> dict[str, Any]:
    if place[0] == POST:
        return dict(next((one for one in found.get(POST, ()) if one.get("id") == place[1]), {}))
    there: Any = found
    for step in place:
        there = there.get(step, {}) if isinstance(there, Mapping) else {}
    return dict(there) if isinstance(there, Mapping) else {}


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRead(Message("desk.house-unreadable", path=str(file), why=str(error))) from error


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise CannotRead(Message("desk.house-unreadable", path=CONFIGURATION, why=str(error))) from error
