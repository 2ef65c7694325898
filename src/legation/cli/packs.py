"""``legation take``: a part of a pack, or of another dossier, into a dossier; without a name, the packs that there are."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from legation.cli.opening import load
from legation.cli.start import settled, to_errors
from legation.cli.taken import record_named, say_taken, years_of
from legation.cli.terminal import tell
from legation.dossier import save
from legation.dossier.files.format import writable
from legation.errors import WrongUse
from legation.language import Lang, Message, say
from legation.sources.packs.extract import Extract
from legation.sources.packs.library import with_piece
from legation.sources.packs.pack import packs, packs_folder, pieces, read_pack
from legation.sources.packs.taking import members_in, taken

if TYPE_CHECKING:
    from legation.dossier import Dossier

__all__ = ["take"]


def take(
    name: str,
    dossier: Path | None,
    members: str,
    answers: list[str],
    extract: tuple[str, Sequence[str], str],
    lang: Lang,
    *,
    fora: str = "",
    groups: bool = True,
    dry_run: bool = False,
) -> int:
    """Take a part of a pack into a dossier; what the dossier says otherwise stands and is listed. ``extract``: words, bodies, years.

    ``fora`` names fora, parted by commas: with them come all their members, and no votes.

    Returns
    -------
    int
        1 where something needs a person's eye.
    """
    if not name:
        return _list(lang)
    if dossier is None:
        raise WrongUse(Message("packs.into-what", name=name))
    if name in pieces():
        return _take_piece(name, dossier, lang, dry_run=dry_run)
    words, bodies, years = extract
    named = tuple(one.strip() for one in fora.split(",") if one.strip())
    given = [of for of, value in (("--about", words), ("--body", bodies), ("--years", years)) if value]
    if named and given:
        raise WrongUse(Message("packs.fora-or-votes", option=given[0]))
    before = writable(load(dossier))
    whose = None if named else _members(members, before, answers, lang)
    if isinstance(whose, int):
        return whose
    first, last = years_of(years)
    query = Extract(members=whose, words=words, bodies=tuple(bodies), first=first, last=last, groups=groups, fora=named)
    came = taken(record_named(name), query, before)
    if not dry_run and came.after is not before:
        save(came.after, dossier, over=before.hash)
    return say_taken(came, str(dossier), lang, ahead=dry_run)


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


def _take_piece(name: str, dossier: Path, lang: Lang, *, dry_run: bool) -> int:
    """Take a game of the library into a dossier, with its negotiation and its sources."""
    before, piece = writable(load(dossier)), read_pack(name)
    after = with_piece(before, piece)
    if not dry_run and after is not before:
        save(after, dossier, over=before.hash)
    values = {"path": str(dossier), "title": piece.facts.title, "count": len(piece.outline.evidence)}
    tell(Message("packs.would-take-piece" if dry_run else "packs.taken-piece", **values), lang)
    return 0


def _list_library(lang: Lang) -> None:
    """Write the pieces of the library, each with whom it is for and how long it takes."""
    tell(Message("packs.library"), lang)
    for name, facts in pieces().items():
        piece = facts.library
        if piece is None:
            continue
        sys.stdout.write(f"{name}\t{say(facts.title, lang)}\n")
        values = {"players": piece.players, "minutes": piece.minutes, "reading": piece.reading, "play": piece.play}
        message = Message("packs.about-piece", audience=piece.audience, debrief=piece.debrief, licence=facts.licence_said, **values)
        tell(message, lang)


def _list(lang: Lang) -> int:
    """Write the packs, each with its origin; of one with fora also these, by their id; then the pieces of the library."""
    for name, facts in packs().items():
        size = sum(file.stat().st_size for file in (packs_folder() / name).iterdir())
        values = {"origin": facts.origin, "licence": facts.licence_said, "compared": facts.compared, "size": size / 1e6}
        sys.stdout.write(f"{name}\t{say(facts.title, lang)}\n")
        about = Message("packs.about", until=facts.until, **values) if facts.until else Message("packs.about-fora", **values)
        messages = (Message("packs.later", how=facts.later), about)
        for one in messages if facts.until is None else reversed(messages):
            tell(one, lang)
        sys.stdout.writelines(f"  {row.id}\t{say(row.forum, lang)}\n" for row in read_pack(name).outline.processes)
    _list_library(lang)
    return 0
