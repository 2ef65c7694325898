"""What did the game show? What was left on the table, who exchanged what, what could be read of whom, and what else there was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from legation.errors import BadValue
from legation.language import Message
from legation.questions.answer import Answer
from legation.questions.base.case import Case
from legation.questions.base.part_inputs import other_names
from legation.questions.games.inputs import GAME_PLAYED, find_played, games_played
from legation.questions.games.pictures import picture_of
from legation.questions.games.record import AREA, GameRecord
from legation.questions.games.sentences import findings_of, plain_findings
from legation.questions.games.shown import GameShown, shown_by
from legation.questions.games.tables import plain_tables, tables_of
from legation.questions.question import Headline, Progress, Question, chosen, silent

__all__ = ["QUESTION", "answer", "debriefed"]


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say what a game has shown, of the points only where it was a rehearsal whose secrets were opened."""
    played = find_played(case, options["game"])
    made = debriefed(played.record, progress)
    return _with_caveats(made, tuple(other_names(AREA, played.others)))


def debriefed(record: GameRecord, progress: Progress = silent) -> Answer:
    """Return what a game has shown, from its record alone: what a room and its paper show."""
    shown, too_much = _shown(record, progress)
    findings = tuple(findings_of(shown)) if shown is not None else tuple(plain_findings(record))
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=findings,
        tables=tuple(tables_of(shown)) if shown is not None else tuple(plain_tables(record)),
        figures=picture_of(shown) if shown is not None else (),
        caveats=(*_caveats(record, shown), QUESTION.limits),
        missing=(*too_much, *_missing(record)),
    )


def _shown(record: GameRecord, progress: Progress) -> tuple[GameShown | None, tuple[Message, ...]]:
    try:
        return shown_by(record, progress), ()
    except BadValue as error:
        return None, (Message(f"{AREA}.too-large", why=error.message),)


def _with_caveats(made: Answer, others: tuple[Message, ...]) -> Answer:
    import dataclasses

    return dataclasses.replace(made, caveats=(*made.caveats[:-1], *others, made.caveats[-1])) if others else made


def _caveats(record: GameRecord, shown: GameShown | None) -> Iterator[Message]:
    if record.is_rehearsal:
        yield Message(f"{AREA}.illustration")
    else:
        yield Message(f"{AREA}.in-earnest")
    if shown is not None:
        yield Message(f"{AREA}.as-played")


def _missing(record: GameRecord) -> Iterator[Message]:
    if record.is_rehearsal and not record.is_revealed:
        yield Message(f"{AREA}.not-revealed")
    elif record.is_rehearsal and record.domain is None:
        yield Message(f"{AREA}.no-points")
    if record.domain is not None and record.status_quo is None:
        yield Message(f"{AREA}.no-status-quo")


QUESTION = Question(
    id=AREA,
    purpose="check",
    needs=(),
    also_needs=(GAME_PLAYED,),
    options=(chosen("game", games_played),),
    answer=answer,
    heads=(Headline("left", "count"), Headline("left"), Headline("deal")),
    references=("doi:10.1016/S0921-8890(98)00029-3", "doi:10.2307/1907266", "doi:10.2307/1914280", "doi:10.2307/1913954"),
    subject="spaces",
    follows=("which-trade",),
)
