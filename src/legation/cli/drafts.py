"""``legation export --draft``: a text under negotiation out for a reader."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from legation.cli.asking import chosen_date
from legation.cli.terminal import tell
from legation.dossier import MARKINGS, load, write_file
from legation.dossier.format import writable
from legation.errors import WrongUse
from legation.language import Lang, Message, say

__all__ = ["export_draft"]

_FORMS = (".docx", ".txt", ".xml", ".akn")


def export_draft(dossier: Path, out: Path, name: str, marking: str, audience: str, as_of: str | None, *, lang: Lang) -> int:
    """Write a draft as it stands, with its brackets: as a Word file, plain text or Akoma Ntoso, by how the name ends.

    Who wants what is written where the room shows it, of what was said in the open.
    """
    from legation.methods.drafting import parse
    from legation.questions import Case
    from legation.questions.drafting.asked import draft_asked
    from legation.rooms.drafting import view
    from legation.sources.draft import akoma_ntoso, text, word_writer

    form = out.suffix.lower()
    if form not in _FORMS:
        raise WrongUse(Message("cli.draft-format", found=out.name))
    today = dt.date.today()  # noqa: DTZ011 - the reader's own day
    day = chosen_date("as-of", as_of) if as_of else None
    seen = writable(load(dossier)).cleared(marking or MARKINGS[-1], audience, as_of=day, day=max(today, day or today))
    case = Case(dossier=seen, today=today)
    asked = draft_asked(case if day is None else case.at(day), name)
    model = asked.model
    words = view(asked.room.state, "attributed" if model.attributed else "bracketed") + "\n"
    draft = parse(words, model.bis)
    if form == ".docx":
        data = word_writer.encoded(str(out), draft, say(asked.title, lang), model.bis)
    elif form == ".txt":
        data = text.encoded(str(out), text.PlainText(words))
    else:
        about = akoma_ntoso.About(name=model.id, date=asked.room.versions[-1].date.last, language=model.language)
        data = akoma_ntoso.encoded(str(out), draft, about)
    write_file(out, data)
    tell(Message("cli.exported", path=str(out)), lang)
    return 0
