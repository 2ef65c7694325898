"""Registers of incidents put into a dossier."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from legation.dossier.problem import Problem
from legation.sources.source import Brought, Done, Wanted
from legation.sources.stix.bundle import decode, encode, joined
from legation.sources.stix.incidents import Incidents
from legation.sources.stix.register import FOLDER

__all__ = ["with_registers"]


def with_registers(registers: Iterable[tuple[str, Incidents, tuple[Problem, ...]]], wanted: Wanted) -> Brought:
    """Return the dossier whose registers ``incidents/NAME.json`` grew by others, each with its name and what of it was not placed."""
    parts, problems, told = dict(wanted.before.files), list[Problem](), []
    for name, coming, unplaced in registers:
        part = f"{FOLDER}{name}.json"
        there = decode(parts[part], part) if part in parts else Incidents(part=part)
        found = joined(there, coming)
        doubts = (*unplaced, *found.contradicting)
        problems += doubts
        if found.added:
            parts[part] = encode(found.incidents)
        told.append(Done("bringing.register", {"part": part, "count": found.added, "of": len(coming.objects), "doubts": len(doubts)}))
    after = dataclasses.replace(wanted.before, files=parts) if parts != wanted.before.files else wanted.before
    return Brought(after=after, done=tuple(told), problems=tuple(problems), unplaced=len(problems))
