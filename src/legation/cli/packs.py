"""``legation take``: a part of a pack, or of another dossier, into a dossier; without a name, the packs that there are."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from legation.cli.start import settled, to_errors
from legation.cli.terminal import tell
from legation.dossier import load, save
from legation.dossier.files.format import writable
from legation.errors import WrongUse
from legation.language import Lang, Message, say
from legation.sources.packs.extract import Extract
from legation.sources.packs.pack import Pack, packs, packs_folder, read_pack
from legation.sources.packs.taking import Taken, members_in, taken

if TYPE_CHECKING:
    from legation.dossier import Dossier

__all__ = ["record_named", "say_taken", "take", "years_of"]

_YEARS = re.compile(r"(\d{4})?\s*[-–]?\s*(\d{4})?")
_LISTED = 20


def take(
    name: str,
    dossier: Path | None,
    members: str,
    answers: list[str],
    extract: tuple[str, Sequence[str], str],
    lang: Lang,
    *,
    groups: bool = True,
    dry_run: bool = False,
) -> int:
    """Take a part of a pack into a dossier; what the dossier says otherwise stands and is listed. ``extract``: words, bodies, years.

    Returns
    -------
    int
        1 where something needs a person's eye.
    """
    if not name:
        return _list(lang)
    if dossier is None:
        raise WrongUse(Message("packs.into-what", name=name))
    words, bodies, years = extract
    before = writable(load(dossier))
    whose = _members(members, before, answers, lang)
    if isinstance(whose, int):
        return whose
    first, last = years_of(years)
    query = Extract(members=whose, words=words, bodies=tuple(bodies), first=first, last=last, groups=groups)
    came = taken(record_named(name), query, before)
    if not dry_run and came.after is not before:
        save(came.after, dossier, over=before.hash)
    return say_taken(came, str(dossier), lang, ahead=dry_run)


def record_named(name: str) -> Pack | Dossier:
    """Return the pack of that name, or the pack or dossier at that path."""
    place = Path(name)
    is_dossier = place.is_dir() and (place / "dossier.toml").is_file() and not (place / "pack.toml").is_file()
    return load(place) if is_dossier or place.suffix.lower() in (".xlsx", ".json") else read_pack(name)


def say_taken(came: Taken, place: str, lang: Lang, *, ahead: bool = False) -> int:
    """Say what was taken, whom the record does not have, and where the dossier says something else."""
    to_errors(came.report.conflicts[:_LISTED], lang)
    if len(came.report.conflicts) > _LISTED:
        tell(Message("packs.more-differences", count=len(came.report.conflicts) - _LISTED), lang)
    if came.unknown:
        tell(Message("packs.not-in-it", count=len(came.unknown), actors=came.unknown), lang)
    new = sum(came.report.added.values())
    counts = {"rollcalls": came.rollcalls, "votes": came.votes, "members": came.members, "count": new}
    tell(Message("packs.would-take" if ahead else "packs.taken", path=place, **counts), lang)
    return 1 if came.report.conflicts or came.unknown else 0


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


def _members(given: str, before: Dossier, answers: list[str], lang: Lang) -> tuple[str, ...] | int | None:
    """Return whose votes are taken: the dossier's own actors', everybody's, or those of a list; a number where doubts are left."""
    from legation.sources import read_actor_list

    if given in ("", "own"):
        return members_in(before)
    if given == "all":
        return None
    source = Path(given) if Path(given).suffix else given.replace(",", "\n")
    draft = settled(read_actor_list(source, lang=lang), answers, lang)
    if draft is None:
        return 1
    to_errors(draft.unplaced, lang)
    return tuple(entry.country.iso3 if entry.country else entry.text for entry in draft.entries)


def _list(lang: Lang) -> int:
    for name, facts in packs().items():
        size = sum(file.stat().st_size for file in (packs_folder() / name).iterdir())
        sys.stdout.write(f"{name}\t{say(facts.title, lang)}\n")
        tell(
            Message("packs.about", origin=facts.origin, licence=facts.licence, until=facts.until, compared=facts.compared, size=size / 1e6),
            lang,
        )
        tell(Message("packs.later", how=facts.later), lang)
    return 0
