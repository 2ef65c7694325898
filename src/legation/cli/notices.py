"""``legation notify``: duties to notify of two acts of the Union, counted from the moment at which the firm became aware."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from legation import moment
from legation.cli.opening import load
from legation.cli.terminal import tell
from legation.dossier import save
from legation.dossier.edit import apply, known_from
from legation.dossier.files.format import writable
from legation.errors import WrongUse
from legation.language import Lang, Message
from legation.questions import Case, ask
from legation.questions.incident.duties.ready import ACTS, ready_edits

__all__ = ["notify"]


def notify(dossier: Path, aware: str, zone: str, acts: str, incident: str, lang: Lang) -> int:
    """Add the rows, and print the first of them that is due."""
    before = writable(load(dossier))
    if zone not in moment.zones():
        raise WrongUse(Message("moment.no-zone", found=zone))
    named = tuple(one.strip() for one in acts.split(",") if one.strip()) or ACTS
    edits = ready_edits(before, moment.typed(aware, zone), zone, named, incident)
    day = dt.date.today()  # noqa: DTZ011 - the reader's own day
    after = apply(before, edits, day=day, known=known_from(before, day))
    save(after, dossier, over=before.hash)
    tell(Message("cli.notices-added", count=len(edits), path=str(dossier)), lang)
    for one in ask("whom-must-we-notify", Case(dossier=after, today=day)).findings[:1]:
        tell(one.message, lang)
    return 0
