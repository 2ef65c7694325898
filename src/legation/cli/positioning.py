"""``legation positions``: positions proposed from votes or texts, as a file that a person reads before taking it into the dossier."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from legation.cli.asking import chosen_date, lake_beside
from legation.cli.starting import must_be_new
from legation.cli.terminal import bar, tell
from legation.dossier import load, write_file
from legation.errors import NotAvailable, WrongUse
from legation.language import Lang, Message

if TYPE_CHECKING:
    from legation.questions import Case
    from legation.questions.proposing import Proposed
    from legation.questions.question import Progress

__all__ = ["FROM", "propose_positions"]

FROM = ("votes", "texts")
"""What positions are read from."""


def propose_positions(
    dossier: Path,
    out: Path,
    issue: str,
    topic: str,
    high: str,
    as_of: str | None,
    seed: int,
    *,
    lang: Lang,
    source: str = "votes",
    lake: Path | None = None,
) -> int:
    """Write the positions and, beside them, the evidence that they name; the dossier itself is not changed."""
    from legation.dossier.codec import encode_table
    from legation.questions import Case

    if source not in FROM:
        raise WrongUse(Message("cli.positions-from", found=source, allowed=" | ".join(FROM)))
    if source == "texts" and high:
        raise WrongUse(Message("cli.positions-high", found=high))
    if out.suffix.lower() != ".csv":
        raise WrongUse(Message("cli.positions-format", found=out.name))
    beside = out.with_name(f"{out.stem}-evidence.csv")
    must_be_new(out)
    must_be_new(beside)
    beside_it = lake_beside(dossier, lake) if source == "texts" else None
    case = Case(dossier=load(dossier), today=dt.date.today(), lake=beside_it)  # noqa: DTZ011 - the reader's own day
    case = case.at(chosen_date("as-of", as_of) if as_of else case.as_of)
    with bar(Message("cli.reading"), lang) as progress:
        found = _proposed(case, source, issue, {"topic": topic, "seed": seed}, high, progress)
    rows = found.reading.tables["positions"]
    if not len(rows):
        raise NotAvailable(Message("cli.positions-none", count=found.kept))
    write_file(out, encode_table("positions", rows))  # type: ignore[arg-type]
    write_file(beside, encode_table("evidence", found.reading.tables["evidence"]))  # type: ignore[arg-type]
    tell(Message("cli.positions-written", count=len(rows), kept=found.kept, path=str(out), beside=str(beside)), lang)
    for line in found.told:
        tell(line, lang)
    return 0


def _proposed(case: Case, source: str, issue: str, options: dict[str, str | int], high: str, progress: Progress) -> Proposed:
    from legation.questions.proposing import issue_named

    if source == "texts":
        from legation.questions.words_placed.proposed import proposed as from_texts

        everything = {**options, "topic": ""} if options["topic"] == "*" else options
        return from_texts(case, issue_named(case, issue), everything, progress=progress)
    from legation.questions.standing_over_time.proposed import proposed as from_votes

    actor = case.reference("actors", high) if high else ""
    return from_votes(case, issue_named(case, issue), options, high=actor, progress=progress)
