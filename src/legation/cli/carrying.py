"""``legation new``, ``check`` and ``import``: dossiers made, looked at and filled."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from legation.cli.asking import chosen_date
from legation.cli.incidents import REGISTERS, import_registers
from legation.cli.starting import identifier, listed, must_be_new, settled, to_errors
from legation.cli.terminal import bar, tell
from legation.dossier import TABLES, Dossier, Info, When, Wording, examine, load, save, write_file
from legation.errors import WrongUse
from legation.language import Lang, Message, say

if TYPE_CHECKING:
    from legation.sources import Reading
    from legation.sources.polis import Conversation

__all__ = ["SOURCES", "check", "import_files", "new"]

MATRICES = ("scenariowizard", "impact-matrix")
SOURCES = ("unvotes", "undl", "supporters", "list", "logframe", "polis", *MATRICES, *REGISTERS)


def new(out: Path, title: str, lang: Lang) -> int:
    """Make an empty dossier with the tables that most dossiers begin with."""
    must_be_new(out)
    name = title or out.name
    info = Info(id=identifier(out), title=Wording(name), created=When(dt.date.today().isoformat()))  # noqa: DTZ011 - the reader's own day
    save(Dossier(info=info), out)
    if out.suffix.lower() not in (".zip", ".xlsx"):
        from legation.dossier.template import csv_template

        for table in ("actors", "issues", "positions", "evidence", "objectives", "activities"):
            write_file(out / TABLES[table].part, csv_template(table))
    tell(Message("cli.made", path=str(out)), lang)
    return 0


def check(dossier: Path, *, as_json: bool, lang: Lang) -> int:
    """List every fault and notice, of the dossier and, where it can be read, of its models; exit code 1 where there is a fault."""
    from legation.sources.models import model_faults, model_notices

    problems = examine(dossier)
    if all(p.is_notice for p in problems):
        there = load(dossier)
        problems = (*problems, *model_faults(there), *model_notices(there))
    faults = sum(1 for p in problems if not p.is_notice)
    if as_json:
        listed = [
            {
                "part": p.part,
                "row": p.row,
                "column": p.column,
                "allowed": p.allowed,
                "found": p.found,
                "remedy": say(p.remedy, lang),
                "code": p.code,
                "fault": not p.is_notice,
            }
            for p in problems
        ]
        sys.stdout.write(json.dumps(listed, ensure_ascii=False, indent=1) + "\n")
    else:
        for found in problems:
            sys.stdout.write(say(found, lang) + "\n")
        tell(Message("cli.checked", count=faults, notices=len(problems) - faults, path=str(dossier)), lang)
    return 1 if faults else 0


def import_files(
    source: str, files: list[Path], dossier: Path, chosen: dict[str, str], answers: list[str], *, dry_run: bool, lang: Lang
) -> int:
    """Bring a file into a dossier; with ``dry_run`` only say what would be brought."""
    if source not in SOURCES:
        raise WrongUse(
            Message("all-questions.bad-option", name="source", found=source, allowed=" | ".join((*SOURCES, "genius", "draft", "taxii")))
        )
    if source in REGISTERS:
        return import_registers(source, files, dossier, dry_run=dry_run, lang=lang)
    before = load(dossier)
    if chosen["known_on"]:
        chosen_date("known-on", chosen["known_on"])
    if source in MATRICES:
        return _import_matrix(source, files[0], before, dossier, dry_run=dry_run, lang=lang)
    if source == "logframe":
        from legation.sources.logframe import read_logframe

        after = read_logframe(before, files[0])
        count = sum(len(after.rows(name)) for name in ("objectives", "activities", "indicators", "assumptions"))
        unplaced = 0
    else:
        from legation import sources
        from legation.sources import polis

        evidence = f"{source}-{identifier(files[0])}"
        draft = settled(sources.read_actor_list(files[0], kind=chosen["kind"]), answers, lang) if source == "list" else None
        if source == "list" and draft is None:
            return 1
        with bar(Message("cli.reading"), lang):
            conversation = polis.read(files[0]) if source == "polis" else None
            if conversation is not None:
                reading = polis.to_dossier(conversation)
            else:
                reading = listed(draft, evidence) if draft else _reading(source, files, chosen)
        after, report = sources.merge(before, reading, evidence_id=evidence, known_on=chosen["known_on"] or None)
        if conversation is not None:
            after = _with_room(after, conversation, identifier(files[0]), dossier)
        to_errors((*reading.unplaced, *reading.doubts, *report.conflicts), lang)
        count, unplaced = sum(report.added.values()), len(reading.unplaced) + len(report.conflicts)
    if not dry_run:
        save(after, dossier, over=before.hash)
        if source == "supporters":
            _keep_mapping(files[0])
    tell(Message("cli.would-import" if dry_run else "cli.imported", count=count, unplaced=unplaced, path=str(dossier)), lang)
    return 1 if unplaced else 0


def _with_room(after: Dossier, conversation: Conversation, name: str, dossier: Path) -> Dossier:
    """Return a dossier with the room that an export of Polis holds, which questions are asked on."""
    from legation.sources.polis.room_parts import room_parts

    parts = room_parts(conversation, name)
    there = next((part for part in parts if part in after.files), None)
    if there is not None:
        raise WrongUse(Message("cli.model-there", part=there, path=str(dossier)))
    return dataclasses.replace(after, files={**after.files, **parts})


def _import_matrix(source: str, file: Path, before: Dossier, dossier: Path, *, dry_run: bool, lang: Lang) -> int:
    """Bring a cross-impact matrix into a dossier as a model of scenarios, to be given reasons and sources."""
    from legation.dossier.models.scenario import SCENARIO
    from legation.sources import impact_matrix, scenariowizard
    from legation.sources.matrix_scenario import model_of

    matrix = (scenariowizard if source == "scenariowizard" else impact_matrix).read(file)
    part = f"scenarios/{identifier(file)}.toml"
    if part in before.files:
        raise WrongUse(Message("cli.model-there", part=part, path=str(dossier)))
    written = SCENARIO.write(model_of(matrix, part))
    SCENARIO.read(written, part)  # a matrix beyond what a dossier holds is refused before anything is saved
    if not dry_run:
        save(dataclasses.replace(before, files={**before.files, part: written}), dossier, over=before.hash)
    counts = {"descriptors": len(matrix.descriptors), "count": sum(matrix.sizes)}
    tell(Message("cli.would-import-model" if dry_run else "cli.imported-model", part=part, path=str(dossier), **counts), lang)
    return 0


def _reading(source: str, files: list[Path], chosen: dict[str, str]) -> Reading:
    from legation import sources

    sessions = {int(part) for part in re.findall(r"\d+", chosen["sessions"])} or None
    match source:
        case "unvotes":
            if len(files) < 2:
                raise WrongUse(Message("cli.unvotes-files"))
            return sources.read_unvotes(files[0], files[1], files[2] if len(files) > 2 else None, sessions=sessions)
        case "undl":
            return sources.read_undl(files[0], sessions=sessions)
        case _:
            known_on = chosen["known_on"]
            if not known_on:
                raise WrongUse(Message("cli.known-on"))
            return sources.read_supporters(files[0], sources.mapping_for(files[0]), known_on=known_on, coalition=chosen["coalition"])


def _keep_mapping(file: Path) -> None:
    """Save beside a list what its columns were taken to mean, so that it can be read and corrected."""
    from legation import sources

    if sources.load_mapping(file) is None:
        sources.save_mapping(file, sources.mapping_for(file))
