"""``legation round``: the page of the evening, the instruction as a telegram's text, sheets, and approaches read from pasted lines."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from legation import moment
from legation.broken_file import refused
from legation.cli.opening import load
from legation.cli.papers import file_bytes, template_for
from legation.cli.questions import case_of
from legation.cli.terminal import tell
from legation.dossier import Round, save, write_file
from legation.dossier.edit import apply, known_from
from legation.dossier.files.workbook import sheet_bytes
from legation.dossier.tables.csv_sheet import write_csv
from legation.errors import WrongUse
from legation.language import Lang, Message, say
from legation.questions import Case
from legation.questions.actors.rounds.building import clashes, edits_of, first_to_call, read_lines
from legation.questions.actors.rounds.log import find_round, log_of
from legation.questions.actors.rounds.sheets import USUAL, follow_up, partner_sheet
from legation.questions.actors.rounds.tally import tally_of
from legation.questions.actors.where_does_the_round_stand import moments

__all__ = ["assign", "propose", "write"]

_WRITTEN = (".pdf", ".docx", ".html", ".txt", ".csv", ".xlsx")


def write(
    dossier: Path,
    wanted: str,
    at: str,
    since: str,
    out: Path,
    lang: Lang,
    template: Path | None,
    partner: str,
    columns: str,
    disclosed: str,
) -> int:
    """Write what the suffix of the file says: the page, the telegram's text, or a sheet."""
    suffix = out.suffix.lower()
    if suffix not in _WRITTEN:
        raise WrongUse(Message("all-questions.bad-option", name="out", found=out.name, allowed=" | ".join(f"*{one}" for one in _WRITTEN)))
    case, row, when, before = _inputs(dossier, wanted, at, since)
    if suffix == ".txt":
        from legation.briefing.papers.telegram import telegram

        data = telegram(case, log_of(case, row, when), lang).encode()
    elif suffix in (".csv", ".xlsx"):
        data = _sheet(case, row, when, lang, partner, _names(columns), _names(disclosed), suffix)
    else:
        from legation.briefing import docx, html, pdf
        from legation.briefing.papers.round_page import round_page

        page = round_page(case, row, when, before, lang)
        own = template_for(case, template, {suffix[1:]}, lang)
        data = docx.render(page, own) if suffix == ".docx" else pdf.render(page) if suffix == ".pdf" else html.render(page)
    write_file(out, data)
    sys.stdout.write(f"{out}\n")
    return 0


def _names(listed: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in listed.split(",") if part.strip())


def _sheet(
    case: Case, row: Round, at: dt.datetime, lang: Lang, partner: str, columns: tuple[str, ...], disclosed: tuple[str, ...], suffix: str
) -> bytes:
    log = log_of(case, row, at)
    if partner:
        named = [one.partner for one in log.approaches if one.partner.casefold() == partner.casefold()]
        meant = named[0] if named else case.reference("actors", partner)
        header, rows = partner_sheet(case, log, meant, lang, columns or USUAL, disclosed)
    else:
        header, rows = follow_up(case, log, tally_of(case, log), lang)
    return write_csv(header, rows) if suffix == ".csv" else sheet_bytes(say(Message("rounds.sheet"), lang), [header, *rows])


def _inputs(dossier: Path, wanted: str, at: str, since: str) -> tuple[Case, Round, dt.datetime, dt.datetime]:
    """Return the case as it was known on the day of the moment, the round, the moment and that of the last page."""
    case = case_of(dossier, None)
    row = find_round(case, wanted)
    when, before = moments(case, row, at, since)
    seen = case.at(min(case.as_of, when.date()))
    return seen, find_round(seen, row.id), when, before


def propose(dossier: Path, wanted: str, most: int, lang: Lang) -> int:
    """Print whom *Whom to call first?* puts first and nobody in the round speaks to yet, as a line to complete."""
    case = case_of(dossier, None)
    found = first_to_call(case, find_round(case, wanted), most)
    tell(Message("cli.round-propose", actors=tuple(say(case.named(one), lang) for one in found) or ("—",)), lang)
    return 0


def assign(dossier: Path, wanted: str, at: str, source: Path, reason: str, lang: Lang, *, confirmed: bool) -> int:
    """Read who speaks to whom, tell what stands against it, and save the rows where that is confirmed.

    Nothing is saved where a line has a fault, or without the confirmation.
    """
    before = load(dossier)
    case = case_of(dossier, None)
    row = find_round(case, wanted)
    when = moments(case, row, at, "")[0] if at else row.opened.instant if row.opened else moment.starts(case.as_of, "UTC")
    found = read_lines(case, _text_of(source))
    for one in found.faults:
        tell(Message("cli.round-line", line=one.line, why=one.why), lang)
    if found.faults:
        tell(Message("cli.round-faults", count=len(found.faults)), lang)
        return 1
    for clash in clashes(case, row, found.given, when):
        tell(clash.said(case), lang)
    edits = edits_of(case, row, found.given, when)
    if not confirmed:
        tell(Message("cli.round-waits", count=len(edits)), lang)
        return 1
    day = dt.date.today()  # noqa: DTZ011 - the reader's own day
    after = apply(before, edits, day=day, known=known_from(before, day), reason=reason)
    save(after, dossier, over=before.hash)
    tell(Message("cli.round-saved", count=len(edits), path=str(dossier)), lang)
    return 0


def _text_of(path: Path) -> str:
    """Return the lines of a file."""
    with refused(path):
        return file_bytes(path).decode("utf-8-sig")
