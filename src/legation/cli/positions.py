"""``legation positions``: positions proposed from votes or texts, as a file that a person reads before taking it into the dossier."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from legation.cli.questions import case_of
from legation.cli.start import must_be_new
from legation.cli.terminal import bar, tell
from legation.dossier import write_file
from legation.errors import NotAvailable, WrongUse
from legation.language import Lang, Message

if TYPE_CHECKING:
    from legation.questions import Case
    from legation.questions.actors.proposals import ProposedPositions
    from legation.questions.question import Progress

__all__ = ["FROM", "propose_positions"]

FROM = ("votes", "texts")
"""What positions are read from."""
_NAMED = 8


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
    from legation.dossier.files.codec import encode_table

    if source not in FROM:
        raise WrongUse(Message("cli.positions-from", found=source, allowed=" | ".join(FROM)))
    if source == "texts" and high:
        raise WrongUse(Message("cli.positions-high", found=high))
    if source == "votes" and lake is not None:
        raise WrongUse(Message("cli.positions-lake", found=str(lake)))
    if out.suffix.lower() != ".csv":
        raise WrongUse(Message("cli.positions-format", found=out.name))
    beside = out.with_name(f"{out.stem}-evidence.csv")
    must_be_new(out)
    must_be_new(beside)
    case = case_of(dossier, as_of, lake=lake)
    with bar(Message("cli.reading"), lang) as progress:
        proposed = _proposed(case, source, issue, {"topic": topic, "seed": seed}, high, progress)
    rows = proposed.reading.tables["positions"]
    if not len(rows):
        raise NotAvailable(Message("cli.positions-none", why=tuple(_left_out(proposed))))
    write_file(out, encode_table("positions", rows))
    write_file(beside, encode_table("evidence", proposed.reading.tables["evidence"]))
    tell(Message("cli.positions-written", count=len(rows), kept=proposed.unchanged, path=str(out), beside=str(beside)), lang)
    if proposed.earlier:
        tell(Message("cli.positions-earlier", count=proposed.earlier), lang)
    for line in proposed.notes:
        tell(line, lang)
    return 0


def _left_out(proposed: ProposedPositions) -> Iterator[Message]:
    """Say why each of those that are placed gets no position."""
    from legation.questions.answer import first_of

    if proposed.unchanged:
        yield Message("cli.positions-held", count=proposed.unchanged)
    if proposed.earlier:
        yield Message("cli.positions-proposed", count=proposed.earlier)
    if proposed.strangers:
        yield Message("cli.positions-strangers", count=len(proposed.strangers), actors=first_of(proposed.strangers, _NAMED))


def _proposed(case: Case, source: str, issue: str, options: dict[str, str | int], high: str, progress: Progress) -> ProposedPositions:
    from legation.questions.actors.proposals import issue_named

    if source == "texts":
        from legation.questions.actors.word_scores.proposals import proposed as from_texts

        everything = {**options, "topic": ""} if options["topic"] == "*" else options
        return from_texts(case, issue_named(case, issue), everything, progress=progress)
    from legation.questions.actors.ideal_points.proposals import proposed as from_votes

    actor = case.reference("actors", high) if high else ""
    return from_votes(case, issue_named(case, issue), options, high=actor, progress=progress)
