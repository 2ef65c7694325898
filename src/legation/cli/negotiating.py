"""``legation import genius``: a domain of GENIUS with its profiles becomes the file of a negotiation."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from legation.cli.starting import identifier, to_errors
from legation.cli.terminal import tell
from legation.dossier import load, save
from legation.errors import WrongUse
from legation.language import Lang, Message

__all__ = ["import_genius"]


def import_genius(files: list[Path], dossier: Path, *, dry_run: bool, lang: Lang) -> int:
    """Bring a domain, the first file, and one profile for each party into a dossier; what is in doubt is listed."""
    from legation.dossier.models.negotiation import NEGOTIATION
    from legation.dossier.models.negotiation_domain import model_of
    from legation.sources.genius import reading

    if len(files) < 3:
        raise WrongUse(Message("cli.genius-files"))
    before = load(dossier)
    part = f"negotiations/{identifier(files[0])}.toml"
    if part in before.files:
        raise WrongUse(Message("cli.model-there", part=part, path=str(dossier)))
    found = reading(files[0], files[1:])
    written = NEGOTIATION.write(model_of(found.domain, part))
    NEGOTIATION.read(written, part)  # a domain beyond what a dossier holds is refused before anything is saved
    to_errors(found.doubts, lang)
    if not dry_run:
        save(dataclasses.replace(before, files={**before.files, part: written}), dossier, over=before.hash)
    counts = {"issues": len(found.domain.sizes), "count": found.domain.packages, "parties": found.domain.parties}
    tell(Message("cli.would-import-negotiation" if dry_run else "cli.imported-negotiation", part=part, path=str(dossier), **counts), lang)
    return 0
