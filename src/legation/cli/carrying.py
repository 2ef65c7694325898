"""``legation new``, ``check``, ``fields``, ``template``, ``import`` and ``export``: dossiers in and out."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legation.cli.asking import chosen_date
from legation.cli.starting import identifier, listed, must_be_new, settled, to_errors
from legation.cli.terminal import bar, lines, tell
from legation.dossier import MARKINGS, TABLES, Dossier, Info, When, Wording, examine, load, save, write_file
from legation.errors import WrongUse
from legation.language import Lang, Message, say

if TYPE_CHECKING:
    from legation.sources import Reading

__all__ = ["check", "export", "fields", "import_files", "new", "template"]

SOURCES = ("unvotes", "undl", "supporters", "list", "logframe")


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
    """List every fault and notice; exit code 1 where there is a fault."""
    problems = examine(dossier)
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


def fields(table: str, *, as_json: bool, lang: Lang) -> int:
    """List the fields of a table, or of all."""
    chosen = [_table(table)] if table else list(TABLES)
    if as_json:
        from legation.dossier.template import datapackage

        sys.stdout.write(datapackage(tables=chosen, lang=lang).decode("utf-8"))
        return 0
    columns = [Message(f"cli.column.{name}") for name in ("field", "kind", "allowed", "meaning")]
    for name in chosen:
        rows: list[list[Any]] = [
            [column.name + (" *" if column.required else ""), column.kind.name, column.kind.allowed, column.meaning(name)]
            for column in TABLES[name].columns
        ]
        lines(Message("cli.fields-of", part=TABLES[name].part, what=TABLES[name].title), columns, rows, lang)
    return 0


def template(out: Path, table: str, lang: Lang) -> int:
    """Write an empty table, a workbook of all, or the description of the tables."""
    match out.suffix.lower():
        case ".json":
            from legation.dossier.template import datapackage

            data = datapackage(tables=[_table(table)] if table else TABLES, lang=lang)
        case ".xlsx":
            from legation.dossier.workbook import template_bytes

            data = template_bytes([_table(table)] if table else TABLES, lang)
        case ".csv":
            from legation.dossier.template import csv_template

            data = csv_template(_table(table or out.stem))
        case _:
            raise WrongUse(Message("cli.template-format", found=out.name))
    write_file(out, data)
    sys.stdout.write(f"{out}\n")
    return 0


def import_files(
    source: str, files: list[Path], dossier: Path, chosen: dict[str, str], answers: list[str], *, dry_run: bool, lang: Lang
) -> int:
    """Bring a file into a dossier; with ``dry_run`` only say what would be brought."""
    if source not in SOURCES:
        raise WrongUse(Message("all-questions.bad-option", name="source", found=source, allowed=" | ".join(SOURCES)))
    before = load(dossier)
    if chosen["known_on"]:
        chosen_date("known-on", chosen["known_on"])
    if source == "logframe":
        from legation.sources.logframe import read_logframe

        after = read_logframe(before, files[0])
        count = sum(len(after.rows(name)) for name in ("objectives", "activities", "indicators", "assumptions"))
        unplaced = 0
    else:
        from legation import sources

        evidence = f"{source}-{identifier(files[0])}"
        draft = settled(sources.read_actor_list(files[0], kind=chosen["kind"]), answers, lang) if source == "list" else None
        if source == "list" and draft is None:
            return 1
        with bar(Message("cli.reading"), lang):
            reading = listed(draft, evidence) if draft else _reading(source, files, chosen)
        after, report = sources.merge(before, reading, evidence_id=evidence, known_on=chosen["known_on"] or None)
        to_errors((*reading.unplaced, *reading.doubts, *report.conflicts), lang)
        count, unplaced = sum(report.added.values()), len(reading.unplaced) + len(report.conflicts)
    if not dry_run:
        save(after, dossier, over=before.hash)
        if source == "supporters":
            _keep_mapping(files[0])
    tell(Message("cli.would-import" if dry_run else "cli.imported", count=count, unplaced=unplaced, path=str(dossier)), lang)
    return 1 if unplaced else 0


def export(dossier: Path, out: Path, marking: str, audience: str, as_of: str | None, *, logframe: bool, lang: Lang) -> int:
    """Write what a reader may see, in another carrier; the mandate stays here unless the audience is the owner."""
    whole = load(dossier)
    seen = (whole.as_of(chosen_date("as-of", as_of)) if as_of else whole).cleared(marking or MARKINGS[-1], audience)
    if logframe:
        from legation.sources.logframe import logframe_csv, logframe_xlsx

        write_file(out, logframe_xlsx(seen) if out.suffix.lower() == ".xlsx" else logframe_csv(seen))
    else:
        if out.suffix.lower() not in (".zip", ".xlsx", ""):
            raise WrongUse(Message("cli.export-format", found=out.name))
        if not out.suffix:
            must_be_new(out)
        save(seen, out)
    tell(Message("cli.exported", path=str(out)), lang)
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


def _table(name: str) -> str:
    stem = name.removesuffix(".csv")
    if stem not in TABLES:
        raise WrongUse(Message("all-questions.bad-option", name="table", found=name, allowed=" | ".join(TABLES)))
    return stem
