"""``legation export``: what a reader may see, in another carrier, as a framework, an exercise, a calendar or a draft."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from legation.cli.opening import load
from legation.cli.questions import chosen_date
from legation.cli.start import must_be_new
from legation.cli.terminal import tell
from legation.dossier import MARKINGS, Dossier, save, write_file
from legation.dossier.files.folder import CARRIERS, copy
from legation.dossier.files.format import writable
from legation.dossier.models.conflict_model import ConflictModel
from legation.errors import WrongUse
from legation.language import Lang, Message, say
from legation.methods.conflict import exercise

__all__ = [
    "export",
    "export_calendar",
    "export_draft",
    "export_exercise",
    "write_exercise",
]


def write_exercise(model: ConflictModel, lang: Lang) -> bytes:
    """Return the JSON of :mod:`legation.methods.conflict.roles`; model, roles and options bear a ``title`` beside their ids.

    Raises
    ------
    BadValue
        For a model of more states than an exercise hands out.

    Examples
    --------
    >>> from legation.dossier.models.conflict import CONFLICT
    >>> made = json.loads(write_exercise(CONFLICT.read(CONFLICT.template("en").encode(), "conflicts/one.toml"), "en"))
    >>> made["format"], made["start"], len(made["role"]), made["role"][0]["title"]
    ('legation-exercise', '1000', 3, 'Intruder')
    """
    files = exercise(model.graph(), model.start)
    for role in files["role"]:
        role["title"] = model.name(role["name"], lang)
        for option in role["option"]:
            option["title"] = model.name(option["name"], lang)
    return json.dumps({"title": model.title.in_language(lang), **files}, ensure_ascii=False, indent=1).encode() + b"\n"


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
        from legation.sources.tables.logframe import logframe_csv, logframe_xlsx

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

    seen = _seen(dossier, marking, audience, as_of)
    parts = {Path(part).stem: part for part in CONFLICT.of(seen.files).values()}
    if model not in parts:
        allowed = " | ".join(parts) or Message("cli.no-part-yet", folder="conflicts/")
        raise WrongUse(Message("all-questions.bad-option", name="exercise", found=model, allowed=allowed))
    read = CONFLICT.read(seen.files[parts[model]], parts[model])
    write_file(out, write_exercise(read, lang))
    tell(Message("cli.exported", path=str(out)), lang)
    return 0


def export_calendar(dossier: Path, out: Path, marking: str, audience: str, as_of: str | None, *, lang: Lang) -> int:
    """Write the steps of the fora, as far as a reader may see them, as an iCalendar file."""
    from legation.briefing.data import fora_calendar
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


_FORMS = (".docx", ".txt", ".xml", ".akn")


def export_draft(dossier: Path, out: Path, name: str, marking: str, audience: str, as_of: str | None, *, lang: Lang) -> int:
    """Write a draft as it stands, with its brackets: as a Word file, plain text or Akoma Ntoso, by how the name ends.

    Who wants what is written where the room shows it, of what was said in the open.
    """
    from legation.methods.drafting import parse
    from legation.questions import Case
    from legation.questions.deals.drafting.draft import find_draft
    from legation.rooms.drafting import view
    from legation.sources.draft import akoma_ntoso, text, word

    form = out.suffix.lower()
    if form not in _FORMS:
        raise WrongUse(Message("cli.draft-format", found=out.name))
    today = dt.date.today()  # noqa: DTZ011 - the reader's own day
    day = chosen_date("as-of", as_of) if as_of else None
    seen = writable(load(dossier)).cleared(marking or MARKINGS[-1], audience, as_of=day, day=max(today, day or today))
    case = Case(dossier=seen, today=today)
    opened = find_draft(case if day is None else case.at(day), name)
    model = opened.model
    words = view(opened.room.state, "attributed" if model.attributed else "bracketed") + "\n"
    draft = parse(words, model.bis)
    if form == ".docx":
        data = word.encoded(str(out), draft, say(opened.title, lang), model.bis)
    elif form == ".txt":
        data = text.encoded(str(out), text.PlainText(words))
    else:
        about = akoma_ntoso.About(name=model.id, date=opened.room.versions[-1].date.last, language=model.language)
        data = akoma_ntoso.encoded(str(out), draft, about)
    write_file(out, data)
    tell(Message("cli.exported", path=str(out)), lang)
    return 0
