"""Two votes on one matter: what changed in the text, beside who voted otherwise; never why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from legation.dossier import RollCall, standing
from legation.errors import NotAvailable
from legation.figures.figure import Figure
from legation.figures.kit.flow import flow
from legation.language import AnyOrder, Message
from legation.methods.drafting import Rewording, reworded
from legation.methods.voting import Cross, cross
from legation.methods.voting.votes import MISSING, NO, VOTES, YES
from legation.questions.answer import AnswerTable, Finding, first_of
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.columns import ACTOR, SHARED, Columns
from legation.questions.base.quantities import FactsOf, on
from legation.questions.deals.drafting.adopted_wording import adopted_known
from legation.questions.votes.declarations import name_of, titled
from legation.questions.votes.journeys import journeys
from legation.sources.draft.text import text_of
from legation.sources.names.spelling import normal_symbol

__all__ = [
    "AREA",
    "Pair",
    "VoteText",
    "moved_picture",
    "moved_table",
    "of_texts",
    "of_votes",
    "pair_of",
    "text_behind",
    "wording_table",
]


_PLAIN = (".txt", ".md", ".text")


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteText:
    """A text as it was put to the vote.

    Attributes
    ----------
    words : str
    form : {"whole", "quoted", "own"}
        The archived text; a quotation; a summary of whoever wrote the dossier.
    part : str
        Where it lies.
    evidence : tuple of str
    """

    words: str
    form: Literal["whole", "quoted", "own"]
    part: str
    evidence: tuple[str, ...]


def text_behind(case: Case, rollcall: RollCall) -> VoteText | None:
    """Return the words of the text that a roll call was on; None where the dossier holds none.

    An archived plain text of the evidence that the roll call names comes first, that of a resolution before others; then the adopted texts
    of ``drafts/adopted.toml``.
    """
    rows = {row.id: row for row in standing(case.dossier.evidence)}
    named = [rows[name] for name in rollcall.evidence if name in rows]
    for row in sorted(named, key=lambda row: row.kind != "resolution"):
        if row.part.lower().endswith(_PLAIN) and (words := text_of(case.dossier.files, row.part)):
            return VoteText(words=words, form="whole", part=row.part, evidence=(row.id,))
    symbol = normal_symbol(rollcall.symbol)
    for adopted, words in adopted_known(case).texts:
        if adopted.rollcall == rollcall.id or (symbol and normal_symbol(adopted.symbol) == symbol and not adopted.rollcall):
            form: Literal["quoted", "own"] = "quoted" if adopted.words == "quoted" else "own"
            return VoteText(words=words, form=form, part=adopted.part, evidence=adopted.evidence)
    return None


AREA = "why-did-the-vote-shift"
column = Columns(f"{AREA}.col-")
NAMED = 8


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Pair:
    """Two roll calls, who voted how in both, and their texts where there are any.

    Attributes
    ----------
    actors : tuple of str
    before, after : ndarray of int8, shape (n_actors,)
        Votes: 0 missing, 1 yes, 2 abstain, 3 no.
    rows : tuple of Rewording
        Empty where one of the texts is not there.
    """

    case: Case
    first: RollCall
    second: RollCall
    actors: tuple[str, ...]
    before: np.ndarray
    after: np.ndarray
    cross: Cross
    texts: tuple[VoteText | None, VoteText | None]
    rows: tuple[Rewording, ...]

    @property
    def evidence(self) -> tuple[str, ...]:
        """What both roll calls rest on."""
        return tuple(dict.fromkeys((*self.first.evidence, *self.second.evidence)))

    def moved(self, direction: int) -> list[int]:
        """Return who voted in both and moved towards yes (-1) or away from it (1), the furthest first."""
        both = (self.before != MISSING) & (self.after != MISSING)
        way = (self.after.astype(int) - self.before.astype(int)) * direction
        there = np.flatnonzero(both & (way > 0)).tolist()
        return sorted(there, key=lambda i: (-way[i], self.actors[i]))

    def counted(self, kind: str) -> int:
        """Return how many paragraphs are of a kind."""
        return sum(row.kind == kind for row in self.rows)


def pair_of(case: Case, first: RollCall, second: RollCall, *, with_texts: bool = True) -> Pair:
    """Return two roll calls side by side: of everybody who has a vote in one of them how it voted in both.

    Parameters
    ----------
    with_texts : bool
        Whether the texts behind them are read and compared as well.

    Raises
    ------
    NotAvailable
        Where both are one, or the dossier does not say who voted how in one of them.
    """
    if first.id == second.id:
        raise NotAvailable(Message(f"{AREA}.one-rollcall", rollcall=name_of(first)))
    actors = tuple(dict.fromkeys((*inputs.member_ids(case, first), *inputs.member_ids(case, second))))
    before, after = (inputs.ballots(case, actors, [r.id])[:, 0] for r in (first, second))
    for row, votes in ((first, before), (second, after)):
        if not (votes != MISSING).any():
            raise NotAvailable(Message(f"{AREA}.no-votes", rollcall=name_of(row), as_of=case.as_of))
    texts = (text_behind(case, first), text_behind(case, second)) if with_texts else (None, None)
    rows = reworded(texts[0].words, texts[1].words) if texts[0] is not None and texts[1] is not None else ()
    return Pair(
        case=case, first=first, second=second, actors=actors, before=before, after=after, cross=cross(before, after), texts=texts, rows=rows
    )


def of_votes(pair: Pair) -> Iterator[Finding]:
    """Say who moved from what to what."""
    count = pair.cross.count
    towards, away = pair.moved(-1), pair.moved(1)
    same = int(sum(count[at, at] for at in range(YES, NO + 1)))
    only = int(count[MISSING, YES:].sum() + count[YES:, MISSING].sum())
    values = {"first": titled(pair.first), "second": titled(pair.second), "same": same, "only": only}
    if pair.first.title == pair.second.title:
        values["first"] = name_of(pair.first)
    message = Message(f"{AREA}.votes", towards=len(towards), away=len(away), count=len(towards) + len(away), **values)
    known = FactsOf(f"{pair.first.id}+{pair.second.id}", on(pair.second.date), "record")
    facts = known.counts(towards_yes=len(towards), away_from_yes=len(away), same=same, in_one_only=only)
    yield Finding(id="votes", message=message, evidence=pair.evidence, needs="all", confidence="high", quantities=facts)
    for identifier, form, rows in (("towards", f"{AREA}.towards", towards), ("away", f"{AREA}.away", away)):
        if rows:
            clauses = [
                Message(
                    f"{AREA}.one-moved", actor=pair.case.named(pair.actors[i]), before=_vote(pair.before[i]), after=_vote(pair.after[i])
                )
                for i in rows
            ]
            shown = (*clauses[:NAMED], *((Message("who-matters.more", count=len(clauses) - NAMED),) if len(clauses) > NAMED else ()))
            message = Message(form, moved=shown, count=len(rows))
            facts = known.counts(**{f"{identifier}_{'from_' if identifier == 'away' else ''}yes": len(rows)})
            yield Finding(id=identifier, message=message, evidence=pair.evidence, needs="all", confidence="high", quantities=facts)
    new, gone = (set(a.all_sponsors) - set(b.all_sponsors) for a, b in ((pair.second, pair.first), (pair.first, pair.second)))
    if pair.first.all_sponsors and pair.second.all_sponsors and (new or gone):
        names = [AnyOrder(first_of(pair.case.names(sorted(those)), NAMED)) or ("—",) for those in (new, gone)]
        message = Message(f"{AREA}.sponsors", new=names[0], gone=names[1])
        yield Finding(id="sponsors", message=message, evidence=pair.evidence, needs="all", confidence="high")


def of_texts(pair: Pair) -> Iterator[Finding]:
    """Say what changed in the text."""
    if not pair.rows:
        return
    counts = {kind: pair.counted(kind) for kind in ("added", "removed", "reworded", "same")}
    words = {"come": sum(row.come for row in pair.rows), "gone": sum(row.gone for row in pair.rows)}
    changed = counts["added"] + counts["removed"] + counts["reworded"]
    evidence = tuple(dict.fromkeys(item for text in pair.texts if text is not None for item in text.evidence))
    message = Message(f"{AREA}.texts", **counts, **words, count=changed) if changed else Message(f"{AREA}.texts-same")
    moved = len(pair.moved(-1)) + len(pair.moved(1))
    contrary = Message(f"{AREA}.not-why", count=moved)
    known = FactsOf(f"texts of {pair.first.id}+{pair.second.id}", on(pair.second.date), "record")
    facts = (
        *known.counts("cases", changed=changed, **counts, **words),
        FactsOf(f"{pair.first.id}+{pair.second.id}", on(pair.second.date), "record")("moved", moved),
    )
    yield Finding(id="texts", message=message, evidence=evidence, needs="all", confidence="moderate", contrary=contrary, quantities=facts)


def moved_table(pair: Pair) -> AnswerTable:
    """Return everybody whose vote is another one, towards yes first; who voted in one of the two alone stands last."""
    order = [*pair.moved(-1), *pair.moved(1)]
    rest = np.flatnonzero((pair.before != pair.after) & ((pair.before == MISSING) | (pair.after == MISSING))).tolist()
    ways = {i: Message(f"{AREA}.way-towards") for i in pair.moved(-1)} | {i: Message(f"{AREA}.way-away") for i in pair.moved(1)}
    rows = tuple(
        (
            pair.case.named(pair.actors[i]),
            VOTES[int(pair.before[i])],
            VOTES[int(pair.after[i])],
            ways.get(i, Message(f"{AREA}.way-unknown")),
        )
        for i in (*order, *sorted(rest, key=lambda i: pair.actors[i]))
    )
    columns = (
        ACTOR,
        *column.vote(first=Message("answer.value", value=name_of(pair.first)), second=Message("answer.value", value=name_of(pair.second))),
        *column.text("way"),
    )
    return AnswerTable(id="moved", title=Message(f"{AREA}.moved"), columns=columns, rows=rows)


def moved_picture(pair: Pair) -> Figure:
    """Draw how many went from each vote to each vote, and who."""
    names = {"first": name_of(pair.first), "second": name_of(pair.second)}
    values = {"towards": len(pair.moved(-1)), "away": len(pair.moved(1)), **names}
    return flow(
        journeys(pair.case, pair.actors, (pair.before, pair.after), (pair.first, pair.second)),
        id="votes",
        first=Message("answer.value", value=names["first"]),
        second=Message("answer.value", value=names["second"]),
        title=Message(f"{AREA}.votes-title", **values),
        subtitle=Message(f"{AREA}.votes-subtitle", **names),
        alt=Message(f"{AREA}.votes-alt", **values),
    )


def wording_table(pair: Pair) -> AnswerTable:
    """Return every paragraph that is not the same, with what went and what came marked in its words."""
    kinds = {
        "reworded": Message("figures.wording.reworded"),
        "added": Message("figures.wording.added"),
        "removed": Message("figures.wording.removed"),
    }
    rows = tuple(
        (
            kinds[row.kind],
            None if row.old is None else row.old + 1,
            None if row.new is None else row.new + 1,
            marked(row),
            row.gone,
            row.come,
        )
        for row in pair.rows
        if row.kind != "same"
    )
    columns = (*SHARED.text(kind="change"), *column.number("old", "new"), *column.text("words"), *column.number("gone", "come"))
    return AnswerTable(id="wording", title=Message(f"{AREA}.wording"), columns=columns, rows=rows)


def marked(row: Rewording) -> str:
    """Return a paragraph's words: ``[-what went-]``, ``{+what came+}``."""
    if row.kind == "added":
        return f"{{+{row.after}+}}"
    if row.kind == "removed":
        return f"[-{row.before}-]"
    parts = []
    for change in row.changes:
        if change.kind == "delete" and change.old is not None:
            parts.append(f"[-{row.before[slice(*change.old)]}-]")
        elif change.new is not None:
            words = row.after[slice(*change.new)]
            parts.append(f"{{+{words}+}}" if change.kind == "insert" else words)
    return " ".join(parts)


def _vote(code: int) -> Message:
    return Message(f"vote.{VOTES[int(code)]}")
