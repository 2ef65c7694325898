"""Why did the vote shift? The change of the text between two votes on one matter, beside who voted otherwise; nothing causal is claimed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from legation.dossier import RollCall
from legation.errors import NotAvailable
from legation.figures.figure import Figure
from legation.figures.kit.rows import Fill, Item, Row, Scale, row_chart
from legation.language import Message
from legation.methods.drafting import Rewording
from legation.methods.voting.votes import MISSING
from legation.questions.answer import Answer
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.conditions import Condition
from legation.questions.question import Headline, Progress, Question, rollcall, silent
from legation.questions.votes.declarations import name_of
from legation.questions.votes.vote_shift import (
    AREA,
    Pair,
    moved_picture,
    moved_table,
    of_texts,
    of_votes,
    pair_of,
    text_behind,
    wording_table,
)
from legation.sources.names.spelling import normal_symbol

__all__ = ["QUESTION", "answer"]

_WORDS = ("kept", "gone", "come")
MOST = 20
"""Paragraphs that are drawn; more stand in the table."""
BEGINS = 90
"""Characters of a paragraph that the picture shows at most."""


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Lay two votes and their texts side by side."""
    pair = pair_of(case, *_two(case, options))
    tables = [moved_table(pair)]
    if any(row.kind != "same" for row in pair.rows):
        tables.insert(0, wording_table(pair))
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=(*of_texts(pair), *of_votes(pair)),
        tables=tuple(tables),
        figures=tuple(_figures(pair)),
        caveats=tuple(_caveats(pair)),
        missing=tuple(_missing(pair)),
    )


def _two(case: Case, options: Mapping[str, Any]) -> tuple[RollCall, RollCall]:
    """Return the two roll calls asked for; else the last two on one title, of which those with both texts come first."""
    if options["first"] and options["second"]:
        return case.rollcall(options["first"]), case.rollcall(options["second"])
    recorded = inputs.profile(case).rollcalls
    if options["first"] or options["second"]:
        one = case.rollcall(options["first"] or options["second"])
        others = inputs.same_title(one, [r for r in recorded if r.id != one.id])
        if not others:
            raise NotAvailable(Message(f"{AREA}.no-other", rollcall=name_of(one), as_of=case.as_of))
        return tuple(sorted((one, others[-1]), key=lambda r: (str(r.date or ""), r.id)))  # type: ignore[return-value]
    series: dict[tuple[str, str], list[RollCall]] = defaultdict(list)
    for row in recorded:
        title = row.title.in_language("en").casefold().strip()
        if title:
            series[title, row.stage or "plenary"].append(row)
    twos = ((_before(rows), rows[-1]) for rows in series.values())
    pairs = sorted(((one, two) for one, two in twos if one is not None), key=lambda two: str(two[1].date or ""), reverse=True)
    whole = (two for two in pairs[:40] if all(text_behind(case, row) is not None for row in two))
    return next(whole, None) or (pairs[0] if pairs else inputs.latest_pair(case))


def _before(rows: list[RollCall]) -> RollCall | None:
    """Return the vote before the last one; votes on one text, as on its amendments, are no two votes on one matter."""
    symbol = normal_symbol(rows[-1].symbol)
    return next((row for row in reversed(rows[:-1]) if not symbol or normal_symbol(row.symbol) != symbol), None)


def _figures(pair: Pair) -> Iterator[Figure]:
    changed = [row for row in pair.rows if row.kind != "same"]
    names = {"first": name_of(pair.first), "second": name_of(pair.second)}
    counts = {kind: pair.counted(kind) for kind in ("added", "removed", "reworded", "same")}
    if changed:
        shown = changed[:MOST]
        left = Message("figures.wording.more", count=len(changed) - MOST)
        yield row_chart(
            [_paragraph(row, pair) for row in shown],
            [
                Scale(
                    high=float(max(1, *(getattr(row, words) for row in shown for words in _WORDS))),
                    head=Message(f"figures.wording.{words}"),
                )
                for words in _WORDS
            ],
            id="wording",
            title=Message(f"{AREA}.wording-title", count=len(changed), **counts),
            subtitle=Message(f"{AREA}.wording-subtitle", **names),
            alt=Message(f"{AREA}.wording-alt", **counts, **names),
            notes=(left,) if len(changed) > MOST else (),
        )
    yield moved_picture(pair)


def _paragraph(row: Rewording, pair: Pair) -> Row:
    """Return a paragraph: how many of its words stayed, went and came."""
    fills: tuple[Fill, ...] = ("open", "hatched", "full")
    numbers = [getattr(row, words) for words in _WORDS]
    items = []
    for at, (words, number, fill) in enumerate(zip(_WORDS, numbers, fills, strict=True)):
        if number:
            text, what = Message("answer.value", value=number), Message(f"figures.wording.{words}")
            items.append(
                Item(value=float(number), text=text, said=Message("figures.counted", what=what, count=number), scale=at, fill=fill)
            )
    evidence = tuple(dict.fromkeys(name for text in pair.texts if text is not None for name in text.evidence))
    return Row(name=_begins(row.after or row.before), under=Message(f"figures.wording.{row.kind}"), items=tuple(items), evidence=evidence)


def _begins(words: str) -> str:
    return words if len(words) <= BEGINS else f"{words[:BEGINS].rsplit(' ', 1)[0]} …"


def _caveats(pair: Pair) -> Iterator[Message]:
    yield Message(f"{AREA}.no-cause")
    yield Message("votes.not-listed-is-not-abstention")
    if pair.rows:
        for row, text in zip((pair.first, pair.second), pair.texts, strict=True):
            if text is not None and text.form == "own":
                yield Message(f"{AREA}.summary", rollcall=name_of(row), part=text.part)
            elif text is not None and text.form == "quoted":
                yield Message(f"{AREA}.quotation", rollcall=name_of(row), part=text.part)
    if not inputs.same_title(pair.first, [pair.second], stage=pair.second.stage or "plenary"):
        yield Message(f"{AREA}.other-title", first=name_of(pair.first), second=name_of(pair.second))
    yield QUESTION.limits


def _missing(pair: Pair) -> Iterator[Message]:
    without = [name_of(row) for row, text in zip((pair.first, pair.second), pair.texts, strict=True) if text is None]
    if without:
        yield Message(f"{AREA}.no-text", rollcalls=tuple(without), count=len(without))


def _is_pair(case: Case, options: Mapping[str, Any]) -> bool:
    first, second = _two(case, options)
    return first.id != second.id and all(
        (inputs.ballots(case, inputs.member_ids(case, r), [r.id]) != MISSING).any() for r in (first, second)
    )


QUESTION = Question(
    id=AREA,
    needs=("votes",),
    also_needs=(Condition(id="two-votes", place="votes", check=_is_pair),),
    options=(rollcall("first"), rollcall("second")),
    answer=answer,
    heads=(Headline("votes", "towards"),),
    follows=("who-can-move",),
    subject="votes",
    references=("Kuhn 1955, doi:10.1002/nav.3800020109 (pairs of paragraphs)", "Dice 1945, doi:10.2307/1932409 (likeness)"),
)
