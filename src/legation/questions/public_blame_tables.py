"""The tables of whom the public blames: shares, groups, every reading of a person, and what is stated of the firm's failings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from legation.dossier.when import When
from legation.figures.figure import Named
from legation.language import Message
from legation.methods.text.blame import NO_MISTAKES, TARGETS, Shares
from legation.methods.text.blame import blame_shares as shares_of
from legation.questions.answer import AnswerTable
from legation.questions.case import Case
from legation.questions.columns import SHARED, Columns
from legation.questions.public_blame import FIRM, Debate, Failing, Heard, outlet_of

__all__ = ["SHORT", "cells", "failings_table", "groups_table", "sentences_table", "shares_table", "target_named"]

AREA = "whom-does-the-public-blame"
column = Columns(f"{AREA}.col-")
SHORT = dict(zip(TARGETS, ("attackers", "state", "organisation", "supplier", "users", "government", "researchers", "nobody"), strict=True))


def target_named(target: str) -> Named:
    """Return a target as a reader knows it."""
    return Named(target, Message(f"blame.target.{target}"))


def cells(shares: Shares, target: str) -> tuple[float | None, float | None, float | None]:
    """Return share, low and high of a target; nothing where too few sentences blame anybody."""
    if shares.share is None or shares.low is None or shares.high is None:
        return None, None, None
    at = TARGETS.index(target)
    return float(shares.share[at]), float(shares.low[at]), float(shares.high[at])


def shares_table(shares: Mapping[str, Shares]) -> AnswerTable:
    """Return the shares of each period; where there are none, how often each target is blamed that is."""
    rows = tuple(
        (Named(name, Message(f"{AREA}.period-{name}")), target_named(target), int(one.count[TARGETS.index(target)]), *cells(one, target))
        for name, one in shares.items()
        for target in TARGETS
        if one.share is not None or one.count[TARGETS.index(target)]
    )
    columns = (*column.text("period", "target"), *column.number("read"), *column.share("share"), *SHARED.share("low", "high"))
    return AnswerTable(id="shares", title=Message(f"{AREA}.table-shares"), columns=columns, rows=rows)


def groups_table(found: Debate, seed: int) -> AnswerTable:
    """Return attackers and firm by outlet, by language and by month."""
    groups: dict[tuple[str, str], list[Heard]] = {}
    for one in found.heard:
        for key in (
            ("outlet", one.told.outlet),
            ("language", one.lang or "other"),
            *([("month", one.told.day[:7])] if one.told.day else []),
        ):
            groups.setdefault(key, []).append(one)
    order = {"outlet": 0, "language": 1, "month": 2}
    rows = []
    for (kind, name), heard in sorted(groups.items(), key=lambda item: (order[item[0][0]], item[0][1])):
        shares = shares_of([h.told for h in heard], mistakes=NO_MISTAKES, draws=200, seed=seed)
        said = Message(f"blame.language.{name}") if kind == "language" else When(name) if kind == "month" else outlet_of(heard[0].row)
        both = (*cells(shares, TARGETS[0]), *cells(shares, FIRM))
        rows.append((Named(kind, Message(f"{AREA}.by-{kind}")), said, shares.sentences, shares.blaming, *both))
    columns = (
        *column.text("by", "name"),
        *column.number("sentences", "blaming"),
        *column.share("attackers", "attackers-low", "attackers-high", "firm", "firm-low", "firm-high"),
    )
    return AnswerTable(id="groups", title=Message(f"{AREA}.table-groups"), columns=columns, rows=tuple(rows))


def sentences_table(case: Case, found: Debate) -> AnswerTable:
    """Return each blame, excuse and open question that a person read."""
    rows = tuple(
        ([one.row.id], outlet_of(one.row), one.row.date, _holder(case, b.holder), target_named(b.target), _stance(b.stance), one.text)
        for one in found.heard
        for b in one.readings
        if b.target and b.stance and b.verdict != "rejected"
    )
    columns = (
        *column.evidence("evidence"),
        *column.text(outlet=f"{AREA}.by-outlet"),
        *column.date("date"),
        *column.text("holder", "target", "stance", "words"),
    )
    return AnswerTable(id="sentences", title=Message(f"{AREA}.table-sentences"), columns=columns, rows=rows)


def _holder(case: Case, holder: str) -> Named:
    return Named("author", Message(f"{AREA}.author")) if holder in ("", "author") else case.named(holder)


def _stance(stance: str) -> Named:
    return Named(stance, Message(f"blame.stance.{stance}"))


def failings_table(stated: Sequence[Failing]) -> AnswerTable:
    """Return what is stated of failings."""
    rows = tuple(
        (list(one.evidence), outlet_of(one.row) if one.row else Message(f"{AREA}.own-statement"), one.row and one.row.date, one.text)
        for one in stated
    )
    columns = (*column.evidence("evidence"), *column.text(publisher=f"{AREA}.by-outlet"), *column.date("date"), *column.text("words"))
    return AnswerTable(id="failings", title=Message(f"{AREA}.table-failings"), columns=columns, rows=rows)
