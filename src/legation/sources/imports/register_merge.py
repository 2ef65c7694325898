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
    parts, problems, done = dict(wanted.before.files), list[Problem](), []
    for name, coming, rejected in registers:
        part = f"{FOLDER}{name}.json"
        there = decode(parts[part], part) if part in parts else Incidents(part=part)
        found = joined(there, coming)
        warnings = (*rejected, *found.contradicting)
        problems += warnings
        if found.added:
            parts[part] = encode(found.incidents)
        done.append(Done("bringing.register", {"part": part, "count": found.added, "of": len(coming.objects), "doubts": len(warnings)}))
    after = dataclasses.replace(wanted.before, files=parts) if parts != wanted.before.files else wanted.before
    return Brought(after=after, done=tuple(done), problems=tuple(problems), unplaced=len(problems))
