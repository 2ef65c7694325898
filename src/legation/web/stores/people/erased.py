"""Who was erased, in a file beside the data of the site and beside its backups: it outlives both, and is applied after a restoration.

A line is a tombstone: a random key, the day and the reason; no name. A backup that is older than the erasing still holds the person, and
its restoration would bring them back; with these lines they are erased again before anybody can see them.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from legation.web.stores.people.models import Tombstone

__all__ = ["FILE", "Erased", "apply", "note", "read", "tombstones"]

FILE = "erased-people.jsonl"
_KEY = re.compile(r"person-[0-9a-f]{8,32}")


@dataclass(frozen=True, slots=True)
class Erased:
    """That a person was erased: the key, the dossier, the moment and the reason."""

    key: str
    dossier: str
    erased: str
    reason: str


def tombstones(alias: str = "default") -> list[Erased]:
    """Return the tombstones of a database."""
    rows = Tombstone.objects.using(alias).order_by("pk").values_list("key", "dossier__slug", "erased", "reason")
    return [Erased(key, slug, erased.isoformat(timespec="seconds"), reason) for key, slug, erased, reason in rows]


def read(folder: Path) -> list[Erased]:
    """Return the tombstones of a file; a line that was cut off by a fault of the machine is none."""
    try:
        lines = (folder / FILE).read_text("utf-8", "replace").splitlines()
    except OSError:
        return []
    found = []
    for line in lines:
        with contextlib.suppress(ValueError, TypeError, KeyError):
            given = json.loads(line)
            one = Erased(*(str(given[name]) for name in ("key", "dossier", "erased", "reason")))
            dt.datetime.fromisoformat(one.erased)
            if _KEY.fullmatch(one.key) and one.reason in Tombstone.REASONS:
                found.append(one)
    return found


def note(folder: Path, erased: Iterable[Erased]) -> None:
    """Add to the file of a folder those who are not in it yet, on the disk when this returns.

    Raises
    ------
    OSError
        Where the file cannot be written.
    """
    there = {one.key for one in read(folder)}
    new = [one for one in erased if one.key not in there]
    if not new:
        return
    text = "".join(f"{json.dumps(asdict(one))}\n" for one in new)
    with os.fdopen(os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as out:
        if out.tell() and not (folder / FILE).read_bytes().endswith(b"\n"):
            out.write("\n")  # of a line that was cut off
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def apply(erased: Iterable[Erased], connection: Any) -> int:
    """Erase again who was erased and is back in a database; return how many. The tombstones that it lacks come with them."""
    from legation.web.dossiers.models import Dossier
    from legation.web.stores.people.models import Person

    alias, back = connection.alias, 0
    by_key = {one.key: one for one in erased}
    dossiers = dict(Dossier.objects.using(alias).values_list("slug", "pk"))
    known = set(Tombstone.objects.using(alias).values_list("key", flat=True))
    for key, one in by_key.items():
        person = Person.objects.using(alias).filter(key=key).first()
        place = person.dossier_id if person is not None else dossiers.get(one.dossier)
        if key not in known and place is not None:
            stone = Tombstone.objects.using(alias).create(dossier_id=place, key=key, reason=one.reason)
            Tombstone.objects.using(alias).filter(pk=stone.pk).update(erased=dt.datetime.fromisoformat(one.erased))
        if person is not None:
            person.delete()
            back += 1
    return back
