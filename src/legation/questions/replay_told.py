"""What the replays say: who wins in plain words, whoever it is; absent members, margins and intervals; a table of scores, one of votes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from legation.language import Message
from legation.methods.forecasting import FEW, Skill, coverage, skill
from legation.questions.answer import AnswerTable, Finding, TableColumn, first_of
from legation.questions.columns import Columns
from legation.questions.declared import titled
from legation.questions.grounds import joined_evidence
from legation.questions.ledger import LEVEL
from legation.questions.replays import WAYS, Replay, Replays, Way

__all__ = ["lacking", "of_replays", "replay_table", "way_table", "winner"]

AREA = "how-good-were-we"
_NAMED = 3


def of_replays(found: Replays, seed: int) -> Iterator[Finding]:
    """Yield who wins, then what else there is to say of the votes replayed."""
    rows = found.rows
    if not rows:
        return
    evidence = joined_evidence(r.rollcall.evidence for r in rows)
    apart = _apart(rows, seed)
    sure = "low" if apart.low is None or apart.high is None or apart.low <= 0 <= apart.high else "moderate"
    numbers = _numbers(rows)
    values = {f"{name}_{way}": numbers[way][name] for way in WAYS for name in ("right", "off")}
    first = Message(f"{AREA}.winner-{winner(rows)}", count=len(rows), of=sum(r.members for r in rows), **values, **_bests(rows))
    yield Finding(id="winner", message=first, evidence=evidence, confidence=sure, contrary=_doubt(apart))  # type: ignore[arg-type]
    told = {f"absent_{way}": numbers[way]["absent"] for way in WAYS}
    message = Message(f"{AREA}.absent", count=len(rows), **told)
    yield Finding(id="absent", message=message, evidence=evidence, confidence="high")
    ranged = [r for r in rows if r.ranged]
    if ranged:
        held = coverage([r.low for r in ranged], [r.high for r in ranged], [r.result for r in ranged])
        message = Message(f"{AREA}.held", count=held.held, of=held.of, meant=LEVEL, low=held.low, high=held.high)
        yield Finding(id="held", message=message, evidence=evidence, confidence="moderate" if held.of >= FEW else "low")


def winner(rows: Sequence[Replay]) -> str:
    """Return which way has most members' votes right and the nearest margins; ``split`` where none has both, ``level`` where several do."""
    right, near = _best(rows, "right"), _best(rows, "off")
    both = [way for way in WAYS if way in right and way in near]
    return both[0] if len(both) == 1 else "level" if both else "split"


def _best(rows: Sequence[Replay], name: str) -> list[Way]:
    numbers = _numbers(rows)
    scores = {way: round(-numbers[way][name] if name == "off" else numbers[way][name], 9) for way in WAYS}
    return [way for way in WAYS if scores[way] == max(scores.values())]


def _bests(rows: Sequence[Replay]) -> dict[str, Any]:
    """Return the ways that have most members right and the nearest margin, as a sentence names them."""
    return {name: tuple(Message(f"{AREA}.way.{way}") for way in _best(rows, of)) for name, of in (("most", "right"), ("nearest", "off"))}


def _numbers(rows: Sequence[Replay]) -> dict[Way, dict[str, float]]:
    """Return for each way the members right, and per vote the loss, the absent members off and the margin off."""
    n = len(rows)
    return {
        way: {
            "right": sum(r.told[way].right for r in rows),
            "loss": sum(r.told[way].loss for r in rows) / n,
            "absent": sum(abs(r.told[way].absent - r.absent) for r in rows) / n,
            "off": sum(r.off(way) for r in rows) / n,
        }
        for way in WAYS
    }


def _apart(rows: Sequence[Replay], seed: int) -> Skill:
    """Return how much of the last margin's error the product saved."""
    return skill([r.off("ours") for r in rows], [r.off("last") for r in rows], seed=seed)


def _doubt(found: Skill) -> Message:
    """Return how far the difference of the margins may be chance."""
    if found.value is None or found.low is None or found.high is None:
        return Message(f"{AREA}.apart-few", count=found.n)
    form = "apart-chance" if found.low <= 0 <= found.high else "apart"
    return Message(f"{AREA}.{form}", skill=found.value, low=found.low, high=found.high, count=found.n)


def way_table(rows: Sequence[Replay]) -> AnswerTable:
    """Return the scores of the product, of as last time and of base rates on the same votes."""
    numbers, of = _numbers(rows), sum(r.members for r in rows)
    ranged = [r for r in rows if r.ranged]
    held = round(sum(r.held for r in ranged) / len(ranged), 3) if ranged else None
    lines = tuple(
        (
            Message(f"{AREA}.way.{way}"),
            len(rows),
            round(numbers[way]["right"]),
            of,
            *(round(numbers[way][name], 3) for name in ("loss", "absent", "off")),
            held if way == "ours" else None,
        )
        for way in WAYS
    )
    column = Columns(f"{AREA}.col-way-")
    columns = (*column.text("way"), *column.number("votes", "right", "of", "loss", "absent", "off"), *column.share("held"))
    return AnswerTable(id="replay-scores", title=Message(f"{AREA}.ways"), columns=columns, rows=lines)


def replay_table(rows: Sequence[Replay]) -> AnswerTable:
    """Return every vote replayed, each with the day at whose end the rows were known from which it is forecast."""
    lines = tuple(
        (
            titled(r.rollcall),
            r.rollcall.date,
            r.cut,
            r.members,
            round(r.told["ours"].margin),
            Message(f"{AREA}.range", low=round(r.low), high=round(r.high)) if r.ranged else None,
            round(r.told["last"].margin),
            r.result,
            abs(round(r.told["ours"].margin) - r.result),
            abs(round(r.told["last"].margin) - r.result),
            *(r.told[way].right for way in WAYS),
        )
        for r in rows
    )
    rights = tuple(f"right_{way}" for way in WAYS)
    names = ("vote", "date", "cut", "members", "model", "interval", "last", "came", "error", "last_error", *rights)
    kinds = {"vote": "text", "date": "date", "cut": "date", "interval": "text"}
    columns = tuple(TableColumn(n, Message(f"{AREA}.col-{n}"), kinds.get(n, "number")) for n in names)  # type: ignore[arg-type]
    return AnswerTable(id="replay", title=Message(f"{AREA}.replayed"), columns=columns, rows=lines)


def lacking(found: Replays) -> Iterator[Message]:
    """Yield what keeps votes from being replayed."""
    if not found.rows:
        yield Message(f"{AREA}.no-replay")
    if found.undated:
        names = first_of([titled(r) for r in found.undated], _NAMED)
        yield Message(f"{AREA}.undated", count=len(found.undated), names=names)
