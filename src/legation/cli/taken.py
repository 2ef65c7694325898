"""A record by its name, a span of years, and what is said of what was taken: shared by ``legation take`` and ``legation start``."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from legation.cli.opening import load
from legation.cli.terminal import tell
from legation.errors import WrongUse
from legation.language import Lang, Message, say
from legation.sources.packs.pack import Pack, read_pack

if TYPE_CHECKING:
    from legation.dossier import Dossier
    from legation.sources.packs.taking import Taken

__all__ = ["record_named", "say_taken", "years_of"]

_YEARS = re.compile(r"(\d{4})?\s*[-–]?\s*(\d{4})?")
_LISTED = 20
_NAMED = 10
"""Fora that are said by their names; of more the ids are said."""


def record_named(name: str) -> Pack | Dossier:
    """Return the pack of that name, or the pack or dossier at that path."""
    place = Path(name)
    is_dossier = place.is_dir() and (place / "dossier.toml").is_file() and not (place / "pack.toml").is_file()
    return load(place) if is_dossier or place.suffix.lower() in (".xlsx", ".json") else read_pack(name)


def say_taken(came: Taken, place: str, lang: Lang, *, ahead: bool = False) -> int:
    """Say what was taken, whom the record does not have, and where the dossier says something else."""
    sys.stderr.writelines(f"{say(one, lang)}\n" for one in came.report.conflicts[:_LISTED])
    if len(came.report.conflicts) > _LISTED:
        tell(Message("packs.more-differences", count=len(came.report.conflicts) - _LISTED), lang)
    if came.unknown:
        tell(Message("packs.not-in-it", count=len(came.unknown), actors=came.unknown), lang)
    new = sum(came.report.added.values())
    if came.fora:
        return _say_fora(came, place, new, lang, ahead=ahead)
    counts = {"rollcalls": came.rollcalls, "votes": came.votes, "members": came.members, "count": new}
    tell(Message("packs.would-take" if ahead else "packs.taken", path=place, **counts), lang)
    return 1 if came.report.conflicts or came.unknown else 0


def _say_fora(came: Taken, place: str, new: int, lang: Lang, *, ahead: bool) -> int:
    """Say which fora were taken, and how much came with them."""
    counts = {"steps": came.rows.get("forum_steps", 0), "access": came.rows.get("forum_access", 0), "bodies": came.rows.get("bodies", 0)}
    called = tuple(row.forum if len(came.fora) <= _NAMED else row.id for row in came.fora)
    values = {"fora": called, "count": len(came.fora), "members": came.members, "new": new}
    tell(Message("packs.would-take-fora" if ahead else "packs.taken-fora", path=place, **counts, **values), lang)
    return 1 if came.report.conflicts else 0


def years_of(text: str) -> tuple[int | None, int | None]:
    """Return the first and last year of a span, ``2010-2019``, ``2010-``, ``-2019`` or ``2019``; none of both for an empty one.

    >>> years_of("2010-2019"), years_of("2015"), years_of("2010-"), years_of("")
    ((2010, 2019), (2015, 2015), (2010, None), (None, None))
    """
    plain = text.strip()
    found = _YEARS.fullmatch(plain)
    if found is None:
        raise WrongUse(Message("all-questions.bad-option", name="years", found=plain[:40], allowed="2010-2019 | 2010- | -2019 | 2019"))
    first, last = (int(year) if year else None for year in found.groups())
    if first is not None and last is None and plain.isdigit():
        return first, first
    return first, last
