"""New versions of the root key and of the sealing key: begun, cut, resumed, and the old versions let go seven days after.

A new root key wraps the keys of subjects anew, portion by portion; whatever was wrapped before still opens, since the keyring has both.
Copies of keys live for seven days, and so does the root key that opens them.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.db import transaction

from legation.errors import CannotWrite
from legation.keys import (
    Keyring,
    read_keyring,
    recovery_sheet,
    unwrap_keys,
    with_new_root,
    with_new_sealing,
    without_root,
    without_sealing,
    wrap_key,
    write_keyring,
)
from legation.language import Message
from legation.moment import written
from legation.system_words import system_words
from legation.web.consular.copies import LIFE
from legation.web.consular.databases import KEYS
from legation.web.consular.house import house_folder
from legation.web.consular.keystore.models import SubjectKey
from legation.web.consular.opening import keyring_path, passphrase

__all__ = ["FILE", "Rotated", "left_over", "rotate"]

FILE = Path("journal") / "rotation.json"
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did.

    Attributes
    ----------
    wrapped : int
        How many keys of subjects the newest root key wraps that it did not wrap before.
    dropped : tuple of str
        Versions that the keyring no longer has: ``root 1``, ``sealing 1``.
    sheet : str
        The new recovery sheet, where the keyring has a new key; "" where the old sheet holds.
    """

    root: int
    sealing: int
    wrapped: int
    dropped: tuple[str, ...]
    sheet: str


def rotate(which: Literal["", "root", "sealing"], now: dt.datetime, go_on: Callable[[int], object] = lambda count: count) -> Rotated:
    """Begin a new version of a key, or only go on with what is due.

    Parameters
    ----------
    which : {"", "root", "sealing"}
        Of which key a new version is begun; with "" none: an unfinished rotation is resumed, and versions that are over go. Where a
        rotation of the root key is unfinished, it is resumed and no further version begun.
    now : datetime
        The time.
    go_on : callable, optional
        Called with how many keys are wrapped anew, after each portion.

    Raises
    ------
    CannotRead
        Where the keyring does not open.
    CannotWrite
        Where it cannot be written: then nothing was changed.
    """
    path, secret, house = keyring_path(), passphrase(), house_folder()
    ring = before = read_keyring(path, secret)
    if which == "root" and not left_over(ring):
        ring = with_new_root(ring)
    if which == "sealing":
        ring = with_new_sealing(ring)
    if ring is not before:
        write_keyring(path, ring, secret)
    _note(house, ring, now)  # a version that a power cut left without its time counts from now
    sheet = recovery_sheet(ring) if ring is not before else ""
    wrapped = _wrap_anew(ring, go_on)
    made = _made(house)
    dropped = []
    if _is_over(made, f"root {ring.root_version}", now) and not left_over(ring):
        for version in [one for one in ring.roots if one != ring.root_version]:
            ring = without_root(ring, version)
            dropped.append(f"root {version}")
    if _is_over(made, f"sealing {ring.sealing_version}", now):
        for version in [one for one in ring.sealing if one != ring.sealing_version]:
            ring = without_sealing(ring, version)
            dropped.append(f"sealing {version}")
    if dropped:
        write_keyring(path, ring, secret)
        sheet = recovery_sheet(ring)
    return Rotated(ring.root_version, ring.sealing_version, wrapped, tuple(dropped), sheet)


def left_over(ring: Keyring) -> int:
    """Return how many keys of subjects an older root key still wraps."""
    return SubjectKey.objects.exclude(version=ring.root_version).count()


def _wrap_anew(ring: Keyring, go_on: Callable[[int], object]) -> int:
    """Let the newest root key wrap what older ones wrap, a portion in a transaction; return how many."""
    done = 0
    while True:
        with transaction.atomic(using=KEYS):
            rows = list(SubjectKey.objects.select_for_update().exclude(version=ring.root_version)[:_BATCH])
            keys = unwrap_keys(ring, ((row.subject, bytes(row.wrapped)) for row in rows))
            for row in rows:
                row.version, row.wrapped = ring.root_version, wrap_key(ring, row.subject, keys[row.subject])
            SubjectKey.objects.bulk_update(rows, ["version", "wrapped"])
        if not rows:
            return done
        done += len(rows)
        go_on(done)


def _is_over(made: dict[str, str], newest: str, now: dt.datetime) -> bool:
    """Whether the newest version is so old that no copy, and nothing sealed, needs an older one."""
    return newest in made and dt.datetime.fromisoformat(made[newest]) + LIFE <= now


def _made(house: Path) -> dict[str, str]:
    """Return when versions were begun."""
    with contextlib.suppress(OSError, ValueError):
        return dict(json.loads((house / FILE).read_text("utf-8")))
    return {}


def _note(house: Path, ring: Keyring, now: dt.datetime) -> None:
    known = _made(house)
    new = {f"root {ring.root_version}", f"sealing {ring.sealing_version}"} - known.keys()
    if not new:
        return
    known |= dict.fromkeys(sorted(new), written(now))
    path = house / FILE
    beside = path.with_name(f".rotation.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside.write_text(json.dumps(known, indent=1), "utf-8")
        beside.replace(path)
    except OSError as error:
        raise CannotWrite(Message("desk-retention.journal-not-written", path=str(path), why=system_words(error))) from error
