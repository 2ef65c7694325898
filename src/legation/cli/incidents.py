"""Registers of incidents out of a dossier for a reader: as bundles of STIX and events of MISP."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from legation.cli.asking import chosen_date
from legation.cli.starting import to_errors
from legation.cli.terminal import tell
from legation.dossier import MARKINGS, load
from legation.dossier.format import writable
from legation.errors import WrongUse
from legation.language import Lang, Message

if TYPE_CHECKING:
    from legation.dossier.problem import Problem
    from legation.sources.stix import Incidents

__all__ = ["export_register", "register_seen"]

_MISP = ".misp.json"
"""How the name of a file ends that is written as events of MISP."""


def export_register(dossier: Path, out: Path, register: str, marking: str, audience: str, as_of: str | None, *, lang: Lang) -> int:
    """Write what a reader may see of a register: as a bundle of STIX, or as events of MISP where the name ends in ``.misp.json``.

    A register that is not for that marking, because the dossier or the evidence that archived it is marked higher, is answered as one that
    is not there. Exit code 1 where a text still names a victim that must not be named, or MISP has no place for something.
    """
    from legation.sources import misp, stix

    if out.suffix.lower() != ".json":
        raise WrongUse(Message("cli.register-format", found=out.name))
    seen, problems = register_seen(dossier, register, marking, audience, as_of)
    if out.name.lower().endswith(_MISP):
        problems = (*problems, *misp.write(seen, out))
    else:
        stix.write(seen, out)
    to_errors(problems, lang)
    tell(Message("cli.exported", path=str(out)), lang)
    return 1 if problems else 0


def register_seen(dossier: Path, register: str, marking: str, audience: str, as_of: str | None) -> tuple[Incidents, tuple[Problem, ...]]:
    """Return what a reader may see of a register, and where a text of it still names a victim that must not be named."""
    from legation.sources import stix

    whole = writable(load(dossier))
    reader = marking or MARKINGS[-1]
    names = {Path(part).stem: part for part in sorted(whole.cleared(reader, "desk").files) if stix.is_register(part)}
    if register not in names:
        raise WrongUse(Message("all-questions.bad-option", name="incidents", found=register, allowed=" | ".join(names) or "—"))
    there = stix.decode(whole.files[names[register]], names[register])
    day = dt.date.today()  # noqa: DTZ011 - the reader's own day
    if as_of:
        there = there.known_at(chosen_date("as-of", as_of))
        day = max(day, chosen_date("as-of", as_of))
    seen = there.cleared(reader, audience, unmarked=whole.info.marking or MARKINGS[0], day=day)
    return seen, stix.still_named(there, seen, audience, day)
