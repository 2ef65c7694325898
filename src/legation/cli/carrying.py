"""``legation new`` and ``check``: dossiers made and looked at."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

from legation.cli.starting import identifier, must_be_new
from legation.cli.terminal import tell
from legation.dossier import TABLES, Dossier, Info, When, Wording, examine, load, save, write_file
from legation.dossier.folder import CARRIERS
from legation.language import Lang, Message, say

__all__ = ["check", "new"]


def new(out: Path, title: str, lang: Lang) -> int:
    """Make an empty dossier with the tables that most dossiers begin with."""
    must_be_new(out)
    name = title or out.name
    info = Info(id=identifier(out), title=Wording(name), created=When(dt.date.today().isoformat()))  # noqa: DTZ011 - the reader's own day
    save(Dossier(info=info), out)
    if out.suffix.lower() not in CARRIERS:
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
