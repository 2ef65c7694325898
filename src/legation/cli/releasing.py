"""``legation release``: a row may be seen at its own marking, which is lower than what it cites. Who runs it is the second person."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from legation.cli.terminal import tell
from legation.dossier import load, save
from legation.dossier.clearing import Place
from legation.dossier.clearing.releasing import released, waiting
from legation.errors import WrongUse
from legation.language import Lang, Message

__all__ = ["release"]


def release(dossier: Path, place: Place, function: str, reason: str, *, lang: Lang) -> int:
    """Add a row that waits to what was released, and save the dossier."""
    before = load(dossier)
    part, table, row = place
    found = next((one for one in waiting(before) if one.place == place), None)
    if found is None:
        own = next((node.row.marking for node in before.ledger.nodes if node.place == place and node.own is not None), "")
        raise WrongUse(Message("dossier.release-not-waiting", part=part, table=table, row=row, marking=own or "–"))
    day = dt.date.today()  # noqa: DTZ011 - the reader's own day
    save(released(before, found, function=function, reason=reason, day=day), dossier, over=before.hash)
    tell(Message("cli.released", path=str(dossier), part=part, row=row, marking=found.marking, cited=found.cited), lang)
    return 0
