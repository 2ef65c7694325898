"""``legation export``: what a reader may see of a dossier, in another carrier, as a logical framework, an exercise or a calendar."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from legation.cli.asking import chosen_date
from legation.cli.starting import must_be_new
from legation.cli.terminal import tell
from legation.dossier import MARKINGS, Dossier, load, save, write_file
from legation.dossier.folder import CARRIERS, copy
from legation.dossier.format import writable
from legation.errors import WrongUse
from legation.language import Lang, Message

__all__ = ["export", "export_calendar", "export_exercise"]


def export(dossier: Path, out: Path, marking: str, audience: str, as_of: str | None, *, logframe: bool, lang: Lang) -> int:
    """Write what a reader may see, in another carrier; the mandate stays here unless the audience is the owner."""
    is_workbook = dossier.suffix.lower() == ".xlsx"
    if (
        not logframe
        and not is_workbook
        and audience == "owner"
        and marking in ("", MARKINGS[-1])
        and not as_of
        and load(dossier).is_read_only
    ):
        return _copied(dossier, out, lang)
    seen = _seen(dossier, marking, audience, as_of)
    if logframe:
        from legation.sources.logframe import logframe_csv, logframe_xlsx

        write_file(out, logframe_xlsx(seen) if out.suffix.lower() == ".xlsx" else logframe_csv(seen))
    else:
        if out.suffix.lower() not in (*CARRIERS, ""):
            raise WrongUse(Message("cli.export-format", found=out.name))
        if not out.suffix:
            must_be_new(out)
        save(seen, out)
    tell(Message("cli.exported", path=str(out)), lang)
    return 0


def export_exercise(dossier: Path, out: Path, model: str, marking: str, audience: str, as_of: str | None, *, lang: Lang) -> int:
    """Write roles, options and goals of a conflict model, as far as a reader may see it, for an exercise to be set up from."""
    from legation.dossier.models.conflict import CONFLICT
    from legation.sources.exercise import write_exercise

    seen = _seen(dossier, marking, audience, as_of)
    parts = {Path(part).stem: part for part in CONFLICT.of(seen.files).values()}
    if model not in parts:
        raise WrongUse(Message("all-questions.bad-option", name="exercise", found=model, allowed=" | ".join(parts) or "—"))
    read = CONFLICT.read(seen.files[parts[model]], parts[model])
    write_file(out, write_exercise(read, lang))
    tell(Message("cli.exported", path=str(out)), lang)
    return 0


def export_calendar(dossier: Path, out: Path, marking: str, audience: str, as_of: str | None, *, lang: Lang) -> int:
    """Write the steps of the fora, as far as a reader may see them, as an iCalendar file."""
    from legation.briefing.fora_calendar import fora_calendar
    from legation.questions import Case

    if out.suffix.lower() != ".ics":
        raise WrongUse(Message("cli.calendar-format", found=out.name))
    case = Case(dossier=_seen(dossier, marking, audience, as_of), today=dt.date.today())  # noqa: DTZ011 - the reader's own day
    write_file(out, fora_calendar(case, lang))
    tell(Message("cli.exported", path=str(out)), lang)
    return 0


def _copied(dossier: Path, out: Path, lang: Lang) -> int:
    """Give the owner every byte of a dossier that a newer release made."""
    if out.suffix.lower() not in (".zip", ""):
        raise WrongUse(Message("cli.export-format", found=out.name))
    must_be_new(out)
    copy(dossier, out)
    tell(Message("cli.exported", path=str(out)), lang)
    return 0


def _seen(dossier: Path, marking: str, audience: str, as_of: str | None) -> Dossier:
    """Return a dossier as a reader may see it; of one that a newer release made nobody can say that."""
    today = dt.date.today()  # noqa: DTZ011 - the reader's own day
    day = chosen_date("as-of", as_of) if as_of else None
    return writable(load(dossier)).cleared(marking or MARKINGS[-1], audience, as_of=day, day=max(today, day or today))
