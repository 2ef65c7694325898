"""``legation meeting --record`` and ``--form``: what was said at a meeting, confirmed item by item before it becomes rows."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from legation.briefing.papers.record import item_words, meeting_record, planned_row
from legation.cli.opening import load
from legation.cli.papers import file_bytes, paper_formats, write_papers
from legation.cli.questions import case_of
from legation.cli.terminal import tell
from legation.dossier import Dossier, When, save, write_file
from legation.dossier.edit import apply, known_from
from legation.dossier.meeting_record import MeetingRecord, blank_record, read_record
from legation.errors import WrongUse
from legation.language import Lang, Message, say
from legation.questions import Case

__all__ = ["blank", "record"]

_ALL, _NONE = "all", "none"


def blank(dossier: Path, actor: str, out: Path, lang: Lang) -> int:
    """Write a form to fill: the plan of the next meeting, an empty answer and an empty promise."""
    case = case_of(dossier, None)
    row = planned_row(case, case.reference("actors", actor))
    write_file(out, blank_record(case.dossier, row.id if row else "").encode())
    tell(Message("cli.meeting-form", path=str(out)), lang)
    return 0


def record(
    dossier: Path,
    actor: str,
    source: Path,
    confirm: str | None,
    reason: str,
    langs: tuple[Lang, ...],
    out: Path,
    formats: str,
    template: Path | None,
) -> int:
    """Save the record of a meeting with the answers and promises that a person confirms, and write it as a paper.

    Without a terminal and without ``--confirm`` nothing is saved: what waits is listed.
    """
    wanted = paper_formats(formats)
    before, case = load(dossier), case_of(dossier, None)
    who = case.reference("actors", actor)
    found = read_record(source.name, file_bytes(source), actor=who)
    plan = planned_row(case, who, found.facts["date"])
    found = MeetingRecord(actor=who, plan=plan.id if plan else "", facts=found.facts, answers=found.answers, promises=found.promises)
    confirmed = _confirmed(case, found, confirm, langs[0])
    if confirmed is None:
        tell(Message("cli.meeting-waits", count=len(found.items)), langs[0])
        return 1
    day = dt.date.today()  # noqa: DTZ011 - the reader's own day
    edits = [edit for _, edit in found.edits(before, confirmed)]
    words = reason or say(Message("cli.meeting-reason", actor=case.named(who), date=_day(found.facts["date"])), langs[0])
    after = apply(before, edits, day=day, known=known_from(before, day), reason=words)
    save(after, dossier, over=before.hash)
    tell(Message("cli.meeting-saved", path=str(dossier), count=len(confirmed), of=len(found.items)), langs[0])
    after_it = case_of(dossier, None)
    row = _row_of(before, after, who)
    write_papers(after_it, (meeting_record(after_it, row, one) for one in langs), langs[0], out, wanted, template)
    return 0


def _day(text: str) -> When | str:
    """Return a day as a reader writes it; what is none is left to the check of the rows."""
    try:
        return When(text)
    except ValueError:
        return text


def _row_of(before: Dossier, after: Dossier, actor: str) -> str:
    """Return the row of the meeting itself: the first of the actor that is new."""
    there = {row.id for row in before.engagements}
    return next(row.id for row in after.engagements if row.actor == actor and row.id not in there)


def _confirmed(case: Case, found: MeetingRecord, given: str | None, lang: Lang) -> frozenset[str] | None:
    """Return the keys of what is confirmed: as the option says it, else as a person answers in the terminal; None where nobody can."""
    keys = [item.key for item in found.items]
    if given is None and keys and not sys.stdin.isatty():
        for number, item in enumerate(found.items, 1):
            tell(Message("cli.meeting-item", number=number, words=item_words(case, item)), lang)
        return None
    if given is None:
        return frozenset(
            item.key
            for number, item in enumerate(found.items, 1)
            if _says_yes(Message("cli.meeting-item", number=number, words=item_words(case, item)), lang)
        )
    if given.strip() in (_ALL, _NONE):
        return frozenset(keys if given.strip() == _ALL else ())
    numbers = [part.strip() for part in given.split(",") if part.strip()]
    allowed = {str(number): key for number, key in enumerate(keys, 1)}
    for part in numbers:
        if part not in allowed:
            raise WrongUse(
                Message("all-questions.bad-option", name="confirm", found=part[:40], allowed=" | ".join((_ALL, _NONE, *allowed)))
            )
    return frozenset(allowed[part] for part in numbers)


def _says_yes(words: Message, lang: Lang) -> bool:
    """Ask in the terminal whether something was said so; anything but a yes is a no."""
    tell(words, lang)
    sys.stdout.write(say(Message("cli.meeting-confirm"), lang) + " ")
    sys.stdout.flush()
    answer = sys.stdin.readline()
    if not answer:
        raise KeyboardInterrupt
    return answer.strip().casefold() in ("y", "yes", "o", "oui")
