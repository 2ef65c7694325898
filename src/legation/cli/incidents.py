"""Registers of incidents from the command line: bundles of STIX and events of MISP into a dossier, and out for a reader."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from legation.cli.asking import chosen_date
from legation.cli.starting import identifier, to_errors
from legation.cli.terminal import tell
from legation.dossier import MARKINGS, load, save
from legation.errors import WrongUse
from legation.language import Lang, Message

if TYPE_CHECKING:
    from legation.dossier.problem import Problem
    from legation.sources.stix import Incidents

__all__ = ["REGISTERS", "add_registers", "export_register", "import_registers", "register_seen"]

REGISTERS = ("stix", "misp")
"""Formats of a register that are read."""
_MISP = ".misp.json"
"""How the name of a file ends that is written as events of MISP."""


def import_registers(source: str, files: list[Path], dossier: Path, *, dry_run: bool, lang: Lang) -> int:
    """Add what files hold to the registers ``incidents/NAME.json`` of their names; exit code 1 where something needs a person's eye."""
    return add_registers(((identifier(file), *_read(source, file)) for file in files), dossier, dry_run=dry_run, lang=lang)


def add_registers(registers: Iterable[tuple[str, Incidents, tuple[Problem, ...]]], dossier: Path, *, dry_run: bool, lang: Lang) -> int:
    """Add registers, each with its name and what of it could not be placed; exit code 1 where something needs a person's eye."""
    from legation.sources import stix

    before = load(dossier)
    parts, doubts = dict(before.files), 0
    said = []
    for name, coming, unplaced in registers:
        problems = unplaced
        part = f"{stix.FOLDER}{name}.json"
        there = stix.decode(parts[part], part) if part in parts else stix.Incidents(part=part)
        found = stix.joined(there, coming)
        problems = (*problems, *found.contradicting)
        to_errors(problems, lang)
        doubts += len(problems)
        if found.added:
            parts[part] = stix.encode(found.incidents)
        form = "cli.would-import-register" if dry_run else "cli.imported-register"
        of = len(coming.objects)
        said.append(Message(form, part=part, path=str(dossier), count=found.added, of=of, doubts=len(problems)))
    if not dry_run and parts != before.files:
        save(dataclasses.replace(before, files=parts), dossier, over=before.hash)
    for line in said:
        tell(line, lang)
    return 1 if doubts else 0


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

    whole = load(dossier)
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


def _read(source: str, file: Path) -> tuple[Incidents, tuple[Problem, ...]]:
    """Return the register of a file, and what of it could not be placed."""
    from legation.sources import misp, stix

    if source == "stix":
        register = stix.read(file)
        return register, register.unplaced
    made = misp.read(file)
    return made.incidents, (*made.kept, *made.incidents.unplaced)
