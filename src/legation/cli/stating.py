"""``legation statement``: the draft statement on an incident, written in each language and read by the lint."""

from __future__ import annotations

import sys
from pathlib import Path

from legation.briefing import docx
from legation.briefing.lint import blocking
from legation.briefing.statement_draft import statement_draft
from legation.cli.asking import case_of
from legation.cli.linting import lines_of
from legation.cli.terminal import tell
from legation.dossier import write_file
from legation.dossier.models.statement import TIERS
from legation.errors import WrongUse
from legation.language import Lang, Message

__all__ = ["statement"]


def statement(dossier: Path, langs: tuple[Lang, ...], out: Path, incident: str, tier: str, as_of: str | None, seed: int) -> int:
    """Write the draft as text and DOCX, and print what the lint finds; exit code 1 where something stands against a release."""
    if tier not in TIERS:
        raise WrongUse(Message("all-questions.bad-option", name="tier", found=tier[:40], allowed=" | ".join(TIERS)))
    made = statement_draft(case_of(dossier, as_of), incident, tier, seed)
    blocks = False
    for lang in langs:
        path = out / f"{made.name}-{lang}.txt"
        write_file(path, made.text(lang).encode())
        write_file(path.with_suffix(".docx"), docx.render(made.document(lang)))
        found = made.findings(lang)
        tell(Message("cli.statement-written", path=str(path)), lang)
        sys.stdout.writelines(lines_of(found, len(made.text(lang)), lang))
        blocks = blocks or bool(blocking(found))
    return 1 if blocks else 0
