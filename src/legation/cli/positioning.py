"""``legation positions``: positions proposed from votes, as a file that a person reads before taking it into the dossier."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from legation.cli.asking import chosen_date
from legation.cli.starting import must_be_new
from legation.cli.terminal import bar, tell
from legation.dossier import load, write_file
from legation.errors import NotAvailable, WrongUse
from legation.language import Lang, Message

__all__ = ["propose_positions"]


def propose_positions(dossier: Path, out: Path, issue: str, topic: str, high: str, as_of: str | None, seed: int, *, lang: Lang) -> int:
    """Write the positions and, beside them, the evidence that they name; the dossier itself is not changed."""
    from legation.dossier.codec import encode_table
    from legation.questions import Case
    from legation.questions.standing_over_time.proposed import issue_named, proposed

    if out.suffix.lower() != ".csv":
        raise WrongUse(Message("cli.positions-format", found=out.name))
    beside = out.with_name(f"{out.stem}-evidence.csv")
    must_be_new(out)
    must_be_new(beside)
    case = Case(dossier=load(dossier), today=dt.date.today())  # noqa: DTZ011 - the reader's own day
    case = case.at(chosen_date("as-of", as_of) if as_of else case.as_of)
    actor = case.reference("actors", high) if high else ""
    with bar(Message("cli.reading"), lang) as progress:
        found = proposed(case, issue_named(case, issue), {"topic": topic, "seed": seed}, high=actor, progress=progress)
    rows = found.reading.tables["positions"]
    if not len(rows):
        raise NotAvailable(Message("cli.positions-none", count=found.kept))
    write_file(out, encode_table("positions", rows))  # type: ignore[arg-type]
    write_file(beside, encode_table("evidence", found.reading.tables["evidence"]))  # type: ignore[arg-type]
    tell(Message("cli.positions-written", count=len(rows), kept=found.kept, path=str(out), beside=str(beside)), lang)
    for line in found.told:
        tell(line, lang)
    return 0
